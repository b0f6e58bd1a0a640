//! Builds a report from a comparison.

use std::cmp::Reverse;

use super::endpoints::endpoints;
use super::entry::{Entry, Group, RustEffect, RustItem};
use super::{Accepted, Context, FORMAT, Location, Report, VersionAdvice, finding};
use crate::changes;
use crate::public_api::{self, Difference};
use crate::version::{Bump, goes_back, is_enough, next_version};
use crate::{Change, Diff, Discovery, Level, Verdict, locate};
use api_client_generator::source::{FileId, Place};

/// The number of public items of a change that are listed; the others are counted.
const MAX_ITEMS: usize = 6;

pub(super) fn report(diff: &Diff, context: &Context<'_>) -> Report {
    let [old, new] = context.sides.map(|side| side.resolved.api());
    let differences = context.clients.map(|[old, new]| public_api::differences(old, new)).unwrap_or_default();
    let causes = public_api::attribute(&diff.changes, context.sides, &differences);
    let mut items: Vec<Vec<Difference<'_>>> = vec![Vec::new(); diff.changes.len()];
    let mut unexplained = Vec::new();
    for (difference, causes) in differences.iter().zip(causes) {
        for cause in &causes {
            items[*cause].push(*difference);
        }
        if causes.is_empty() {
            unexplained.push(*difference);
        }
    }
    let changes = diff.changes.iter().zip(items);
    let mut entries: Vec<Entry> = changes.map(|(change, items)| entry(change, items, context)).collect();
    // Changes that no tool detects come first; otherwise the order of the spec is kept.
    entries.sort_by_key(|entry| (entry.group, Reverse(entry.verdict.detected_by)));
    let together = |is_counted: &dyn Fn(&&Entry) -> bool| {
        let verdicts = entries.iter().filter(is_counted).map(|entry| entry.verdict);
        let verdict = verdicts.fold(Verdict::default(), Verdict::and);
        unexplained.iter().fold(verdict, |verdict, item| raised(verdict, item.level))
    };
    let verdict = together(&|_| true);
    let unacknowledged = together(&|entry| entry.acknowledged.is_none());
    let [base, head] = context.states.clone();
    let version = version(verdict, context);
    Report {
        format: FORMAT,
        verdict,
        unacknowledged,
        findings: finding::findings(&entries, &version, context),
        version,
        endpoints: endpoints(old, new, &diff.changes, &entries),
        base,
        head,
        entries,
        unexplained: sorted(unexplained).iter().map(RustItem::from).collect(),
        client_is_stale: context.client_is_stale,
        program: context.program.to_owned(),
    }
}

/// Returns a verdict, raised to the effect that the public items show.
fn raised(verdict: Verdict, observed: Level) -> Verdict {
    if observed <= verdict.source {
        return verdict;
    }
    let detection = if observed == Level::Major { Discovery::CompileError } else { Discovery::Nothing };
    Verdict { source: observed, detected_by: verdict.detected_by.max(detection), ..verdict }
}

/// Sorts breaking items first, then by distance from the calls of users; otherwise the order of the list is kept.
fn sorted(mut items: Vec<Difference<'_>>) -> Vec<Difference<'_>> {
    items.sort_by_key(|item| (Reverse(item.level), item.rank()));
    items
}

fn entry(change: &Change, items: Vec<Difference<'_>>, context: &Context<'_>) -> Entry {
    let observed = items.iter().map(|item| item.level).max().unwrap_or_default();
    let verdict = raised(change.verdict(), observed);
    let items = sorted(items);
    let migration = changes::migration(change, &items);
    let more = items.len().saturating_sub(MAX_ITEMS);
    let items = items.iter().take(MAX_ITEMS).map(RustItem::from).collect();
    let place = |side: usize, place| Location::new(context.sides[side].spec, &context.states[side], place);
    Entry {
        id: change.id.clone(),
        kind: change.kind,
        title: change.kind.title(),
        group: Group::of(change, verdict),
        subject: change.subject.clone(),
        old: change.old.clone(),
        new: change.new.clone(),
        old_location: place(0, change.old_place),
        new_location: place(1, change.new_place),
        direction: change.direction,
        verdict,
        is_guess: change.kind.is_guess(),
        correction: change.correction.clone(),
        acknowledged: acknowledged(change, context),
        deprecated: change.deprecated.clone(),
        follows: change.follows,
        affects: change.reach.clone(),
        rust: RustEffect { items, more, migration },
    }
}

fn acknowledged(change: &Change, context: &Context<'_>) -> Option<Accepted> {
    let given = context.sides[1].resolved.acknowledgements();
    given.iter().find(|given| given.id.value == change.id).map(Accepted::from)
}

fn version(verdict: Verdict, context: &Context<'_>) -> VersionAdvice {
    let [old, new] = [0, 1].map(|side: usize| context.states[side].version.as_str());
    let bump = Bump::of(verdict);
    let head = context.sides[1];
    let file = head.spec.sources().files().find(|(_, file)| file.name == "api.yaml");
    let file = file.map_or(Place::start_of(FileId(0)), |(id, _)| Place::start_of(id));
    let place = locate::below(head.spec.source(), file, &["version"]);
    VersionAdvice {
        bump,
        next: next_version(old, bump),
        is_enough: is_enough(old, new, bump),
        goes_back: goes_back(old, new),
        location: Location::new(head.spec, &context.states[1], place),
    }
}
