//! The allocations of a call of a generated client, compared with the same call written by hand with
//! reqwest and serde's derive, for one object and for a page of 100.
//!
//! `cargo run --release -p api-client-runtime --example overhead-allocations`
//!
//! With `--check` it ends with 1 if the aim is missed: at most 10 allocations a call more.
//!
//! Only this thread's allocations count, not those of the server. A reallocation counts as one. How
//! many there are depends on how many pieces an answer comes in, so calls are counted one by one, and
//! the middle one is held against the aim; behind it are the least and the most.

#![allow(missing_docs, unreachable_pub, dead_code, reason = "the client is declared as a crate declares it")]
#![allow(clippy::needless_pass_by_value, reason = "setters take their values, as those of a crate do")]

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

/// So many calls are counted, and as many before them are not, until all is warm.
const CALLS: usize = 51;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let check = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => false,
        ["--check"] => true,
        _ => {
            eprintln!("there is no argument but `--check`");
            return ExitCode::from(2);
        }
    };
    sides::end(run(), check)
}

/// Counts in both cases; says whether the aim was missed.
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
    println!("  aim          at most {MOST_ALLOCATIONS} allocations more: {}", if missed { "MISSED" } else { "met" });
    missed
}

/// The allocations of a call, and their bytes.
fn count(runtime: &Runtime, call: impl AsyncFn()) -> [Range; 2] {
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
