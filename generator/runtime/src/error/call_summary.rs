//! The summary of a call that failed.

use std::fmt;
use std::time::Duration;

use crate::retry::Reason;

/// The summary of a call that failed, which all errors of calls that were sent contain.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct CallSummary {
    /// How many attempts there were.
    pub(crate) attempts: u32,
    /// Whether the server may have executed one of them.
    pub(crate) may_be_executed: bool,
    /// Whether executing it twice is like executing it once.
    pub(crate) is_idempotent: bool,
    /// Why there was no further attempt.
    pub(crate) reason: Option<Reason>,
    /// How long the server asked to wait.
    pub(crate) retry_after: Option<Duration>,
}

impl CallSummary {
    /// Whether the same call may succeed later, and does no harm.
    pub(crate) fn is_retryable(&self) -> bool {
        match self.reason {
            Some(Reason::Attempts | Reason::Time | Reason::NotReplayable | Reason::Budget) => true,
            Some(Reason::Final | Reason::NotIdempotent) | None => false,
        }
    }

    /// What to do with a call that may or may not have been executed.
    pub(crate) fn advice(&self) -> &'static str {
        match (self.may_be_executed, self.is_idempotent) {
            (false, _) => "nothing was executed, so it can be sent again",
            (true, true) => "it can be sent again safely",
            (true, false) => "the server may have executed it: look before sending it again",
        }
    }
}

/// The number of attempts, if there was more than one or if the retry budget is used up.
impl fmt::Display for CallSummary {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.reason == Some(Reason::Budget) {
            let attempts = if self.attempts == 1 { "attempt" } else { "attempts" };
            return write!(
                formatter,
                " ({} {attempts}; not retried: the retry budget of the client for this host is used up)",
                self.attempts
            );
        }
        if self.attempts > 1 { write!(formatter, " ({} attempts)", self.attempts) } else { Ok(()) }
    }
}
