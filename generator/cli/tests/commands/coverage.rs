//! `api-client coverage`: the coverage that the project promises.

use api_client_generator::source::read_folder;
use serde_json::Value;

use crate::support::{Workshop, repository};

/// Returns the number of documented endpoints in the spec, read by an independent parser.
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
fn all_documented_endpoints_are_covered() {
    let workshop = Workshop::new();
    let outcome = workshop.run(&["coverage", "--format", "json"]).exits(0);
    let coverage: Value = serde_json::from_str(&outcome.stdout).expect("the report is JSON");
    assert_eq!(coverage["documented"], documented());
    assert_eq!(coverage["covered"], documented());
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
    // Each covered endpoint has evidence.
    for section in &sections {
        let evidence = section["evidence"].as_array().into_iter().flatten();
        let known = evidence.map(|evidence| evidence["endpoints"].as_u64().unwrap_or(0)).sum::<u64>();
        assert_eq!(section["covered"], known, "{}", section["title"]);
    }
    for section in &sections {
        assert_eq!(count(section, "missing") + count(section, "open"), 0, "{}", section["title"]);
    }
}

/// Exact numbers in the README would conflict in every pull request.
#[test]
fn readme_describes_coverage_without_exact_numbers() {
    let workshop = Workshop::new();
    let checked = workshop.run(&["check"]).exits(0);
    let operations = checked.stdout.split_once('(').and_then(|(_, rest)| rest.split_once(" operations"));
    let operations: u64 = operations.expect("it says how many there are").0.parse().expect("it is a number");
    let readme = std::fs::read_to_string(repository().join("README.md")).expect("there is one");
    let readme = readme.split_whitespace().collect::<Vec<_>>().join(" ");
    for phrase in
        ["It covers all documented endpoints".to_owned(), format!("more than {} operations", operations / 100 * 100)]
    {
        assert!(readme.contains(&phrase), "README.md should say: {phrase}");
    }
}

/// The level of the evidence is one word. The sentence names the source.
#[test]
fn operations_without_documentation_name_their_evidence() {
    let (mut silent, mut count) = (Vec::new(), 0);
    let files = read_folder(&repository().join("spec")).expect("the spec is there");
    for file in files.into_iter().filter(|file| file.name.contains('/') && !file.is_guide()) {
        let content: serde_yaml::Value =
            serde_yaml::from_slice(&file.content.expect("a file can be read")).expect("it is YAML");
        for (name, operation) in content["operations"].as_mapping().into_iter().flatten() {
            if operation["evidence"].as_str() == Some("documented") {
                continue;
            }
            count += 1;
            let sentences = ["unverified", "substitute"].map(|key| operation[key].as_str().unwrap_or_default());
            if sentences.iter().all(|sentence| !sentence.contains(' ')) {
                silent.push(format!("{}: {}", file.name, name.as_str().unwrap_or_default()));
            }
        }
    }
    assert!(silent.is_empty(), "`unverified` is missing: {silent:#?}");
    assert!(count > 50, "only {count} operations were found");
}

#[test]
fn text_report_confirms_full_coverage() {
    let workshop = Workshop::new();
    let outcome = workshop.run(&["coverage"]).exits(0);
    let all = documented();
    let line = format!(
        "{all} of {all} documented endpoints covered: {} directly, 2 by a substitute; 0 missing with a reason",
        all - 2
    );
    assert!(outcome.stdout.contains(&line), "`{line}` is missing in:\n{}", outcome.stdout);
}

/// An endpoint without an operation is listed with the reason that its section gives.
#[test]
fn text_report_names_missing_endpoint_and_reason() {
    let workshop = Workshop::new();
    workshop.edit(
        "spec/documented.yaml",
        "\n      direct_call:\n",
        "\n          call_back: Call back\n      direct_call:\n",
    );
    workshop.edit(
        "spec/calls/user.yaml",
        "\ntypes:\n",
        "\nmissing:\n  calls/user/call_back: Its path is not documented.\n\ntypes:\n",
    );
    let outcome = workshop.run(&["coverage"]).exits(0);
    for line in [
        "missing: Call back",
        "Its path is not documented.",
        "1 missing with a reason",
        &format!("{} of {} documented endpoints covered", documented(), documented() + 1),
    ] {
        assert!(outcome.stdout.contains(line), "`{line}` is missing in:\n{}", outcome.stdout);
    }
}
