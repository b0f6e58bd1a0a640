//! Values that are read from JSON with their warnings.

use std::error;
use std::fmt;
use std::ops::Deref;

use super::read::reason;
use crate::decode::{Decode, Tape, Warning, Warnings};
use crate::response::read;

/// A value that was read from JSON, with the warnings about it. Dereferences to the value.
///
/// Requires the feature `serde`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Decoded<T> {
    value: T,
    warnings: Warnings,
}

impl<T> Decoded<T> {
    /// Returns the value.
    pub fn into_value(self) -> T {
        self.value
    }

    /// Returns the warnings about the JSON, at most 1000.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings.list
    }

    /// Returns the number of further warnings, which [`warnings`](Self::warnings) does not list.
    pub fn unlisted_warnings(&self) -> usize {
        self.warnings.unlisted
    }
}

impl<T> Deref for Decoded<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// The JSON is malformed, or it is not JSON of the type. The error message never contains the JSON.
///
/// Requires the feature `serde`.
#[derive(Debug)]
pub struct FromJsonError {
    problem: String,
}

impl fmt::Display for FromJsonError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the JSON can't be read: {}", self.problem)
    }
}

impl error::Error for FromJsonError {}

/// Reads a value from JSON in its wire form, as leniently as a response, and returns it with the warnings.
///
/// `Deserialize` reads the same JSON, but drops the warnings.
///
/// Requires the feature `serde`.
///
/// ```
/// let numbers = api_client_runtime::from_json::<Vec<i64>>(br#"[1, "two", 3]"#)?;
/// assert_eq!(*numbers, [1, 3]);
/// assert_eq!(numbers.warnings()[0].to_string(), "$[1]: expected an integer, found a string");
/// # Ok::<(), api_client_runtime::FromJsonError>(())
/// ```
///
/// # Errors
/// Fails if the text is not JSON, if it is a different kind of JSON than the type, or if an object lacks its identifier.
pub fn from_json<T: Decode>(json: &[u8]) -> Result<Decoded<T>, FromJsonError> {
    let tape = Tape::parse(json).map_err(|error| FromJsonError { problem: format!("it is not JSON ({error})") })?;
    let (value, warnings) = read(&tape, "", T::decode);
    match value {
        Some(value) => Ok(Decoded { value, warnings }),
        None => Err(FromJsonError { problem: reason(&warnings) }),
    }
}
