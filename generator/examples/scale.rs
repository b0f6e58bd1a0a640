//! How long checking and generating take, by the number of operations, in CPU time and memory.
//!
//! `cargo run --release -p api-client-generator --example scale -- 300 30000`

#[path = "../tests/support/synthetic.rs"]
mod synthetic;

use api_client_generator::Settings;
use api_client_generator::diagnostics::Style;
use std::fs;
use std::time::Instant;

fn main() {
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    println!("operations   check (CPU ms)   generate (CPU ms)   generate (ms)   peak memory (MiB)");
    for size in sizes {
        let start = cpu_ms();
        let spec = synthetic::spec(size);
        let resolved = match spec.resolve() {
            Ok(resolved) => resolved,
            Err(mistakes) => panic!("{}", mistakes.render(spec.sources(), Style::Plain)),
        };
        let checked = cpu_ms();
        let clock = Instant::now();
        let files = resolved.emit(&Settings::default());
        let (emitted, elapsed) = (cpu_ms(), clock.elapsed());
        assert!(!files.is_empty());
        println!(
            "{size:>10}   {:>14.0}   {:>17.0}   {:>13}   {:>17.0}",
            checked - start,
            emitted - checked,
            elapsed.as_millis(),
            peak_mib()
        );
    }
}

/// User and system time of this process so far.
fn cpu_ms() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(") ").next().unwrap_or_default();
    let ticks: f64 = after_name.split(' ').skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
    ticks * 10.0
}

fn peak_mib() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kib| kib.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}
