//! Checks that formatting does not change the content of a file.

use std::collections::HashMap;

use crate::source::node::{Entry, Node, Scalar, Value};

/// Whether two files have the same values, in any order of keys.
pub(super) fn is_same(before: &Node, after: &Node) -> bool {
    match (&before.value, &after.value) {
        (Value::Scalar(before), Value::Scalar(after)) => is_same_scalar(before, after),
        (Value::Sequence(before), Value::Sequence(after)) => {
            before.len() == after.len() && before.iter().zip(after).all(|(before, after)| is_same(before, after))
        }
        (Value::Mapping(before), Value::Mapping(after)) => {
            let values: HashMap<&str, &Node> =
                after.iter().map(|entry| (entry.key.value.as_str(), &entry.value)).collect();
            let is_there =
                |entry: &Entry| values.get(entry.key.value.as_str()).is_some_and(|after| is_same(&entry.value, after));
            before.len() == after.len() && before.iter().all(is_there)
        }
        _ => false,
    }
}

/// Quotes are ignored if the text has the same meaning without them.
fn is_same_scalar(before: &Scalar, after: &Scalar) -> bool {
    (before.is_null() && after.is_null()) || (before.text == after.text && before.to_json() == after.to_json())
}
