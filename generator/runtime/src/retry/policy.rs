//! The policy of retries.

use std::time::Duration;

const DEFAULT_ATTEMPTS: u32 = 4;
const DEFAULT_BASE_DELAY: Duration = Duration::from_millis(250);
const DEFAULT_MAX_DELAY: Duration = Duration::from_secs(8);

/// The number of attempts of a call and the backoff between them.
///
/// The policy does not decide which failures are retried. The client retries only if a retry is safe:
///
/// - the connection could not be opened;
/// - the server rejected the call because of its rate limit, and the operation is idempotent or the API states that
///   such a call is not executed;
/// - the server rejected the call as too early (status 425);
/// - the operation is idempotent, and the connection failed, the attempt took too long, or the server failed.
///
/// A call that fails because of an untrusted certificate, or because a proxy requires a password, is not retried. The
/// timeout of the call includes all attempts and the waits between them. A [`RetryBudget`](crate::RetryBudget) limits
/// the retries of all calls.
///
/// The backoff before attempt *n* + 1 is up to `base_delay` × 2ⁿ⁻¹, at most `max_delay`. Half of it is fixed and half
/// is random. A server-requested delay is added. An invalid `Retry-After`, such as a negative one, counts as
/// `max_delay`.
///
/// ```
/// use std::time::Duration;
/// use api_client_runtime::RetryPolicy;
///
/// let persistent = RetryPolicy::new().max_attempts(6).max_delay(Duration::from_secs(30));
/// let never = RetryPolicy::none();
/// # let _ = (persistent, never);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
}

impl RetryPolicy {
    /// Returns the default: up to 4 attempts, a base delay of 250 milliseconds and a maximum delay of 8 seconds.
    pub const fn new() -> Self {
        Self { max_attempts: DEFAULT_ATTEMPTS, base_delay: DEFAULT_BASE_DELAY, max_delay: DEFAULT_MAX_DELAY }
    }

    /// Returns a policy without retries.
    pub const fn none() -> Self {
        Self::new().max_attempts(1)
    }

    /// Sets the maximum number of attempts, which includes the first one. Default: 4.
    #[must_use]
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Sets the maximum backoff before the second attempt. The minimum is half of this value. Default: 250
    /// milliseconds.
    #[must_use]
    pub const fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Sets the maximum backoff before any attempt. A server-requested delay is added to the backoff. Default: 8
    /// seconds.
    #[must_use]
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Returns the longest backoff, which is also used if the value of a server-requested delay is invalid.
    pub(crate) fn longest_wait(&self) -> Duration {
        self.max_delay
    }

    pub(super) fn attempts(&self) -> u32 {
        self.max_attempts
    }

    /// Returns the longest backoff after this number of attempts.
    pub(super) fn backoff(&self, attempts: u32) -> Duration {
        let factor = 2_u32.checked_pow(attempts.saturating_sub(1)).unwrap_or(u32::MAX);
        self.base_delay.saturating_mul(factor).min(self.max_delay)
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}
