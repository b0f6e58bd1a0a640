//! Why something that was received is no event.

use std::error;
use std::fmt;

use http::StatusCode;

use super::event::EventError;
use super::signature::Signature;

/// A request is no event of the vendor, or can't be read. Its text says what to do, in one line; neither it nor `Debug`
/// holds anything of the body, the token or a signature.
#[derive(Debug)]
pub struct WebhookError {
    kind: WebhookErrorKind,
    signature: &'static Signature,
    problem: Option<Problem>,
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
}

impl WebhookError {
    pub(super) fn new(kind: WebhookErrorKind, signature: &'static Signature) -> Self {
        Self { kind, signature, problem: None }
    }

    pub(super) fn several_signatures(signature: &'static Signature) -> Self {
        let problem = Some(Problem::SeveralSignatures);
        Self { kind: WebhookErrorKind::SignatureMalformed, signature, problem }
    }

    pub(super) fn unreadable(error: EventError, signature: &'static Signature) -> Self {
        Self { kind: WebhookErrorKind::BodyUnreadable, signature, problem: Some(Problem::Event(error)) }
    }

    #[cfg(feature = "axum")]
    pub(super) fn too_large(limit: usize, signature: &'static Signature) -> Self {
        Self { kind: WebhookErrorKind::BodyTooLarge, signature, problem: Some(Problem::Limit(limit)) }
    }

    /// What is wrong.
    pub fn kind(&self) -> WebhookErrorKind {
        self.kind
    }

    /// The HTTP status to answer with: 401 for a signature that is not right, 413 for a body that is too large, 400 for
    /// one that can't be read.
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
            (WebhookErrorKind::BodyUnreadable, Some(Problem::Event(error))) => {
                write!(formatter, "{error}; its signature is right: please report this, with the name of the event")
            }
            #[cfg(feature = "axum")]
            (WebhookErrorKind::BodyTooLarge, Some(Problem::Limit(limit))) => write!(
                formatter,
                "the body has more than {limit} bytes; if events are that large, raise `max_body_bytes` of the verifier"
            ),
            (WebhookErrorKind::BodyInterrupted, _) => formatter.write_str(
                "the connection failed before all of the body was there; the vendor sends such an event again",
            ),
            (WebhookErrorKind::BodyUnreadable | WebhookErrorKind::BodyTooLarge, _) => {
                formatter.write_str(self.public_message())
            }
        }
    }
}

impl error::Error for WebhookError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match &self.problem {
            Some(Problem::Event(error)) => Some(error),
            _ => None,
        }
    }
}
