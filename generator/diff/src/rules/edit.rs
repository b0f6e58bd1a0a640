//! Applies edits to the text of a spec, as the examples write them.

use super::base::Files;

/// One edit, in this form:
///
/// ```text
/// - part of one file, in no other place
/// + what stands there instead
/// ```
///
/// Without `+`, the lines are removed. `=== shop/types.yaml` before an edit names its file, which is needed only if
/// several files contain the text. `+++ shop/new.yaml` creates a file from the following `+` lines, `--- shop/old.yaml`
/// removes a file, and `>>> shop/old.yaml shop/new.yaml` renames one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Edit {
    Replace { file: Option<String>, from: String, to: Option<String> },
    Create { file: String, text: String },
    Remove { file: String },
    Rename { file: String, to: String },
}

impl Edit {
    /// Applies the edit to the files, or returns the problem.
    pub(super) fn apply(&self, files: &mut Files) -> Result<(), String> {
        match self {
            Self::Create { file, text } => match files.insert(file.clone(), text.clone()) {
                None => Ok(()),
                Some(_) => Err(format!("{file} is there already")),
            },
            Self::Remove { file } => files.remove(file).map(|_| ()).ok_or_else(|| format!("there is no {file}")),
            Self::Rename { file, to } => {
                let text = files.remove(file).ok_or_else(|| format!("there is no {file}"))?;
                Self::Create { file: to.clone(), text }.apply(files)
            }
            Self::Replace { file, from, to } => {
                let is_meant = |name: &String| file.as_ref().is_none_or(|file| file == name);
                let mut places = files
                    .iter_mut()
                    .filter(|(name, _)| is_meant(name))
                    .flat_map(|(name, text)| text.matches(from.as_str()).map(|_| name.clone()).collect::<Vec<_>>());
                let Some(place) = places.next() else { return Err(format!("nothing is `{from}`")) };
                if let Some(other) = places.next() {
                    return Err(format!("{place} and {other} have `{from}`"));
                }
                drop(places);
                let Some(text) = files.get_mut(&place) else { return Ok(()) };
                *text = match to {
                    Some(to) => text.replacen(from.as_str(), to, 1),
                    None => without_lines(text, from),
                };
                Ok(())
            }
        }
    }
}

/// Returns a text without the lines that contain a part of it.
fn without_lines(text: &str, part: &str) -> String {
    let Some(start) = text.find(part) else { return text.to_owned() };
    let end = start + part.len();
    let start = text[..start].rfind('\n').map_or(0, |line_end| line_end + 1);
    let end = text[end..].find('\n').map_or(text.len(), |line_end| end + line_end + 1);
    format!("{}{}", &text[..start], &text[end..])
}
