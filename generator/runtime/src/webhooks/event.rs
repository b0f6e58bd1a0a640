//! Events and the lenient decoding of their bodies.

use std::error;
use std::fmt;
use std::ops::Deref;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::decode::{Decode, Tape, Warning, Warnings};
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
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Received<T> {
    event: T,
    warnings: Vec<Warning>,
    fingerprint: [u8; 16],
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

    /// Returns the warnings about the body, at most 1000.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
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
            Ok(Received { event, warnings, fingerprint })
        }
        (None, warnings) => {
            let problem = warnings.list.last().map_or_else(|| "it is empty".to_owned(), ToString::to_string);
            Err(EventError { problem })
        }
    }
}
