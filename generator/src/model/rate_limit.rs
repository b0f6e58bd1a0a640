//! Rate limits of hosts.

use super::{IndexVec, RateClassId};
use crate::source::Text;
use crate::source::format::words::LimitUnit;

/// A limit on the number of calls.
#[derive(Clone, Debug)]
pub struct RateLimit {
    /// Its id.
    pub id: Text,
    /// Its documentation.
    pub doc: String,
    /// The page in the vendor's documentation.
    pub docs: Option<String>,
    /// The unit whose calls are counted.
    pub per: LimitUnit,
    /// Whether a rejected call is never executed.
    pub safe_to_retry: bool,
    /// The headers with the state of the limit.
    pub headers: RateLimitHeaders,
    /// Parts of error messages with the state of the limit.
    pub hints: RateLimitHints,
    /// Groups of operations that share a limit, with their descriptions.
    pub classes: IndexVec<RateClassId, (Text, String)>,
    /// The limits of the vendor's plans.
    pub plans: Vec<RatePlan>,
    /// Doubts about its description.
    pub unverified: Option<String>,
}

/// The limits of a plan of the vendor's customers.
#[derive(Clone, Debug)]
pub struct RatePlan {
    /// Its id.
    pub id: Text,
    /// The customers with this plan.
    pub doc: String,
    /// Calls per second for each class of the limit.
    pub per_second: IndexVec<RateClassId, u32>,
    /// Doubts about its description.
    pub unverified: Option<String>,
}

/// Headers with the state of a limit.
#[derive(Clone, Debug, Default)]
pub struct RateLimitHeaders {
    /// The number of allowed calls.
    pub limit: Option<String>,
    /// The number of remaining calls.
    pub remaining: Option<String>,
    /// Seconds until the limit resets.
    pub reset: Option<String>,
    /// Seconds until the next call.
    pub retry_after: Option<String>,
}

/// Parts of messages, each with `{}` for a number of seconds.
#[derive(Clone, Debug, Default)]
pub struct RateLimitHints {
    /// Seconds until the limit resets.
    pub reset: Option<String>,
    /// Seconds until the next call.
    pub retry_after: Option<String>,
}
