//! The timeouts and the retry policy of a call.

use std::time::Duration;

use crate::retry::RetryPolicy;

/// The settings of a client, which calls and transfers can override.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The timeout of the call, which includes all attempts and the waits before and between them.
    pub(crate) timeout: Duration,
    /// The timeout of one attempt.
    pub(crate) attempt_timeout: Duration,
    pub(crate) retry: RetryPolicy,
}

impl Limits {
    /// Returns the limits of a transfer, which has no timeout unless the user sets one.
    pub(crate) fn of_transfer(self) -> Self {
        Self { timeout: Duration::MAX, ..self }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { timeout: Duration::from_secs(60), attempt_timeout: Duration::from_secs(30), retry: RetryPolicy::new() }
    }
}
