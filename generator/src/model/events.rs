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
    /// The field whose value selects the event.
    pub by: Text,
    /// Their signature.
    pub signature: Option<Signature>,
    /// The events, in the order of the spec.
    pub events: Vec<Event>,
}

/// The signature of an event.
#[derive(Clone, Debug)]
pub struct Signature {
    /// Its header.
    pub header: String,
    /// The algorithm that signs the body.
    pub algorithm: SignatureAlgorithm,
    /// The encoding of its bytes.
    pub encoding: SignatureEncoding,
    /// Its prefix in the header.
    pub prefix: String,
    /// The credential that is the key.
    pub credential: CredentialId,
    /// Advice for signatures that do not match.
    pub hint: Option<String>,
    /// Doubts about its description.
    pub unverified: Option<String>,
}

/// An event.
#[derive(Clone, Debug)]
pub struct Event {
    /// The value that selects it.
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
