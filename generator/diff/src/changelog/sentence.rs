//! Writes a changelog entry: the phrase of its kind with its placeholders filled.

use std::fmt;

use super::subject::{Subject, code};
use crate::changes::{Mark, Section};
use crate::report::Entry;
use crate::{ChangeKind, Level};

/// Longer values are left out.
const MAX_VALUE: usize = 60;
/// More names are counted.
const MAX_NAMES: usize = 40;

/// One change, or several changes that differ only in their names.
pub(super) struct Sentence {
    pub(super) module: String,
    kind: ChangeKind,
    one: String,
    /// The beginning of the text for several changes, which their names follow.
    several: String,
    names: Vec<String>,
    notes: String,
}

impl Sentence {
    pub(super) fn of(entry: &Entry, breaks: bool) -> Self {
        let subject = Subject::of(entry);
        let owner = code(&subject.owner);
        let part = code(subject.part.unwrap_or(&subject.owner));
        let name = subject.part.map_or_else(|| owner.clone(), |_| format!("{part} of {owner}"));
        let object = if subject.is_operation { format!("the response of {owner}") } else { owner.clone() };
        let values = [("name", name.as_str()), ("owner", &owner), ("object", &object), ("part", &part)];
        let [one, several] = entry.kind.declaration().phrase;
        let (several, own_name) = match several.strip_suffix("{parts}") {
            Some(several) => (several, part.clone()),
            None => {
                let dotted = subject.part.map(|part| code(&format!("{}.{part}", subject.owner)));
                (several.strip_suffix("{names}").unwrap_or(several), dotted.unwrap_or_else(|| owner.clone()))
            }
        };
        let change = old_and_new(entry);
        Self {
            module: subject.module,
            kind: entry.kind,
            one: fill(one, &values) + &change,
            several: fill(several, &values),
            names: vec![own_name + &change],
            notes: notes(entry, breaks),
        }
    }

    /// Takes in another sentence that differs only in its names.
    pub(super) fn join(&mut self, other: &Self) -> bool {
        let joins = self.kind == other.kind && self.several == other.several && self.notes == other.notes;
        if joins {
            self.names.extend(other.names.iter().cloned());
        }
        joins
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.names.len() == 1 {
            return write!(f, "{}.{}", self.one, self.notes);
        }
        let listed: Vec<&str> = self.names.iter().take(MAX_NAMES).map(String::as_str).collect();
        let more = match self.names.len() - listed.len() {
            0 => String::new(),
            count => format!(" and {count} more"),
        };
        write!(f, "{}{}{more}.{}", self.several, listed.join(", "), self.notes)
    }
}

/// Fills the placeholders of a phrase.
fn fill(phrase: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = phrase;
    while let Some((before, (placeholder, after))) =
        rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        out.push_str(before);
        out.push_str(values.iter().find(|(key, _)| *key == placeholder).map_or("", |(_, value)| value));
        rest = after;
    }
    out + rest
}

/// Returns the old and the new value, if they are short.
fn old_and_new(entry: &Entry) -> String {
    match (&entry.old, &entry.new) {
        (Some(old), Some(new)) if [old, new].iter().any(|value| ["true", "false"].contains(&value.as_str())) => {
            String::new()
        }
        (Some(old), Some(new)) if old.len().max(new.len()) <= MAX_VALUE && !(old.clone() + new).contains('\n') => {
            format!(" ({} → {})", code(old), code(new))
        }
        _ => String::new(),
    }
}

fn notes(entry: &Entry, breaks: bool) -> String {
    let mut notes = String::new();
    let mut add = |text: String| {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let end = if text.ends_with(['.', '!', '?']) { "" } else { "." };
        notes.push_str(&format!(" {text}{end}"));
    };
    if breaks {
        let [source, wire] = [entry.verdict.source, entry.verdict.wire].map(|level| level == Level::Major);
        add(match (source, wire) {
            (true, true) => "Breaks user code and existing clients",
            (true, false) => "Breaks user code",
            (false, true) => "Breaks existing clients",
            (false, false) => "The client behaves differently",
        }
        .into());
    }
    if let Some(migration) = entry.rust.migration.as_ref().filter(|_| entry.verdict.source == Level::Major) {
        add(format!("Suggested change: {migration}"));
    }
    if let Some(correction) = &entry.correction {
        add(format!("The server has not changed; the spec was wrong: {correction}"));
    }
    if let Some(deprecated) = &entry.deprecated
        && entry.kind.declaration().section == Section::Deprecated
    {
        add(deprecated.clone());
    }
    if let Some(accepted) = &entry.acknowledged {
        add(format!("Reason: {}", accepted.reason));
    }
    if entry.kind.has(Mark::NewElement) {
        return notes;
    }
    let counts = entry.affects.counts();
    if !counts.is_empty() {
        let verb = if entry.kind.has(Mark::Container) { "Contains" } else { "Affects" };
        add(format!("{verb} {counts}"));
    }
    notes
}
