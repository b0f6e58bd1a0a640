//! Events, and reading their bodies leniently.

use std::error;
use std::fmt;
use std::ops::Deref;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::decode::{Decode, Tape, Warning, Warnings};
use crate::response::read;

use super::signature::Signature;

/// The events of a product: an enum that generated code has for each.
pub trait WebhookEvent: Decode {
    /// The module of the product.
    const PRODUCT: &'static str;
}

/// The events of a product whose vendor signs them in a way that is known.
///
/// Where it is not, there is no [`EventVerifier`](super::EventVerifier) for them: nothing proves who sent them.
pub trait SignedEvent: WebhookEvent {
    /// How they are signed.
    const SIGNATURE: &'static Signature;
}

/// An event with everything that was odd about its body. Dereferences to the event.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Received<T> {
    event: T,
    warnings: Vec<Warning>,
    fingerprint: [u8; 16],
}

impl<T> Received<T> {
    /// The event.
    pub fn into_event(self) -> T {
        self.event
    }

    /// A text of 32 hexadecimal digits that tells this body from others: a hash of its bytes.
    ///
    /// A vendor that gets no answer in time sends the same request again, and so does whoever has caught one. Keep the
    /// fingerprints of the last minutes, and drop an event whose fingerprint is there. Keep them no longer than the
    /// vendor tries again: of two events that have no time in them, the second may well be meant.
    pub fn fingerprint(&self) -> String {
        HEXLOWER.encode(&self.fingerprint)
    }

    /// What was odd about the body, up to 1000 times.
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

/// The body of an event can't be read. Its text never holds the body.
#[derive(Debug)]
pub struct EventError {
    problem: String,
}

impl fmt::Display for EventError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the body of the event can't be read: {}", self.problem)
    }
}

impl error::Error for EventError {}

/// Reads the body of an event.
#[doc(hidden)]
pub fn read_event<T: Decode>(body: &[u8]) -> Result<Received<T>, EventError> {
    let tape = Tape::parse(body).map_err(|error| EventError { problem: format!("it is no JSON ({error})") })?;
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
