//! Operations that send the same request.
//!
//! Two operations may share a method and path, but then only their parameters tell them apart, and
//! the spec must say that this is meant.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use crate::diagnostics::{Diagnostic, Diagnostics, Id, suggest};
use serde_json::Value as Json;

use crate::model::{Api, Encoding, HostId, Location, Method, Operation, Parameter, Segment, Source};
use crate::resolve::examples::request;
use crate::resolve::type_expression::describe;
use crate::source::Source as Files;
use crate::source::node::Node;

/// A request without the names of path parameters, which servers do not see.
pub(in crate::resolve) type Request = (HostId, Method, String);

/// Reports operations that share a request without `variant_of`, and variants that do not share one.
pub(super) fn check(source: &Files, api: &Api, diagnostics: &mut Diagnostics) {
    let mut originals: HashMap<Request, &Operation> = HashMap::new();
    for operation in api.operations().filter(|operation| operation.variant_of.is_none()) {
        if let Some(first) = originals.insert(request(operation), operation) {
            diagnostics.push(
                Diagnostic::error(
                    Id::DuplicateRequest,
                    operation.path.place,
                    format!("`{}` and `{}` send the same request", first.id, operation.id),
                )
                .expected("a method and path that are unique on this host")
                .related(first.path.place, "first here")
                .help(format!(
                    "correct one of them, or add `variant_of: {}` if they differ in a fixed value or a required parameter",
                    name_from(first, operation)
                )),
            );
        }
    }
    let mut variants: Vec<&Operation> = Vec::new();
    for product in &api.products {
        let operations: HashMap<&str, &Operation> =
            product.operations().map(|operation| (local_id(operation), operation)).collect();
        let declared = declared(source, &product.id.value);
        for operation in product.operations() {
            variants.extend(check_variant(operation, &operations, &declared, diagnostics));
        }
    }
    check_sameness(api, &variants, diagnostics);
}

/// The parameters by which servers distinguish operations with one request: fixed values and required parameters.
type Distinction<'a> = BTreeSet<(&'static str, Cow<'a, str>, String)>;

/// Reports variants that servers cannot distinguish from a different operation with the same request.
fn check_sameness(api: &Api, variants: &[&Operation], diagnostics: &mut Diagnostics) {
    let mut known: HashMap<(Request, Distinction<'_>), &Operation> = HashMap::new();
    // Main operations first: two of them with one request were reported.
    let originals = api.operations().filter(|operation| operation.variant_of.is_none());
    for operation in originals.chain(variants.iter().copied()) {
        let first = *known.entry((request(operation), distinction(api, operation))).or_insert(operation);
        if first.name == operation.name || operation.variant_of.is_none() {
            continue;
        }
        diagnostics.push(
            Diagnostic::error(
                Id::DuplicateRequest,
                operation.name.place,
                format!("`{}` cannot be distinguished from `{}`", operation.id, first.id),
            )
            .expected("a fixed value, or a required parameter, that the other operation does not have")
            .related(first.name.place, "this operation sends the same request")
            .help("correct the fixed `value` that distinguishes the two operations, or remove one operation"),
        );
    }
}

fn distinction<'a>(api: &Api, operation: &'a Operation) -> Distinction<'a> {
    let parameters = operation.parameters.iter().enumerate().filter(|(_, parameter)| parameter.required);
    let always = parameters.map(|(index, parameter)| {
        let value = match &parameter.source {
            Source::Fixed(value) => sent(api, operation, parameter, value),
            Source::Caller | Source::Configuration(_) => describe(api, &parameter.type_),
        };
        match parameter.location {
            // Servers see the position of a path parameter, not its name.
            Location::Path => ("path", "".into(), format!("{index} {value}")),
            // The letter case of a header name is ignored.
            Location::Header => ("header", parameter.name.value.to_ascii_lowercase().into(), value),
            location => (location.as_str(), parameter.name.value.as_str().into(), value),
        }
    });
    let grouped = operation.one_of.iter().flat_map(|group| &group.parameters);
    let grouped =
        grouped.map(|index| ("one_of", operation.parameters[*index].name.value.as_str().into(), String::new()));
    always.chain(grouped).collect()
}

/// Returns a fixed value as a server sees it. Outside of JSON, values have no types.
fn sent(api: &Api, operation: &Operation, parameter: &Parameter, value: &Json) -> String {
    let is_json = parameter.location == Location::Body && operation.encoding != Encoding::Form;
    match value {
        // `1` and `1.0` are the same number.
        Json::Number(number) if is_json => match number.as_i64() {
            Some(whole) => whole.to_string(),
            None => number.as_f64().unwrap_or_default().to_string(),
        },
        _ if is_json => value.to_string(),
        _ => request::text(api, value, &parameter.type_),
    }
}

/// The local ids of a product's operations, including those that were omitted because of an error.
fn declared(source: &Files, product: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for file in source.sections.iter().filter(|file| file.product == product) {
        let section = file.node.string("section").unwrap_or_default();
        let operations = file.node.get("operations").map_or(&[][..], Node::entries);
        ids.extend(operations.iter().map(|operation| format!("{section}.{}", operation.key.value)));
    }
    ids
}

/// Returns the main operation of a variant, or reports an error.
fn check_variant<'a>(
    variant: &'a Operation,
    operations: &HashMap<&str, &Operation>,
    declared: &[String],
    diagnostics: &mut Diagnostics,
) -> Option<&'a Operation> {
    let name = variant.variant_of.as_ref()?;
    let section = local_id(variant).split('.').next().unwrap_or_default();
    let full = if name.value.contains('.') { name.value.clone() } else { format!("{section}.{}", name.value) };
    let Some(original) = operations.get(full.as_str()) else {
        if declared.contains(&full) {
            return None;
        }
        diagnostics.push(
            Diagnostic::error(Id::UnknownName, name.place, format!("unknown operation `{}`", name.value))
                .expected("an operation of this section, or `section.operation` of this product")
                .help(
                    suggest::did_you_mean(&full, declared)
                        .unwrap_or_else(|| "name the operation with the same request".into()),
                ),
        );
        return None;
    };
    if original.variant_of.is_some() {
        diagnostics.push(
            Diagnostic::error(Id::Contradiction, name.place, format!("`{}` is a variant itself", name.value))
                .expected("an operation without `variant_of`")
                .related(original.name.place, "this variant")
                .help(format!("write the name that `{}` has under its own `variant_of`", name.value)),
        );
    } else if request(original) != request(variant) {
        diagnostics.push(
            Diagnostic::error(
                Id::Contradiction,
                name.place,
                format!("the requests of `{}` and `{}` differ", variant.id, original.id),
            )
            .expected(format!("`{} {}`", original.method.as_str(), original.path.text))
            .related(original.path.place, "the other request")
            .help("remove `variant_of`, or correct the request"),
        );
    } else {
        return Some(variant);
    }
    None
}

/// Returns the request of an operation, without the values of its parameters.
pub(in crate::resolve) fn request(operation: &Operation) -> Request {
    let segments = operation.path.segments.iter().map(|segment| match segment {
        Segment::Literal(text) => text.as_str(),
        Segment::Parameter(_) => "{}",
    });
    (operation.host, operation.method, segments.collect::<Vec<_>>().join("/"))
}

/// Returns the id in the product.
fn local_id(operation: &Operation) -> &str {
    operation.id.split_once('.').map_or(operation.id.as_str(), |(_, local)| local)
}

/// Returns the id of an operation as a reference from a section.
fn name_from(target: &Operation, from: &Operation) -> String {
    let section = |operation: &Operation| local_id(operation).split('.').next().map(str::to_owned);
    if section(target) == section(from) { target.name.value.clone() } else { local_id(target).to_owned() }
}
