//! Operations that send the same request.
//!
//! Two operations may share a method and path, but then only their parameters tell them apart, and
//! the spec must say that this is meant.

use std::collections::HashMap;

use crate::diagnostics::{Diagnostic, Diagnostics, Id, suggest};
use crate::model::{Api, Method, Operation, Segment};
use crate::source::Source;
use crate::source::node::Node;

/// A request as servers see it: parameter names do not tell paths apart.
type Request = (usize, Method, String);

/// Reports operations that share a request without saying so, and variants that don't share one.
pub(super) fn check(source: &Source, api: &Api, diagnostics: &mut Diagnostics) {
    let mut originals: HashMap<Request, &Operation> = HashMap::new();
    for operation in api.operations().filter(|operation| operation.variant_of.is_none()) {
        if let Some(first) = originals.insert(request(operation), operation) {
            diagnostics.push(
                Diagnostic::error(
                    Id::DuplicateRequest,
                    operation.path.place,
                    format!("`{}` and `{}` send the same request", first.id, operation.id),
                )
                .expected("a method and path that no other operation on this host has")
                .related(first.path.place, "first here")
                .help(format!(
                    "correct one of them, or write `variant_of: {}` if its parameters set it apart",
                    name_from(first, operation)
                )),
            );
        }
    }
    for product in &api.products {
        let operations: HashMap<&str, &Operation> =
            product.operations().map(|operation| (local_id(operation), operation)).collect();
        let declared = declared(source, &product.id.value);
        for operation in product.operations() {
            check_variant(operation, &operations, &declared, diagnostics);
        }
    }
}

/// The local ids of a product's operations, with those that were left out for a mistake.
fn declared(source: &Source, product: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for file in source.sections.iter().filter(|file| file.product == product) {
        let section = file.node.string("section").unwrap_or_default();
        let operations = file.node.get("operations").map_or(&[][..], Node::entries);
        ids.extend(operations.iter().map(|operation| format!("{section}.{}", operation.key.value)));
    }
    ids
}

fn check_variant(
    variant: &Operation,
    operations: &HashMap<&str, &Operation>,
    declared: &[String],
    diagnostics: &mut Diagnostics,
) {
    let Some(name) = &variant.variant_of else { return };
    let section = local_id(variant).split('.').next().unwrap_or_default();
    let full = if name.value.contains('.') { name.value.clone() } else { format!("{section}.{}", name.value) };
    let Some(original) = operations.get(full.as_str()) else {
        if declared.contains(&full) {
            return;
        }
        diagnostics.push(
            Diagnostic::error(Id::UnknownName, name.place, format!("there is no operation `{}`", name.value))
                .expected("an operation of this section, or `section.operation` of this product")
                .help(
                    suggest::did_you_mean(&full, declared)
                        .unwrap_or_else(|| "name the operation whose request this one shares".into()),
                ),
        );
        return;
    };
    if original.variant_of.is_some() {
        diagnostics.push(
            Diagnostic::error(Id::Contradiction, name.place, format!("`{}` is a variant itself", name.value))
                .expected("the one operation that is no variant")
                .related(original.name.place, "this variant")
                .help("name the operation that this one is a variant of"),
        );
    } else if request(original) != request(variant) {
        diagnostics.push(
            Diagnostic::error(
                Id::Contradiction,
                name.place,
                format!("`{}` sends another request than `{}`", variant.id, original.id),
            )
            .expected(format!("`{} {}`", original.method.as_str(), original.path.text))
            .related(original.path.place, "the other request")
            .help("remove `variant_of`, or correct the request"),
        );
    }
}

fn request(operation: &Operation) -> Request {
    let segments = operation.path.segments.iter().map(|segment| match segment {
        Segment::Literal(text) => text.as_str(),
        Segment::Parameter(_) => "{}",
    });
    (operation.host, operation.method, segments.collect::<Vec<_>>().join("/"))
}

/// The id inside of the product.
fn local_id(operation: &Operation) -> &str {
    operation.id.split_once('.').map_or(operation.id.as_str(), |(_, local)| local)
}

/// How one operation names another.
fn name_from(target: &Operation, from: &Operation) -> String {
    let section = |operation: &Operation| local_id(operation).split('.').next().map(str::to_owned);
    if section(target) == section(from) { target.name.value.clone() } else { local_id(target).to_owned() }
}
