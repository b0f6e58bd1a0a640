//! Computes the directions in which types are used, and the types that contain themselves.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::operations::is_file;
use super::type_expression::describe;
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, Location, Parameter, ProductId, Response, Type, TypeId, TypeIndex, TypeShape, Union, Usage};

const SENT: Usage = Usage { request: true, response: false };
const RECEIVED: Usage = Usage { request: false, response: true };

pub(super) fn resolve(api: &mut Api, diagnostics: &mut Diagnostics) {
    mark_directions(api);
    mark_types_of_events(api);
    check_parameter_types(api, diagnostics);
    check_files(api, diagnostics);
    mark_recursive_fields(api);
}

fn mark_directions(api: &mut Api) {
    let mut pending = used_by_operations(api);
    pending.extend(used_by_events(api));
    mark(api, pending);
}

/// Marks types that only events use. An unused type counts as used by code, with all types that it contains.
fn mark_types_of_events(api: &mut Api) {
    let in_use: Vec<(TypeId, Usage)> = api.type_ids().map(|id| (id, api.type_definition(id).usage)).collect();
    let mut elsewhere = used_by_operations(api);
    elsewhere.extend(in_use.iter().filter(|(_, usage)| *usage == Usage::default()).map(|(id, _)| (*id, RECEIVED)));
    for definition in api.products.iter_mut().flat_map(|product| &mut product.types) {
        definition.usage = Usage::default();
    }
    mark(api, elsewhere);
    for (id, in_use) in in_use {
        let definition = &mut api.products[id.product].types[id.index];
        definition.events_only = in_use != Usage::default() && definition.usage == Usage::default();
        definition.usage = in_use;
    }
}

fn used_by_events(api: &Api) -> Vec<(TypeId, Usage)> {
    let events = api.products.iter().filter_map(|product| product.events.as_ref()).flat_map(|events| &events.events);
    events.filter_map(|event| event.type_.as_ref()?.named()).map(|id| (id, RECEIVED)).collect()
}

fn used_by_operations(api: &Api) -> Vec<(TypeId, Usage)> {
    let mut used: Vec<(TypeId, Usage)> = Vec::new();
    for operation in api.operations() {
        let sent = operation.parameters.iter();
        used.extend(sent.filter_map(|parameter| parameter.type_.named()).map(|id| (id, SENT)));
        match &operation.response {
            Response::Type { type_, .. } => used.extend(type_.named().map(|id| (id, RECEIVED))),
            Response::Object(object) => {
                used.extend(object.fields.iter().filter_map(|field| field.type_.named()).map(|id| (id, RECEIVED)));
            }
            Response::Unknown | Response::None => {}
        }
    }
    used
}

/// Marks types with a direction, and also the types that they contain.
fn mark(api: &mut Api, mut pending: Vec<(TypeId, Usage)>) {
    while let Some((id, usage)) = pending.pop() {
        let definition = &mut api.products[id.product].types[id.index];
        let before = definition.usage;
        definition.usage.request |= usage.request;
        definition.usage.response |= usage.response;
        if definition.usage == before {
            continue;
        }
        let usage = definition.usage;
        match &definition.shape {
            TypeShape::Object(object) => {
                pending.extend(object.fields.iter().filter_map(|field| field.type_.named()).map(|id| (id, usage)));
            }
            TypeShape::Union(Union::Tagged { members, .. }) => {
                pending.extend(members.iter().filter_map(|member| member.type_.named()).map(|id| (id, usage)));
            }
            TypeShape::Union(Union::Kinds(kinds)) => {
                pending.extend(kinds.iter().filter_map(|(_, type_)| type_.named()).map(|id| (id, usage)));
            }
            TypeShape::Alias(target) => pending.extend(target.named().map(|id| (id, usage))),
            TypeShape::Enum(_) => {}
        }
    }
}

/// Objects and maps have no common encoding outside of a body.
fn check_parameter_types(api: &Api, diagnostics: &mut Diagnostics) {
    for parameter in api.operations().flat_map(|operation| &operation.parameters) {
        if parameter.location == Location::Body || fits_outside_body(api, parameter) {
            continue;
        }
        diagnostics.push(
            Diagnostic::error(
                Id::Contradiction,
                parameter.name.place,
                format!("the type of `{}` cannot be sent in a {}", parameter.name.value, parameter.location.as_str()),
            )
            .expected("a scalar or an enum; in the query, also a list of them")
            .help("move it to the body, or correct the type"),
        );
    }
}

fn fits_outside_body(api: &Api, parameter: &Parameter) -> bool {
    let type_ = match api.target(&parameter.type_) {
        Type::List(item) if parameter.location == Location::Query => api.target(item),
        other => other,
    };
    match type_ {
        Type::Named(id) => matches!(api.type_definition(*id).shape, TypeShape::Enum(_)),
        Type::List(_) | Type::Map(_) | Type::Json | Type::File => false,
        _ => true,
    }
}

/// Reports files outside of forms.
fn check_files(api: &Api, diagnostics: &mut Diagnostics) {
    let mut misplaced = Vec::new();
    let is_inside = |type_: &Type| contains_file(type_);
    for operation in api.operations() {
        for parameter in operation.parameters.iter().filter(|parameter| is_inside(&parameter.type_)) {
            if parameter.location == Location::Body && !is_file(api, &parameter.type_) {
                misplaced.push((parameter.name.place, &parameter.type_));
            }
        }
        match &operation.response {
            Response::Type { type_, .. } if is_inside(type_) => misplaced.push((operation.name.place, type_)),
            Response::Object(object) => {
                let fields = object.fields.iter().filter(|field| is_inside(&field.type_));
                misplaced.extend(fields.map(|field| (field.name.place, &field.type_)));
            }
            _ => {}
        }
    }
    for definition in api.products.iter().flat_map(|product| &product.types) {
        let place = definition.name.place;
        match &definition.shape {
            TypeShape::Object(object) => {
                let fields = object.fields.iter().filter(|field| is_inside(&field.type_));
                misplaced.extend(fields.map(|field| (field.name.place, &field.type_)));
            }
            TypeShape::Alias(target) if is_inside(target) => misplaced.push((place, target)),
            TypeShape::Union(Union::Kinds(kinds)) => {
                misplaced.extend(kinds.iter().filter(|(_, type_)| is_inside(type_)).map(|(_, type_)| (place, type_)));
            }
            _ => {}
        }
    }
    for (place, type_) in misplaced {
        diagnostics.push(
            Diagnostic::error(Id::Contradiction, place, format!("invalid use of the type `{}`", describe(api, type_)))
                .expected("`file` and `list<file>` only as the type of a body field of an operation")
                .help("use `url` for the URL of a file"),
        );
    }
}

fn contains_file(type_: &Type) -> bool {
    match type_ {
        Type::File => true,
        Type::List(inner) | Type::Map(inner) => contains_file(inner),
        _ => false,
    }
}

/// A field whose value would contain its own type again, outside of any list, map or union, needs
/// an indirection.
fn mark_recursive_fields(api: &mut Api) {
    for product in api.products.ids() {
        let recursive = recursive_fields(api, product);
        for (index, field) in recursive {
            if let TypeShape::Object(object) = &mut api.products[product].types[index].shape {
                object.fields[field].recursive = true;
            }
        }
    }
}

fn recursive_fields(api: &Api, product: ProductId) -> Vec<(TypeIndex, usize)> {
    let types = &api.products[product].types;
    // Types refer only to types of their product, so each product is a separate graph.
    let mut graph = DiGraph::<TypeIndex, usize>::with_capacity(types.len(), types.len());
    for index in types.ids() {
        graph.add_node(index);
    }
    for (index, definition) in types.with_ids() {
        let TypeShape::Object(object) = &definition.shape else { continue };
        for (field_index, field) in object.fields.iter().enumerate() {
            if let Some(inner) = inline(api, &field.type_) {
                graph.add_edge(NodeIndex::new(index.into()), NodeIndex::new(inner.index.into()), field_index);
            }
        }
    }
    let mut component = vec![0; types.len()];
    for (number, members) in kosaraju_scc(&graph).into_iter().enumerate() {
        for member in members {
            component[member.index()] = number;
        }
    }
    let edges = graph.edge_indices().filter_map(|edge| {
        let (from, to) = graph.edge_endpoints(edge)?;
        (component[from.index()] == component[to.index()]).then(|| (graph[from], graph[edge]))
    });
    edges.collect()
}

/// Returns the object that a value of this type contains without an indirection.
fn inline(api: &Api, type_: &Type) -> Option<TypeId> {
    let Type::Named(id) = api.target(type_) else { return None };
    matches!(api.type_definition(*id).shape, TypeShape::Object(_)).then_some(*id)
}
