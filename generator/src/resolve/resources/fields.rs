//! The fields of resources: they must exist, and have a type that fits their use.

use serde_json::Value as Json;

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, Field, FieldAt, FieldPath, IndexVec, Object, Parameter, Resource, ResourceId, Role, Type};
use crate::resolve::examples::{json, misfit};
use crate::resolve::type_expression::describe;
use crate::resolve::unknown;
use crate::source::Place;
use crate::source::node::{Entry, Node};

/// Returns the values that an operation sets. Their types are checked later.
pub(super) fn values(api: &Api, entry: &Entry) -> Vec<(FieldPath, Json)> {
    let entries = entry.value.entries().iter();
    entries.map(|value| (value.key.clone(), json::of(&value.value, None, api))).collect()
}

/// Reports a key that the responses do not have.
pub(super) fn check_key(api: &Api, resource: &Resource, diagnostics: &mut Diagnostics) {
    let key = &resource.key;
    let objects = api.objects_of_resource(resource);
    if objects.is_empty() {
        let operations: Vec<String> = resource
            .uses
            .iter()
            .filter(|found| found.role != Role::Delete)
            .map(|found| format!("`{}`", api.operation(found.operation).name.value))
            .collect();
        diagnostics.push(
            Diagnostic::error(Id::Contradiction, key.place, format!("no response has the field `{}`", key.value))
                .expected(format!("a field of the objects in the responses of {}", operations.join(", ")))
                .help("correct the key, or the responses of the operations"),
        );
        return;
    }
    for found in resource.uses.iter().filter(|found| matches!(found.role, Role::View | Role::List)) {
        let operation = api.operation(found.operation);
        if api.body_of(operation, found.role, &key.value).is_none() {
            let thing = if found.role == Role::List { "a list of objects" } else { "an object" };
            diagnostics.push(
                Diagnostic::error(
                    Id::Contradiction,
                    found.place,
                    format!("the response of `{}` is not {thing} with the field `{}`", operation.name.value, key.value),
                )
                .expected(format!("an operation that returns {thing} with this field"))
                .related(key.place, "the key of the resource")
                .help("correct the response of the operation, or use a different operation"),
            );
        }
    }
    let Some(found) = objects.first().and_then(|object| api.field_at(object, &key.value)) else { return };
    if !matches!(api.target(&found.field.type_), Type::String | Type::Int) {
        diagnostics.push(
            Diagnostic::error(Id::Contradiction, key.place, format!("invalid key `{}` of a resource", key.value))
                .expected("a field of the type `string` or `int`")
                .related(found.field.name.place, "the field")
                .help("use the field with the id of the object"),
        );
    }
}

/// Reports a name that is also a field of a parent, because a seed contains both. Reports a list that no parent has.
pub(super) fn check_in_parents(
    api: &Api,
    resources: &IndexVec<ResourceId, Resource>,
    resource: &Resource,
    diagnostics: &mut Diagnostics,
) {
    let name = &resource.name;
    if let Some(shown_in) = resource.shown_in.as_ref().filter(|_| resource.belongs_to.is_empty()) {
        diagnostics.push(
            Diagnostic::error(Id::Contradiction, shown_in.place, "`shown_in` without `belongs_to`")
                .expected("a resource whose objects belong to other objects")
                .help("add `belongs_to`, or remove `shown_in`"),
        );
    }
    for parent in resource.belongs_to.iter().map(|parent| &resources[*parent]) {
        let objects = api.objects_of_resource(parent);
        if let Some(found) = objects.iter().find_map(|object| api.field_at(object, &name.value)) {
            diagnostics.push(
                Diagnostic::error(
                    Id::Contradiction,
                    name.place,
                    format!("the resource `{}` has the name of a field of `{}`", name.value, parent.name.value),
                )
                .expected("a name that no field of the parent has, because a seed contains both")
                .related(found.field.name.place, "the field")
                .help("rename the resource"),
            );
        }
        let Some(shown_in) = &resource.shown_in else { continue };
        let Some(found) = find(api, &objects, shown_in, diagnostics) else { continue };
        let is_list = match api.target(&found.field.type_) {
            Type::List(item) => !api.objects_of(item).is_empty(),
            _ => false,
        };
        if !is_list || shown_in.value.contains('.') {
            diagnostics.push(
                Diagnostic::error(
                    Id::Contradiction,
                    shown_in.place,
                    format!("`{}` is not a list of objects of `{}`", shown_in.value, parent.name.value),
                )
                .expected("a field of the parent with a list of objects")
                .related(found.field.name.place, "the field")
                .help("use a different field, or remove `shown_in`"),
            );
        }
    }
}

/// Checks the other keys of a resource.
pub(super) fn check(api: &Api, resource: &Resource, node: &Node, diagnostics: &mut Diagnostics) {
    let objects = api.objects_of_resource(resource);
    for (name, path) in &resource.fields {
        let Some(field) = find(api, &objects, path, diagnostics) else { continue };
        let is_key = path.value == resource.key.value;
        let parameters = parameters(api, resource, |role| !matches!(role, Role::View | Role::List));
        let found = named(name, &parameters, diagnostics);
        for parameter in found.into_iter().filter(|parameter| !sets(api, parameter, &field, is_key)) {
            match api.target(&parameter.type_) {
                Type::List(_) => report_types(api, (name.place, parameter), field.field, diagnostics),
                _ if field.is_listed => report_list(path, &field, diagnostics),
                _ => report_types(api, (name.place, parameter), field.field, diagnostics),
            }
        }
    }
    for (name, path) in &resource.filters {
        let Some(field) = find(api, &objects, path, diagnostics) else { continue };
        let parameters = parameters(api, resource, |role| role == Role::List);
        let found = named(name, &parameters, diagnostics);
        if field.is_listed {
            report_list(path, &field, diagnostics);
            continue;
        }
        for parameter in found.into_iter().filter(|parameter| !compares(api, parameter, field.field)) {
            report_types(api, (name.place, parameter), field.field, diagnostics);
        }
    }
    for time in resource.created.iter().chain(&resource.updated) {
        let Some(found) = find(api, &objects, time, diagnostics) else { continue };
        let is_time = matches!(
            api.target(&found.field.type_),
            Type::Timestamp | Type::TimestampMillis | Type::TimestampSeconds | Type::DateTime
        );
        if !is_time || found.is_listed {
            diagnostics.push(
                Diagnostic::error(Id::Contradiction, time.place, format!("`{}` is not a time", time.value))
                    .expected("a field of the type `timestamp`, `timestamp_ms`, `timestamp_s` or `datetime`")
                    .related(found.field.name.place, "the field")
                    .help("correct the name of the field, or its type"),
            );
        }
    }
    for set in node.get("sets").map_or(&[][..], Node::entries) {
        check_set(api, resource, &objects, set, diagnostics);
    }
}

fn check_set(api: &Api, resource: &Resource, objects: &[&Object], set: &Entry, diagnostics: &mut Diagnostics) {
    let is_set = |place: Place| set.value.entries().iter().any(|entry| entry.key.place == place);
    let found = resource.uses.iter().find(|found| found.sets.iter().any(|(path, _)| is_set(path.place)));
    if found.is_some_and(|found| !matches!(found.role, Role::Create | Role::Update)) {
        diagnostics.push(
            Diagnostic::error(
                Id::Contradiction,
                set.key.place,
                format!("`{}` neither creates nor changes an object", set.key.value),
            )
            .expected("an operation under `create` or `update`")
            .help("remove the values, or move the operation"),
        );
    }
    for entry in set.value.entries() {
        let Some(found) = find(api, objects, &entry.key, diagnostics) else { continue };
        let value = json::of(&entry.value, None, api);
        if let Some(problem) = misfit(api, &value, &found.field.type_) {
            diagnostics.push(
                Diagnostic::error(Id::Contradiction, entry.value.place, format!("the value {problem}"))
                    .expected(format!("a value of the type `{}`", describe(api, &found.field.type_)))
                    .related(found.field.name.place, "the field")
                    .help("correct the value, or the type of the field"),
            );
        }
    }
}

/// Returns the field at a path in one of the types, or reports an error.
fn find<'a>(
    api: &'a Api,
    objects: &[&'a Object],
    path: &FieldPath,
    diagnostics: &mut Diagnostics,
) -> Option<FieldAt<'a>> {
    let found = objects.iter().find_map(|object| api.field_at(object, &path.value));
    if found.is_none() {
        let known: Vec<&str> =
            objects.iter().flat_map(|object| &object.fields).map(|field| field.name.value.as_str()).collect();
        diagnostics.push_with(|| unknown(path.place, "field of the resource", &path.value, &known));
    }
    found
}

/// Returns the parameters of the operations with these roles.
fn parameters<'a>(api: &'a Api, resource: &Resource, is_meant: impl Fn(Role) -> bool) -> Vec<&'a Parameter> {
    let uses = resource.uses.iter().filter(|found| is_meant(found.role));
    uses.flat_map(|found| &*api.operation(found.operation).parameters).collect()
}

/// Returns the parameters with a name, or reports an error.
fn named<'a>(name: &FieldPath, parameters: &[&'a Parameter], diagnostics: &mut Diagnostics) -> Vec<&'a Parameter> {
    let found: Vec<&Parameter> =
        parameters.iter().copied().filter(|parameter| parameter.name.value == name.value).collect();
    if found.is_empty() {
        let mut known: Vec<&str> = parameters.iter().map(|parameter| parameter.name.value.as_str()).collect();
        known.sort_unstable();
        known.dedup();
        diagnostics.push_with(|| unknown(name.place, "parameter of the operations", &name.value, &known));
    }
    found
}

/// Whether a parameter can set a field: with its value, with the name of its file, or with a value for each item of a
/// list. A list of ids creates or deletes several objects.
fn sets(api: &Api, parameter: &Parameter, found: &FieldAt<'_>, is_key: bool) -> bool {
    let field = &found.field.type_;
    match api.target(&parameter.type_) {
        Type::File => matches!(api.target(field), Type::String) && !found.is_listed,
        Type::List(item) if is_key || found.is_listed => api.is_kept(item, field),
        _ => !found.is_listed && api.is_kept(&parameter.type_, field),
    }
}

/// Whether a parameter can be compared with a field. A list is compared item by item.
fn compares(api: &Api, parameter: &Parameter, field: &Field) -> bool {
    let type_ = match api.target(&parameter.type_) {
        Type::List(item) => item,
        type_ => type_,
    };
    api.is_kept(type_, &field.type_)
}

/// Reports the path of several values where one is needed.
fn report_list(path: &FieldPath, found: &FieldAt<'_>, diagnostics: &mut Diagnostics) {
    diagnostics.push(
        Diagnostic::error(Id::Contradiction, path.place, format!("`{}` is a field of the items of a list", path.value))
            .expected("a field that an object has once")
            .related(found.field.name.place, "the field")
            .help("use a different field, or a parameter with a list"),
    );
}

fn report_types(api: &Api, (place, parameter): (Place, &Parameter), field: &Field, diagnostics: &mut Diagnostics) {
    let (own, other) = (describe(api, &parameter.type_), describe(api, &field.type_));
    diagnostics.push(
        Diagnostic::error(
            Id::Contradiction,
            place,
            format!("`{}` is `{own}`, but the field `{}` is `{other}`", parameter.name.value, field.name.value),
        )
        .expected("a parameter and a field of the same type")
        .related(parameter.name.place, "the parameter")
        .related(field.name.place, "the field")
        .help("use a different field, or correct one of the types"),
    );
}
