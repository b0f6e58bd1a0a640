//! Specs of other APIs generate clients that compile without warnings and pass their contract tests.
//!
//! `hardest` has the hardest operations of the API that this project is about.
//!
//! `obstacle_course` has every feature of the format and every nasty name. `lending` has bearer
//! tokens, two hosts and nested request objects, `ledger` bearer tokens and offset paging,
//! `weather` a key in the query and nested resources.

use std::fmt::Write;
use std::process::Command;

use crate::support::{Workshop, copy, repository};

const SPECS: &[&str] = &["obstacle_course", "hardest", "lending", "ledger", "weather"];

/// What is run on the obstacle course's client beside its contract test.
const EXERCISES: &str = include_str!("../exercises/obstacle_course.rs");

#[test]
fn other_apis_generate_clients_that_pass_their_contract_tests() {
    let workshop = Workshop::empty();
    let mut manifest = "[workspace]\nresolver = \"3\"\nmembers = [".to_owned();
    let mut examples = 0;
    for spec in SPECS {
        copy(&repository().join("xtask/tests/specs").join(spec), &workshop.path(&format!("specs/{spec}")));
        let (folder, client) = (format!("specs/{spec}"), format!("clients/{spec}"));
        workshop.run(&["generate", "--spec", &folder, "--out", &client]).exits(0);
        let _ = write!(manifest, "\"{client}\", ");
        examples += workshop.read(&format!("{client}/tests/contract.rs")).matches("#[tokio::test]").count();
    }
    workshop.write("Cargo.toml", &format!("{manifest}]\n"));
    workshop.write("clients/obstacle_course/tests/exercises.rs", EXERCISES);
    let manifest = workshop.read("clients/obstacle_course/Cargo.toml");
    let manifest =
        manifest.replace("[dev-dependencies]\n", "[dev-dependencies]\nbytes = \"1\"\nfutures-core = \"0.3\"\n");
    workshop.write("clients/obstacle_course/Cargo.toml", &manifest);
    // The same versions and profile as in the repository, so that nothing has to be built twice.
    std::fs::copy(repository().join("Cargo.lock"), workshop.path("Cargo.lock")).expect("files can be copied");
    let cargo = |arguments: &[&str]| {
        let output = Command::new("cargo")
            .args(arguments)
            .current_dir(workshop.path(""))
            .env("CARGO_TARGET_DIR", repository().join("target"))
            .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
            .env("RUSTDOCFLAGS", "-D warnings")
            .output()
            .expect("cargo can be run");
        let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success() && !stderr.contains("warning:"), "{arguments:?}\n{stdout}\n{stderr}");
        stdout.into_owned()
    };
    let tests = cargo(&["test", "--workspace"]);
    let passed = tests.matches(" ... ok").count();
    assert!(passed >= examples, "every one of the {examples} examples is a test:\n{tests}");
    cargo(&["doc", "--workspace", "--no-deps"]);
}

#[test]
fn the_public_surface_is_what_a_person_would_expect() {
    let workshop = Workshop::empty();
    copy(&repository().join("xtask/tests/specs/lending"), &workshop.path("spec"));
    workshop.generate().exits(0);
    let api = workshop.read("client/api.txt");
    for line in [
        "fn library::books::BooksOperations::lend_book(self, required: LendBookRequired) -> LendBook #[deprecated]",
        "fn library::books::LendBook::clear_note(self) -> Self",
        "fn library::Terms::new(days: i64) -> Self",
        "struct library::Book.kind: Option<String>",
        "struct library::Category.parent: Option<Box<Category>>",
        "enum library::Genre::N2faManual",
        "enum NestedErrorCode::NoSuchBook",
        "request library::books::FetchCover -> rt::JsonValue",
    ] {
        assert!(api.lines().any(|found| found == line), "`{line}` is not in:\n{api}");
    }
}
