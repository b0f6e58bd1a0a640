//! Errors that the server returns.

use std::fmt;
use std::ptr;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, StatusCode};

use super::body::ErrorBody;
use super::call_summary::CallSummary;
use super::excerpt::excerpt;
use super::foreign_body;
use super::obstacle;
use crate::api::{ErrorCode, ErrorCodeKind};
use crate::client::Client;
use crate::open_enum::{OpenCode, decode_code};
use crate::operation::Operation;
use crate::rate::RateLimitStatus;

/// A response with an error, from the server or from a proxy in front of it.
pub struct ApiError {
    operation: &'static Operation,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    code: Option<i64>,
    known: Option<&'static ErrorCode>,
    message: Option<String>,
    request_id: Option<String>,
    /// A description of a body that is not in the format of the API's errors.
    foreign_body: Option<String>,
    /// Advice of the client about this response.
    note: Option<String>,
    pub(super) summary: CallSummary,
}

impl ApiError {
    pub(crate) fn new(
        client: &Client,
        operation: &'static Operation,
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
    ) -> Self {
        let format = operation.host_data().errors;
        let json = ErrorBody::parse(&body, format);
        let code = json.as_ref().and_then(ErrorBody::code);
        // A server may repeat the token of the request.
        let message = json.as_ref().and_then(ErrorBody::message).map(|message| client.redact(message));
        let request_id = json.as_ref().and_then(ErrorBody::request_id).map(|id| client.redact(&id));
        let is_foreign = message.is_none() && code.is_none() && !body.is_empty();
        let describe = || foreign_body::describe(&headers, &body, json.is_some(), |text| client.redact(text));
        let foreign_body = is_foreign.then(describe);
        drop(json);
        Self {
            operation,
            status,
            headers,
            code,
            known: code.and_then(|code| format.find(code)),
            message,
            request_id,
            foreign_body,
            body,
            note: None,
            summary: CallSummary::default(),
        }
    }

    /// Returns the error of a signed URL. Responses of storage servers may repeat secrets, so only the given parts are
    /// kept.
    pub(crate) fn of_storage(
        operation: &'static Operation,
        status: StatusCode,
        headers: HeaderMap,
        message: Option<String>,
        request_id: Option<String>,
    ) -> Self {
        Self {
            operation,
            status,
            headers,
            body: Bytes::new(),
            code: None,
            known: None,
            message,
            request_id,
            foreign_body: None,
            note: None,
            summary: CallSummary::default(),
        }
    }

    pub(crate) fn with_note(mut self, note: Option<String>) -> Self {
        self.note = note;
        self
    }

    pub(crate) fn operation_data(&self) -> &'static Operation {
        self.operation
    }

    pub(crate) fn known_code(&self) -> Option<&'static ErrorCode> {
        self.known
    }

    /// Returns the rate limit status that the headers report.
    pub fn rate_limit(&self) -> RateLimitStatus {
        let names = self.operation.host_data().rate_limit;
        names.map(|names| RateLimitStatus::read(&self.headers, names)).unwrap_or_default()
    }

    /// Returns the id of the operation.
    pub fn operation(&self) -> &'static str {
        self.operation.id()
    }

    /// Returns the HTTP status. If the API marks errors in the body, the status can be a success status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body of the response, or its first 256 KiB.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the error code of the vendor.
    pub fn code(&self) -> Option<i64> {
        self.code
    }

    /// Returns the error code as a value of the enum of its product.
    ///
    /// Returns `None` if the server sent no code, or if the host has a different error format than the enum, because
    /// the same number can have different meanings.
    pub fn code_as<C: OpenCode>(&self) -> Option<C> {
        self.code.filter(|_| ptr::eq(self.operation.host_data().errors, C::FORMAT)).map(decode_code)
    }

    /// Returns the name that the vendor gives the code, if the code is known.
    pub fn code_name(&self) -> Option<&'static str> {
        self.known.map(|known| known.name)
    }

    /// Returns the meaning of the code, if the code is known.
    pub fn code_meaning(&self) -> Option<&'static str> {
        self.known.map(|known| known.doc)
    }

    /// Returns the error message of the server, which is meant for people.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Returns the request id that the server sent.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Returns advice for a status, if this advice is more specific than the advice for the error kind. `None` if the
    /// code of the vendor is known, because the code is more specific than the status.
    fn status_advice(&self) -> Option<&'static str> {
        self.known.map_or_else(|| advice_on_status(self.status), |_| None)
    }

    /// Returns the kind of the error: by the code of the vendor if it is known, otherwise by the status.
    pub fn kind(&self) -> ErrorCodeKind {
        self.known.map_or_else(|| kind_of_status(self.status), |known| known.kind)
    }
}

pub(crate) fn kind_of_status(status: StatusCode) -> ErrorCodeKind {
    match status.as_u16() {
        404 | 410 => ErrorCodeKind::NotFound,
        409 => ErrorCodeKind::AlreadyExists,
        401 => ErrorCodeKind::Unauthenticated,
        403 | 407 => ErrorCodeKind::PermissionDenied,
        429 => ErrorCodeKind::RateLimited,
        400 | 405 | 406 | 411..=422 | 426 | 428 | 431 => ErrorCodeKind::InvalidRequest,
        500..=599 => ErrorCodeKind::ServerError,
        _ => ErrorCodeKind::Other,
    }
}

fn advice_on_status(status: StatusCode) -> Option<&'static str> {
    match status.as_u16() {
        100..=199 => Some("the server sent an interim response instead of a final one: check proxies on the way"),
        300 => Some("the server offers several locations, and the client follows none: check the base URL"),
        304 => Some(
            "only a conditional request gets this response: remove conditional headers such as `If-None-Match` from the \
             call",
        ),
        305 => Some(
            "the server requires a proxy, which the client does not take from a response: set it on the client's builder",
        ),
        407 => Some(obstacle::PROXY_PASSWORD),
        408 => Some("the server waited too long for the request: check the connection and the size of the request"),
        417 => Some("the server does not support the header `Expect`: remove it from the call"),
        421 => Some(
            "the request reached a server that does not serve this host: check the base URL and proxies on the way",
        ),
        425 => Some("the server does not execute a request that may be replayed"),
        426 | 505 => Some("the server requires a different HTTP version: check the transport and proxies on the way"),
        431 => Some("the headers of the request are too large: send fewer or shorter ones"),
        501 => Some("the server does not support this; retrying it will not help"),
        511 => Some("the network requires a sign-in: sign in with a browser, or use a different network"),
        _ => None,
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.operation.id(), self.status.as_u16())?;
        match (self.code, self.code_name()) {
            (Some(code), Some(name)) => write!(formatter, " ({code} {name})")?,
            (Some(code), None) => write!(formatter, " ({code})")?,
            (None, _) => {
                if let Some(reason) = self.status.canonical_reason() {
                    write!(formatter, " {reason}")?;
                }
            }
        }
        if let Some(message) = &self.message {
            write!(formatter, ": {}", excerpt(message.trim_end().trim_end_matches('.')))?;
        } else if let Some(foreign_body) = &self.foreign_body {
            write!(formatter, ", not in the format of the API's errors ({foreign_body})")?;
        }
        if let Some(request_id) = &self.request_id {
            write!(formatter, " [request {}]", excerpt(request_id))?;
        }
        write!(formatter, "{}; ", self.summary)?;
        let is_unsure = self.summary.may_be_executed && !self.summary.is_idempotent;
        let note = self.note.as_deref().or_else(|| self.status_advice());
        match (note, self.kind(), self.summary.retry_after) {
            (Some(note), _, _) if is_unsure || self.summary.is_retryable() => {
                write!(formatter, "{note}; {}", self.summary.advice())
            }
            (Some(note), _, _) => formatter.write_str(note),
            (None, ErrorCodeKind::RateLimited, Some(retry_after)) => {
                write!(formatter, "wait {retry_after:.1?} before sending more requests, as the server requests")
            }
            (None, ErrorCodeKind::ServerError, _) if is_unsure => {
                write!(formatter, "the server or a proxy in front of it failed; {}", self.summary.advice())
            }
            (None, ErrorCodeKind::NotFound | ErrorCodeKind::AlreadyExists, _) if self.summary.may_be_executed => {
                formatter.write_str("an earlier attempt failed but may have been executed: this may be its result")
            }
            (None, kind, _) => formatter.write_str(advice(kind)),
        }
    }
}

/// Shows neither the body nor the values of headers, because they may hold user content and secrets.
impl fmt::Debug for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ApiError")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("headers", &self.headers.keys().map(HeaderName::as_str).collect::<Vec<_>>())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("code", &self.code)
            .field("message", &self.message)
            .field("request_id", &self.request_id)
            .field("note", &self.note)
            .field("summary", &self.summary)
            .finish_non_exhaustive()
    }
}

fn advice(kind: ErrorCodeKind) -> &'static str {
    match kind {
        ErrorCodeKind::NotFound => "check the ids, and that they belong to this application",
        ErrorCodeKind::AlreadyExists => "use the existing one, or choose a different id",
        ErrorCodeKind::Unauthenticated => "check the token: it is missing, invalid or expired",
        ErrorCodeKind::PermissionDenied => "check the token, its permissions and the plan",
        ErrorCodeKind::InvalidRequest => "correct the request; retrying it will not help",
        ErrorCodeKind::RateLimited => "wait before sending more requests",
        ErrorCodeKind::QuotaExceeded => "the quota of the plan is used up; retrying soon will not help",
        ErrorCodeKind::ServerError => "the server or a proxy in front of it failed; try again later",
        ErrorCodeKind::Other => "see the vendor's documentation",
    }
}
