//! Which types travel in which direction, which are never used, and which contain themselves.

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, Location, Response, Source, Type, TypeId, TypeShape, Usage};

pub(super) fn resolve(api: &mut Api, diagnostics: &mut Diagnostics) {
    // What was left out for a mistake may be what uses a type.
    let is_complete = diagnostics.is_empty();
    let mut pending: Vec<(TypeId, Usage)> = Vec::new();
    for operation in api.operations() {
        let sent = operation.parameters.iter().filter(|parameter| parameter.source == Source::Caller);
        pending.extend(sent.filter_map(|parameter| parameter.type_.named()).map(|id| (id, SENT)));
        match &operation.response {
            Response::Type { type_, .. } => pending.extend(type_.named().map(|id| (id, RECEIVED))),
            Response::Object(object) => {
                pending.extend(object.fields.iter().filter_map(|field| field.type_.named()).map(|id| (id, RECEIVED)));
            }
            Response::Unknown | Response::None => {}
        }
    }
    while let Some((id, usage)) = pending.pop() {
        let definition = &mut api.products[id.product].types[id.index];
        let before = definition.usage;
        definition.usage.request |= usage.request;
        definition.usage.response |= usage.response;
        if definition.usage == before {
            continue;
        }
        let usage = definition.usage;
        if let TypeShape::Object(object) = &definition.shape {
            pending.extend(object.fields.iter().filter_map(|field| field.type_.named()).map(|id| (id, usage)));
        }
    }
    for definition in api.products.iter().flat_map(|product| &product.types) {
        if is_complete && definition.usage == Usage::default() {
            diagnostics.push(
                Diagnostic::error(
                    Id::UnusedType,
                    definition.name.place,
                    format!("nothing uses the type `{}`", definition.name.value),
                )
                .expected("a type that an operation sends or receives")
                .help("remove it, or use it where it belongs"),
            );
        }
    }
    check_query_types(api, diagnostics);
    mark_recursive_fields(api);
}

const SENT: Usage = Usage { request: true, response: false };
const RECEIVED: Usage = Usage { request: false, response: true };

/// Objects and maps have no agreed form in a path or a query.
fn check_query_types(api: &Api, diagnostics: &mut Diagnostics) {
    for operation in api.operations() {
        for parameter in operation.parameters.iter().filter(|parameter| parameter.location != Location::Body) {
            let type_ = match (&parameter.type_, parameter.location) {
                (Type::List(inner), Location::QueryComma | Location::QueryRepeated) => inner,
                (other, _) => other,
            };
            let fits = match type_ {
                Type::Named(id) => matches!(api.type_definition(*id).shape, TypeShape::Enum(_)),
                Type::List(_) | Type::Map(_) | Type::Json => false,
                _ => true,
            };
            if !fits {
                diagnostics.push(
                    Diagnostic::error(
                        Id::Contradiction,
                        parameter.name.place,
                        format!("`{}` has a type that can't travel in a path or a query", parameter.name.value),
                    )
                    .expected("a scalar, an enum, or a list of them in the query")
                    .help("objects and maps travel in the body; is this a body field?"),
                );
            }
        }
    }
}

/// A field whose value would contain its own type again, outside of any list or map, needs a box.
fn mark_recursive_fields(api: &mut Api) {
    let mut recursive: Vec<(TypeId, usize)> = Vec::new();
    for (product_index, product) in api.products.iter().enumerate() {
        for (index, definition) in product.types.iter().enumerate() {
            let TypeShape::Object(object) = &definition.shape else { continue };
            let id = TypeId { product: product_index, index };
            for (field_index, field) in object.fields.iter().enumerate() {
                if let Type::Named(start) = field.type_
                    && reaches(api, start, id)
                {
                    recursive.push((id, field_index));
                }
            }
        }
    }
    for (id, field) in recursive {
        if let TypeShape::Object(object) = &mut api.products[id.product].types[id.index].shape {
            object.fields[field].recursive = true;
        }
    }
}

fn reaches(api: &Api, start: TypeId, goal: TypeId) -> bool {
    let mut seen = vec![start];
    let mut next = 0;
    while let Some(&id) = seen.get(next) {
        if id == goal {
            return true;
        }
        next += 1;
        if let TypeShape::Object(object) = &api.type_definition(id).shape {
            for field in &object.fields {
                if let Type::Named(inner) = field.type_
                    && !seen.contains(&inner)
                {
                    seen.push(inner);
                }
            }
        }
    }
    false
}
