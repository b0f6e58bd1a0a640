//! Provides the phrases that several formats share.

use std::collections::BTreeSet;

use crate::report::{Accepted, Entry, Finding, Group, Report};
pub(super) use crate::show::plural;
use crate::{Direction, Discovery, Level, Verdict};

/// The length of the common start of two long values that is shown, in characters.
const CONTEXT: usize = 16;

/// Returns the axes of a verdict with their levels. Documentation has no level; reports count its changes.
pub(super) fn all_axes(verdict: Verdict) -> [(&'static str, Level); 3] {
    [("wire", verdict.wire), ("source", verdict.source), ("behavior", verdict.behavior)]
}

/// Returns the axes of a verdict with an effect.
pub(super) fn axes(verdict: Verdict) -> impl Iterator<Item = (&'static str, Level)> {
    all_axes(verdict).into_iter().filter(|(_, level)| *level > Level::None)
}

/// Returns a level in prose.
pub(super) fn level(level: Level) -> &'static str {
    match level {
        Level::None => "documentation",
        Level::Minor => "compatible",
        Level::Major => "breaking",
    }
}

/// Returns how users detect a change; `None` if no detection is needed.
fn detection(detected_by: Discovery) -> Option<&'static str> {
    match detected_by {
        Discovery::Nothing => None,
        Discovery::Warning => Some("detected by: deprecation warning"),
        Discovery::CompileError => Some("detected by: compiler"),
        Discovery::RunTime => Some("detected by: error at run time"),
        Discovery::Silently => Some("not detected"),
    }
}

/// Returns the levels of a verdict: `wire major · source minor`. Several changes with a common verdict can be detected in
/// different ways, so the levels alone are shown for them.
pub(super) fn levels(verdict: Verdict) -> String {
    let levels: Vec<String> = axes(verdict).map(|(axis, level)| format!("{axis} {}", level.as_str())).collect();
    if levels.is_empty() { "documentation only".into() } else { levels.join(" · ") }
}

/// Returns the impact of a change in a line: `wire major · source minor · in requests · detected by: compiler`.
pub(super) fn impact(verdict: Verdict, direction: Direction) -> String {
    let mut parts = vec![levels(verdict)];
    let direction = match direction {
        Direction::Neither => None,
        Direction::Request => Some("in requests"),
        Direction::Response => Some("in responses"),
        Direction::Both => Some("in requests and responses"),
        Direction::Unused => Some("in an unused type"),
    };
    parts.extend(direction.map(str::to_owned));
    parts.extend(detection(verdict.detected_by).map(str::to_owned));
    parts.join(" · ")
}

/// The title of the findings.
pub(super) const FINDINGS: &str = "Problems to fix";

/// Returns the findings in a line each, with location and fix.
pub(super) fn findings(report: &Report) -> Vec<String> {
    let line = |finding: &Finding| format!("{}: {}: {}", finding.location, finding.message, finding.help);
    report.findings.iter().map(line).collect()
}

/// Returns the number of changes of each group: `2 breaking, 1 documentation only`.
pub(super) fn counts(report: &Report) -> String {
    let word = |group| match group {
        Group::Breaking => "breaking",
        Group::Compatible => "compatible",
        Group::Corrections => "declared as correction",
        Group::Documentation => "documentation only",
        Group::Derived => "derived",
    };
    let count = |group: &Group| match report.group(*group).count() {
        0 => None,
        count => Some(format!("{count} {}", word(*group))),
    };
    let changes = Group::ALL.iter().filter_map(count);
    let unexplained = match report.unexplained.len() {
        0 => None,
        count => Some(format!("{count} from the generator or its runtime")),
    };
    let accepted = match report.entries.iter().filter(|entry| entry.acknowledged.is_some()).count() {
        0 => None,
        count => Some(format!("{count} accepted")),
    };
    changes.chain(unexplained).chain(accepted).collect::<Vec<_>>().join(", ")
}

/// Returns the next version: `next version: 0.2.0 (api.yaml has 0.1.5, the base has 0.1.0)`.
pub(super) fn version(report: &Report) -> Option<String> {
    let (old, new) = (&report.base.version, &report.head.version);
    let next = report.version.next.as_ref()?;
    Some(if next == old && old == new {
        format!("next version: {old}, unchanged")
    } else if new == next {
        format!("next version: {next} (api.yaml already has {new}, the base has {old})")
    } else if old == new {
        format!("next version: {next} (api.yaml still has {new})")
    } else {
        format!("next version: {next} (api.yaml has {new}, the base has {old})")
    })
}

/// The title of changes of public items that no change of the spec causes, and their id for programs.
pub(super) const UNEXPLAINED: &str = "Changes of the generator or its runtime";
pub(super) const UNEXPLAINED_ID: &str = "not-from-the-spec";

/// Warnings about a report that may be incomplete.
pub(super) fn remarks(report: &Report) -> Vec<String> {
    let mut remarks = Vec::new();
    if report.client_is_stale {
        remarks.push(format!("the client is out of date; to update it: {} generate", report.program));
    }
    remarks
}

/// Returns the elements that a change affects: the counts, and as many names of the first kind as fit into a number of
/// characters.
pub(super) fn affects(entry: &Entry, width: usize) -> Option<String> {
    let (_, names) = entry.affects.kinds().next()?;
    let counts = entry.affects.counts();
    let mut listed = String::new();
    for (name, rest) in names.iter().zip((0..names.len()).rev()) {
        let separator = if listed.is_empty() { "" } else { ", " };
        if counts.len() + listed.len() + separator.len() + name.len() + " ( and 999 more)".len() > width {
            let more = if listed.is_empty() { String::new() } else { format!(" ({listed} and {} more)", rest + 1) };
            return Some(format!("{counts}{more}"));
        }
        listed.push_str(separator);
        listed.push_str(name);
    }
    Some(format!("{counts} ({listed})"))
}

/// Returns the elements that a change affects: each kind with a limited number of names.
pub(super) fn affected_names(entry: &Entry, names: usize) -> Vec<String> {
    entry.affects.kinds().map(|(what, found)| folded(&plural(found.len(), what), found, names)).collect()
}

/// Returns the acknowledgement of a change: `accepted by Mina until 2026-12-31: the endpoint was never used`.
pub(super) fn accepted(accepted: &Accepted) -> String {
    let by = accepted.by.as_ref().map(|name| format!(" by {name}")).unwrap_or_default();
    let until = accepted.until.as_ref().map(|date| format!(" until {date}")).unwrap_or_default();
    // A reason can have several lines.
    let reason: Vec<&str> = accepted.reason.split_whitespace().collect();
    format!("accepted{by}{until}: {}", reason.join(" "))
}

fn folded(what: &str, names: &BTreeSet<String>, limit: usize) -> String {
    let listed: Vec<&str> = names.iter().take(limit).map(String::as_str).collect();
    let more = match names.len() - listed.len() {
        0 => String::new(),
        count => format!(" and {count} more"),
    };
    format!("{what}: {}{more}", listed.join(", "))
}

/// Returns the old and the new value, each with a limited number of characters, cut so that the difference is visible.
pub(super) fn old_and_new(entry: &Entry, width: usize) -> (Option<String>, Option<String>) {
    let (old, new) = (entry.old.as_deref(), entry.new.as_deref());
    let is_long = |text: Option<&str>| text.is_some_and(|text| text.chars().count() > width);
    let skipped = match (old, new) {
        (Some(old), Some(new)) if is_long(Some(old)) || is_long(Some(new)) => {
            let common = old.chars().zip(new.chars()).take_while(|(old, new)| old == new).count();
            common.saturating_sub(CONTEXT)
        }
        _ => 0,
    };
    let excerpt = |text: &str| {
        let start = if skipped > 0 { "…" } else { "" };
        let rest: Vec<char> = text.chars().skip(skipped).collect();
        let room = width.saturating_sub(start.len().min(1));
        match rest.get(..room.saturating_sub(1)) {
            Some(visible) if rest.len() > room => format!("{start}{}…", visible.iter().collect::<String>()),
            _ => format!("{start}{}", rest.iter().collect::<String>()),
        }
    };
    (old.map(excerpt), new.map(excerpt))
}

/// Returns the change of the value: `old → new`, `removed: old` or `added: new`; `None` if the change has no values.
pub(super) fn change(entry: &Entry, width: usize) -> Option<String> {
    // A single value has more room.
    let width = if entry.old.is_some() && entry.new.is_some() { width } else { width * 3 / 2 };
    match old_and_new(entry, width) {
        (None, None) => None,
        (Some(old), None) => Some(format!("removed: {old}")),
        (None, Some(new)) => Some(format!("added: {new}")),
        (Some(old), Some(new)) => Some(format!("{old} → {new}")),
    }
}

/// Returns the location in the base version, as git writes it for a commit: `main:spec/api.yaml:3:8`.
pub(super) fn old_location(entry: &Entry, report: &Report) -> String {
    match report.base.commit {
        Some(_) => format!("{}:{}", report.base.name, entry.old_location),
        None => entry.old_location.to_string(),
    }
}

/// Returns the title of a change.
pub(super) fn title(entry: &Entry) -> String {
    let guess = if entry.is_guess { " (a guess; add `was` to confirm it)" } else { "" };
    format!("{}{guess}", entry.title)
}

/// Returns a text with a limited number of characters.
pub(super) fn cut(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
