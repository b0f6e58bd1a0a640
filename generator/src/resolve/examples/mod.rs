//! Examples: checks their arguments, requests and responses.

mod arguments;
mod fit;
mod form;
pub(super) mod json;
pub(super) mod request;
mod wire;

use std::collections::{HashMap, HashSet};

use serde_json::Value as Json;

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, Event, Example, Ids, Operation, Response, Type, WireExample};
use crate::source::node::{Entry, Node};
use crate::source::{Place, Source, SourceMap};
use fit::{Direction, Fit};

/// Resolves the examples of valid operations.
pub(super) fn resolve(
    source: &Source,
    api: &mut Api,
    sound: &HashSet<String>,
    types_are_sound: bool,
    diagnostics: &mut Diagnostics,
) {
    let operations = api.operations().filter(|operation| sound.contains(&operation.id));
    let operations: HashMap<&str, &Operation> =
        operations.map(|operation| (operation.id.as_str(), operation)).collect();
    let ids = Ids::of(api);
    let mut examples: HashMap<String, Vec<Example>> = HashMap::new();
    for file in &source.sections {
        let section = file.node.string("section").unwrap_or_default();
        for entry in file.node.get("operations").map_or(&[][..], Node::entries) {
            let id = format!("{}.{section}.{}", file.product, entry.key.value);
            let Some(operation) = operations.get(id.as_str()) else { continue };
            let checker = Checker { source, api, operation, ids: &ids, types_are_sound };
            let resolved = operation_examples(entry, &checker, diagnostics);
            examples.insert(id, resolved);
        }
    }
    let sections = api.products.iter_mut().flat_map(|product| &mut product.sections);
    for operation in sections.flat_map(|section| &mut section.operations) {
        operation.examples = examples.remove(&operation.id).unwrap_or_default();
    }
    check_events(source, api, types_are_sound, diagnostics);
}

fn operation_examples(entry: &Entry, checker: &Checker<'_>, diagnostics: &mut Diagnostics) -> Vec<Example> {
    let Some(node) = entry.value.get("examples") else { return Vec::new() };
    let operation = checker.operation;
    let examples: Vec<Example> =
        node.entries().iter().filter_map(|entry| checker.example(entry, diagnostics)).collect();
    let answered = node.entries().iter().any(|entry| entry.value.get("response").is_some());
    let has_type = matches!(operation.response, Response::Type { .. } | Response::Object(_));
    if has_type && !answered && !examples.is_empty() {
        diagnostics.push(
            Diagnostic::error(
                Id::Example,
                entry.value.key_place("examples"),
                format!("no example of `{}` has a response", operation.name.value),
            )
            .expected("at least one example with `response`, because the response has a type")
            .help("add a response with made-up values, or write `response: unknown` if the response is unknown"),
        );
    }
    examples
}

/// Returns why a value does not match a type, as the end of a sentence.
pub(super) fn misfit(api: &Api, value: &Json, type_: &Type) -> Option<String> {
    let mut fit = Fit::new(api, Direction::Request, true);
    fit.value(value, type_, "");
    fit.first()
}

struct Checker<'a> {
    source: &'a Source,
    api: &'a Api,
    operation: &'a Operation,
    ids: &'a Ids,
    /// Fields that were omitted because of an error would cause misleading errors.
    types_are_sound: bool,
}

impl Checker<'_> {
    fn example(&self, entry: &Entry, diagnostics: &mut Diagnostics) -> Option<Example> {
        super::ids::check(&entry.key, "an example", diagnostics);
        let before = diagnostics.len();
        let arguments = self.arguments(entry, diagnostics);
        let wire = entry.value.text("wire")?;
        // Invalid arguments would cause misleading errors about the request.
        if diagnostics.len() == before {
            self.check_wire(&wire.value, wire.place, &arguments, diagnostics);
        }
        let response = entry.value.text("response");
        if let Some(body) = &response {
            self.check_response(&body.value, body.place, diagnostics);
        }
        Some(Example {
            name: entry.key.clone(),
            arguments,
            wire: WireExample { text: wire.value, place: wire.place },
            response: response.map(|text| text.value),
        })
    }

    fn check_response(&self, body: &str, place: Place, diagnostics: &mut Diagnostics) {
        let Some(json) = parse(body, place, &self.source.map, diagnostics) else { return };
        let mut fit = Fit::new(self.api, Direction::Response, self.types_are_sound);
        match &self.operation.response {
            Response::Unknown => fit.add_unknown("response"),
            Response::None => {}
            Response::Object(object) => fit.object(&json, object, None, ""),
            Response::Type { type_, wrapper: None } => fit.value(&json, type_, ""),
            Response::Type { type_, wrapper: Some(wrapper) } => match json.get(wrapper) {
                Some(inner) => fit.value(inner, type_, &format!(".{wrapper}")),
                None => fit.add("", &format!("has no `{wrapper}`")),
            },
        }
        fit.report(place, diagnostics);
    }
}

/// Checks the example bodies of events against their types.
fn check_events(source: &Source, api: &Api, types_are_sound: bool, diagnostics: &mut Diagnostics) {
    for file in &source.events {
        let events = api.products.iter().find(|product| product.id.value == file.product);
        let Some(events) = events.and_then(|product| product.events.as_ref()) else { continue };
        for entry in file.node.get("events").map_or(&[][..], Node::entries) {
            let is_meant = |event: &&Event| event.value.place == entry.key.place;
            let (Some(event), Some(body)) = (events.events.iter().find(is_meant), entry.value.text("example")) else {
                continue;
            };
            let Some(json) = parse(&body.value, body.place, &source.map, diagnostics) else { continue };
            let mut fit = Fit::new(api, Direction::Response, types_are_sound);
            check_event(api, event, &events.by.value, &json, &mut fit);
            fit.report(body.place, diagnostics);
        }
    }
}

fn check_event(api: &Api, event: &Event, by: &str, json: &Json, fit: &mut Fit<'_>) {
    match &event.type_ {
        None => fit.add_unknown("type of the event"),
        Some(_) if json.get(by).and_then(Json::as_str) != Some(event.value.value.as_str()) => {
            fit.add("", &format!("has no `{by}` with the value `{}`", event.value.value));
        }
        Some(type_) => {
            if let Some(object) = api.object(type_) {
                fit.object(json, object, Some(by), "");
            }
        }
    }
}

fn parse(body: &str, place: Place, map: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Json> {
    match json::parse(body) {
        Ok(json) => Some(json),
        Err(error) => {
            let place = map.line_of(place, body, error.line().saturating_sub(1));
            diagnostics.push(
                Diagnostic::error(Id::Example, place, format!("invalid JSON in the example: {error}"))
                    .expected("a JSON body")
                    .help("correct the JSON; lines are counted from the first line of the body"),
            );
            None
        }
    }
}
