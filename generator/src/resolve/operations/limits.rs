//! The documented constraints of a parameter, as sentences.

use crate::model::{Bounds, Type};
use crate::source::node::Node;

/// The limits of a parameter, in reading order.
pub(super) fn sentences(node: &Node, type_: &Type, bounds: &Bounds) -> Vec<String> {
    let Bounds { min, max, min_length, max_length, max_items } = bounds;
    let unit = match type_ {
        Type::List(_) => " items",
        Type::Map(_) => " entries",
        _ => "",
    };
    let mut limits = Vec::new();
    limits.extend(match (min, max) {
        (Some(min), Some(max)) => Some(format!("Between {min} and {max}.")),
        (Some(min), None) => Some(format!("At least {min}.")),
        (None, Some(max)) => Some(format!("At most {max}.")),
        (None, None) => None,
    });
    limits.extend(match (min_length, max_length) {
        (Some(min), Some(max)) => Some(format!("{min} to {max} characters.")),
        (Some(min), None) => Some(format!("At least {min} characters.")),
        (None, Some(max)) => Some(format!("At most {max} characters.")),
        (None, None) => None,
    });
    limits.extend(max_items.map(|max| format!("At most {max}{unit}.")));
    limits.extend(node.string("default").map(|default| format!("Default: `{default}`.")));
    limits.extend(alternatives(&node.texts("not_with")));
    limits.extend(condition(node.get("required_when")));
    limits
}

/// Reads the limits on the value.
pub(super) fn bounds(node: &Node) -> Bounds {
    let number = |key: &str| node.string(key)?.parse().ok();
    Bounds {
        min: number("min"),
        max: number("max"),
        min_length: number("min_length"),
        max_length: number("max_length"),
        max_items: number("max_items"),
    }
}

/// A limit on a value.
pub(super) struct Limit {
    pub(super) key: &'static str,
    pub(super) measure: Measure,
    pub(super) side: Side,
    /// The smallest number that the key accepts.
    pub(super) smallest: Option<i64>,
    pub(super) value: Option<i64>,
}

/// A property of a value that a limit restricts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    Number,
    Length,
    Items,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Minimum,
    Maximum,
}

/// All limits with their keys.
pub(super) fn all(bounds: &Bounds) -> [Limit; 5] {
    let Bounds { min, max, min_length, max_length, max_items } = *bounds;
    [
        Limit { key: "min", measure: Measure::Number, side: Side::Minimum, smallest: None, value: min },
        Limit { key: "max", measure: Measure::Number, side: Side::Maximum, smallest: None, value: max },
        Limit {
            key: "min_length",
            measure: Measure::Length,
            side: Side::Minimum,
            smallest: Some(0),
            value: min_length,
        },
        Limit {
            key: "max_length",
            measure: Measure::Length,
            side: Side::Maximum,
            smallest: Some(1),
            value: max_length,
        },
        Limit { key: "max_items", measure: Measure::Items, side: Side::Maximum, smallest: Some(1), value: max_items },
    ]
}

fn alternatives(others: &[crate::source::Text]) -> Option<String> {
    let names: Vec<String> = others.iter().map(|other| format!("`{}`", other.value)).collect();
    (!names.is_empty()).then(|| format!("Not together with {}.", names.join(" or ")))
}

fn condition(node: Option<&Node>) -> Option<String> {
    let cases = node?.entries().iter().map(|entry| {
        let value = entry.value.as_scalar().map(|scalar| scalar.text.as_str()).unwrap_or_default();
        format!("`{}` is `{value}`", entry.key.value)
    });
    let cases: Vec<String> = cases.collect();
    (!cases.is_empty()).then(|| format!("Required if {}.", cases.join(" or ")))
}
