//! `<product>/events.yaml`: what the vendor sends to its users' servers.

use super::type_expression::{self, Scope};
use super::{lookup, types};
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, Event, Events, Evidence, Signature, SignatureAlgorithm, SignatureEncoding};
use crate::source::node::{Entry, Node};
use crate::source::{Place, Source, Text};

/// Adds the events of all files to their products.
pub(super) fn resolve(source: &Source, api: &mut Api, diagnostics: &mut Diagnostics) {
    for file in &source.events {
        let folder = Text { value: file.product.clone(), place: Place::start_of(file.file) };
        let Some(product) = api.products.position(|product| product.id.value == folder.value) else { continue };
        let scope = types::scope(source, api, product);
        let node = &file.node;
        let events = node.get("events").map_or(&[][..], Node::entries);
        let events = events.iter().filter_map(|entry| event(entry, &scope, diagnostics)).collect();
        let Some(by) = node.text("by") else { continue };
        api.products[product].events = Some(Events {
            file: source.map.file(file.file).name.clone(),
            title: node.string("title").unwrap_or_default(),
            docs: node.string("docs"),
            doc: node.string("doc").unwrap_or_default(),
            by,
            signature: node.get("signature").and_then(|node| signature(node, api, diagnostics)),
            events,
        });
    }
}

fn signature(node: &Node, api: &Api, diagnostics: &mut Diagnostics) -> Option<Signature> {
    let header = node.text("header")?;
    super::api::check_header(&header, diagnostics);
    if let Some(prefix) = node.text("prefix") {
        super::api::check_prefix(&prefix, diagnostics);
    }
    let credentials = api.credentials.iter().map(|credential| &credential.id);
    let credential = node.text("credential").and_then(|name| lookup(&name, "credential", credentials, diagnostics));
    Some(Signature {
        header: header.value,
        algorithm: node.word("algorithm", SignatureAlgorithm::parse)?,
        encoding: node.word("encoding", SignatureEncoding::parse)?,
        prefix: node.string("prefix").unwrap_or_default(),
        credential: credential?,
        hint: node.string("hint"),
        unverified: node.string("unverified"),
    })
}

fn event(entry: &Entry, scope: &Scope, diagnostics: &mut Diagnostics) -> Option<Event> {
    let node = &entry.value;
    let type_ = match node.text("type")? {
        text if text.value == "unknown" => None,
        text => Some(type_expression::parse(&text, scope, diagnostics)?),
    };
    Some(Event {
        value: entry.key.clone(),
        type_,
        doc: node.string("doc")?,
        evidence: node.word("evidence", Evidence::parse)?,
        unverified: node.string("unverified"),
        rust: node.text("rust"),
        example: node.string("example"),
    })
}

/// Reports events whose type is not an object, after all types are known.
pub(super) fn check(api: &Api, diagnostics: &mut Diagnostics) {
    for event in api.products.iter().filter_map(|product| product.events.as_ref()).flat_map(|events| &events.events) {
        if event.type_.as_ref().is_some_and(|type_| api.object(type_).is_none()) {
            diagnostics.push(
                Diagnostic::error(Id::Contradiction, event.value.place, "the type of an event is not an object")
                    .expected("a type with `fields`, or `unknown`")
                    .help("name an object type, or write `type: unknown` if the body is unknown"),
            );
        }
    }
}
