//! Rate limits: their status in responses, and the limiter of the client.

mod limiter;
mod retry_after;
mod status;
mod wait;

pub(crate) use limiter::Limiter;
pub(crate) use retry_after::retry_after;
pub use status::RateLimitStatus;
