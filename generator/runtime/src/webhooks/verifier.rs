//! Whether the vendor has sent something, decided before anything of it is parsed.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use http::HeaderMap;

use super::error::{WebhookError, WebhookErrorKind};
use super::event::{Received, SignedEvent, read_event};
use super::signature::{Key, Signature};
use crate::error::ConfigurationError;
use crate::values::Sensitive;

/// A body of more bytes is not read by the extractor of axum, unless the verifier says otherwise.
const MAX_BODY_BYTES: usize = 1 << 20;

/// Reads events of a product, after having proven by their signature that the vendor has sent them.
///
/// It is made once from the token that the vendor signs with, and is cheap to clone. The signature is that of the body
/// as it was received, byte for byte: a body that was parsed and written again has another one, since there is more
/// than one way to write the same JSON. So give it the raw bytes, before any middleware has seen them as JSON.
///
/// A signature carries no time. Whoever got hold of a request can send it again, and vendors send events more than
/// once by themselves: handle each event only once, by an id or a time in it.
///
/// `E` is the `Event` of the product; its module has this type with that filled in.
pub struct EventVerifier<E> {
    keys: Arc<[Key]>,
    max_body_bytes: usize,
    event: PhantomData<fn() -> E>,
}

impl<E: SignedEvent> EventVerifier<E> {
    /// The header that carries the signature. Its case does not matter.
    pub const HEADER: &'static str = E::SIGNATURE.header;

    /// A verifier for events that are signed with this token.
    ///
    /// # Errors
    /// If the token is empty, since anybody could sign with that, or if it has blanks or line ends around it, which
    /// belong to the file or variable that it came from.
    pub fn new(token: impl Into<Sensitive<String>>) -> Result<Self, ConfigurationError> {
        let verifier = Self { keys: Arc::new([]), max_body_bytes: MAX_BODY_BYTES, event: PhantomData };
        verifier.also_accept(token)
    }

    /// Also takes events that are signed with this token: while tokens are being exchanged, both the old and the new
    /// one are right.
    ///
    /// # Errors
    /// As those of [`new`](Self::new).
    pub fn also_accept(self, token: impl Into<Sensitive<String>>) -> Result<Self, ConfigurationError> {
        let token = token.into().into_exposed();
        let credential = E::SIGNATURE.credential;
        if token.is_empty() {
            return Err(ConfigurationError::of_verifier(format!(
                "`{credential}` is empty; anybody could sign with that"
            )));
        }
        if token.trim() != token {
            return Err(ConfigurationError::of_verifier(format!("`{credential}` has blanks around it; take them off")));
        }
        let key = Key::new(E::SIGNATURE.algorithm, token.as_bytes())
            .ok_or_else(|| ConfigurationError::of_verifier(format!("`{credential}` can't be a key")))?;
        Ok(Self { keys: self.keys.iter().cloned().chain([key]).collect(), ..self })
    }

    /// How many bytes the body of an event may have where this crate receives it, which is the extractor of axum. By
    /// default 1 MiB.
    #[must_use]
    pub fn max_body_bytes(self, bytes: usize) -> Self {
        Self { max_body_bytes: bytes, ..self }
    }

    /// Verifies the signature and reads the event. What is odd about the body is left out, with a warning; an event
    /// that this version of the crate does not know is `Unknown`.
    ///
    /// # Errors
    /// If the signature is not right, or the body is no JSON object or lacks an identifier of its event. A body with the
    /// right signature is in the error: [`WebhookError::verified_body`].
    pub fn read(&self, headers: &HeaderMap, body: &[u8]) -> Result<Received<E>, WebhookError> {
        self.read_with_signature(headers.get_all(Self::HEADER), body)
    }

    /// The same for servers that have headers of another type: takes the values of the header [`HEADER`](Self::HEADER),
    /// an `Option<&str>` for example.
    ///
    /// There may be several values if they are all the same signature.
    ///
    /// # Errors
    /// As those of [`read`](Self::read).
    pub fn read_with_signature(
        &self,
        signature: impl IntoIterator<Item = impl AsRef<[u8]>>,
        body: &[u8],
    ) -> Result<Received<E>, WebhookError> {
        let signature = presented(E::SIGNATURE, signature)?;
        self.read_signed(&signature, body)
    }

    /// Verifies the signature alone, for those who read the body in another way or elsewhere.
    ///
    /// # Errors
    /// If the signature is not right.
    pub fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), WebhookError> {
        let signature = presented(E::SIGNATURE, headers.get_all(Self::HEADER))?;
        verify(E::SIGNATURE, &self.keys, &signature, body)
    }

    pub(super) fn read_signed(&self, signature: &[u8], body: &[u8]) -> Result<Received<E>, WebhookError> {
        verify(E::SIGNATURE, &self.keys, signature, body)?;
        read_event(body).map_err(|error| WebhookError::unreadable(error, E::SIGNATURE, body))
    }

    #[cfg(feature = "axum")]
    pub(super) fn body_limit(&self) -> usize {
        self.max_body_bytes
    }
}

/// The signature that a request has, which is not yet known to be right.
pub(super) fn presented(
    signature: &'static Signature,
    values: impl IntoIterator<Item = impl AsRef<[u8]>>,
) -> Result<Vec<u8>, WebhookError> {
    let mut presented: Option<Vec<u8>> = None;
    for value in values {
        let Some(bytes) = signature.parse(value.as_ref()) else {
            return Err(WebhookError::new(WebhookErrorKind::SignatureMalformed, signature));
        };
        // Which of two that differ is meant is nothing to guess about.
        if presented.as_ref().is_some_and(|first| *first != bytes) {
            return Err(WebhookError::several_signatures(signature));
        }
        presented = Some(bytes);
    }
    presented.ok_or_else(|| WebhookError::new(WebhookErrorKind::SignatureMissing, signature))
}

fn verify(signature: &'static Signature, keys: &[Key], presented: &[u8], body: &[u8]) -> Result<(), WebhookError> {
    // All keys are tried, so that the time does not tell which one was right.
    let is_right = keys.iter().fold(false, |is_right, key| key.verifies(body, presented) | is_right);
    if is_right { Ok(()) } else { Err(WebhookError::new(WebhookErrorKind::SignatureWrong, signature)) }
}

// Written out, since deriving would ask the same of `E`.
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
