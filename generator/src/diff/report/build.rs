//! How a report is made of a comparison.

use std::cmp::Reverse;

use super::endpoints::endpoints;
use super::entry::{Entry, Group, RustEffect};
use super::{Context, FORMAT, Location, Report, VersionAdvice};
use crate::diff::version::{Bump, next_version};
use crate::diff::{Change, Diff, Verdict};

pub(super) fn report(diff: &Diff, context: &Context<'_>) -> Report {
    let [old, new] = context.sides.map(|side| side.resolved.api());
    let mut entries: Vec<Entry> = diff.changes.iter().map(|change| entry(change, context)).collect();
    // What nobody tells a user comes first; all else keeps the order of the spec.
    entries.sort_by_key(|entry| (entry.group, Reverse(entry.verdict.discovery)));
    let verdict = diff.verdict();
    let [base, head] = context.states.clone();
    Report {
        format: FORMAT,
        verdict,
        version: version(verdict, &base.version, &head.version),
        endpoints: endpoints(old, new, &entries),
        base,
        head,
        entries,
        unexplained: Vec::new(),
    }
}

fn entry(change: &Change, context: &Context<'_>) -> Entry {
    let place = |side: usize, place| Location::new(context.sides[side].spec, &context.states[side], place);
    Entry {
        id: change.id.clone(),
        kind: change.kind,
        title: change.kind.title(),
        group: Group::of(change),
        subject: change.subject.clone(),
        old: change.old.clone(),
        new: change.new.clone(),
        old_place: place(0, change.old_place),
        new_place: place(1, change.new_place),
        direction: change.direction,
        verdict: change.verdict(),
        is_guess: change.kind.is_guess(),
        correction: change.correction.clone(),
        deprecated: change.deprecated.clone(),
        follows: change.follows,
        reach: change.reach.clone(),
        rust: RustEffect::default(),
    }
}

fn version(verdict: Verdict, old: &str, new: &str) -> VersionAdvice {
    let bump = Bump::of(verdict);
    let next = next_version(old, bump);
    let parsed = [next.as_deref(), Some(new)].map(|version| version.and_then(|text| semver::Version::parse(text).ok()));
    let is_enough = match parsed {
        [Some(next), Some(new)] => new >= next,
        _ => true,
    };
    VersionAdvice { bump, next, is_enough }
}
