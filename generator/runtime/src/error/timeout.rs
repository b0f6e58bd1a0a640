//! Calls that took too long.

use std::error;
use std::fmt;
use std::time::Duration;

use super::call_summary::CallSummary;
use crate::operation::Operation;

/// The phase of a call that took too long.
#[derive(Debug)]
enum Wait {
    Response,
    /// The call was in the queue of the rate plan, which would have released it after this time.
    Queue(Duration),
    /// The transfer of a file, after this number of bytes.
    Transfer(u64),
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
        Self { operation, limit, wait: Wait::Response, summary: CallSummary::default() }
    }

    /// Returns the error of a call that the rate plan would have released too late.
    pub(crate) fn queued(operation: &'static Operation, limit: Duration, wait: Duration) -> Self {
        Self { wait: Wait::Queue(wait), ..Self::new(operation, limit) }
    }

    /// Returns the error of a file transfer, after this number of bytes.
    pub(crate) fn transferring(operation: &'static Operation, limit: Duration, bytes: u64) -> Self {
        Self { wait: Wait::Transfer(bytes), ..Self::new(operation, limit) }
    }

    pub(crate) fn with_summary(mut self, summary: CallSummary) -> Self {
        self.summary = summary;
        self
    }

    /// Returns the id of the operation.
    pub fn operation(&self) -> &'static str {
        self.operation.id()
    }

    /// Returns the limit that was exceeded: the timeout of an attempt, the timeout of the whole call, or the maximum
    /// time without progress of a transfer.
    pub fn limit(&self) -> Duration {
        self.limit
    }
}

impl fmt::Display for TimeoutError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: ", self.operation.id())?;
        if let Wait::Queue(wait) = self.wait {
            return write!(
                formatter,
                "the rate plan of this client delays the call by {wait:.1?}{}, but its time limit is {:?}: \
                 send fewer calls at a time, or raise the time limit",
                self.summary, self.limit
            );
        }
        let limit = self.limit;
        if let Wait::Transfer(bytes) = self.wait {
            write!(formatter, "the time limit of {limit:?} was exceeded after {bytes} bytes{}; ", self.summary)?;
            return formatter.write_str(self.summary.advice());
        }
        write!(formatter, "no response within {limit:?}{}; {}", self.summary, self.summary.advice())
    }
}

impl error::Error for TimeoutError {}
