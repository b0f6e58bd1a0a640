//! Limits on the number of calls: what answers say of them, and keeping below them.

mod limiter;
mod status;
mod told;
mod wait;

pub(crate) use limiter::Limiter;
pub use status::RateLimitStatus;
pub(crate) use told::told;
