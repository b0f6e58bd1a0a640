//! What a call of a generated client costs above the same call written by hand with reqwest and
//! serde's derive: CPU time and allocations, for one object and for a page of 100.
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
//! | `--check` | end with 1 if an aim is missed |
//!
//! The aims: at most 1.03 times the CPU time, and at most 10 allocations a call more.
//!
//! Both sides send the same request to the same server, each over one connection, and read the same
//! values; this is checked first. They run on one thread, on whose CPU time nothing else counts, and
//! the server on others. In each round the sides take many turns of a few milliseconds, so that what
//! else happens on the machine happens to both; the middle turn of each side makes the ratio of the
//! round.
//!
//! The ratio that is shown first is the median of all rounds. Behind it is where the median would be
//! with endless rounds, with 95 % certainty: where the aim lies in between, more rounds are needed.
//! Then comes where eight of ten rounds are, which tells how busy the machine is.
//!
//! Allocations don't depend on that. They vary a little with how many pieces the bytes come in, so
//! the median counts, with the least and the most behind it. A reallocation counts as an allocation.
//! The counting slows each allocation of both sides a little, which brings the ratio nearer to 1, by
//! far less than the noise.

#![allow(missing_docs, unreachable_pub, dead_code, reason = "the client is declared as a crate declares it")]
#![allow(clippy::needless_pass_by_value, reason = "setters take their values, as those of a crate do")]

mod api;
mod by_hand;
mod measure;
mod server;

use std::error::Error;
use std::fmt::Debug;
use std::hint::black_box;
use std::process::ExitCode;

use tokio::runtime::Runtime;

use api::Order;
use measure::{Comparison, Spread, compare};
use server::Server;

const MOST_CPU: f64 = 1.03;
const MOST_ALLOCATIONS: u64 = 10;

const MEMBER: &str = "member 7/a";
const KEY: &str = "0123456789abcdef0123456789abcdef01234567";

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
    match run(&arguments) {
        Ok(missed) if missed && arguments.check => ExitCode::FAILURE,
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("nothing was measured: {error}");
            ExitCode::from(2)
        }
    }
}

/// Measures both cases; says whether an aim was missed.
fn run(arguments: &Arguments) -> Result<bool, Box<dyn Error>> {
    let server = Server::start()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let base_url = format!("http://{}", server.address);
    let client = api::Client::builder("example").key(KEY).base_url(base_url.as_str()).build()?;
    let by_hand = by_hand::Client::new(&base_url, KEY)?;

    let view = async || client.member().view_member(MEMBER).await;
    let view_by_hand = async || by_hand.view_member(MEMBER).await;
    let list = async || client.member().list_members().limit(100).order(Order::Created).active(true).await;
    let list_by_hand = async || by_hand.list_members(100, "created", true).await;
    check_same(&runtime, &server, &view, &view_by_hand)?;
    check_same(&runtime, &server, &list, &list_by_hand)?;

    let mut missed = false;
    let one = compare(
        &runtime,
        arguments.rounds,
        arguments.calls,
        async || drop(black_box(view().await)),
        async || drop(black_box(view_by_hand().await)),
    )?;
    missed |= report("one member", server.member_bytes, arguments.rounds, &one);
    let page = compare(
        &runtime,
        arguments.rounds,
        arguments.calls,
        async || drop(black_box(list().await)),
        async || drop(black_box(list_by_hand().await)),
    )?;
    missed |= report("page of 100 members", server.page_bytes, arguments.rounds, &page);
    // Each side has kept its connection alive, or one has paid for what the other has not.
    match server.connections() {
        2 => Ok(missed),
        connections => Err(format!("there were {connections} connections instead of one a side").into()),
    }
}

/// Checks that both sides ask for the same and read the same.
fn check_same<A: Debug, B: Debug, E: Debug, F: Debug>(
    runtime: &Runtime,
    server: &Server,
    client: &impl AsyncFn() -> Result<A, E>,
    by_hand: &impl AsyncFn() -> Result<B, F>,
) -> Result<(), String> {
    let failed = |error: &dyn Debug| format!("a call failed: {error:?}");
    let value = runtime.block_on(client()).map_err(|error| failed(&error))?;
    let request = server.last_request();
    let value_by_hand = runtime.block_on(by_hand()).map_err(|error| failed(&error))?;
    let request_by_hand = server.last_request();
    if request != request_by_hand {
        return Err(format!("the requests differ:\n{request:#?}\n{request_by_hand:#?}"));
    }
    let (value, value_by_hand) = (format!("{value:?}"), format!("{value_by_hand:?}"));
    if value != value_by_hand {
        return Err(format!("the values differ:\n{value}\n{value_by_hand}"));
    }
    Ok(())
}

/// Prints a case; says whether an aim was missed.
fn report(case: &str, body: usize, rounds: usize, comparison: &Comparison) -> bool {
    let Comparison { client, by_hand, ratio, median, calls } = comparison;
    let more = |client: Spread<u64>, by_hand: Spread<u64>| client.middle.cast_signed() - by_hand.middle.cast_signed();
    let allocations = more(client.allocations, by_hand.allocations);
    let (slow, many) = (ratio.middle > MOST_CPU, allocations > MOST_ALLOCATIONS.cast_signed());
    let verdict = |missed: bool| if missed { "MISSED" } else { "met" };
    println!("{case}: {body} bytes, {rounds} rounds of {calls} calls a side");
    println!("  CPU          client {:>8.1} µs   by hand {:>8.1} µs", client.cpu.middle, by_hand.cpu.middle);
    println!(
        "  ratio        {:.3}, certainly {:.3} to {:.3}; of the rounds, most {:.3} to {:.3}",
        ratio.middle, median.low, median.high, ratio.low, ratio.high
    );
    for (what, client, by_hand) in
        [("allocations", client.allocations, by_hand.allocations), ("bytes", client.bytes, by_hand.bytes)]
    {
        println!(
            "  {what:<12} client {:>8} ({} to {})   by hand {:>8} ({} to {})   {:+}",
            client.middle,
            client.low,
            client.high,
            by_hand.middle,
            by_hand.low,
            by_hand.high,
            more(client, by_hand)
        );
    }
    println!("  aims         ratio at most {MOST_CPU}: {}", verdict(slow));
    println!("               at most {MOST_ALLOCATIONS} allocations more: {}", verdict(many));
    slow || many
}
