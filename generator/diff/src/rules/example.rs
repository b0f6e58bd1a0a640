//! The examples: for each kind of change one that makes it, and one that does less harm.
//!
//! They are files of plain text (`examples/`), so that they are read and written as the diffs that they are:
//!
//! ```text
//! # operation-removed
//! Why it does harm, and what to do instead.
//! before:
//! - edits that both sides have
//! bad:
//! - edits that make the change
//! + ...
//! also: field-renamed: why this change comes with it
//! good: deprecation-added
//! - edits that do less harm, and the kinds of change that they make
//! + ...
//! ```
//!
//! Without `bad:`, the example is that of the mirror with old and new swapped. What is good starts from the same old state.

use std::collections::BTreeMap;

use super::base::Files;
use super::edit::Edit;
use crate::ChangeKind;

/// What is written of one kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Example {
    pub(super) advice: String,
    pub(super) before: Vec<Edit>,
    pub(super) bad: Vec<Edit>,
    /// Other kinds that come with it, each with the reason.
    pub(super) also: Vec<(String, String)>,
    pub(super) good: Option<Good>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Good {
    /// The kinds of change that it makes.
    pub(super) gives: Vec<String>,
    pub(super) edits: Vec<Edit>,
}

/// All examples by the id of their kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Examples {
    pub(super) by_id: BTreeMap<String, Example>,
    /// What can't be read: where, and why. A test holds that there is nothing.
    pub(super) mistakes: Vec<String>,
}

macro_rules! texts {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("examples/", $name, ".txt")))),*]
    };
}

const TEXTS: &[(&str, &str)] =
    texts!["api", "errors", "hosts", "operations", "parameters", "types", "fields", "events", "documentation"];

impl Examples {
    pub(super) fn read() -> Self {
        let mut examples = Self::default();
        for (name, text) in TEXTS {
            examples.add(name, text);
        }
        examples
    }

    fn add(&mut self, name: &str, text: &str) {
        let mut id = String::new();
        let mut part = Part::Advice;
        let mut file: Option<String> = None;
        let mut last = Last::Nothing;
        for (line, number) in text.lines().zip(1..) {
            let mistake = |what: &str| format!("{name}.txt:{number}: {what}: {line}");
            if let Some(found) = line.strip_prefix("# ") {
                found.clone_into(&mut id);
                if self.by_id.insert(id.clone(), Example::default()).is_some() {
                    self.mistakes.push(mistake("this kind has an example already"));
                }
                (part, file, last) = (Part::Advice, None, Last::Nothing);
                continue;
            }
            let Some(example) = self.by_id.get_mut(&id).filter(|_| !line.is_empty()) else {
                last = Last::Nothing;
                continue;
            };
            let edits = match part {
                Part::Advice => None,
                Part::Before => Some(&mut example.before),
                Part::Bad => Some(&mut example.bad),
                Part::Good => example.good.as_mut().map(|good| &mut good.edits),
            };
            if let Some(edits) = edits
                && read_edit(line, edits, &mut file, &mut last)
            {
                continue;
            }
            (file, last) = (None, Last::Nothing);
            match line.split_once(':') {
                Some(("before", "")) => part = Part::Before,
                Some(("bad", "")) => part = Part::Bad,
                Some(("also", rest)) => match rest.trim().split_once(": ") {
                    Some((kind, reason)) => example.also.push((kind.to_owned(), reason.to_owned())),
                    None => self.mistakes.push(mistake("a kind needs a reason")),
                },
                Some(("good", gives)) => {
                    let gives = gives.split(',').map(|kind| kind.trim().to_owned()).filter(|kind| !kind.is_empty());
                    example.good = Some(Good { gives: gives.collect(), edits: Vec::new() });
                    part = Part::Good;
                }
                _ if matches!(part, Part::Advice) => {
                    if !example.advice.is_empty() {
                        example.advice.push(' ');
                    }
                    example.advice.push_str(line);
                }
                _ => self.mistakes.push(mistake("this is neither an edit nor a heading")),
            }
        }
    }

    /// The example that makes a change, and whether it is that of the mirror.
    fn making(&self, id: &str, mirror: &str) -> Option<(&Example, bool)> {
        let of = |id: &str| self.by_id.get(id).filter(|example| !example.bad.is_empty());
        of(id).map(|example| (example, false)).or_else(|| Some((of(mirror)?, true)))
    }

    /// The kinds that come with a change, each with the reason.
    pub(super) fn also(&self, id: &str, mirror: &str) -> Vec<(String, String)> {
        let Some((example, is_swapped)) = self.making(id, mirror) else { return Vec::new() };
        let mirrored = |id: &String| match ChangeKind::ALL.iter().find(|kind| is_swapped && kind.id() == *id) {
            Some(kind) => kind.mirror().id(),
            None => id.clone(),
        };
        example.also.iter().map(|(kind, reason)| (mirrored(kind), reason.clone())).collect()
    }

    /// The old and the new state of the example of a kind.
    pub(super) fn bad(&self, id: &str, mirror: &str, base: &Files) -> Result<[Files; 2], String> {
        let (example, is_swapped) = self.making(id, mirror).ok_or_else(|| format!("{id} has no example"))?;
        let old = applied(base, &example.before)?;
        let new = applied(&old, &example.bad)?;
        Ok(if is_swapped { [new, old] } else { [old, new] })
    }

    /// The new state of the example that does less harm.
    pub(super) fn good(&self, id: &str, old: &Files) -> Option<Result<Files, String>> {
        let good = self.by_id.get(id)?.good.as_ref()?;
        Some(applied(old, &good.edits))
    }
}

/// The files with edits that are written like those of the examples.
#[cfg(test)]
pub(crate) fn edited<'l>(files: &Files, lines: impl Iterator<Item = &'l str>) -> Result<Files, String> {
    let (mut edits, mut file, mut last) = (Vec::new(), None, Last::Nothing);
    for line in lines {
        if line.is_empty() {
            last = Last::Nothing;
        } else if !read_edit(line, &mut edits, &mut file, &mut last) {
            return Err(format!("this is no edit: {line}"));
        }
    }
    applied(files, &edits)
}

fn applied(files: &Files, edits: &[Edit]) -> Result<Files, String> {
    let mut files = files.clone();
    edits.iter().try_for_each(|edit| edit.apply(&mut files))?;
    Ok(files)
}

#[derive(Clone, Copy)]
enum Part {
    Advice,
    Before,
    Bad,
    Good,
}

/// What the line before was.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Nothing,
    From,
    To,
}

/// Takes a line for a part of an edit, if it is one.
fn read_edit(line: &str, edits: &mut Vec<Edit>, file: &mut Option<String>, last: &mut Last) -> bool {
    let add = |text: &mut String, line: &str| {
        text.push('\n');
        text.push_str(line);
    };
    if let Some(name) = line.strip_prefix("+++ ") {
        edits.push(Edit::Create { file: name.to_owned(), text: String::new() });
        *last = Last::To;
    } else if let Some(name) = line.strip_prefix("--- ") {
        edits.push(Edit::Remove { file: name.to_owned() });
        *last = Last::Nothing;
    } else if let Some((name, to)) = line.strip_prefix(">>> ").and_then(|names| names.split_once(' ')) {
        edits.push(Edit::Rename { file: name.to_owned(), to: to.to_owned() });
        *last = Last::Nothing;
    } else if let Some(name) = line.strip_prefix("=== ") {
        *file = Some(name.to_owned());
        *last = Last::Nothing;
    } else if let Some(line) = after_sign(line, '-') {
        match edits.last_mut() {
            Some(Edit::Replace { from, .. }) if *last == Last::From => add(from, line),
            _ => edits.push(Edit::Replace { file: file.clone(), from: line.to_owned(), to: None }),
        }
        *last = Last::From;
    } else if let Some(line) = after_sign(line, '+') {
        match edits.last_mut() {
            Some(Edit::Create { text, .. }) if *last == Last::To => {
                text.push_str(line);
                text.push('\n');
            }
            Some(Edit::Replace { to: Some(to), .. }) if *last == Last::To => add(to, line),
            Some(Edit::Replace { to, .. }) if *last == Last::From => *to = Some(line.to_owned()),
            _ => return false,
        }
        *last = Last::To;
    } else {
        return false;
    }
    true
}

/// What stands behind a sign and a space, which an empty line need not have.
fn after_sign(line: &str, sign: char) -> Option<&str> {
    let rest = line.strip_prefix(sign)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix(' ') }
}
