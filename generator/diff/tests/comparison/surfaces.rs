//! Compares the rules with the public items of generated clients.

use std::collections::{BTreeMap, BTreeSet};

use super::mutants::{mutants, sample, with};
use super::{OBSTACLE_COURSE, load, resolved, spec_of};
use api_client_diff::report::{Context, Policy, Report, State};
use api_client_diff::{ChangeKind, Direction, Level, Side, diff, example_specs, verdict};
use api_client_generator::public_api::PublicApi;
use api_client_generator::{Resolved, Settings};
use rayon::prelude::*;

/// Of the changes without an effect on code, every n-th is tested.
const EVERY_NTH: usize = 4;

/// Kinds that break code without a changed public item.
const WITHOUT_ITEMS: &[(ChangeKind, &str)] =
    &[(ChangeKind::PACKAGE_RENAMED, "the name of the crate is in no list of its items")];

fn public_items(model: &Resolved) -> PublicApi {
    let files = model.emit(&Settings::default());
    let Ok(list) = files.get("api.txt").expect("every client has a list").parse();
    list
}

fn state() -> State {
    State { name: String::new(), commit: None, folder: String::new(), version: "0.1.0".into() }
}

/// Deviations of the rules from the public items.
#[derive(Default)]
struct Findings {
    wrong: Vec<String>,
    /// The kinds that break code, and whether a public item showed it.
    breaking: BTreeMap<ChangeKind, bool>,
}

impl Findings {
    /// Checks the rules with the public items of two clients, in both directions.
    fn check(&mut self, what: &str, sides: [Side<'_>; 2], clients: [&PublicApi; 2]) {
        for (sides, clients) in [(sides, clients), ([sides[1], sides[0]], [clients[1], clients[0]])] {
            let diff = diff(sides[0], sides[1]);
            let context = Context {
                sides,
                states: [state(), state()],
                program: "api-client",
                clients: Some(clients),
                client_is_stale: false,
                policy: Policy::default(),
            };
            let report = Report::new(&diff, &context);
            if !report.unexplained.is_empty() {
                let ids: BTreeSet<&str> = report.entries.iter().map(|entry| entry.id.as_str()).collect();
                self.wrong.push(format!("{what}: {ids:?} do not explain {:#?}", report.unexplained));
            }
            for change in &diff.changes {
                let entry = report.entries.iter().find(|entry| entry.id == change.id).expect("a change is an entry");
                let (rule, observed) = (change.verdict().source, entry.verdict.source);
                if observed > rule {
                    self.wrong.push(format!("{what}: {} is {observed:?}, not {rule:?}: {:#?}", entry.kind, entry.rust));
                }
                if rule == Level::Major {
                    *self.breaking.entry(change.kind).or_default() |= !entry.rust.items.is_empty();
                }
            }
        }
    }

    fn assert_no_deviations(mut self, at_least: usize) {
        for (kind, is_observed) in &self.breaking {
            let is_known = WITHOUT_ITEMS.iter().any(|(known, _)| known == kind);
            if !is_observed && !is_known {
                self.wrong.push(format!("{kind} is declared as breaking code, but no item shows it"));
            }
            if *is_observed && is_known {
                self.wrong.push(format!("{kind} is observed by items and needs no exception"));
            }
        }
        let observed = self.breaking.values().filter(|is_observed| **is_observed).count();
        assert!(observed >= at_least, "only {observed} kinds are observed: {:?}", self.breaking);
        assert!(self.wrong.is_empty(), "{}\n{}", self.wrong.len(), self.wrong.join("\n"));
    }
}

#[test]
fn deprecated_elements_have_the_attribute_on_all_items() {
    let base = example_specs("doc-changed").expect("each rule has an example").old;
    for (file, from, line) in [
        ("shop/orders.yaml", "doc: A note for the packer. }", "fn shop::orders::CreateOrder::note("),
        ("shop/customers.yaml", "doc: The telephone number. }", "enum shop::customers::LookUpCustomerWhom::Phone("),
        ("stock/items.yaml", "doc: The current warehouse. }", "struct stock::items::TransferItemRequired.from: "),
        ("shop/types.yaml", "doc: The total in cents. }", "struct shop::Order.total: "),
        ("shop/customers.yaml", "doc: The issuing bank. }", "fn shop::Card::bank("),
    ] {
        let mut files = base.clone();
        let text = files.get_mut(file).expect("the file is there");
        assert!(text.contains(from), "{from}");
        *text = text.replacen(from, &from.replace(" }", ", deprecated: It is of no use. }"), 1);
        let items = public_items(&resolved(&spec_of(&files))).to_string();
        let found = items.lines().find(|found| found.starts_with(line)).unwrap_or_default();
        assert!(found.ends_with(" #[deprecated]"), "{line}: {found}");
    }
}

#[test]
fn mutated_items_match_the_verdicts_of_rules() {
    let old = load(OBSTACLE_COURSE);
    let old_model = resolved(&old);
    let old_client = public_items(&old_model);
    let mut mutated = old.clone();
    let (mut findings, mut seen) = (Findings::default(), BTreeSet::new());
    for mutant in sample(&mutants(&old), 1) {
        with(&mut mutated, &mutant, |new, outcome| {
            let Ok(new_model) = outcome else { return };
            let sides = [Side { spec: &old, resolved: &old_model }, Side { spec: new, resolved: &new_model }];
            // Generating a client takes long, so each combination of kinds is tested once.
            let changes = diff(sides[0], sides[1]).changes;
            let sort: BTreeSet<_> = changes.iter().map(|change| (change.kind, change.direction.as_str())).collect();
            let has_no_effect = changes.iter().all(|change| change.verdict().level() == Level::None);
            // Where the comparison reports no change, the client must not show the order either.
            let is_silent_swap = changes.is_empty() && mutant.verb.is_swap();
            if is_silent_swap || seen.insert(sort) && (!has_no_effect || seen.len() % EVERY_NTH == 0) {
                let place = old.sources().describe(mutant.place).to_string();
                let what = format!("{:?} `{}` of {} at {place}", mutant.verb, mutant.key, mutant.shape);
                findings.check(&what, sides, [&old_client, &public_items(&new_model)]);
            }
        });
    }
    findings.assert_no_deviations(20);
}

#[test]
fn items_of_examples_match_the_verdicts_of_rules() {
    let mut clients: BTreeMap<BTreeMap<String, String>, PublicApi> = BTreeMap::new();
    let mut findings = Findings::default();
    let has_no_effect_on_code = |kind: ChangeKind| {
        let verdicts = [Direction::Request, Direction::Response].map(|direction| verdict(kind, direction));
        verdicts.iter().all(|verdict| verdict.level() == Level::None)
    };
    for (number, kind) in ChangeKind::all().enumerate() {
        if has_no_effect_on_code(kind) && number % EVERY_NTH != 0 {
            continue;
        }
        let specs = example_specs(kind.id()).expect("each rule has an example");
        let pairs = [Some(specs.bad.clone()), specs.good].into_iter().flatten();
        for (files, word) in pairs.zip(["bad", "good"]) {
            let (old, new) = (spec_of(&specs.old), spec_of(&files));
            let (old_model, new_model) = (resolved(&old), resolved(&new));
            let mut client = |files: &BTreeMap<String, String>, model: &Resolved| {
                clients.entry(files.clone()).or_insert_with(|| public_items(model)).clone()
            };
            let both = [client(&specs.old, &old_model), client(&files, &new_model)];
            let sides = [Side { spec: &old, resolved: &old_model }, Side { spec: &new, resolved: &new_model }];
            findings.check(&format!("the {word} example of {kind}"), sides, [&both[0], &both[1]]);
        }
    }
    findings.assert_no_deviations(60);
}

/// The changes in `impacts.txt`, whose impact was decided.
#[test]
fn items_of_decided_impacts_match_the_verdicts_of_rules() {
    let cases: Vec<_> = super::impacts::all().collect();
    let wrong: Vec<_> = cases
        .par_iter()
        .map(|(title, files)| {
            let mut findings = Findings::default();
            let [old, new] = [0, 1].map(|side: usize| spec_of(&files[side]));
            let (old_model, new_model) = (resolved(&old), resolved(&new));
            let clients = [public_items(&old_model), public_items(&new_model)];
            let sides = [Side { spec: &old, resolved: &old_model }, Side { spec: &new, resolved: &new_model }];
            findings.check(title, sides, [&clients[0], &clients[1]]);
            findings.wrong
        })
        .collect();
    let wrong = wrong.concat();
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}
