//! `documented.yaml`.

use super::common::{FORMAT, TITLE};
use crate::source::shape::{Key, Kind, Shape};

/// The format of `documented.yaml`.
pub const DOCUMENTED: Shape = Shape {
    name: "the documented list",
    keys: &[
        FORMAT,
        Key::required(
            "documented",
            Kind::Entries(&Kind::Fields(&PRODUCT)),
            "All endpoints of the vendor's documentation, by product and section.",
        ),
    ],
};

const PRODUCT: Shape = Shape {
    name: "a documented product",
    keys: &[TITLE, Key::required("sections", Kind::Entries(&Kind::Fields(&SECTION)), "Its sections, by their id.")],
};

const SECTION: Shape = Shape {
    name: "a documented section",
    keys: &[
        TITLE,
        Key::required("endpoints", Kind::Entries(&Kind::Text), "Titles of its endpoints as documented, by their id."),
    ],
};
