//! Keeping the calls of a process below a limit.
//!
//! Each call takes the next free place in a window of time when it comes, and waits for it: first
//! come, first served, whichever task it belongs to.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::operation::Operation;
use crate::rate_plan::RatePlan;

/// How long a window is. Limits are so many calls a second; the rest is for requests that overtake
/// each other on their way.
const WINDOW: Duration = Duration::from_millis(1050);

/// What a limit counts: a limit, and a class or an endpoint.
type Counted = (&'static str, &'static str, &'static str);

/// The limiter of a client.
#[derive(Debug)]
pub(crate) struct Limiter {
    plans: Vec<RatePlan>,
    windows: Mutex<HashMap<Counted, Window>>,
}

/// The calls of the last window of time, and those that wait.
#[derive(Debug, Default)]
struct Window {
    /// When each of them may be sent, with a number that tells two of one moment apart.
    places: BTreeSet<(Duration, u64)>,
    /// Before this, the server takes none.
    closed_until: Duration,
    count: u64,
}

/// The place of a call: it may be sent after this time.
#[derive(Debug)]
pub(crate) struct Turn {
    pub(crate) wait: Duration,
    place: Option<Place>,
}

#[derive(Debug)]
struct Place {
    limiter: Arc<Limiter>,
    counted: Counted,
    at: (Duration, u64),
    is_used: bool,
}

impl Limiter {
    pub(crate) fn new(plans: Vec<RatePlan>) -> Self {
        Self { plans, windows: Mutex::default() }
    }

    /// The turn of a call; or, if that is later than the call can wait, how long it would be. Then
    /// the call takes no place.
    pub(crate) fn turn(
        self: &Arc<Self>,
        operation: &'static Operation,
        now: Duration,
        patience: Duration,
    ) -> Result<Turn, Duration> {
        let Some((counted, per_second)) = self.counted(operation) else {
            return Ok(Turn { wait: Duration::ZERO, place: None });
        };
        let (size, length) = window_of(per_second);
        let mut windows = self.windows();
        let window = windows.entry(counted).or_default();
        let at = window.next(now, size, length);
        let wait = at.saturating_sub(now);
        if wait > patience {
            return Err(wait);
        }
        window.count += 1;
        let at = (at, window.count);
        window.places.insert(at);
        Ok(Turn { wait, place: Some(Place { limiter: Arc::clone(self), counted, at, is_used: false }) })
    }

    /// Takes note that the server takes no call of this kind for so long.
    pub(crate) fn close(&self, operation: &'static Operation, now: Duration, wait: Duration) {
        if let Some((counted, _)) = self.counted(operation) {
            let mut windows = self.windows();
            let window = windows.entry(counted).or_default();
            window.closed_until = window.closed_until.max(now.saturating_add(wait));
        }
    }

    /// Whether the server takes calls of this kind again. A limit may have been met while a call
    /// waited for its turn.
    pub(crate) fn is_open(&self, operation: &'static Operation, now: Duration) -> bool {
        let Some((counted, _)) = self.counted(operation) else { return true };
        self.windows().get(&counted).is_none_or(|window| window.closed_until <= now)
    }

    /// What a call counts for, and how many calls a second of it there may be.
    fn counted(&self, operation: &'static Operation) -> Option<(Counted, f64)> {
        let limit = operation.host_data().rate_limit?;
        let class = operation.rate_limit_class()?;
        let plan = self.plans.iter().find(|plan| plan.rate_limit().name == limit.name)?;
        let per_second = plan.per_second(class)?;
        let counted = if limit.per_endpoint {
            (limit.name, operation.method().as_str(), operation.path_template())
        } else {
            (limit.name, "", class)
        };
        Some((counted, per_second))
    }

    fn windows(&self) -> MutexGuard<'_, HashMap<Counted, Window>> {
        self.windows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Window {
    /// The next free place: when the window that ends with it has room.
    fn next(&mut self, now: Duration, size: usize, length: Duration) -> Duration {
        let past = now.saturating_sub(length);
        self.places = self.places.split_off(&(past, 0));
        let earliest = now.max(self.closed_until);
        let full = self.places.iter().rev().nth(size - 1).map(|(at, _)| at.saturating_add(length));
        // Nobody goes before one who came before.
        let last = self.places.last().map(|(at, _)| *at);
        earliest.max(full.unwrap_or_default()).max(last.unwrap_or_default())
    }
}

impl Turn {
    /// Says that the call is on its way, so that its place is used.
    pub(crate) fn take(mut self) {
        if let Some(place) = &mut self.place {
            place.is_used = true;
        }
    }
}

/// A call that was given up while it waited leaves its place.
impl Drop for Place {
    fn drop(&mut self) {
        if self.is_used {
            return;
        }
        if let Some(window) = self.limiter.windows().get_mut(&self.counted) {
            window.places.remove(&self.at);
        }
    }
}

/// How many calls go into a window, and how long it is: one call in a longer one, if less than one
/// a second is allowed.
fn window_of(per_second: f64) -> (usize, Duration) {
    if per_second >= 1.0 {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is a positive whole number")]
        return (per_second.floor() as usize, WINDOW);
    }
    let length = Duration::try_from_secs_f64(WINDOW.as_secs_f64() / per_second);
    (1, length.unwrap_or(Duration::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{ErrorFormat, Host, RateLimit};
    use http::Method;

    static ERRORS: ErrorFormat =
        ErrorFormat { code: &[], message: &[], request_id: &[], recognized_by: &[], codes: &[] };

    static LIMIT: RateLimit = limit("each", true);
    static SHARED: RateLimit = limit("shared", false);
    static EACH_HOST: Host = host(&LIMIT);
    static SHARED_HOST: Host = host(&SHARED);

    static READ: Operation = Operation::new("read", Method::GET, "/things", &EACH_HOST).rate_limit("read");
    static READ_OTHER: Operation = Operation::new("other", Method::GET, "/others", &EACH_HOST).rate_limit("read");
    static UNLIMITED: Operation = Operation::new("free", Method::GET, "/free", &EACH_HOST);
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
        Host { name: "main", url: "", base_url_method: "", auth: None, errors: &ERRORS, rate_limit: Some(rate_limit) }
    }

    fn limiter() -> Arc<Limiter> {
        let plans = vec![RatePlan::new(&LIMIT, &[("read", 3)]), RatePlan::new(&SHARED, &[("read", 2)])];
        Arc::new(Limiter::new(plans))
    }

    const PATIENCE: Duration = Duration::from_secs(60);

    fn millis(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    /// Takes the turn of a call that comes at a time, and tells how long it waits.
    fn send(limiter: &Arc<Limiter>, operation: &'static Operation, at: u64) -> u64 {
        let turn = limiter.turn(operation, millis(at), PATIENCE).expect("the call can wait");
        let wait = u64::try_from(turn.wait.as_millis()).expect("a short wait");
        turn.take();
        wait
    }

    #[test]
    fn no_window_of_a_second_has_more_calls_than_allowed() {
        let limiter = limiter();
        // Calls that come in bursts and alone, for a minute.
        let mut sent = Vec::new();
        let mut at = 0;
        for index in 0..200_u64 {
            at += [0, 0, 0, 40, 900, 0, 5, 1300][usize::try_from(index % 8).unwrap_or(0)];
            sent.push(at + send(&limiter, &READ, at));
        }
        assert!(sent.is_sorted(), "first come, first served: {sent:?}");
        for from in &sent {
            let count = sent.iter().filter(|at| (*from..from + 1000).contains(*at)).count();
            assert!(count <= 3, "{count} calls in the second after {from}: {sent:?}");
        }
    }

    #[test]
    fn what_counts_together_waits_together() {
        let limiter = limiter();
        for (operation, at, expected) in [
            (&READ, 0, 0),
            (&READ, 0, 0),
            (&READ, 100, 0),
            (&READ, 100, 950),
            // Another endpoint has a limit of its own, and one without a class has none.
            (&READ_OTHER, 100, 0),
            (&UNLIMITED, 100, 0),
            // Where a class is counted as a whole, endpoints share.
            (&SHARED_READ, 100, 0),
            (&SHARED_OTHER, 100, 0),
            (&SHARED_READ, 100, 1050),
        ] {
            assert_eq!(send(&limiter, operation, at), expected, "{operation:?}");
        }
    }

    #[test]
    fn places_that_are_given_up_are_free_again() {
        let limiter = limiter();
        for _ in 0..3 {
            send(&limiter, &READ, 0);
        }
        let waiting = limiter.turn(&READ, Duration::ZERO, PATIENCE).expect("it can wait");
        let after = limiter.turn(&READ, Duration::ZERO, PATIENCE).expect("it can wait");
        assert_eq!((waiting.wait, after.wait), (WINDOW, WINDOW));
        drop((waiting, after));
        for expected in [1050, 1050, 1050, 2100] {
            assert_eq!(send(&limiter, &READ, 0), expected);
        }
        assert_eq!(
            limiter.turn(&READ, Duration::ZERO, millis(500)).expect_err("too long").as_millis(),
            2100,
            "a call that can't wait takes no place"
        );
        assert_eq!(send(&limiter, &READ, 0), 2100);
    }

    #[test]
    fn a_refusal_closes_the_window_for_all() {
        let limiter = limiter();
        send(&limiter, &READ, 0);
        limiter.close(&READ, Duration::ZERO, millis(3000));
        assert!(!limiter.is_open(&READ, millis(2999)) && limiter.is_open(&READ, millis(3000)));
        assert!(limiter.is_open(&READ_OTHER, Duration::ZERO));
        assert_eq!(send(&limiter, &READ, 10), 2990);
        limiter.close(&UNLIMITED, Duration::ZERO, millis(3000));
        assert_eq!(send(&limiter, &UNLIMITED, 0), 0);
    }

    #[test]
    fn memory_is_that_of_one_window() {
        let limiter = limiter();
        for at in (0..100_000).step_by(400) {
            send(&limiter, &READ, at);
        }
        let windows = limiter.windows();
        assert!(windows.values().map(|window| window.places.len()).sum::<usize>() <= 4, "{windows:?}");
    }

    #[test]
    fn less_than_a_call_a_second_is_a_longer_window() {
        for (per_second, size, seconds) in [(600.0, 600, 1.05), (2.5, 2, 1.05), (1.0, 1, 1.05), (0.5, 1, 2.1)] {
            let (calls, length) = window_of(per_second);
            assert_eq!((calls, length.as_secs_f64()), (size, seconds), "{per_second}");
        }
        assert_eq!(window_of(0.0), (1, Duration::MAX));
    }
}
