//! YAML values as JSON, and JSON text.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::Value as Json;

use crate::model::{Api, Type, TypeShape};
use crate::source::node::{Node, Value};

/// Returns a YAML value as JSON. If the type is a string, `name: 12` needs no quotes.
pub(in crate::resolve) fn of(node: &Node, type_: Option<&Type>, api: &Api) -> Json {
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

/// Parses JSON without duplicate keys, because parsers disagree about the value of a duplicate.
///
/// # Errors
/// With line and column, if the text is invalid.
pub(super) fn parse(text: &str) -> serde_json::Result<Json> {
    serde_json::from_str::<Unambiguous>(text).map(|json| json.0)
}

struct Unambiguous(Json);

impl<'de> Deserialize<'de> for Unambiguous {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Values).map(Self)
    }
}

struct Values;

impl<'de> Visitor<'de> for Values {
    type Value = Json;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(Unambiguous(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut map = serde_json::Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if map.contains_key(&key) {
                return Err(A::Error::custom(format!("duplicate key `{key}`")));
            }
            let Unambiguous(value) = entries.next_value()?;
            map.insert(key, value);
        }
        Ok(map.into())
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn json_with_duplicate_keys_is_rejected() {
        let text = r#"{"a":[1,-2,0.5,18446744073709551615,true,null,"x",{"a":{}}],"b":{"a":1}}"#;
        assert_eq!(parse(text).ok(), serde_json::from_str(text).ok());
        for (text, problem) in [
            (r#"{"a":1,"a":1}"#, "duplicate key `a` at line 1 column 10"),
            ("[{\n\"b\":{\"c\":1,\n\"c\":2}}]", "duplicate key `c` at line 3 column 3"),
            ("{", "EOF while parsing an object at line 1 column 1"),
        ] {
            assert_eq!(parse(text).err().map(|error| error.to_string()).as_deref(), Some(problem), "{text}");
        }
    }
}
