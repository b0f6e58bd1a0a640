//! Applies the example of each rule and compares the result.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use api_client_diff::internals::{Mark, phrases, specs};
use api_client_diff::{
    Change, ChangeKind, Diff, Direction, Discovery, ExampleSpecs, Files, Level, Rule, Side, Verdict, diff,
    nearest_rule, rules, verdict,
};
use api_client_generator::source::InputFile;
use api_client_generator::{Resolved, Spec};
use rayon::prelude::*;

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

/// Returns the ids of direct changes of other kinds, without changes of examples.
fn written(changes: &[Change], but: ChangeKind) -> BTreeSet<String> {
    let written = changes.iter().filter(|change| !change.follows && change.kind != but);
    written.filter(|change| !change.kind.has(Mark::OfExample)).map(|change| change.kind.id().to_owned()).collect()
}

fn described(change: &Change) -> String {
    format!("{} ({}, {})", change.id, change.kind, change.direction.as_str())
}

fn levels(verdict: Verdict) -> [Level; 4] {
    [verdict.wire, verdict.source, verdict.behavior, verdict.docs]
}

/// Returns whether a verdict has less impact: a lower level, or no axis with a higher level. With equal levels, it is
/// the one that is easier to detect.
fn has_less_impact(one: Verdict, other: Verdict) -> bool {
    let mut pairs = levels(one).into_iter().zip(levels(other));
    if levels(one) == levels(other) {
        return one.detected_by < other.detected_by;
    }
    one.level() < other.level() || pairs.all(|(one, other)| one <= other)
}

/// A kind with its rule and the specs of its example.
struct Case {
    kind: ChangeKind,
    rule: Rule,
    specs: Result<ExampleSpecs, String>,
}

/// Returns the errors in the example of a kind.
fn mistakes(case: &Case, states: &BTreeMap<&Files, Result<State, String>>) -> Vec<String> {
    let (kind, rule) = (case.kind, &case.rule);
    let specs = match &case.specs {
        Ok(specs) => specs,
        Err(error) => return vec![error.clone()],
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
    let reported: Vec<String> = changes.iter().map(described).collect();
    let own: Vec<&Change> = changes.iter().filter(|change| change.kind == kind).collect();
    if own.is_empty() || own.iter().any(|change| change.follows != kind.has(Mark::Derived)) {
        mistakes.push(format!("bad is reported as {reported:#?}"));
    }
    let listed: BTreeSet<String> = rule.also.iter().map(|also| also.rule.clone()).collect();
    let others = written(&changes, kind);
    if listed != others {
        mistakes.push(format!("bad also makes {others:?}: {reported:#?}"));
    }
    if rule.advice.is_empty() {
        mistakes.push("there is no advice".into());
    }
    let verdict = own.iter().map(|change| change.verdict()).fold(Verdict::default(), Verdict::and);
    let (Some(good), Some(said)) = (good, &rule.good) else {
        if verdict.level() == Level::Major {
            mistakes.push(format!("there is no example with less impact than {reported:#?}"));
        }
        return mistakes;
    };
    let better = old.to(good);
    let gives: BTreeSet<String> = better
        .changes
        .iter()
        .filter(|change| !change.follows && !change.kind.has(Mark::OfExample))
        .map(|change| change.kind.id().to_owned())
        .collect();
    let reported: Vec<String> = better.changes.iter().map(described).collect();
    if gives != said.rules.iter().cloned().collect() {
        mistakes.push(format!("good gives {reported:#?}"));
    }
    // The page of the rule promises this.
    if better.changes.iter().any(|change| change.kind == kind && change.correction.is_none()) {
        mistakes.push(format!("good makes the change without a correction: {reported:#?}"));
    }
    if !has_less_impact(better.verdict(), verdict) {
        mistakes.push(format!("good does not have less impact: {reported:#?}"));
    }
    mistakes
}

#[test]
fn examples_make_their_change_and_alternatives_have_less_impact() {
    let mut found = Vec::new();
    let cases: Vec<Case> =
        ChangeKind::all().zip(rules()).map(|(kind, rule)| Case { kind, rule, specs: specs(kind) }).collect();
    // Many examples share a version, and a mirror has both versions of its example.
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
fn mistyped_id_finds_the_nearest_rule() {
    assert_eq!(nearest_rule("operation-remove").as_deref(), Some("operation-removed"));
    assert_eq!(nearest_rule("weather"), None);
}

#[test]
fn ids_are_unique_and_mirrors_are_mutual() {
    let ids: BTreeSet<&str> = rules().into_iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), ChangeKind::all().count());
    for kind in ChangeKind::all() {
        assert_eq!(kind.mirror().mirror(), kind, "{kind}");
    }
}

/// Adding an element breaks less than removing it, unless users must do something.
#[test]
fn removals_are_at_least_as_severe_as_additions() {
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
fn breaking_changes_declare_how_users_detect_them() {
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
        let [one, several] = phrases(kind);
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
