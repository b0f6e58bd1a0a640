//! When the next look at a job is due, and when there is none.
//!
//! One pure function decides: it is given what a look came to and a random number, and knows no
//! clock.

use std::time::Duration;

use super::state::JobState;
use crate::error::JobErrorKind;

const DEFAULT_EVERY: Duration = Duration::from_secs(5);
const DEFAULT_AT_MOST: Duration = Duration::from_secs(60 * 60);
/// Nobody looks more often than this, whatever was asked for: it would be no waiting.
const SHORTEST_WAIT: Duration = Duration::from_millis(10);
/// The time between two looks grows no further than to this.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// Each wait is so many times the one before.
const GROWTH: f64 = 1.5;
const MAX_STEPS: i32 = 100;
/// So large a part of a wait is up to chance, so that many who wait do not all look at once.
const SPREAD: f64 = 0.2;
/// So many looks that fail one after the other end the waiting.
const MAX_FAILED_LOOKS: u32 = 5;

/// How often to look, and how long.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    pub(super) every: Duration,
    pub(super) at_most: Duration,
}

impl Plan {
    pub(super) fn new(every: Option<Duration>) -> Self {
        Self { every: every.unwrap_or(DEFAULT_EVERY), at_most: DEFAULT_AT_MOST }
    }

    /// The time that is left after so much of it.
    pub(super) fn left(&self, elapsed: Duration) -> Duration {
        self.at_most.saturating_sub(elapsed)
    }
}

/// What a look at a job came to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Look<'l> {
    /// The job was seen.
    Seen(&'l JobState),
    /// The look failed. `may_pass` says whether a later one may succeed, `retry_after` how long the server
    /// asked to wait.
    Failed { may_pass: bool, retry_after: Option<Duration> },
}

/// What is known when a look is over.
#[derive(Clone, Copy, Debug)]
pub(super) struct Situation {
    /// How many looks there were.
    pub(super) looks: u32,
    /// How many of the last ones failed, one after the other.
    pub(super) failed: u32,
    /// The time since the waiting began.
    pub(super) elapsed: Duration,
    /// A random number from 0 up to 1.
    pub(super) random: f64,
}

/// What follows a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Another look after this time.
    LookAgain(Duration),
    /// The end is what the look came to: a job that is done, or an error.
    Finish,
    /// The end is an error of the job.
    Fail(JobErrorKind),
}

/// Decides. The last look is at the end of the time, not an interval before it.
pub(super) fn decide(plan: &Plan, look: Look<'_>, situation: Situation) -> Step {
    let retry_after = match look {
        Look::Seen(JobState::Done(_)) => return Step::Finish,
        Look::Seen(JobState::Failed(_)) => return Step::Fail(JobErrorKind::Failed),
        Look::Seen(JobState::Running(_)) => Duration::ZERO,
        Look::Failed { may_pass, .. } if !may_pass || situation.failed >= MAX_FAILED_LOOKS => return Step::Finish,
        Look::Failed { retry_after, .. } => retry_after.unwrap_or_default(),
    };
    let left = plan.left(situation.elapsed);
    // What the server asks for is never shortened.
    if left.is_zero() || retry_after > left {
        return Step::Fail(JobErrorKind::TimedOut);
    }
    Step::LookAgain(wait(plan.every, situation.looks, situation.random).max(retry_after).min(left))
}

/// The wait after so many looks.
fn wait(every: Duration, looks: u32, random: f64) -> Duration {
    let every = every.max(SHORTEST_WAIT);
    let longest = LONGEST_WAIT.max(every);
    // More steps than these make no difference, and would come to an endless factor.
    let steps = i32::try_from(looks.saturating_sub(1)).unwrap_or(MAX_STEPS).min(MAX_STEPS);
    let grown = (every.as_secs_f64() * GROWTH.powi(steps)).min(longest.as_secs_f64());
    let spread = 1.0 - SPREAD / 2.0 + SPREAD * random.clamp(0.0, 1.0);
    Duration::try_from_secs_f64(grown * spread).unwrap_or(every)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn plan() -> Plan {
        Plan { every: 4 * SECOND, at_most: 100 * SECOND }
    }

    fn situation() -> Situation {
        Situation { looks: 1, failed: 0, elapsed: 10 * SECOND, random: 0.5 }
    }

    #[test]
    fn waits_grow_gently_up_to_a_minute_and_chance_spreads_them() {
        for (every, looks, random, expected) in [
            (4000, 1, 0.5, 4000),
            (4000, 2, 0.5, 6000),
            (4000, 3, 0.5, 9000),
            (4000, 4, 0.5, 13_500),
            (4000, 8, 0.5, 60_000),
            (4000, u32::MAX, 0.5, 60_000),
            // Never below what is asked for, even if that is more than a minute.
            (90_000, 1, 0.5, 90_000),
            (90_000, 9, 0.5, 90_000),
            (4000, 1, 0.0, 3600),
            (4000, 1, 1.0, 4400),
            // Chance that is none keeps within its bounds.
            (4000, 1, 9.0, 4400),
            // Not without a pause.
            (0, 1, 0.5, 10),
            (0, u32::MAX, 0.5, 60_000),
        ] {
            let waited = wait(Duration::from_millis(every), looks, random);
            assert_eq!(waited.as_millis(), expected, "{every} ms, look {looks}, chance {random}");
        }
        assert!(wait(Duration::MAX, 3, 1.0) >= Duration::from_secs(u64::MAX / 2));
    }

    #[test]
    fn what_a_look_came_to_decides_what_follows() {
        let (running, done, failed) =
            (JobState::Running("busy".into()), JobState::Done(String::new()), JobState::Failed("gone".into()));
        let passing = Look::Failed { may_pass: true, retry_after: None };
        let retry_after = |seconds| Look::Failed { may_pass: true, retry_after: Some(seconds * SECOND) };
        let lasting = Look::Failed { may_pass: false, retry_after: None };
        let after = |elapsed| Situation { elapsed: elapsed * SECOND, ..situation() };
        let failures = |failed| Situation { failed, ..situation() };
        let wait = Step::LookAgain(4 * SECOND);
        let (gone, late) = (Step::Fail(JobErrorKind::Failed), Step::Fail(JobErrorKind::TimedOut));
        for (look, situation, expected) in [
            (Look::Seen(&running), situation(), wait),
            (Look::Seen(&done), situation(), Step::Finish),
            (Look::Seen(&failed), situation(), gone),
            // What is over is over, however late.
            (Look::Seen(&done), after(500), Step::Finish),
            (Look::Seen(&failed), after(500), gone),
            // The last look is at the end of the time.
            (Look::Seen(&running), after(98), Step::LookAgain(2 * SECOND)),
            (Look::Seen(&running), after(100), late),
            (Look::Seen(&running), after(500), late),
            // A failure that may pass is looked over, but not forever.
            (passing, failures(1), wait),
            (passing, failures(4), wait),
            (passing, failures(5), Step::Finish),
            (passing, after(100), late),
            (lasting, failures(1), Step::Finish),
            // The server may ask for more than the interval, and for more than the time that is left.
            (retry_after(3), failures(1), wait),
            (retry_after(30), failures(1), Step::LookAgain(30 * SECOND)),
            (retry_after(90), failures(1), Step::LookAgain(90 * SECOND)),
            (retry_after(91), failures(1), late),
        ] {
            assert_eq!(decide(&plan(), look, situation), expected, "{look:?} {situation:?}");
        }
    }

    #[test]
    fn an_hour_of_looks_is_not_many() {
        let (plan, running) = (Plan::new(None), JobState::Running(String::new()));
        let (mut looks, mut elapsed) = (1, Duration::ZERO);
        while let Step::LookAgain(wait) =
            decide(&plan, Look::Seen(&running), Situation { looks, elapsed, ..situation() })
        {
            (looks, elapsed) = (looks + 1, elapsed + wait);
        }
        assert_eq!((looks, elapsed), (66, DEFAULT_AT_MOST));
    }
}
