//! Parameters of the path, the query and headers, and the schemas of values.

use serde_json::{Value, json};

use super::document::Document;
use super::paths::Route;
use super::schemas::{Direction, described, note, nullable, put, sentences, unit_beside};
use super::{Object, text};
use crate::model::{Bounds, ListStyle, Location, Operation, Parameter, Source, Type, TypeShape};

/// A parameter in a document.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Described {
    pub(super) name: String,
    pub(super) location: Location,
    pub(super) required: bool,
    pub(super) deprecated: bool,
    pub(super) description: String,
    pub(super) schema: Value,
    pub(super) style: Option<ListStyle>,
    pub(super) example: Option<Value>,
    /// Keys with `x-`.
    pub(super) extensions: Object,
}

impl Described {
    /// The parameter object.
    pub(super) fn to_json(&self) -> Value {
        let mut object = json!({ "name": self.name, "in": self.location.as_str() });
        if !self.description.is_empty() {
            put(&mut object, "description", self.description.as_str().into());
        }
        if self.required {
            put(&mut object, "required", true.into());
        }
        if self.deprecated {
            put(&mut object, "deprecated", true.into());
        }
        let example = self.example.clone();
        if self.style == Some(ListStyle::Json) {
            let mut content = json!({ "schema": self.schema });
            if let Some(example) = example {
                put(&mut content, "example", example);
            }
            put(&mut object, "content", json!({ "application/json": content }));
        } else {
            if let Some(style) = self.style {
                put(&mut object, "style", "form".into());
                put(&mut object, "explode", (style == ListStyle::Repeated).into());
            }
            put(&mut object, "schema", self.schema.clone());
            if let Some(example) = example {
                put(&mut object, "example", example);
            }
        }
        for (key, value) in &self.extensions {
            put(&mut object, key, value.clone());
        }
        object
    }
}

impl Document<'_> {
    /// Returns the parameters of an operation outside of its body. Path parameters have the names
    /// in the path, which several operations can share.
    pub(super) fn parameters(&self, route: &Route<'_>, path_names: &[String]) -> Vec<Described> {
        let operation = route.operation;
        let mut parameters = Vec::new();
        for (id, parameter) in operation.parameters.with_ids() {
            // The value is a schema, and the conditions are a part of the description.
            let Parameter {
                name,
                type_,
                location,
                list,
                required,
                sensitive,
                notes,
                source: _,
                nullable: _,
                limits: _,
                default: _,
                bounds: _,
                not_with: _,
                required_when: _,
            } = parameter;
            let name = &name.value;
            let name = match location {
                Location::Body => continue,
                Location::Path => {
                    let is_meant = |segment: &crate::model::Segment| segment.parameter() == Some(name);
                    let Some(position) = route.segments.iter().position(is_meant) else { continue };
                    &path_names[position]
                }
                Location::Query | Location::Header => name,
            };
            let mut schema = self.value(parameter);
            if *sensitive && *self.api.target(type_) == Type::String {
                put(&mut schema, "format", "password".into());
            }
            let mut extensions = json!({});
            note(&mut extensions, notes);
            let mut extensions = extensions.as_object().cloned().unwrap_or_default();
            extensions.remove("deprecated");
            parameters.push(Described {
                name: name.clone(),
                location: *location,
                required: *required,
                deprecated: notes.deprecated.is_some(),
                description: text::paragraphs(&self.description(parameter, operation)),
                schema,
                style: *list,
                example: self.parameter_example(route, id),
                extensions,
            });
        }
        parameters
    }

    /// Returns a parameter as a property of a body. A form has no null.
    pub(super) fn property(&self, parameter: &Parameter, operation: &Operation, is_form: bool) -> Value {
        let mut schema = self.value(parameter);
        if parameter.sensitive {
            if *self.api.target(&parameter.type_) == Type::String {
                put(&mut schema, "format", "password".into());
            }
            put(&mut schema, "writeOnly", true.into());
        }
        let schema = if parameter.nullable && !is_form { nullable(schema) } else { schema };
        let mut schema = described(schema, &self.description(parameter, operation));
        note(&mut schema, &parameter.notes);
        schema
    }

    /// Returns the schema of a parameter's value.
    fn value(&self, parameter: &Parameter) -> Value {
        match &parameter.source {
            Source::Fixed(value) => {
                let word = match value {
                    Value::Bool(_) => "boolean",
                    Value::Number(number) if number.is_i64() => "integer",
                    Value::Number(_) => "number",
                    _ => "string",
                };
                json!({ "type": word, "const": value })
            }
            Source::Configuration(_) | Source::Caller => {
                let mut schema = self.schema(&parameter.type_, Direction::Request);
                self.bound(&mut schema, parameter);
                schema
            }
        }
    }

    /// Adds the limits to a schema. Returns the limits that a schema cannot express, as sentences.
    fn bound(&self, schema: &mut Value, parameter: &Parameter) -> Vec<String> {
        let Parameter { type_, default, bounds, .. } = parameter;
        let target = self.api.target(type_);
        let is_number = matches!(
            target,
            Type::Int | Type::Float | Type::Timestamp | Type::TimestampMillis | Type::TimestampSeconds
        );
        let is_text = match target {
            Type::String | Type::Url | Type::DateTime | Type::Date | Type::JsonText => true,
            Type::Named(id) => matches!(self.api.type_definition(*id).shape, TypeShape::Enum(_)),
            _ => false,
        };
        let length = match target {
            Type::List(_) => Some("maxItems"),
            Type::Map(_) => Some("maxProperties"),
            _ => None,
        };
        let mut words = Vec::new();
        let Bounds { min, max, min_length, max_length, max_items } = bounds;
        for (key, fits, value, label) in [
            (Some("minimum"), is_number, min, "At least"),
            (Some("maximum"), is_number, max, "At most"),
            (Some("minLength"), is_text, min_length, "Minimum number of characters:"),
            (Some("maxLength"), is_text, max_length, "Maximum number of characters:"),
            (length, length.is_some(), max_items, "Maximum number of items:"),
        ] {
            let Some(value) = value else { continue };
            match key.filter(|_| fits) {
                Some(key) => put(schema, key, (*value).into()),
                None => words.push(format!("{label} {value}.")),
            }
        }
        if let Some(default) = default {
            let value = if is_text { Some(default.as_str().into()) } else { self.default_of(target, default) };
            match value {
                Some(value) => put(schema, "default", value),
                None => words.push(format!("Default: {}.", text::code(default))),
            }
        }
        words
    }

    #[allow(clippy::unused_self, reason = "consistent with the other methods")]
    fn default_of(&self, type_: &Type, text: &str) -> Option<Value> {
        let value: Value = serde_json::from_str(text).ok()?;
        let fits = match type_ {
            Type::Int | Type::Timestamp | Type::TimestampMillis | Type::TimestampSeconds => value.is_i64(),
            Type::Float => value.is_number(),
            Type::Bool => value.is_boolean(),
            _ => false,
        };
        fits.then_some(value)
    }

    /// Returns the description of a parameter.
    fn description(&self, parameter: &Parameter, operation: &Operation) -> Vec<String> {
        let mut parts = text::of(&parameter.notes);
        let mut lines = vec![parts[0].clone(), unit_beside(&parameter.type_, &parameter.notes).to_owned()];
        if let Source::Configuration(index) = parameter.source {
            lines.push(format!("The configuration value `{}`.", self.api.configuration[index].id.value));
        }
        lines.extend(self.bound(&mut json!({}), parameter));
        let names = |names: &[crate::source::Text]| text::names(names.iter().map(|name| name.value.as_str()));
        if !parameter.not_with.is_empty() {
            lines.push(format!("Not together with {}.", names(&parameter.not_with)));
        }
        let conditions = parameter.required_when.iter().map(|(name, value)| {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            format!("{} is {}", text::code(&name.value), text::code(&value))
        });
        let conditions: Vec<String> = conditions.collect();
        if !conditions.is_empty() {
            lines.push(format!("Required if {}.", conditions.join(" or ")));
        }
        let index = operation.parameters.position(|other| std::ptr::eq(other, parameter));
        if let Some(group) = index.and_then(|index| operation.group_of(index)) {
            let members = operation.one_of[group].parameters.iter();
            let members = text::names(members.map(|index| operation.parameters[*index].name.value.as_str()));
            lines.push(format!("Exactly one of {members} is given."));
        }
        parts[0] = sentences(lines.iter().map(String::as_str));
        parts
    }
}
