//! Examples: arguments that fit the parameters, a request that fits both, and an answer that fits
//! the response.
//!
//! Only the structure of the literal request is checked here. Its exact bytes are what the
//! contract test compares with what the client really sends.

use std::collections::{HashMap, HashSet};

use serde_json::Value as Json;

use crate::diagnostics::{Diagnostic, Diagnostics, Id, suggest};
use crate::model::{
    Api, Argument, Example, Location, Object, Operation, Response, Segment, Source as ValueSource, Type, TypeShape,
    WireExample,
};
use crate::source::node::{Entry, Node, Value};
use crate::source::{Place, Source};

/// Resolves the examples of the operations that are sound themselves.
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
    let mut examples: HashMap<String, Vec<Example>> = HashMap::new();
    for file in &source.sections {
        let section = file.node.string("section").unwrap_or_default();
        for entry in file.node.get("operations").map_or(&[][..], Node::entries) {
            let id = format!("{}.{section}.{}", file.product, entry.key.value);
            let Some(operation) = operations.get(id.as_str()) else { continue };
            let resolved = operation_examples(entry, operation, api, types_are_sound, diagnostics);
            examples.insert(id, resolved);
        }
    }
    let sections = api.products.iter_mut().flat_map(|product| &mut product.sections);
    for operation in sections.flat_map(|section| &mut section.operations) {
        operation.examples = examples.remove(&operation.id).unwrap_or_default();
    }
}

fn operation_examples(
    entry: &Entry,
    operation: &Operation,
    api: &Api,
    types_are_sound: bool,
    diagnostics: &mut Diagnostics,
) -> Vec<Example> {
    let Some(node) = entry.value.get("examples") else { return Vec::new() };
    let checker = Checker { api, operation, types_are_sound };
    let examples: Vec<Example> =
        node.entries().iter().filter_map(|entry| checker.example(entry, diagnostics)).collect();
    let answered = node.entries().iter().any(|entry| entry.value.get("response").is_some());
    let has_type = matches!(operation.response, Response::Type { .. } | Response::Object(_));
    if node.entries().is_empty() {
        diagnostics.push(
            Diagnostic::error(Id::Example, node.place, format!("`{}` has no example", operation.name.value))
                .expected("at least one example")
                .help("add an example with `with`, `wire` and, where it is known, `response`"),
        );
    } else if has_type && !answered {
        diagnostics.push(
            Diagnostic::error(
                Id::Example,
                entry.value.key_place("examples"),
                format!("no example of `{}` has a response", operation.name.value),
            )
            .expected("one example with `response`, since the response has a type")
            .help("add a response of your own making, or make the response `unknown` if nobody has seen it"),
        );
    }
    examples
}

struct Checker<'a> {
    api: &'a Api,
    operation: &'a Operation,
    /// Fields that were left out for a mistake would make their values look wrong.
    types_are_sound: bool,
}

impl Checker<'_> {
    fn example(&self, entry: &Entry, diagnostics: &mut Diagnostics) -> Option<Example> {
        super::ids::check(&entry.key, "an example", diagnostics);
        let arguments = self.arguments(entry, diagnostics);
        let wire = entry.value.text("wire")?;
        self.check_wire(&wire.value, wire.place, &arguments, diagnostics);
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

    fn arguments(&self, entry: &Entry, diagnostics: &mut Diagnostics) -> Vec<Argument> {
        let parameters = &self.operation.parameters;
        let given = entry.value.get("with").map_or(&[][..], Node::entries);
        let mut arguments = Vec::new();
        for argument in given {
            let found = parameters.iter().position(|parameter| {
                parameter.name.value == argument.key.value && parameter.source == ValueSource::Caller
            });
            let Some(parameter) = found else {
                let known: Vec<&str> = parameters
                    .iter()
                    .filter(|parameter| parameter.source == ValueSource::Caller)
                    .map(|parameter| parameter.name.value.as_str())
                    .collect();
                diagnostics.push(
                    Diagnostic::error(
                        Id::Example,
                        argument.key.place,
                        format!("`{}` is no parameter of `{}`", argument.key.value, self.operation.name.value),
                    )
                    .expected(match known.as_slice() {
                        [] => "no arguments, since the operation takes none".into(),
                        known => format!("one of {}", crate::source::shape::list(known)),
                    })
                    .help(
                        suggest::did_you_mean(&argument.key.value, &known)
                            .unwrap_or_else(|| "declare the parameter, or remove it here".into()),
                    ),
                );
                continue;
            };
            let value = to_json(&argument.value, Some(&parameters[parameter].type_));
            let nullable = parameters[parameter].nullable && value.is_null();
            let mut misfits = Misfits::default();
            if !nullable {
                self.fit(&value, &parameters[parameter].type_, "", Direction::Request, &mut misfits);
            }
            misfits.report(argument.value.place, diagnostics);
            arguments.push(Argument { parameter, value });
        }
        for (index, parameter) in parameters.iter().enumerate() {
            let given = arguments.iter().any(|argument| argument.parameter == index);
            if parameter.required && parameter.source == ValueSource::Caller && !given {
                diagnostics.push(
                    Diagnostic::error(
                        Id::Example,
                        entry.key.place,
                        format!("the example leaves out `{}`, which is required", parameter.name.value),
                    )
                    .expected(format!("`{}` under `with`", parameter.name.value))
                    .related(parameter.name.place, "declared here")
                    .help("add a made-up value"),
                );
            }
        }
        arguments
    }

    fn check_wire(&self, wire: &str, place: Place, arguments: &[Argument], diagnostics: &mut Diagnostics) {
        let mut problems = Vec::new();
        let (head, body) = wire.split_once("\n\n").map_or((wire.trim_end(), None), |(head, body)| (head, Some(body)));
        let mut lines = head.lines();
        let request = lines.next().unwrap_or_default();
        let (method, target) = request.split_once(' ').unwrap_or((request, ""));
        let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
        if method != self.operation.method.as_str() || !self.path_matches(path) {
            problems.push(format!(
                "its first line is `{request}`, which is no request to `{} {}`",
                self.operation.method.as_str(),
                self.operation.path.text
            ));
        }
        let given = |location: fn(Location) -> bool| {
            let parameters = arguments.iter().map(|argument| &self.operation.parameters[argument.parameter]);
            parameters
                .filter(|parameter| location(parameter.location))
                .map(|parameter| parameter.name.value.as_str())
                .collect::<Vec<_>>()
        };
        let expected_query =
            given(|location| matches!(location, Location::Query | Location::QueryComma | Location::QueryRepeated));
        let mut found_query: Vec<&str> = query
            .into_iter()
            .flat_map(|query| query.split('&'))
            .map(|pair| pair.split('=').next().unwrap_or_default())
            .collect();
        found_query.dedup();
        if found_query != expected_query {
            problems.push(format!(
                "its query has {}, its arguments are {}",
                names(&found_query),
                names(&expected_query)
            ));
        }
        self.check_headers(lines, body.is_some(), &mut problems);
        self.check_body(body, arguments, &mut problems);
        for problem in problems {
            diagnostics.push(
                Diagnostic::error(Id::Example, place, format!("the literal request does not fit: {problem}"))
                    .expected("the request line, headers and body that these arguments make")
                    .help("correct `wire` or `with`; the query and the body are in the order of `with`"),
            );
        }
    }

    fn path_matches(&self, path: &str) -> bool {
        let Some(path) = path.strip_prefix('/') else { return false };
        let segments: Vec<&str> = path.split('/').collect();
        let template = &self.operation.path.segments;
        segments.len() == template.len()
            && segments.iter().zip(template).all(|(found, segment)| match segment {
                Segment::Literal(text) => text == found,
                Segment::Parameter(_) => !found.is_empty(),
            })
    }

    fn check_headers<'w>(&self, lines: impl Iterator<Item = &'w str>, has_body: bool, problems: &mut Vec<String>) {
        let headers: Vec<(&str, &str)> = lines.map(|line| line.split_once(": ").unwrap_or((line, ""))).collect();
        let Some(host) = self.api.hosts.get(self.operation.host) else { return };
        let credential = self.api.credentials[host.credential].example();
        let token = format!("{}{credential}", host.auth_prefix);
        let find =
            |name: &str| headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name)).map(|(_, value)| *value);
        if find(&host.auth_header) != Some(token.as_str()) {
            problems.push(format!("it needs the header `{}: {token}`", host.auth_header));
        }
        if has_body != find("content-type").is_some() {
            problems.push("a `Content-Type` header goes with a body, and only with one".into());
        }
    }

    fn check_body(&self, body: Option<&str>, arguments: &[Argument], problems: &mut Vec<String>) {
        let mut expected = serde_json::Map::new();
        for argument in arguments {
            let parameter = &self.operation.parameters[argument.parameter];
            if parameter.location == Location::Body {
                expected.insert(parameter.name.value.clone(), argument.value.clone());
            }
        }
        let found = match body.map(serde_json::from_str::<Json>) {
            None => None,
            Some(Ok(json)) => Some(json),
            Some(Err(error)) => {
                problems.push(format!("its body is not JSON: {error}"));
                return;
            }
        };
        let empty_body = self.operation.has_body() && self.operation.method.has_body();
        let expected = (!expected.is_empty() || empty_body).then_some(Json::Object(expected));
        if found != expected {
            let show = |json: &Option<Json>| json.as_ref().map_or("nothing".into(), |json| format!("`{json}`"));
            problems.push(format!("its body is {}, its arguments make {}", show(&found), show(&expected)));
        }
    }

    fn check_response(&self, body: &str, place: Place, diagnostics: &mut Diagnostics) {
        let json: Json = match serde_json::from_str(body) {
            Ok(json) => json,
            Err(error) => {
                diagnostics.push(
                    Diagnostic::error(Id::Example, place, format!("the response is not JSON: {error}"))
                        .expected("the bytes of a JSON body")
                        .help("correct the JSON; line and column count from the first line of the body"),
                );
                return;
            }
        };
        let mut misfits = Misfits::default();
        match &self.operation.response {
            Response::Unknown => misfits.add("", "is there, though the response is `unknown`"),
            Response::None => {}
            Response::Object(object) => self.fit_object(&json, object, "", Direction::Response, &mut misfits),
            Response::Type { type_, wrapper: None } => self.fit(&json, type_, "", Direction::Response, &mut misfits),
            Response::Type { type_, wrapper: Some(wrapper) } => match json.get(wrapper) {
                Some(inner) => self.fit(inner, type_, &format!(".{wrapper}"), Direction::Response, &mut misfits),
                None => misfits.add("", &format!("has no `{wrapper}`")),
            },
        }
        misfits.report(place, diagnostics);
    }

    fn fit(&self, json: &Json, type_: &Type, path: &str, direction: Direction, misfits: &mut Misfits) {
        let fits = match type_ {
            Type::String | Type::Url => json.is_string(),
            Type::Int | Type::TimestampMillis | Type::TimestampSeconds => json.is_i64(),
            Type::Float => json.is_number(),
            Type::Bool => json.is_boolean(),
            Type::Json => true,
            Type::List(item) => {
                for (index, value) in json.as_array().into_iter().flatten().enumerate() {
                    self.fit(value, item, &format!("{path}[{index}]"), direction, misfits);
                }
                json.is_array()
            }
            Type::Map(value_type) => {
                for (key, value) in json.as_object().into_iter().flatten() {
                    self.fit(value, value_type, &format!("{path}.{key}"), direction, misfits);
                }
                json.is_object()
            }
            Type::Named(id) => match &self.api.type_definition(*id).shape {
                TypeShape::Object(object) => return self.fit_object(json, object, path, direction, misfits),
                TypeShape::Enum(values) => {
                    let known: Vec<&str> = values.values.iter().map(|value| value.value.value.as_str()).collect();
                    if json.as_str().is_some_and(|text| !known.contains(&text)) {
                        misfits.add(path, &format!("is {json}, which is none of {}", names(&known)));
                        return;
                    }
                    json.is_string()
                }
            },
        };
        if !fits {
            misfits.add(path, &format!("is {json}, which is no {}", self.type_name(type_)));
        }
    }

    fn fit_object(&self, json: &Json, object: &Object, path: &str, direction: Direction, misfits: &mut Misfits) {
        let Some(map) = json.as_object() else {
            misfits.add(path, &format!("is {json}, which is no object"));
            return;
        };
        let names_of = |field: &crate::model::Field| {
            std::iter::once(field.name.value.clone())
                .chain(field.also.iter().map(|also| also.value.clone()))
                .collect::<Vec<_>>()
        };
        for field in &object.fields {
            let value = names_of(field).iter().find_map(|name| map.get(name));
            let needed = match direction {
                Direction::Request => field.required,
                Direction::Response => field.always,
            };
            match value {
                // Any field of an answer may be null; `always` ones may not.
                Some(Json::Null) if direction == Direction::Response && !field.always => {}
                Some(value) => {
                    self.fit(value, &field.type_, &format!("{path}.{}", field.name.value), direction, misfits);
                }
                None if needed => misfits.add(path, &format!("has no `{}`", field.name.value)),
                None => {}
            }
        }
        for key in map.keys().filter(|_| self.types_are_sound) {
            if !object.fields.iter().any(|field| names_of(field).contains(key)) {
                misfits.add(path, &format!("has `{key}`, which its type does not have"));
            }
        }
    }

    fn type_name(&self, type_: &Type) -> String {
        match type_ {
            Type::String => "string".into(),
            Type::Int => "int".into(),
            Type::Float => "float".into(),
            Type::Bool => "bool".into(),
            Type::TimestampMillis => "timestamp_ms".into(),
            Type::TimestampSeconds => "timestamp_s".into(),
            Type::Url => "url".into(),
            Type::Json => "json".into(),
            Type::List(inner) => format!("list<{}>", self.type_name(inner)),
            Type::Map(inner) => format!("map<{}>", self.type_name(inner)),
            Type::Named(id) => self.api.type_definition(*id).name.value.clone(),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Request,
    Response,
}

/// What does not fit in one value, by JSON path.
#[derive(Default)]
struct Misfits {
    found: Vec<String>,
}

impl Misfits {
    fn add(&mut self, path: &str, problem: &str) {
        self.found.push(format!("`${path}` {problem}"));
    }

    fn report(self, place: Place, diagnostics: &mut Diagnostics) {
        for problem in self.found {
            diagnostics.push(
                Diagnostic::error(Id::Example, place, format!("the example does not fit its type: {problem}"))
                    .expected("a value of the declared type")
                    .help("correct the example, or the type if the example is how it really is"),
            );
        }
    }
}

fn names(names: &[&str]) -> String {
    if names.is_empty() { "none".into() } else { crate::source::shape::list(names) }
}

/// A YAML value as JSON; text stays text where the type wants text, so that `name: 12` needs no quotes.
fn to_json(node: &Node, type_: Option<&Type>) -> Json {
    match &node.value {
        Value::Scalar(scalar) => match type_ {
            Some(Type::String | Type::Url | Type::Named(_)) if !scalar.is_null() => scalar.text.clone().into(),
            _ => scalar.to_json(),
        },
        Value::Sequence(items) => {
            let item = match type_ {
                Some(Type::List(item)) => Some(&**item),
                _ => None,
            };
            items.iter().map(|node| to_json(node, item)).collect()
        }
        Value::Mapping(entries) => {
            let value = match type_ {
                Some(Type::Map(value)) => Some(&**value),
                _ => None,
            };
            entries.iter().map(|entry| (entry.key.value.clone(), to_json(&entry.value, value))).collect()
        }
    }
}
