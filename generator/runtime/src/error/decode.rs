//! Responses that can't be decoded.

use std::error;
use std::fmt;

use bytes::Bytes;
use http::StatusCode;

use super::call_summary::CallSummary;
use super::excerpt::excerpt;
use crate::decode::Warning;
use crate::operation::Operation;

/// The maximum size of a response body that an error keeps.
const MAX_KEPT_BYTES: usize = 64 << 10;

/// A response with a success status that can't be decoded, or a page after which a list can't be continued although it
/// is incomplete.
pub struct DecodeError {
    operation: &'static Operation,
    status: StatusCode,
    body: Bytes,
    problem: DecodeProblem,
    warnings: Vec<Warning>,
    pub(super) summary: CallSummary,
}

/// The reason why a response can't be decoded.
#[derive(Debug)]
pub(crate) enum DecodeProblem {
    /// The response has no body.
    Empty,
    /// The body is not JSON, or was not read. It may come from a proxy.
    NotJson(String),
    /// The body is JSON, but not the JSON that the operation returns.
    Unreadable(String),
    /// An incomplete list can't be continued, after this number of pages and items.
    List { problem: String, pages: u64, items: u64 },
}

impl DecodeError {
    pub(crate) fn new(operation: &'static Operation, status: StatusCode, body: &Bytes, problem: DecodeProblem) -> Self {
        // A slice would keep the whole body in memory as long as the error exists.
        let body = body.get(..MAX_KEPT_BYTES).map_or_else(|| body.clone(), Bytes::copy_from_slice);
        Self { operation, status, body, problem, warnings: Vec::new(), summary: CallSummary::default() }
    }

    pub(crate) fn with_warnings(mut self, warnings: Vec<Warning>) -> Self {
        self.warnings = warnings;
        self
    }

    pub(crate) fn with_summary(mut self, summary: CallSummary) -> Self {
        self.summary = summary;
        self
    }

    /// Returns the id of the operation.
    pub fn operation(&self) -> &'static str {
        self.operation.id()
    }

    /// Returns the HTTP status, which is a success status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the body of the response, or its first 64 KiB.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the warnings about the response, at most 1000.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Whether the server executed the call: it responded with a success status, and with JSON or without a body.
    ///
    /// `false` means that this is unknown: a proxy may have sent its own page, or the body was too large to be read.
    /// [`Error::may_have_been_executed`](crate::Error::may_have_been_executed) is true in both cases.
    pub fn was_executed(&self) -> bool {
        !matches!(self.problem, DecodeProblem::NotJson(_))
    }

    /// Returns the number of pages and items that were read before the error, if the error is about a list.
    pub fn list_progress(&self) -> Option<ListProgress> {
        match self.problem {
            DecodeProblem::List { pages, items, .. } => Some(ListProgress { pages, items }),
            _ => None,
        }
    }
}

/// The progress of a list before an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListProgress {
    /// The number of pages.
    pub pages: u64,
    /// The number of items on these pages.
    pub items: u64,
}

/// Shows the length of the body but not its content, because it is user content.
impl fmt::Debug for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("DecodeError")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("problem", &self.problem)
            .field("warnings", &self.warnings)
            .field("summary", &self.summary)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const KEPT: &str = "do not retry it";
        let (id, status) = (self.operation.id(), self.status.as_u16());
        match &self.problem {
            DecodeProblem::Empty => {
                write!(formatter, "{id}: the server executed the call ({status}), but its response has no body; {KEPT}")
            }
            DecodeProblem::Unreadable(problem) => {
                let problem = excerpt(problem);
                write!(
                    formatter,
                    "{id}: the server executed the call ({status}), but its response can't be read: {problem}; {KEPT}"
                )
            }
            DecodeProblem::NotJson(problem) => {
                let (problem, advice) = (excerpt(problem), self.summary.advice());
                write!(formatter, "{id}: the response ({status}) can't be read: {problem}; {advice}")
            }
            DecodeProblem::List { problem, pages, items } => {
                let problem = excerpt(problem);
                write!(
                    formatter,
                    "{id}: the list is incomplete: {problem} (pages before: {pages}, items: {items}); \
                     the items so far are not the whole list"
                )
            }
        }
    }
}

/// `Display` names the cause.
impl error::Error for DecodeError {}

#[cfg(test)]
mod tests {
    use super::*;

    static OPERATION: Operation = Operation::new("a.b", http::Method::GET, "/", &HOST);
    static HOST: crate::Host = crate::Host {
        name: "main",
        url: "https://a.example",
        path_prefixes: &[],
        base_url_method: "base_url",
        auth: None,
        errors: &crate::ErrorFormat { code: &[], message: &[], request_id: &[], recognized_by: &[], codes: &[] },
        rate_limit: None,
    };

    #[test]
    fn error_keeps_no_large_response_in_memory() {
        for (length, kept, is_shared) in [(10, 10, true), (MAX_KEPT_BYTES + 1, MAX_KEPT_BYTES, false)] {
            let body = Bytes::from(vec![b'x'; length]);
            let error = DecodeError::new(&OPERATION, StatusCode::OK, &body, DecodeProblem::Empty);
            assert_eq!((error.body().len(), error.body().as_ptr() == body.as_ptr()), (kept, is_shared));
        }
    }
}
