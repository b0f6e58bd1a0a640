//! The CPU time of a call of a generated client, compared with the same call written by hand with
//! reqwest and serde's derive, for one object and for a page of 100. Its allocations are counted by a
//! program of its own, `allocations.rs`, since an allocator that counts takes time.
//!
//! `cargo build --release -p api-client-runtime --example overhead`
//! `taskset -c 0 target/release/examples/overhead`
//!
//! (`taskset` keeps client and server on one core, which makes the figures much steadier: waking a
//! thread on another core takes now more, now less. `cargo run` does as well on an idle machine.)
//!
//! | argument | meaning |
//! |---|---|
//! | `--rounds N` | so many ratios are taken; 40 if not given |
//! | `--calls N` | calls of each side in a round; as many as take 40 ms of CPU if not given |
//! | `--check` | end with 1 if the aim is missed |
//!
//! The aim: at most 1.03 times the CPU time.
//!
//! Both sides send the same request to the same server, each over one connection, and read the same
//! values; this is checked first. They run on one thread, on whose CPU time nothing else counts, and
//! the server on others. In each round the sides take many turns of a few milliseconds, so that what
//! else happens on the machine happens to both; the middle turn of each side makes the ratio of the
//! round.
//!
//! The ratio that is shown first is the median of all rounds, which is held against the aim. Behind it
//! is where the median of this run would be with endless rounds, with 95 % certainty, and then where
//! eight of ten rounds are, which tells how busy the machine is.
//!
//! A run is one sample: where memory lies differs from process to process. Runs of one program gave
//! medians from 1.12 to 1.19 for one object and from 1.06 to 1.08 for the page, further apart than the
//! certainty within a run. Before a difference of few hundredths is believed, run each program some
//! times, in turn.

#![allow(missing_docs, unreachable_pub, dead_code, reason = "the client is declared as a crate declares it")]
#![allow(clippy::needless_pass_by_value, reason = "setters take their values, as those of a crate do")]

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
                _ => return Err(format!("`{argument}` is none of `--rounds N`, `--calls N`, `--check`")),
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

/// Measures both cases; says whether the aim was missed.
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
    println!("{case}: {} rounds of {} calls a side", arguments.rounds, measured.calls);
    println!("  CPU a call  client {:.1} µs, by hand {:.1} µs", measured.client, measured.by_hand);
    println!(
        "  ratio       {:.3}, within this run {:.3} to {:.3}; of the rounds, most {:.3} to {:.3}",
        ratio.middle, median.low, median.high, ratio.low, ratio.high
    );
    println!("  aim         at most {MOST_CPU}: {}", if missed { "MISSED" } else { "met" });
    Ok(missed)
}
