//! Formats of error bodies, and the vendor's codes.

use super::entries;
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{ErrorCode, ErrorFormat, ErrorKind};
use crate::resolve::ids;
use crate::source::Text;
use crate::source::node::{Entry, Node, Scalar};
use serde_json::Value as Json;

/// An error format with its codes.
pub(super) fn format(entry: &Entry, diagnostics: &mut Diagnostics) -> ErrorFormat {
    ids::check(&entry.key, "an error format", diagnostics);
    let body = entry.value.get("body");
    let in_body = |key: &str| {
        let texts = body.map(|body| body.texts(key)).unwrap_or_default();
        texts.into_iter().map(|text| text.value).collect()
    };
    let recognized_by = body.map(|body| recognized_by(body, diagnostics)).unwrap_or_default();
    for key in ["code", "message", "request_id"] {
        for path in body.map(|body| body.texts(key)).unwrap_or_default() {
            check_path(&path, diagnostics);
        }
    }
    let mut codes: Vec<ErrorCode> = Vec::new();
    for code in entries(&entry.value, "codes") {
        let number = code.key.value.parse::<i64>().ok().filter(|number| number.to_string() == code.key.value);
        let Some(number) = number else {
            diagnostics.push(
                Diagnostic::error(Id::Malformed, code.key.place, format!("invalid error code `{}`", code.key.value))
                    .expected("a whole number")
                    .help("use the vendor's number as the key, and write the name of the error under `name`"),
            );
            continue;
        };
        let Some(name) = code.value.text("name") else { continue };
        codes.push(ErrorCode {
            code: number,
            place: code.key.place,
            name,
            // A kind that was omitted because of an error was reported.
            kind: code.value.word("kind", ErrorKind::parse).unwrap_or(ErrorKind::Other),
            retryable: code.value.bool("retryable").unwrap_or(false),
            doc: code.value.string("doc").unwrap_or_default(),
            unverified: code.value.string("unverified"),
            rust: code.value.text("rust"),
        });
    }
    codes.sort_by_key(|code| code.code);
    ErrorFormat {
        id: entry.key.clone(),
        docs: entry.value.string("docs"),
        code: in_body("code"),
        message: in_body("message"),
        request_id: in_body("request_id"),
        recognized_by,
        codes: codes.into(),
    }
}

/// Reads the fields and values that mark a body as an error.
fn recognized_by(body: &Node, diagnostics: &mut Diagnostics) -> Vec<(Text, Json)> {
    let mut fields = Vec::new();
    for entry in entries(body, "recognized_by") {
        let Some(value) = entry.value.as_scalar().map(Scalar::to_json) else { continue };
        if value.is_boolean() || value.is_i64() || value.is_string() {
            fields.push((entry.key.clone(), value));
        } else {
            diagnostics.push(
                Diagnostic::error(
                    Id::Malformed,
                    entry.value.place,
                    format!("invalid value `{value}` for recognizing an error"),
                )
                .expected("`true`, `false`, a whole number or a string")
                .help("write the value that the field has in every error and in no other response"),
            );
        }
    }
    fields
}

/// Reports a path to a field that has an empty part.
fn check_path(path: &Text, diagnostics: &mut Diagnostics) {
    if path.value.split('.').any(|name| name.trim() != name || name.is_empty()) {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, path.place, format!("invalid field path `{}`", path.value))
                .expected("field names separated by dots, such as `error.code`")
                .help("remove the extra dot or space"),
        );
    }
}
