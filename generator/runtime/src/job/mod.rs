//! Waiting for jobs that run on the server: looking again and again until one has ended.

mod outcome;
mod plan;
mod state;
mod watch;

use std::fmt;
use std::future::{Future, IntoFuture};
use std::time::Duration;

use crate::box_future::BoxFuture;
use crate::call::Call;
use crate::clock::{Clock, Time};
use crate::decode::Decode;
use crate::error::Error;
use crate::operation::Operation;

pub use outcome::JobOutcome;
use plan::Plan;
pub use state::{Job, JobState};

type Looks<T> = Box<dyn FnMut() -> BoxFuture<Result<T, Error>> + Send>;
type Hook<T> = Box<dyn FnMut(&T) + Send>;

/// Waits for a job that runs on the server: looks at once, and again and again until it has ended.
///
/// Awaiting it gives what the job shows once it is done; a job that ended otherwise, or did not end
/// in time, is an [`Error::Job`]. [`outcome`](Self::outcome) keeps the last answer in any case.
/// Nothing is sent before it is awaited, and dropping it ends it. The job itself goes on then.
///
/// The time between two looks grows by half with each, up to a minute, and chance spreads it by a
/// tenth in both directions. Each look is a call of its own, with its retries, limits and warnings.
/// One that fails in a way that may pass ([`Error::is_retryable`]) is looked over, and the server's
/// wish to wait longer heeded; the fifth in a row ends the waiting with its error, as does at once
/// one that will not pass, such as when the job does not exist. A state that nobody knows is no end:
/// the client's hook for warnings is told of it, and the waiting goes on; only a client that is strict
/// takes it for an error, as in any call.
#[must_use = "nothing is looked at until it is awaited"]
pub struct Wait<T> {
    look: Looks<T>,
    state: Box<dyn FnMut(&T) -> JobState + Send>,
    on_progress: Option<Hook<T>>,
    cancelled: Option<BoxFuture<()>>,
    plan: Plan,
    /// How much longer than the waiting a look may take; `None` where it ends by itself.
    patience: Option<Duration>,
    time: Time,
    operation: Option<&'static Operation>,
}

/// For looks that may not know an end of their own.
const PATIENCE: Duration = Duration::from_secs(60);

impl<T: Send + 'static> Wait<T> {
    /// Sets the time between the first two looks, from which it grows up to a minute. If it is longer
    /// than that, it does not grow; below 10 milliseconds, it is these. Default: what is known of the job,
    /// else 5 seconds.
    pub fn every(mut self, interval: Duration) -> Self {
        self.plan.every = interval;
        self
    }

    /// Sets how long to wait in all. The last look is at the end of that time, and is let finish: it
    /// has the time of any call; with [`wait_until`], a look is given up a minute after the end of the
    /// waiting. Default: an hour.
    pub fn at_most(mut self, limit: Duration) -> Self {
        self.plan.at_most = limit;
        self
    }

    /// Calls this with what each look shows, the last one included. It is called between two looks,
    /// so it should not take long.
    pub fn on_progress(mut self, hook: impl FnMut(&T) + Send + 'static) -> Self {
        self.on_progress = Some(Box::new(hook));
        self
    }

    /// Ends the waiting when this future does, even within a look. The job itself goes on.
    pub fn cancelled_by<F>(mut self, cancelled: F) -> Self
    where
        F: IntoFuture,
        F::IntoFuture: Send + 'static,
    {
        let cancelled = cancelled.into_future();
        self.cancelled = Some(Box::pin(async move {
            cancelled.await;
        }));
        self
    }

    /// Sets the clock by which it waits, for tests. Default: the client's; for [`wait_until`], the
    /// system's.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.time = self.time.with_clock(clock);
        self
    }

    /// Waits, and keeps the last that was seen of the job, however it ended.
    ///
    /// ```
    /// use api_client_runtime::{Error, JobErrorKind, JobOutcome, Wait};
    ///
    /// # struct Export { lines: u64 }
    /// async fn exported(wait: Wait<Export>) -> Result<u64, Error> {
    ///     match wait.outcome().await {
    ///         JobOutcome::Done(export) => Ok(export.lines),
    ///         JobOutcome::NotDone { last: Some(export), error: Error::Job(job) }
    ///             if job.kind() == JobErrorKind::Failed => Ok(export.lines),
    ///         JobOutcome::NotDone { error, .. } => Err(error),
    ///     }
    /// }
    /// ```
    pub fn outcome(self) -> impl Future<Output = JobOutcome<T>> + Send + 'static {
        watch::watch(self)
    }
}

impl<T: Send + 'static> IntoFuture for Wait<T> {
    type Output = Result<T, Error>;
    type IntoFuture = BoxFuture<Result<T, Error>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.outcome().await.into_result() })
    }
}

impl<T> fmt::Debug for Wait<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Wait")
            .field("operation", &self.operation.map(Operation::id))
            .field("plan", &self.plan)
            .finish_non_exhaustive()
    }
}

/// Waits until something is as it should be: for jobs that no `wait()` knows.
///
/// `look` makes a request anew for each look, and `state` says what its answer tells: whether the
/// job is done, or a [`JobState`] where it can fail. Awaiting gives the answer of the last look.
///
/// ```
/// # use api_client_runtime::Error;
/// use api_client_runtime::{JobState, wait_until};
///
/// # async fn example() -> Result<(), Error> {
/// # let request = || async { Ok::<_, Error>(3) };
/// let count = wait_until(request, |count| *count >= 3).await?;
///
/// let count = wait_until(request, |count| match count {
///     0 => JobState::Failed("empty".into()),
///     3.. => JobState::Done(String::new()),
///     _ => JobState::Running(String::new()),
/// });
/// # count.await?;
/// # Ok(())
/// # }
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(example()).unwrap();
/// ```
pub fn wait_until<T, R, S>(
    mut look: impl FnMut() -> R + Send + 'static,
    mut state: impl FnMut(&T) -> S + Send + 'static,
) -> Wait<T>
where
    T: Send + 'static,
    R: IntoFuture<Output = Result<T, Error>>,
    R::IntoFuture: Send + 'static,
    S: Into<JobState>,
{
    Wait {
        look: Box::new(move || Box::pin(look().into_future())),
        state: Box::new(move |answer| state(answer).into()),
        on_progress: None,
        cancelled: None,
        plan: Plan::new(None),
        patience: Some(PATIENCE),
        time: Time::default(),
        operation: None,
    }
}

impl Call {
    /// Looks at the job that the operation shows until it has ended; `state` finds the word of the
    /// server for how far it is.
    pub fn wait<T: Decode + Send + 'static>(self, state: fn(&T) -> Option<&str>) -> Wait<T> {
        static NO_JOB: Job = Job::new(&[], &[]);
        let (operation, time) = (self.operation, self.client.0.time.clone());
        let job = operation.job().unwrap_or(&NO_JOB);
        let client = self.client.clone();
        let wait = wait_until(
            move || self.clone().send::<T>(),
            move |answer: &T| match job.state(state(answer)) {
                // Errors show the state, and a server may repeat a credential in any text.
                JobState::Running(state) => JobState::Running(client.redact_mixed(&state)),
                known => known,
            },
        );
        let every = job.every_seconds().map(Duration::from_secs);
        // A call has a time of its own.
        Wait { plan: Plan::new(every), patience: None, time, operation: Some(operation), ..wait }
    }
}
