//! The rules, held to what came out against cargo-semver-checks. Making the table takes a tool and minutes; that it is
//! about these rules is looked at here.

use std::collections::BTreeSet;
use std::fs;

use super::super::{ChangeKind, Level, example_specs};
use super::{compare, repository, spec_of};

const ANEW: &str = "make the table anew: tools/diff/semver-checks";

/// What a change of this kind does to code in the example of its rule.
fn source_of_example(kind: ChangeKind) -> Level {
    let specs = example_specs(kind.id()).expect("each rule has an example");
    let changes = compare(&spec_of(&specs.old), &spec_of(&specs.bad)).changes;
    let levels = changes.iter().filter(|change| change.kind == kind).map(|change| change.verdict().source);
    levels.max().expect("the example makes the change")
}

#[test]
fn rules_are_those_that_were_held_against_cargo_semver_checks_and_none_was_weaker() {
    let text = fs::read_to_string(repository("tools/diff/semver-checks.md")).unwrap_or_default();
    let rows = text.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix('|')).skip(1);
    let rows: Vec<Vec<&str>> = rows.map(|row| row.split('|').map(str::trim).collect()).collect();
    let ids: BTreeSet<&str> = rows.iter().map(|row| row[0]).collect();
    assert_eq!(ids.len(), rows.len(), "{ANEW}");
    assert_eq!(ids, ChangeKind::all().map(ChangeKind::id).collect(), "{ANEW}");
    let mut programs = BTreeSet::new();
    for row in &rows {
        let [id, ours, theirs, outcome, why @ ..] = row.as_slice() else { panic!("{row:?}") };
        let kind = ChangeKind::from_id(id).expect("the ids are equal");
        assert_eq!(*ours, source_of_example(kind).as_str(), "{id}: {ANEW}");
        assert!(["same", "stronger", "excused"].contains(outcome), "{id} is {outcome}");
        assert_eq!(*outcome == "stronger", ours != theirs && *outcome != "excused", "{id}: {row:?}");
        let why = why.join(" | ");
        if let Some(name) = why.strip_prefix("[program](").and_then(|rest| rest.split_once(')')) {
            programs.insert(name.0.to_owned());
        }
        // Nothing else shows that something breaks.
        assert!(*outcome != "stronger" || *ours != "major" || why.starts_with("[program]("), "{id}: {why}");
    }
    let folder = fs::read_dir(repository("tools/diff/programs")).expect("there are programs");
    let there = folder.map(|entry| format!("programs/{}", entry.expect("it is read").file_name().to_string_lossy()));
    assert_eq!(programs, there.collect(), "{ANEW}");
    assert!(programs.len() > 20, "the table is read as it is written: {programs:?}");
}
