//! The documented constraints of a parameter, as sentences.

use crate::model::{Bounds, Type};
use crate::source::node::Node;

/// The limits of a parameter, in reading order.
pub(super) fn sentences(node: &Node, type_: &Type, bounds: &Bounds) -> Vec<String> {
    let Bounds { default, min, max, min_length, max_length, max_items } = bounds;
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
    limits.extend(default.as_ref().map(|default| format!("Default: `{default}`.")));
    limits.extend(alternatives(&node.texts("not_with")));
    limits.extend(condition(node.get("required_when")));
    limits
}

/// The constraints as values.
pub(super) fn bounds(node: &Node) -> Bounds {
    let number = |key: &str| node.string(key)?.parse().ok();
    Bounds {
        default: node.string("default"),
        min: number("min"),
        max: number("max"),
        min_length: number("min_length"),
        max_length: number("max_length"),
        max_items: number("max_items"),
    }
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
    (!cases.is_empty()).then(|| format!("Needed when {}.", cases.join(" or ")))
}
