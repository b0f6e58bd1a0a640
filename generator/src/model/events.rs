//! Webhook events, which the vendor sends to servers of its users.

use super::{CredentialId, Type};
use crate::source::Text;
use crate::source::format::words::{Evidence, SignatureAlgorithm, SignatureEncoding};

/// The events of a product.
#[derive(Clone, Debug)]
pub struct Events {
    /// The file's path inside the spec.
    pub file: String,
    /// Their title.
    pub title: String,
    /// The page in the vendor's documentation.
    pub docs: Option<String>,
    /// Their documentation.
    pub doc: String,
    /// The field that tells them apart.
    pub by: Text,
    /// How a server proves that it sent one.
    pub signature: Option<Signature>,
    /// The events, in the order of the spec.
    pub events: Vec<Event>,
}

/// How a server proves that it sent an event.
#[derive(Clone, Debug)]
pub struct Signature {
    /// The header that carries it.
    pub header: String,
    /// How it is made from the body.
    pub algorithm: SignatureAlgorithm,
    /// How its bytes are written.
    pub encoding: SignatureEncoding,
    /// What stands before it in the header.
    pub prefix: String,
    /// The credential that is its key.
    pub credential: CredentialId,
    /// What to look at if no signature fits.
    pub hint: Option<String>,
    /// Doubts about its description.
    pub unverified: Option<String>,
}

/// An event.
#[derive(Clone, Debug)]
pub struct Event {
    /// The value that tells it.
    pub value: Text,
    /// Its type; none if the body is unknown.
    pub type_: Option<Type>,
    /// When it is sent.
    pub doc: String,
    /// The evidence for it.
    pub evidence: Evidence,
    /// Doubts about its description.
    pub unverified: Option<String>,
    /// An explicit Rust name.
    pub rust: Option<Text>,
    /// A made-up body.
    pub example: Option<String>,
}
