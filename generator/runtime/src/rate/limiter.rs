//! Rate limiters that replace the limiter of the client.

use std::error;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::box_future::BoxFuture;

/// The length of a window. Limits are per second; the rest is a margin for requests that overtake each other on the
/// network.
const WINDOW: Duration = Duration::from_millis(1050);

/// A rate limiter that replaces the limiter of a client, for example to share one limit between several processes.
///
/// The client asks the limiter before each attempt of a call that a plan limits. Plans are settings of the client, so
/// the limiter gets the limit with each call ([`LimitedCall`]). The contract:
///
/// - The future of [`acquire`](Self::acquire) completes when the attempt may be sent. The client sends the attempt
///   immediately afterwards.
/// - **Cancelled calls**: if a call is dropped while it waits, the client drops this future. The limiter then frees the
///   slot of the call.
/// - **Maximum wait**: if the wait would exceed [`LimitedCall::max_wait`], the limiter returns [`MaxWaitExceeded`]
///   without waiting, and reserves no slot. The call fails with [`Error::Timeout`](crate::Error::Timeout) and sends
///   nothing. The client also drops a future that takes longer than the maximum wait.
/// - **Server-requested delays**: if the server rejects a call because of the rate limit and requests a delay, the client
///   calls [`rejected`](Self::rejected). Until the delay has passed, the limiter lets no call with the same key pass.
/// - **Errors**: a limiter has no other error. If it depends on a store that can fail, it decides how to continue
///   without the store, for example with a share of the limit, and within a bounded time.
///
/// # Examples
/// A limiter that allows one call at a time, with a pause of 100 ms:
///
/// ```
/// use std::future::ready;
/// use std::sync::Arc;
/// use std::time::Duration;
///
/// use api_client_runtime::{BoxFuture, LimitedCall, MaxWaitExceeded, RateLimiter};
/// use tokio::sync::Mutex;
///
/// #[derive(Default)]
/// struct OneAtATime(Arc<Mutex<()>>);
///
/// impl RateLimiter for OneAtATime {
///     fn acquire(&self, call: LimitedCall) -> BoxFuture<Result<(), MaxWaitExceeded>> {
///         let pause = Duration::from_millis(100);
///         if call.max_wait() < pause {
///             return Box::pin(ready(Err(MaxWaitExceeded::new(pause))));
///         }
///         let slot = Arc::clone(&self.0);
///         Box::pin(async move {
///             // If the call is dropped, the guard is dropped too.
///             let _guard = slot.lock().await;
///             tokio::time::sleep(pause).await;
///             Ok(())
///         })
///     }
/// }
/// ```
pub trait RateLimiter: Send + Sync + 'static {
    /// Waits until a call may be sent.
    ///
    /// # Errors
    /// Fails if the wait would exceed the maximum wait of the call.
    fn acquire(&self, call: LimitedCall) -> BoxFuture<Result<(), MaxWaitExceeded>>;

    /// Is called when the server rejected a call and requested this delay. Several calls may report the same delay. The
    /// client waits for the future, and drops it when the time of the call is up. Does nothing by default.
    fn rejected(&self, call: LimitedCall, retry_after: Duration) -> BoxFuture<()> {
        let _ = (call, retry_after);
        Box::pin(std::future::ready(()))
    }
}

impl<T: RateLimiter + ?Sized> RateLimiter for Arc<T> {
    fn acquire(&self, call: LimitedCall) -> BoxFuture<Result<(), MaxWaitExceeded>> {
        (**self).acquire(call)
    }

    fn rejected(&self, call: LimitedCall, retry_after: Duration) -> BoxFuture<()> {
        (**self).rejected(call, retry_after)
    }
}

/// A call that counts towards a rate limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LimitedCall {
    key: RateLimitKey,
    per_second: f64,
    max_wait: Duration,
}

impl LimitedCall {
    /// Creates a call that counts towards a key with this number of allowed calls per second.
    pub const fn new(key: RateLimitKey, per_second: f64, max_wait: Duration) -> Self {
        Self { key, per_second, max_wait }
    }

    /// Returns the key that the call counts towards.
    pub const fn key(&self) -> RateLimitKey {
        self.key
    }

    /// Returns the calls per second that the client's plan allows for the key.
    pub const fn per_second(&self) -> f64 {
        self.per_second
    }

    /// Returns the maximum wait: the time that is left of the call's timeout.
    pub const fn max_wait(&self) -> Duration {
        self.max_wait
    }

    /// Returns the same call with a share of the allowed calls per second. The share is above 0 and at most 1.
    #[must_use]
    pub fn share(self, share: f64) -> Self {
        Self { per_second: self.per_second * share, ..self }
    }

    /// Returns the size and the length of the window: at most this number of calls in any interval of this length.
    ///
    /// The window is 5 % longer than one second, because requests can overtake each other on the network. A limit below
    /// one call per second is one call in a longer window.
    pub fn window(&self) -> (usize, Duration) {
        if self.per_second >= 1.0 {
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "the value is a positive whole number"
            )]
            return (self.per_second.floor() as usize, WINDOW);
        }
        let length = Duration::try_from_secs_f64(WINDOW.as_secs_f64() / self.per_second);
        (1, length.unwrap_or(Duration::MAX))
    }
}

/// The endpoint or the class of a rate limit that a call counts towards. The key contains static text only, never a value
/// of a call.
///
/// `Display` returns text that is unique within an API, such as `main GET /things/{id}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RateLimitKey {
    limit: &'static str,
    method: &'static str,
    subject: &'static str,
}

impl RateLimitKey {
    /// Creates the key of a class of operations that share the limit.
    pub const fn class(limit: &'static str, class: &'static str) -> Self {
        Self { limit, method: "", subject: class }
    }

    /// Creates the key of an endpoint with its own limit, from its HTTP method and path template.
    pub const fn endpoint(limit: &'static str, method: &'static str, path_template: &'static str) -> Self {
        Self { limit, method, subject: path_template }
    }
}

impl fmt::Display for RateLimitKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} ", self.limit)?;
        if !self.method.is_empty() {
            write!(formatter, "{} ", self.method)?;
        }
        formatter.write_str(self.subject)
    }
}

/// The wait for a rate limit would exceed the maximum wait of the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MaxWaitExceeded {
    wait: Duration,
}

impl MaxWaitExceeded {
    /// Creates the error from the wait that the call would need.
    pub const fn new(wait: Duration) -> Self {
        Self { wait }
    }

    /// Returns the wait that the call would need.
    pub const fn wait(&self) -> Duration {
        self.wait
    }
}

impl fmt::Display for MaxWaitExceeded {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "the call exceeds its maximum wait: the rate limit delays it by {:.1?}; send fewer calls at a time, or \
             raise the time limit",
            self.wait
        )
    }
}

impl error::Error for MaxWaitExceeded {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limit_below_one_per_second_uses_a_longer_window() {
        let call = |per_second| LimitedCall::new(RateLimitKey::class("main", "read"), per_second, Duration::ZERO);
        for (per_second, size, seconds) in [(600.0, 600, 1.05), (2.5, 2, 1.05), (1.0, 1, 1.05), (0.5, 1, 2.1)] {
            let (calls, length) = call(per_second).window();
            assert_eq!((calls, length.as_secs_f64()), (size, seconds), "{per_second}");
        }
        for per_second in [0.0, -1.0, f64::NAN] {
            assert_eq!(call(per_second).window(), (1, Duration::MAX), "{per_second}");
        }
        assert_eq!(call(10.0).share(0.25).window(), call(2.5).window());
    }

    #[test]
    fn keys_have_unique_text() {
        assert_eq!(RateLimitKey::endpoint("main", "GET", "/things/{id}").to_string(), "main GET /things/{id}");
        assert_eq!(RateLimitKey::class("main", "read").to_string(), "main read");
    }
}
