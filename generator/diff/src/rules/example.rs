//! Reads the example of a kind of change: edits that make the change, and edits with the same aim and less impact.
//!
//! An example is a part of the declaration of its kind (`changes/`), written as a diff:
//!
//! ```text
//! before:
//! - edits that both sides have
//! bad:
//! - edits that make the change
//! + ...
//! also: field-renamed: why this change comes with it
//! good: deprecation-added
//! - edits that break less, and the kinds of change that they make
//! + ...
//! ```
//!
//! Without `bad:`, the example is that of the mirror with old and new swapped. `good:` starts from the same old state.
//! Whitespace at the start of a line is ignored.

use super::base::Files;
use super::edit::Edit;
use crate::ChangeKind;

/// The example of one kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Example {
    before: Vec<Edit>,
    bad: Vec<Edit>,
    /// The ids of kinds that come with it, each with the reason.
    also: Vec<(String, String)>,
    pub(super) good: Option<Good>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Good {
    /// The ids of the kinds of change that it makes.
    pub(super) gives: Vec<String>,
    edits: Vec<Edit>,
}

impl Example {
    /// Returns the example of a kind, or the reason why it cannot be read.
    pub(super) fn of(kind: ChangeKind) -> Result<Self, String> {
        let mut example = Self::default();
        let mut part = Part::Start;
        let mut file: Option<String> = None;
        let mut last = PreviousLine::Nothing;
        for line in kind.declaration().example.lines().map(str::trim_start) {
            if line.is_empty() {
                last = PreviousLine::Nothing;
                continue;
            }
            let edits = match part {
                Part::Start => None,
                Part::Before => Some(&mut example.before),
                Part::Bad => Some(&mut example.bad),
                Part::Good => example.good.as_mut().map(|good| &mut good.edits),
            };
            if let Some(edits) = edits
                && read_edit(line, edits, &mut file, &mut last)
            {
                continue;
            }
            (file, last) = (None, PreviousLine::Nothing);
            match line.split_once(':') {
                Some(("before", "")) => part = Part::Before,
                Some(("bad", "")) => part = Part::Bad,
                Some(("also", rest)) => {
                    let also = rest.trim().split_once(": ").ok_or_else(|| format!("a kind needs a reason: {line}"))?;
                    example.also.push((also.0.to_owned(), also.1.to_owned()));
                }
                Some(("good", gives)) => {
                    let gives = gives.split(',').map(|kind| kind.trim().to_owned()).filter(|kind| !kind.is_empty());
                    example.good = Some(Good { gives: gives.collect(), edits: Vec::new() });
                    part = Part::Good;
                }
                _ => return Err(format!("this is neither an edit nor a heading: {line}")),
            }
        }
        Ok(example)
    }

    /// Returns the example whose edits make a change, and whether it belongs to the mirror.
    fn making(kind: ChangeKind) -> Result<(Self, bool), String> {
        let example = Self::of(kind)?;
        if !example.bad.is_empty() {
            return Ok((example, false));
        }
        let example = Self::of(kind.mirror())?;
        if example.bad.is_empty() { Err(format!("{kind} has no example")) } else { Ok((example, true)) }
    }
}

/// Returns the ids of the kinds that come with a change, each with the reason.
pub(super) fn also(kind: ChangeKind) -> Vec<(String, String)> {
    let Ok((example, is_swapped)) = Example::making(kind) else { return Vec::new() };
    let mirrored = |id: String| match ChangeKind::from_id(&id).filter(|_| is_swapped) {
        Some(kind) => kind.mirror().id().to_owned(),
        None => id,
    };
    example.also.into_iter().map(|(id, reason)| (mirrored(id), reason)).collect()
}

/// Returns the old and the new version of the example of a kind.
pub(super) fn bad(kind: ChangeKind, base: &Files) -> Result<[Files; 2], String> {
    let (example, is_swapped) = Example::making(kind)?;
    let old = applied(base, &example.before)?;
    let new = applied(&old, &example.bad)?;
    Ok(if is_swapped { [new, old] } else { [old, new] })
}

/// Returns the new version of the example with less impact, if there is one.
pub(super) fn good(kind: ChangeKind, old: &Files) -> Result<Option<Files>, String> {
    let good = Example::of(kind)?.good;
    good.map(|good| applied(old, &good.edits).map_err(|error| format!("good: {error}"))).transpose()
}

/// Returns the files with edits in the notation of the examples.
///
/// # Errors
/// Fails if a line is no edit, or if an edit does not apply.
pub fn edited<'l>(files: &Files, lines: impl Iterator<Item = &'l str>) -> Result<Files, String> {
    let (mut edits, mut file, mut last) = (Vec::new(), None, PreviousLine::Nothing);
    for line in lines {
        if line.is_empty() {
            last = PreviousLine::Nothing;
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
    Start,
    Before,
    Bad,
    Good,
}

/// The kind of the previous line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PreviousLine {
    Nothing,
    From,
    To,
}

/// Reads a line as a part of an edit; returns whether it is one.
fn read_edit(line: &str, edits: &mut Vec<Edit>, file: &mut Option<String>, last: &mut PreviousLine) -> bool {
    let add = |text: &mut String, line: &str| {
        text.push('\n');
        text.push_str(line);
    };
    if let Some(name) = line.strip_prefix("+++ ") {
        edits.push(Edit::Create { file: name.to_owned(), text: String::new() });
        *last = PreviousLine::To;
    } else if let Some(name) = line.strip_prefix("--- ") {
        edits.push(Edit::Remove { file: name.to_owned() });
        *last = PreviousLine::Nothing;
    } else if let Some((name, to)) = line.strip_prefix(">>> ").and_then(|names| names.split_once(' ')) {
        edits.push(Edit::Rename { file: name.to_owned(), to: to.to_owned() });
        *last = PreviousLine::Nothing;
    } else if let Some(name) = line.strip_prefix("=== ") {
        *file = Some(name.to_owned());
        *last = PreviousLine::Nothing;
    } else if let Some(line) = after_sign(line, '-') {
        match edits.last_mut() {
            Some(Edit::Replace { from, .. }) if *last == PreviousLine::From => add(from, line),
            _ => edits.push(Edit::Replace { file: file.clone(), from: line.to_owned(), to: None }),
        }
        *last = PreviousLine::From;
    } else if let Some(line) = after_sign(line, '+') {
        match edits.last_mut() {
            Some(Edit::Create { text, .. }) if *last == PreviousLine::To => {
                text.push_str(line);
                text.push('\n');
            }
            Some(Edit::Replace { to: Some(to), .. }) if *last == PreviousLine::To => add(to, line),
            Some(Edit::Replace { to, .. }) if *last == PreviousLine::From => *to = Some(line.to_owned()),
            _ => return false,
        }
        *last = PreviousLine::To;
    } else {
        return false;
    }
    true
}

/// Returns the text after a sign and a space. The space can be missing in an empty line.
fn after_sign(line: &str, sign: char) -> Option<&str> {
    let rest = line.strip_prefix(sign)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix(' ') }
}
