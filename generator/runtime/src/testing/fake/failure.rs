//! Error responses in the format of the host.

use std::time::Duration;

use serde_json::{Map, Value as Json};

use super::super::server::MockResponse;
use crate::api::{ErrorCode, ErrorCodeKind, ErrorFormat, FieldValue, Host};
use crate::error::kind_of_status;

/// The start of each message, so that it is not mistaken for a message of the real server.
const SENDER: &str = "the fake server";

/// Returns an error with this status, and with a matching code if the API has one.
pub(super) fn with_status(host: &Host, status: u16, message: &str) -> MockResponse {
    let kind = http::StatusCode::from_u16(status).map_or(ErrorCodeKind::Other, kind_of_status);
    // Some vendors have no code of their own for an invalid token.
    let denied = || (kind == ErrorCodeKind::Unauthenticated).then_some(ErrorCodeKind::PermissionDenied);
    let known = fitting(host.errors, kind, status).or_else(|| fitting(host.errors, denied()?, status));
    let code = known.map(|known| known.code);
    MockResponse::json(status, body(host.errors, code, message))
}

/// Returns an error with this code.
pub(super) fn with_code(host: &Host, code: i64) -> MockResponse {
    let message = match host.errors.find(code) {
        Some(known) => known.doc.to_owned(),
        None => format!("{code} is not a known code of the host `{}`", host.name),
    };
    MockResponse::json(status_of(code).unwrap_or(400), body(host.errors, Some(code), &message))
}

/// Returns an error with this code; without a code, an error with this status.
pub(super) fn with_code_or_status(host: &Host, code: Option<i64>, status: u16, message: &str) -> MockResponse {
    match code {
        Some(code) => MockResponse::json(status_of(code).unwrap_or(400), body(host.errors, Some(code), message)),
        None => with_status(host, status, message),
    }
}

/// Returns a rate limit error, with the delay in all headers and messages that the host uses.
pub(super) fn rate_limited(host: &Host, wait: Duration) -> MockResponse {
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    let seconds = seconds.to_string();
    let mut message = "too many calls".to_owned();
    let mut headers = vec![("Content-Type", "application/json"), ("Retry-After", seconds.as_str())];
    if let Some(limit) = host.rate_limit {
        let own = [(limit.remaining, "0"), (limit.reset, seconds.as_str()), (limit.retry_after, seconds.as_str())];
        headers
            .extend(own.into_iter().filter(|(name, _)| !name.is_empty() && !name.eq_ignore_ascii_case("retry-after")));
        for hint in [limit.reset_hint, limit.retry_after_hint].iter().filter(|hint| !hint.is_empty()) {
            message.push_str(&format!(", {}", hint.replace("{}", &seconds)));
        }
    }
    let code = fitting(host.errors, ErrorCodeKind::RateLimited, 429).map(|known| known.code);
    MockResponse::new(429, &headers, &body(host.errors, code, &message))
}

/// Returns the first code of a kind, or the first one that begins with the status.
fn fitting(format: &'static ErrorFormat, kind: ErrorCodeKind, status: u16) -> Option<&'static ErrorCode> {
    let of_kind = || format.codes.iter().filter(move |known| known.kind == kind);
    of_kind().find(|known| status_of(known.code) == Some(status)).or_else(|| of_kind().next())
}

/// Returns the status that a code begins with, if there is one.
fn status_of(code: i64) -> Option<u16> {
    let status = code.to_string().get(..3)?.parse().ok()?;
    (400..600).contains(&status).then_some(status)
}

fn body(format: &ErrorFormat, code: Option<i64>, message: &str) -> String {
    let mut json = Map::new();
    for (path, value) in format.recognized_by {
        let value = match value {
            FieldValue::Bool(value) => (*value).into(),
            FieldValue::Integer(value) => (*value).into(),
            FieldValue::Text(value) => (*value).into(),
        };
        set(&mut json, path, value);
    }
    if let (Some(code), Some(path)) = (code, format.code.first()) {
        set(&mut json, path, code.into());
    }
    if let Some(path) = format.message.first() {
        set(&mut json, path, format!("{SENDER}: {message}").into());
    }
    Json::Object(json).to_string()
}

/// Sets a field. Dots in the path separate nested fields.
fn set(json: &mut Map<String, Json>, path: &str, value: Json) {
    match path.split_once('.') {
        None => {
            json.insert(path.to_owned(), value);
        }
        Some((first, rest)) => {
            let inner = json.entry(first).or_insert_with(|| Json::Object(Map::new()));
            if let Json::Object(inner) = inner {
                set(inner, rest, value);
            }
        }
    }
}
