//! The description of the API for the fake server: the operations with their parameters and examples, as JSON.
//!
//! It is data instead of code, because the client contains it as one string, which compiles fast. Its line breaks keep
//! diffs readable.

mod resources;

use std::collections::BTreeMap;

use api_client_description as description;

use super::{Context, Output, json, rust};
use crate::model::{
    Api, BackwardsCursor, Encoding, Example, Field, ListStyle, Location, Operation, PaginationKind, Parameter,
    ParameterId, Source, Type, TypeId, TypeShape, Union,
};

pub(super) fn emit(context: &Context<'_>, output: &mut Output) {
    output.add_text("src/testing.json", json::to_lines(&describe(context)));
}

fn describe(context: &Context<'_>) -> description::Description {
    let credentials = context.names.credentials(context.api);
    let header = rust::header("", &context.origin(""));
    description::Description {
        origin: header.split_whitespace().collect::<Vec<_>>().join(" "),
        // The builder methods of the client.
        credentials: credentials.map(|(_, credential, name)| (name.clone(), credential.example())).collect(),
        events: event_bodies(context),
        ..requests(context.api)
    }
}

/// Describes the requests of an API, with credentials by their ids.
pub(crate) fn requests(api: &Api) -> description::Description {
    let mut types = Types { api, indices: BTreeMap::new(), shapes: Vec::new() };
    let operations = api.operations().map(|operation| types.operation(operation)).collect();
    let credentials = api.credentials.iter();
    description::Description {
        origin: String::new(),
        configuration: api.configuration.iter().map(|value| (value.id.value.clone(), value.example.clone())).collect(),
        credentials: credentials.map(|credential| (credential.id.value.clone(), credential.example())).collect(),
        types: types.shapes,
        operations,
        resources: resources::describe(api),
        events: Vec::new(),
    }
}

/// The types that requests contain, in the order in which they are found.
struct Types<'a> {
    api: &'a Api,
    indices: BTreeMap<TypeId, usize>,
    shapes: Vec<description::Shape>,
}

impl Types<'_> {
    fn operation(&mut self, operation: &Operation) -> description::Endpoint {
        // A new key does not compile until it is clear whether the server needs it. Ignored keys are not on the wire, or
        // only the client uses them.
        let Operation {
            id: _,
            method: _,
            path: _,
            host: _,
            encoding: _,
            one_of: _,
            pagination: _,
            parameters: _,
            examples: _,
            name: _,
            documented: _,
            substitute: _,
            variant_of: _,
            summary: _,
            docs: _,
            idempotent: _,
            scope: _,
            rate_limit: _,
            response: _,
            can_be_empty: _,
            response_notes: _,
            is_unpaged: _,
            job: _,
            errors: _,
            evidence: _,
            stability: _,
            notes: _,
        } = operation;
        let name = |id: &ParameterId| operation.parameters[*id].name.value.clone();
        description::Endpoint {
            id: operation.id.clone(),
            method: operation.method.as_str().to_owned(),
            path: operation.path.text.clone(),
            host: self.api.hosts[operation.host].id.value.clone(),
            body: match operation.encoding {
                Encoding::Json => operation.has_body().then_some(description::BodyFormat::Json),
                Encoding::FormWithFile => Some(description::BodyFormat::FormWithFile),
                Encoding::Form => Some(description::BodyFormat::Form),
            },
            one_of: operation.one_of.iter().map(|group| group.parameters.iter().map(name).collect()).collect(),
            list: self.list(operation),
            parameters: operation.parameters.iter().map(|parameter| self.parameter(parameter)).collect(),
            examples: operation.examples.iter().map(example).collect(),
        }
    }

    fn list(&self, operation: &Operation) -> Option<description::List> {
        let pagination = operation.pagination.as_ref()?;
        let count = |name: &String| {
            let mut parameters = operation.parameters.iter();
            let found = parameters.find(|other| other.location == Location::Query && other.name.value == *name);
            let default = found.and_then(|parameter| parameter.default.as_ref()?.parse().ok());
            found.map(|_| description::Count { name: name.clone(), default })
        };
        let limit = |name: &Option<String>| name.as_ref().and_then(count);
        let paging = match &self.api.pagination_styles[pagination.style].kind {
            PaginationKind::Cursor { request, response, has_more, repeats_last, limit: page, backwards } => {
                let cursor = |request: &String, response: &String, has_more: &Option<String>| description::Cursor {
                    request: request.clone(),
                    response: response.clone(),
                    has_more: has_more.clone(),
                };
                description::Paging::Cursor {
                    next: cursor(request, response, has_more),
                    back: backwards
                        .as_ref()
                        .map(|BackwardsCursor { request, response, has_more }| cursor(request, response, has_more)),
                    repeats_last: *repeats_last,
                    limit: limit(page),
                }
            }
            PaginationKind::Offset { request, limit: page, total, next } => description::Paging::Offset {
                request: request.clone(),
                total: total.clone(),
                next: next.clone(),
                limit: limit(page),
            },
            PaginationKind::Window { anchor, item, replaces, before, after, inclusive, reverse } => {
                description::Paging::Window {
                    anchor: anchor.clone(),
                    item: item.clone(),
                    replaces: replaces.clone(),
                    before: count(before)?,
                    after: count(after)?,
                    inclusive: inclusive.clone(),
                    reverse: reverse.clone(),
                }
            }
        };
        Some(description::List { items: pagination.items.clone(), paging })
    }

    fn parameter(&mut self, parameter: &Parameter) -> description::Parameter {
        // Conditions between parameters are not checked.
        let Parameter {
            name: _,
            type_: _,
            location: _,
            list: _,
            source: _,
            required: _,
            nullable: _,
            default: _,
            bounds: _,
            sensitive: _,
            limits: _,
            not_with: _,
            required_when: _,
            notes: _,
        } = parameter;
        description::Parameter {
            name: parameter.name.value.clone(),
            location: match parameter.location {
                Location::Path => description::Location::Path,
                Location::Query => description::Location::Query,
                Location::Header => description::Location::Header,
                Location::Body => description::Location::Body,
            },
            type_: self.type_(&parameter.type_),
            fixed: match &parameter.source {
                Source::Caller => None,
                Source::Fixed(value) => Some(value.clone()),
                Source::Configuration(index) => Some(self.api.configuration[*index].example.clone().into()),
            },
            known: if parameter.location == Location::Path { self.known(&parameter.type_) } else { Vec::new() },
            required: parameter.required,
            nullable: parameter.nullable,
            list: parameter.list.map(|list| match list {
                ListStyle::Comma => description::ListStyle::Comma,
                ListStyle::Repeated => description::ListStyle::Repeated,
                ListStyle::Json => description::ListStyle::Json,
            }),
            bounds: parameter.bounds,
        }
    }

    /// The values of an enum, which distinguish paths.
    fn known(&self, type_: &Type) -> Vec<String> {
        let Type::Named(id) = self.api.target(type_) else { return Vec::new() };
        let TypeShape::Enum(values) = &self.api.type_definition(*id).shape else { return Vec::new() };
        values.values.iter().map(|value| value.value.value.clone()).collect()
    }

    fn type_(&mut self, type_: &Type) -> description::Type {
        match self.api.target(type_) {
            Type::String | Type::Url => description::Type::Text,
            Type::Int | Type::Timestamp | Type::TimestampMillis | Type::TimestampSeconds => description::Type::Int,
            Type::Float => description::Type::Float,
            Type::Bool => description::Type::Bool,
            Type::DateTime => description::Type::DateTime,
            Type::Date => description::Type::Date,
            Type::JsonText => description::Type::JsonText,
            Type::Json => description::Type::Json,
            Type::File => description::Type::File,
            Type::List(item) => description::Type::List(Box::new(self.type_(item))),
            Type::Map(value) => description::Type::Map(Box::new(self.type_(value))),
            Type::Named(id) => self.named(*id),
        }
    }

    /// An enum is any string, because its values are open; other types are in the table.
    fn named(&mut self, id: TypeId) -> description::Type {
        if let Some(index) = self.indices.get(&id) {
            return description::Type::Named(*index);
        }
        let shape = &self.api.type_definition(id).shape;
        if matches!(shape, TypeShape::Enum(_) | TypeShape::Alias(_)) {
            return description::Type::Text;
        }
        let index = self.shapes.len();
        self.indices.insert(id, index);
        // A type may contain itself, so it has an index before its content is known.
        self.shapes.push(description::Shape::Object(Vec::new()));
        self.shapes[index] = match shape {
            TypeShape::Object(object) => {
                description::Shape::Object(object.fields.iter().map(|field| self.field(field)).collect())
            }
            TypeShape::Union(Union::Tagged { field, members }) => {
                let members = members.iter().map(|member| (member.value.value.clone(), self.type_(&member.type_)));
                description::Shape::Tagged { by: field.clone(), members: members.collect() }
            }
            TypeShape::Union(Union::Kinds(kinds)) => {
                let kinds = kinds.iter().map(|(kind, type_)| (kind.as_str().to_owned(), self.type_(type_)));
                description::Shape::Kinds(kinds.collect())
            }
            TypeShape::Enum(_) | TypeShape::Alias(_) => unreachable!("they are strings"),
        };
        description::Type::Named(index)
    }

    fn field(&mut self, field: &Field) -> description::Field {
        let Field {
            name: _,
            type_: _,
            always: _,
            required: _,
            nullable: _,
            sensitive: _,
            private: _,
            recursive: _,
            also: _,
            absent: _,
            notes: _,
        } = field;
        description::Field {
            name: field.name.value.clone(),
            type_: self.type_(&field.type_),
            required: field.required || field.always,
            nullable: field.nullable,
        }
    }
}

fn example(example: &Example) -> description::Example {
    let Example { name: _, wire: _, response: _, arguments: _ } = example;
    description::Example {
        name: example.name.value.clone(),
        request: example.wire.text.clone(),
        response: example.response.clone(),
    }
}

/// The example bodies of the events of all products.
fn event_bodies(context: &Context<'_>) -> Vec<description::EventBody> {
    let products =
        context.products().filter_map(|(_, product, names)| Some((product.events.as_ref()?, names.module.as_str())));
    let bodies = products.flat_map(|(events, product)| {
        let bodies = events.events.iter().filter_map(|event| Some((&event.value.value, event.example.clone()?)));
        bodies.map(move |(name, body)| description::EventBody { product: product.to_owned(), name: name.clone(), body })
    });
    bodies.collect()
}
