//! `cargo xtask coverage`: the numbers that the project stands by.

use serde_json::Value;

use crate::support::{Workshop, repository};

/// The number of endpoints in the documented list of the spec, counted by another reader.
fn documented() -> u64 {
    let text = std::fs::read_to_string(repository().join("spec/documented.yaml")).expect("there is one");
    let list: serde_yaml::Value = serde_yaml::from_str(&text).expect("it is YAML");
    let below = |value: &serde_yaml::Value, key: &str| -> Vec<serde_yaml::Value> {
        value[key].as_mapping().map(|map| map.values().cloned().collect()).unwrap_or_default()
    };
    let sections = below(&list, "documented").into_iter().flat_map(|product| below(&product, "sections"));
    sections.map(|section| below(&section, "endpoints").len() as u64).sum()
}

#[test]
fn every_documented_endpoint_is_covered_missing_with_a_reason_or_open() {
    let workshop = Workshop::new();
    let outcome = workshop.run(&["coverage", "--format", "json"]).exits(0);
    let coverage: Value = serde_json::from_str(&outcome.stdout).expect("the report is JSON");
    assert_eq!(coverage["documented"], documented());
    assert_eq!(coverage["covered"], documented() - 1, "all but the one that is missing");
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

/// Exact numbers would be in the way of every pull request.
#[test]
fn the_readme_says_what_is_covered_without_a_number_that_changes() {
    let workshop = Workshop::new();
    let checked = workshop.run(&["check"]).exits(0);
    let operations = checked.stdout.split_once('(').and_then(|(_, rest)| rest.split_once(" operations"));
    let operations: u64 = operations.expect("it says how many there are").0.parse().expect("it is a number");
    let readme = std::fs::read_to_string(repository().join("README.md")).expect("there is one");
    let readme = readme.split_whitespace().collect::<Vec<_>>().join(" ");
    for phrase in [
        "All documented endpoints but one, whose path is not known, are covered".to_owned(),
        format!("more than {} operations", operations / 100 * 100),
    ] {
        assert!(readme.contains(&phrase), "README.md should say: {phrase}");
    }
}

#[test]
fn the_text_names_the_missing_endpoint_and_its_reason() {
    let workshop = Workshop::new();
    let outcome = workshop.run(&["coverage"]).exits(0);
    for line in [
        "by a substitute",
        "missing: Retrieve a user's call summary",
        "of them by a substitute), 1 missing with a reason",
        &format!("{} of {} documented endpoints covered", documented() - 1, documented()),
    ] {
        assert!(outcome.stdout.contains(line), "`{line}` is missing in:\n{}", outcome.stdout);
    }
}
