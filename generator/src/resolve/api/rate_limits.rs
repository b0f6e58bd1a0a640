//! Limits on the number of calls.

use super::named_texts;
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{RateLimit, RateLimitHeaders, RateLimitHints};
use crate::resolve::ids;
use crate::source::node::{Entry, Node};

/// A rate limit with its classes.
pub(super) fn limit(entry: &Entry, diagnostics: &mut Diagnostics) -> RateLimit {
    ids::check(&entry.key, "a rate limit", diagnostics);
    let node = &entry.value;
    let headers = node.get("headers");
    let header = |key: &str| {
        let name = headers.and_then(|headers| headers.text(key));
        name.map(|name| name.value)
    };
    for name in headers.into_iter().flat_map(Node::entries) {
        if let Some(name) = name.value.as_text() {
            super::hosts::check_header(&name, diagnostics);
        }
    }
    let hints = node.get("hints");
    let mut hint = |key: &str| {
        let text = hints.and_then(|hints| hints.text(key))?;
        if text.value.matches("{}").count() != 1 {
            diagnostics.push(
                Diagnostic::error(
                    Id::Malformed,
                    text.place,
                    format!("`{}` does not say where the number is", text.value),
                )
                .expected("a piece of the message with `{}` once, in place of the number")
                .help("write what stands around the number, as in `retry after {} seconds`"),
            );
        }
        Some(text.value)
    };
    let hints = RateLimitHints { reset: hint("reset"), retry_after: hint("retry_after") };
    RateLimit {
        id: entry.key.clone(),
        doc: node.string("doc").unwrap_or_default(),
        docs: node.string("docs"),
        safe_to_retry: node.bool("safe_to_retry").unwrap_or(false),
        headers: RateLimitHeaders {
            limit: header("limit"),
            remaining: header("remaining"),
            reset: header("reset"),
            retry_after: header("retry_after"),
        },
        hints,
        classes: named_texts(node, "classes", "a class of a rate limit", diagnostics),
        unverified: node.string("unverified"),
    }
}
