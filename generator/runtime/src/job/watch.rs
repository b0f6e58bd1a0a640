//! The waiting itself: looks, and the time between them.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use super::plan::{Look, Situation, Step, decide};
use super::{JobOutcome, JobState, Wait};
use crate::box_future::BoxFuture;
use crate::error::{Error, JobError, JobErrorKind};

/// What is known of a job so far.
struct Seen<T> {
    start: Duration,
    looks: u32,
    /// How many of the last looks failed, one after the other.
    failed: u32,
    last: Option<T>,
    state: Option<JobState>,
    /// The error of the last look, if it failed.
    error: Option<Error>,
}

/// Looks at a job until it has ended, or the waiting has.
pub(super) async fn watch<T: Send + 'static>(mut wait: Wait<T>) -> JobOutcome<T> {
    let start = wait.time.now();
    let mut seen = Seen { start, looks: 0, failed: 0, last: None, state: None, error: None };
    let mut cancelled = wait.cancelled.take();
    loop {
        let limit = wait.patience.map(|patience| wait.plan.left(wait.elapsed(&seen)).saturating_add(patience));
        let (look, time, operation) = ((wait.look)(), wait.time.clone(), wait.operation);
        let look = async move {
            match limit {
                Some(limit) => time.within(operation, limit, look).await,
                None => Ok(Some(look.await)),
            }
        };
        let result = match unless(&mut cancelled, look).await {
            Some(Ok(Some(result))) => result,
            Some(Err(error)) => return JobOutcome::NotDone { last: seen.last, error },
            Some(Ok(None)) => return wait.end(seen, JobErrorKind::TimedOut),
            None => return wait.end(seen, JobErrorKind::Cancelled),
        };
        seen.looks = seen.looks.saturating_add(1);
        let step = match result {
            Ok(answer) => {
                if let Some(hook) = &mut wait.on_progress {
                    hook(&answer);
                }
                let state = (wait.state)(&answer);
                let step = wait.after(&seen, Look::Seen(&state));
                if step == Step::Finish {
                    return JobOutcome::Done(answer);
                }
                (seen.last, seen.state, seen.failed, seen.error) = (Some(answer), Some(state), 0, None);
                step
            }
            Err(error) => {
                seen.failed += 1;
                let look = Look::Failed { may_pass: error.is_retryable(), retry_after: error.retry_after() };
                let step = wait.after(&seen, look);
                if step == Step::Finish {
                    return JobOutcome::NotDone { last: seen.last, error };
                }
                seen.error = Some(error);
                step
            }
        };
        let pause = match step {
            Step::LookAgain(pause) => pause,
            Step::Fail(kind) => return wait.end(seen, kind),
            // What finishes has returned above.
            Step::Finish => continue,
        };
        match unless(&mut cancelled, wait.time.sleep(wait.operation, pause)).await {
            Some(Ok(())) => {}
            Some(Err(error)) => return JobOutcome::NotDone { last: seen.last, error },
            None => return wait.end(seen, JobErrorKind::Cancelled),
        }
    }
}

impl<T: Send + 'static> Wait<T> {
    /// What follows a look.
    fn after(&self, seen: &Seen<T>, look: Look<'_>) -> Step {
        let (looks, failed, elapsed) = (seen.looks, seen.failed, self.elapsed(seen));
        decide(&self.plan, look, Situation { looks, failed, elapsed, random: self.time.random() })
    }

    fn elapsed(&self, seen: &Seen<T>) -> Duration {
        self.time.now().saturating_sub(seen.start)
    }

    fn end(&self, seen: Seen<T>, kind: JobErrorKind) -> JobOutcome<T> {
        let elapsed = self.elapsed(&seen);
        let state = seen.state.as_ref().and_then(JobState::name).map(str::to_owned);
        let error = JobError::new(self.operation, kind, state, elapsed, seen.looks, seen.error);
        JobOutcome::NotDone { last: seen.last, error: Error::Job(Box::new(error)) }
    }
}

/// What a future ends in, unless the other one ends before it.
async fn unless<F: Future>(cancelled: &mut Option<BoxFuture<()>>, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    poll_fn(|context| {
        if let Some(cancelled) = cancelled
            && Pin::new(cancelled).poll(context).is_ready()
        {
            return Poll::Ready(None);
        }
        future.as_mut().poll(context).map(Some)
    })
    .await
}
