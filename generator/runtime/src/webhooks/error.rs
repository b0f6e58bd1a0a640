//! Why something that was received is no event.

use std::error;
use std::fmt;

use bytes::Bytes;
use http::StatusCode;

use super::event::EventError;
use super::signature::Signature;
#[cfg(feature = "axum")]
use crate::error::Causes;

/// A request that is not a readable event of the vendor.
///
/// `Display` is one line that says what is wrong and what to do. Neither `Display` nor `Debug` shows anything of the
/// body, the token or a signature.
pub struct WebhookError {
    kind: WebhookErrorKind,
    signature: &'static Signature,
    problem: Option<Problem>,
    verified_body: Option<Bytes>,
}

/// What is wrong with a request that should be an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WebhookErrorKind {
    /// It has no signature. Anybody may have sent it.
    SignatureMissing,
    /// The header of the signature holds something else, or several signatures that differ.
    SignatureMalformed,
    /// The signature is that of another body, or made with another token.
    SignatureWrong,
    /// The vendor has sent it, but its body is no event.
    BodyUnreadable,
    /// The body is larger than the limit of the verifier; nothing was checked.
    BodyTooLarge,
    /// The connection failed before all of the body was there; nothing was checked.
    BodyInterrupted,
}

/// What is known beyond the kind.
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

    /// An error for a body whose signature is right.
    pub(super) fn unreadable(error: EventError, signature: &'static Signature, body: &[u8]) -> Self {
        let error = Self::new(WebhookErrorKind::BodyUnreadable, signature).with_problem(Problem::Event(error));
        Self { verified_body: Some(Bytes::copy_from_slice(body)), ..error }
    }

    #[cfg(feature = "axum")]
    pub(super) fn too_large(limit: usize, signature: &'static Signature) -> Self {
        Self::new(WebhookErrorKind::BodyTooLarge, signature).with_problem(Problem::Limit(limit))
    }

    #[cfg(feature = "axum")]
    pub(super) fn interrupted(cause: &(dyn error::Error + 'static), signature: &'static Signature) -> Self {
        let causes = Causes::of(cause, "the connection failed");
        Self::new(WebhookErrorKind::BodyInterrupted, signature).with_problem(Problem::Connection(causes))
    }

    /// What is wrong.
    pub fn kind(&self) -> WebhookErrorKind {
        self.kind
    }

    /// The body as it was received, if its signature is right but it can't be read.
    ///
    /// A vendor sends a rejected event a few times, and then drops it. To keep such an event, store these bytes and
    /// respond with 200. They are `None` for all other errors, because their sender is unknown.
    pub fn verified_body(&self) -> Option<&Bytes> {
        self.verified_body.as_ref()
    }

    /// The HTTP status of the response: 401 for a signature that is not right, 413 for a body that is too large, 400 for
    /// a body that can't be read.
    pub fn status(&self) -> StatusCode {
        match self.kind {
            WebhookErrorKind::SignatureMissing
            | WebhookErrorKind::SignatureMalformed
            | WebhookErrorKind::SignatureWrong => StatusCode::UNAUTHORIZED,
            WebhookErrorKind::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            WebhookErrorKind::BodyUnreadable | WebhookErrorKind::BodyInterrupted => StatusCode::BAD_REQUEST,
        }
    }

    /// What to tell whoever sent the request: no more than they know anyway.
    pub fn public_message(&self) -> &'static str {
        match self.kind {
            WebhookErrorKind::SignatureMissing => "the signature is missing",
            WebhookErrorKind::SignatureMalformed => "the signature is malformed",
            WebhookErrorKind::SignatureWrong => "the signature is wrong",
            WebhookErrorKind::BodyUnreadable => "the body can't be read",
            WebhookErrorKind::BodyTooLarge => "the body is too large",
            WebhookErrorKind::BodyInterrupted => "the body is incomplete",
        }
    }
}

impl fmt::Display for WebhookError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Signature { header, credential, hint, .. } = self.signature;
        match (self.kind, &self.problem) {
            (WebhookErrorKind::SignatureMissing, _) => write!(
                formatter,
                "no signature: the request has no header `{header}`; either somebody else has sent it, or a proxy on the \
                 way drops the header"
            ),
            (WebhookErrorKind::SignatureMalformed, Some(Problem::SeveralSignatures)) => write!(
                formatter,
                "malformed signature: the request has several headers `{header}` that differ; does a proxy on the way \
                 add one?"
            ),
            (WebhookErrorKind::SignatureMalformed, _) => write!(
                formatter,
                "malformed signature: the header `{header}` does not hold {}; either somebody else has sent the request, \
                 or a proxy on the way changes the header",
                self.signature.shape()
            ),
            (WebhookErrorKind::SignatureWrong, _) => {
                write!(
                    formatter,
                    "wrong signature: the one in `{header}` is not that of this body with a token that was given to the \
                     verifier; is `{credential}` the token of this application? Are these the bytes as they were \
                     received, or did something parse the JSON and write it again?"
                )?;
                if hint.is_empty() { Ok(()) } else { write!(formatter, " {hint}") }
            }
            (WebhookErrorKind::BodyUnreadable, Some(Problem::Event(error))) => write!(
                formatter,
                "{error}; its signature is right: store `verified_body()` to keep the event, and report this with its name"
            ),
            #[cfg(feature = "axum")]
            (WebhookErrorKind::BodyTooLarge, Some(Problem::Limit(limit))) => write!(
                formatter,
                "the body has more than {limit} bytes; if events are that large, raise `max_body_bytes` of the verifier"
            ),
            #[cfg(feature = "axum")]
            (WebhookErrorKind::BodyInterrupted, Some(Problem::Connection(causes))) => write!(
                formatter,
                "the connection failed before the whole body was received ({causes}); the vendor sends such an event again"
            ),
            (
                WebhookErrorKind::BodyUnreadable | WebhookErrorKind::BodyTooLarge | WebhookErrorKind::BodyInterrupted,
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
