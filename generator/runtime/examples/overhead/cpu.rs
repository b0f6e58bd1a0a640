//! Measurement of the CPU time of this thread.

use std::io;
use std::thread;
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::task::yield_now;

/// The number of turns of each side in a round. The median of a side's turns counts, which removes disturbances by
/// other programs.
const TURNS: u32 = 24;

/// The CPU time of each side in a round, if the number of calls is not given.
const SIDE_OF_A_ROUND: Duration = Duration::from_millis(40);

/// A value with its range.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    pub low: f64,
    pub middle: f64,
    pub high: f64,
}

pub struct Comparison {
    /// Microseconds per call.
    pub client: f64,
    /// Microseconds per call.
    pub by_hand: f64,
    /// The CPU time of the client divided by that of the code by hand, one value per round.
    pub ratio: Spread,
    /// The 95 % confidence interval of the median.
    pub median: Spread,
    pub calls: u32,
}

/// Measures two implementations of a call in alternating turns.
pub fn compare(
    runtime: &Runtime,
    rounds: usize,
    calls: Option<u32>,
    client: impl AsyncFn(),
    by_hand: impl AsyncFn(),
) -> io::Result<Comparison> {
    let (mut of_client, mut of_hand, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let turn = runtime.block_on(async {
        let turn = match calls {
            Some(calls) => calls.div_ceil(TURNS),
            None => suitable_turn(&by_hand).await?,
        };
        for round in 0..rounds {
            let (mut first, mut second) = (Vec::new(), Vec::new());
            for index in 0..TURNS as usize {
                // The first side alternates, because the second one benefits from warm caches.
                if (round + index).is_multiple_of(2) {
                    first.push(cpu_of_a_call(&client, turn).await?);
                    second.push(cpu_of_a_call(&by_hand, turn).await?);
                } else {
                    second.push(cpu_of_a_call(&by_hand, turn).await?);
                    first.push(cpu_of_a_call(&client, turn).await?);
                }
            }
            let (first, second) = (tenths(first).middle, tenths(second).middle);
            of_client.push(first);
            of_hand.push(second);
            ratios.push(first / second);
        }
        io::Result::Ok(turn)
    })?;
    Ok(Comparison {
        client: tenths(of_client).middle,
        by_hand: tenths(of_hand).middle,
        median: certain_median(ratios.clone()),
        ratio: tenths(ratios),
        calls: turn * TURNS,
    })
}

async fn suitable_turn(call: &impl AsyncFn()) -> io::Result<u32> {
    const SAMPLE: u32 = 200;
    cpu_of_a_call(call, SAMPLE).await?;
    let calls = SIDE_OF_A_ROUND.as_secs_f64() * 1e6 / cpu_of_a_call(call, SAMPLE).await?;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the value is small and above zero")]
    let calls = calls as u32;
    Ok((calls / TURNS).max(1))
}

/// Returns the CPU time of a call in microseconds, averaged over some calls.
async fn cpu_of_a_call(call: &impl AsyncFn(), calls: u32) -> io::Result<f64> {
    // The remaining work of the previous side must not count here.
    yield_now().await;
    let start = cpu_clock()?;
    for _ in 0..calls {
        call().await;
    }
    yield_now().await;
    Ok(cpu_clock()?.saturating_sub(start).as_secs_f64() * 1e6 / f64::from(calls))
}

/// Returns the CPU time of this thread.
fn cpu_clock() -> io::Result<Duration> {
    // The kernel updates the CPU time when it selects the next thread.
    thread::yield_now();
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanos = text.split(' ').next().and_then(|nanos| nanos.parse().ok());
    nanos.map(Duration::from_nanos).ok_or_else(|| io::Error::other(format!("no CPU time in `{}`", text.trim())))
}

/// Returns the 10th, 50th and 90th percentile.
fn tenths(values: Vec<f64>) -> Spread {
    let away = values.len().saturating_sub(1) * 2 / 5;
    around_median(values, away)
}

/// Returns the median with its 95 % confidence interval.
fn certain_median(values: Vec<f64>) -> Spread {
    // Twice the standard deviation of the rank.
    let away = values.len().isqrt();
    around_median(values, away)
}

/// Returns the median, and the values at this distance from it in ranks.
fn around_median(mut values: Vec<f64>, ranks: usize) -> Spread {
    values.sort_unstable_by(f64::total_cmp);
    let last = values.len() - 1;
    let (below, above) = (last / 2, last.div_ceil(2));
    let middle = f64::midpoint(values[below], values[above]);
    Spread { low: values[below.saturating_sub(ranks)], middle, high: values[(above + ranks).min(last)] }
}
