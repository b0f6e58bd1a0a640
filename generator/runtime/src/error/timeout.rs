//! Calls that took too long.

use std::error;
use std::fmt;
use std::time::Duration;

use super::call_summary::CallSummary;
use crate::operation::Operation;

/// What a call that took too long was waiting for.
#[derive(Debug)]
enum Wait {
    Answer,
    /// Its turn, which would have come after this time.
    Turn(Duration),
    /// The rest of a file, after so many bytes.
    Rest(u64),
}

/// A call took too long.
#[derive(Debug)]
pub struct TimeoutError {
    operation: &'static Operation,
    limit: Duration,
    wait: Wait,
    pub(super) summary: CallSummary,
}

impl TimeoutError {
    pub(crate) fn new(operation: &'static Operation, limit: Duration) -> Self {
        Self { operation, limit, wait: Wait::Answer, summary: CallSummary::default() }
    }

    /// For a call whose turn would have come after its time.
    pub(crate) fn queued(operation: &'static Operation, limit: Duration, wait: Duration) -> Self {
        Self { wait: Wait::Turn(wait), ..Self::new(operation, limit) }
    }

    /// For a file of which so many bytes had gone or come.
    pub(crate) fn transferring(operation: &'static Operation, limit: Duration, bytes: u64) -> Self {
        Self { wait: Wait::Rest(bytes), ..Self::new(operation, limit) }
    }

    pub(crate) fn with_summary(mut self, summary: CallSummary) -> Self {
        self.summary = summary;
        self
    }

    /// The id of the operation.
    pub fn operation(&self) -> &'static str {
        self.operation.id()
    }

    /// The time that ran out: that of an attempt, that of the whole call, or that for the next piece of
    /// a file.
    pub fn limit(&self) -> Duration {
        self.limit
    }
}

impl fmt::Display for TimeoutError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: ", self.operation.id())?;
        if let Wait::Turn(wait) = self.wait {
            return write!(
                formatter,
                "the rate plan of this client lets it go in {wait:.1?}{}, but it may take {:?}: \
                 send fewer calls at a time, or give it more time",
                self.summary, self.limit
            );
        }
        let limit = self.limit;
        if let Wait::Rest(bytes) = self.wait {
            write!(formatter, "nothing more within {limit:?}, after {bytes} bytes{}; ", self.summary)?;
            return formatter.write_str(self.summary.advice());
        }
        write!(formatter, "no answer within {limit:?}{}; {}", self.summary, self.summary.advice())
    }
}

impl error::Error for TimeoutError {}
