//! The documented list, and what of it the operations cover.

use std::collections::HashMap;

use super::ids;
use crate::diagnostics::{Diagnostic, Diagnostics, Id, suggest};
use crate::model::{Api, DocumentedEndpoint};
use crate::source::node::Node;
use crate::source::{Place, Source, Text};

pub(super) fn resolve(source: &Source, diagnostics: &mut Diagnostics) -> Vec<DocumentedEndpoint> {
    let products = source.documented.as_ref().and_then(|node| node.get("documented"));
    let mut endpoints = Vec::new();
    for product in products.map_or(&[][..], Node::entries) {
        ids::check(&product.key, "a documented product", diagnostics);
        for section in product.value.get("sections").map_or(&[][..], Node::entries) {
            ids::check(&section.key, "a documented section", diagnostics);
            for endpoint in section.value.get("endpoints").map_or(&[][..], Node::entries) {
                ids::check(&endpoint.key, "a documented endpoint", diagnostics);
                let Some(title) = endpoint.value.as_text() else { continue };
                endpoints.push(DocumentedEndpoint {
                    id: format!("{}/{}/{}", product.key.value, section.key.value, endpoint.key.value),
                    place: endpoint.key.place,
                    product: product.value.string("title").unwrap_or_default(),
                    section: section.value.string("title").unwrap_or_default(),
                    title: title.value,
                });
            }
        }
    }
    endpoints
}

/// The documented endpoint with this id, or a diagnostic.
pub(super) fn find(id: &Text, index: &HashMap<String, usize>, diagnostics: &mut Diagnostics) -> Option<usize> {
    let found = index.get(&id.value).copied();
    // Without a list there is nothing to hold the id against; that it is missing was reported.
    if found.is_none() && !index.is_empty() {
        let mut known: Vec<&str> = index.keys().map(String::as_str).collect();
        known.sort_unstable();
        diagnostics.push(
            Diagnostic::error(Id::Documented, id.place, format!("`{}` is no documented endpoint", id.value))
                .expected("an id of documented.yaml, as `product/section/endpoint`")
                .help(
                    suggest::did_you_mean(&id.value, &known)
                        .unwrap_or_else(|| "leave `documented` out for an operation beyond the list".into()),
                ),
        );
    }
    found
}

/// Each endpoint is covered by one operation and its variants, or declared missing, and not both.
pub(super) fn check_coverage(api: &Api, diagnostics: &mut Diagnostics) {
    let mut covered: HashMap<usize, Place> = HashMap::new();
    let operations =
        || api.operations().flat_map(|operation| operation.documented.iter().map(move |id| (operation, *id)));
    let originals = operations().filter(|(operation, _)| operation.variant_of.is_none());
    let claims = originals
        .map(|(operation, endpoint)| (endpoint, operation.name.place))
        .chain(api.missing.iter().map(|missing| (missing.endpoint, missing.place)));
    for (endpoint, place) in claims {
        if let Some(first) = covered.insert(endpoint, place) {
            report(api, endpoint, place, first, diagnostics);
        }
    }
    // Variants may share an endpoint with each other and with what they are a variant of.
    for missing in &api.missing {
        let claim = operations().find(|(operation, id)| *id == missing.endpoint && operation.variant_of.is_some());
        if let Some((operation, endpoint)) = claim {
            report(api, endpoint, operation.name.place, missing.place, diagnostics);
        }
    }
}

fn report(api: &Api, endpoint: usize, place: Place, first: Place, diagnostics: &mut Diagnostics) {
    let id = &api.documented[endpoint].id;
    diagnostics.push(
        Diagnostic::error(Id::Documented, place, format!("`{id}` is claimed twice"))
            .expected("each documented endpoint once, as an operation's `documented` or under `missing`")
            .related(first, "first claimed here")
            .help("correct the id of one of the two"),
    );
}
