//! Webhooks: verifying the sender of events and decoding the events.

#[cfg(feature = "axum")]
mod axum;
mod error;
mod event;
mod signature;
mod verifier;

pub use error::{WebhookError, WebhookErrorKind};
pub use event::{EventError, Received, SignedEvent, WebhookEvent, read_event, unknown_event_fields};
pub use signature::{Signature, SignatureAlgorithm, SignatureEncoding};
pub use verifier::EventVerifier;
