//! The paths of resources: how an operation names an object and what the object belongs to.

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, IndexVec, Resource, ResourceId, ResourceUse, Role, Segment};

pub(super) fn check(
    api: &Api,
    resources: &IndexVec<ResourceId, Resource>,
    resource: &Resource,
    diagnostics: &mut Diagnostics,
) {
    let before = diagnostics.len();
    for parent in resource.belongs_to.iter().map(|parent| &resources[*parent]) {
        if parent.path.is_none() {
            diagnostics.push(
                Diagnostic::error(
                    Id::Contradiction,
                    resource.name.place,
                    format!("no operation has the id of `{}` in its path", parent.name.value),
                )
                .expected("a resource with an operation under `view`, `update` or `delete` whose path has its id")
                .related(parent.name.place, "this resource has no such path")
                .help("add such an operation to the parent, or remove `belongs_to`")
                .cause(&parent.name.value),
            );
        }
    }
    if diagnostics.len() > before {
        return;
    }
    for found in &resource.uses {
        check_parent(api, resources, resource, found, diagnostics);
    }
    if diagnostics.len() > before {
        return;
    }
    for found in resource.uses.iter().filter(|found| matches!(found.role, Role::View | Role::Update | Role::Delete)) {
        if !api.id_parameters(resource, found).is_empty() {
            continue;
        }
        let operation = api.operation(found.operation);
        let key = resource.key.value.rsplit('.').next().unwrap_or_default();
        diagnostics.push(
            Diagnostic::error(
                Id::Contradiction,
                found.place,
                format!("`{}` has no parameter with the id of an object", operation.name.value),
            )
            .expected(format!("an operation with the id in its path, or with a parameter `{key}`"))
            .related(operation.path.place, "the operation")
            .help("use a different operation, or name the parameter under `fields`"),
        );
    }
}

/// Reports an operation whose path does not begin with the path of a parent. The path of a list may have any beginning,
/// because a list can return the objects of all parents.
fn check_parent(
    api: &Api,
    resources: &IndexVec<ResourceId, Resource>,
    resource: &Resource,
    found: &ResourceUse,
    diagnostics: &mut Diagnostics,
) {
    let operation = api.operation(found.operation);
    let parents = || resource.belongs_to.iter().map(|parent| &resources[*parent]);
    let is_below =
        parents().any(|parent| parent.path.is_some_and(|path| api.is_prefix(api.segments(&path), operation)));
    let creates_parent = found.role == Role::Create
        && parents().any(|parent| {
            parent.uses.iter().any(|other| other.role == Role::Create && other.operation == found.operation)
        });
    if resource.belongs_to.is_empty() || is_below || creates_parent || found.role == Role::List {
        return;
    }
    let paths: Vec<String> =
        parents().filter_map(|parent| parent.path).map(|path| format!("`{}`", text(api.segments(&path)))).collect();
    let Some(path) = parents().find_map(|parent| parent.path) else { return };
    diagnostics.push(
        Diagnostic::error(
            Id::Contradiction,
            found.place,
            format!("the path of `{}` does not contain the object that it belongs to", operation.name.value),
        )
        .expected(format!("a path that begins with {}", paths.join(" or ")))
        .related(operation.path.place, "the operation")
        .related(api.operation(path.operation).path.place, "the path of the object that it belongs to")
        .help("use a different operation, or correct `belongs_to`")
        .cause(&resource.name.value),
    );
}

/// Returns the text of a path.
fn text(segments: &[Segment]) -> String {
    let segments = segments.iter().map(|segment| match segment {
        Segment::Literal(text) => format!("/{text}"),
        Segment::Parameter(name) => format!("/{{{name}}}"),
    });
    segments.collect()
}
