//! Whether a failed attempt is followed by another, and when.
//!
//! One pure function decides: it is given what happened and a random number, and knows no clock.

mod budget;
mod policy;

use std::time::Duration;

pub use budget::RetryBudget;
pub(crate) use budget::{BudgetHost, Budgets};
pub use policy::RetryPolicy;

/// What came of an attempt that is no success.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Outcome {
    /// Nothing reached the server.
    NotSent,
    /// The server may have executed the call: the connection failed, or the answer took too long.
    Unknown,
    /// The server refused, since there were too many calls. `executed` says whether it may have
    /// executed the call all the same.
    RateLimited { may_be_executed: bool, retry_after: Option<Duration> },
    /// The server failed, and the same call may succeed later.
    Failed { may_be_executed: bool, retry_after: Option<Duration> },
    /// The same call will fail again. An answer that is no plain refusal does not say that nothing
    /// was executed.
    Final { may_be_executed: bool },
}

/// What is known of a call when an attempt has failed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Situation {
    /// How many attempts there were.
    pub(crate) attempts: u32,
    /// How much time the call has left.
    pub(crate) left: Duration,
    /// Whether sending it twice has the effect of sending it once.
    pub(crate) is_idempotent: bool,
    /// Whether its body can be sent again.
    pub(crate) is_replayable: bool,
    /// A random number from 0 up to 1.
    pub(crate) random: f64,
}

/// What follows a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Decision {
    /// Another attempt after this time.
    Retry(Duration),
    /// The end.
    GiveUp(Reason),
}

/// Why there is no further attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// It would fail again.
    Final,
    /// It may have been executed, and doing it twice is something else than doing it once.
    NotIdempotent,
    /// Its body is a stream, which is there once.
    NotReplayable,
    /// There were as many attempts as the policy has.
    Attempts,
    /// The call has too little time left to wait as long as needed.
    Time,
    /// The retries of all calls to this host have used up their budget.
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
    fn a_call_is_sent_again_only_where_that_can_do_no_harm() {
        let safe = Outcome::RateLimited { may_be_executed: false, retry_after: None };
        let unsafe_limit = Outcome::RateLimited { may_be_executed: true, retry_after: None };
        let failed = Outcome::Failed { may_be_executed: true, retry_after: None };
        let too_early = Outcome::Failed { may_be_executed: false, retry_after: None };
        let retry = Decision::Retry(SECOND * 3 / 4);
        let once = Situation { is_idempotent: false, ..situation() };
        let stream = Situation { is_replayable: false, ..situation() };
        let last = Situation { attempts: 4, ..situation() };
        for (outcome, situation, expected) in [
            // Whatever the operation, if the server has certainly not executed it.
            (Outcome::NotSent, situation(), retry),
            (Outcome::NotSent, once, retry),
            (safe, situation(), retry),
            (safe, once, retry),
            (too_early, situation(), retry),
            (too_early, once, retry),
            // Only where twice is like once, if it may have.
            (Outcome::Unknown, situation(), retry),
            (Outcome::Unknown, once, Decision::GiveUp(Reason::NotIdempotent)),
            (failed, situation(), retry),
            (failed, once, Decision::GiveUp(Reason::NotIdempotent)),
            (unsafe_limit, situation(), retry),
            (unsafe_limit, once, Decision::GiveUp(Reason::NotIdempotent)),
            // Never what would fail again.
            (Outcome::Final { may_be_executed: false }, situation(), Decision::GiveUp(Reason::Final)),
            (Outcome::Final { may_be_executed: true }, situation(), Decision::GiveUp(Reason::Final)),
            (Outcome::Final { may_be_executed: false }, once, Decision::GiveUp(Reason::Final)),
            // Never a body that is there once.
            (Outcome::NotSent, stream, Decision::GiveUp(Reason::NotReplayable)),
            (safe, stream, Decision::GiveUp(Reason::NotReplayable)),
            (Outcome::Unknown, stream, Decision::GiveUp(Reason::NotReplayable)),
            // Not more often than the policy says.
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
            // Numbers that no generator should give.
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
    fn it_is_never_earlier_than_told_and_never_later_than_the_call_may_take() {
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
    fn retries_can_be_switched_off() {
        for outcome in [Outcome::NotSent, Outcome::RateLimited { may_be_executed: false, retry_after: None }] {
            assert_eq!(decide(&RetryPolicy::none(), outcome, situation()), Decision::GiveUp(Reason::Attempts));
        }
    }
}
