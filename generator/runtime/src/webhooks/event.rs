//! Events and the lenient decoding of their bodies.

use std::error;
use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::decode::{Decode, Tape, UnknownField, Warning, Warnings, unknown_fields};
use crate::response::read;

use super::signature::Signature;

/// The events of a product. Generated code has one enum for each product with events.
pub trait WebhookEvent: Decode {
    /// The module of the product.
    const PRODUCT: &'static str;
}

/// The events of a product that are signed in a documented way.
///
/// Other products have no [`EventVerifier`](super::EventVerifier), because their events can't be authenticated.
pub trait SignedEvent: WebhookEvent {
    /// The description of the signature.
    const SIGNATURE: &'static Signature;
}

/// An event with the warnings about its body. Dereferences to the event.
#[derive(Clone)]
#[non_exhaustive]
pub struct Received<T> {
    event: T,
    warnings: Vec<Warning>,
    fingerprint: [u8; 16],
    raw_body: Option<Bytes>,
}

impl<T> Received<T> {
    /// Returns the event.
    pub fn into_event(self) -> T {
        self.event
    }

    /// Returns a hash of the raw body as 32 hexadecimal digits.
    ///
    /// Use it to detect duplicate deliveries: a vendor sends an event again if it gets no response in time, and an
    /// attacker may replay a captured request. Keep the fingerprints of the last minutes, and drop events whose
    /// fingerprint is known. Keep the fingerprints no longer than the vendor retries, because two separate events
    /// without a timestamp can have the same body.
    pub fn fingerprint(&self) -> String {
        HEXLOWER.encode(&self.fingerprint)
    }

    /// Returns the raw body of an event that the axum extractor received, for example to find its unknown fields.
    ///
    /// `None` for other events, because their body is not copied.
    pub fn raw_body(&self) -> Option<&Bytes> {
        self.raw_body.as_ref()
    }

    #[cfg(feature = "axum")]
    pub(super) fn with_raw_body(self, body: Bytes) -> Self {
        Self { raw_body: Some(body), ..self }
    }

    /// Returns the warnings about the body, at most 1000.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }
}

/// Shows the length of the raw body but not its content, because it is user content.
impl<T: fmt::Debug> fmt::Debug for Received<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Received")
            .field("event", &self.event)
            .field("warnings", &self.warnings)
            .field("fingerprint", &self.fingerprint())
            .field("raw_body", &self.raw_body.as_ref().map(|body| format!("{} bytes", body.len())))
            .finish()
    }
}

impl<T> Deref for Received<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.event
    }
}

/// The body of an event is malformed. The error message never contains the body.
#[derive(Debug)]
pub struct EventError {
    problem: String,
}

impl fmt::Display for EventError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the body of the event is malformed: {}", self.problem)
    }
}

impl error::Error for EventError {}

/// Reads the body of an event.
#[doc(hidden)]
pub fn read_event<T: Decode>(body: &[u8]) -> Result<Received<T>, EventError> {
    let tape = Tape::parse(body).map_err(|error| EventError { problem: format!("it is not JSON ({error})") })?;
    match read(&tape, "", T::decode) {
        (Some(event), Warnings { list: warnings, .. }) => {
            let mut fingerprint = [0; 16];
            fingerprint.copy_from_slice(&Sha256::digest(body)[..16]);
            Ok(Received { event, warnings, fingerprint, raw_body: None })
        }
        (None, warnings) => {
            let problem = warnings.list.last().map_or_else(|| "it is empty".to_owned(), ToString::to_string);
            Err(EventError { problem })
        }
    }
}

/// Returns the fields of an event that no type knows.
#[doc(hidden)]
pub fn unknown_event_fields<T: Decode>(body: &[u8]) -> Vec<UnknownField> {
    unknown_fields(body, "", &[], &|reader| drop(T::decode(reader)))
}
