//! Fields that all members of a union share. The union has a method for each of them.

use super::Case;
use super::scope::Scope;
use crate::diagnostics::Diagnostics;
use crate::model::{Api, Event, Events, Field, Member, Type, TypeShape, Union};

const METHOD: &str = "every union of objects has a method of that name";
const METHODS: &[&str] = &["clone", "from_json"];

/// A field that all members of a union share.
#[derive(Clone, Debug)]
pub struct SharedField<'a> {
    /// The method of the union, which has the Rust name of the field.
    pub name: String,
    /// The field of each member.
    pub fields: Vec<&'a Field>,
}

/// Returns the fields with the same name and the same type in all members, in the order of the first member.
///
/// A union with fewer than two members shares no field. Fields may differ in whether they are required, nullable,
/// deprecated or always present.
pub fn shared_fields<'a>(api: &'a Api, members: impl Iterator<Item = &'a Type>) -> Vec<SharedField<'a>> {
    let Some(objects) = members.map(|type_| api.object(type_)).collect::<Option<Vec<_>>>() else { return Vec::new() };
    let [first, _, ..] = objects.as_slice() else { return Vec::new() };
    let shared = first.fields.iter().filter_map(|field| {
        let same = |other: &&Field| other.name.value == field.name.value && is_same(api, field, other);
        let fields = objects.iter().map(|object| object.fields.iter().find(same)).collect::<Option<Vec<_>>>()?;
        Some(SharedField { name: rust_name(field)?, fields })
    });
    shared.collect()
}

/// The types of the members of a union.
pub fn member_types(members: &[Member]) -> impl Iterator<Item = &Type> {
    members.iter().map(|member| &member.type_)
}

/// The types of the events whose content is known.
pub fn event_types(events: &Events) -> impl Iterator<Item = &Type> {
    events.events.iter().filter_map(|event: &Event| event.type_.as_ref())
}

/// Reports shared fields whose methods have reserved names.
pub(super) fn check(api: &Api, diagnostics: &mut Diagnostics) {
    for product in &api.products {
        for definition in &product.types {
            let TypeShape::Union(Union::Tagged { members, .. }) = &definition.shape else { continue };
            let scope = Scope::new(format!("the methods of the union `{}`", definition.name.value));
            claim(scope.reserve(METHODS, METHOD), &shared_fields(api, member_types(members)), diagnostics);
        }
        if let Some(events) = &product.events {
            let scope = Scope::new("the methods of the events").reserve(METHODS, METHOD);
            let scope = scope.reserve(&["name"], "it returns the name of an event");
            claim(scope, &shared_fields(api, event_types(events)), diagnostics);
        }
    }
}

fn claim(mut scope: Scope, shared: &[SharedField<'_>], diagnostics: &mut Diagnostics) {
    for SharedField { name, fields } in shared {
        if let Some(field) = fields.first() {
            let item = format!("the shared field `{}`", field.name.value);
            scope.claim_derived(name.clone(), item, field.name.place, diagnostics);
        }
    }
}

/// Whether the methods that return two fields have the same name and the same type.
fn is_same(api: &Api, one: &Field, other: &Field) -> bool {
    // A secret is in a box with its wrapper, so the box is a part of its type.
    let boxed_secret = |field: &Field| field.sensitive && field.recursive;
    one.sensitive == other.sensitive
        && boxed_secret(one) == boxed_secret(other)
        && rust_name(one) == rust_name(other)
        && is_same_type(api, &one.type_, &other.type_)
}

fn is_same_type(api: &Api, one: &Type, other: &Type) -> bool {
    match (api.target(one), api.target(other)) {
        (Type::List(one), Type::List(other)) | (Type::Map(one), Type::Map(other)) => is_same_type(api, one, other),
        // Both are strings in Rust.
        (Type::String | Type::Url, Type::String | Type::Url) => true,
        (one, other) => one == other,
    }
}

fn rust_name(field: &Field) -> Option<String> {
    Case::Snake.in_rust(&field.name.value, field.notes.rust.as_ref().map(|name| name.value.as_str()))
}
