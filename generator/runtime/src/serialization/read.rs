//! Reading of values from any self-describing format.

use serde::de::{Deserializer, Error};

use crate::decode::{Decode, Tape, Warnings};
use crate::response::read;

/// Reads a value as leniently as a response. Warnings are dropped.
///
/// # Errors
/// Fails if the input is malformed, or if the decoder returns no value.
#[doc(hidden)]
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let tape = Tape::deserialize(deserializer)?;
    let (value, warnings) = read(&tape, "", T::decode);
    value.ok_or_else(|| D::Error::custom(reason(&warnings)))
}

/// Returns the reason why there is no value. The last warning is about the outermost value.
pub(super) fn reason(warnings: &Warnings) -> String {
    warnings.list.last().map_or_else(|| "it is empty".to_owned(), ToString::to_string)
}
