//! YAML values as JSON.

use serde_json::Value as Json;

use crate::model::{Api, Type, TypeShape};
use crate::source::node::{Node, Value};

/// A YAML value as JSON; text stays text where the type wants text, so that `name: 12` needs no quotes.
pub(super) fn of(node: &Node, type_: Option<&Type>, api: &Api) -> Json {
    let type_ = type_.map(|type_| api.target(type_));
    match &node.value {
        Value::Scalar(scalar) if type_.is_some_and(|type_| is_text(type_, api)) && !scalar.is_null() => {
            scalar.text.clone().into()
        }
        Value::Scalar(scalar) => scalar.to_json(),
        Value::Sequence(items) => {
            let item = match type_ {
                Some(Type::List(item)) => Some(&**item),
                _ => None,
            };
            items.iter().map(|node| of(node, item, api)).collect()
        }
        Value::Mapping(entries) => {
            let object = type_.and_then(|type_| api.object(type_));
            let of_entry = |key: &str| match type_ {
                Some(Type::Map(value)) => Some(&**value),
                Some(Type::File) => Some(&Type::String),
                _ => {
                    let field = object?.fields.iter().find(|field| field.name.value == key)?;
                    Some(&field.type_)
                }
            };
            let entries = entries
                .iter()
                .map(|entry| (entry.key.value.clone(), of(&entry.value, of_entry(&entry.key.value), api)));
            entries.collect()
        }
    }
}

fn is_text(type_: &Type, api: &Api) -> bool {
    match type_ {
        Type::String | Type::Url | Type::DateTime | Type::Date | Type::JsonText => true,
        Type::Named(id) => matches!(api.type_definition(*id).shape, TypeShape::Enum(_)),
        _ => false,
    }
}
