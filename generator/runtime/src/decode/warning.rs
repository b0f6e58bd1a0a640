//! Warnings about a response body.

use std::fmt;

/// Further warnings about one body are only counted.
pub(super) const MAX_WARNINGS: usize = 1000;

/// Longer keys are truncated in a path, because one huge key may be part of the paths of a thousand invalid values.
const MAX_KEY_CHARACTERS: usize = 200;

/// A warning about a value in a response. The [`kind`](Self::kind) states whether the value was left out, kept or
/// replaced.
///
/// `Display` and `Debug` show `[*]` for the keys of maps, because they may be personal data. [`path`](Self::path)
/// contains the keys.
#[derive(Clone, PartialEq, Eq)]
pub struct Warning {
    path: String,
    /// The path with `[*]` for the keys of maps, if there are any.
    redacted_path: Option<String>,
    kind: WarningKind,
    message: String,
}

/// The kind of a [`Warning`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WarningKind {
    /// A value of a different type than expected; it was left out.
    WrongType,
    /// A number that does not fit its type; it was left out.
    OutOfRange,
    /// A string that is not one of the known values; it was kept.
    UnknownVariant,
    /// An object without its identifier; it was left out.
    MissingIdentifier,
    /// A top-level object with none of the fields of its type. The response may belong to a different operation.
    NoKnownField,
    /// A time before the year 2000 or after 2100, such as seconds in a field of milliseconds; it was kept.
    ImplausibleTime,
    /// A string with half of a UTF-16 surrogate pair; the half was replaced with U+FFFD.
    UnpairedSurrogate,
    /// A byte order mark before the body; it was skipped.
    ByteOrderMark,
    /// A string with a raw control character; the character was kept.
    ControlCharacter,
    /// A string with bytes that are not UTF-8; they were replaced with U+FFFD.
    InvalidUtf8,
    /// A value nested in more than 127 lists and objects; it was left out.
    TooDeep,
}

impl Warning {
    pub(super) fn new(path: String, redacted_path: Option<String>, kind: WarningKind, message: String) -> Self {
        Self { path, redacted_path, kind, message }
    }

    /// Returns the location in the body, as a JSON path such as `$.items[3].created_at`, with the keys of maps.
    ///
    /// Keys of maps can be personal data. To log a warning, use its `Display`, which leaves them out. Keys of more than
    /// 200 characters are truncated.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the kind of the warning.
    pub fn kind(&self) -> WarningKind {
        self.kind
    }

    /// Returns a description of the expected and the actual value.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the location in the body without the keys of maps.
    pub(crate) fn redacted_path(&self) -> &str {
        self.redacted_path.as_deref().unwrap_or(&self.path)
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.redacted_path(), self.message)
    }
}

impl fmt::Debug for Warning {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Warning")
            .field("path", &self.redacted_path())
            .field("kind", &self.kind)
            .field("message", &self.message)
            .finish_non_exhaustive()
    }
}

/// The warnings about one response.
#[derive(Clone, Debug, Default)]
pub(crate) struct Warnings {
    pub(crate) list: Vec<Warning>,
    pub(crate) unlisted: usize,
}

impl Warnings {
    pub(super) fn is_full(&self) -> bool {
        self.list.len() >= MAX_WARNINGS
    }

    /// Redacts the messages.
    pub(crate) fn redact(&mut self, redact: impl Fn(&str) -> String) {
        for warning in &mut self.list {
            warning.message = redact(&warning.message);
        }
    }

    pub(super) fn push(&mut self, warning: impl FnOnce() -> Warning) {
        if self.is_full() {
            self.unlisted += 1;
        } else {
            self.list.push(warning());
        }
    }
}

/// Appends a key to a JSON path.
pub(crate) fn push_key(path: &mut String, key: &str) {
    let cut = key.char_indices().nth(MAX_KEY_CHARACTERS).map(|(at, _)| &key[..at]);
    if cut.is_none() && is_plain(key) {
        path.push('.');
        path.push_str(key);
    } else {
        let mark = if cut.is_some() { "…" } else { "" };
        path.push_str(&format!("[\"{}{mark}\"]", cut.unwrap_or(key).escape_debug()));
    }
}

fn is_plain(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}
