//! Limits on the number of calls: what answers say of them, and keeping below them.

mod limiter;
mod retry_after;
mod status;
mod wait;

pub(crate) use limiter::Limiter;
pub(crate) use retry_after::retry_after;
pub use status::RateLimitStatus;
