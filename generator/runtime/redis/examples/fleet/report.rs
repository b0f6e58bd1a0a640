//! The figures of a run and their targets.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::{PLAN, PROCESSES};

/// The targets: at most 5 % above the plan in each second, and a difference of at most 20 % between two processes.
const MAX_PER_SECOND: usize = PLAN as usize * 105 / 100;
const MAX_DIFFERENCE: f64 = 1.2;

/// The calls that arrived at the HTTP server.
#[derive(Default)]
pub(crate) struct Arrivals(Vec<(Instant, usize)>);

/// Arrivals in an interval, with the time since its start and the process.
pub(crate) struct Interval {
    calls: Vec<(Duration, usize)>,
    length: Duration,
}

impl Arrivals {
    pub(crate) fn add(&mut self, worker: usize) {
        self.0.push((Instant::now(), worker));
    }

    pub(crate) fn since(&self, start: Instant) -> Interval {
        let calls = self.0.iter().filter(|(at, _)| *at >= start);
        Interval { calls: calls.map(|(at, worker)| (*at - start, *worker)).collect(), length: start.elapsed() }
    }
}

impl Interval {
    pub(crate) fn between(&self, from: Duration, to: Duration) -> usize {
        self.calls.iter().filter(|(at, _)| (from..to).contains(at)).count()
    }

    /// Returns the maximum number of calls in any second.
    fn max_per_second(&self) -> usize {
        let second = |(from, _): &(Duration, usize)| self.between(*from, *from + Duration::from_secs(1));
        self.calls.iter().map(second).max().unwrap_or_default()
    }

    fn of_each_process(&self) -> Vec<usize> {
        (0..PROCESSES).map(|name| self.calls.iter().filter(|(_, worker)| *worker == name).count()).collect()
    }

    /// Returns the longest time in which a process sent no call.
    pub(crate) fn longest_gap(&self) -> Duration {
        let gaps = (0..PROCESSES).flat_map(|name| {
            let calls = self.calls.iter().filter(|(_, worker)| *worker == name).map(|(at, _)| *at);
            let times: Vec<Duration> = [Duration::ZERO].into_iter().chain(calls).chain([self.length]).collect();
            times.windows(2).map(|pair| pair[1].saturating_sub(pair[0])).collect::<Vec<_>>()
        });
        gaps.max().unwrap_or_default()
    }
}

/// The lines of the table.
#[derive(Default)]
pub(crate) struct Report(Vec<(String, String, String, bool)>);

impl Report {
    pub(crate) fn line(&mut self, what: &str, figure: String, target: &str, is_met: bool) {
        self.0.push((what.to_owned(), figure, target.to_owned(), is_met));
    }

    /// Adds the figures of an interval in which all processes send what they may.
    pub(crate) fn shared(&mut self, what: &str, interval: &Interval) {
        self.window(what, interval);
        let calls = interval.of_each_process();
        let (min, max) = (calls.iter().min().copied().unwrap_or(0), calls.iter().max().copied().unwrap_or(0));
        #[allow(clippy::cast_precision_loss, reason = "small numbers")]
        let difference = max as f64 / min as f64;
        let is_met = min > 0 && difference <= MAX_DIFFERENCE;
        let figure = format!("{difference:.2} ({calls:?})");
        self.line(&format!("{what}: most ÷ fewest calls of a process"), figure, "at most 1.20", is_met);
        #[allow(clippy::cast_precision_loss, reason = "small numbers")]
        let rate = interval.calls.len() as f64 / interval.length.as_secs_f64();
        let min_rate = 0.85 * f64::from(PLAN);
        let (figure, target) = (format!("{rate:.1}"), format!("at least {min_rate}"));
        self.line(&format!("{what}: calls per second"), figure, &target, rate >= min_rate);
    }

    pub(crate) fn window(&mut self, what: &str, interval: &Interval) {
        let most = interval.max_per_second();
        let target = format!("at most {MAX_PER_SECOND}");
        self.line(&format!("{what}: most calls in a second"), most.to_string(), &target, most <= MAX_PER_SECOND);
    }

    /// Adds how often each process has reported something.
    pub(crate) fn reported(&mut self, what: &str, counts: &[usize], expected: usize) {
        let is_met = counts.iter().all(|count| *count == expected);
        self.line(what, format!("{counts:?}"), &format!("{expected} each"), is_met);
    }

    /// Prints the table. Returns whether all figures meet their targets.
    pub(crate) fn print(&self) -> bool {
        for (what, figure, target, is_met) in &self.0 {
            let result = if *is_met { "met" } else { "MISSED" };
            println!("{what:<58} {figure:<30} {target:<14} {result}");
        }
        self.0.iter().all(|(.., is_met)| *is_met)
    }
}

/// The longest delay of a timer in this process, which shows whether the machine has enough time for the fleet.
pub(crate) struct Busy(Arc<AtomicU64>);

impl Busy {
    pub(crate) fn start() -> Self {
        let longest = Arc::<AtomicU64>::default();
        let seen = Arc::clone(&longest);
        std::thread::spawn(move || {
            let pause = Duration::from_millis(10);
            loop {
                let start = Instant::now();
                std::thread::sleep(pause);
                let delay = start.elapsed().saturating_sub(pause).as_millis();
                seen.fetch_max(u64::try_from(delay).unwrap_or(u64::MAX), Ordering::Relaxed);
            }
        });
        Self(longest)
    }
}

impl fmt::Display for Busy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let longest = self.0.load(Ordering::Relaxed);
        write!(formatter, "longest delay of a timer: {longest} ms")?;
        // The margin of the limiter's window.
        if longest >= 50 {
            formatter.write_str("; the machine is too busy: calls can be late by more than the margin of a window")?;
        }
        Ok(())
    }
}
