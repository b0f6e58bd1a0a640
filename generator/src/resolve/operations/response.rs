//! Responses of operations.

use super::Context;
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Method, Notes, Response};
use crate::resolve::{type_expression, types};
use crate::source::node::Node;

impl Context<'_> {
    pub(super) fn response(&self, node: &Node, diagnostics: &mut Diagnostics) -> Option<Response> {
        let response = node.get("response")?;
        if let Some(word) = response.as_text() {
            return match word.value.as_str() {
                "unknown" => Some(Response::Unknown),
                "none" => Some(Response::None),
                _ => {
                    diagnostics.push(
                        Diagnostic::error(Id::Malformed, word.place, format!("invalid response `{}`", word.value))
                            .expected("`unknown`, `none`, `{ type: T }`, `{ type: T, in: field }` or `{ fields: ... }`")
                            .help(format!("for a body of this type, write `response: {{ type: {} }}`", word.value)),
                    );
                    None
                }
            };
        }
        match (response.text("type"), response.get("fields")) {
            (Some(text), None) => {
                let type_ = type_expression::parse(&text, self.scope, diagnostics)?;
                Some(Response::Type { type_, wrapper: response.string("in") })
            }
            (None, Some(fields)) if response.get("in").is_none() => {
                Some(Response::Object(types::object(fields, self.scope, diagnostics)))
            }
            _ => {
                diagnostics.push(
                    Diagnostic::error(Id::Contradiction, response.place, "a response has either `type` or `fields`")
                        .expected("one of the two; `in` requires `type`")
                        .help("use `type` for a defined type, and `fields` for an object that only this operation has"),
                );
                None
            }
        }
    }
}

/// Reports a response body of a method that has none.
pub(super) fn check_method(node: &Node, method: Method, response: &Response, diagnostics: &mut Diagnostics) {
    if method == Method::Head && !matches!(response, Response::None) {
        diagnostics.push(
            Diagnostic::error(Id::Contradiction, node.key_place("response"), "a response to HEAD has no body")
                .expected("`response: none`")
                .help("write `response: none`, or correct the method"),
        );
    }
}

/// Whether the response can also be an empty object.
pub(super) fn can_be_empty(node: &Node) -> bool {
    node.get("response").and_then(|response| response.bool("can_be_empty")).unwrap_or(false)
}

/// Returns the documentation of a response.
pub(super) fn notes(node: &Node) -> Notes {
    node.get("response").map(Notes::of).unwrap_or_default()
}
