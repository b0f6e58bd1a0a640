//! `known_mistakes.yaml`.

use super::common::{FORMAT, TITLE};
use crate::source::shape::{Key, Kind, Shape};

/// The format of `known_mistakes.yaml`.
pub const KNOWN_MISTAKES: Shape = Shape {
    name: "the known mistakes",
    keys: &[
        FORMAT,
        Key::required(
            "known_mistakes",
            Kind::Entries(&Kind::Fields(&VENDOR_DOCUMENT)),
            "OpenAPI documents of the vendor, by id, each with its known mistakes.",
        ),
    ],
};

const VENDOR_DOCUMENT: Shape = Shape {
    name: "a document of the vendor",
    keys: &[
        TITLE,
        Key::required("docs", Kind::Url, "URL of the document."),
        Key::required(
            "recognized_by",
            Kind::Entries(&Kind::Scalar),
            "Values that identify the document, such as `info.version`; dots select nested values.",
        ),
        Key::required("mistakes", Kind::Entries(&Kind::Fields(&KNOWN_MISTAKE)), "Its mistakes, by id."),
    ],
};

const KNOWN_MISTAKE: Shape = Shape {
    name: "a known mistake",
    keys: &[
        Key::required("right", Kind::Text, "The correct form, with the evidence for it."),
        Key::required(
            "at",
            Kind::Entries(&Kind::Texts),
            "Requests of the document, such as `GET /v1/items`, each with the wrong elements, such as `query.limit`.",
        ),
    ],
};
