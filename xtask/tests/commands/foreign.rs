//! A spec of another API generates a client that compiles without warnings and passes its contract
//! test: bearer tokens, two hosts, nested request objects, recursive types, required values that
//! could be swapped, and names that Rust does not like.

use std::process::Command;

use crate::support::{Workshop, copy, repository};

#[test]
fn another_api_generates_a_client_that_passes_its_contract_test() {
    let workshop = Workshop::empty();
    copy(&repository().join("xtask/tests/foreign"), &workshop.path("spec"));
    workshop.generate().exits(0);
    // The same versions and profile as in the repository, so that nothing has to be built twice.
    std::fs::copy(repository().join("Cargo.lock"), workshop.path("client/Cargo.lock")).expect("files can be copied");
    let cargo = |arguments: &[&str]| {
        let output = Command::new("cargo")
            .args(arguments)
            .current_dir(workshop.path("client"))
            .env("CARGO_TARGET_DIR", repository().join("target"))
            .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
            .env("RUSTDOCFLAGS", "-D warnings")
            .output()
            .expect("cargo can be run");
        let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success() && !stderr.contains("warning:"), "{arguments:?}\n{stdout}\n{stderr}");
        stdout.into_owned()
    };
    let tests = cargo(&["test"]);
    assert!(tests.contains("6 passed"), "every example is a test:\n{tests}");
    cargo(&["doc", "--no-deps"]);
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
