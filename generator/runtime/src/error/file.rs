//! Files of this machine that can't be written.

use std::path::{Path, PathBuf};
use std::{error, fmt, io};

use super::text::excerpt;
use crate::operation::Operation;

/// What was downloaded can't be written to a file of this machine. Nothing is left of it there, and
/// what stood at its place before still does.
#[derive(Debug)]
pub struct FileError {
    operation: &'static Operation,
    path: PathBuf,
    source: io::Error,
}

impl FileError {
    pub(crate) fn new(operation: &'static Operation, path: &Path, source: io::Error) -> Self {
        Self { operation, path: path.to_owned(), source }
    }

    /// The id of the operation, such as `download`.
    pub fn operation(&self) -> &'static str {
        self.operation.id()
    }

    /// Where the file was to be.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What kind of failure it was.
    pub fn kind(&self) -> io::ErrorKind {
        self.source.kind()
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (id, path) = (self.operation.id(), self.path.to_string_lossy());
        write!(formatter, "{id}: `{}` can't be written: {}; ", excerpt(&path), self.source)?;
        formatter.write_str("check the folder, its permissions and the space on the disk")
    }
}

impl error::Error for FileError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(&self.source)
    }
}
