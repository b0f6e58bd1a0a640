//! Responses of successful calls, and the errors of each host.

use serde_json::{Value, json};

use super::Object;
use super::bodies::{JSON, Media};
use super::document::Document;
use super::examples;
use super::paths::Route;
use super::schemas::{Direction, put};
use super::text;
use crate::model::{ErrorCode, ErrorFormat, Host, Operation, RateLimit, RateLimitHeaders, Response};

/// The response of a successful call.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SuccessResponse {
    pub(super) description: String,
    pub(super) body: Option<Media>,
}

impl Document<'_> {
    /// Returns the response of a successful call.
    pub(super) fn success(&self, route: &Route<'_>) -> SuccessResponse {
        let operation = route.operation;
        let schema = match &operation.response {
            Response::None => None,
            Response::Unknown => Some(json!({})),
            Response::Object(object) => Some(self.object(object, Direction::Response, false)),
            Response::Type { type_, wrapper: None } => Some(self.schema(type_, Direction::Response)),
            Response::Type { type_, wrapper: Some(wrapper) } => {
                let schema = self.schema(type_, Direction::Response);
                Some(json!({ "type": "object", "properties": { wrapper: schema }, "required": [wrapper] }))
            }
        };
        let summary = match &operation.response {
            Response::None => "Success. The response has no data.",
            Response::Unknown => "Success. The response body is not documented.",
            Response::Object(_) | Response::Type { .. } => "Success.",
        };
        let empty = if operation.can_be_empty { "The object can be empty." } else { "" };
        let doc = operation.response_doc().as_deref().map(text::escape).unwrap_or_default();
        let examples = if schema.is_some() { examples::responses(route) } else { Object::new() };
        SuccessResponse {
            description: text::paragraphs(&[summary.to_owned(), doc, empty.to_owned()]),
            body: schema.map(|schema| Media { type_: JSON, schema, encoding: Object::new(), examples }),
        }
    }

    /// Returns the responses object of operations with this response.
    pub(super) fn responses(&self, operation: &Operation, success: &SuccessResponse) -> Value {
        let host = &self.api.hosts[operation.host];
        let mut response = json!({ "description": success.description });
        let headers = self.limit_headers(host);
        if !headers.is_empty() {
            put(&mut response, "headers", headers.into());
        }
        if let Some(body) = &success.body {
            put(&mut response, "content", json!({ body.type_: body.to_json() }));
        }
        json!({ "200": response, "default": { "$ref": format!("#/components/responses/{}_error", host.id.value) } })
    }

    /// Returns the error responses of the hosts in this document.
    pub(super) fn error_responses(&self) -> Object {
        let errors = self.hosts.iter().map(|index| {
            let host = &self.api.hosts[*index];
            (format!("{}_error", host.id.value), self.error_response(host))
        });
        errors.collect()
    }

    fn error_response(&self, host: &Host) -> Value {
        let format = &self.api.error_formats[host.errors];
        let ErrorFormat { docs, codes, id: _, code: _, message: _, request_id: _, recognized_by: _ } = format;
        let docs = docs.as_ref().map(|url| format!("See <{url}>.")).unwrap_or_default();
        let lines: Vec<String> = codes
            .iter()
            .map(|code| {
                let ErrorCode { code, name, retryable, doc, unverified, kind: _, rust: _, place: _ } = code;
                let retryable = if *retryable { " A retry can succeed." } else { "" };
                let unverified = text::unverified(unverified.as_deref());
                let doc = text::escape(doc).replace('\n', " ");
                format!("- `{code}` {}: {doc}{retryable} {unverified}", text::code(&name.value)).trim_end().to_owned()
            })
            .collect();
        let lines = if lines.is_empty() { String::new() } else { format!("Known codes:\n\n{}", lines.join("\n")) };
        let summary = format!("An error of the host `{}`.", host.id.value);
        let mut response = json!({ "description": text::paragraphs(&[summary, docs, lines]) });
        let headers = self.limit_headers(host);
        if !headers.is_empty() {
            put(&mut response, "headers", headers.into());
        }
        put(&mut response, "content", json!({ JSON: { "schema": error_schema(format) } }));
        if !codes.is_empty() {
            let codes = codes.iter().map(|code| {
                json!({ "code": code.code, "name": code.name.value, "kind": code.kind.as_str(), "retryable": code.retryable, "description": code.doc })
            });
            put(&mut response, "x-error-codes", codes.collect());
        }
        response
    }

    /// Returns the headers with the state of a host's rate limit.
    fn limit_headers(&self, host: &Host) -> Object {
        let Some(limit) = host.rate_limit.map(|index| &self.api.rate_limits[index]) else { return Object::new() };
        // The other fields control how long the client waits, and the classes of operations.
        let RateLimit {
            headers,
            id: _,
            doc: _,
            docs: _,
            per: _,
            safe_to_retry: _,
            hints: _,
            classes: _,
            plans: _,
            unverified: _,
        } = limit;
        let RateLimitHeaders { limit, remaining, reset, retry_after } = headers;
        let headers = [
            (limit, "The number of allowed calls."),
            (remaining, "The number of remaining calls."),
            (reset, "Seconds until the limit resets."),
            (retry_after, "Seconds until the next call."),
        ];
        let headers = headers.into_iter().filter_map(|(name, doc)| {
            Some((name.clone()?, json!({ "description": doc, "schema": { "type": "integer" } })))
        });
        headers.collect()
    }
}

/// Returns the fields of an error body. Dots select fields of objects; of several names, the first counts.
fn error_schema(format: &ErrorFormat) -> Value {
    let mut schema = json!({ "type": "object" });
    for (paths, type_, doc) in [
        (&format.code, "integer", "The vendor's code."),
        (&format.message, "string", "The error message."),
        (&format.request_id, "string", "The request id, for the vendor's support."),
    ] {
        for path in paths {
            insert(&mut schema, path, json!({ "type": type_, "description": doc }));
        }
    }
    for (path, value) in &format.recognized_by {
        let doc = "Marks an error, with any status.";
        insert(&mut schema, &path.value, json!({ "enum": [value], "description": doc }));
    }
    schema
}

fn insert(schema: &mut Value, path: &str, value: Value) {
    let mut inner = schema;
    let mut parts = path.split('.').peekable();
    while let Some(part) = parts.next() {
        let properties = &mut inner["properties"];
        if parts.peek().is_none() {
            // A name that is already an object stays one.
            if properties.get(part).is_none() {
                properties[part] = value;
            }
            return;
        }
        if properties.get(part).is_none() {
            properties[part] = json!({ "type": "object" });
        }
        inner = &mut properties[part];
    }
}
