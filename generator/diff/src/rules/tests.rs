//! Each rule has its example, which is applied and compared.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::*;
use crate::{Change, Diff, Discovery, Level, Side, diff};
use api_client_generator::source::InputFile;
use api_client_generator::{Resolved, Spec};
use rayon::prelude::*;

/// Kinds that only come of other changes: nobody writes them.
const CONSEQUENCES: &[ChangeKind] = &[
    ChangeKind::TYPE_SENT_TOO,
    ChangeKind::TYPE_NOT_SENT,
    ChangeKind::TYPE_SENT_IN_OTHER_FORM,
    ChangeKind::TYPE_NOT_SENT_IN_OTHER_FORM,
    ChangeKind::TYPE_RECEIVED_TOO,
    ChangeKind::TYPE_NOT_RECEIVED,
    ChangeKind::TYPE_OF_EVENTS_ONLY,
    ChangeKind::TYPE_NOT_OF_EVENTS_ONLY,
    ChangeKind::FIELD_BOXED,
    ChangeKind::FIELD_UNBOXED,
    ChangeKind::EMPTY_REFUSED,
    ChangeKind::EMPTY_SENT,
];

/// Kinds that come with nearly everything: examples have all that is sent.
const EXAMPLES: &[ChangeKind] = &[ChangeKind::EXAMPLE_ADDED, ChangeKind::EXAMPLE_REMOVED, ChangeKind::EXAMPLE_CHANGED];

struct State {
    spec: Spec,
    model: Resolved,
}

impl State {
    fn new(files: &Files) -> Result<Self, String> {
        let inputs = files.iter().map(|(name, text)| InputFile {
            path: Path::new("spec").join(name),
            name: name.clone(),
            content: Ok(text.clone().into_bytes()),
        });
        let spec = Spec::from_files(inputs.collect(), Path::new("spec"));
        match spec.resolve() {
            Ok(model) => Ok(Self { spec, model }),
            Err(mistakes) => Err(mistakes.render(spec.sources(), api_client_generator::diagnostics::Style::Plain)),
        }
    }

    fn to(&self, new: &Self) -> Diff {
        diff(Side { spec: &self.spec, resolved: &self.model }, Side { spec: &new.spec, resolved: &new.model })
    }
}

/// The kinds that somebody wrote, but for examples.
fn written(changes: &[Change], but: ChangeKind) -> BTreeSet<String> {
    let written = changes.iter().filter(|change| !change.follows && change.kind != but);
    written.filter(|change| !EXAMPLES.contains(&change.kind)).map(|change| change.kind.id().to_owned()).collect()
}

fn levels(verdict: Verdict) -> [Level; 4] {
    [verdict.wire, verdict.source, verdict.behavior, verdict.docs]
}

/// Whether one breaks less: as a whole, or somewhere and nowhere more; or as much, and is found sooner.
fn is_milder(one: Verdict, other: Verdict) -> bool {
    let mut pairs = levels(one).into_iter().zip(levels(other));
    if levels(one) == levels(other) {
        return one.detected_by < other.detected_by;
    }
    one.level() < other.level() || pairs.all(|(one, other)| one <= other)
}

/// A kind with the specs of its example.
struct Case {
    kind: ChangeKind,
    specs: Result<ExampleSpecs, String>,
}

/// What is wrong with the example of a kind.
fn mistakes(case: &Case, states: &BTreeMap<&Files, Result<State, String>>) -> Vec<String> {
    let kind = case.kind;
    let (example, specs) = match (Example::of(kind), &case.specs) {
        (Ok(example), Ok(specs)) => (example, specs),
        (Err(error), _) => return vec![error],
        (_, Err(error)) => return vec![error.clone()],
    };
    let state = |files: &Files| states[files].as_ref().map_err(|error| vec![error.clone()]);
    let (old, new) = match (state(&specs.old), state(&specs.bad)) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(error), _) | (_, Err(error)) => return error,
    };
    let good = match specs.good.as_ref().map(state).transpose() {
        Ok(good) => good,
        Err(error) => return error,
    };
    let mut mistakes = Vec::new();
    let changes = old.to(new).changes;
    let told: Vec<String> = changes.iter().map(super::super::tests::line_with_id).collect();
    let own: Vec<&Change> = changes.iter().filter(|change| change.kind == kind).collect();
    if own.is_empty() || own.iter().any(|change| change.follows != CONSEQUENCES.contains(&kind)) {
        mistakes.push(format!("bad is told as {told:#?}"));
    }
    let listed: BTreeSet<String> = example::also(kind).into_iter().map(|(kind, _)| kind).collect();
    let others = written(&changes, kind);
    if listed != others {
        mistakes.push(format!("with bad come {others:?}: {told:#?}"));
    }
    if kind.declaration().advice.is_empty() {
        mistakes.push("there is no advice".into());
    }
    let verdict = own.iter().map(|change| change.verdict()).fold(Verdict::default(), Verdict::and);
    let (Some(good), Some(said)) = (good, &example.good) else {
        if verdict.level() == Level::Major {
            mistakes.push(format!("there is nothing milder than {told:#?}"));
        }
        return mistakes;
    };
    let better = old.to(good);
    let gives: BTreeSet<String> = better
        .changes
        .iter()
        .filter(|change| !change.follows && !EXAMPLES.contains(&change.kind))
        .map(|change| change.kind.id().to_owned())
        .collect();
    let told: Vec<String> = better.changes.iter().map(super::super::tests::line_with_id).collect();
    if gives != said.gives.iter().cloned().collect() {
        mistakes.push(format!("good gives {told:#?}"));
    }
    // So the page of the rule says.
    if better.changes.iter().any(|change| change.kind == kind && change.correction.is_none()) {
        mistakes.push(format!("good is the same without a correction: {told:#?}"));
    }
    if !is_milder(better.verdict(), verdict) {
        mistakes.push(format!("good is not milder: {told:#?}"));
    }
    mistakes
}

#[test]
fn the_example_of_each_rule_makes_its_change_and_the_other_one_does_less_harm() {
    let mut found = Vec::new();
    let cases: Vec<Case> = ChangeKind::all().map(|kind| Case { kind, specs: specs(kind) }).collect();
    // Many share a state, and a mirror has both.
    let shared = cases.iter().filter_map(|case| case.specs.as_ref().ok());
    let files: BTreeSet<&Files> =
        shared.flat_map(|specs| [&specs.old, &specs.bad].into_iter().chain(&specs.good)).collect();
    let files: Vec<&Files> = files.into_iter().collect();
    let states: Vec<_> = files.par_iter().map(|files| State::new(files)).collect();
    let states: BTreeMap<&Files, Result<State, String>> = files.into_iter().zip(states).collect();
    for case in &cases {
        let of_case = mistakes(case, &states);
        found.extend(of_case.into_iter().map(|mistake| format!("{}: {mistake}", case.kind)));
    }
    assert!(found.is_empty(), "{} mistakes\n{}", found.len(), found.join("\n"));
}

#[test]
fn a_mistyped_id_leads_to_the_nearest() {
    assert_eq!(nearest("operation-remove").as_deref(), Some("operation-removed"));
    assert_eq!(nearest("weather"), None);
}

#[test]
fn each_rule_has_an_id_of_its_own_and_a_mirror_that_leads_back() {
    let ids: BTreeSet<&str> = rules().into_iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), ChangeKind::all().count());
    for kind in ChangeKind::all() {
        assert_eq!(kind.mirror().mirror(), kind, "{kind}");
    }
}

/// Who adds something breaks less than who removes it, unless it asks something of users.
#[test]
fn what_is_removed_is_worse_than_what_is_added() {
    for kind in ChangeKind::all().filter(|kind| kind.id().ends_with("-added")) {
        for direction in Direction::ALL {
            let (added, removed) = (verdict(kind, *direction), verdict(kind.mirror(), *direction));
            let must_be_given = ["required-parameter-added", "required-field-added", "choice-added", "auth-added"];
            let is_demand = must_be_given.contains(&kind.id())
                || kind.id().starts_with("deprecation")
                || kind.id().starts_with("sunset")
                || kind.id().starts_with("exclusion")
                || kind.id().starts_with("condition");
            assert!(is_demand || removed.level() >= added.level(), "{kind}, {}", direction.as_str());
        }
    }
}

#[test]
fn what_breaks_is_found_somehow() {
    for kind in ChangeKind::all() {
        for direction in Direction::ALL {
            let verdict = verdict(kind, *direction);
            let breaks = verdict.level() == Level::Major;
            assert!(!breaks || verdict.detected_by > Discovery::Nothing, "{kind}");
            let compiles = verdict.source < Level::Major;
            assert!(!compiles || verdict.detected_by != Discovery::CompileError, "{kind}");
        }
    }
}

/// Each phrase of the changelog has known placeholders only, and names the changed elements.
#[test]
fn phrases_have_known_placeholders() {
    for kind in ChangeKind::all() {
        let [one, several] = kind.declaration().phrase;
        let placeholders = |text: &'static str| {
            let parts = text.split('{').skip(1);
            parts.map(|part| part.split_once('}').expect("the placeholder is closed").0).collect::<Vec<_>>()
        };
        let known = ["name", "part", "owner", "object"];
        let unknown = placeholders(one).into_iter().find(|placeholder| !known.contains(placeholder));
        assert_eq!(unknown, None, "{kind}");
        let (before, names) = several.rsplit_once(": ").expect("a colon is before the names");
        assert_eq!(names == "{parts}", one.contains("{part}"), "{kind}: the names of one and of several differ");
        assert!(["{names}", "{parts}"].contains(&names), "{kind}");
        let own = |placeholder: &&str| ["owner", "object"].contains(placeholder);
        assert_eq!(placeholders(before).into_iter().find(|placeholder| !own(placeholder)), None, "{kind}");
    }
}

#[test]
fn titles_have_at_most_five_words_and_are_different() {
    let titles: BTreeSet<&str> = ChangeKind::all().map(ChangeKind::title).collect();
    assert_eq!(titles.len(), ChangeKind::all().count());
    for title in titles {
        assert!(title.split(' ').count() <= 5, "{title}");
    }
}
