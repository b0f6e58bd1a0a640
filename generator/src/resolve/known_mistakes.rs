//! The known mistakes of the vendor's OpenAPI documents.
//!
//! They are not part of the client. `tools/openapi/parity` reads them, and checks that a document has the mistake.

use std::collections::HashMap;

use super::ids;
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, Segment};
use crate::source::node::{Entry, Node};
use crate::source::shape::list;
use crate::source::{Place, Source, Text};

/// The element for a whole operation.
const REQUEST: &str = "request";

/// Parts of an operation with named elements.
const NAMED: &[&str] = &["path", "query", "header", "cookie"];

/// Parts of an operation that are also elements.
const WHOLE: &[&str] = &["body", "response"];

pub(super) fn check(source: &Source, api: &Api, diagnostics: &mut Diagnostics) {
    // Otherwise, an operation can be missing because of an error.
    let is_complete = diagnostics.is_empty();
    let documents = source.known_mistakes.as_ref().and_then(|node| node.get("known_mistakes"));
    for document in documents.map_or(&[][..], Node::entries) {
        ids::check(&document.key, "a document of the vendor", diagnostics);
        if document.value.get("recognized_by").is_some_and(|values| values.entries().is_empty() && !values.is_damaged) {
            diagnostics.push(
                Diagnostic::error(Id::MissingKey, document.key.place, "`recognized_by` is empty")
                    .expected("at least one value under `recognized_by`")
                    .help("add a value that only this document has, such as `info.version: 1.0.0`"),
            );
        }
        let mut seen = HashMap::new();
        for mistake in document.value.get("mistakes").map_or(&[][..], Node::entries) {
            ids::check(&mistake.key, "a known mistake", diagnostics);
            for request in mistake.value.get("at").map_or(&[][..], Node::entries) {
                let elements = request.value.as_texts();
                check_request(request, &elements, diagnostics);
                for element in &elements {
                    check_element(element, diagnostics);
                }
                check_unique(&request.key, &elements, &mut seen, diagnostics);
                if is_complete {
                    check_operation(&request.key, &elements, api, diagnostics);
                }
            }
        }
    }
}

fn check_request(request: &Entry, elements: &[Text], diagnostics: &mut Diagnostics) {
    if split(&request.key.value).is_none() {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, request.key.place, format!("invalid request `{}`", request.key.value))
                .expected("a method in upper case and a path, such as `GET /v1/items/{item_id}`")
                .help("write the path with the base path of the document's server, and without a trailing `/`"),
        );
    }
    if elements.is_empty() && !request.value.is_damaged {
        diagnostics.push(
            Diagnostic::error(Id::MissingKey, request.value.place, "the request has no element")
                .expected("an element such as `query.limit`, or several")
                .help("add the wrong element, or remove the request"),
        );
    }
}

/// Returns the method and the path of a request.
fn split(request: &str) -> Option<(&str, &str)> {
    let (method, path) = request.split_once(' ')?;
    let is_method = !method.is_empty() && method.chars().all(|character| character.is_ascii_uppercase());
    let is_root = path == "/";
    let is_path = path.starts_with('/') && (is_root || !path.ends_with('/')) && !path.contains(char::is_whitespace);
    (is_method && is_path).then_some((method, path))
}

fn check_element(element: &Text, diagnostics: &mut Diagnostics) {
    let text = element.value.as_str();
    let is_valid = match text.split_once('.') {
        Some((part, name)) => (NAMED.contains(&part) || WHOLE.contains(&part)) && !name.is_empty(),
        None => text == REQUEST || WHOLE.contains(&text),
    };
    if !is_valid {
        let parts: Vec<&str> = NAMED.iter().chain(WHOLE).copied().collect();
        diagnostics.push(
            Diagnostic::error(Id::Malformed, element.place, format!("invalid element `{text}` of an operation"))
                .expected("an element such as `query.limit`, `body.user.id`, `body.kind=old`, `response` or `request`")
                .help(format!(
                    "write one of {}, a dot and the name, or copy the element from the report",
                    list(&parts)
                )),
        );
    }
}

/// Reports an element of a request that is part of two mistakes.
fn check_unique<'t>(
    request: &'t Text,
    elements: &[Text],
    seen: &mut HashMap<(&'t str, String), Place>,
    diagnostics: &mut Diagnostics,
) {
    for element in elements {
        if let Some(first) = seen.insert((&request.value, element.value.clone()), element.place) {
            diagnostics.push(
                Diagnostic::error(Id::DuplicateValue, element.place, format!("duplicate `{}`", element.value))
                    .expected("each element of a request once per document")
                    .related(first, "first written here")
                    .help("remove one of the two"),
            );
        }
    }
}

/// Reports a request whose elements contradict the spec about its existence.
fn check_operation(request: &Text, elements: &[Text], api: &Api, diagnostics: &mut Diagnostics) {
    let Some((method, path)) = split(&request.value) else { return };
    let operation = api
        .operations()
        .find(|operation| operation.method.as_str() == method && is_same_path(&operation.path.segments, path));
    for element in elements {
        match operation {
            Some(operation) if element.value == REQUEST => diagnostics.push(
                Diagnostic::error(Id::Contradiction, element.place, "the spec already has this operation")
                    .expected("a request that is not in the spec")
                    .related(operation.path.place, "the operation")
                    .help("remove the entry, or name the wrong elements"),
            ),
            None if element.value != REQUEST => diagnostics.push(
                Diagnostic::error(Id::Contradiction, element.place, "no operation of the spec has this request")
                    .expected(format!("`{REQUEST}`, because the whole operation differs"))
                    .help("write the request as in the document and in the report of `tools/openapi/parity`")
                    .cause(&request.value),
            ),
            _ => {}
        }
    }
}

/// Whether a path of a document can be that of an operation: placeholders can have other names, and a document can
/// write out a value.
fn is_same_path(own: &[Segment], path: &str) -> bool {
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    own.len() == segments.len()
        && own.iter().zip(segments).all(|(own, segment)| match own {
            Segment::Literal(text) => text == segment,
            Segment::Parameter(_) => true,
        })
}
