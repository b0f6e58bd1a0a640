//! Phrases that several forms share.

use std::collections::BTreeSet;

use crate::diff::report::Entry;
use crate::diff::{Direction, Discovery, Level, Verdict};

/// The axes of a verdict that say something.
pub(super) fn axes(verdict: Verdict) -> impl Iterator<Item = (&'static str, Level)> {
    let levels = [("wire", verdict.wire), ("source", verdict.source), ("behaviour", verdict.behaviour)];
    levels.into_iter().filter(|(_, level)| *level > Level::None)
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

/// What a change is seen through: by what it is, with so many names of each.
pub(super) fn reach(entry: &Entry, names: usize) -> Vec<String> {
    let reach = &entry.reach;
    let all = [("operation", &reach.operations), ("type", &reach.types), ("event", &reach.events)];
    all.into_iter().filter(|(_, found)| !found.is_empty()).map(|(what, found)| folded(what, found, names)).collect()
}

fn folded(what: &str, names: &BTreeSet<String>, shown: usize) -> String {
    let plural = if names.len() == 1 { "" } else { "s" };
    let shown: Vec<&str> = names.iter().take(shown).map(String::as_str).collect();
    let more = match names.len() - shown.len() {
        0 => String::new(),
        count => format!(" and {count} more"),
    };
    format!("{} {what}{plural}: {}{more}", names.len(), shown.join(", "))
}
