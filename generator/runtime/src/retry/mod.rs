//! The decision whether and when to retry a failed attempt.
//!
//! One pure function decides. Its input is the outcome of an attempt and a random number. It has no clock.

mod budget;
mod policy;

use std::time::Duration;

pub use budget::RetryBudget;
pub(crate) use budget::{BudgetHost, Budgets};
pub use policy::RetryPolicy;

/// The outcome of a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Outcome {
    /// Nothing reached the server.
    NotSent,
    /// The server may have executed the call: the connection failed, or the response took too long.
    Unknown,
    /// The server rejected the call because of its rate limit. `may_be_executed` states whether it may have executed
    /// the call anyway.
    RateLimited { may_be_executed: bool, retry_after: Option<Duration> },
    /// The server failed, and the same call may succeed later.
    Failed { may_be_executed: bool, retry_after: Option<Duration> },
    /// The same call will fail again. `may_be_executed` is also true if the response is unclear.
    Final { may_be_executed: bool },
}

/// The input of the decision after a failed attempt.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Situation {
    /// The number of attempts.
    pub(crate) attempts: u32,
    /// The time that the call has left.
    pub(crate) left: Duration,
    /// Whether executing the call twice has the same effect as executing it once.
    pub(crate) is_idempotent: bool,
    /// Whether the body can be sent again.
    pub(crate) is_replayable: bool,
    /// A random number from 0 to 1.
    pub(crate) random: f64,
}

/// The decision after a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Decision {
    /// Retry after this time.
    Retry(Duration),
    /// Return the error.
    GiveUp(Reason),
}

/// The reason why there is no further attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The call would fail again.
    Final,
    /// The call may have been executed, and it is not idempotent.
    NotIdempotent,
    /// The body is a stream, which cannot be replayed.
    NotReplayable,
    /// The policy allows no further attempt.
    Attempts,
    /// The required wait exceeds the time that the call has left.
    Time,
    /// The retry budget of the host is used up.
    Budget,
}

/// Decides whether an attempt is retried, and when. The backoff is added to a server-requested delay, which is never
/// shortened. Half of the backoff is fixed and half is random.
pub(crate) fn decide(policy: &RetryPolicy, outcome: Outcome, situation: Situation) -> Decision {
    let (may_be_executed, retry_after) = match outcome {
        Outcome::Final { .. } => return Decision::GiveUp(Reason::Final),
        Outcome::NotSent => (false, None),
        Outcome::Unknown => (true, None),
        Outcome::RateLimited { may_be_executed, retry_after } | Outcome::Failed { may_be_executed, retry_after } => {
            (may_be_executed, retry_after)
        }
    };
    if may_be_executed && !situation.is_idempotent {
        return Decision::GiveUp(Reason::NotIdempotent);
    }
    if situation.attempts >= policy.attempts() {
        return Decision::GiveUp(Reason::Attempts);
    }
    if !situation.is_replayable {
        return Decision::GiveUp(Reason::NotReplayable);
    }
    let longest = policy.backoff(situation.attempts);
    let part = longest.as_secs_f64() * f64::midpoint(1.0, situation.random.clamp(0.0, 1.0));
    let backoff = Duration::try_from_secs_f64(part).map_or(longest, |part| part.min(longest));
    let wait = retry_after.unwrap_or_default().saturating_add(backoff);
    if wait >= situation.left {
        return Decision::GiveUp(Reason::Time);
    }
    Decision::Retry(wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn policy() -> RetryPolicy {
        RetryPolicy::new().max_attempts(4).base_delay(SECOND).max_delay(3 * SECOND)
    }

    fn situation() -> Situation {
        Situation { attempts: 1, left: 60 * SECOND, is_idempotent: true, is_replayable: true, random: 0.5 }
    }

    #[test]
    fn call_is_retried_only_if_that_is_safe() {
        let safe = Outcome::RateLimited { may_be_executed: false, retry_after: None };
        let unsafe_limit = Outcome::RateLimited { may_be_executed: true, retry_after: None };
        let failed = Outcome::Failed { may_be_executed: true, retry_after: None };
        let too_early = Outcome::Failed { may_be_executed: false, retry_after: None };
        let retry = Decision::Retry(SECOND * 3 / 4);
        let once = Situation { is_idempotent: false, ..situation() };
        let stream = Situation { is_replayable: false, ..situation() };
        let last = Situation { attempts: 4, ..situation() };
        for (outcome, situation, expected) in [
            // Calls that the server has certainly not executed are retried, even if they are not idempotent.
            (Outcome::NotSent, situation(), retry),
            (Outcome::NotSent, once, retry),
            (safe, situation(), retry),
            (safe, once, retry),
            (too_early, situation(), retry),
            (too_early, once, retry),
            // Calls that the server may have executed are retried only if they are idempotent.
            (Outcome::Unknown, situation(), retry),
            (Outcome::Unknown, once, Decision::GiveUp(Reason::NotIdempotent)),
            (failed, situation(), retry),
            (failed, once, Decision::GiveUp(Reason::NotIdempotent)),
            (unsafe_limit, situation(), retry),
            (unsafe_limit, once, Decision::GiveUp(Reason::NotIdempotent)),
            // Calls that would fail again are not retried.
            (Outcome::Final { may_be_executed: false }, situation(), Decision::GiveUp(Reason::Final)),
            (Outcome::Final { may_be_executed: true }, situation(), Decision::GiveUp(Reason::Final)),
            (Outcome::Final { may_be_executed: false }, once, Decision::GiveUp(Reason::Final)),
            // Calls whose body cannot be replayed are not retried.
            (Outcome::NotSent, stream, Decision::GiveUp(Reason::NotReplayable)),
            (safe, stream, Decision::GiveUp(Reason::NotReplayable)),
            (Outcome::Unknown, stream, Decision::GiveUp(Reason::NotReplayable)),
            // The policy limits the number of attempts.
            (Outcome::NotSent, last, Decision::GiveUp(Reason::Attempts)),
            (safe, last, Decision::GiveUp(Reason::Attempts)),
            (too_early, stream, Decision::GiveUp(Reason::NotReplayable)),
            (too_early, last, Decision::GiveUp(Reason::Attempts)),
        ] {
            assert_eq!(decide(&policy(), outcome, situation), expected, "{outcome:?} {situation:?}");
        }
    }

    #[test]
    fn backoff_grows_up_to_a_limit_half_fixed_and_half_random() {
        for (attempts, random, expected) in [
            (1, 0.0, SECOND / 2),
            (1, 0.5, 3 * SECOND / 4),
            (1, 1.0, SECOND),
            (2, 0.0, SECOND),
            (2, 0.5, 3 * SECOND / 2),
            (2, 1.0, 2 * SECOND),
            (3, 0.0, 3 * SECOND / 2),
            (3, 1.0, 3 * SECOND),
            // Numbers outside of the range.
            (1, 7.0, SECOND),
            (1, -1.0, SECOND / 2),
            (1, f64::NAN, SECOND),
        ] {
            let situation = Situation { attempts, random, ..situation() };
            assert_eq!(decide(&policy(), Outcome::Unknown, situation), Decision::Retry(expected), "{situation:?}");
        }
        let first = Situation { random: 0.0, ..situation() };
        let first = decide(&RetryPolicy::new(), Outcome::Unknown, first);
        assert_eq!(first, Decision::Retry(Duration::from_millis(125)), "the shortest first wait of the default policy");
        let many = RetryPolicy::new().max_attempts(u32::MAX).base_delay(Duration::MAX).max_delay(Duration::MAX);
        let situation = Situation { attempts: u32::MAX - 1, left: Duration::MAX, random: 1.0, ..situation() };
        assert_eq!(
            decide(&many, Outcome::Unknown, situation),
            Decision::GiveUp(Reason::Time),
            "sums that are too large do not overflow"
        );
    }

    #[test]
    fn wait_is_at_least_the_requested_delay_and_within_the_timeout() {
        let retry_after = Some(2 * SECOND);
        for (outcome, random, left, expected) in [
            (Outcome::RateLimited { may_be_executed: false, retry_after }, 0.0, 60, Decision::Retry(5 * SECOND / 2)),
            (Outcome::RateLimited { may_be_executed: false, retry_after }, 1.0, 60, Decision::Retry(3 * SECOND)),
            (Outcome::Failed { may_be_executed: true, retry_after }, 0.0, 60, Decision::Retry(5 * SECOND / 2)),
            (Outcome::Failed { may_be_executed: true, retry_after }, 0.0, 2, Decision::GiveUp(Reason::Time)),
            (Outcome::Failed { may_be_executed: true, retry_after }, 1.0, 3, Decision::GiveUp(Reason::Time)),
            (
                Outcome::Failed { may_be_executed: true, retry_after: Some(Duration::MAX) },
                1.0,
                3,
                Decision::GiveUp(Reason::Time),
            ),
            (Outcome::Unknown, 0.0, 0, Decision::GiveUp(Reason::Time)),
        ] {
            let situation = Situation { random, left: left * SECOND, ..situation() };
            assert_eq!(decide(&policy(), outcome, situation), expected, "{outcome:?} {situation:?}");
        }
    }

    #[test]
    fn retries_can_be_disabled() {
        for outcome in [Outcome::NotSent, Outcome::RateLimited { may_be_executed: false, retry_after: None }] {
            assert_eq!(decide(&RetryPolicy::none(), outcome, situation()), Decision::GiveUp(Reason::Attempts));
        }
    }
}
