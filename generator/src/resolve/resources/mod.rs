//! The resources of a product: the objects that the fake server of the client remembers.

mod fields;
mod paths;

use std::collections::{HashMap, HashSet};

use super::vendor_names::Operations;
use super::{ids, unknown};
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, FieldPath, IndexVec, ProductId, Resource, ResourceId, ResourceUse, Role};
use crate::source::node::{Entry, Node};
use crate::source::{Place, ProductFile, Source, Text};

/// The keys with operations, in the order of the format.
const ROLES: &[(&str, Role)] = &[
    ("create", Role::Create),
    ("view", Role::View),
    ("list", Role::List),
    ("update", Role::Update),
    ("delete", Role::Delete),
];

/// Adds the resources of all sections to their products. Fields and paths are checked only if the rest of the spec has
/// no error, because an operation or a type can be incomplete otherwise.
pub(super) fn resolve(source: &Source, api: &mut Api, diagnostics: &mut Diagnostics) {
    let is_sound = diagnostics.is_empty();
    let mut all = Vec::new();
    let operations = Operations::of(source, api);
    for (product, content) in api.products.with_ids() {
        let files = source.sections.iter().filter(|file| file.product == content.id.value);
        let declared: Vec<Declared<'_>> = files
            .flat_map(|file| {
                let entries = file.node.get("resources").map_or(&[][..], Node::entries);
                entries.iter().map(move |entry| Declared { file, entry })
            })
            .collect();
        all.push((product, resources(&declared, &operations, api, diagnostics)));
    }
    for (product, resources) in all {
        if is_sound && diagnostics.is_empty() {
            check(source, api, product, &resources, diagnostics);
        }
        api.products[product].resources = resources;
    }
}

/// A resource as declared in a section.
struct Declared<'s> {
    file: &'s ProductFile,
    entry: &'s Entry,
}

fn resources(
    declared: &[Declared<'_>],
    operations: &Operations<'_>,
    api: &Api,
    diagnostics: &mut Diagnostics,
) -> IndexVec<ResourceId, Resource> {
    let mut seen: HashMap<&str, &Text> = HashMap::new();
    for Declared { entry, .. } in declared {
        ids::check(&entry.key, "a resource", diagnostics);
        if let Some(first) = seen.insert(&entry.key.value, &entry.key) {
            diagnostics.push(
                Diagnostic::error(
                    Id::DuplicateValue,
                    entry.key.place,
                    format!("duplicate resource `{}` of the product", entry.key.value),
                )
                .expected("a name that is unique in the product")
                .related(first.place, "first declared here")
                .help("rename one of the two, or declare the resource once with the operations of all sections"),
            );
        }
    }
    let mut found = IndexVec::default();
    let mut ids: HashMap<&str, ResourceId> = HashMap::new();
    for index in parents_first(declared, diagnostics) {
        let Declared { file, entry } = &declared[index];
        let node = &entry.value;
        let parents = node.texts("belongs_to");
        // A parent that is unknown or in a cycle was reported.
        let belongs_to = parents.iter().filter_map(|parent| ids.get(parent.value.as_str()).copied());
        let uses = uses(file, entry, operations, api, diagnostics);
        let Some(key) = node.text("key") else { continue };
        let mut resource = Resource {
            name: entry.key.clone(),
            belongs_to: belongs_to.collect(),
            shown_in: node.text("shown_in"),
            key,
            uses,
            path: None,
            fields: paths_under(node, "fields"),
            filters: paths_under(node, "filters"),
            created: node.text("created"),
            updated: node.text("updated"),
        };
        resource.path = api.path_of_resource(&found, &resource);
        ids.insert(&entry.key.value, found.push(resource));
    }
    found
}

fn paths_under(node: &Node, key: &str) -> Vec<(Text, FieldPath)> {
    let entries = node.get(key).map_or(&[][..], Node::entries);
    entries.iter().filter_map(|entry| Some((entry.key.clone(), entry.value.as_text()?))).collect()
}

/// Returns the order in which each resource is after those that it belongs to. Reports unknown parents and cycles.
fn parents_first(declared: &[Declared<'_>], diagnostics: &mut Diagnostics) -> Vec<usize> {
    let names = declared.iter().map(|declared| declared.entry.key.value.as_str());
    let indices: HashMap<&str, usize> = names.clone().zip(0..).collect();
    let mut unique = HashSet::new();
    let names: Vec<&str> = names.filter(|name| unique.insert(*name)).collect();
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); declared.len()];
    let mut waiting: Vec<usize> = vec![0; declared.len()];
    for (index, Declared { entry, .. }) in declared.iter().enumerate() {
        for parent in entry.value.texts("belongs_to") {
            match indices.get(parent.value.as_str()) {
                Some(parent) => {
                    children[*parent].push(index);
                    waiting[index] += 1;
                }
                None => diagnostics.push_with(|| unknown(parent.place, "resource", &parent.value, &names)),
            }
        }
    }
    let mut order: Vec<usize> = (0..declared.len()).filter(|index| waiting[*index] == 0).collect();
    let mut next = 0;
    while let Some(index) = order.get(next).copied() {
        next += 1;
        for child in &children[index] {
            waiting[*child] -= 1;
            if waiting[*child] == 0 {
                order.push(*child);
            }
        }
    }
    if let Some(stuck) = (0..declared.len()).find(|index| waiting[*index] > 0) {
        let entry = declared[stuck].entry;
        diagnostics.push(
            Diagnostic::error(
                Id::Contradiction,
                entry.value.key_place("belongs_to"),
                format!("`{}` belongs to itself", entry.key.value),
            )
            .expected("a resource that does not belong to this one, directly or through others")
            .help("remove one of the `belongs_to` of the cycle"),
        );
    }
    order
}

fn uses(
    file: &ProductFile,
    entry: &Entry,
    operations: &Operations<'_>,
    api: &Api,
    diagnostics: &mut Diagnostics,
) -> Vec<ResourceUse> {
    let node = &entry.value;
    let mut uses: Vec<ResourceUse> = Vec::new();
    let mut references: HashMap<String, Place> = HashMap::new();
    let mut is_complete = !node.is_damaged;
    for (key, role) in ROLES {
        for reference in node.texts(key) {
            if let Some(first) = references.insert(reference.value.clone(), reference.place) {
                diagnostics.push(
                    Diagnostic::error(
                        Id::DuplicateValue,
                        reference.place,
                        format!("duplicate `{}` in a resource", reference.value),
                    )
                    .expected("each operation once, under the key for its effect")
                    .related(first, "first written here")
                    .help("remove one of the two"),
                );
                continue;
            }
            match operations.find(&full_id(file, &reference), diagnostics) {
                Some(operation) => {
                    uses.push(ResourceUse { role: *role, operation, place: reference.place, sets: Vec::new() });
                }
                None => is_complete = false,
            }
        }
    }
    if uses.is_empty() && is_complete {
        diagnostics.push(
            Diagnostic::error(Id::MissingKey, entry.key.place, format!("`{}` has no operation", entry.key.value))
                .expected("at least one of `create`, `view`, `list`, `update` and `delete`")
                .help("add an operation, or remove the resource"),
        );
    }
    for set in node.get("sets").map_or(&[][..], Node::entries) {
        match references.get(&set.key.value) {
            Some(place) => {
                let found = uses.iter_mut().filter(|found| found.place == *place);
                found.for_each(|found| found.sets = fields::values(api, set));
            }
            None => {
                let mut known: Vec<&str> = references.keys().map(String::as_str).collect();
                known.sort_unstable();
                diagnostics.push_with(|| unknown(set.key.place, "operation of the resource", &set.key.value, &known));
            }
        }
    }
    uses
}

/// Returns the id of an operation: `name` is in the section of the resource, `section.name` in a section of its product.
fn full_id(file: &ProductFile, reference: &Text) -> Text {
    let section = if reference.value.contains('.') { String::new() } else { format!("{}.", file.stem) };
    Text { value: format!("{}.{section}{}", file.product, reference.value), place: reference.place }
}

fn check(
    source: &Source,
    api: &Api,
    product: ProductId,
    resources: &IndexVec<ResourceId, Resource>,
    diagnostics: &mut Diagnostics,
) {
    // The values of the model have no location of their own.
    let files = source.sections.iter().filter(|file| file.product == api.products[product].id.value);
    let entries = files.flat_map(|file| file.node.get("resources").map_or(&[][..], Node::entries));
    let nodes: HashMap<&str, &Node> = entries.map(|entry| (entry.key.value.as_str(), &entry.value)).collect();
    let mut names = HashSet::new();
    for resource in resources.iter().filter(|resource| names.insert(resource.name.value.as_str())) {
        let before = diagnostics.len();
        fields::check_key(api, resource, diagnostics);
        // Without the type of the objects, nothing else can be checked.
        if diagnostics.len() > before {
            continue;
        }
        paths::check(api, resources, resource, diagnostics);
        fields::check_in_parents(api, resources, resource, diagnostics);
        if let Some(node) = nodes.get(resource.name.value.as_str()) {
            fields::check(api, resource, node, diagnostics);
        }
    }
}
