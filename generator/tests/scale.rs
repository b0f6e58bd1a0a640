//! Time grows linearly with the size of the spec.

#[path = "support/synthetic.rs"]
mod synthetic;

use std::time::{Duration, Instant};

use api_client_generator::Settings;

const SMALL: usize = 300;
const FACTOR: u32 = 5;

/// Returns the shortest of several times, because other load can only add to them.
fn least(runs: usize, mut work: impl FnMut()) -> Duration {
    let times = (0..runs).map(|_| {
        let start = Instant::now();
        work();
        start.elapsed()
    });
    times.min().unwrap_or_default()
}

#[test]
fn time_grows_linearly_with_the_spec() {
    let check = |size: usize| {
        let spec = synthetic::spec(size);
        assert!(spec.resolve().is_ok(), "{size}");
    };
    let small = least(3, || check(SMALL));
    let large = least(1, || check(SMALL * FACTOR as usize));
    println!("check: {SMALL} operations {small:?}, {FACTOR} times as many {large:?}");
    assert!(large < small * FACTOR * 2, "checking {FACTOR} times as much took {large:?} instead of {small:?}");
    // The limit for a build without optimization.
    assert!(small < Duration::from_secs(1), "checking {SMALL} operations took {small:?}");

    let emit = |size: usize| {
        let resolved = synthetic::spec(size).resolve().expect("nothing is wrong with it");
        least(2, || assert!(!resolved.emit(&Settings::default()).is_empty()))
    };
    let (small, large) = (emit(SMALL), emit(SMALL * FACTOR as usize));
    println!("generate: {small:?}, {large:?}");
    assert!(large < small * FACTOR * 2, "generating {FACTOR} times as much took {large:?} instead of {small:?}");
}
