//! The files of a client in memory, and their comparison with and transfer to the disk.

mod check;
mod manifest;
mod write;

use std::collections::BTreeMap;

pub use check::{Drift, DriftKind, check, compare};
pub use manifest::hash;
pub use write::{Written, replace, write, write_one};

/// The name of the file that lists the files of the generator.
pub const MANIFEST: &str = "generated-files.txt";

/// Files by their path inside the client, with `/` between the parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileSet {
    files: BTreeMap<String, String>,
    /// The program and the command that write them.
    command: (String, &'static str),
}

impl FileSet {
    /// Adds a file.
    pub(crate) fn add(&mut self, path: String, text: String) {
        self.files.insert(path, text);
    }

    /// Adds the files of another set.
    pub(crate) fn extend(&mut self, other: Self) {
        self.files.extend(other.files);
    }

    /// Returns the text of a file.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Returns the files by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Returns the number of files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are no files.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Adds the manifest, which lists the files and names the program and the command that write them.
    pub(crate) fn with_manifest(mut self, program: &str, command: &'static str) -> Self {
        self.command = (program.to_owned(), command);
        let manifest = manifest::render(&self);
        self.add(MANIFEST.to_owned(), manifest);
        self
    }
}
