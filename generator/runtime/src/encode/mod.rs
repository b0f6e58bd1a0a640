//! Values as JSON text and as parts of URLs.

mod json;
mod not_empty;
mod wire;

pub(crate) use json::Problem;
pub use json::{Encode, EncodeObject, JsonBuffer, ObjectWriter};
pub use not_empty::{NotEmpty, not_empty};
pub use wire::WireValue;

use std::collections::BTreeMap;

/// Converts strings of any type to a list.
pub fn string_list(items: impl IntoIterator<Item = impl Into<String>>) -> Vec<String> {
    items.into_iter().map(Into::into).collect()
}

/// Converts values to a list.
pub fn list<T>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    items.into_iter().collect()
}

/// Converts pairs of strings to a map. The last one of several equal keys applies.
pub fn string_map(
    entries: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
) -> BTreeMap<String, String> {
    entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect()
}

/// Converts pairs to a map. The last one of several equal keys applies.
pub fn map<T>(entries: impl IntoIterator<Item = (impl Into<String>, T)>) -> BTreeMap<String, T> {
    entries.into_iter().map(|(key, value)| (key.into(), value)).collect()
}
