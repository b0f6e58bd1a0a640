//! `cargo xtask coverage`: the numbers that the project stands by.

use serde_json::Value;

use crate::support::{Workshop, repository};

const DOCUMENTED: u64 = 253;
const COVERED: u64 = 252;
/// Covered by another endpoint that answers the same question.
const SUBSTITUTES: u64 = 2;

#[test]
fn every_documented_endpoint_is_covered_missing_with_a_reason_or_open() {
    let workshop = Workshop::new();
    let outcome = workshop.run(&["coverage", "--format", "json"]).exits(0);
    let coverage: Value = serde_json::from_str(&outcome.stdout).expect("the report is JSON");
    assert_eq!(coverage["documented"], DOCUMENTED);
    assert_eq!(coverage["covered"], COVERED);
    assert_eq!(coverage["substituted"], SUBSTITUTES);
    let sections: Vec<&Value> = coverage["products"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|product| product["sections"].as_array().into_iter().flatten())
        .collect();
    let count = |section: &Value, key: &str| section[key].as_array().map_or(0, Vec::len) as u64;
    for section in &sections {
        let accounted = section["covered"].as_u64().unwrap_or(0) + count(section, "missing") + count(section, "open");
        assert_eq!(section["documented"], accounted, "{}", section["title"]);
    }
    // Every covered endpoint says what it is known from.
    for section in &sections {
        let evidence = section["evidence"].as_array().into_iter().flatten();
        let known = evidence.map(|evidence| evidence["endpoints"].as_u64().unwrap_or(0)).sum::<u64>();
        assert_eq!(section["covered"], known, "{}", section["title"]);
    }
    let missing: Vec<&Value> =
        sections.iter().flat_map(|section| section["missing"].as_array().into_iter().flatten()).collect();
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0]["id"], "calls/user/retrieve_a_users_call_summary");
    assert!(missing[0]["reason"].as_str().is_some_and(|reason| reason.len() > 20));
}

/// They are written by hand, beside what they mean.
#[test]
fn the_readme_has_the_numbers_of_the_spec() {
    let workshop = Workshop::new();
    let coverage = workshop.run(&["coverage", "--format", "json"]).exits(0);
    let coverage: Value = serde_json::from_str(&coverage.stdout).expect("the report is JSON");
    let number = |key: &str| coverage[key].as_u64().expect("it is a number");
    let (documented, covered, substituted) = (number("documented"), number("covered"), number("substituted"));
    let checked = workshop.run(&["check"]).exits(0);
    let operations = checked.stdout.split_once('(').and_then(|(_, rest)| rest.split_once(" operations"));
    let operations = operations.expect("it says how many there are").0.to_owned();
    let readme = std::fs::read_to_string(repository().join("README.md")).expect("there is one");
    let readme = readme.split_whitespace().collect::<Vec<_>>().join(" ");
    for phrase in [
        format!("Of the {documented} documented endpoints, {} are covered directly", covered - substituted),
        format!("and {substituted} by an endpoint that answers the same question; {} has no", documented - covered),
        format!("With what lies beyond the list that makes {operations} operations"),
    ] {
        assert!(readme.contains(&phrase), "README.md should say: {phrase}");
    }
}

#[test]
fn the_text_names_the_missing_endpoint_and_its_reason() {
    let workshop = Workshop::new();
    let outcome = workshop.run(&["coverage"]).exits(0);
    for line in [
        "Calls  16 of 17",
        "Chat  204 of 204",
        "Desk  29 of 29",
        "Business messaging  3 of 3",
        "2 by a substitute",
        "missing: Retrieve a user's call summary",
        "252 of 253 documented endpoints covered (2 of them by a substitute), 1 missing",
    ] {
        assert!(outcome.stdout.contains(line), "`{line}` is missing in:\n{}", outcome.stdout);
    }
}
