//! `cargo xtask coverage`: the numbers that the project stands by.

use serde_json::Value;

use crate::support::Workshop;

const DOCUMENTED: u64 = 253;
const COVERED: u64 = 204;

#[test]
fn every_documented_endpoint_is_covered_missing_with_a_reason_or_open() {
    let workshop = Workshop::new();
    let outcome = workshop.run(&["coverage", "--format", "json"]).exits(0);
    let coverage: Value = serde_json::from_str(&outcome.stdout).expect("the report is JSON");
    assert_eq!(coverage["documented"], DOCUMENTED);
    assert_eq!(coverage["covered"], COVERED);
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
    let missing: Vec<&Value> =
        sections.iter().flat_map(|section| section["missing"].as_array().into_iter().flatten()).collect();
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0]["id"], "calls/user/retrieve_a_users_call_summary");
    assert!(missing[0]["reason"].as_str().is_some_and(|reason| reason.len() > 20));
}

#[test]
fn the_text_names_the_missing_endpoint_and_its_reason() {
    let workshop = Workshop::new();
    let outcome = workshop.run(&["coverage"]).exits(0);
    for line in [
        "Calls  16 of 17",
        "missing: Retrieve a user's call summary",
        "204 of 253 documented endpoints covered, 1 missing",
    ] {
        assert!(outcome.stdout.contains(line), "`{line}` is missing in:\n{}", outcome.stdout);
    }
}
