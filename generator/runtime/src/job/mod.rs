//! Waiting for jobs that run on the server, by polling.

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

type Request<T> = Box<dyn FnMut() -> BoxFuture<Result<T, Error>> + Send>;
type Hook<T> = Box<dyn FnMut(&T) + Send>;

/// A future that waits for a job on the server. It polls at once, and then repeatedly until the job ends.
///
/// Awaiting it returns the last response if the job is done. If the job failed or did not end in time, or if the
/// waiting was cancelled, awaiting it fails with [`Error::Job`]. [`outcome`](Self::outcome) returns the last response
/// in all cases. Nothing is sent before the future is awaited. Dropping the future stops the polling; the job itself
/// continues.
///
/// The poll interval grows by half with each poll, up to a minute, with a jitter of ±10 %. Each poll is a separate call
/// with its own retries, limits and warnings.
///
/// - A poll that fails with a retryable error ([`Error::is_retryable`]) is repeated after the poll interval, or after
///   the server-requested delay if that delay is longer. The fifth failed poll in a row ends the waiting with its
///   error.
/// - A poll that fails with any other error ends the waiting at once, for example if the job does not exist.
/// - An unknown state counts as running: the hook for warnings is called, and polling continues. A strict client
///   returns an error, as in any call.
#[must_use = "nothing is polled until the future is awaited"]
pub struct Wait<T> {
    request: Request<T>,
    state: Box<dyn FnMut(&T) -> JobState + Send>,
    on_progress: Option<Hook<T>>,
    cancelled: Option<BoxFuture<()>>,
    plan: Plan,
    /// The time that a poll may take after the end of the maximum wait; `None` if polls have their own timeout.
    poll_grace: Option<Duration>,
    time: Time,
    operation: Option<&'static Operation>,
}

/// The time that the last poll may take after the maximum wait, if polls may have no timeout of their own.
const POLL_GRACE: Duration = Duration::from_secs(60);

impl<T: Send + 'static> Wait<T> {
    /// Sets the first poll interval, which grows up to a minute. An interval longer than a minute does not grow. The
    /// minimum is 10 milliseconds. Default: the interval that the API recommends for the job, otherwise 5 seconds.
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.plan.interval = interval;
        self
    }

    /// Sets the maximum wait. The last poll starts at the end of this time and has the normal timeout of a call. With
    /// [`wait_until`], the last poll is cancelled one minute after the maximum wait. Default: one hour.
    pub fn max_wait(mut self, limit: Duration) -> Self {
        self.plan.max_wait = limit;
        self
    }

    /// Sets a hook that is called with the response of each poll, including the last one. The hook delays the next
    /// poll, so it should return quickly.
    pub fn on_progress(mut self, hook: impl FnMut(&T) + Send + 'static) -> Self {
        self.on_progress = Some(Box::new(hook));
        self
    }

    /// Stops waiting when this future completes, even during a poll. The job itself continues.
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

    /// Sets the clock, for tests. Default: the clock of the client; for [`wait_until`], the clock of the system.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.time = self.time.with_clock(clock);
        self
    }

    /// Waits for the job and returns the result with the last response, even if the job failed.
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

/// Waits until a condition holds, for jobs whose request has no `wait()`.
///
/// `poll` creates the request of each poll. `state` returns whether the job is done, or a [`JobState`] if the job can
/// fail. Awaiting returns the response of the last poll.
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
    mut poll: impl FnMut() -> R + Send + 'static,
    mut state: impl FnMut(&T) -> S + Send + 'static,
) -> Wait<T>
where
    T: Send + 'static,
    R: IntoFuture<Output = Result<T, Error>>,
    R::IntoFuture: Send + 'static,
    S: Into<JobState>,
{
    Wait {
        request: Box::new(move || Box::pin(poll().into_future())),
        state: Box::new(move |response| state(response).into()),
        on_progress: None,
        cancelled: None,
        plan: Plan::new(None),
        poll_grace: Some(POLL_GRACE),
        time: Time::default(),
        operation: None,
    }
}

impl Call {
    /// Polls the operation until the job that it returns has ended. `state` returns the word of the server for the
    /// state of the job.
    pub fn wait<T: Decode + Send + 'static>(self, state: fn(&T) -> Option<&str>) -> Wait<T> {
        static NO_JOB: Job = Job::new(&[], &[]);
        let (operation, time) = (self.operation, self.client.0.time.clone());
        let job = operation.job().unwrap_or(&NO_JOB);
        let client = self.client.clone();
        let wait = wait_until(
            move || self.clone().send::<T>(),
            move |response: &T| match job.state(state(response)) {
                // Errors show the state, and a server may repeat a credential in any text.
                JobState::Running(state) => JobState::Running(client.redact_mixed(&state)),
                known => known,
            },
        );
        let interval = job.poll_interval_seconds().map(Duration::from_secs);
        // A call has its own timeout.
        Wait { plan: Plan::new(interval), poll_grace: None, time, operation: Some(operation), ..wait }
    }
}
