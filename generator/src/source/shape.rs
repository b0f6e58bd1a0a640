//! Validates nodes against the format table, and keeps the valid ones.
//!
//! One mistake must not hide the next, and must not be reported twice: what does not fit is
//! reported here and left out of the result, so that later passes see only what is well-formed.

use super::calendar::{is_day, is_month};
use super::format::NOT_HERE;
use super::node::{Entry, Node, Scalar, Value};
use super::url::is_page;
use crate::diagnostics::{Diagnostic, Diagnostics, Id, suggest};

/// The maximum number of keys in a message.
const MAX_KEYS: usize = 8;

/// The expected value at one place of a spec file.
#[derive(Clone, Copy)]
pub enum Kind {
    /// A string that is not empty.
    Text,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer,
    /// A day or a month: `2026-12-31`, `2026-12`.
    Date,
    /// The URL of a page: `https://vendor.example/docs`.
    Url,
    /// A number, a string or a boolean.
    Scalar,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A string, or a list of strings.
    Texts,
    /// A mapping with keys that the author chooses.
    Entries(&'static Kind),
    /// A scalar, or a list of scalars.
    Scalars,
    /// A string, nothing, or a mapping with known keys.
    OptionalTextOr(&'static Shape),
    /// A mapping with known keys.
    Fields(&'static Shape),
    /// A string, or a mapping with known keys.
    TextOr(&'static Shape),
    /// Any mapping.
    Mapping,
}

/// A mapping with known keys.
pub struct Shape {
    /// Its name in diagnostics, with its article.
    pub name: &'static str,
    /// The keys, in their canonical order.
    pub keys: &'static [Key],
}

/// A known key.
#[derive(Clone, Copy)]
pub struct Key {
    /// The name of the key.
    pub name: &'static str,
    /// The kind of its value.
    pub kind: Kind,
    /// Whether it is required.
    pub required: bool,
    /// Its description in the schema.
    pub doc: &'static str,
}

impl Key {
    /// Creates a required key.
    pub const fn required(name: &'static str, kind: Kind, doc: &'static str) -> Self {
        Self { name, kind, required: true, doc }
    }

    /// Creates an optional key.
    pub const fn optional(name: &'static str, kind: Kind, doc: &'static str) -> Self {
        Self { name, kind, required: false, doc }
    }
}

/// Returns the part of `node` that matches `kind`; `None` if no part matches.
pub fn fit(node: Node, kind: &Kind, diagnostics: &mut Diagnostics) -> Option<Node> {
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
        (Value::Scalar(scalar), Kind::Date) if is_day(&scalar.text) || is_month(&scalar.text) => Some(node),
        (Value::Scalar(scalar), Kind::Url) if is_page(&scalar.text) => Some(node),
        (Value::Scalar(scalar), Kind::OneOf(words)) if !scalar.is_null() => {
            if words.contains(&scalar.text.as_str()) {
                return Some(node);
            }
            diagnostics.push(
                Diagnostic::error(Id::UnknownValue, node.place, format!("unknown value `{}`", scalar.text))
                    .expected(one_of(words))
                    .help(
                        suggest::did_you_mean(&scalar.text, words)
                            .unwrap_or_else(|| format!("write {}", one_of(words))),
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
            let message = format!("expected {}, found {}", kind_name(kind), found(&node));
            diagnostics.push(
                Diagnostic::error(Id::WrongType, node.place, message)
                    .expected(expectation(kind))
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
    let is_misspelt = |key: &Key| misspelt.contains(&key.name);
    let is_there = |key: &Key| entries.iter().any(|entry| entry.key.value == key.name);
    let missing: Vec<&Key> =
        shape.keys.iter().filter(|key| key.required && !is_there(key) && !is_misspelt(key)).collect();
    if !missing.is_empty() {
        // The location is the first key, because the whole mapping can be long.
        let place = entries.first().map_or(node.place, |entry| entry.key.place);
        let names = list(&missing.iter().map(|key| key.name).collect::<Vec<_>>());
        let additions = missing.iter().map(|key| format!("`{}:` with {}", key.name, expectation(&key.kind)));
        diagnostics.push(
            Diagnostic::error(Id::MissingKey, place, format!("{} has no {names}", shape.name))
                .expected(format!("{names} next to this key"))
                .help(format!("add {}", additions.collect::<Vec<_>>().join(", "))),
        );
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
                    format!("unknown key `{1}` of {0}", shape.name, entry.key.value),
                )
                .expected(format!("one of the keys of {}", shape.name))
                .help(help_for_unknown(&entry.key.value, shape, &known))
            }),
        }
    }
    Node { is_damaged: diagnostics.len() > before, ..Node::new(node.place, Value::Mapping(fitting)) }
}

fn help_for_unknown(key: &str, shape: &Shape, known: &[&str]) -> String {
    let elsewhere = NOT_HERE.iter().find(|(place, not_here, _)| *place == shape.name && *not_here == key);
    match elsewhere {
        Some((.., help)) => (*help).to_owned(),
        None => suggest::did_you_mean(key, known).unwrap_or_else(|| format!("remove it; the keys are {}", list(known))),
    }
}

fn is_bool(scalar: &Scalar) -> bool {
    scalar.plain && matches!(scalar.text.as_str(), "true" | "false")
}

fn found(node: &Node) -> String {
    match &node.value {
        Value::Scalar(scalar) if !scalar.plain && scalar.text.trim().is_empty() => "an empty string".into(),
        Value::Scalar(scalar) if !scalar.is_null() => {
            let what = if scalar.plain { "" } else { "the string " };
            format!("{what}`{}`", scalar.text.chars().take(40).collect::<String>())
        }
        _ => node.describe().into(),
    }
}

/// Returns a short description of the expected value.
fn kind_name(kind: &Kind) -> String {
    match kind {
        Kind::Fields(shape) => format!("{} as a mapping", shape.name),
        Kind::TextOr(_) | Kind::OptionalTextOr(_) => "a string or a mapping".into(),
        _ => expectation(kind),
    }
}

fn expectation(kind: &Kind) -> String {
    match kind {
        Kind::Text => "a string".into(),
        Kind::Bool => "`true` or `false`".into(),
        Kind::Integer => "a whole number".into(),
        Kind::Date => "a day or a month".into(),
        Kind::Url => "a URL".into(),
        Kind::Scalar => "a number, a string, `true` or `false`".into(),
        Kind::OneOf(words) => one_of(words),
        Kind::Texts => "a string or a list of strings".into(),
        Kind::Scalars => "a number or a string, or a list of them".into(),
        Kind::Entries(_) | Kind::Mapping => "a mapping".into(),
        Kind::Fields(shape) => format!("a mapping of {}", keys_of(shape)),
        Kind::TextOr(shape) | Kind::OptionalTextOr(shape) => format!("a string, or a mapping of {}", keys_of(shape)),
    }
}

fn help_for(kind: &Kind, node: &Node) -> String {
    match (kind, &node.value) {
        (Kind::Bool, Value::Scalar(_)) => "write `true` or `false`, without quotes".into(),
        (Kind::Integer, Value::Scalar(scalar)) if scalar.plain && scalar.text.parse::<f64>().is_ok() => {
            "write a whole number; describe the details under `doc`".into()
        }
        (Kind::Integer, Value::Scalar(_)) => "write the number in digits, without quotes".into(),
        (Kind::Date, Value::Scalar(scalar)) if !scalar.is_null() => "write it as `2026-12-31` or `2026-12`".into(),
        (_, Value::Scalar(scalar)) if scalar.is_null() => "write a value after the colon, or remove the key".into(),
        (Kind::Url, Value::Scalar(_)) => "write the full URL of a page, such as `https://vendor.example/docs`".into(),
        (_, Value::Scalar(scalar)) if scalar.text.trim().is_empty() => "write a string, or remove the key".into(),
        (Kind::Text, _) => "write the string in quotes if it starts with `[` or `{`, or contains `: `".into(),
        (Kind::Texts | Kind::Scalars, _) => "write one value, or several as `[a, b]`".into(),
        (Kind::OneOf(_) | Kind::Scalar | Kind::Bool | Kind::Integer | Kind::Date | Kind::Url, _) => {
            "write one value, without brackets".into()
        }
        (_, Value::Sequence(_)) => "write it as `key: value`, without `-` and `[`".into(),
        _ => "write `key: value` lines below it, indented by two more spaces".into(),
    }
}

/// Returns the required keys, or all keys if none is required.
fn keys_of(shape: &Shape) -> String {
    let keys = |all: bool| shape.keys.iter().filter(move |key| all || key.required).map(|key| key.name);
    let needs_some = keys(false).next().is_some();
    let names: Vec<&str> = keys(!needs_some).collect();
    match names.split_at_checked(MAX_KEYS) {
        Some((first, rest)) if !rest.is_empty() => format!("{} and others", list(first)),
        _ if needs_some => format!("{} and others", list(&names)),
        _ => list(&names),
    }
}

/// Lists words of which one is expected.
pub fn one_of(words: &[&str]) -> String {
    let start = if words.len() == 1 { "" } else { "one of " };
    format!("{start}{}", list(words))
}

/// Lists words for an error message: `a`, `b` or `c`.
pub fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
