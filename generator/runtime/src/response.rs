//! Responses with their status, headers, warnings and raw body.

use std::fmt;
use std::ops::Deref;
use std::time::Duration;

use bytes::Bytes;
use http::response::Parts;
use http::{HeaderMap, HeaderName, StatusCode};

use crate::client::Client;
use crate::decode::{Decode, Reader, Tape, UnknownField, Warning, Warnings, is_blank, unknown_fields};
use crate::error::{ApiError, CallSummary, DecodeError, DecodeProblem, Error, content_problem, is_recognized};
use crate::operation::Operation;
use crate::rate::RateLimitStatus;
use crate::trace;

/// A decoded response with its status, headers, warnings and raw body. Dereferences to the value.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response<T> {
    value: T,
    operation: &'static Operation,
    head: Head,
    warnings: Warnings,
    body: Bytes,
}

/// The part of a response that is known before its body.
#[derive(Clone)]
pub(crate) struct Head {
    status: StatusCode,
    headers: HeaderMap,
    attempts: u32,
    elapsed: Duration,
}

impl<T> Response<T> {
    /// Returns the value.
    pub fn into_value(self) -> T {
        self.value
    }

    /// Returns the HTTP status.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// Returns the rate limit status that the headers report.
    pub fn rate_limit(&self) -> RateLimitStatus {
        let names = self.operation.host_data().rate_limit;
        names.map(|names| RateLimitStatus::read(&self.head.headers, names)).unwrap_or_default()
    }

    /// Returns the number of attempts. It is 1 if the first attempt succeeded.
    pub fn attempts(&self) -> u32 {
        self.head.attempts
    }

    /// Returns the duration of the call, which includes all attempts and the waits between them.
    pub fn elapsed(&self) -> Duration {
        self.head.elapsed
    }

    /// Returns the warnings about the body, at most 1000.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings.list
    }

    /// Returns the number of further warnings, which [`warnings`](Self::warnings) does not list.
    pub fn unlisted_warnings(&self) -> usize {
        self.warnings.unlisted
    }

    /// Returns the operation.
    #[cfg(all(feature = "serde", feature = "testing"))]
    pub(crate) fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Returns the raw body.
    pub fn raw_body(&self) -> &Bytes {
        &self.body
    }
}

impl<T: Decode> Response<T> {
    /// Returns the fields of the raw body that no type of this crate knows, at most 1000, in the order of the body.
    ///
    /// Each call of this method decodes the raw body again. If a field of the response wraps the value, the fields
    /// beside this field are included. Free-form JSON, the keys of maps and unknown members of unions are not included,
    /// because the value contains them.
    pub fn unknown_fields(&self) -> Vec<UnknownField> {
        if T::of_raw_body(&self.body).is_some() {
            return Vec::new();
        }
        let pagination = self.operation.pagination();
        let known = pagination.map_or_else(Vec::new, |(style, _)| style.response_fields());
        unknown_fields(&self.body, self.operation.wrapper(), &known, &|reader| drop(T::decode(reader)))
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Shows neither the value nor the values of headers, because they hold user content. Use `Debug` of the value itself
/// to show it.
impl<T> fmt::Debug for Response<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Response")
            .field("operation", &self.operation)
            .field("status", &self.head.status)
            .field("headers", &self.head.headers.keys().map(HeaderName::as_str).collect::<Vec<_>>())
            .field("attempts", &self.head.attempts)
            .field("elapsed", &self.head.elapsed)
            .field("warnings", &self.warnings)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

/// A successful response before its body is decoded.
pub(crate) struct RawResponse {
    pub(crate) client: Client,
    pub(crate) operation: &'static Operation,
    head: Head,
    pub(crate) body: Bytes,
}

impl RawResponse {
    pub(crate) fn new(client: Client, operation: &'static Operation, head: Parts, body: Bytes) -> Self {
        let head = Head { status: head.status, headers: head.headers, attempts: 1, elapsed: Duration::ZERO };
        Self { client, operation, head, body }
    }

    /// Adds the number of attempts and the duration of the call.
    pub(crate) fn with_attempts(mut self, attempts: u32, elapsed: Duration) -> Self {
        self.head.attempts = attempts;
        self.head.elapsed = elapsed;
        self
    }

    /// Returns the response, or an error if its body is an error of the API.
    pub(crate) fn into_success(self) -> Result<Self, Error> {
        if !is_recognized(self.operation.host_data().errors, self.head.status, &self.body) {
            return Ok(self);
        }
        let Head { status, headers, .. } = self.head;
        Err(Error::Api(Box::new(ApiError::new(&self.client, self.operation, status, headers, self.body))))
    }

    /// Decodes the body. Only this part of a call is compiled for each type.
    pub(crate) fn decode<T: Decode>(self) -> Result<Response<T>, Error> {
        if let Some(body) = T::of_raw_body(&self.body) {
            return self.finish(Some(body), Warnings::default());
        }
        if self.is_blank() {
            return match T::of_empty_body() {
                Some(value) => self.finish(Some(value), Warnings::default()),
                None => Err(self.error(DecodeProblem::Empty)),
            };
        }
        let (value, warnings) = self.with_tape(|tape| {
            let reader = Reader::new(tape).with_empty_root(self.operation.has_empty_responses());
            Ok(read_with(reader, self.operation.wrapper(), |reader| T::decode(reader)))
        })?;
        self.finish(value, warnings)
    }

    pub(crate) fn is_blank(&self) -> bool {
        is_blank(&self.body)
    }

    /// Parses the body and reads from it.
    pub(crate) fn with_tape<T>(&self, read: impl FnOnce(&Tape<'_>) -> Result<T, Error>) -> Result<T, Error> {
        match Tape::parse(&self.body) {
            Ok(tape) => read(&tape),
            Err(error) => Err(self.error(DecodeProblem::NotJson(match content_problem(&self.head.headers) {
                Some(problem) => self.client.redact(&problem),
                None => format!("it is not JSON ({error})"),
            }))),
        }
    }

    pub(crate) fn finish<T>(self, value: Option<T>, mut warnings: Warnings) -> Result<Response<T>, Error> {
        // A server may send the token back, such as in an unknown value.
        warnings.redact(|text| self.client.redact_mixed(text));
        match value {
            Some(value) if warnings.list.is_empty() || !self.client.is_strict() => {
                self.client.report(self.operation, &warnings.list);
                trace::warnings(self.operation, &warnings.list);
                Ok(Response { value, operation: self.operation, head: self.head, warnings, body: self.body })
            }
            _ => Err(self.unreadable(warnings)),
        }
    }

    pub(crate) fn unreadable(&self, warnings: Warnings) -> Error {
        // The last warning is about the outermost value, so it states why there is no value.
        let problem = match warnings.list.last() {
            _ if warnings.unlisted > 0 => format!("it has more than {} problems", warnings.list.len()),
            Some(warning) => warning.to_string(),
            None => "it is empty".to_owned(),
        };
        Error::Decode(Box::new(self.decode_error(DecodeProblem::Unreadable(problem)).with_warnings(warnings.list)))
    }

    pub(crate) fn error(&self, problem: DecodeProblem) -> Error {
        Error::Decode(Box::new(self.decode_error(problem)))
    }

    fn decode_error(&self, problem: DecodeProblem) -> DecodeError {
        let summary = CallSummary {
            attempts: self.head.attempts,
            may_be_executed: true,
            is_idempotent: self.operation.is_idempotent(),
            ..CallSummary::default()
        };
        DecodeError::new(self.operation, self.head.status, &self.body, problem).with_summary(summary)
    }
}

impl trace::Traced for RawResponse {
    fn status(&self) -> StatusCode {
        self.head.status
    }

    fn attempts(&self) -> u32 {
        self.head.attempts
    }
}

/// Decodes a value from the tape. A wrapper is the field of the top-level object that contains the value.
#[cfg(any(feature = "serde", feature = "webhooks"))]
pub(crate) fn read<'t, 'a, T>(
    tape: &'t Tape<'a>,
    wrapper: &'t str,
    decode: impl FnOnce(&mut Reader<'t, 'a>) -> Option<T>,
) -> (Option<T>, Warnings) {
    read_with(Reader::new(tape), wrapper, decode)
}

/// Decodes a value with a configured reader.
pub(crate) fn read_with<'t, 'a, T>(
    mut reader: Reader<'t, 'a>,
    wrapper: &'t str,
    decode: impl FnOnce(&mut Reader<'t, 'a>) -> Option<T>,
) -> (Option<T>, Warnings) {
    let inside = wrapper.is_empty() || reader.enter(wrapper);
    let value = if inside { decode(&mut reader) } else { None };
    (value, reader.into_warnings())
}
