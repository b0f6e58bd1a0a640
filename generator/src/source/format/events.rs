//! `<product>/events.yaml`: what the vendor sends to its users' servers.

use super::common::{DOC_REQUIRED, DOCS, FORMAT, RUST, TITLE, TYPE, UNVERIFIED};
use super::types::TYPES;
use super::words::{Evidence, SignatureAlgorithm, SignatureEncoding};
use crate::source::shape::{Key, Kind, Shape};

/// The format of an `events.yaml`.
pub const EVENTS_FILE: Shape = Shape {
    name: "a file of events",
    keys: &[
        FORMAT,
        TITLE,
        DOCS,
        DOC_REQUIRED,
        Key::required("by", Kind::Text, "Field whose value selects the event."),
        Key::optional("signature", Kind::Fields(&SIGNATURE), "Signature of an event."),
        Key::required("events", Kind::Entries(&Kind::Fields(&EVENT)), "Events, by the value of the field in `by`."),
        Key::optional("types", TYPES, "Types that only these events use, by name."),
    ],
};

const SIGNATURE: Shape = Shape {
    name: "a signature",
    keys: &[
        Key::required("header", Kind::Text, "Header with the signature."),
        Key::required("algorithm", Kind::OneOf(SignatureAlgorithm::WORDS), "Algorithm that signs the body."),
        Key::required("encoding", Kind::OneOf(SignatureEncoding::WORDS), "Encoding of its bytes."),
        Key::optional("prefix", Kind::Text, "Prefix of the signature in the header."),
        Key::required("credential", Kind::Text, "Credential that is the key."),
        Key::optional("hint", Kind::Text, "Advice in the error for an invalid signature."),
        UNVERIFIED,
    ],
};

pub(super) const EVENT: Shape = Shape {
    name: "an event",
    keys: &[
        TYPE,
        DOC_REQUIRED,
        Key::required("evidence", Kind::OneOf(Evidence::WORDS), "Evidence for the event."),
        UNVERIFIED,
        RUST,
        Key::optional("example", Kind::Text, "Body of the event with made-up values."),
    ],
};
