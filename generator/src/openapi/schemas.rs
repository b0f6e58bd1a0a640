//! Types as JSON Schema.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Object;
use super::document::Document;
use super::text;
use crate::model::{
    Enum, EnumValue, Field, JsonKind, Member, Notes, Object as Fields, Type, TypeDefinition, TypeId, TypeShape, Union,
};

/// The direction of a value, which determines optional and nullable fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Direction {
    Request,
    Response,
}

impl Document<'_> {
    /// Returns the schema of a type at a reference.
    pub(super) fn schema(&self, type_: &Type, direction: Direction) -> Value {
        match type_ {
            Type::String => json!({ "type": "string" }),
            Type::Int | Type::Timestamp | Type::TimestampMillis | Type::TimestampSeconds => {
                json!({ "type": "integer", "format": "int64" })
            }
            Type::Float => json!({ "type": "number", "format": "double" }),
            Type::Bool => json!({ "type": "boolean" }),
            Type::DateTime => json!({ "type": "string", "format": "date-time" }),
            Type::Date => json!({ "type": "string", "format": "date" }),
            // Many fields have an empty string if there is no URL, which is not a valid `uri`.
            Type::Url => json!({ "type": "string", "format": "uri-reference" }),
            Type::JsonText => json!({ "type": "string", "contentMediaType": "application/json" }),
            Type::Json => json!({}),
            Type::File => {
                json!({ "type": "string", "format": "binary", "contentMediaType": "application/octet-stream" })
            }
            Type::List(item) => json!({ "type": "array", "items": self.schema(item, direction) }),
            Type::Map(value) => json!({ "type": "object", "additionalProperties": self.schema(value, direction) }),
            Type::Named(id) => json!({ "$ref": self.reference(*id, direction) }),
        }
    }

    /// Returns the reference to a named type, which becomes a component.
    fn reference(&self, id: TypeId, direction: Direction) -> String {
        let direction = if self.is_split(id) { direction } else { self.only_direction(id) };
        self.mentioned.borrow_mut().insert((id, direction));
        format!("#/components/schemas/{}", self.component(id, direction))
    }

    fn component(&self, id: TypeId, direction: Direction) -> String {
        let definition = self.api.type_definition(id);
        let product = &self.api.products[id.product].id.value;
        let name = &definition.name.value;
        let name = if self.is_whole { format!("{product}.{name}") } else { name.clone() };
        // Names of types have no hyphen, so this name cannot collide.
        if self.is_split(id) && direction == Direction::Request { format!("{name}-request") } else { name }
    }

    /// Whether the type differs between requests and responses.
    fn is_split(&self, id: TypeId) -> bool {
        let usage = self.api.type_definition(id).usage;
        usage.request && usage.response && self.holds_object(id, &mut Vec::new())
    }

    fn only_direction(&self, id: TypeId) -> Direction {
        if self.api.type_definition(id).usage.response { Direction::Response } else { Direction::Request }
    }

    fn holds_object(&self, id: TypeId, seen: &mut Vec<TypeId>) -> bool {
        if seen.contains(&id) {
            return false;
        }
        seen.push(id);
        match &self.api.type_definition(id).shape {
            TypeShape::Object(_) | TypeShape::Union(Union::Tagged { .. }) => true,
            TypeShape::Enum(_) => false,
            TypeShape::Alias(target) => target.named().is_some_and(|id| self.holds_object(id, seen)),
            TypeShape::Union(Union::Kinds(kinds)) => {
                kinds.iter().any(|(_, type_)| type_.named().is_some_and(|id| self.holds_object(id, seen)))
            }
        }
    }

    /// Returns all components that are used, directly or indirectly.
    pub(super) fn components(&self) -> Object {
        let mut made: BTreeMap<(TypeId, Direction), Vec<(String, Value)>> = BTreeMap::new();
        loop {
            let open: Vec<_> = self.mentioned.borrow().iter().filter(|key| !made.contains_key(key)).copied().collect();
            if open.is_empty() {
                break;
            }
            for (id, direction) in open {
                made.insert((id, direction), self.definition(id, direction));
            }
        }
        made.into_values().flatten().collect()
    }

    /// Returns a named type with the components of its members.
    fn definition(&self, id: TypeId, direction: Direction) -> Vec<(String, Value)> {
        let TypeDefinition { shape, notes, name: _, file_stem: _, file: _, usage: _, events_only: _ } =
            self.api.type_definition(id);
        let name = self.component(id, direction);
        let mut members = Vec::new();
        let (schema, extra) = match shape {
            TypeShape::Enum(values) => (open_enum(values), known_values(values)),
            TypeShape::Object(object) => {
                let is_closed = direction == Direction::Request && !self.is_member(id);
                (self.object(object, direction, is_closed), String::new())
            }
            TypeShape::Alias(target) => (self.schema(target, direction), unit(target).unwrap_or_default().to_owned()),
            TypeShape::Union(Union::Tagged { field, members: known }) => {
                let union;
                (union, members) = self.tagged(&name, field, known, direction);
                let note = match direction {
                    Direction::Request => String::new(),
                    Direction::Response => format!("`{field}` selects the type. The server may add types."),
                };
                (union, note)
            }
            TypeShape::Union(Union::Kinds(kinds)) => {
                let kinds: Vec<Value> = kinds.iter().map(|(kind, type_)| self.kind(*kind, type_, direction)).collect();
                (json!({ "anyOf": kinds }), String::new())
            }
        };
        let mut parts = text::of(notes);
        parts.insert(1, extra);
        let mut schema = described(schema, &parts);
        note(&mut schema, notes);
        std::iter::once((name, schema)).chain(members).collect()
    }

    /// Whether an object is a member of a union with a tag, so that its schema must stay open.
    fn is_member(&self, id: TypeId) -> bool {
        self.api.products[id.product].types.iter().any(|definition| match &definition.shape {
            TypeShape::Union(Union::Tagged { members, .. }) => {
                members.iter().any(|member| *self.api.target(&member.type_) == Type::Named(id))
            }
            _ => false,
        })
    }

    fn kind(&self, kind: JsonKind, type_: &Type, direction: Direction) -> Value {
        if *self.api.target(type_) != Type::Json {
            return self.schema(type_, direction);
        }
        let word = match kind {
            JsonKind::String => "string",
            JsonKind::Number => "number",
            JsonKind::Bool => "boolean",
            JsonKind::List => "array",
            JsonKind::Object => "object",
        };
        json!({ "type": word })
    }

    /// Returns the schema of a union, with a component for each member and its tag.
    fn tagged(
        &self,
        union: &str,
        field: &str,
        members: &[Member],
        direction: Direction,
    ) -> (Value, Vec<(String, Value)>) {
        let mut components: Vec<(String, Value)> = Vec::new();
        let (mut arms, mut mapping) = (Vec::new(), Object::new());
        for Member { value, type_, notes } in members {
            let value = &value.value;
            let mut name = format!("{union}.{}", text::identifier(value));
            while components.iter().any(|(taken, _)| *taken == name) {
                name.push('_');
            }
            let reference = format!("#/components/schemas/{name}");
            arms.push(json!({ "$ref": reference }));
            mapping.insert(value.clone(), reference.into());
            let tag = json!({ "type": "object", "properties": { field: { "type": "string", "const": value } }, "required": [field] });
            let schema = json!({ "allOf": [self.schema(type_, direction), tag] });
            let mut schema = described(schema, &text::of(notes));
            note(&mut schema, notes);
            components.push((name, schema));
        }
        (json!({ "oneOf": arms, "discriminator": { "propertyName": field, "mapping": mapping } }), components)
    }

    /// Returns the schema of an object.
    pub(super) fn object(&self, object: &Fields, direction: Direction, is_closed: bool) -> Value {
        let mut properties = Object::new();
        let mut required: Vec<&str> = Vec::new();
        for field in &object.fields {
            let Field {
                name,
                always,
                required: is_required,
                also,
                type_: _,
                nullable: _,
                sensitive: _,
                private: _,
                recursive: _,
                absent: _,
                notes: _,
            } = field;
            properties.insert(name.value.clone(), self.field(field, direction));
            let is_needed = *always || (direction == Direction::Request && *is_required);
            required.extend(is_needed.then_some(name.value.as_str()));
            if direction == Direction::Response {
                for name in also {
                    let mut other = self.nullable_field(field, direction);
                    put(&mut other, "description", format!("An alias of `{}`.", field.name.value).into());
                    mark_private(&mut other, field);
                    properties.insert(name.value.clone(), other);
                }
            }
        }
        closed_object(&properties, &required, is_closed)
    }

    fn field(&self, field: &Field, direction: Direction) -> Value {
        let schema = self.nullable_field(field, direction);
        let mut parts = text::of(&field.notes);
        parts[0] = sentences([parts[0].as_str(), unit_beside(&field.type_, &field.notes), &absent(field)]);
        let mut schema = described(schema, &parts);
        note(&mut schema, &field.notes);
        if field.sensitive && direction == Direction::Request {
            put(&mut schema, "writeOnly", true.into());
        }
        mark_private(&mut schema, field);
        schema
    }

    fn nullable_field(&self, field: &Field, direction: Direction) -> Value {
        let mut schema = self.schema(&field.type_, direction);
        if field.sensitive && *self.api.target(&field.type_) == Type::String {
            put(&mut schema, "format", "password".into());
        }
        let may_be_null = match direction {
            Direction::Request => field.nullable,
            Direction::Response => !field.always,
        };
        // A number for an absent value is valid, but an empty string is not a valid time.
        let foreign: Vec<&Value> = match self.api.target(&field.type_) {
            Type::Url | Type::DateTime | Type::Date | Type::Named(_) => field.absent.iter().collect(),
            _ => Vec::new(),
        };
        if !foreign.is_empty() && direction == Direction::Response {
            schema = json!({ "anyOf": [schema, { "enum": foreign }] });
        }
        if may_be_null { nullable(schema) } else { schema }
    }
}

/// Marks personal data, for programs that write logs.
fn mark_private(schema: &mut Value, field: &Field) {
    if field.private {
        put(schema, "x-private", true.into());
    }
}

/// Returns an open enum: the known values, and any other string.
fn open_enum(values: &Enum) -> Value {
    let known: Vec<&str> = values.values.iter().map(|value| value.value.value.as_str()).collect();
    json!({ "anyOf": [{ "type": "string", "enum": known }, { "type": "string" }] })
}

fn known_values(values: &Enum) -> String {
    let lines = values.values.iter().map(|EnumValue { value, notes }| {
        let notes = text::of(notes).into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let colon = if notes.is_empty() { "" } else { ": " };
        format!("- {}{colon}{}", value_as_code(&value.value), notes.replace('\n', " "))
    });
    format!("Known values; the server may add values:\n\n{}", lines.collect::<Vec<_>>().join("\n"))
}

fn value_as_code(value: &str) -> String {
    if value.is_empty() { "the empty string".into() } else { text::code(value) }
}

/// Returns an object with these properties; a closed object has no others.
pub(super) fn closed_object(properties: &Object, required: &[&str], is_closed: bool) -> Value {
    let mut schema = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        put(&mut schema, "required", required.into());
    }
    if is_closed {
        put(&mut schema, "additionalProperties", false.into());
    }
    schema
}

/// Returns the schema with null as an additional value.
pub(super) fn nullable(mut schema: Value) -> Value {
    let Some(object) = schema.as_object_mut() else { return schema };
    if object.is_empty() {
        return schema;
    }
    match object.get_mut("type") {
        Some(type_) => {
            *type_ = json!([type_.take(), "null"]);
            schema
        }
        None => match object.get_mut("anyOf").and_then(Value::as_array_mut) {
            Some(arms) => {
                arms.push(json!({ "type": "null" }));
                schema
            }
            None => json!({ "anyOf": [schema, { "type": "null" }] }),
        },
    }
}

/// Returns the schema with these paragraphs as its description.
pub(super) fn described(mut schema: Value, parts: &[String]) -> Value {
    let description = text::paragraphs(parts);
    if !description.is_empty() {
        put(&mut schema, "description", description.into());
    }
    schema
}

/// Adds the notes for programs.
pub(super) fn note(schema: &mut Value, notes: &Notes) {
    if notes.deprecated.is_some() {
        put(schema, "deprecated", true.into());
    }
    if let Some(date) = notes.deprecated.as_ref().and_then(|note| note.sunset.as_ref()) {
        put(schema, "x-sunset", date.as_str().into());
    }
    for (key, note) in [("x-unverified", &notes.unverified), ("x-correction", &notes.correction)] {
        if let Some(note) = note {
            put(schema, key, note.as_str().into());
        }
    }
}

pub(super) fn put(schema: &mut Value, key: &str, value: Value) {
    if let Some(object) = schema.as_object_mut() {
        object.insert(key.to_owned(), value);
    }
}

/// Returns the unit of a number, if the text does not name it.
pub(super) fn unit_beside(type_: &Type, notes: &Notes) -> &'static str {
    let doc = notes.doc.as_deref().unwrap_or_default().to_lowercase();
    unit(type_).filter(|_| !doc.contains("second")).unwrap_or_default()
}

fn unit(type_: &Type) -> Option<&'static str> {
    match type_ {
        Type::Timestamp => Some("In Unix seconds or milliseconds, depending on the size of the number."),
        Type::TimestampMillis => Some("In Unix milliseconds."),
        Type::TimestampSeconds => Some("In Unix seconds."),
        _ => None,
    }
}

fn absent(field: &Field) -> String {
    if field.absent.is_empty() {
        return String::new();
    }
    let values: Vec<String> = field.absent.iter().map(|value| text::code(&value.to_string())).collect();
    format!("{} means that the field has no value.", values.join(" or "))
}

/// Joins sentences, without empty ones.
pub(super) fn sentences<'s>(sentences: impl IntoIterator<Item = &'s str>) -> String {
    sentences.into_iter().filter(|sentence| !sentence.is_empty()).collect::<Vec<_>>().join(" ")
}
