//! The request of an example as the client writes it: the contract test compares these bytes.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::form;
use crate::model::{Api, JsonKind, ListStyle, Location, Object, Parameter, Type, TypeShape, Union};
use crate::percent::{decoded, encoded};

/// The value of a parameter in the request of an example.
pub(super) struct SentPart<'a> {
    pub(super) location: Location,
    pub(super) name: &'a str,
    pub(super) value: Json,
    type_: &'a Type,
    list: Option<ListStyle>,
}

impl<'a> SentPart<'a> {
    pub(super) fn new(parameter: &'a Parameter, value: Json) -> Self {
        Self {
            location: parameter.location,
            name: &parameter.name.value,
            value,
            type_: &parameter.type_,
            list: parameter.list,
        }
    }

    /// Returns the value outside of bodies, before percent-encoding.
    pub(super) fn text(&self, api: &Api) -> String {
        text(api, &self.value, self.type_)
    }

    /// Returns the strings of a list, or one string for other values.
    fn strings(&self, api: &Api) -> Vec<String> {
        match (api.target(self.type_), &self.value) {
            (Type::List(item), Json::Array(values)) if self.list != Some(ListStyle::Json) => {
                values.iter().map(|value| text(api, value, item)).collect()
            }
            _ => vec![self.text(api)],
        }
    }

    /// Returns the pairs of the query.
    pub(super) fn query(&self, api: &Api) -> Vec<String> {
        let name = encoded(self.name);
        let values: Vec<String> = self.strings(api).iter().map(|text| encoded(text)).collect();
        match self.list {
            Some(ListStyle::Repeated) => values.into_iter().map(|value| format!("{name}={value}")).collect(),
            _ => vec![format!("{name}={}", values.join(","))],
        }
    }

    /// Returns the value as JSON text.
    pub(super) fn json(&self, api: &Api) -> String {
        json(api, &self.value, self.type_)
    }

    /// Returns the parts of a form.
    pub(super) fn form(&self, api: &Api) -> Vec<String> {
        let files = match &self.value {
            Json::Array(files) if matches!(api.target(self.type_), Type::List(item) if *api.target(item) == Type::File) => {
                files.iter().collect()
            }
            file if *api.target(self.type_) == Type::File => vec![file],
            _ => {
                let strings = match (self.list, &self.value) {
                    (Some(ListStyle::Repeated), _) => self.strings(api),
                    (Some(ListStyle::Comma), _) => vec![self.strings(api).join(",")],
                    (_, Json::String(text)) => vec![text.clone()],
                    _ => vec![self.json(api)],
                };
                return strings.iter().map(|text| form::text_part(self.name, text)).collect();
            }
        };
        files.into_iter().map(|file| form::file_part(self.name, file)).collect()
    }
}

/// Returns a JSON body.
pub(super) fn body<'p>(api: &Api, parts: impl Iterator<Item = &'p SentPart<'p>>) -> String {
    written(parts.map(|part| (part.name, part.json(api))))
}

/// Returns a value outside of JSON, before percent-encoding.
pub(in crate::resolve) fn text(api: &Api, value: &Json, type_: &Type) -> String {
    match (api.target(type_), value) {
        (Type::Float, Json::Number(number)) => number.as_f64().unwrap_or_default().to_string(),
        (_, Json::String(text)) => text.clone(),
        _ => json(api, value, type_),
    }
}

/// Returns a value as JSON text. Objects have the order of their fields, other JSON the order of its keys.
fn json(api: &Api, value: &Json, type_: &Type) -> String {
    match (api.target(type_), value) {
        (Type::Float, Json::Number(number)) => Json::from(number.as_f64()).to_string(),
        (Type::List(item), Json::Array(values)) => list(values.iter().map(|value| json(api, value, item))),
        (Type::Map(item), Json::Object(map)) => sorted(map, &|value| json(api, value, item)),
        (Type::Named(id), _) => match (&api.type_definition(*id).shape, value) {
            (TypeShape::Object(fields), Json::Object(map)) => written(object(api, fields, map)),
            (TypeShape::Union(Union::Tagged { field, members }), Json::Object(map)) => {
                let tag = map.get(field).and_then(Json::as_str).unwrap_or_default();
                let member = members.iter().find(|member| member.value.value == tag);
                match member.and_then(|member| api.object(&member.type_)) {
                    Some(fields) => {
                        let tag = (field.as_str(), Json::from(tag).to_string());
                        written(std::iter::once(tag).chain(object(api, fields, map)))
                    }
                    None => any(value),
                }
            }
            (TypeShape::Union(Union::Kinds(kinds)), _) => {
                let member = kinds.iter().find(|(kind, _)| JsonKind::of(value) == Some(*kind));
                member.map_or_else(|| any(value), |(_, type_)| json(api, value, type_))
            }
            _ => any(value),
        },
        _ => any(value),
    }
}

fn object<'a>(
    api: &'a Api,
    object: &'a Object,
    map: &'a serde_json::Map<String, Json>,
) -> impl Iterator<Item = (&'a str, String)> {
    object.fields.iter().filter_map(|field| {
        let value = map.get(&field.name.value)?;
        Some((field.name.value.as_str(), json(api, value, &field.type_)))
    })
}

/// Writes untyped JSON.
fn any(value: &Json) -> String {
    match value {
        Json::Array(values) => list(values.iter().map(any)),
        Json::Object(map) => sorted(map, &any),
        scalar => scalar.to_string(),
    }
}

fn list(values: impl Iterator<Item = String>) -> String {
    format!("[{}]", values.collect::<Vec<_>>().join(","))
}

fn sorted(map: &serde_json::Map<String, Json>, write: &dyn Fn(&Json) -> String) -> String {
    let entries: BTreeMap<&str, &Json> = map.iter().map(|(key, value)| (key.as_str(), value)).collect();
    written(entries.into_iter().map(|(key, value)| (key, write(value))))
}

fn written<'k>(entries: impl Iterator<Item = (&'k str, String)>) -> String {
    let entries = entries.map(|(key, value)| format!("{}:{value}", Json::from(key)));
    format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
}

/// Returns why the client rejects a value in the path or in a header.
pub(in crate::resolve) fn refusal(api: &Api, value: &Json, parameter: &Parameter) -> Option<&'static str> {
    let text = text(api, value, &parameter.type_);
    match parameter.location {
        Location::Path if leads_elsewhere(&text) => Some("leads to a different path"),
        Location::Header if !is_header_value(&text) => Some("has characters that are invalid in a header"),
        _ => None,
    }
}

/// The maximum number of layers of percent-encoding that are decoded, which limits the time.
const MAX_LAYERS: usize = 16;

/// Whether a value in the path leads to a different path, also for a server that decodes several times.
fn leads_elsewhere(value: &str) -> bool {
    let mut value = value.to_owned();
    for _ in 0..=MAX_LAYERS {
        if value == "." || value == ".." {
            return true;
        }
        let next = decoded(&value);
        if next.len() >= value.len() {
            break;
        }
        value = next;
    }
    false
}

fn is_header_value(value: &str) -> bool {
    value.bytes().all(|byte| byte == b'\t' || (byte >= b' ' && byte != 0x7f))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_change_the_path_are_detected() {
        for value in [".", "..", "%2e%2e", "%2E.", ".%2e", "%252e%252E", "%2e"] {
            assert!(leads_elsewhere(value), "{value}");
        }
        for value in ["", "...", "a..b", "%2fx", "x"] {
            assert!(!leads_elsewhere(value), "{value}");
        }
        assert!(!leads_elsewhere(&format!("{}2e", "%25".repeat(20_000))), "the time has a limit");
    }
}
