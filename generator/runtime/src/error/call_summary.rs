//! The summary of a call that failed.

use std::fmt;
use std::time::Duration;

use crate::retry::Reason;

/// The summary of a failed call. All errors of calls that were sent contain it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct CallSummary {
    /// The number of attempts.
    pub(crate) attempts: u32,
    /// Whether the server may have executed one of the attempts.
    pub(crate) may_be_executed: bool,
    /// Whether executing the call twice has the same effect as executing it once.
    pub(crate) is_idempotent: bool,
    /// The reason why there was no further attempt.
    pub(crate) reason: Option<Reason>,
    /// The server-requested delay.
    pub(crate) retry_after: Option<Duration>,
}

impl CallSummary {
    /// Whether the same call may succeed later and a retry is safe.
    pub(crate) fn is_retryable(&self) -> bool {
        match self.reason {
            Some(Reason::Attempts | Reason::Time | Reason::NotReplayable | Reason::Budget) => true,
            Some(Reason::Final | Reason::NotIdempotent) | None => false,
        }
    }

    /// Advice about retrying the call.
    pub(crate) fn advice(&self) -> &'static str {
        match (self.may_be_executed, self.is_idempotent) {
            (false, _) => "nothing was executed, so the call can be retried",
            (true, true) => "the call can be retried safely",
            (true, false) => "the server may have executed the call: check before you retry it",
        }
    }
}

/// Shows the number of attempts, if there was more than one or if the retry budget is used up.
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
