//! CPU time and allocations of this thread.

use std::io;
use std::thread;
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::task::yield_now;

/// In a round, both sides take turns so many times.
const TURNS: u32 = 8;

/// So much CPU time each side of a round takes, if the number of calls is not given.
const SIDE_OF_A_ROUND: Duration = Duration::from_millis(40);

/// So often allocations are counted; the middle counts.
const COUNTED: usize = 51;

/// What one side takes, or how far it varies.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Spread<T> {
    pub low: T,
    pub middle: T,
    pub high: T,
}

/// What a call takes.
pub struct Cost {
    /// Microseconds.
    pub cpu: Spread<f64>,
    pub allocations: Spread<u64>,
    pub bytes: Spread<u64>,
}

pub struct Comparison {
    pub client: Cost,
    pub by_hand: Cost,
    /// CPU time of the client by that of the code by hand, a value a round.
    pub ratio: Spread<f64>,
    pub calls: u32,
}

/// Lets two ways of making a call take turns.
pub fn compare(
    runtime: &Runtime,
    rounds: usize,
    calls: Option<u32>,
    client: impl AsyncFn(),
    by_hand: impl AsyncFn(),
) -> io::Result<Comparison> {
    let (client_allocations, client_bytes) = count(runtime, &client);
    let (by_hand_allocations, by_hand_bytes) = count(runtime, &by_hand);
    let (mut of_client, mut of_hand, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let turn = runtime.block_on(async {
        let turn = match calls {
            Some(calls) => calls.div_ceil(TURNS),
            None => suitable_turn(&by_hand).await?,
        };
        for round in 0..rounds {
            let (mut first, mut second) = (Duration::ZERO, Duration::ZERO);
            for index in 0..TURNS as usize {
                // Who comes first changes each time, since the second finds the caches of the first.
                if (round + index).is_multiple_of(2) {
                    first += cpu_time(&client, turn).await?;
                    second += cpu_time(&by_hand, turn).await?;
                } else {
                    second += cpu_time(&by_hand, turn).await?;
                    first += cpu_time(&client, turn).await?;
                }
            }
            let per_call = |time: Duration| time.as_secs_f64() * 1e6 / f64::from(turn * TURNS);
            of_client.push(per_call(first));
            of_hand.push(per_call(second));
            ratios.push(per_call(first) / per_call(second));
        }
        io::Result::Ok(turn)
    })?;
    Ok(Comparison {
        client: Cost { cpu: tenths(of_client), allocations: client_allocations, bytes: client_bytes },
        by_hand: Cost { cpu: tenths(of_hand), allocations: by_hand_allocations, bytes: by_hand_bytes },
        ratio: tenths(ratios),
        calls: turn * TURNS,
    })
}

async fn suitable_turn(call: &impl AsyncFn()) -> io::Result<u32> {
    const SAMPLE: u32 = 200;
    cpu_time(call, SAMPLE).await?;
    let sample = cpu_time(call, SAMPLE).await?.max(Duration::from_micros(1));
    let calls = SIDE_OF_A_ROUND.as_secs_f64() / sample.as_secs_f64() * f64::from(SAMPLE);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is small, and above zero")]
    let calls = calls as u32;
    Ok((calls / TURNS).max(1))
}

/// The CPU time of some calls, one after the other.
async fn cpu_time(call: &impl AsyncFn(), calls: u32) -> io::Result<Duration> {
    // What the side before left behind is none of this one's.
    yield_now().await;
    let start = cpu_clock()?;
    for _ in 0..calls {
        call().await;
    }
    yield_now().await;
    Ok(cpu_clock()?.saturating_sub(start))
}

/// How long this thread was on a CPU.
fn cpu_clock() -> io::Result<Duration> {
    // The kernel brings its account up to date when it looks for the next thread to run.
    thread::yield_now();
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanos = text.split(' ').next().and_then(|nanos| nanos.parse().ok());
    nanos.map(Duration::from_nanos).ok_or_else(|| io::Error::other(format!("no CPU time in `{}`", text.trim())))
}

/// The allocations of a call and their bytes, after the first calls.
fn count(runtime: &Runtime, call: &impl AsyncFn()) -> (Spread<u64>, Spread<u64>) {
    let one = || {
        allocation_counter::measure(|| {
            runtime.block_on(async {
                call().await;
                // The connection is a task of its own, and has something to put away.
                yield_now().await;
                yield_now().await;
            });
        })
    };
    for _ in 0..COUNTED {
        one();
    }
    let counted: Vec<_> = (0..COUNTED).map(|_| one()).collect();
    let allocations = counted.iter().map(|info| info.count_total).collect();
    let bytes = counted.iter().map(|info| info.bytes_total).collect();
    (range(allocations), range(bytes))
}

/// The least, the middle and the most.
fn range(mut values: Vec<u64>) -> Spread<u64> {
    values.sort_unstable();
    let last = values.len() - 1;
    Spread { low: values[0], middle: values[last / 2], high: values[last] }
}

/// The tenth, the fiftieth and the ninetieth percentile.
fn tenths(mut values: Vec<f64>) -> Spread<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let last = values.len() - 1;
    let middle = f64::midpoint(values[last / 2], values[last.div_ceil(2)]);
    Spread { low: values[last / 10], middle, high: values[last - last / 10] }
}
