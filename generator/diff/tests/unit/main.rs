//! Runs the unit tests, which are in the modules that they test.
//!
//! The library has no test target, for the reason in `generator/tests/unit/main.rs`.
#![allow(dead_code, unreachable_pub, unused_imports, clippy::pedantic, reason = "the library checks the modules")]

use api_client_diff::Level;

#[path = "../../src/matching.rs"]
mod matching;
#[path = "../../src/show.rs"]
mod show;
#[path = "../../src/version.rs"]
mod version;

#[path = "../../src/changelog"]
mod changelog {
    mod block;
}

#[path = "../../src/public_api"]
mod public_api {
    mod aliases;
    mod differences;
    mod level;
}

mod verdict {
    pub use api_client_diff::{Level, Verdict};
}

#[path = "../../../tests/support/unit.rs"]
mod unit;

#[test]
fn all_modules_with_unit_tests_are_included() {
    unit::assert_complete(env!("CARGO_MANIFEST_DIR"));
}
