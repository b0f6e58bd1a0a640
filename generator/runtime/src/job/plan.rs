//! The decision when to poll a job next, and when to stop.
//!
//! One pure function decides. Its input is the result of a poll and a random number. It has no clock.

use std::time::Duration;

use super::state::JobState;
use crate::error::JobErrorKind;

const DEFAULT_INTERVAL: Duration = Duration::from_secs(5);
const DEFAULT_MAX_WAIT: Duration = Duration::from_secs(60 * 60);
/// The minimum poll interval. A shorter one would be a busy loop.
const MIN_INTERVAL: Duration = Duration::from_millis(10);
/// The poll interval grows up to this.
const MAX_INTERVAL: Duration = Duration::from_secs(60);
/// The factor by which each interval is longer than the one before.
const GROWTH: f64 = 1.5;
const MAX_STEPS: i32 = 100;
/// The random part of an interval, so that many clients do not poll at the same time.
const JITTER: f64 = 0.2;
/// The number of failed polls in a row that ends the waiting.
const MAX_FAILED_POLLS: u32 = 5;

/// The poll interval and the maximum wait.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    pub(super) interval: Duration,
    pub(super) max_wait: Duration,
}

impl Plan {
    pub(super) fn new(interval: Option<Duration>) -> Self {
        Self { interval: interval.unwrap_or(DEFAULT_INTERVAL), max_wait: DEFAULT_MAX_WAIT }
    }

    /// Returns the time that is left after `elapsed`.
    pub(super) fn left(&self, elapsed: Duration) -> Duration {
        self.max_wait.saturating_sub(elapsed)
    }
}

/// The result of a poll.
#[derive(Clone, Copy, Debug)]
pub(super) enum PollResult<'p> {
    /// The poll returned the state of the job.
    State(&'p JobState),
    /// The poll failed. `may_pass` states whether a later poll may succeed; `retry_after` is the server-requested
    /// delay.
    Failed { may_pass: bool, retry_after: Option<Duration> },
}

/// The input of the decision after a poll.
#[derive(Clone, Copy, Debug)]
pub(super) struct Situation {
    /// The number of polls.
    pub(super) polls: u32,
    /// The number of failed polls in a row.
    pub(super) failed: u32,
    /// The time since the start of the waiting.
    pub(super) elapsed: Duration,
    /// A random number from 0 to 1.
    pub(super) random: f64,
}

/// The step after a poll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Poll again after this time.
    PollAgain(Duration),
    /// Stop with the result of the poll: a job that is done, or an error.
    Finish,
    /// Stop with an error of the job.
    Fail(JobErrorKind),
}

/// Decides the next step. The last poll is at the end of the maximum wait, not one interval before it.
pub(super) fn decide(plan: &Plan, result: PollResult<'_>, situation: Situation) -> Step {
    let retry_after = match result {
        PollResult::State(JobState::Done(_)) => return Step::Finish,
        PollResult::State(JobState::Failed(_)) => return Step::Fail(JobErrorKind::Failed),
        PollResult::State(JobState::Running(_)) => Duration::ZERO,
        PollResult::Failed { may_pass, .. } if !may_pass || situation.failed >= MAX_FAILED_POLLS => {
            return Step::Finish;
        }
        PollResult::Failed { retry_after, .. } => retry_after.unwrap_or_default(),
    };
    let left = plan.left(situation.elapsed);
    // A server-requested delay is never shortened.
    if left.is_zero() || retry_after > left {
        return Step::Fail(JobErrorKind::TimedOut);
    }
    Step::PollAgain(wait(plan.interval, situation.polls, situation.random).max(retry_after).min(left))
}

/// Returns the interval after this number of polls.
fn wait(interval: Duration, polls: u32, random: f64) -> Duration {
    let interval = interval.max(MIN_INTERVAL);
    let longest = MAX_INTERVAL.max(interval);
    // More steps make no difference, and the factor would become infinite.
    let steps = i32::try_from(polls.saturating_sub(1)).unwrap_or(MAX_STEPS).min(MAX_STEPS);
    let grown = (interval.as_secs_f64() * GROWTH.powi(steps)).min(longest.as_secs_f64());
    let jitter = 1.0 - JITTER / 2.0 + JITTER * random.clamp(0.0, 1.0);
    Duration::try_from_secs_f64(grown * jitter).unwrap_or(interval)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn plan() -> Plan {
        Plan { interval: 4 * SECOND, max_wait: 100 * SECOND }
    }

    fn situation() -> Situation {
        Situation { polls: 1, failed: 0, elapsed: 10 * SECOND, random: 0.5 }
    }

    #[test]
    fn interval_grows_up_to_a_minute_with_jitter() {
        for (interval, polls, random, expected) in [
            (4000, 1, 0.5, 4000),
            (4000, 2, 0.5, 6000),
            (4000, 3, 0.5, 9000),
            (4000, 4, 0.5, 13_500),
            (4000, 8, 0.5, 60_000),
            (4000, u32::MAX, 0.5, 60_000),
            // Never below the configured interval, even if that is longer than a minute.
            (90_000, 1, 0.5, 90_000),
            (90_000, 9, 0.5, 90_000),
            (4000, 1, 0.0, 3600),
            (4000, 1, 1.0, 4400),
            // A number outside of the range is clamped.
            (4000, 1, 9.0, 4400),
            // The minimum interval.
            (0, 1, 0.5, 10),
            (0, u32::MAX, 0.5, 60_000),
        ] {
            let waited = wait(Duration::from_millis(interval), polls, random);
            assert_eq!(waited.as_millis(), expected, "{interval} ms, poll {polls}, random {random}");
        }
        assert!(wait(Duration::MAX, 3, 1.0) >= Duration::from_secs(u64::MAX / 2));
    }

    #[test]
    fn result_of_a_poll_decides_the_next_step() {
        let (running, done, failed) =
            (JobState::Running("busy".into()), JobState::Done(String::new()), JobState::Failed("gone".into()));
        let passing = PollResult::Failed { may_pass: true, retry_after: None };
        let retry_after = |seconds| PollResult::Failed { may_pass: true, retry_after: Some(seconds * SECOND) };
        let lasting = PollResult::Failed { may_pass: false, retry_after: None };
        let after = |elapsed| Situation { elapsed: elapsed * SECOND, ..situation() };
        let failures = |failed| Situation { failed, ..situation() };
        let wait = Step::PollAgain(4 * SECOND);
        let (gone, late) = (Step::Fail(JobErrorKind::Failed), Step::Fail(JobErrorKind::TimedOut));
        for (result, situation, expected) in [
            (PollResult::State(&running), situation(), wait),
            (PollResult::State(&done), situation(), Step::Finish),
            (PollResult::State(&failed), situation(), gone),
            // The end of a job counts, even after the maximum wait.
            (PollResult::State(&done), after(500), Step::Finish),
            (PollResult::State(&failed), after(500), gone),
            // The last poll is at the end of the maximum wait.
            (PollResult::State(&running), after(98), Step::PollAgain(2 * SECOND)),
            (PollResult::State(&running), after(100), late),
            (PollResult::State(&running), after(500), late),
            // A temporary failure is tolerated, but not forever.
            (passing, failures(1), wait),
            (passing, failures(4), wait),
            (passing, failures(5), Step::Finish),
            (passing, after(100), late),
            (lasting, failures(1), Step::Finish),
            // The server may request a delay longer than the interval, or longer than the time that is left.
            (retry_after(3), failures(1), wait),
            (retry_after(30), failures(1), Step::PollAgain(30 * SECOND)),
            (retry_after(90), failures(1), Step::PollAgain(90 * SECOND)),
            (retry_after(91), failures(1), late),
        ] {
            assert_eq!(decide(&plan(), result, situation), expected, "{result:?} {situation:?}");
        }
    }

    #[test]
    fn waiting_for_an_hour_takes_few_polls() {
        let (plan, running) = (Plan::new(None), JobState::Running(String::new()));
        let (mut polls, mut elapsed) = (1, Duration::ZERO);
        while let Step::PollAgain(wait) =
            decide(&plan, PollResult::State(&running), Situation { polls, elapsed, ..situation() })
        {
            (polls, elapsed) = (polls + 1, elapsed + wait);
        }
        assert_eq!((polls, elapsed), (66, DEFAULT_MAX_WAIT));
    }
}
