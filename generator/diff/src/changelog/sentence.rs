//! A change as a sentence: its title, with the names of what it is about in place of the nouns.

use std::cmp::Reverse;
use std::fmt;

use crate::changes::Section;
use crate::report::Entry;
use crate::{ChangeKind, Level};

/// What a title says of the element that a change is in, and what of the part of it that changes. What stands further
/// to the front of a title is what it is about; a longer phrase goes before a shorter one.
const OF_OWNER: &[&str] = &[
    "an operation",
    "an object",
    "an enum",
    "a union",
    "a type",
    "an event",
    "a host",
    "a product",
    "a section",
    "a rate limit",
];
const OF_PART: &[&str] = &[
    "a parameter of the path",
    "a parameter",
    "an argument for the path",
    "an argument",
    "a choice",
    "a field",
    "a value of an enum",
    "a member of a union",
    "a value",
    "an error code",
    "a credential",
    "a scope of a credential",
    "a section of a product",
    "a format of errors",
    "a class of a rate limit",
    "a way of paging",
    "a plan",
];
/// Longer values are no help in a line.
const MAX_VALUE: usize = 60;
/// More names are counted.
const MAX_NAMES: usize = 40;

/// A sentence on one change, or on several that differ in a name only.
pub(super) struct Sentence {
    /// The module that it is about: `shop::items`, `shop`, or nothing for the API as a whole.
    pub(super) module: String,
    kind: ChangeKind,
    /// The sentence on one change.
    one: String,
    /// The sentence on several of them, up to their names.
    several: String,
    /// What it is about, as code.
    names: Vec<String>,
    /// What stands behind it.
    notes: String,
}

/// A subject, taken apart.
struct Subject<'a> {
    module: String,
    owner: String,
    part: Option<&'a str>,
    is_operation: bool,
}

impl<'a> Subject<'a> {
    fn of(subject: &'a str) -> Self {
        let mut parts = subject.splitn(4, '.');
        let mut next = || parts.next().unwrap_or_default();
        let (product, section, owner, rest) = (next(), next(), next(), next());
        // What is in a type or an operation has the keys before its name: `query.limit`. A key alone is no name; names may
        // have dots.
        let part = rest.strip_prefix("response.").or_else(|| rest.strip_prefix("union.")).unwrap_or(rest);
        let part = part.split_once('.').map(|(_, name)| name).filter(|name| !name.is_empty());
        let (module, owner, is_operation) = match (product, section, owner) {
            ("api" | "documented" | "guides" | "vendor_names", ..) => {
                (String::new(), [section, owner].join(".").trim_matches('.').to_owned(), false)
            }
            (_, "" | "types" | "events", "") => (product.into(), product.into(), false),
            (_, "types" | "events", owner) => (product.into(), owner.into(), false),
            (_, section, "") => (product.into(), section.into(), false),
            (_, section, owner) => (format!("{product}::{section}"), owner.into(), true),
        };
        Self { module, owner, part, is_operation }
    }
}

impl Sentence {
    pub(super) fn of(entry: &Entry, breaks: bool) -> Self {
        let subject = Subject::of(&entry.subject);
        let (one, several, name) = words(entry, &subject);
        let notes = notes(entry, breaks);
        Self { module: subject.module, kind: entry.kind, one, several, names: vec![name], notes }
    }

    /// Takes another sentence in, if it differs in its names only.
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
            write!(f, "{}.", self.one)?;
        } else {
            let shown: Vec<&str> = self.names.iter().take(MAX_NAMES).map(String::as_str).collect();
            let more = match self.names.len() - shown.len() {
                0 => String::new(),
                count => format!(" and {count} more"),
            };
            write!(f, "{}: {}{more}.", self.several, shown.join(", "))?;
        }
        f.write_str(&self.notes)
    }
}

/// The sentence on a change, the beginning of one on several, and the name that it goes on with.
fn words(entry: &Entry, subject: &Subject<'_>) -> (String, String, String) {
    let title = entry.title;
    let owner_name = code(&subject.owner);
    let name = match subject.part {
        Some(part) => format!("{} of {owner_name}", code(part)),
        None => owner_name.clone(),
    };
    let new = |noun: &str| {
        let narrow = code(subject.part.unwrap_or(&subject.owner));
        let of = if subject.part.is_some() { format!(" of {owner_name}") } else { String::new() };
        (format!("New {noun}{of}: {narrow}"), format!("New {}{of}", plural(noun)), narrow)
    };
    // A section is in its product by its name alone.
    if entry.kind == ChangeKind::SECTION_ADDED {
        return new("section");
    }
    let noun = title.strip_prefix("there is one more ");
    if let Some(noun) = noun.or_else(|| title.strip_prefix("one more ")?.strip_suffix(" is known")) {
        return new(noun.split_once(" with ").map_or(noun, |(noun, _)| noun));
    }
    let first = |phrases: &[&'static str]| {
        let found = phrases.iter().filter_map(|phrase| Some((position_of(title, phrase)?, *phrase)));
        found.min_by_key(|(start, phrase)| (*start, Reverse(phrase.len())))
    };
    let (owner, part) = (first(OF_OWNER), first(OF_PART));
    let is_of_part = part.is_some_and(|(start, _)| owner.is_none_or(|(other, _)| start <= other));
    let change = values(entry);
    // In a list, one name is shorter than two.
    let dotted = subject.part.map_or(owner_name.clone(), |part| code(&format!("{}.{part}", subject.owner)));
    let named = format!("{dotted}{change}");
    match (owner, part) {
        (_, Some((_, phrase))) if is_of_part => (sentence(title, phrase, &name) + &change, capital(title), named),
        (Some((_, phrase)), _) => {
            let is_answer = phrase == "an object" && subject.is_operation;
            let owner = if is_answer { format!("the answer of {owner_name}") } else { owner_name };
            let text = sentence(title, phrase, &owner);
            match subject.part {
                None => (text + &change, capital(title), named),
                Some(part) => (format!("{text}: {}{change}", code(part)), several(&text), code(part) + &change),
            }
        }
        _ => (format!("{name}: {title}{change}"), capital(title), named),
    }
}

/// A title with a name in place of a noun, and a capital letter where it begins with a word.
fn sentence(title: &str, phrase: &str, name: &str) -> String {
    capital(&title.replacen(phrase, name, 1))
}

fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// Where a phrase stands as whole words.
fn position_of(title: &str, phrase: &str) -> Option<usize> {
    title.match_indices(phrase).map(|(start, _)| start).find(|start| {
        let is_border = |character: Option<char>| !character.is_some_and(char::is_alphanumeric);
        is_border(title[..*start].chars().next_back()) && is_border(title[start + phrase.len()..].chars().next())
    })
}

/// `has one more field` becomes `has more fields`.
fn several(text: &str) -> String {
    match text.split_once(" one more ") {
        Some((start, noun)) => format!("{start} more {}", plural(noun)),
        None => text.to_owned(),
    }
}

/// The first noun of a phrase in the plural: `way of paging`, `known value`, `field that must be there`.
fn plural(phrase: &str) -> String {
    let end = [" of ", " that ", " with "].iter().filter_map(|word| phrase.find(word)).min().unwrap_or(phrase.len());
    let (noun, rest) = phrase.split_at(end);
    format!("{noun}s{rest}")
}

/// What was there and what is there now, if that is short.
fn values(entry: &Entry) -> String {
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
        let [code, programs] = [entry.verdict.source, entry.verdict.wire].map(|level| level == Level::Major);
        add(match (code, programs) {
            (true, true) => "Breaks code and programs in use",
            (true, false) => "Breaks code",
            (false, true) => "Breaks programs in use",
            (false, false) => "Programs in use behave otherwise",
        }
        .into());
    }
    // Where code stays as it is, there is nothing to write.
    if let Some(instead) = entry.rust.instead.as_ref().filter(|_| entry.verdict.source == Level::Major) {
        add(format!("Instead: {instead}"));
    }
    if let Some(correction) = &entry.correction {
        add(format!("The server was always like this: {correction}"));
    }
    if let Some(deprecated) =
        entry.deprecated.as_ref().filter(|_| entry.kind.declaration().section == Section::Deprecated)
    {
        add(deprecated.clone());
    }
    if let Some(accepted) = &entry.acknowledged {
        add(format!("Why: {}", accepted.reason));
    }
    // What is new reaches nothing that was there.
    let is_section = entry.kind == ChangeKind::SECTION_ADDED;
    if entry.kind.id().ends_with("-added") && entry.title.starts_with("there is one more ") {
        return notes;
    }
    let reach = [("operation", &entry.reach.operations), ("type", &entry.reach.types), ("event", &entry.reach.events)];
    let reach = reach.into_iter().filter(|(_, found)| !found.is_empty());
    let reach: Vec<String> = reach
        .map(|(noun, found)| format!("{} {noun}{}", found.len(), if found.len() == 1 { "" } else { "s" }))
        .collect();
    if !reach.is_empty() {
        add(format!("{} {}", if is_section { "With" } else { "Reaches" }, reach.join(", ")));
    }
    notes
}

/// Text as code, whatever is in it.
fn code(text: &str) -> String {
    let runs = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(runs + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

pub(super) fn heading(module: &str) -> String {
    if module.is_empty() { "The API as a whole".into() } else { code(module) }
}

/// Where a module stands in the spec, by the operations in their order; what is in a product as a whole comes first.
pub(super) fn position(module: &str, operations: &[&str]) -> (usize, String) {
    let prefix = module.replace("::", ".");
    let is_within =
        |operation: &&&str| operation.strip_prefix(prefix.as_str()).is_some_and(|rest| rest.starts_with('.'));
    let found = operations.iter().find(is_within).and_then(|found| operations.iter().position(|other| other == found));
    let place = if module.is_empty() { 0 } else { found.map_or(usize::MAX, |index| index + 1) };
    (place, module.to_owned())
}
