//! How often and how soon a call is tried again.

use std::time::Duration;

const DEFAULT_ATTEMPTS: u32 = 4;
const DEFAULT_BASE_DELAY: Duration = Duration::from_millis(250);
const DEFAULT_MAX_DELAY: Duration = Duration::from_secs(8);

/// How often and how soon a call is tried again after an attempt that failed.
///
/// Which failures are followed by another attempt is not a matter of the policy: only those after
/// which sending the call again does no harm. These are a connection that could not be made, a
/// refusal for too many calls where the API says that such a call was not executed, a refusal as too
/// early (status 425), and, if the operation is idempotent, a connection that failed, an attempt that
/// took too long and errors of the server. A call that fails because of an untrusted certificate, or because a proxy
/// requires a password, is not retried. The time limit of the call includes all attempts and the waits between them. A
/// [`RetryBudget`](crate::RetryBudget) limits the retries of all calls.
///
/// The backoff before attempt *n* + 1 is up to `base_delay` × 2ⁿ⁻¹, at most `max_delay`. Half of it is fixed and half
/// is random. A server-requested delay is added. An invalid `Retry-After`, such as a negative one, counts as
/// `max_delay`.
///
/// ```
/// use std::time::Duration;
/// use api_client_runtime::RetryPolicy;
///
/// let patient = RetryPolicy::new().max_attempts(6).max_delay(Duration::from_secs(30));
/// let never = RetryPolicy::none();
/// # let _ = (patient, never);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
}

impl RetryPolicy {
    /// The default: up to 4 attempts, with 250 milliseconds to begin with and 8 seconds at most.
    pub const fn new() -> Self {
        Self { max_attempts: DEFAULT_ATTEMPTS, base_delay: DEFAULT_BASE_DELAY, max_delay: DEFAULT_MAX_DELAY }
    }

    /// One attempt and no more.
    pub const fn none() -> Self {
        Self::new().max_attempts(1)
    }

    /// Sets how many attempts there are at most, the first one included. Default: 4.
    #[must_use]
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Sets the maximum backoff before the second attempt. The minimum is half of it. Default: 250 milliseconds.
    #[must_use]
    pub const fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Sets up to how long later waits are. What the server asks for comes on top. Default: 8 seconds.
    #[must_use]
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Returns the longest backoff, which replaces a server-requested delay with an invalid value.
    pub(crate) fn longest_wait(&self) -> Duration {
        self.max_delay
    }

    pub(super) fn attempts(&self) -> u32 {
        self.max_attempts
    }

    /// The longest wait after so many attempts.
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
