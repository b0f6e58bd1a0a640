//! The loop of polls and intervals.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use super::plan::{PollResult, Situation, Step, decide};
use super::{JobOutcome, JobState, Wait};
use crate::box_future::BoxFuture;
use crate::error::{Error, JobError, JobErrorKind};

/// The progress of the waiting.
struct Progress<T> {
    start: Duration,
    polls: u32,
    /// The number of failed polls in a row.
    failed: u32,
    last: Option<T>,
    state: Option<JobState>,
    /// The error of the last poll, if it failed.
    error: Option<Error>,
}

/// Polls a job until the job or the waiting ends.
pub(super) async fn watch<T: Send + 'static>(mut wait: Wait<T>) -> JobOutcome<T> {
    let start = wait.time.now();
    let mut progress = Progress { start, polls: 0, failed: 0, last: None, state: None, error: None };
    let mut cancelled = wait.cancelled.take();
    loop {
        let limit = wait.poll_grace.map(|grace| wait.plan.left(wait.elapsed(&progress)).saturating_add(grace));
        let (poll, time, operation) = ((wait.request)(), wait.time.clone(), wait.operation);
        let poll = async move {
            match limit {
                Some(limit) => time.within(operation, limit, poll).await,
                None => Ok(Some(poll.await)),
            }
        };
        let result = match unless(&mut cancelled, poll).await {
            Some(Ok(Some(result))) => result,
            Some(Err(error)) => return JobOutcome::NotDone { last: progress.last, error },
            Some(Ok(None)) => return wait.end(progress, JobErrorKind::TimedOut),
            None => return wait.end(progress, JobErrorKind::Cancelled),
        };
        progress.polls = progress.polls.saturating_add(1);
        let step = match result {
            Ok(response) => {
                if let Some(hook) = &mut wait.on_progress {
                    hook(&response);
                }
                let state = (wait.state)(&response);
                let step = wait.after(&progress, PollResult::State(&state));
                if step == Step::Finish {
                    return JobOutcome::Done(response);
                }
                (progress.last, progress.state, progress.failed, progress.error) =
                    (Some(response), Some(state), 0, None);
                step
            }
            Err(error) => {
                progress.failed += 1;
                let failure = PollResult::Failed { may_pass: error.is_retryable(), retry_after: error.retry_after() };
                let step = wait.after(&progress, failure);
                if step == Step::Finish {
                    return JobOutcome::NotDone { last: progress.last, error };
                }
                progress.error = Some(error);
                step
            }
        };
        let pause = match step {
            Step::PollAgain(pause) => pause,
            Step::Fail(kind) => return wait.end(progress, kind),
            // Finished polls have returned above.
            Step::Finish => continue,
        };
        match unless(&mut cancelled, wait.time.sleep(wait.operation, pause)).await {
            Some(Ok(())) => {}
            Some(Err(error)) => return JobOutcome::NotDone { last: progress.last, error },
            None => return wait.end(progress, JobErrorKind::Cancelled),
        }
    }
}

impl<T: Send + 'static> Wait<T> {
    /// Returns the step after a poll.
    fn after(&self, progress: &Progress<T>, result: PollResult<'_>) -> Step {
        let (polls, failed, elapsed) = (progress.polls, progress.failed, self.elapsed(progress));
        decide(&self.plan, result, Situation { polls, failed, elapsed, random: self.time.random() })
    }

    fn elapsed(&self, progress: &Progress<T>) -> Duration {
        self.time.now().saturating_sub(progress.start)
    }

    fn end(&self, progress: Progress<T>, kind: JobErrorKind) -> JobOutcome<T> {
        let elapsed = self.elapsed(&progress);
        let state = progress.state.as_ref().and_then(JobState::name).map(str::to_owned);
        let error = JobError::new(self.operation, kind, state, elapsed, progress.polls, progress.error);
        JobOutcome::NotDone { last: progress.last, error: Error::Job(Box::new(error)) }
    }
}

/// Returns the output of a future, or `None` if `cancelled` completes first.
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
