//! The syntax of types: `string`, `list<T>`, `map<T>`, `Name`.

use std::collections::HashMap;

use crate::diagnostics::{Diagnostic, Diagnostics, Id, suggest};
use crate::model::{Api, Type, TypeId};
use crate::source::Text;

const BUILT_IN: &[(&str, Type)] = &[
    ("string", Type::String),
    ("int", Type::Int),
    ("float", Type::Float),
    ("bool", Type::Bool),
    ("timestamp", Type::Timestamp),
    ("timestamp_ms", Type::TimestampMillis),
    ("timestamp_s", Type::TimestampSeconds),
    ("datetime", Type::DateTime),
    ("date", Type::Date),
    ("url", Type::Url),
    ("json_text", Type::JsonText),
    ("json", Type::Json),
    ("file", Type::File),
];

/// Names of built-in types in other description formats.
const FOREIGN: &[(&str, &str)] = &[
    ("any", "json"),
    ("array", "list<T>"),
    ("boolean", "bool"),
    ("double", "float"),
    ("integer", "int"),
    ("number", "float"),
    ("object", "map<T>"),
    ("text", "string"),
];

const MAX_NESTING: usize = 8;

/// The type names of a product.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    pub(super) types: HashMap<String, TypeId>,
    /// Whether a file with types could not be read.
    pub(super) is_incomplete: bool,
}

/// Parses a type expression, or reports an error at its exact location.
pub(super) fn parse(text: &Text, scope: &Scope, diagnostics: &mut Diagnostics) -> Option<Type> {
    parse_part(text, 0, text.value.len(), 0, scope, diagnostics)
}

fn parse_part(
    text: &Text,
    start: usize,
    end: usize,
    depth: usize,
    scope: &Scope,
    diagnostics: &mut Diagnostics,
) -> Option<Type> {
    let part = &text.value[start..end];
    // Offsets in the text match offsets in the file only without quotes and escapes.
    let place = text.place.part(start, end);
    if let Some((_, built_in)) = BUILT_IN.iter().find(|(name, _)| *name == part) {
        return Some(built_in.clone());
    }
    for (prefix, wrap) in [("list<", Type::List as fn(Box<Type>) -> Type), ("map<", Type::Map)] {
        if part.starts_with(prefix) && part.ends_with('>') && depth < MAX_NESTING {
            let inner = parse_part(text, start + prefix.len(), end - 1, depth + 1, scope, diagnostics)?;
            return Some(wrap(Box::new(inner)));
        }
    }
    let is_name =
        !part.is_empty() && part.chars().all(|character| character.is_ascii_alphanumeric() || character == '_');
    if !is_name {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, place, format!("invalid type `{part}`"))
                .expected("a type such as `string`, `list<T>`, `map<T>` or the name of a type of this product")
                .help("write a list as `list<T>` and a map as `map<T>`, without spaces"),
        );
        return None;
    }
    let found = scope.types.get(part).copied();
    if found.is_none() && !scope.is_incomplete {
        diagnostics.push_with(|| {
            Diagnostic::error(Id::UnknownName, place, format!("unknown type `{part}`"))
                .expected("a built-in type, or one of this product")
                .help(suggestion(part, scope).unwrap_or_else(|| "define the type, or correct the name".into()))
        });
    }
    found.map(Type::Named)
}

/// Returns a suggestion: a type with different letter case, or a similar one.
fn suggestion(name: &str, scope: &Scope) -> Option<String> {
    if let Some((_, own)) = FOREIGN.iter().find(|(foreign, _)| foreign.eq_ignore_ascii_case(name)) {
        return Some(format!("did you mean `{own}`?"));
    }
    let mut known: Vec<&str> =
        scope.types.keys().map(String::as_str).chain(BUILT_IN.iter().map(|(name, _)| *name)).collect();
    known.sort_unstable();
    let is_named = |name: &str| name.starts_with(|first: char| first.is_ascii_uppercase());
    known.retain(|other| other.eq_ignore_ascii_case(name) || is_named(other) == is_named(name));
    suggest::did_you_mean(name, &known)
}

/// Returns a type as in the spec.
pub(super) fn describe(api: &Api, type_: &Type) -> String {
    match type_ {
        Type::List(inner) => format!("list<{}>", describe(api, inner)),
        Type::Map(inner) => format!("map<{}>", describe(api, inner)),
        Type::Named(id) => api.type_definition(*id).name.value.clone(),
        built_in => {
            let known = BUILT_IN.iter().find(|(_, candidate)| candidate == built_in);
            known.map_or_else(String::new, |(name, _)| (*name).to_owned())
        }
    }
}
