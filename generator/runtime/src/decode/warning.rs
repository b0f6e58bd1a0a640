//! What was odd about an answer.

use std::fmt;

/// More than this many warnings of one answer are only counted.
const MAX_WARNINGS: usize = 1000;

/// Something in an answer that did not fit and was left out, or that is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    path: String,
    kind: WarningKind,
    message: String,
}

/// What kind of oddity a [`Warning`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WarningKind {
    /// A value of another type than expected; it was left out.
    WrongType,
    /// A number that does not fit its type; it was left out.
    OutOfRange,
    /// A text that is none of the known values; it was kept.
    UnknownValue,
    /// An object without its identifier; it was left out.
    MissingIdentifier,
    /// Text with one half of a character; the half was replaced.
    HalfCharacter,
}

impl Warning {
    pub(crate) fn new(path: String, kind: WarningKind, message: String) -> Self {
        Self { path, kind, message }
    }

    /// Where in the body, as a JSON path such as `$.items[3].created_at`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What kind of oddity it is.
    pub fn kind(&self) -> WarningKind {
        self.kind
    }

    /// What was expected, and what was there.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.path, self.message)
    }
}

/// The warnings of one answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Warnings {
    pub(crate) list: Vec<Warning>,
    pub(crate) uncounted: usize,
}

impl Warnings {
    pub(crate) fn is_full(&self) -> bool {
        self.list.len() >= MAX_WARNINGS
    }
}
