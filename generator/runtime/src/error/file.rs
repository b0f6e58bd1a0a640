//! Local files that can't be written.

use std::path::{Path, PathBuf};
use std::{error, fmt, io};

use super::excerpt::excerpt;
use crate::operation::Operation;

/// The downloaded file can't be written. Incomplete files are removed, and an existing file at the path is unchanged.
///
/// `Display` shows the path and the cause, so there is no `source()`; see [`io_error`](Self::io_error).
#[derive(Debug)]
pub struct FileError {
    operation: &'static Operation,
    path: PathBuf,
    io_error: io::Error,
}

impl FileError {
    pub(crate) fn new(operation: &'static Operation, path: &Path, io_error: io::Error) -> Self {
        Self { operation, path: path.to_owned(), io_error }
    }

    /// Returns the id of the operation, such as `download`.
    pub fn operation(&self) -> &'static str {
        self.operation.id()
    }

    /// Returns the path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the kind of the failure.
    pub fn kind(&self) -> io::ErrorKind {
        self.io_error.kind()
    }

    /// Returns the error of the operating system.
    pub fn io_error(&self) -> &io::Error {
        &self.io_error
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (id, path) = (self.operation.id(), self.path.to_string_lossy());
        write!(formatter, "{id}: `{}` can't be written: {}; ", excerpt(&path), self.io_error)?;
        formatter.write_str("check the folder, its permissions and the space on the disk")
    }
}

impl error::Error for FileError {}
