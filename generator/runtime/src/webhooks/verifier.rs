//! Verification of the sender of an event before its body is parsed.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use http::HeaderMap;

use super::error::{WebhookError, WebhookErrorKind};
use super::event::{Received, SignedEvent, read_event};
use super::signature::{Key, Signature};
use crate::error::ConfigurationError;
use crate::values::Sensitive;

/// The default body limit of the axum extractor.
const MAX_BODY_BYTES: usize = 1 << 20;

/// Verifies the signature of events and decodes them.
///
/// Create it once with the token that the vendor signs with; clones are cheap. The signature covers the raw body, byte
/// for byte. JSON that was parsed and serialized again has a different signature, so pass the raw bytes, before any
/// middleware parses them.
///
/// A signature contains no time. Vendors may send an event more than once, and an attacker may replay a captured
/// request. Handle each event only once, for example by its id or timestamp; see [`Received::fingerprint`].
///
/// `E` is the `Event` type of the product; the module of the product has an alias with this type.
pub struct EventVerifier<E> {
    keys: Arc<[Key]>,
    max_body_bytes: usize,
    event: PhantomData<fn() -> E>,
}

impl<E: SignedEvent> EventVerifier<E> {
    /// The name of the header with the signature. The case of letters in the name has no meaning.
    pub const HEADER: &'static str = E::SIGNATURE.header;

    /// Creates a verifier for events that are signed with this token.
    ///
    /// # Errors
    /// Fails if the token is empty, because anyone could sign with an empty token. Fails if the token has white space
    /// or line breaks around it, which usually come from a file or variable.
    pub fn new(token: impl Into<Sensitive<String>>) -> Result<Self, ConfigurationError> {
        let verifier = Self { keys: Arc::new([]), max_body_bytes: MAX_BODY_BYTES, event: PhantomData };
        verifier.add_token(token)
    }

    /// Adds a token. While a token is rotated, events with the old and the new token are valid.
    ///
    /// # Errors
    /// Fails as [`new`](Self::new) does.
    pub fn add_token(self, token: impl Into<Sensitive<String>>) -> Result<Self, ConfigurationError> {
        let token = token.into().into_exposed();
        let credential = E::SIGNATURE.credential;
        if token.is_empty() {
            return Err(ConfigurationError::of_verifier(format!("`{credential}` is empty; anyone could sign with it")));
        }
        if token.trim() != token {
            return Err(ConfigurationError::of_verifier(format!(
                "`{credential}` has white space around it; remove it"
            )));
        }
        let key = Key::new(E::SIGNATURE.algorithm, token.as_bytes())
            .ok_or_else(|| ConfigurationError::of_verifier(format!("`{credential}` can't be a key")))?;
        Ok(Self { keys: self.keys.iter().cloned().chain([key]).collect(), ..self })
    }

    /// Sets the maximum size of a body for the axum extractor, in bytes. Default: 1 MiB.
    #[must_use]
    pub fn max_body_bytes(self, bytes: usize) -> Self {
        Self { max_body_bytes: bytes, ..self }
    }

    /// Verifies the signature and decodes the event. Invalid fields of the body are left out with a warning. An event
    /// type that this version of the crate does not know is decoded as `Unknown`.
    ///
    /// # Errors
    /// Fails if the signature is invalid, or if the body is not a JSON object or lacks an identifier of the event. If
    /// the signature is valid, the error contains the body: [`WebhookError::verified_body`].
    pub fn read(&self, headers: &HeaderMap, body: &[u8]) -> Result<Received<E>, WebhookError> {
        self.read_with_signature(headers.get_all(Self::HEADER), body)
    }

    /// Verifies and decodes an event as [`read`](Self::read) does, for servers with a different header type. Takes the
    /// values of the header [`HEADER`](Self::HEADER), for example an `Option<&str>`.
    ///
    /// Several values are accepted if they are the same signature.
    ///
    /// # Errors
    /// Fails as [`read`](Self::read) does.
    pub fn read_with_signature(
        &self,
        signature: impl IntoIterator<Item = impl AsRef<[u8]>>,
        body: &[u8],
    ) -> Result<Received<E>, WebhookError> {
        let signature = presented(E::SIGNATURE, signature)?;
        self.read_signed(&signature, body)
    }

    /// Verifies only the signature, for callers that decode the body themselves.
    ///
    /// # Errors
    /// Fails if the signature is invalid.
    pub fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), WebhookError> {
        let signature = presented(E::SIGNATURE, headers.get_all(Self::HEADER))?;
        verify(E::SIGNATURE, &self.keys, &signature, body)
    }

    pub(super) fn read_signed(&self, signature: &[u8], body: &[u8]) -> Result<Received<E>, WebhookError> {
        verify(E::SIGNATURE, &self.keys, signature, body)?;
        read_event(body).map_err(|error| WebhookError::malformed(error, E::SIGNATURE, body))
    }

    #[cfg(feature = "axum")]
    pub(super) fn body_limit(&self) -> usize {
        self.max_body_bytes
    }
}

/// Returns the signature of a request, which is not verified yet.
pub(super) fn presented(
    signature: &'static Signature,
    values: impl IntoIterator<Item = impl AsRef<[u8]>>,
) -> Result<Vec<u8>, WebhookError> {
    let mut presented: Option<Vec<u8>> = None;
    for value in values {
        let Some(bytes) = signature.parse(value.as_ref()) else {
            return Err(WebhookError::new(WebhookErrorKind::SignatureMalformed, signature));
        };
        // Several different signatures are ambiguous.
        if presented.as_ref().is_some_and(|first| *first != bytes) {
            return Err(WebhookError::several_signatures(signature));
        }
        presented = Some(bytes);
    }
    presented.ok_or_else(|| WebhookError::new(WebhookErrorKind::SignatureMissing, signature))
}

fn verify(signature: &'static Signature, keys: &[Key], presented: &[u8], body: &[u8]) -> Result<(), WebhookError> {
    // All keys are checked, so that the time does not reveal which key matched.
    let is_right = keys.iter().fold(false, |is_right, key| key.verifies(body, presented) | is_right);
    if is_right { Ok(()) } else { Err(WebhookError::new(WebhookErrorKind::SignatureMismatch, signature)) }
}

// Written out, because a derived implementation would require `E: Clone`.
impl<E> Clone for EventVerifier<E> {
    fn clone(&self) -> Self {
        Self { keys: Arc::clone(&self.keys), max_body_bytes: self.max_body_bytes, event: PhantomData }
    }
}

impl<E: SignedEvent> fmt::Debug for EventVerifier<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("EventVerifier")
            .field("product", &E::PRODUCT)
            .field("tokens", &self.keys.len())
            .field("max_body_bytes", &self.max_body_bytes)
            .finish()
    }
}
