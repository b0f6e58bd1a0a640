//! The impact of adding, removing and changing each key of the format.

use std::collections::{BTreeMap, BTreeSet};

use super::cases::CASES;
use super::mutants::{Mutant, Verb, mutants, sample, with};
use super::{OBSTACLE_COURSE, line, load, resolved};
use api_client_diff::internals::Mark;
use api_client_diff::{ChangeKind, Side, diff};
use api_client_generator::source::format;
use api_client_generator::source::shape::{Kind, Shape};

/// Keys without an effect on the API.
const WITHOUT_EFFECT: &[&str] = &["format"];

/// Files without an effect on the model.
const WITHOUT_MODEL: &[&str] = &["acknowledged", "known_mistakes"];

/// Keys that can declare a default, or a value without users.
const SOMETIMES_WITHOUT_EFFECT: &[(&str, &str)] = &[
    // The files in the body imply it.
    ("an operation", "encoding"),
    // The method implies it.
    ("an operation", "idempotent"),
    // It can equal the value of the section.
    ("an operation", "docs"),
    // `stable` is the default.
    ("an operation", "stability"),
    // `json` is the default of a list in a form.
    ("a parameter", "wire"),
    // The value beside it implies it.
    ("a parameter", "type"),
    // Without an endpoint, no element has the title.
    ("the documented list", "documented"),
    ("a documented product", "title"),
    ("a documented product", "sections"),
    ("a documented section", "title"),
];

/// Returns whether the mutation may have no effect.
pub(super) fn may_have_no_effect(mutant: &Mutant) -> bool {
    WITHOUT_EFFECT.contains(&mutant.key.as_str())
        || SOMETIMES_WITHOUT_EFFECT.contains(&(mutant.shape, mutant.key.as_str()))
}

/// The lists and mappings whose order always matters.
const ORDERED: &[(&str, &str)] = &[
    // The first field that is present counts.
    ("an error body", "code"),
    ("an error body", "message"),
    ("an error body", "request_id"),
    ("the API", "guides"),
];

/// Lists and mappings whose order matters under a condition: arguments if there are at least two, and values in
/// examples.
const SOMETIMES_ORDERED: &[(&str, &str)] = &[
    ("an example", "with"),
    ("an operation", "query"),
    ("an operation", "header"),
    ("an operation", "body"),
    ("an operation", "one_of"),
    ("a type", "fields"),
];

/// Returns whether a kind reports a changed order. The values of an example are reported as a change of the example.
pub(super) fn reports_order(kind: ChangeKind) -> bool {
    kind.has(Mark::Reorders) || kind == ChangeKind::EXAMPLE_CHANGED
}

/// Returns whether swapping the elements matters; `None` if that depends on other keys.
pub(super) fn has_order(mutant: &Mutant) -> Option<bool> {
    let key = (mutant.shape, mutant.key.as_str());
    match mutant.verb {
        Verb::ParametersSwapped | Verb::SegmentsSwapped => Some(true),
        _ if SOMETIMES_ORDERED.contains(&key) => None,
        _ => Some(ORDERED.contains(&key)),
    }
}

/// Returns every key of every mapping of the format.
fn keys() -> BTreeSet<(&'static str, &'static str)> {
    fn collect(kind: &Kind, seen: &mut BTreeSet<&'static str>, keys: &mut BTreeSet<(&'static str, &'static str)>) {
        match kind {
            Kind::Entries(inner) => collect(inner, seen, keys),
            Kind::Fields(shape) | Kind::TextOr(shape) | Kind::OptionalTextOr(shape) => shape_keys(shape, seen, keys),
            _ => {}
        }
    }
    fn shape_keys(
        shape: &'static Shape,
        seen: &mut BTreeSet<&'static str>,
        keys: &mut BTreeSet<(&'static str, &'static str)>,
    ) {
        if seen.insert(shape.name) {
            for key in shape.keys {
                keys.insert((shape.name, key.name));
                collect(&key.kind, seen, keys);
            }
        }
    }
    let (mut seen, mut keys) = (BTreeSet::new(), BTreeSet::new());
    for (_, shape) in format::FILES.iter().filter(|(name, _)| !WITHOUT_MODEL.contains(name)) {
        shape_keys(shape, &mut seen, &mut keys);
    }
    keys
}

/// The obstacle course uses every key. Each use is changed and removed, and the results are a table. The reverse of a
/// removal is an addition.
#[test]
fn each_key_is_reported_when_added_removed_or_changed() {
    let old = load(OBSTACLE_COURSE);
    let old_model = resolved(&old);
    let mut mutated = old.clone();
    let mut table: BTreeMap<(&str, String, &str), BTreeSet<String>> = BTreeMap::new();
    let mut silent = Vec::new();
    for mutant in sample(&mutants(&old), 3) {
        with(&mut mutated, &mutant, |new, outcome| {
            let mut note = |verb: &'static str, line: String| {
                table.entry((mutant.shape, mutant.key.clone(), verb)).or_default().insert(line);
            };
            let Ok(new_model) = outcome else { return };
            let (before, after) = (Side { spec: &old, resolved: &old_model }, Side { spec: new, resolved: &new_model });
            let changes = diff(before, after).changes;
            if !changes.iter().any(|change| !change.follows) && !may_have_no_effect(&mutant) && !mutant.verb.is_swap() {
                let place = old.sources().describe(mutant.place).to_string();
                silent.push(format!("{:?} {}: {} at {place}", mutant.verb, mutant.shape, mutant.key));
            }
            let verb = mutant.verb.as_str();
            changes.iter().filter(|change| !change.follows).for_each(|change| note(verb, line(change)));
            if mutant.verb == Verb::Removed {
                let added = diff(after, before).changes;
                added.iter().filter(|change| !change.follows).for_each(|change| note("added", line(change)));
            }
        });
    }
    assert!(silent.is_empty(), "no change is reported for {silent:#?}");
    let reported: BTreeSet<(&str, &str)> = table.keys().map(|(shape, key, _)| (*shape, key.as_str())).collect();
    let cases: BTreeSet<(&str, &str)> = CASES.iter().flat_map(|case| case.keys).copied().collect();
    let reported: BTreeSet<(&str, &str)> = reported.union(&cases).copied().collect();
    let missing: Vec<_> =
        keys().into_iter().filter(|key| !reported.contains(key) && !WITHOUT_EFFECT.contains(&key.1)).collect();
    assert!(missing.is_empty(), "no change is known of {missing:#?}");
    let mut text = String::new();
    for ((shape, key, verb), lines) in table {
        text.push_str(&format!("{shape}, {key} {verb}\n"));
        text.extend(lines.iter().map(|line| format!("    {line}\n")));
    }
    insta::assert_snapshot!(text);
}
