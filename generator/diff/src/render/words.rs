//! Phrases that several forms share.

use std::collections::BTreeSet;

use crate::report::{Accepted, Entry, Finding, Group, Report};
use crate::{Direction, Discovery, Level, Verdict};

/// Of what two long texts have in common at their beginnings, so much is shown, in characters.
const CONTEXT: usize = 16;

/// A verdict, axis by axis. What is read has no level: reports count it.
pub(super) fn all_axes(verdict: Verdict) -> [(&'static str, Level); 3] {
    [("wire", verdict.wire), ("source", verdict.source), ("behaviour", verdict.behaviour)]
}

/// The axes of a verdict that say something.
pub(super) fn axes(verdict: Verdict) -> impl Iterator<Item = (&'static str, Level)> {
    all_axes(verdict).into_iter().filter(|(_, level)| *level > Level::None)
}

/// What comes of a change, in a line: `wire major · source minor · request · found: at run time`.
pub(super) fn effect(verdict: Verdict, direction: Direction) -> String {
    let mut parts: Vec<String> = axes(verdict).map(|(axis, level)| format!("{axis} {}", level.as_str())).collect();
    if parts.is_empty() {
        parts.push("documentation only".into());
    }
    match direction {
        Direction::Neither => {}
        direction => parts.push(direction.as_str().to_owned()),
    }
    if verdict.discovery != Discovery::Nothing {
        parts.push(format!("found: {}", verdict.discovery.as_str()));
    }
    parts.join(" · ")
}

/// What is to be mended, with where and how, in a line each.
pub(super) fn findings(report: &Report) -> Vec<String> {
    let line = |finding: &Finding| format!("{}: {}: {}", finding.place, finding.message, finding.help);
    report.findings.iter().map(line).collect()
}

/// How many changes of which group there are: `2 breaking, 1 in the documentation only`.
pub(super) fn counts(report: &Report) -> String {
    let words = |group| match group {
        Group::Breaking => "breaking",
        Group::Notable => "new or to be noticed",
        Group::Corrections => "declared as corrections",
        Group::Documentation => "in the documentation only",
        Group::Consequences => "that follow",
    };
    let count = |group: &Group| match report.group(*group).count() {
        0 => None,
        count => Some(format!("{count} {}", words(*group))),
    };
    let changes = Group::ALL.iter().filter_map(count);
    let unexplained = match report.unexplained.len() {
        0 => None,
        count => Some(format!("{count} in the client without a cause in the spec")),
    };
    let acknowledged = match report.entries.iter().filter(|entry| entry.acknowledged.is_some()).count() {
        0 => None,
        count => Some(format!("{count} acknowledged")),
    };
    changes.chain(unexplained).chain(acknowledged).collect::<Vec<_>>().join(", ")
}

/// Which version comes next: `next version: 0.2.0 after 0.1.0 (api.yaml says 0.1.5)`.
pub(super) fn version(report: &Report) -> Option<String> {
    let (old, new) = (&report.base.version, &report.head.version);
    let next = report.version.next.as_ref()?;
    Some(if next == old && old == new {
        format!("the version stays {old}")
    } else if new == next {
        format!("next version: {next} after {old}, as api.yaml says")
    } else if old == new {
        format!("next version: {next} (api.yaml still says {new})")
    } else {
        format!("next version: {next} after {old} (api.yaml says {new})")
    })
}

/// The title of what comes from no change of the spec.
pub(super) const UNEXPLAINED: &str = "Not from the spec: the generator or its runtime changed";

/// What is to be done before the report can be relied on.
pub(super) fn remarks(report: &Report) -> Vec<String> {
    let mut remarks = Vec::new();
    if report.client_is_stale {
        remarks.push(format!("the client is not that of this spec yet: {} generate", report.program));
    }
    remarks
}

/// What a change is seen through: the counts, and as many names of the first kind as fit into so many characters.
pub(super) fn reach(entry: &Entry, width: usize) -> Option<String> {
    let (_, names) = reached(entry).next()?;
    let counts = reach_counts(entry);
    let mut shown = String::new();
    for (name, rest) in names.iter().zip((0..names.len()).rev()) {
        let separator = if shown.is_empty() { "" } else { ", " };
        if counts.len() + shown.len() + separator.len() + name.len() + " ( and 999 more)".len() > width {
            let more = if shown.is_empty() { String::new() } else { format!(" ({shown} and {} more)", rest + 1) };
            return Some(format!("{counts}{more}"));
        }
        shown.push_str(separator);
        shown.push_str(name);
    }
    Some(format!("{counts} ({shown})"))
}

/// What a change is seen through: each kind with its names, and at most so many of them.
pub(super) fn reach_names(entry: &Entry, names: usize) -> Vec<String> {
    reached(entry).map(|(what, found)| folded(&plural(found.len(), what), found, names)).collect()
}

/// That a change was accepted: `acknowledged by Mina until 2026-12-31: nobody has used it`.
pub(super) fn accepted(accepted: &Accepted) -> String {
    let by = accepted.by.as_ref().map(|name| format!(" by {name}")).unwrap_or_default();
    let until = accepted.until.as_ref().map(|date| format!(" until {date}")).unwrap_or_default();
    // The reason may have several lines; here it is one.
    let reason: Vec<&str> = accepted.reason.split_whitespace().collect();
    format!("acknowledged{by}{until}: {}", reason.join(" "))
}

/// How much a change is seen through: `67 operations, 3 types`.
pub(super) fn reach_counts(entry: &Entry) -> String {
    reached(entry).map(|(what, found)| plural(found.len(), what)).collect::<Vec<_>>().join(", ")
}

fn reached(entry: &Entry) -> impl Iterator<Item = (&'static str, &BTreeSet<String>)> {
    let reach = &entry.reach;
    let all = [("operation", &reach.operations), ("type", &reach.types), ("event", &reach.events)];
    all.into_iter().filter(|(_, found)| !found.is_empty())
}

/// So many of something: `1 type`, `2 types`.
pub(super) fn plural(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

fn folded(what: &str, names: &BTreeSet<String>, shown: usize) -> String {
    let shown: Vec<&str> = names.iter().take(shown).map(String::as_str).collect();
    let more = match names.len() - shown.len() {
        0 => String::new(),
        count => format!(" and {count} more"),
    };
    format!("{what}: {}{more}", shown.join(", "))
}

/// What was there and what is there now, each in at most so many characters, cut so that the difference is seen.
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
            Some(shown) if rest.len() > room => format!("{start}{}…", shown.iter().collect::<String>()),
            _ => format!("{start}{}", rest.iter().collect::<String>()),
        }
    };
    (old.map(excerpt), new.map(excerpt))
}

/// What happened and what changed, in a phrase: `a type has one more field; now: text`.
pub(super) fn title_and_change(entry: &Entry, width: usize) -> String {
    let title = title(entry);
    // What stands alone has more room.
    let width = if entry.old.is_some() && entry.new.is_some() { width } else { width * 3 / 2 };
    match old_and_new(entry, width) {
        (None, None) => title,
        (Some(old), None) => format!("{title}; was: {old}"),
        (None, Some(new)) => format!("{title}; now: {new}"),
        (Some(old), Some(new)) => format!("{title}: {old} → {new}"),
    }
}

/// Where it stands now: `spec/api.yaml:3:8`.
pub(super) fn place(entry: &Entry) -> String {
    entry.new_place.to_string()
}

/// Where it stood, as git names it if that is where it was read: `main:spec/api.yaml:3:8`.
pub(super) fn old_place(entry: &Entry, report: &Report) -> String {
    match report.base.commit {
        Some(_) => format!("{}:{}", report.base.name, entry.old_place),
        None => entry.old_place.to_string(),
    }
}

/// What happened, in a line.
pub(super) fn title(entry: &Entry) -> String {
    let guess = if entry.is_guess { " (a guess: say `was` if it is so)" } else { "" };
    format!("{}{guess}", entry.title)
}
