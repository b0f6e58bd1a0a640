//! The JSON Schema of the spec format, derived from the format table.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::source::format;
use crate::source::shape::{Kind, Shape};
use crate::source::url::PAGE_PATTERN;

/// The key that identifies a kind of file, because no other kind requires it.
const TELLING_KEYS: &[(&str, &str)] = &[
    ("section", "operations"),
    ("events", "events"),
    ("api", "hosts"),
    ("documented", "documented"),
    ("vendor_names", "vendor_names"),
    ("acknowledged", "acknowledged"),
    ("known_mistakes", "known_mistakes"),
    ("types", "types"),
];

/// Returns the schema as text, with a newline at the end.
///
/// It is draft 7, which is what editors understand. It says what keys there are and what they hold;
/// what refers to other files, only the command `check` can know.
pub fn text() -> String {
    let mut text = serde_json::to_string_pretty(&schema()).unwrap_or_default();
    text.push('\n');
    text
}

/// Returns the schema.
pub fn schema() -> Value {
    let mut definitions = BTreeMap::new();
    definitions.insert("text".to_owned(), text_schema());
    for (_, shape) in format::FILES {
        define(shape, &mut definitions);
    }
    // In a new file, editors offer the keys of all kinds.
    let any = json!({ "anyOf": format::FILES.iter().map(|(_, shape)| reference(shape)).collect::<Vec<_>>() });
    // With a chain of conditions instead of `oneOf`, editors report the errors of the right kind.
    let root = TELLING_KEYS.iter().rev().fold(any, |otherwise, (kind, key)| {
        let shape = format::FILES.iter().find(|(name, _)| name == kind).map(|(_, shape)| reference(shape));
        json!({ "if": { "required": [key] }, "then": shape, "else": otherwise })
    });
    let mut schema = Map::new();
    schema.insert("$schema".into(), "http://json-schema.org/draft-07/schema#".into());
    schema.insert("title".into(), format!("API spec, format {}", format::VERSION).into());
    schema.insert("type".into(), "object".into());
    schema.extend(root.as_object().cloned().unwrap_or_default());
    schema.insert("definitions".into(), definitions.into_iter().collect());
    schema.into()
}

fn define(shape: &'static Shape, definitions: &mut BTreeMap<String, Value>) {
    if definitions.contains_key(&id(shape)) {
        return;
    }
    // Inserted first, so that recursive shapes terminate.
    definitions.insert(id(shape), Value::Null);
    let mut properties = Map::new();
    for key in shape.keys {
        let mut value = kind_schema(&key.kind, definitions);
        if let Some(object) = value.as_object_mut() {
            object.insert("description".into(), key.doc.into());
        }
        properties.insert(key.name.into(), value);
    }
    let required: Vec<&str> = shape.keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    let mut schema =
        json!({ "type": "object", "additionalProperties": false, "properties": properties, "required": required });
    if let Some(object) = schema.as_object_mut().filter(|_| required.is_empty()) {
        object.remove("required");
    }
    definitions.insert(id(shape), schema);
}

fn kind_schema(kind: &Kind, definitions: &mut BTreeMap<String, Value>) -> Value {
    let scalar = || json!({ "type": ["string", "number", "boolean"] });
    match kind {
        Kind::Text => json!({ "allOf": [{ "$ref": "#/definitions/text" }] }),
        Kind::Bool => json!({ "type": "boolean" }),
        Kind::Integer => json!({ "type": "integer" }),
        Kind::Date => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$" }),
        Kind::Url => json!({ "type": "string", "pattern": PAGE_PATTERN }),
        Kind::Scalar => scalar(),
        Kind::Scalars => json!({ "anyOf": [scalar(), { "type": "array", "items": scalar() }] }),
        Kind::OneOf(words) => {
            // YAML parses a word that looks like a number as a number, unless it is quoted.
            let numbers = words.iter().filter_map(|word| word.parse::<i64>().ok().map(Value::from));
            let words: Vec<Value> = words.iter().map(|word| Value::from(*word)).chain(numbers).collect();
            json!({ "enum": words })
        }
        Kind::Texts => {
            let text = json!({ "$ref": "#/definitions/text" });
            json!({ "anyOf": [text, { "type": "array", "items": text }] })
        }
        Kind::Entries(kind) => {
            let value = kind_schema(kind, definitions);
            json!({ "type": "object", "additionalProperties": value })
        }
        Kind::Fields(shape) => {
            define(shape, definitions);
            json!({ "allOf": [reference(shape)] })
        }
        Kind::TextOr(shape) => {
            define(shape, definitions);
            json!({ "anyOf": [{ "$ref": "#/definitions/text" }, reference(shape)] })
        }
        Kind::OptionalTextOr(shape) => {
            define(shape, definitions);
            json!({ "anyOf": [{ "type": "null" }, { "$ref": "#/definitions/text" }, reference(shape)] })
        }
        Kind::Mapping => json!({ "type": "object" }),
    }
}

/// A string, or a scalar that the format reads as a string: `version: 1.0`.
fn text_schema() -> Value {
    json!({ "type": ["string", "number", "boolean"], "pattern": "\\S" })
}

fn reference(shape: &Shape) -> Value {
    json!({ "$ref": format!("#/definitions/{}", id(shape)) })
}

/// `a path parameter` is defined as `path_parameter`.
fn id(shape: &Shape) -> String {
    let words = shape.name.split(' ').skip_while(|word| ["a", "an", "the"].contains(word));
    words.collect::<Vec<_>>().join("_")
}
