//! Compares the rules with the results of cargo-semver-checks. A tool creates the table in minutes; this test checks
//! that the table is up to date.

use std::collections::BTreeSet;
use std::fs;

use super::{compare, repository, spec_of};
use api_client_diff::{ChangeKind, Level, example_specs};

const OUTDATED: &str = "the table is out of date; run tools/diff/semver-checks";

/// Returns the effect on code of a kind in the example of its rule.
fn source_of_example(kind: ChangeKind) -> Level {
    let specs = example_specs(kind.id()).expect("each rule has an example");
    let changes = compare(&spec_of(&specs.old), &spec_of(&specs.bad)).changes;
    let levels = changes.iter().filter(|change| change.kind == kind).map(|change| change.verdict().source);
    levels.max().expect("the example makes the change")
}

#[test]
fn no_rule_is_weaker_than_cargo_semver_checks() {
    let text = fs::read_to_string(repository("tools/diff/semver-checks.md")).unwrap_or_default();
    let rows = text.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix('|')).skip(1);
    let rows: Vec<Vec<&str>> = rows.map(|row| row.split('|').map(str::trim).collect()).collect();
    let ids: BTreeSet<&str> = rows.iter().map(|row| row[0]).collect();
    assert_eq!(ids.len(), rows.len(), "{OUTDATED}");
    assert_eq!(ids, ChangeKind::all().map(ChangeKind::id).collect(), "{OUTDATED}");
    let mut programs = BTreeSet::new();
    for row in &rows {
        let [id, ours, theirs, outcome, why @ ..] = row.as_slice() else { panic!("{row:?}") };
        let kind = ChangeKind::from_id(id).expect("the ids are equal");
        assert_eq!(*ours, source_of_example(kind).as_str(), "{id}: {OUTDATED}");
        assert!(["same", "stronger", "excused"].contains(outcome), "{id} is {outcome}");
        assert_eq!(*outcome == "stronger", ours != theirs && *outcome != "excused", "{id}: {row:?}");
        let why = why.join(" | ");
        if let Some(name) = why.strip_prefix("[program](").and_then(|rest| rest.split_once(')')) {
            programs.insert(name.0.to_owned());
        }
        // Only a program can show that the change breaks code.
        assert!(*outcome != "stronger" || *ours != "major" || why.starts_with("[program]("), "{id}: {why}");
    }
    let folder = fs::read_dir(repository("tools/diff/programs")).expect("there are programs");
    let there = folder.map(|entry| format!("programs/{}", entry.expect("it is read").file_name().to_string_lossy()));
    assert_eq!(programs, there.collect(), "{OUTDATED}");
    assert!(programs.len() > 20, "the table is read as it is written: {programs:?}");
}
