//! Runs the unit tests, which are in the modules that they test.
//!
//! `cargo test` would compile the whole library a second time for these tests, which takes more time than any other part
//! of the build. Therefore, the library has no test target, and this program compiles only the modules that have unit
//! tests.
#![allow(dead_code, unreachable_pub, unused_imports, clippy::pedantic, reason = "the library checks the modules")]

use api_client_generator::{Settings, Spec};

#[path = "../../src/characters.rs"]
mod characters;
#[path = "../../src/diagnostics/mod.rs"]
mod diagnostics;
#[path = "../../src/links.rs"]
mod links;
#[path = "../../src/markdown.rs"]
mod markdown;
#[path = "../../src/output/mod.rs"]
mod output;
#[path = "../../src/parallel.rs"]
mod parallel;
#[path = "../../src/percent.rs"]
mod percent;
#[path = "../../src/public_api/mod.rs"]
mod public_api;
#[path = "../../src/source/mod.rs"]
mod source;
#[path = "../../src/tokens.rs"]
mod tokens;

#[path = "../../src/model"]
mod model {
    pub use api_client_generator::model::*;

    mod identifying;
}

#[path = "../../src/naming"]
mod naming {
    mod identifier;
}

#[path = "../../src/observe"]
mod observe {
    mod privacy;
    mod request;
    mod shape;
    mod times;
}

#[path = "../../src/resolve"]
mod resolve {
    mod reserved_headers;

    mod examples {
        mod form;
        mod json;
        mod request;
    }
}

#[path = "../support/unit.rs"]
mod unit;

#[test]
fn all_modules_with_unit_tests_are_included() {
    unit::assert_complete(env!("CARGO_MANIFEST_DIR"));
}
