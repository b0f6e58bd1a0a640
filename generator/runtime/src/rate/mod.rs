//! Rate limits: their status in responses, and the limiter of the client.

mod limiter;
mod limits;
mod retry_after;
mod status;
mod wait;
mod windows;

pub use limiter::{LimitedCall, MaxWaitExceeded, RateLimitKey, RateLimiter};
pub(crate) use limits::{Limiter, RateLimits};
pub(crate) use retry_after::retry_after;
pub use status::RateLimitStatus;
pub use windows::{RateSlot, RateWindows};
