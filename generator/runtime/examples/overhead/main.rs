//! Compares the CPU time of a call of a generated client with the same call written by hand with reqwest and serde's
//! derive, for one object and for a page of 100. A separate program counts the allocations, `allocations.rs`, because a
//! counting allocator takes time.
//!
//! `cargo build --release -p api-client-runtime --example overhead`
//! `taskset -c 0 target/release/examples/overhead`
//!
//! (`taskset` keeps client and server on one core, which reduces the variation: waking a thread on a different core
//! takes a varying time. On an idle machine, `cargo run` is sufficient.)
//!
//! | argument | meaning |
//! |---|---|
//! | `--rounds N` | number of rounds; default: 40 |
//! | `--calls N` | calls of each side in a round; default: as many as take 40 ms of CPU time |
//! | `--check` | exit with 1 if the target is missed |
//!
//! The target: at most 1.03 times the CPU time.
//!
//! Both sides send the same request to the same server, each over one connection, and decode the same values; this is
//! checked first. Both run on one thread, whose CPU time contains nothing else. The server runs on other threads. In
//! each round, the sides alternate in many turns of a few milliseconds, so that disturbances affect both sides. The
//! median turns of both sides give the ratio of the round.
//!
//! The first ratio in the output is the median of all rounds, which is compared with the target. After it come the 95 %
//! confidence interval of the median, and the range of 80 % of the rounds, which shows how busy the machine is.
//!
//! A run is one sample, because the memory layout differs between processes. Runs of one program had medians from 1.12
//! to 1.19 for one object and from 1.06 to 1.08 for the page, which is more than the interval within a run. To confirm
//! a difference of a few hundredths, alternate several runs of each program.

#![allow(missing_docs, unreachable_pub, dead_code, reason = "the client is declared as in a generated crate")]
#![allow(clippy::needless_pass_by_value, reason = "setters take their values by value, as generated ones do")]

mod api;
mod by_hand;
mod cpu;
mod server;
mod sides;

use std::error::Error;
use std::process::ExitCode;

use cpu::compare;
use sides::Sides;

const MOST_CPU: f64 = 1.03;

struct Arguments {
    rounds: usize,
    calls: Option<u32>,
    check: bool,
}

impl Arguments {
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut read = Self { rounds: 40, calls: None, check: false };
        while let Some(argument) = arguments.next() {
            let mut number = || {
                let number = arguments.next().and_then(|text| text.parse::<u32>().ok()).filter(|number| *number > 0);
                number.ok_or_else(|| format!("`{argument}` needs a number above zero"))
            };
            match argument.as_str() {
                "--rounds" => read.rounds = number()? as usize,
                "--calls" => read.calls = Some(number()?),
                "--check" => read.check = true,
                _ => return Err(format!("`{argument}` is unknown, expected `--rounds N`, `--calls N`, `--check`")),
            }
        }
        Ok(read)
    }
}

fn main() -> ExitCode {
    let arguments = match Arguments::read(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::from(2);
        }
    };
    sides::end(run(&arguments), arguments.check)
}

/// Measures both cases, and returns whether the target was missed.
fn run(arguments: &Arguments) -> Result<bool, Box<dyn Error>> {
    let sides = Sides::start()?;
    let missed = [measure(arguments, &sides, sides.one())?, measure(arguments, &sides, sides.page())?];
    sides.check_connections()?;
    Ok(missed.contains(&true))
}

fn measure(
    arguments: &Arguments,
    sides: &Sides,
    (case, client, by_hand): (String, impl AsyncFn(), impl AsyncFn()),
) -> Result<bool, Box<dyn Error>> {
    let measured = compare(&sides.runtime, arguments.rounds, arguments.calls, client, by_hand)?;
    let (ratio, median) = (measured.ratio, measured.median);
    let missed = ratio.middle > MOST_CPU;
    println!("{case}: {} rounds of {} calls per side", arguments.rounds, measured.calls);
    println!("  CPU/call    client {:.1} µs, by hand {:.1} µs", measured.client, measured.by_hand);
    println!(
        "  ratio       {:.3}, 95 % confidence {:.3} to {:.3}; 80 % of the rounds {:.3} to {:.3}",
        ratio.middle, median.low, median.high, ratio.low, ratio.high
    );
    println!("  target      at most {MOST_CPU}: {}", if missed { "MISSED" } else { "met" });
    Ok(missed)
}
