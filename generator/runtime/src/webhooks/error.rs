//! Requests that are not valid events.

use std::error;
use std::fmt;

use bytes::Bytes;
use http::StatusCode;

use super::event::EventError;
use super::signature::Signature;
#[cfg(feature = "axum")]
use crate::error::Causes;

/// The request is not a valid event of the vendor.
///
/// `Display` is one line with the problem and advice. Neither `Display` nor `Debug` shows the body, the token or a
/// signature.
pub struct WebhookError {
    kind: WebhookErrorKind,
    signature: &'static Signature,
    problem: Option<Problem>,
    verified_body: Option<Bytes>,
}

/// The problem of a request that should be an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WebhookErrorKind {
    /// The request has no signature. Anyone may have sent it.
    SignatureMissing,
    /// The header of the signature has an invalid value, or several different values.
    SignatureMalformed,
    /// The signature does not match: it is of a different body, or made with a different token.
    SignatureMismatch,
    /// The signature is valid, but the body is not an event.
    BodyMalformed,
    /// The body is larger than the limit of the verifier. Nothing was verified.
    BodyTooLarge,
    /// The connection failed before the whole body was received. Nothing was verified.
    BodyIncomplete,
}

/// Details of the problem.
#[derive(Debug)]
enum Problem {
    Event(EventError),
    SeveralSignatures,
    #[cfg(feature = "axum")]
    Limit(usize),
    #[cfg(feature = "axum")]
    Connection(Causes),
}

impl WebhookError {
    pub(super) fn new(kind: WebhookErrorKind, signature: &'static Signature) -> Self {
        Self { kind, signature, problem: None, verified_body: None }
    }

    fn with_problem(self, problem: Problem) -> Self {
        Self { problem: Some(problem), ..self }
    }

    pub(super) fn several_signatures(signature: &'static Signature) -> Self {
        Self::new(WebhookErrorKind::SignatureMalformed, signature).with_problem(Problem::SeveralSignatures)
    }

    /// Returns the error of a body with a valid signature.
    pub(super) fn malformed(error: EventError, signature: &'static Signature, body: &[u8]) -> Self {
        let error = Self::new(WebhookErrorKind::BodyMalformed, signature).with_problem(Problem::Event(error));
        Self { verified_body: Some(Bytes::copy_from_slice(body)), ..error }
    }

    #[cfg(feature = "axum")]
    pub(super) fn too_large(limit: usize, signature: &'static Signature) -> Self {
        Self::new(WebhookErrorKind::BodyTooLarge, signature).with_problem(Problem::Limit(limit))
    }

    #[cfg(feature = "axum")]
    pub(super) fn interrupted(cause: &(dyn error::Error + 'static), signature: &'static Signature) -> Self {
        let causes = Causes::of(cause, "the connection failed");
        Self::new(WebhookErrorKind::BodyIncomplete, signature).with_problem(Problem::Connection(causes))
    }

    /// Returns the kind of the problem.
    pub fn kind(&self) -> WebhookErrorKind {
        self.kind
    }

    /// Returns the raw body, if the signature is valid but the body is malformed.
    ///
    /// A vendor sends a rejected event several times and then drops it. To keep such an event, store these bytes and
    /// respond with 200. All other errors return `None`, because their sender is unknown.
    pub fn verified_body(&self) -> Option<&Bytes> {
        self.verified_body.as_ref()
    }

    /// Returns the HTTP status of the response: 401 for an invalid signature, 413 for a body that is too large, 400 for
    /// a malformed body.
    pub fn status(&self) -> StatusCode {
        match self.kind {
            WebhookErrorKind::SignatureMissing
            | WebhookErrorKind::SignatureMalformed
            | WebhookErrorKind::SignatureMismatch => StatusCode::UNAUTHORIZED,
            WebhookErrorKind::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            WebhookErrorKind::BodyMalformed | WebhookErrorKind::BodyIncomplete => StatusCode::BAD_REQUEST,
        }
    }

    /// Returns a message for the sender of the request. It reveals no information about the verifier.
    pub fn public_message(&self) -> &'static str {
        match self.kind {
            WebhookErrorKind::SignatureMissing => "the signature is missing",
            WebhookErrorKind::SignatureMalformed => "the signature is malformed",
            WebhookErrorKind::SignatureMismatch => "the signature does not match",
            WebhookErrorKind::BodyMalformed => "the body is malformed",
            WebhookErrorKind::BodyTooLarge => "the body is too large",
            WebhookErrorKind::BodyIncomplete => "the body is incomplete",
        }
    }
}

impl fmt::Display for WebhookError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Signature { header, credential, hint, .. } = self.signature;
        match (self.kind, &self.problem) {
            (WebhookErrorKind::SignatureMissing, _) => write!(
                formatter,
                "no signature: the request has no header `{header}`; either it is not from the vendor, or a proxy \
                 removes the header"
            ),
            (WebhookErrorKind::SignatureMalformed, Some(Problem::SeveralSignatures)) => write!(
                formatter,
                "malformed signature: the request has several `{header}` headers with different values; check \
                 whether a proxy adds one"
            ),
            (WebhookErrorKind::SignatureMalformed, _) => write!(
                formatter,
                "malformed signature: the header `{header}` does not contain {}; either the request is not from the vendor, \
                 or a proxy changes the header",
                self.signature.shape()
            ),
            (WebhookErrorKind::SignatureMismatch, _) => {
                write!(
                    formatter,
                    "signature mismatch: the signature in `{header}` does not match this body with any token of the \
                     verifier; check that `{credential}` is the token of this application, and that the body is the raw bytes, \
                     not JSON that was parsed and serialized again"
                )?;
                if hint.is_empty() { Ok(()) } else { write!(formatter, ". {hint}") }
            }
            (WebhookErrorKind::BodyMalformed, Some(Problem::Event(error))) => write!(
                formatter,
                "{error}; the signature is valid: store `verified_body()` to keep the event, and report the problem"
            ),
            #[cfg(feature = "axum")]
            (WebhookErrorKind::BodyTooLarge, Some(Problem::Limit(limit))) => write!(
                formatter,
                "the body has more than {limit} bytes; if events are that large, raise `max_body_bytes` of the verifier"
            ),
            #[cfg(feature = "axum")]
            (WebhookErrorKind::BodyIncomplete, Some(Problem::Connection(causes))) => write!(
                formatter,
                "the connection failed before the whole body was received ({causes}); the vendor will send the event again"
            ),
            (
                WebhookErrorKind::BodyMalformed | WebhookErrorKind::BodyTooLarge | WebhookErrorKind::BodyIncomplete,
                _,
            ) => formatter.write_str(self.public_message()),
        }
    }
}

impl fmt::Debug for WebhookError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = self.verified_body.as_ref().map(Bytes::len);
        formatter
            .debug_struct("WebhookError")
            .field("kind", &self.kind)
            .field("signature", &self.signature)
            .field("problem", &self.problem)
            .field("verified_body", &format_args!("{} bytes", length.unwrap_or_default()))
            .finish()
    }
}

impl error::Error for WebhookError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match &self.problem {
            #[cfg(feature = "axum")]
            Some(Problem::Connection(causes)) => causes.outer(),
            _ => None,
        }
    }
}
