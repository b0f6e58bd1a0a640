//! Holds nodes against the format's table and keeps what fits.
//!
//! One mistake must not hide the next, and must not be reported twice: what does not fit is
//! reported here and left out of the result, so that later passes see only what is well-formed.

use super::node::{Entry, Node, Scalar, Value};
use crate::diagnostics::{Diagnostic, Diagnostics, Id, suggest};

/// What is expected at one place of a spec file.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// Any text that is not empty.
    Text,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer,
    /// A number or a text or a boolean.
    Scalar,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A text, or a list of texts.
    Texts,
    /// A mapping with keys of the author's choice.
    Entries(&'static Kind),
    /// A scalar, or a list of scalars.
    Scalars,
    /// A text or nothing, or a mapping with known keys.
    OptionalTextOr(&'static Shape),
    /// A mapping with known keys.
    Fields(&'static Shape),
    /// A text, or a mapping with known keys.
    TextOr(&'static Shape),
    /// Any mapping.
    Mapping,
}

/// A mapping with known keys.
pub(crate) struct Shape {
    /// How it is called in diagnostics, with its article.
    pub(crate) name: &'static str,
    pub(crate) keys: &'static [Key],
}

/// A known key.
#[derive(Clone, Copy)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
    /// What it means, for the schema.
    pub(crate) doc: &'static str,
}

impl Key {
    pub(crate) const fn required(name: &'static str, kind: Kind, doc: &'static str) -> Self {
        Self { name, kind, required: true, doc }
    }

    pub(crate) const fn optional(name: &'static str, kind: Kind, doc: &'static str) -> Self {
        Self { name, kind, required: false, doc }
    }
}

/// The part of `node` that fits `kind`; `None` if it does not fit at all.
pub(crate) fn fit(node: Node, kind: &Kind, diagnostics: &mut Diagnostics) -> Option<Node> {
    match (&node.value, kind) {
        (Value::Scalar(scalar), Kind::OptionalTextOr(_)) if scalar.is_null() => Some(node),
        (
            Value::Scalar(scalar),
            Kind::Text | Kind::Texts | Kind::TextOr(_) | Kind::Scalar | Kind::Scalars | Kind::OptionalTextOr(_),
        ) if !scalar.is_null() && (!scalar.text.trim().is_empty() || matches!(kind, Kind::Scalar | Kind::Scalars)) => {
            Some(node)
        }
        (Value::Scalar(scalar), Kind::Bool) if is_bool(scalar) => Some(node),
        (Value::Scalar(scalar), Kind::Integer) if scalar.plain && scalar.text.parse::<i64>().is_ok() => Some(node),
        (Value::Scalar(scalar), Kind::OneOf(words)) if !scalar.is_null() => {
            if words.contains(&scalar.text.as_str()) {
                return Some(node);
            }
            diagnostics.push(
                Diagnostic::error(Id::UnknownValue, node.place, format!("`{}` is not known here", scalar.text))
                    .expected(format!("one of {}", list(words)))
                    .help(
                        suggest::did_you_mean(&scalar.text, words).unwrap_or_else(|| "use one of these words".into()),
                    ),
            );
            None
        }
        (Value::Sequence(_), Kind::Texts) => Some(fit_items(node, &Kind::Text, diagnostics)),
        (Value::Sequence(_), Kind::Scalars) => Some(fit_items(node, &Kind::Scalar, diagnostics)),
        (Value::Mapping(_), Kind::Mapping) => Some(node),
        (Value::Mapping(_), Kind::Entries(kind)) => Some(fit_entries(node, kind, diagnostics)),
        (Value::Mapping(_), Kind::Fields(shape) | Kind::TextOr(shape) | Kind::OptionalTextOr(shape)) => {
            Some(fit_fields(node, shape, diagnostics))
        }
        _ => {
            let expected = expectation(kind);
            diagnostics.push(
                Diagnostic::error(Id::WrongType, node.place, format!("expected {expected}, found {}", found(&node)))
                    .expected(expected)
                    .help(help_for(kind, &node)),
            );
            None
        }
    }
}

fn fit_items(node: Node, kind: &Kind, diagnostics: &mut Diagnostics) -> Node {
    let before = diagnostics.len();
    let Value::Sequence(items) = node.value else { return node };
    let items = items.into_iter().filter_map(|item| fit(item, kind, diagnostics)).collect();
    Node { is_damaged: diagnostics.len() > before, ..Node::new(node.place, Value::Sequence(items)) }
}

fn fit_entries(node: Node, kind: &Kind, diagnostics: &mut Diagnostics) -> Node {
    let before = diagnostics.len();
    let Value::Mapping(entries) = node.value else { return node };
    let entries = entries
        .into_iter()
        .filter_map(|entry| Some(Entry { value: fit(entry.value, kind, diagnostics)?, key: entry.key }))
        .collect();
    Node { is_damaged: diagnostics.len() > before, ..Node::new(node.place, Value::Mapping(entries)) }
}

fn fit_fields(node: Node, shape: &Shape, diagnostics: &mut Diagnostics) -> Node {
    let before = diagnostics.len();
    let Value::Mapping(entries) = node.value else { return node };
    let known: Vec<&str> = shape.keys.iter().map(|key| key.name).collect();
    let unknown = entries.iter().map(|entry| entry.key.value.as_str()).filter(|key| !known.contains(key));
    let misspelt: Vec<&str> = unknown.filter_map(|key| suggest::nearest(key, &known)).collect();
    for key in shape.keys.iter().filter(|key| key.required) {
        if !entries.iter().any(|entry| entry.key.value == key.name) && !misspelt.contains(&key.name) {
            // The first key stands for the mapping: the whole of it can be a screen long.
            let place = entries.first().map_or(node.place, |entry| entry.key.place);
            diagnostics.push(
                Diagnostic::error(Id::MissingKey, place, format!("{} needs `{}`", shape.name, key.name))
                    .expected(format!("`{}` beside this key", key.name))
                    .help(format!("add `{}:` with {}", key.name, expectation(&key.kind))),
            );
        }
    }
    let mut fitting = Vec::with_capacity(entries.len());
    for entry in entries {
        match shape.keys.iter().find(|key| key.name == entry.key.value) {
            Some(key) => {
                if let Some(value) = fit(entry.value, &key.kind, diagnostics) {
                    fitting.push(Entry { key: entry.key, value });
                }
            }
            None => diagnostics.push_with(|| {
                Diagnostic::error(
                    Id::UnknownKey,
                    entry.key.place,
                    format!("{} has no key `{}`", shape.name, entry.key.value),
                )
                .expected(format!("one of {}", list(&known)))
                .help(
                    suggest::did_you_mean(&entry.key.value, &known)
                        .unwrap_or_else(|| "remove it, or see the description of the format".into()),
                )
            }),
        }
    }
    Node { is_damaged: diagnostics.len() > before, ..Node::new(node.place, Value::Mapping(fitting)) }
}

fn is_bool(scalar: &Scalar) -> bool {
    scalar.plain && matches!(scalar.text.as_str(), "true" | "false")
}

fn found(node: &Node) -> String {
    match &node.value {
        Value::Scalar(scalar) if !scalar.is_null() => format!("`{}`", scalar.text.chars().take(40).collect::<String>()),
        _ => node.describe().into(),
    }
}

fn expectation(kind: &Kind) -> String {
    match kind {
        Kind::Text => "a text".into(),
        Kind::Bool => "`true` or `false`".into(),
        Kind::Integer => "a whole number".into(),
        Kind::Scalar => "a number, a text, `true` or `false`".into(),
        Kind::OneOf(words) => format!("one of {}", list(words)),
        Kind::Texts => "a text or a list of texts".into(),
        Kind::Scalars => "a number or a text, or a list of them".into(),
        Kind::Entries(_) | Kind::Mapping => "a mapping".into(),
        Kind::Fields(shape) => format!("{} as a mapping of {}", shape.name, keys_of(shape)),
        Kind::TextOr(shape) | Kind::OptionalTextOr(shape) => format!("a text, or a mapping of {}", keys_of(shape)),
    }
}

fn help_for(kind: &Kind, node: &Node) -> String {
    match (kind, &node.value) {
        (Kind::Bool, Value::Scalar(_)) => "write `true` or `false`, without quotes".into(),
        (Kind::Integer, Value::Scalar(_)) => "write the number in digits, without quotes".into(),
        (_, Value::Scalar(scalar)) if scalar.is_null() => "write a value after the colon, or remove the key".into(),
        (Kind::Text, _) => "a text that starts with `[` or `{`, or contains `: `, needs quotes".into(),
        _ => "see the description of the format for its shape".into(),
    }
}

fn keys_of(shape: &Shape) -> String {
    let keys: Vec<&str> = shape.keys.iter().map(|key| key.name).collect();
    list(&keys)
}

pub(crate) fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
