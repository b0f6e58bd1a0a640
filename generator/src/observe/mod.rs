//! Comparison of observed traffic with a spec.
//!
//! An [`Observer`] compares bodies with the types of their operations and collects findings. A [`Report`] has the
//! findings in the order of the spec, and a proposal in the format of the spec. Both contain names of the API, but no
//! values of the traffic.

mod compare;
mod error;
mod finding;
mod privacy;
mod proposal;
mod report;
mod request;
mod shape;
mod times;
mod tree;

use serde_json::Value as Json;

use compare::{Comparison, Site, Step};
use finding::{Findings, Owner};
use privacy::{REDACTED, is_enum_value};

use crate::model::{Api, Object, Operation, OperationId, ProductId, Response};
pub use finding::FindingKind;
pub use privacy::is_field_name as is_shown_name;
pub use report::{Finding, Fragment, Report};
pub use request::{Matched, ObservedRequest, Router};

/// Collects the differences between observed bodies and a spec.
#[derive(Debug)]
pub struct Observer<'a> {
    api: &'a Api,
    findings: Findings,
    bodies: usize,
}

impl<'a> Observer<'a> {
    /// Creates an observer without observations.
    pub fn new(api: &'a Api) -> Self {
        Self { api, findings: Findings::new(), bodies: 0 }
    }

    /// Returns the number of bodies so far.
    pub fn bodies(&self) -> usize {
        self.bodies
    }

    /// Compares a response with its operation. Without a status, a response is a success unless its body is an error.
    pub fn response(&mut self, id: OperationId, status: Option<u16>, body: &[u8]) {
        self.bodies += 1;
        let operation = self.api.operation(id);
        let is_failure = status.is_some_and(|status| !(200..300).contains(&status));
        let format = self.api.hosts[operation.host].errors;
        match parse(body) {
            Ok(Some(json)) => {
                let errors = &self.api.error_formats[format];
                let is_recognized = status != Some(207) && error::is_recognized(errors, &json);
                if is_failure || is_recognized {
                    self.error(operation, format, status, &json);
                } else {
                    self.success(id, operation, &json);
                }
            }
            Ok(None) | Err(_) if is_failure => self.error(operation, format, status, &Json::Null),
            Ok(None) if matches!(operation.response, Response::None | Response::Unknown) => {}
            Ok(None) => self.unreadable(id, operation, "expected a body, found an empty one"),
            Err(reason) => self.unreadable(id, operation, &reason),
        }
    }

    /// Compares the body of an event with the events of a product.
    pub fn event(&mut self, product: ProductId, body: &[u8]) {
        self.bodies += 1;
        let Some(events) = &self.api.products[product].events else { return };
        let (owner, by) = (Owner::Events(product), events.by.value.as_str());
        let source = owner.id(self.api);
        let json = match parse(body) {
            Ok(json) => json.unwrap_or_default(),
            Err(reason) => {
                self.comparison(&source).add(owner, FindingKind::UnreadableBody, "", &reason, &Json::Null);
                return;
            }
        };
        let Some((map, value)) = json.as_object().and_then(|map| Some((map, map.get(by)?.as_str()?))) else {
            let detail = format!("has no `{by}`, which selects the event");
            self.comparison(&source).add(owner, FindingKind::UnknownEvent, REDACTED, &detail, &json);
            return;
        };
        let known = events.events.iter().find(|event| event.value.value == value);
        let source = if known.is_some() { format!("{source}.{value}") } else { source };
        let mut comparison = self.comparison(&source);
        match known.map(|event| event.type_.as_ref()) {
            Some(Some(type_)) => {
                let object = comparison.api.object(type_);
                let owner = type_.named().map_or(owner, Owner::Type);
                if let Some(object) = object {
                    comparison.object(map, object, owner, Some(by));
                }
            }
            Some(None) => {
                let mut rest = map.clone();
                rest.shift_remove(by);
                comparison.add_unknown(owner, FindingKind::UndocumentedBody, value, "", &rest.into());
            }
            None => {
                let member = if is_enum_value(value) { value } else { REDACTED };
                comparison.add_unknown(owner, FindingKind::UnknownEvent, member, "", &json);
            }
        }
    }

    /// Returns the findings.
    pub fn finish(self) -> Report {
        report::report(self.api, &self.findings)
    }

    fn comparison<'c, 'j>(&'c mut self, source: &'c str) -> Comparison<'c, 'j> {
        Comparison { api: self.api, findings: &mut self.findings, source, path: Vec::new() }
    }

    fn success(&mut self, id: OperationId, operation: &Operation, json: &Json) {
        let owner = Owner::Response(id);
        let mut comparison = self.comparison(&operation.id);
        match &operation.response {
            Response::None => {}
            Response::Unknown => comparison.add_unknown(owner, FindingKind::UndocumentedBody, "", "", json),
            Response::Object(object) => match json {
                Json::Object(map) if !comparison.is_foreign(json, object, owner, operation.can_be_empty) => {
                    comparison.object(map, object, owner, None);
                }
                Json::Object(_) => {}
                _ => comparison.wrong_root(json, owner),
            },
            Response::Type { type_, wrapper } => {
                let mut json = json;
                if let Some(wrapper) = wrapper {
                    let Json::Object(map) = json else { return comparison.wrong_root(json, owner) };
                    let Some(inner) = map.get(wrapper) else {
                        comparison.add(
                            owner,
                            FindingKind::MissingIdentifier,
                            wrapper,
                            "is absent, although `in` names this field",
                            json,
                        );
                        return;
                    };
                    for (key, value) in map.iter().filter(|(key, _)| *key != wrapper) {
                        comparison.unknown_field(owner, key, value);
                    }
                    comparison.path.push(Step::Field(wrapper));
                    json = inner;
                }
                if let Some(object) = comparison.api.object(type_)
                    && comparison.is_foreign(json, object, owner, operation.can_be_empty)
                {
                    return;
                }
                comparison.value(json, type_, Site { owner, field: wrapper.as_deref().unwrap_or_default(), depth: 0 });
            }
        }
    }

    fn unreadable(&mut self, id: OperationId, operation: &Operation, reason: &str) {
        let mut comparison = self.comparison(&operation.id);
        comparison.add(Owner::Response(id), FindingKind::UnreadableBody, "", reason, &Json::Null);
    }
}

impl Comparison<'_, '_> {
    fn wrong_root(&mut self, json: &Json, owner: Owner) {
        let detail = format!("expected an object, found {}", compare::kind_of(json));
        self.add(owner, FindingKind::WrongType, "", &detail, json);
    }

    /// Whether an object has none of the fields of its type, and so probably belongs to a different operation.
    fn is_foreign(&mut self, json: &Json, object: &Object, owner: Owner, can_be_empty: bool) -> bool {
        let Json::Object(map) = json else { return false };
        let is_known = |name: &str| map.contains_key(name);
        if object.fields.is_empty() || object.fields.iter().any(|field| compare::names(field).any(is_known)) {
            return false;
        }
        if !map.is_empty() || !can_be_empty {
            let detail = if map.is_empty() { "is an empty object" } else { "has none of the fields of its type" };
            // The object can be a map, so its keys are not shown.
            self.add(owner, FindingKind::NoKnownField, "", detail, &Json::Object(serde_json::Map::new()));
        }
        true
    }
}

/// Returns the JSON of a body; `None` for an empty body.
fn parse(body: &[u8]) -> Result<Option<Json>, String> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    if body.trim_ascii().is_empty() {
        return Ok(None);
    }
    // The error has a location, but no content.
    serde_json::from_slice(body).map(Some).map_err(|error| {
        let problem = match error.classify() {
            serde_json::error::Category::Eof => "it ends too early",
            _ if error.to_string().starts_with("recursion limit") => "it is nested too deep",
            _ => "it is malformed",
        };
        format!("expected JSON, but {problem}")
    })
}
