//! The documented list and its coverage.

use std::collections::HashMap;

use super::ids;
use super::operations::{Request, request};
use crate::diagnostics::{Diagnostic, Diagnostics, Id, suggest};
use crate::model::{Api, DocumentedEndpoint, EndpointId, IndexVec};
use crate::source::node::Node;
use crate::source::{Place, Source, Text};

pub(super) fn resolve(source: &Source, diagnostics: &mut Diagnostics) -> IndexVec<EndpointId, DocumentedEndpoint> {
    let products = source.documented.as_ref().and_then(|node| node.get("documented"));
    let mut endpoints = IndexVec::default();
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

/// Returns the documented endpoint with this id, or reports an error.
pub(super) fn find(
    id: &Text,
    index: &HashMap<String, EndpointId>,
    diagnostics: &mut Diagnostics,
) -> Option<EndpointId> {
    let found = index.get(&id.value).copied();
    // The missing list was reported.
    if found.is_some() || index.is_empty() {
        return found;
    }
    let mut known: Vec<&str> = index.keys().map(String::as_str).collect();
    known.sort_unstable();
    let section = |id: &'_ str| id.rsplit_once('/').map(|(section, _)| section.to_owned());
    let mut sections: Vec<String> = known.iter().filter_map(|id| section(id)).collect();
    sections.dedup();
    let own = section(&id.value).filter(|own| own.contains('/') && !sections.contains(own));
    let near = suggest::did_you_mean(&id.value, &known);
    let (message, help) = match own {
        // An unknown section is one error for all its endpoints.
        Some(own) if near.is_none() || suggest::nearest(&own, &sections).is_some() => {
            (format!("unknown section `{own}` of documented.yaml"), suggest::did_you_mean(&own, &sections))
        }
        _ => (format!("unknown documented endpoint `{}`", id.value), near),
    };
    diagnostics.push(
        Diagnostic::error(Id::Documented, id.place, message)
            .expected("an id of documented.yaml, in the form `product/section/endpoint`")
            .help(
                help.unwrap_or_else(|| {
                    "correct the id, or remove `documented` if the endpoint is not in the list".into()
                }),
            ),
    );
    found
}

/// Reports endpoints that several operations cover, or that are also declared missing.
pub(super) fn check_coverage(api: &Api, diagnostics: &mut Diagnostics) {
    let mut covered: HashMap<EndpointId, (Place, Option<Request>)> = HashMap::new();
    let operations =
        || api.operations().flat_map(|operation| operation.documented.iter().map(move |id| (operation, *id)));
    let originals = operations().filter(|(operation, _)| operation.variant_of.is_none());
    let claims = originals
        .map(|(operation, endpoint)| (endpoint, operation.name.place, Some(request(operation))))
        .chain(api.missing.iter().map(|missing| (missing.endpoint, missing.place, None)));
    for (endpoint, place, request) in claims {
        // A copied operation sends the same request, which is reported.
        if let Some((first, sent)) = covered.insert(endpoint, (place, request.clone()))
            && (sent.is_none() || sent != request || first == place)
        {
            report(api, endpoint, place, first, diagnostics);
        }
    }
    // Variants may share an endpoint with each other and with the main operation.
    for missing in &api.missing {
        let claim = operations().find(|(operation, id)| *id == missing.endpoint && operation.variant_of.is_some());
        if let Some((operation, endpoint)) = claim {
            report(api, endpoint, operation.name.place, missing.place, diagnostics);
        }
    }
}

fn report(api: &Api, endpoint: EndpointId, place: Place, first: Place, diagnostics: &mut Diagnostics) {
    let id = &api.documented[endpoint].id;
    diagnostics.push(
        Diagnostic::error(Id::Documented, place, format!("the endpoint `{id}` is claimed twice"))
            .expected("each documented endpoint once, under `documented` of an operation or under `missing`")
            .related(first, "first named here")
            .help("correct the id of one of the two"),
    );
}
