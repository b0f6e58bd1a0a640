//! Writes the message of a change for machine-readable formats.

use super::words;
use crate::report::{Entry, Group, Report};
use crate::{Level, Verdict};

/// Severity in machine-readable reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Severity {
    Note,
    Warning,
    Error,
}

impl Severity {
    fn of(verdict: Verdict) -> Self {
        match verdict.level() {
            Level::None => Self::Note,
            Level::Minor => Self::Warning,
            Level::Major => Self::Error,
        }
    }
}

/// Returns the severity of a change: a note if it was accepted, at most a warning if it is derived from another change.
pub(super) fn severity(entry: &Entry) -> Severity {
    let severity = Severity::of(entry.verdict);
    if entry.acknowledged.is_some() {
        Severity::Note
    } else if entry.group == Group::Derived {
        severity.min(Severity::Warning)
    } else {
        severity
    }
}

/// Returns title, values, impact, signatures, suggested change and location in the base version, in several lines.
pub(super) fn message(entry: &Entry, report: &Report) -> String {
    let mut lines = vec![format!("{}: {}", words::title(entry), entry.subject)];
    lines.extend(words::change(entry, usize::MAX / 3));
    lines.push(words::impact(entry.verdict, entry.direction));
    let counts = entry.affects.counts();
    if !counts.is_empty() {
        lines.push(format!("affects {counts}"));
    }
    for item in &entry.rust.items {
        lines.extend(item.old.iter().map(|old| format!("- {old}")));
        lines.extend(item.new.iter().map(|new| format!("+ {new}")));
    }
    if entry.rust.more > 0 {
        lines.push(format!("and {}", words::plural(entry.rust.more, "more public item")));
    }
    lines.extend(entry.rust.migration.iter().map(|text| format!("suggested change: {text}")));
    lines.extend(entry.correction.iter().map(|text| format!("correction: {text}")));
    lines.extend(entry.acknowledged.iter().map(words::accepted));
    lines.push(format!("location in the base: {}", words::old_location(entry, report)));
    lines.join("\n")
}

/// Returns the changes of public items that no change of the spec causes.
pub(super) fn unexplained(report: &Report) -> Option<String> {
    let items = &report.unexplained;
    let mut lines = vec![format!("{}: {}", words::UNEXPLAINED, words::plural(items.len(), "public item"))];
    for item in items.iter().take(6) {
        lines.extend(item.old.iter().map(|old| format!("- {old}")));
        lines.extend(item.new.iter().map(|new| format!("+ {new}")));
    }
    (!items.is_empty()).then(|| lines.join("\n"))
}
