//! Each key of the format: what comes of it when it is added, removed and changed.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{ChangeKind, Side, diff};
use super::cases::CASES;
use super::mutants::{Mutant, Verb, mutants, sample, with};
use super::{OBSTACLE_COURSE, line, load, resolved};
use api_client_generator::source::format;
use api_client_generator::source::shape::{Kind, Shape};

/// Keys that say nothing about the API.
const WITHOUT_CHANGE: &[&str] = &["format"];

/// Files without an effect on the model.
const WITHOUT_MODEL: &[&str] = &["acknowledged", "known_mistakes"];

/// Keys that may say what is so anyway, or what nobody sees.
const WITHOUT_CHANGE_AT_TIMES: &[(&str, &str)] = &[
    // It follows from the files in the body.
    ("an operation", "encoding"),
    // It follows from the method.
    ("an operation", "idempotent"),
    // It may be that of its section.
    ("an operation", "docs"),
    // It is `stable` anyway.
    ("an operation", "stability"),
    // A list in a form is `json` anyway.
    ("a parameter", "wire"),
    // It follows from the value beside it.
    ("a parameter", "type"),
    // Without an endpoint, there is nothing that has the title.
    ("the documented list", "documented"),
    ("a documented product", "title"),
    ("a documented product", "sections"),
    ("a documented section", "title"),
];

/// Whether nothing may come of it.
pub(super) fn says_nothing(mutant: &Mutant) -> bool {
    WITHOUT_CHANGE.contains(&mutant.key.as_str())
        || WITHOUT_CHANGE_AT_TIMES.contains(&(mutant.shape, mutant.key.as_str()))
}

/// The lists and mappings whose order means something wherever they are.
const ORDERED: &[(&str, &str)] = &[
    // The first field that is there counts.
    ("an error body", "code"),
    ("an error body", "message"),
    ("an error body", "request_id"),
    ("the API", "guides"),
];

/// Lists and mappings whose order means something at times: that of arguments, if there are at least two, and that of
/// values in examples.
const ORDERED_AT_TIMES: &[(&str, &str)] = &[
    ("an example", "with"),
    ("an operation", "query"),
    ("an operation", "header"),
    ("an operation", "body"),
    ("an operation", "one_of"),
    ("a type", "fields"),
];

/// Kinds of a change of an order.
pub(super) const REORDERED: &[ChangeKind] = &[
    ChangeKind::ARGUMENTS_REORDERED,
    ChangeKind::ARGUMENTS_EXCHANGED,
    ChangeKind::CHOICES_REORDERED,
    ChangeKind::FIELDS_REORDERED,
    ChangeKind::EXAMPLE_CHANGED,
];

/// Whether a change of places means something; `None` if that depends on other keys.
pub(super) fn has_order(mutant: &Mutant) -> Option<bool> {
    let key = (mutant.shape, mutant.key.as_str());
    match mutant.verb {
        Verb::ParametersSwapped | Verb::SegmentsSwapped => Some(true),
        _ if ORDERED_AT_TIMES.contains(&key) => None,
        _ => Some(ORDERED.contains(&key)),
    }
}

/// Every key of every mapping of the format.
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

/// The obstacle course has every key. Each use of it is changed and removed, and what is found is kept as a table; what
/// is added is what is removed, the other way round.
#[test]
fn each_key_that_is_added_removed_or_changed_is_told() {
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
            if !changes.iter().any(|change| !change.follows) && !says_nothing(&mutant) && !mutant.verb.is_swap() {
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
    assert!(silent.is_empty(), "nothing is told of {silent:#?}");
    let told: BTreeSet<(&str, &str)> = table.keys().map(|(shape, key, _)| (*shape, key.as_str())).collect();
    let cases: BTreeSet<(&str, &str)> = CASES.iter().flat_map(|case| case.keys).copied().collect();
    let told: BTreeSet<(&str, &str)> = told.union(&cases).copied().collect();
    let untold: Vec<_> =
        keys().into_iter().filter(|key| !told.contains(key) && !WITHOUT_CHANGE.contains(&key.1)).collect();
    assert!(untold.is_empty(), "no change is known of {untold:#?}");
    let mut text = String::new();
    for ((shape, key, verb), lines) in table {
        text.push_str(&format!("{shape}, {key} {verb}\n"));
        text.extend(lines.iter().map(|line| format!("    {line}\n")));
    }
    insta::assert_snapshot!(text);
}
