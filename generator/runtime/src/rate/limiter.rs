//! A limiter that keeps the calls of a client below a rate limit.
//!
//! Each call reserves the next free slot of a time window when it starts, and waits for this slot. The queue is first
//! in, first out over all tasks.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::operation::Operation;
use crate::rate_plan::RatePlan;

/// The length of a window. Limits are per second; the rest is a margin for requests that overtake each other on the
/// network.
const WINDOW: Duration = Duration::from_millis(1050);

/// The key of a window: a limit, and a class or an endpoint.
type Key = (&'static str, &'static str, &'static str);

/// The limiter of a client.
#[derive(Debug)]
pub(crate) struct Limiter {
    plans: Vec<RatePlan>,
    windows: Mutex<HashMap<Key, Window>>,
}

/// The calls of the last window, and the waiting calls.
#[derive(Debug, Default)]
struct Window {
    /// The time when each call may be sent, with a number that makes equal times unique.
    slots: BTreeSet<(Duration, u64)>,
    /// The server rejects calls until this time.
    closed_until: Duration,
    count: u64,
}

/// The permit of a call, which may be sent after `wait`.
#[derive(Debug)]
pub(crate) struct Permit {
    pub(crate) wait: Duration,
    slot: Option<Slot>,
}

#[derive(Debug)]
struct Slot {
    limiter: Arc<Limiter>,
    key: Key,
    at: (Duration, u64),
    is_used: bool,
}

impl Limiter {
    pub(crate) fn new(plans: Vec<RatePlan>) -> Self {
        Self { plans, windows: Mutex::default() }
    }

    /// Returns the permit of a call. If it would be later than the maximum wait, returns the wait as an error, and
    /// reserves no slot.
    pub(crate) fn acquire(
        self: &Arc<Self>,
        operation: &'static Operation,
        now: Duration,
        max_wait: Duration,
    ) -> Result<Permit, Duration> {
        let Some((key, per_second)) = self.key_of(operation) else {
            return Ok(Permit { wait: Duration::ZERO, slot: None });
        };
        let (size, length) = window_of(per_second);
        let mut windows = self.windows();
        let window = windows.entry(key).or_default();
        let at = window.next(now, size, length);
        let wait = at.saturating_sub(now);
        if wait > max_wait {
            return Err(wait);
        }
        window.count += 1;
        let at = (at, window.count);
        window.slots.insert(at);
        Ok(Permit { wait, slot: Some(Slot { limiter: Arc::clone(self), key, at, is_used: false }) })
    }

    /// Records that the server rejects calls of this kind for this time.
    pub(crate) fn close(&self, operation: &'static Operation, now: Duration, wait: Duration) {
        if let Some((key, _)) = self.key_of(operation) {
            let mut windows = self.windows();
            let window = windows.entry(key).or_default();
            window.closed_until = window.closed_until.max(now.saturating_add(wait));
        }
    }

    /// Whether the server accepts calls of this kind again. The server may have rejected another call while this one
    /// waited.
    pub(crate) fn is_open(&self, operation: &'static Operation, now: Duration) -> bool {
        let Some((key, _)) = self.key_of(operation) else { return true };
        self.windows().get(&key).is_none_or(|window| window.closed_until <= now)
    }

    /// Returns the key that a call counts towards, and the allowed calls per second.
    fn key_of(&self, operation: &'static Operation) -> Option<(Key, f64)> {
        let limit = operation.host_data().rate_limit?;
        let class = operation.rate_limit_class()?;
        let plan = self.plans.iter().find(|plan| plan.rate_limit().name == limit.name)?;
        let per_second = plan.per_second(class)?;
        let key = if limit.per_endpoint {
            (limit.name, operation.method().as_str(), operation.path_template())
        } else {
            (limit.name, "", class)
        };
        Some((key, per_second))
    }

    fn windows(&self) -> MutexGuard<'_, HashMap<Key, Window>> {
        self.windows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Window {
    /// Returns the next free slot: the time when the window that ends with it has room.
    fn next(&mut self, now: Duration, size: usize, length: Duration) -> Duration {
        let past = now.saturating_sub(length);
        self.slots = self.slots.split_off(&(past, 0));
        let earliest = now.max(self.closed_until);
        let full = self.slots.iter().rev().nth(size - 1).map(|(at, _)| at.saturating_add(length));
        // Later calls do not overtake earlier ones.
        let last = self.slots.last().map(|(at, _)| *at);
        earliest.max(full.unwrap_or_default()).max(last.unwrap_or_default())
    }
}

impl Permit {
    /// Marks the slot as used, when the call is sent.
    pub(crate) fn mark_used(mut self) {
        if let Some(slot) = &mut self.slot {
            slot.is_used = true;
        }
    }
}

/// A call that is dropped while it waits frees its slot.
impl Drop for Slot {
    fn drop(&mut self) {
        if self.is_used {
            return;
        }
        if let Some(window) = self.limiter.windows().get_mut(&self.key) {
            window.slots.remove(&self.at);
        }
    }
}

/// Returns the number of calls of a window and its length. A limit below one call per second is one call in a longer
/// window.
fn window_of(per_second: f64) -> (usize, Duration) {
    if per_second >= 1.0 {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the value is a positive whole number"
        )]
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

    fn limiter() -> Arc<Limiter> {
        let plans = vec![RatePlan::new(&LIMIT, &[("read", 3)]), RatePlan::new(&SHARED, &[("read", 2)])];
        Arc::new(Limiter::new(plans))
    }

    const MAX_WAIT: Duration = Duration::from_secs(60);

    fn millis(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    /// Takes the permit of a call that starts at a time, and returns its wait.
    fn send(limiter: &Arc<Limiter>, operation: &'static Operation, at: u64) -> u64 {
        let permit = limiter.acquire(operation, millis(at), MAX_WAIT).expect("the call can wait");
        let wait = u64::try_from(permit.wait.as_millis()).expect("a short wait");
        permit.mark_used();
        wait
    }

    #[test]
    fn no_second_has_more_calls_than_allowed() {
        let limiter = limiter();
        // Bursts and single calls for a minute.
        let mut sent = Vec::new();
        let mut at = 0;
        for index in 0..200_u64 {
            at += [0, 0, 0, 40, 900, 0, 5, 1300][usize::try_from(index % 8).unwrap_or(0)];
            sent.push(at + send(&limiter, &READ, at));
        }
        assert!(sent.is_sorted(), "first in, first out: {sent:?}");
        for from in &sent {
            let count = sent.iter().filter(|at| (*from..from + 1000).contains(*at)).count();
            assert!(count <= 3, "{count} calls in the second after {from}: {sent:?}");
        }
    }

    #[test]
    fn calls_of_one_limit_share_a_queue() {
        let limiter = limiter();
        for (operation, at, expected) in [
            (&READ, 0, 0),
            (&READ, 0, 0),
            (&READ, 100, 0),
            (&READ, 100, 950),
            // A different endpoint has its own limit. An operation without a class has no limit.
            (&READ_OTHER, 100, 0),
            (&UNLIMITED, 100, 0),
            // If a class is key as a whole, its endpoints share the limit.
            (&SHARED_READ, 100, 0),
            (&SHARED_OTHER, 100, 0),
            (&SHARED_READ, 100, 1050),
        ] {
            assert_eq!(send(&limiter, operation, at), expected, "{operation:?}");
        }
    }

    #[test]
    fn dropped_calls_free_their_slots() {
        let limiter = limiter();
        for _ in 0..3 {
            send(&limiter, &READ, 0);
        }
        let waiting = limiter.acquire(&READ, Duration::ZERO, MAX_WAIT).expect("it can wait");
        let after = limiter.acquire(&READ, Duration::ZERO, MAX_WAIT).expect("it can wait");
        assert_eq!((waiting.wait, after.wait), (WINDOW, WINDOW));
        drop((waiting, after));
        for expected in [1050, 1050, 1050, 2100] {
            assert_eq!(send(&limiter, &READ, 0), expected);
        }
        assert_eq!(
            limiter.acquire(&READ, Duration::ZERO, millis(500)).expect_err("too long").as_millis(),
            2100,
            "a call that can't wait reserves no slot"
        );
        assert_eq!(send(&limiter, &READ, 0), 2100);
    }

    #[test]
    fn rejected_call_delays_all_others() {
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
    fn memory_is_limited_to_one_window() {
        let limiter = limiter();
        for at in (0..100_000).step_by(400) {
            send(&limiter, &READ, at);
        }
        let windows = limiter.windows();
        assert!(windows.values().map(|window| window.slots.len()).sum::<usize>() <= 4, "{windows:?}");
    }

    #[test]
    fn limit_below_one_per_second_uses_a_longer_window() {
        for (per_second, size, seconds) in [(600.0, 600, 1.05), (2.5, 2, 1.05), (1.0, 1, 1.05), (0.5, 1, 2.1)] {
            let (calls, length) = window_of(per_second);
            assert_eq!((calls, length.as_secs_f64()), (size, seconds), "{per_second}");
        }
        assert_eq!(window_of(0.0), (1, Duration::MAX));
    }
}
