//! Jobs on the server that failed, or that did not end while the client polled them.

use std::error;
use std::fmt;
use std::time::Duration;

use super::Error;
use super::excerpt::excerpt;
use crate::operation::Operation;

/// A job failed, or the client stopped waiting before the job ended.
///
/// [`JobOutcome`](crate::JobOutcome) contains the last response; [`Wait::outcome`](crate::Wait::outcome) returns it.
#[derive(Debug)]
pub struct JobError {
    operation: Option<&'static Operation>,
    kind: JobErrorKind,
    state: Option<String>,
    elapsed: Duration,
    polls: u32,
    last_error: Option<Error>,
}

/// The reason of a [`JobError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum JobErrorKind {
    /// The job failed or was cancelled on the server. Waiting longer will not help.
    Failed,
    /// The maximum wait is over. The job continues.
    TimedOut,
    /// The caller cancelled the waiting. The job continues.
    Cancelled,
}

impl JobError {
    pub(crate) fn new(
        operation: Option<&'static Operation>,
        kind: JobErrorKind,
        state: Option<String>,
        elapsed: Duration,
        polls: u32,
        last_error: Option<Error>,
    ) -> Self {
        Self { operation, kind, state, elapsed, polls, last_error }
    }

    /// Returns the id of the operation that returns the job. It is `None` for [`wait_until`](crate::wait_until).
    pub fn operation(&self) -> Option<&'static str> {
        self.operation.map(Operation::id)
    }

    /// Returns the reason.
    pub fn kind(&self) -> JobErrorKind {
        self.kind
    }

    /// Returns the last known state, as the server names it.
    pub fn state(&self) -> Option<&str> {
        self.state.as_deref()
    }

    /// Returns how long the client waited for the job.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// Returns the number of polls, which includes failed ones.
    pub fn polls(&self) -> u32 {
        self.polls
    }

    /// Returns the error of the last poll, if the poll failed. `Display` shows this error.
    pub fn last_error(&self) -> Option<&Error> {
        self.last_error.as_ref()
    }

    /// Whether the job may be done if you wait again.
    pub(super) fn is_retryable(&self) -> bool {
        self.kind != JobErrorKind::Failed
    }
}

impl fmt::Display for JobError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.operation {
            write!(formatter, "{}: ", operation.id())?;
        }
        formatter.write_str(match self.kind {
            JobErrorKind::Failed => "the job failed",
            JobErrorKind::TimedOut => "the job is not done",
            JobErrorKind::Cancelled => "waiting for the job was cancelled",
        })?;
        let polls = if self.polls == 1 { "1 poll".to_owned() } else { format!("{} polls", self.polls) };
        write!(formatter, " after {:.1}s and {polls}", self.elapsed.as_secs_f64())?;
        if let Some(state) = &self.state {
            write!(formatter, ", last state `{}`", excerpt(state))?;
        }
        if let Some(error) = &self.last_error {
            write!(formatter, " (the last poll failed: {error})")?;
        }
        formatter.write_str("; ")?;
        formatter.write_str(match self.kind {
            JobErrorKind::Failed => {
                "waiting longer will not help: see the last response for the reason, and start a new job"
            }
            JobErrorKind::TimedOut => "it may still be running: wait again, with a longer `max_wait`",
            JobErrorKind::Cancelled => "it may still be running: wait again to get its result",
        })
    }
}

impl error::Error for JobError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        // `Display` shows the last error itself.
        self.last_error.as_ref()?.source()
    }
}
