//! How many calls a plan allows.

use crate::api::RateLimit;

/// What a process takes at least of a plan: less would be waiting for minutes.
const SMALLEST_SHARE: f64 = 0.001;

/// How many calls a second a plan of the vendor allows, for each class of a rate limit.
#[derive(Clone, Copy, Debug)]
pub struct RatePlan {
    rate_limit: &'static RateLimit,
    per_second: &'static [(&'static str, u32)],
    share: f64,
}

impl RatePlan {
    /// A plan of this limit, with the calls a second of each of its classes.
    pub const fn new(rate_limit: &'static RateLimit, per_second: &'static [(&'static str, u32)]) -> Self {
        Self { rate_limit, per_second, share: 1.0 }
    }

    /// Takes a part of the plan only, where several processes share one limit: above 0 and up to 1.
    /// What is less than a thousandth counts as that, what is more than 1 as 1.
    #[must_use]
    pub const fn share(self, share: f64) -> Self {
        // In this order, what is no number counts as the smallest share.
        let share = if share > SMALLEST_SHARE { share } else { SMALLEST_SHARE };
        Self { share: if share < 1.0 { share } else { 1.0 }, ..self }
    }

    /// How many calls a second of this class this process may make; `None` for a class that the limit
    /// does not have.
    pub fn per_second(&self, class: &str) -> Option<f64> {
        let (_, number) = self.per_second.iter().find(|(name, _)| *name == class)?;
        Some(f64::from(*number) * self.share)
    }

    /// The limit that the plan is about.
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
    fn a_plan_knows_the_classes_of_its_limit() {
        for (class, expected) in [("read", Some(60.0)), ("write", Some(10.0)), ("", None), ("reading", None)] {
            assert_eq!(PLAN.per_second(class), expected, "{class}");
        }
        assert_eq!(PLAN.rate_limit().name, "bucket");
    }

    #[test]
    fn a_share_is_a_part_of_the_plan() {
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
    fn the_last_share_counts() {
        assert_eq!(PLAN.share(0.5).share(0.25).per_second("read"), Some(15.0));
    }
}
