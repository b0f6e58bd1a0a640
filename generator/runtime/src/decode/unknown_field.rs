//! Fields of a response that its types do not know.

use std::fmt;

use super::reader::Reader;
use super::tape::Tape;
use crate::JsonValue;

/// Further fields of one body are not recorded.
const MAX_FIELDS: usize = 1000;

/// A field of a response or an event that no type of this crate knows.
///
/// `Debug` shows neither the value nor the keys of maps in the path, because they may be personal data.
#[derive(Clone, PartialEq)]
pub struct UnknownField {
    path: String,
    redacted_path: String,
    value: JsonValue,
}

impl UnknownField {
    pub(super) fn new(path: String, redacted_path: String, value: JsonValue) -> Self {
        Self { path, redacted_path, value }
    }

    /// Returns the location in the body, as a JSON path such as `$.items[3].color`, with the keys of maps.
    ///
    /// Keys of maps can be personal data. Keys of more than 200 characters are truncated.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the value.
    pub fn value(&self) -> &JsonValue {
        &self.value
    }

    /// Returns the value.
    pub fn into_value(self) -> JsonValue {
        self.value
    }
}

impl fmt::Debug for UnknownField {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("UnknownField").field("path", &self.redacted_path).finish_non_exhaustive()
    }
}

/// The unknown fields while a body is decoded.
#[derive(Debug, Default)]
pub(crate) struct UnknownFields {
    pub(super) found: Vec<UnknownField>,
    /// Fields that are known although their type lacks them, such as the field that selects the member of a union. Each
    /// has the token of its object.
    pub(super) known: Vec<(usize, &'static str)>,
}

impl UnknownFields {
    pub(super) fn has_room(&self) -> bool {
        self.found.len() < MAX_FIELDS
    }
}

/// Decodes a body again and returns the fields that no type knows, at most 1000, in the order of the body. A body that is
/// not JSON has none. Fields of the top-level object with a name in `known` are left out.
pub(crate) fn unknown_fields(
    body: &[u8],
    wrapper: &str,
    known: &[&'static str],
    decode: &dyn Fn(&mut Reader<'_, '_>),
) -> Vec<UnknownField> {
    let Ok(tape) = Tape::parse(body) else { return Vec::new() };
    let known = known.iter().map(|name| (0, *name)).collect();
    let mut unknown = UnknownFields { found: Vec::new(), known };
    let mut reader = Reader::new(&tape).with_unknown_fields(&mut unknown);
    if wrapper.is_empty() || reader.enter(wrapper) {
        decode(&mut reader);
    }
    unknown.found
}
