//! Bodies of requests: JSON, or a multipart form with files.

use serde_json::{Value, json};

use super::Object;
use super::document::Document;
use super::paths::Route;
use super::schemas::{closed_object, put};
use crate::model::{Encoding, ListStyle, Location, Operation, Parameter, Type, TypeShape, Union};

pub(super) const JSON: &str = "application/json";
const FORM: &str = "multipart/form-data";

/// A body in a document.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Body {
    /// Every request has one.
    pub(super) required: bool,
    pub(super) media: Vec<Media>,
}

/// A body of one media type.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Media {
    pub(super) type_: &'static str,
    pub(super) schema: Value,
    /// The encoding of the fields of a form.
    pub(super) encoding: Object,
    pub(super) examples: Object,
}

impl Body {
    /// The request body object.
    pub(super) fn to_json(&self) -> Value {
        let content: Object = self.media.iter().map(|media| (media.type_.to_owned(), media.to_json())).collect();
        json!({ "required": self.required, "content": content })
    }
}

impl Media {
    pub(super) fn to_json(&self) -> Value {
        let mut object = json!({ "schema": self.schema });
        for (key, entries) in [("encoding", &self.encoding), ("examples", &self.examples)] {
            if !entries.is_empty() {
                put(&mut object, key, entries.clone().into());
            }
        }
        object
    }
}

impl Document<'_> {
    /// Returns the request body of an operation, if it has one.
    pub(super) fn request_body(&self, route: &Route<'_>) -> Option<Body> {
        let operation = route.operation;
        if !operation.has_body() {
            return None;
        }
        let mut media = Vec::new();
        if operation.encoding != Encoding::Form {
            // A body without its file is JSON.
            let schema = self.body_schema(operation, false, |parameter| !self.is_file(&parameter.type_));
            let examples = self.body_examples(route, false);
            media.push(Media { type_: JSON, schema, encoding: Object::new(), examples });
        }
        if operation.encoding != Encoding::Json {
            let schema = self.body_schema(operation, true, |_| true);
            let (encoding, examples) = (self.form_encoding(operation), self.body_examples(route, true));
            media.push(Media { type_: FORM, schema, encoding, examples });
        }
        let is_always_sent = operation.method.has_body()
            || operation.encoding == Encoding::Form
            || body_of(operation).any(|parameter| parameter.required);
        Some(Body { required: is_always_sent, media })
    }

    /// Returns the object of the fields that satisfy `is_in`.
    fn body_schema(&self, operation: &Operation, is_form: bool, is_in: impl Fn(&Parameter) -> bool) -> Value {
        let fields: Vec<&Parameter> = body_of(operation).filter(|parameter| is_in(parameter)).collect();
        let properties =
            fields.iter().map(|field| (field.name.value.clone(), self.property(field, operation, is_form)));
        let required = fields.iter().filter(|field| field.required).map(|field| field.name.value.as_str());
        let required: Vec<&str> = required.collect();
        let mut schema = closed_object(&properties.collect(), &required, true);
        let mut choices: Vec<Value> = Vec::new();
        for group in &operation.one_of {
            let members = group.parameters.iter().map(|index| &operation.parameters[*index]);
            // A group with parameters outside of the body is only described in the text.
            if members.clone().all(|member| member.location == Location::Body && is_in(member)) {
                let arms: Vec<Value> = members.map(|member| json!({ "required": [member.name.value] })).collect();
                choices.push(json!({ "oneOf": arms }));
            }
        }
        match choices.as_slice() {
            [] => {}
            [choice] => put(&mut schema, "oneOf", choice["oneOf"].clone()),
            _ => put(&mut schema, "allOf", choices.into()),
        }
        schema
    }

    /// Returns the encoding of the fields of a form that differs from the default of OpenAPI.
    fn form_encoding(&self, operation: &Operation) -> Object {
        let mut encoding = Object::new();
        for parameter in body_of(operation) {
            let type_ = self.api.target(&parameter.type_);
            let how = match (type_, parameter.list) {
                _ if self.is_file(type_) => continue,
                (Type::List(_), Some(ListStyle::Comma)) => {
                    json!({ "style": "form", "explode": false, "allowReserved": true })
                }
                // A part for each item is the default of OpenAPI.
                (Type::List(_), Some(ListStyle::Repeated)) => continue,
                (Type::List(_) | Type::Map(_) | Type::Json, _) => json!({ "contentType": JSON }),
                (Type::Named(id), _) => match &self.api.type_definition(*id).shape {
                    TypeShape::Object(_) | TypeShape::Union(Union::Tagged { .. } | Union::Kinds(_)) => {
                        json!({ "contentType": JSON })
                    }
                    TypeShape::Enum(_) | TypeShape::Alias(_) => continue,
                },
                _ => continue,
            };
            encoding.insert(parameter.name.value.clone(), how);
        }
        encoding
    }
}

fn body_of(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().filter(|parameter| parameter.location == Location::Body)
}
