//! Comparison of a value with its type.

use serde_json::Value as Json;

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, Enum, EnumValue, Field, Ids, JsonKind, Notes, Object, Parameter, Type, TypeShape, Union};
use crate::resolve::type_expression::describe;
use crate::source::Place;
use crate::source::calendar::{is_datetime, is_day};
use crate::source::shape::list;

const EMPTY_ID: &str = "is empty, but ids must not be empty";

/// The direction of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Request,
    Response,
}

/// Checks one value against its type and collects the mismatches.
pub(super) struct Fit<'a> {
    api: &'a Api,
    direction: Direction,
    /// The ids that are never sent empty.
    ids: Option<&'a Ids>,
    /// Fields that were omitted because of an error would cause misleading errors.
    types_are_sound: bool,
    misfits: Vec<Misfit>,
}

/// A part of a value that does not match its type.
struct Misfit {
    path: String,
    problem: String,
    /// The object of a missing or unknown key, identified by the place of its first field.
    object: Option<Place>,
}

impl<'a> Fit<'a> {
    pub(super) fn new(api: &'a Api, direction: Direction, types_are_sound: bool) -> Self {
        Self { api, direction, ids: None, types_are_sound, misfits: Vec::new() }
    }

    /// Checks an argument against its parameter. A required id must not be empty.
    pub(super) fn argument(&mut self, json: &Json, parameter: &Parameter, ids: &'a Ids, is_needed: bool) {
        self.ids = Some(ids);
        self.value(json, &parameter.type_, "");
        self.id(json, &parameter.name.value, &parameter.type_, is_needed, "");
    }

    /// The client rejects an empty id.
    fn id(&mut self, json: &Json, name: &str, type_: &Type, is_needed: bool, path: &str) {
        if !is_needed || !self.ids.is_some_and(|ids| ids.contains(self.api, name, type_)) {
            return;
        }
        let is_empty = |json: &Json| json.as_str() == Some("");
        let items = json.as_array().into_iter().flatten().enumerate();
        let empty: Vec<usize> = items.filter(|(_, item)| is_empty(item)).map(|(index, _)| index).collect();
        for index in empty {
            self.add(&format!("{path}[{index}]"), EMPTY_ID);
        }
        if is_empty(json) {
            self.add(path, EMPTY_ID);
        }
    }

    pub(super) fn add(&mut self, path: &str, problem: &str) {
        self.misfits.push(Misfit { path: format!("`${path}` "), problem: problem.to_owned(), object: None });
    }

    fn add_key(&mut self, path: &str, problem: String, object: &Object) {
        let object = object.fields.first().map(|field| field.name.place);
        self.misfits.push(Misfit { path: format!("`${path}` "), problem, object });
    }

    /// Reports a value of an unknown type.
    pub(super) fn add_unknown(&mut self, what: &str) {
        let problem = format!("the {what} is `unknown`, so the example must not contain it");
        self.misfits.push(Misfit { path: String::new(), problem, object: None });
    }

    /// Returns the first problem.
    pub(super) fn first(self) -> Option<String> {
        self.misfits.into_iter().next().map(|misfit| misfit.problem)
    }

    pub(super) fn report(self, place: Place, diagnostics: &mut Diagnostics) {
        for Misfit { path, problem, object } in self.misfits {
            // A field that was removed from a type is missing in examples at many paths.
            let cause = format!("{problem} {object:?}");
            diagnostics.push(
                Diagnostic::error(Id::Example, place, format!("the example does not match its type: {path}{problem}"))
                    .expected("a value of the declared type")
                    .help("correct the example, or the type if the server really sends this value")
                    .cause(cause),
            );
        }
    }

    pub(super) fn value(&mut self, json: &Json, type_: &Type, path: &str) {
        let fits = match self.api.target(type_) {
            Type::String | Type::Url => json.is_string(),
            Type::DateTime => json.as_str().is_some_and(is_datetime),
            Type::Date => json.as_str().is_some_and(is_day),
            Type::JsonText => json.as_str().is_some_and(|text| super::json::parse(text).is_ok()),
            Type::Int | Type::Timestamp | Type::TimestampMillis | Type::TimestampSeconds => json.is_i64(),
            Type::Float => json.is_number(),
            Type::Bool => json.is_boolean(),
            Type::Json => true,
            Type::File => is_file(json),
            Type::List(item) => {
                for (index, value) in json.as_array().into_iter().flatten().enumerate() {
                    self.value(value, item, &format!("{path}[{index}]"));
                }
                json.is_array()
            }
            Type::Map(value_type) => {
                for (key, value) in json.as_object().into_iter().flatten() {
                    self.value(value, value_type, &format!("{path}.{key}"));
                }
                json.is_object()
            }
            Type::Named(id) => match &self.api.type_definition(*id).shape {
                TypeShape::Object(object) => return self.object(json, object, None, path),
                TypeShape::Enum(values) => return self.enumeration(json, values, path),
                TypeShape::Union(union) => return self.union(json, union, path),
                // Only a cycle of aliases leads here, which was reported.
                TypeShape::Alias(_) => true,
            },
        };
        if !fits {
            let form = match self.api.target(type_) {
                Type::File => ", such as `{ name: a.txt, content: text }`",
                Type::Date => ", such as `2026-01-31`",
                Type::DateTime => ", such as `2026-01-31T23:59:59Z`",
                _ => "",
            };
            self.add(path, &format!("is `{json}`, expected {}{form}", describe(self.api, type_)));
        }
    }

    fn enumeration(&mut self, json: &Json, values: &Enum, path: &str) {
        let known: Vec<&str> = values.values.iter().map(|value| value.value.value.as_str()).collect();
        // An enum without values was reported.
        if !known.is_empty() && !json.as_str().is_some_and(|text| known.contains(&text)) {
            let was_this = |value: &&EnumValue| is_former(&value.notes, json.as_str().unwrap_or_default());
            let now = values.values.iter().find(was_this).map(|value| value.value.value.as_str());
            self.add(path, &format!("is `{json}`, expected one of {}{}", list(&known), renamed(now)));
        }
    }

    fn union(&mut self, json: &Json, union: &Union, path: &str) {
        match union {
            Union::Tagged { field, members } => {
                let tag = json.get(field).and_then(Json::as_str);
                let member = members.iter().find(|member| Some(member.value.value.as_str()) == tag);
                match member.and_then(|member| self.api.object(&member.type_)) {
                    Some(object) => self.object(json, object, Some(field), path),
                    None => {
                        let known: Vec<&str> = members.iter().map(|member| member.value.value.as_str()).collect();
                        self.add(path, &format!("has no `{field}` with one of the values {}", list(&known)));
                    }
                }
            }
            // Its structure was omitted because of an error.
            Union::Kinds(kinds) if kinds.is_empty() => {}
            Union::Kinds(kinds) => match kinds.iter().find(|(kind, _)| JsonKind::of(json) == Some(*kind)) {
                Some((_, type_)) => self.value(json, type_, path),
                None => {
                    let known: Vec<&str> = kinds.iter().map(|(kind, _)| kind.as_str()).collect();
                    self.add(path, &format!("is `{json}`, expected one of {}", list(&known)));
                }
            },
        }
    }

    /// `tag` is the field that selects the object as a member of a union.
    pub(super) fn object(&mut self, json: &Json, object: &Object, tag: Option<&str>, path: &str) {
        let Some(map) = json.as_object() else {
            self.add(path, &format!("is `{json}`, expected an object"));
            return;
        };
        for field in &object.fields {
            let value = self.names_of(field).find_map(|name| map.get(name));
            let needed = match self.direction {
                Direction::Request => field.is_given(),
                Direction::Response => field.always,
            };
            match value {
                Some(Json::Null) if self.may_be_null(field) => {}
                Some(value) if self.direction == Direction::Response && field.absent.contains(value) => {}
                Some(value) => {
                    let path = format!("{path}.{}", field.name.value);
                    self.value(value, &field.type_, &path);
                    self.id(value, &field.name.value, &field.type_, needed, &path);
                }
                None if needed && self.types_are_sound => {
                    self.add_key(path, format!("has no field `{}`", field.name.value), object);
                }
                None => {}
            }
        }
        let types_are_sound = self.types_are_sound;
        for key in map.keys().filter(|_| types_are_sound) {
            let is_known = object.fields.iter().any(|field| self.names_of(field).any(|name| name == key));
            if !is_known && Some(key.as_str()) != tag {
                let now = object.fields.iter().find(|field| is_former(&field.notes, key));
                let now = renamed(now.map(|field| field.name.value.as_str()));
                self.add_key(path, format!("has the unknown field `{key}`{now}"), object);
            }
        }
    }

    /// Returns the names of a field in responses. A request uses one.
    fn names_of<'f>(&self, field: &'f Field) -> impl Iterator<Item = &'f str> + use<'f> {
        let also = if self.direction == Direction::Response { &field.also[..] } else { &[] };
        std::iter::once(&field.name).chain(also).map(|name| name.value.as_str())
    }

    /// All response fields except `always` ones may be null. In requests, only nullable fields may be null.
    fn may_be_null(&self, field: &Field) -> bool {
        match self.direction {
            Direction::Request => field.nullable,
            Direction::Response => !field.always,
        }
    }
}

/// Whether this is a former name.
fn is_former(notes: &Notes, name: &str) -> bool {
    notes.was.as_ref().is_some_and(|was| was.value == name)
}

/// Returns the hint about a former name.
fn renamed(now: Option<&str>) -> String {
    now.map(|now| format!("; it is the former name of `{now}`")).unwrap_or_default()
}

/// How an example gives a file: `{ name: a.png, type: image/png, content: "..." }`. Clients refuse an empty name, and a type
/// that is no media type.
fn is_file(json: &Json) -> bool {
    let Some(map) = json.as_object() else { return false };
    let keys_are_known = map.keys().all(|key| ["name", "type", "content"].contains(&key.as_str()));
    let text = |key: &str| map.get(key).and_then(Json::as_str);
    keys_are_known
        && map.values().all(Json::is_string)
        && text("name").is_some_and(|name| !name.trim().is_empty())
        && text("type").is_none_or(is_media_type)
        && map.contains_key("content")
}

/// Whether a text is a valid media type: `type/subtype`, optionally with parameters.
fn is_media_type(text: &str) -> bool {
    let is_token = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
    };
    let essence = text.split(';').next().unwrap_or_default().trim();
    let is_type = essence.split_once('/').is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype));
    is_type && text.chars().all(|character| character.is_ascii() && !character.is_ascii_control())
}
