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
        Key::required("by", Kind::Text, "Field whose value tells the events apart."),
        Key::optional("signature", Kind::Fields(&SIGNATURE), "How a server proves that it sent an event."),
        Key::required("events", Kind::Entries(&Kind::Fields(&EVENT)), "The events, by the value of that field."),
        Key::optional("types", TYPES, "Types that only these events use, by their name."),
    ],
};

const SIGNATURE: Shape = Shape {
    name: "a signature",
    keys: &[
        Key::required("header", Kind::Text, "Header that carries the signature."),
        Key::required("algorithm", Kind::OneOf(SignatureAlgorithm::WORDS), "How it is made from the body."),
        Key::required("encoding", Kind::OneOf(SignatureEncoding::WORDS), "How its bytes are written."),
        Key::optional("prefix", Kind::Text, "What stands before it in the header."),
        Key::required("credential", Kind::Text, "The credential that is its key."),
        Key::optional("hint", Kind::Text, "What to look at if no signature fits; a part of the error."),
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
        Key::optional("example", Kind::Text, "A made-up body of the event."),
    ],
};
