//! Jobs that ran on the server and did not come to their end while they were watched.

use std::error;
use std::fmt;
use std::time::Duration;

use super::Error;
use super::excerpt::excerpt;
use crate::operation::Operation;

/// A job was not seen to come to its end.
///
/// The last answer is kept by [`JobOutcome`](crate::JobOutcome), which `outcome()` of the waiting
/// gives.
#[derive(Debug)]
pub struct JobError {
    operation: Option<&'static Operation>,
    kind: JobErrorKind,
    state: Option<String>,
    elapsed: Duration,
    looks: u32,
    last_error: Option<Error>,
}

/// Why a job was not seen to come to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum JobErrorKind {
    /// It ended on the server, as a failure or since somebody took it back. Waiting longer is no help.
    Failed,
    /// The time for waiting was up. The job goes on.
    TimedOut,
    /// The caller has cancelled the waiting. The job goes on.
    Cancelled,
}

impl JobError {
    pub(crate) fn new(
        operation: Option<&'static Operation>,
        kind: JobErrorKind,
        state: Option<String>,
        elapsed: Duration,
        looks: u32,
        last_error: Option<Error>,
    ) -> Self {
        Self { operation, kind, state, elapsed, looks, last_error }
    }

    /// The id of the operation that shows the job, if it is one of the API.
    pub fn operation(&self) -> Option<&'static str> {
        self.operation.map(Operation::id)
    }

    /// Why the job was not seen to come to its end.
    pub fn kind(&self) -> JobErrorKind {
        self.kind
    }

    /// The last state that was seen, in the word of the server.
    pub fn state(&self) -> Option<&str> {
        self.state.as_deref()
    }

    /// How long the job was watched.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// How many looks there were, those that failed included.
    pub fn looks(&self) -> u32 {
        self.looks
    }

    /// The error of the last poll, if that failed. `Display` shows it.
    pub fn last_error(&self) -> Option<&Error> {
        self.last_error.as_ref()
    }

    /// Whether waiting once more may see the job done.
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
            JobErrorKind::Failed => "the job has failed",
            JobErrorKind::TimedOut => "the job is not done",
            JobErrorKind::Cancelled => "the waiting for the job was cancelled",
        })?;
        let looks = if self.looks == 1 { "1 look".to_owned() } else { format!("{} looks", self.looks) };
        write!(formatter, " after {:.1}s and {looks}", self.elapsed.as_secs_f64())?;
        if let Some(state) = &self.state {
            write!(formatter, ", last seen as `{}`", excerpt(state))?;
        }
        if let Some(error) = &self.last_error {
            write!(formatter, " (the last look failed: {error})")?;
        }
        formatter.write_str("; ")?;
        formatter.write_str(match self.kind {
            JobErrorKind::Failed => "waiting longer will not help: see the last answer for why, and start a new job",
            JobErrorKind::TimedOut => "it may still go on: wait again, with `at_most` for longer",
            JobErrorKind::Cancelled => "it may still go on: wait again to see its end",
        })
    }
}

impl error::Error for JobError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        // The text of the last error is a part of this one's.
        self.last_error.as_ref()?.source()
    }
}
