//! The rules, held against what the generator makes of both sides.

use std::collections::{BTreeMap, BTreeSet};

use super::super::report::{Context, Report, State};
use super::super::{ChangeKind, Level, Side, diff};
use super::mutants::{mutants, sample, with};
use super::{OBSTACLE_COURSE, load, resolved};
use crate::{Resolved, Settings};

/// What can break code without another public item.
const STRONGER: &[(ChangeKind, &str)] = &[
    (ChangeKind::PackageRenamed, "the name of the crate is in no list of its items"),
    (ChangeKind::ConfigurationReordered, "all of the arguments are texts"),
    (ChangeKind::TypeOfEventsOnly, "the list does not say which feature an item needs"),
];

fn public_items(model: &Resolved) -> String {
    model.emit(&Settings::default()).get("api.txt").expect("every client has such a list").to_owned()
}

fn state() -> State {
    State { name: String::new(), commit: None, folder: String::new(), version: "0.1.0".into() }
}

#[test]
fn rules_are_as_strong_as_what_public_items_show_and_explain_all_of_it() {
    let old = load(OBSTACLE_COURSE);
    let old_model = resolved(&old);
    let old_client = public_items(&old_model);
    let mut mutated = old.clone();
    let (mut wrong, mut seen) = (Vec::new(), BTreeSet::new());
    let mut stronger: BTreeMap<ChangeKind, bool> = BTreeMap::new();
    for mutant in sample(&mutants(&old), 1) {
        with(&mut mutated, &mutant, |new, outcome| {
            let Ok(new_model) = outcome else { return };
            let sides = [Side { spec: &old, resolved: &old_model }, Side { spec: new, resolved: &new_model }];
            // Making a client takes long: once is enough for each sort of change.
            let changes = diff(sides[0], sides[1]).changes;
            let sort: BTreeSet<_> = changes.iter().map(|change| (change.kind, change.direction.as_str())).collect();
            if !seen.insert(sort) {
                return;
            }
            let new_client = public_items(&new_model);
            let clients = [old_client.as_str(), new_client.as_str()];
            for (sides, clients) in [(sides, clients), ([sides[1], sides[0]], [clients[1], clients[0]])] {
                let diff = diff(sides[0], sides[1]);
                let context =
                    Context { sides, states: [state(), state()], clients: Some(clients), client_is_stale: false };
                let report = Report::new(&diff, &context);
                let place = old.sources().describe(mutant.place).to_string();
                let what = format!("{:?} `{}` of {} at {place}", mutant.verb, mutant.key, mutant.shape);
                if !report.unexplained.is_empty() {
                    let kinds: BTreeSet<String> = report.entries.iter().map(|entry| entry.id.clone()).collect();
                    wrong.push(format!("{what}: {kinds:?} do not explain {:#?}", report.unexplained));
                }
                for (change, entry) in diff
                    .changes
                    .iter()
                    .filter_map(|change| Some((change, report.entries.iter().find(|entry| entry.id == change.id)?)))
                {
                    let (rule, shown) = (change.verdict().source, entry.verdict.source);
                    if shown > rule {
                        wrong.push(format!("{what}: {} is {shown:?}, not {rule:?}: {:#?}", entry.kind, entry.rust));
                    }
                    if rule == Level::Major {
                        let is_shown = !entry.rust.items.is_empty();
                        *stronger.entry(change.kind).or_default() |= is_shown;
                    }
                }
            }
        });
    }
    for (kind, is_shown) in &stronger {
        let is_known = STRONGER.iter().any(|(known, _)| known == kind);
        if !is_shown && !is_known {
            wrong.push(format!("{kind} is said to break code, and no item shows it"));
        }
        if *is_shown && is_known {
            wrong.push(format!("{kind} is shown by items, and need not be excused"));
        }
    }
    assert!(stronger.values().filter(|is_shown| **is_shown).count() > 20, "many kinds are tried: {stronger:?}");
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}
