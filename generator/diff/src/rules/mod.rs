//! Lists the rules: each kind of change with its verdicts, advice and example.

mod base;
mod edit;
mod example;
mod patch;

pub use base::Files;
use example::Example;
pub use example::edited;
use serde::Serialize;

use super::changes::ChangeKind;
use super::verdict::{Direction, Verdict, verdict};

/// A kind of change with its verdicts.
#[derive(Clone, Debug, Serialize)]
pub struct Rule {
    /// Its id.
    pub id: &'static str,
    /// The change in at most five words.
    pub title: &'static str,
    /// The impact on values that are sent and on values that are received; one verdict if both are equal. A value that
    /// is sent and received has both. An unused value has that of a received value, without an impact on the wire.
    pub verdicts: Vec<(Vec<Direction>, Verdict)>,
    /// Why the change has this impact, and what the author of the spec can do.
    pub advice: &'static str,
    /// An edit of a spec that makes this change, as a diff.
    pub bad: String,
    /// Other changes that the edit makes.
    pub also: Vec<Also>,
    /// An edit with the same aim that breaks less, if there is one.
    pub good: Option<Alternative>,
}

/// A change that the example of a rule makes too.
#[derive(Clone, Debug, Serialize)]
pub struct Also {
    /// The id of its rule.
    pub rule: String,
    /// The reason.
    pub reason: String,
}

/// An edit with less impact.
#[derive(Clone, Debug, Serialize)]
pub struct Alternative {
    /// The edit, as a diff of the same spec.
    pub diff: String,
    /// The ids of the rules that apply to it; empty if it has no impact.
    pub rules: Vec<String>,
}

/// Returns all rules, in the order of the list of kinds.
pub fn rules() -> Vec<Rule> {
    ChangeKind::all().map(rule).collect()
}

fn rule(kind: ChangeKind) -> Rule {
    let mut verdicts: Vec<(Vec<Direction>, Verdict)> = Vec::new();
    for direction in [Direction::Request, Direction::Response] {
        let found = verdict(kind, direction);
        match verdicts.iter_mut().find(|(_, verdict)| *verdict == found) {
            Some((directions, _)) => directions.push(direction),
            None => verdicts.push((vec![direction], found)),
        }
    }
    let mut rule = Rule {
        id: kind.id(),
        title: kind.title(),
        verdicts,
        advice: kind.declaration().advice,
        bad: String::new(),
        also: example::also(kind).into_iter().map(|(rule, reason)| Also { rule, reason }).collect(),
        good: None,
    };
    // A test applies each example.
    if let (Ok(specs), Ok(example)) = (specs(kind), Example::of(kind)) {
        rule.bad = patch::patch(&specs.old, &specs.bad);
        let diff = specs.good.map(|good| patch::patch(&specs.old, &good));
        rule.good = diff.zip(example.good).map(|(diff, good)| Alternative { diff, rules: good.gives });
    }
    rule
}

/// The specs of an example: the contents of their files by name.
#[derive(Clone, Debug)]
pub struct ExampleSpecs {
    /// The old version.
    pub old: Files,
    /// The new version, with the change.
    pub bad: Files,
    /// The new version, with the edit that has less impact.
    pub good: Option<Files>,
}

/// Returns the spec that the examples change.
pub fn spec_of_examples() -> Files {
    base::base()
}

/// Returns the specs of the example of a rule; `None` if there is no such rule.
pub fn example_specs(id: &str) -> Option<ExampleSpecs> {
    specs(ChangeKind::from_id(id)?).ok()
}

/// Returns the specs of a kind's example, or the reason why it cannot be applied.
pub fn specs(kind: ChangeKind) -> Result<ExampleSpecs, String> {
    let [old, bad] = example::bad(kind, &base::base())?;
    let good = example::good(kind, &old)?;
    Ok(ExampleSpecs { old, bad, good })
}

/// Returns the rule that a mistyped id is likely to mean.
pub fn nearest(id: &str) -> Option<String> {
    let ids: Vec<&str> = ChangeKind::all().map(ChangeKind::id).collect();
    api_client_generator::diagnostics::suggest::nearest(id, &ids).map(str::to_owned)
}
