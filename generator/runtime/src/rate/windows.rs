//! Sliding windows of calls, which keep them below a rate limit.
//!
//! Each call reserves the next free slot of a time window when it starts, and waits for this slot. The queue is first
//! in, first out over all tasks.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::limiter::{LimitedCall, MaxWaitExceeded, RateLimitKey};

/// The sliding windows that the limiter of a client uses, for a [`RateLimiter`](crate::RateLimiter) that limits the calls
/// of one process. Clones share the windows.
///
/// The windows do not wait, and have no clock. All methods take the current time: the time since a fixed moment, which
/// never decreases. A limiter reserves a slot, waits for it, checks that the window is still
/// [open](Self::is_open), and marks the slot as used. If the window is closed, it drops the slot and reserves a new one.
#[derive(Clone, Debug, Default)]
pub struct RateWindows(Arc<Mutex<HashMap<RateLimitKey, Window>>>);

/// The calls of the last window, and the waiting calls.
#[derive(Debug, Default)]
struct Window {
    /// The time when each call may be sent, with a number that makes equal times unique.
    slots: BTreeSet<(Duration, u64)>,
    /// The server rejects calls until this time.
    closed_until: Duration,
    count: u64,
}

/// The slot of a call in [`RateWindows`]. If it is dropped before it is [used](Self::mark_used), it becomes free.
#[derive(Debug)]
#[must_use = "a dropped slot becomes free"]
pub struct RateSlot {
    windows: RateWindows,
    key: RateLimitKey,
    at: (Duration, u64),
    wait: Duration,
    is_used: bool,
}

impl RateWindows {
    /// Reserves the next free slot for a call.
    ///
    /// # Errors
    /// Fails if the slot is later than the maximum wait of the call, and reserves no slot.
    pub fn reserve(&self, call: &LimitedCall, now: Duration) -> Result<RateSlot, MaxWaitExceeded> {
        let (size, length) = call.window();
        let mut windows = self.windows();
        let window = windows.entry(call.key()).or_default();
        let at = window.next(now, size, length);
        let wait = at.saturating_sub(now);
        if wait > call.max_wait() {
            return Err(MaxWaitExceeded::new(wait));
        }
        let at = window.insert(at);
        Ok(RateSlot { windows: self.clone(), key: call.key(), at, wait, is_used: false })
    }

    /// Counts a call that is sent at this time without a slot of these windows, even if the window is full.
    pub fn record(&self, call: &LimitedCall, now: Duration) {
        let mut windows = self.windows();
        let window = windows.entry(call.key()).or_default();
        window.remove_before(now, call.window().1);
        window.insert(now);
    }

    /// Closes the window of a key for this time, because the server rejects calls.
    pub fn close(&self, key: RateLimitKey, now: Duration, wait: Duration) {
        let mut windows = self.windows();
        let window = windows.entry(key).or_default();
        window.closed_until = window.closed_until.max(now.saturating_add(wait));
    }

    /// Whether the server accepts calls again. The server may have rejected another call while a call waited.
    pub fn is_open(&self, key: RateLimitKey, now: Duration) -> bool {
        self.windows().get(&key).is_none_or(|window| window.closed_until <= now)
    }

    fn windows(&self) -> MutexGuard<'_, HashMap<RateLimitKey, Window>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Window {
    /// Returns the next free slot: the time when the window that ends with it has room.
    fn next(&mut self, now: Duration, size: usize, length: Duration) -> Duration {
        self.remove_before(now, length);
        let earliest = now.max(self.closed_until);
        let full = self.slots.iter().rev().nth(size - 1).map(|(at, _)| at.saturating_add(length));
        // Later calls do not overtake earlier ones.
        let last = self.slots.last().map(|(at, _)| *at);
        earliest.max(full.unwrap_or_default()).max(last.unwrap_or_default())
    }

    /// Removes the calls before the window that ends now.
    fn remove_before(&mut self, now: Duration, length: Duration) {
        let past = now.saturating_sub(length);
        self.slots = self.slots.split_off(&(past, 0));
    }

    fn insert(&mut self, at: Duration) -> (Duration, u64) {
        self.count += 1;
        let at = (at, self.count);
        self.slots.insert(at);
        at
    }
}

impl RateSlot {
    /// Returns the time until the call may be sent.
    pub fn wait(&self) -> Duration {
        self.wait
    }

    /// Marks the slot as used, when the call is sent.
    pub fn mark_used(mut self) {
        self.is_used = true;
    }
}

impl Drop for RateSlot {
    fn drop(&mut self) {
        if self.is_used {
            return;
        }
        if let Some(window) = self.windows.windows().get_mut(&self.key) {
            window.slots.remove(&self.at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const READ: RateLimitKey = RateLimitKey::endpoint("main", "GET", "/things");
    const OTHER: RateLimitKey = RateLimitKey::endpoint("main", "GET", "/others");

    /// The length of a window.
    const WINDOW: Duration = Duration::from_millis(1050);

    fn millis(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    fn call(key: RateLimitKey) -> LimitedCall {
        LimitedCall::new(key, 3.0, Duration::from_secs(60))
    }

    /// Takes the slot of a call that starts at a time, and returns its wait.
    fn send(windows: &RateWindows, key: RateLimitKey, at: u64) -> u64 {
        let slot = windows.reserve(&call(key), millis(at)).expect("the call can wait");
        let wait = u64::try_from(slot.wait().as_millis()).expect("a short wait");
        slot.mark_used();
        wait
    }

    #[test]
    fn no_second_has_more_calls_than_allowed() {
        let windows = RateWindows::default();
        // Bursts and single calls for a minute.
        let mut sent = Vec::new();
        let mut at = 0;
        for index in 0..200_u64 {
            at += [0, 0, 0, 40, 900, 0, 5, 1300][usize::try_from(index % 8).unwrap_or(0)];
            sent.push(at + send(&windows, READ, at));
        }
        assert!(sent.is_sorted(), "first in, first out: {sent:?}");
        for from in &sent {
            let count = sent.iter().filter(|at| (*from..from + 1000).contains(*at)).count();
            assert!(count <= 3, "{count} calls in the second after {from}: {sent:?}");
        }
    }

    #[test]
    fn each_key_has_its_own_queue() {
        let windows = RateWindows::default();
        for (key, at, expected) in [(READ, 0, 0), (READ, 0, 0), (READ, 100, 0), (READ, 100, 950), (OTHER, 100, 0)] {
            assert_eq!(send(&windows, key, at), expected, "{key}");
        }
        assert_eq!(send(&windows.clone(), READ, 100), 950, "clones share the windows");
    }

    #[test]
    fn dropped_calls_free_their_slots() {
        let windows = RateWindows::default();
        for _ in 0..3 {
            send(&windows, READ, 0);
        }
        let waiting = windows.reserve(&call(READ), Duration::ZERO).expect("it can wait");
        let after = windows.reserve(&call(READ), Duration::ZERO).expect("it can wait");
        assert_eq!((waiting.wait(), after.wait()), (WINDOW, WINDOW));
        drop((waiting, after));
        for expected in [1050, 1050, 1050, 2100] {
            assert_eq!(send(&windows, READ, 0), expected);
        }
        let hurried = LimitedCall::new(READ, 3.0, millis(500));
        assert_eq!(
            windows.reserve(&hurried, Duration::ZERO).expect_err("too long").wait(),
            millis(2100),
            "a call that can't wait reserves no slot"
        );
        assert_eq!(send(&windows, READ, 0), 2100);
    }

    #[test]
    fn rejected_call_delays_all_others() {
        let windows = RateWindows::default();
        send(&windows, READ, 0);
        windows.close(READ, Duration::ZERO, millis(3000));
        assert!(!windows.is_open(READ, millis(2999)) && windows.is_open(READ, millis(3000)));
        assert!(windows.is_open(OTHER, Duration::ZERO));
        assert_eq!(send(&windows, READ, 10), 2990);
    }

    #[test]
    fn recorded_calls_count_even_in_a_full_window() {
        let windows = RateWindows::default();
        for _ in 0..5 {
            windows.record(&call(READ), millis(10));
        }
        assert_eq!(send(&windows, READ, 10), 1050);
        windows.record(&call(READ), millis(1060));
        assert_eq!(send(&windows, READ, 1060), 0, "the earlier calls are no longer in the window");
    }

    #[test]
    fn memory_is_limited_to_one_window() {
        let windows = RateWindows::default();
        for at in (0..100_000).step_by(400) {
            send(&windows, READ, at);
            windows.record(&call(OTHER), millis(at));
        }
        let windows = windows.windows();
        assert!(windows.values().all(|window| window.slots.len() <= 4), "{windows:?}");
    }
}
