//! The rate limits of a plan.

use crate::api::RateLimit;

/// The minimum share of a plan. A smaller one would delay calls by minutes.
const MIN_SHARE: f64 = 0.001;

/// The calls per second that a plan of the vendor allows, for each class of a rate limit.
#[derive(Clone, Copy, Debug)]
pub struct RatePlan {
    rate_limit: &'static RateLimit,
    per_second: &'static [(&'static str, u32)],
    share: f64,
}

impl RatePlan {
    /// Creates a plan of this limit from the calls per second of each class.
    pub const fn new(rate_limit: &'static RateLimit, per_second: &'static [(&'static str, u32)]) -> Self {
        Self { rate_limit, per_second, share: 1.0 }
    }

    /// Limits this process to a share of the plan, for several processes with the same limit. The share is above 0 and
    /// at most 1. Values below 0.001 count as 0.001, values above 1 as 1.
    #[must_use]
    pub const fn share(self, share: f64) -> Self {
        // With this order of the comparison, NaN counts as the minimum share.
        let share = if share > MIN_SHARE { share } else { MIN_SHARE };
        Self { share: if share < 1.0 { share } else { 1.0 }, ..self }
    }

    /// Returns the calls per second of this class that this process may send; `None` if the limit does not have the
    /// class.
    pub fn per_second(&self, class: &str) -> Option<f64> {
        let (_, number) = self.per_second.iter().find(|(name, _)| *name == class)?;
        Some(f64::from(*number) * self.share)
    }

    /// Returns the limit of the plan.
    pub(crate) fn rate_limit(&self) -> &'static RateLimit {
        self.rate_limit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static LIMIT: RateLimit = RateLimit {
        name: "bucket",
        per_endpoint: true,
        safe_to_retry: true,
        limit: "",
        remaining: "",
        reset: "",
        retry_after: "",
        reset_hint: "",
        retry_after_hint: "",
    };

    const PLAN: RatePlan = RatePlan::new(&LIMIT, &[("read", 60), ("write", 10)]);

    #[test]
    fn plan_has_the_classes_of_its_limit() {
        for (class, expected) in [("read", Some(60.0)), ("write", Some(10.0)), ("", None), ("reading", None)] {
            assert_eq!(PLAN.per_second(class), expected, "{class}");
        }
        assert_eq!(PLAN.rate_limit().name, "bucket");
    }

    #[test]
    fn share_is_a_fraction_of_the_plan() {
        for (share, expected) in [
            (1.0, 10.0),
            (0.5, 5.0),
            (0.01, 0.1),
            (0.0, 0.01),
            (-3.0, 0.01),
            (f64::NAN, 0.01),
            (f64::NEG_INFINITY, 0.01),
            (1.5, 10.0),
            (f64::INFINITY, 10.0),
        ] {
            let calls = PLAN.share(share).per_second("write").expect("the plan has the class");
            assert!((calls - expected).abs() < 1e-9, "{share}: {calls}");
        }
    }

    #[test]
    fn last_share_applies() {
        assert_eq!(PLAN.share(0.5).share(0.25).per_second("read"), Some(15.0));
    }
}
