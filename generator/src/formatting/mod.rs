//! The canonical layout of the files of a spec: one order of keys, one way to write each value.
//!
//! A file is read into values with places as for generating; its comments are found in the text
//! between them and attached to the entries that they belong to; the entries are sorted by the
//! table of the format, and printed. Nothing that a file says is ever lost: the result is read
//! again and compared with the original before it is returned.

mod attach;
mod comments;
mod flow;
mod kinds;
mod merge;
mod print;
mod scalar;
mod tree;
mod verify;

use std::path::PathBuf;

pub use merge::merge;

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::source::shape::Kind;
use crate::source::{FileId, InputFile, Place, SourceFile, SourceMap, files, yaml};

/// The formatted files of a spec.
#[derive(Clone, Debug, Default)]
pub struct Formatted {
    /// The files that could be read, by name.
    pub files: Vec<FormattedFile>,
    /// The errors in the other files, which were not formatted.
    pub diagnostics: Diagnostics,
    sources: SourceMap,
}

/// A file in the canonical layout.
#[derive(Clone, Debug)]
pub struct FormattedFile {
    /// The path from which it was read.
    pub path: PathBuf,
    /// Its path inside the spec folder.
    pub name: String,
    /// The formatted text.
    pub text: String,
}

impl Formatted {
    /// The original files, for locations in messages.
    pub fn sources(&self) -> &SourceMap {
        &self.sources
    }
}

/// Formats files of a spec; their order does not matter. Each stands for itself: mistakes that take
/// more than one file to see are not looked for, nor are keys that the format does not know.
pub fn format(mut inputs: Vec<InputFile>) -> Formatted {
    inputs.sort_by(|a, b| a.name.cmp(&b.name));
    let mut formatted = Formatted::default();
    for input in inputs {
        let (path, name) = (input.path.clone(), input.name.clone());
        let Some((id, role)) = files::take(input, &mut formatted.sources, &mut formatted.diagnostics) else {
            continue;
        };
        // Guides are not formatted.
        let Some(shape) = role.shape() else { continue };
        let expected = Kind::Fields(shape);
        if let Some(text) = format_file(formatted.sources.file(id), id, expected, &mut formatted.diagnostics) {
            formatted.files.push(FormattedFile { path, name, text });
        }
    }
    formatted.diagnostics.sort(&formatted.sources);
    formatted
}

fn format_file(file: &SourceFile, id: FileId, expected: Kind, diagnostics: &mut Diagnostics) -> Option<String> {
    let mistakes_before = diagnostics.len();
    let root = yaml::parse(file, id, diagnostics)?;
    if diagnostics.len() > mistakes_before {
        return None;
    }
    let comments = comments::find(file, &root);
    let mut texts: Vec<String> = comments.iter().map(|comment| comment.text.clone()).collect();
    let mut document = attach::attach(file, &root, comments);
    kinds::sort(&mut document.content, Some(expected));
    document.content.lift_comments();
    let text = print::print(&document, Some(expected));

    let again = SourceFile::new(file.path.clone(), file.name.clone(), text.clone());
    let is_kept = yaml::parse(&again, id, &mut Diagnostics::default()).is_some_and(|root_again| {
        let mut texts_again: Vec<String> =
            comments::find(&again, &root_again).into_iter().map(|comment| comment.text).collect();
        texts.sort();
        texts_again.sort();
        texts == texts_again && verify::is_same(&root, &root_again)
    });
    if text.len() > files::MAX_BYTES {
        diagnostics.push(
            Diagnostic::error(Id::UnreadableFile, Place::start_of(id), "the formatted file would be too large")
                .expected(format!("a file with up to {} bytes after formatting", files::MAX_BYTES))
                .help("split it into several sections"),
        );
        return None;
    }
    if !is_kept {
        diagnostics.push(
            Diagnostic::error(Id::YamlFeature, Place::start_of(id), "formatting would change the content of this file")
                .expected("YAML in a common style")
                .help("simplify unusual keys, strings and comments of this file"),
        );
    }
    is_kept.then_some(text)
}
