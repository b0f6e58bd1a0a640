//! `vendor_names.yaml`.

use super::common::{FORMAT, TITLE};
use crate::source::shape::{Key, Kind, Shape};

/// The format of `vendor_names.yaml`.
pub const VENDOR_NAMES: Shape = Shape {
    name: "the names of the vendor",
    keys: &[
        FORMAT,
        Key::required(
            "vendor_names",
            Kind::Entries(&Kind::Fields(&VENDOR_CLIENT)),
            "Clients of the vendor for other languages, by id.",
        ),
    ],
};

const VENDOR_CLIENT: Shape = Shape {
    name: "a client of the vendor",
    keys: &[
        TITLE,
        Key::required("docs", Kind::Url, "URL of the page that describes it."),
        Key::required(
            "classes",
            Kind::Entries(&Kind::Entries(&Kind::Texts)),
            "Its methods by class, each with the ids of the equivalent operations: `product.section.operation`.",
        ),
        Key::optional(
            "missing",
            Kind::Entries(&Kind::Entries(&Kind::Text)),
            "Methods by class without an equivalent operation, each with the reason.",
        ),
    ],
};
