//! The layout of values, from the format table.

use super::tree::{Children, Content};
use crate::source::shape::{Kind, Shape};

/// The value that the format expects at a location; none if the file deviates from the format.
pub(super) type Expected = Option<Kind>;

/// Returns the keys of a mapping, if the format lists them.
pub(super) fn shape(expected: Expected) -> Option<&'static Shape> {
    match expected? {
        Kind::Fields(shape) | Kind::TextOr(shape) | Kind::OptionalTextOr(shape) => Some(shape),
        _ => None,
    }
}

/// Whether the author chooses the keys at a place, while the format determines the values.
pub(super) fn is_entries(expected: Expected) -> bool {
    matches!(expected, Some(Kind::Entries(_)))
}

/// Whether the entries at a place are numbers under keys that the author chooses.
pub(super) fn is_table_of_numbers(expected: Expected) -> bool {
    matches!(expected, Some(Kind::Entries(Kind::Integer)))
}

/// Returns the kind of value that is expected under a key.
pub(super) fn under(expected: Expected, key: Option<&str>) -> Expected {
    if let Some(Kind::Entries(kind)) = expected {
        return key.map(|_| *kind);
    }
    shape(expected)?.keys.iter().find(|known| Some(known.name) == key).map(|known| known.kind)
}

/// Whether entries of this kind are long enough for empty lines between them: they hold mappings
/// of mappings, as operations and types do.
pub(super) fn is_long(expected: Expected) -> bool {
    shape(expected).is_some_and(|shape| {
        shape.keys.iter().any(|key| matches!(key.kind, Kind::Entries(inner) if self::shape(Some(*inner)).is_some()))
    })
}

/// Sorts keys in the order of the format; unknown keys are last.
pub(super) fn sort(content: &mut Content, expected: Expected) {
    let (Content::Mapping(Children { children, .. }) | Content::Sequence(Children { children, .. })) = content else {
        return;
    };
    for child in children.iter_mut() {
        let expected = under(expected, child.name());
        sort(&mut child.content, expected);
    }
    if let (Some(shape), true) = (shape(expected), children.iter().all(|child| child.key.is_some())) {
        let place = |name: Option<&str>| shape.keys.iter().position(|known| Some(known.name) == name);
        children.sort_by_key(|child| place(child.name()).unwrap_or(shape.keys.len()));
    }
}
