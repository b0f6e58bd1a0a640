//! The rate limits of a client: its plans, and the limiter that keeps its calls below them.

use std::sync::Arc;
use std::time::Duration;

use super::limiter::{LimitedCall, RateLimitKey, RateLimiter};
use super::windows::RateWindows;
use crate::operation::Operation;
use crate::rate_plan::RatePlan;

/// The rate limits of a client.
pub(crate) struct RateLimits {
    plans: Vec<RatePlan>,
    pub(crate) limiter: Limiter,
}

/// The limiter of a client.
pub(crate) enum Limiter {
    /// The default, which is called without a boxed future.
    Windows(RateWindows),
    Custom(Arc<dyn RateLimiter>),
}

impl RateLimits {
    pub(crate) fn new(plans: Vec<RatePlan>, limiter: Option<Arc<dyn RateLimiter>>) -> Self {
        let limiter = limiter.map_or_else(|| Limiter::Windows(RateWindows::default()), Limiter::Custom);
        Self { plans, limiter }
    }

    /// Returns a call for the limiter; `None` if no plan limits the operation.
    pub(crate) fn call(&self, operation: &'static Operation, max_wait: Duration) -> Option<LimitedCall> {
        let limit = operation.host_data().rate_limit?;
        let class = operation.rate_limit_class()?;
        let plan = self.plans.iter().find(|plan| plan.rate_limit().name == limit.name)?;
        let per_second = plan.per_second(class)?;
        let key = if limit.per_endpoint {
            RateLimitKey::endpoint(limit.name, operation.method().as_str(), operation.path_template())
        } else {
            RateLimitKey::class(limit.name, class)
        };
        Some(LimitedCall::new(key, per_second, max_wait))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{ErrorFormat, Host, RateLimit};
    use http::Method;

    static ERRORS: ErrorFormat =
        ErrorFormat { code: &[], message: &[], request_id: &[], recognized_by: &[], codes: &[] };

    static EACH: RateLimit = limit("each", true);
    static SHARED: RateLimit = limit("shared", false);
    static EACH_HOST: Host = host(&EACH);
    static SHARED_HOST: Host = host(&SHARED);

    static READ: Operation = Operation::new("read", Method::GET, "/things", &EACH_HOST).rate_limit("read");
    static READ_OTHER: Operation = Operation::new("other", Method::GET, "/others", &EACH_HOST).rate_limit("read");
    static UNLIMITED: Operation = Operation::new("free", Method::GET, "/free", &EACH_HOST);
    static UNKNOWN_CLASS: Operation = Operation::new("write", Method::PUT, "/things", &EACH_HOST).rate_limit("write");
    static SHARED_READ: Operation = Operation::new("a", Method::GET, "/a", &SHARED_HOST).rate_limit("read");
    static SHARED_OTHER: Operation = Operation::new("b", Method::GET, "/b", &SHARED_HOST).rate_limit("read");

    const fn limit(name: &'static str, per_endpoint: bool) -> RateLimit {
        RateLimit {
            name,
            per_endpoint,
            safe_to_retry: true,
            limit: "",
            remaining: "",
            reset: "",
            retry_after: "",
            reset_hint: "",
            retry_after_hint: "",
        }
    }

    const fn host(rate_limit: &'static RateLimit) -> Host {
        Host {
            name: "main",
            url: "",
            path_prefixes: &[],
            base_url_method: "",
            auth: None,
            errors: &ERRORS,
            rate_limit: Some(rate_limit),
        }
    }

    #[test]
    fn endpoints_or_classes_have_a_queue() {
        let plans = vec![RatePlan::new(&EACH, &[("read", 3)]), RatePlan::new(&SHARED, &[("read", 2)]).share(0.5)];
        let limits = RateLimits::new(plans, None);
        for (operation, expected) in [
            (&READ, Some(("each GET /things", 3.0))),
            (&READ_OTHER, Some(("each GET /others", 3.0))),
            // The endpoints of a class share the limit.
            (&SHARED_READ, Some(("shared read", 1.0))),
            (&SHARED_OTHER, Some(("shared read", 1.0))),
            // Without a class, or without a figure of the plan, an operation has no limit.
            (&UNLIMITED, None),
            (&UNKNOWN_CLASS, None),
        ] {
            let call = limits.call(operation, Duration::from_secs(1));
            let key = call.map(|call| (call.key().to_string(), call.per_second()));
            assert_eq!(key.as_ref().map(|(key, calls)| (key.as_str(), *calls)), expected, "{operation:?}");
        }
        assert!(RateLimits::new(Vec::new(), None).call(&READ, Duration::ZERO).is_none(), "there is no plan");
    }
}
