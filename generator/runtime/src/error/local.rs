//! Errors that do not come from the API: on the way to it, or before anything was sent.

use std::error;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;

use super::text::excerpt;
use crate::decode::Warning;
use crate::operation::Operation;

/// So much of an answer that can't be read is kept.
const MAX_KEPT_BYTES: usize = 64 << 10;

/// The server could not be reached, or the connection failed.
#[derive(Debug)]
pub struct TransportError {
    operation: Option<&'static Operation>,
    kind: TransportErrorKind,
    source: Box<dyn error::Error + Send + Sync>,
}

/// How far a request had come when the connection failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// Nothing was sent.
    Connect,
    /// The server may have received the request.
    Request,
    /// The server had begun to answer.
    Response,
}

impl TransportError {
    /// An error of a transport.
    pub fn new(kind: TransportErrorKind, source: impl Into<Box<dyn error::Error + Send + Sync>>) -> Self {
        Self { operation: None, kind, source: source.into() }
    }

    pub(crate) fn with_operation(mut self, operation: &'static Operation) -> Self {
        self.operation = Some(operation);
        self
    }

    /// The id of the operation.
    pub fn operation(&self) -> Option<&'static str> {
        self.operation.map(Operation::id)
    }

    /// How far the request had come.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.operation {
            write!(formatter, "{}: ", operation.id())?;
        }
        let (what, advice) = match self.kind {
            TransportErrorKind::Connect => ("could not connect", "nothing was sent"),
            TransportErrorKind::Request => ("the connection failed", "the server may have executed the call"),
            TransportErrorKind::Response => {
                ("the connection failed during the answer", "the server has probably executed the call")
            }
        };
        // The innermost cause is the one that tells; the outer ones repeat that sending failed.
        let mut cause: &(dyn error::Error + 'static) = &*self.source;
        while let Some(inner) = cause.source() {
            cause = inner;
        }
        write!(formatter, "{what} ({}); {advice}", excerpt(&cause.to_string()))
    }
}

impl error::Error for TransportError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(&*self.source)
    }
}

/// A call took too long.
#[derive(Debug)]
pub struct TimeoutError {
    operation: &'static Operation,
    limit: Duration,
}

impl TimeoutError {
    pub(crate) fn new(operation: &'static Operation, limit: Duration) -> Self {
        Self { operation, limit }
    }

    /// The id of the operation.
    pub fn operation(&self) -> &'static str {
        self.operation.id()
    }

    /// The time that the call was given.
    pub fn limit(&self) -> Duration {
        self.limit
    }
}

impl fmt::Display for TimeoutError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let advice = if self.operation.is_idempotent() {
            "it can be sent again safely"
        } else {
            "the server may have executed it: look before sending it again"
        };
        write!(formatter, "{}: no answer within {:?}; {advice}", self.operation.id(), self.limit)
    }
}

impl error::Error for TimeoutError {}

/// The server accepted a call, but its answer can't be read.
#[derive(Debug)]
pub struct DecodeError {
    operation: &'static Operation,
    status: StatusCode,
    body: Bytes,
    problem: String,
    warnings: Vec<Warning>,
    source: Option<serde_json::Error>,
}

impl DecodeError {
    pub(crate) fn new(operation: &'static Operation, status: StatusCode, body: &Bytes, problem: String) -> Self {
        let body = body.slice(..body.len().min(MAX_KEPT_BYTES));
        Self { operation, status, body, problem, warnings: Vec::new(), source: None }
    }

    pub(crate) fn with_warnings(mut self, warnings: Vec<Warning>) -> Self {
        self.warnings = warnings;
        self
    }

    pub(crate) fn with_source(mut self, source: serde_json::Error) -> Self {
        self.source = Some(source);
        self
    }

    /// The id of the operation.
    pub fn operation(&self) -> &'static str {
        self.operation.id()
    }

    /// The HTTP status, which was a success.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The body of the answer, or its first 64 KiB.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// What was odd about the answer.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}: the server accepted the call ({}), but the answer can't be read: {}; do not send it again only for this",
            self.operation.id(),
            self.status.as_u16(),
            excerpt(&self.problem),
        )
    }
}

impl error::Error for DecodeError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}

/// A request can't be sent as it is; nothing was sent.
#[derive(Clone, Debug)]
pub struct InvalidRequestError {
    operation: &'static Operation,
    problem: String,
}

impl InvalidRequestError {
    pub(crate) fn new(operation: &'static Operation, problem: String) -> Self {
        Self { operation, problem }
    }

    /// The id of the operation.
    pub fn operation(&self) -> &'static str {
        self.operation.id()
    }
}

impl fmt::Display for InvalidRequestError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: nothing was sent: {}", self.operation.id(), excerpt(&self.problem))
    }
}

impl error::Error for InvalidRequestError {}

/// The client lacks something; nothing was sent.
#[derive(Clone, Debug)]
pub struct ConfigurationError {
    operation: Option<&'static Operation>,
    problem: String,
}

impl ConfigurationError {
    pub(crate) fn new(operation: Option<&'static Operation>, problem: String) -> Self {
        Self { operation, problem }
    }

    /// The id of the operation; `None` if the client could not even be built.
    pub fn operation(&self) -> Option<&'static str> {
        self.operation.map(Operation::id)
    }
}

impl fmt::Display for ConfigurationError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.operation {
            Some(operation) => write!(formatter, "{}: nothing was sent: {}", operation.id(), self.problem),
            None => write!(formatter, "can't build the client: {}", self.problem),
        }
    }
}

impl error::Error for ConfigurationError {}

#[cfg(test)]
mod tests {
    #[test]
    fn errors_travel_between_threads_and_are_small() {
        fn travels<T: Send + Sync + 'static>() {}
        travels::<crate::Error>();
        assert!(size_of::<crate::Error>() <= 2 * size_of::<usize>());
    }
}
