//! Finds the elements that a change of a shared element affects.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::show::plural;
use api_client_generator::model::{Api, Operation, Response, Type, TypeId, TypeShape, Union};

/// The elements that a change affects in both versions, as sorted ids, without the changed element itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reach {
    /// Operations, as `product.section.operation`.
    pub operations: BTreeSet<String>,
    /// Types, as `product.types.Type`.
    pub types: BTreeSet<String>,
    /// Events, as `product.events.event`.
    pub events: BTreeSet<String>,
}

impl Reach {
    /// Returns whether no other element is affected.
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty() && self.types.is_empty() && self.events.is_empty()
    }

    /// Returns the kinds of affected elements in the singular, each with the ids of its elements; without empty kinds.
    pub(super) fn kinds(&self) -> impl Iterator<Item = (&'static str, &BTreeSet<String>)> {
        let kinds = [("operation", &self.operations), ("type", &self.types), ("event", &self.events)];
        kinds.into_iter().filter(|(_, ids)| !ids.is_empty())
    }

    /// Returns the number of affected elements of each kind: `67 operations, 3 types`.
    pub(super) fn counts(&self) -> String {
        self.kinds().map(|(what, ids)| plural(ids.len(), what)).collect::<Vec<_>>().join(", ")
    }

    pub(super) fn join(&mut self, other: &Self) {
        self.operations.extend(other.operations.iter().cloned());
        self.types.extend(other.types.iter().cloned());
        self.events.extend(other.events.iter().cloned());
    }

    pub(super) fn of_operations<'a>(operations: impl Iterator<Item = &'a Operation>) -> Self {
        Self { operations: operations.map(|operation| operation.id.clone()).collect(), ..Self::default() }
    }
}

/// The direct uses of types.
pub(super) struct Users {
    of: BTreeMap<TypeId, Direct>,
}

#[derive(Default)]
struct Direct {
    types: BTreeSet<TypeId>,
    reach: Reach,
}

impl Users {
    pub(super) fn new(api: &Api) -> Self {
        let mut users = Self { of: BTreeMap::new() };
        for operation in api.operations() {
            for id in types_of(operation) {
                users.direct(id).reach.operations.insert(operation.id.clone());
            }
        }
        for (index, product) in api.products.with_ids() {
            for event in product.events.iter().flat_map(|events| &events.events) {
                if let Some(id) = event.type_.as_ref().and_then(Type::named) {
                    let event = format!("{}.events.{}", product.id.value, event.value.value);
                    users.direct(id).reach.events.insert(event);
                }
            }
            for (position, definition) in product.types.with_ids() {
                for id in parts_of(&definition.shape) {
                    users.direct(id).types.insert(TypeId { product: index, index: position });
                }
            }
        }
        users
    }

    fn direct(&mut self, id: TypeId) -> &mut Direct {
        self.of.entry(id).or_default()
    }

    /// Returns all elements that use a type, directly or indirectly.
    pub(super) fn reach(&self, api: &Api, id: TypeId) -> Reach {
        let mut reach = Reach::default();
        let (mut seen, mut pending) = (BTreeSet::from([id]), vec![id]);
        while let Some(next) = pending.pop() {
            let Some(direct) = self.of.get(&next) else { continue };
            reach.join(&direct.reach);
            pending.extend(direct.types.iter().copied().filter(|user| seen.insert(*user)));
        }
        seen.remove(&id);
        reach.types = seen.into_iter().map(|id| type_name(api, id)).collect();
        reach
    }
}

/// Returns the id of a type in reports.
pub(super) fn type_name(api: &Api, id: TypeId) -> String {
    format!("{}.types.{}", api.products[id.product].id.value, api.type_definition(id).name.value)
}

fn types_of(operation: &Operation) -> Vec<TypeId> {
    let mut types: Vec<TypeId> = operation.parameters.iter().filter_map(|parameter| parameter.type_.named()).collect();
    match &operation.response {
        Response::Type { type_, .. } => types.extend(type_.named()),
        Response::Object(object) => types.extend(object.fields.iter().filter_map(|field| field.type_.named())),
        Response::Unknown | Response::None => {}
    }
    types
}

fn parts_of(shape: &TypeShape) -> Vec<TypeId> {
    match shape {
        TypeShape::Object(object) => object.fields.iter().filter_map(|field| field.type_.named()).collect(),
        TypeShape::Union(Union::Tagged { members, .. }) => {
            members.iter().filter_map(|member| member.type_.named()).collect()
        }
        TypeShape::Union(Union::Kinds(kinds)) => kinds.iter().filter_map(|(_, type_)| type_.named()).collect(),
        TypeShape::Alias(target) => target.named().into_iter().collect(),
        TypeShape::Enum(_) => Vec::new(),
    }
}
