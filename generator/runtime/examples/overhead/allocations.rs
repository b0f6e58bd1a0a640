//! Compares the allocations of a call of a generated client with the same call written by hand with reqwest and serde's
//! derive, for one object and for a page of 100.
//!
//! `cargo run --release -p api-client-runtime --example overhead-allocations`
//!
//! With `--check`, the exit code is 1 if the target is missed: at most 10 additional allocations per call.
//!
//! Only allocations of this thread count, not those of the server. A reallocation counts as one allocation. The number
//! depends on the number of pieces of a response, so each call is counted separately, and the median is compared with
//! the target. The output also shows the minimum and the maximum.

#![allow(missing_docs, unreachable_pub, dead_code, reason = "the client is declared as in a generated crate")]
#![allow(clippy::needless_pass_by_value, reason = "setters take their values by value, as generated ones do")]

mod api;
mod by_hand;
mod server;
mod sides;

use std::error::Error;
use std::process::ExitCode;

use tokio::runtime::Runtime;
use tokio::task::yield_now;

use sides::Sides;

const MOST_ALLOCATIONS: u64 = 10;

/// The number of calls that are counted. The same number of calls is made before, to warm up.
const CALLS: usize = 51;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let check = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => false,
        ["--check"] => true,
        _ => {
            eprintln!("unknown argument: the only argument is `--check`");
            return ExitCode::from(2);
        }
    };
    sides::end(run(), check)
}

/// Counts in both cases, and returns whether the target was missed.
fn run() -> Result<bool, Box<dyn Error>> {
    let sides = Sides::start()?;
    let missed = [compare(&sides, sides.one()), compare(&sides, sides.page())];
    sides.check_connections()?;
    Ok(missed.contains(&true))
}

fn compare(sides: &Sides, (case, client, by_hand): (String, impl AsyncFn(), impl AsyncFn())) -> bool {
    let ([allocations, bytes], [allocations_by_hand, bytes_by_hand]) =
        (count(&sides.runtime, client), count(&sides.runtime, by_hand));
    println!("{case}");
    for (what, client, by_hand) in
        [("allocations", &allocations, &allocations_by_hand), ("bytes", &bytes, &bytes_by_hand)]
    {
        let more = client.middle.cast_signed() - by_hand.middle.cast_signed();
        println!("  {what:<12} client {client}, by hand {by_hand}: {more:+}");
    }
    let missed = allocations.middle > allocations_by_hand.middle + MOST_ALLOCATIONS;
    println!("  target       at most {MOST_ALLOCATIONS} allocations more: {}", if missed { "MISSED" } else { "met" });
    missed
}

/// Returns the number and the bytes of the allocations of a call.
fn count(runtime: &Runtime, call: impl AsyncFn()) -> [Range; 2] {
    let one = || {
        allocation_counter::measure(|| {
            runtime.block_on(async {
                call().await;
                // The task of the connection must finish its work on the last call.
                yield_now().await;
                yield_now().await;
            });
        })
    };
    for _ in 0..CALLS {
        one();
    }
    let counted: Vec<_> = (0..CALLS).map(|_| one()).collect();
    [
        Range::of(counted.iter().map(|info| info.count_total).collect()),
        Range::of(counted.iter().map(|info| info.bytes_total).collect()),
    ]
}

struct Range {
    least: u64,
    middle: u64,
    most: u64,
}

impl Range {
    fn of(mut values: Vec<u64>) -> Self {
        values.sort_unstable();
        let last = values.len() - 1;
        Self { least: values[0], middle: values[last / 2], most: values[last] }
    }
}

impl std::fmt::Display for Range {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} ({} to {})", self.middle, self.least, self.most)
    }
}
