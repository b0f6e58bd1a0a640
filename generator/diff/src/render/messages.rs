//! What programs show of a change to people: in a line, and with what was there.

use super::words;
use crate::report::{Entry, Group, Location, Report};
use crate::{Level, Verdict};

/// How loud a program says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Loudness {
    Note,
    Warning,
    Error,
}

impl Loudness {
    fn of(verdict: Verdict) -> Self {
        match verdict.level() {
            Level::None => Self::Note,
            Level::Minor => Self::Warning,
            Level::Major => Self::Error,
        }
    }
}

/// What was accepted is a note, and what only follows is no louder than what it follows from.
pub(super) fn loudness(entry: &Entry) -> Loudness {
    let loudness = Loudness::of(entry.verdict);
    if entry.acknowledged.is_some() {
        Loudness::Note
    } else if entry.group == Group::Consequences {
        loudness.min(Loudness::Warning)
    } else {
        loudness
    }
}

/// What happened, what comes of it, and where it was: in several lines.
pub(super) fn message(entry: &Entry, report: &Report) -> String {
    let mut lines = vec![format!("{}: {}", entry.subject, entry.title)];
    match (&entry.old, &entry.new) {
        (None, None) => {}
        (Some(old), None) => lines.push(format!("was: {old}")),
        (None, Some(new)) => lines.push(format!("now: {new}")),
        (Some(old), Some(new)) => lines.push(format!("{old} → {new}")),
    }
    lines.push(words::effect(entry.verdict, entry.direction));
    let counts = words::reach_counts(entry);
    if !counts.is_empty() {
        lines.push(format!("reaches {counts}"));
    }
    for item in &entry.rust.items {
        lines.extend(item.old.iter().map(|old| format!("- {old}")));
        lines.extend(item.new.iter().map(|new| format!("+ {new}")));
    }
    if entry.rust.more > 0 {
        lines.push(format!("and {}", words::plural(entry.rust.more, "more public item")));
    }
    lines.extend(entry.rust.instead.iter().map(|text| format!("instead: {text}")));
    lines.extend(entry.correction.iter().map(|text| format!("correction: {text}")));
    lines.extend(entry.acknowledged.iter().map(words::accepted));
    lines.push(format!("before at {}", words::old_place(entry, report)));
    lines.join("\n")
}

/// What comes from no change of the spec.
pub(super) fn unexplained(report: &Report) -> Option<String> {
    let items = &report.unexplained;
    let mut lines = vec![format!("{}: {}", words::UNEXPLAINED, words::plural(items.len(), "public item"))];
    for item in items.iter().take(6) {
        lines.extend(item.old.iter().map(|old| format!("- {old}")));
        lines.extend(item.new.iter().map(|new| format!("+ {new}")));
    }
    (!items.is_empty()).then(|| lines.join("\n"))
}

/// Where it is said: what is gone has its place where it stood.
pub(super) fn place(entry: &Entry) -> &Location {
    &entry.new_place
}
