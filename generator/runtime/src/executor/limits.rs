//! How long a call may take, and how it is retried.

use std::time::Duration;

use crate::retry::RetryPolicy;

/// The settings of a client, which each call and each transfer may replace.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The time of all attempts and of the waits before and between them.
    pub(crate) timeout: Duration,
    /// The time of one attempt.
    pub(crate) attempt_timeout: Duration,
    pub(crate) retry: RetryPolicy,
}

impl Limits {
    /// Returns the limits of a transfer, which may take any time unless the user sets a timeout.
    pub(crate) fn of_transfer(self) -> Self {
        Self { timeout: Duration::MAX, ..self }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { timeout: Duration::from_secs(60), attempt_timeout: Duration::from_secs(30), retry: RetryPolicy::new() }
    }
}
