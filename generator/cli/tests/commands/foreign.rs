//! Specs of other APIs generate clients that compile without warnings and pass their contract tests.
//!
//! `hardest` has the most complex operations of this repository's API.
//!
//! `obstacle_course` has every feature of the format and difficult names. `lending` has bearer tokens, two hosts and
//! nested request objects. `ledger` has bearer tokens and offset pagination. `weather` has a key in the query and
//! nested resources.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use crate::support::{Workshop, copy, repository};

/// Ordinary runs test the first one, which has every feature.
const SPECS: &[&str] = &["obstacle_course", "hardest", "lending", "ledger", "weather"];

/// Tests of the obstacle course's client that are run beside its contract test.
const EXERCISES: &str = include_str!("../exercises/obstacle_course.rs");

/// Packages that the exercises use.
const DEPENDENCIES: &str = "bytes = \"1\"\nfutures-core = \"0.3\"\n";

/// Runs cargo in the workshop, with the target folder of the repository.
fn cargo(workshop: &Workshop, arguments: &[&str]) -> String {
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
}

/// Packages of crates.io in a workspace, by name and version, with the features that are enabled.
fn features(workspace: &Path) -> BTreeMap<(String, String), Vec<String>> {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1"])
        .current_dir(workspace)
        .output()
        .expect("cargo can be run");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr)));
    let nodes = metadata["resolve"]["nodes"].as_array().expect("cargo lists the packages");
    nodes
        .iter()
        .filter_map(|node| {
            let id = node["id"].as_str()?.strip_prefix("registry+")?;
            let (name, version) = id.split_once('#')?.1.split_once('@')?;
            let features = node["features"].as_array()?.iter().filter_map(|feature| feature.as_str());
            Some(((name.to_owned(), version.to_owned()), features.map(str::to_owned).collect()))
        })
        .collect()
}

/// Writes a package that enables the features which dependencies have in the repository, so that cargo builds
/// no dependency a second time.
fn share_dependencies(workshop: &Workshop) {
    let built = features(&repository());
    let mut manifest = "[package]\nname = \"shared-dependencies\"\nedition = \"2024\"\n\n[dependencies]\n".to_owned();
    for (index, (package, enabled)) in features(&workshop.path("")).iter().enumerate() {
        let Some(features) = built.get(package).filter(|features| *features != enabled) else { continue };
        let (name, version) = package;
        let _ = writeln!(
            manifest,
            "shared{index} = {{ package = \"{name}\", version = \"={version}\", default-features = false, features = {features:?} }}"
        );
    }
    workshop.write("clients/shared_dependencies/Cargo.toml", &manifest);
    workshop.write("clients/shared_dependencies/src/lib.rs", "");
}

/// Generates the clients of specs and returns their folders.
fn generate(workshop: &Workshop, specs: &[&str]) -> Vec<String> {
    let generate = |spec: &&str| {
        copy(&repository().join("generator/tests/specs").join(spec), &workshop.path(&format!("specs/{spec}")));
        let (folder, client) = (format!("specs/{spec}"), format!("clients/{spec}"));
        workshop.run(&["generate", "--spec", &folder, "--out", &client]).exits(0);
        client
    };
    specs.iter().map(generate).collect()
}

/// A workspace with the clients of specs, and the number of their examples.
fn clients(specs: &[&str]) -> (Workshop, usize) {
    let workshop = Workshop::empty();
    let mut examples = 0;
    for client in generate(&workshop, specs) {
        examples += workshop.read(&format!("{client}/tests/contract.rs")).matches("#[tokio::test]").count();
    }
    workshop.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"clients/*\"]\n");
    if specs.contains(&SPECS[0]) {
        workshop.write("clients/obstacle_course/tests/exercises.rs", EXERCISES);
        let manifest = workshop.read("clients/obstacle_course/Cargo.toml");
        let manifest = manifest.replace("[dev-dependencies]\n", &format!("[dev-dependencies]\n{DEPENDENCIES}"));
        workshop.write("clients/obstacle_course/Cargo.toml", &manifest);
    }
    std::fs::copy(repository().join("Cargo.lock"), workshop.path("Cargo.lock")).expect("files can be copied");
    share_dependencies(&workshop);
    (workshop, examples)
}

/// Runs the contract tests of the clients of specs.
fn run_contract_tests(specs: &[&str]) {
    let (workshop, examples) = clients(specs);
    let tests = cargo(&workshop, &["test", "--workspace"]);
    let passed = tests.matches(" ... ok").count();
    assert!(passed >= examples, "every one of the {examples} examples is a test:\n{tests}");
}

#[test]
fn client_of_the_obstacle_course_passes_its_contract_tests() {
    run_contract_tests(&SPECS[..1]);
}

#[test]
#[ignore = "takes long: .ci/run runs it"]
fn clients_of_other_apis_pass_their_contract_tests() {
    run_contract_tests(&SPECS[1..]);
}

#[test]
#[ignore = "takes long: .ci/run runs it"]
fn documentation_of_clients_of_other_apis_has_no_warnings() {
    let (workshop, _) = clients(SPECS);
    cargo(&workshop, &["doc", "--workspace", "--no-deps"]);
}

/// Returns the types of the arguments of a public function, from its line in `api.txt`.
fn arguments(line: &str) -> Vec<String> {
    let Some(signature) = line.strip_prefix("fn ").and_then(|line| line.split_once('(')) else { return Vec::new() };
    let (mut types, mut depth) = (vec![String::new()], 0_usize);
    let mut last = ' ';
    for character in signature.1.chars() {
        match character {
            ')' if depth == 0 => break,
            '(' | '<' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            '>' if last != '-' => depth -= 1,
            ',' if depth == 0 => types.push(String::new()),
            _ => {}
        }
        last = character;
        if let Some(text) = types.last_mut().filter(|_| character != ',' || depth > 0) {
            text.push(character);
        }
    }
    types.iter().filter_map(|argument| Some(argument.split_once(": ")?.1.trim().to_owned())).collect()
}

/// Returns the kind of a type. Swapped arguments of one kind would compile.
fn kind(type_: &str) -> &str {
    let of_text = ["String", "rt::DateTime", "rt::Date", "rt::JsonText", "rt::JsonValue"];
    let is_text = of_text.iter().any(|text| type_ == *text || type_ == format!("impl Into<{text}>"));
    if is_text || type_ == "&str" { "text" } else { type_ }
}

#[test]
fn no_function_has_arguments_that_can_be_swapped() {
    let workshop = Workshop::empty();
    let mut lists = vec![std::fs::read_to_string(repository().join("generated-client/api.txt")).expect("it is there")];
    for client in generate(&workshop, SPECS) {
        lists.push(workshop.read(&format!("{client}/api.txt")));
    }
    let mut with_several = 0;
    for line in lists.iter().flat_map(|list| list.lines()) {
        let arguments = arguments(line);
        let kinds: Vec<&str> = arguments.iter().map(|type_| kind(type_)).collect();
        let is_twin = |(index, kind): (usize, &&str)| kinds[..index].contains(kind);
        assert!(!kinds.iter().enumerate().any(is_twin), "two arguments of the same kind: {line}");
        with_several += usize::from(kinds.len() > 1);
    }
    assert!(with_several > 50, "the lines are read as they are written: {with_several}");
    for (line, expected) in [
        ("fn a::B::c(self, x: impl Into<String>, y: a::D) -> E", vec!["impl Into<String>", "a::D"]),
        ("fn a::B::new(x: impl IntoIterator<Item = (impl Into<String>, i64)>, y: i64) -> Self", {
            vec!["impl IntoIterator<Item = (impl Into<String>, i64)>", "i64"]
        }),
        ("fn a::B::c(self) -> E", vec![]),
        ("struct a::B.c: String", vec![]),
    ] {
        assert_eq!(arguments(line), expected, "{line}");
    }
}

#[test]
fn public_items_have_the_expected_signatures() {
    let workshop = Workshop::empty();
    copy(&repository().join("generator/tests/specs/lending"), &workshop.path("spec"));
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
