//! `acknowledged.yaml`.

use super::common::FORMAT;
use crate::source::shape::{Key, Kind, Shape};

/// The format of `acknowledged.yaml`.
pub const ACKNOWLEDGED: Shape = Shape {
    name: "the acknowledged changes",
    keys: &[
        FORMAT,
        Key::required(
            "acknowledged",
            Kind::Entries(&Kind::Fields(&ACKNOWLEDGEMENT)),
            "Changes since the last release that are wanted although they break something, by their ids.",
        ),
    ],
};

const ACKNOWLEDGEMENT: Shape = Shape {
    name: "an acknowledgement",
    keys: &[
        Key::required("reason", Kind::Text, "Why the change is made although it breaks something."),
        Key::optional("by", Kind::Text, "Who accepted it."),
        Key::optional("until", Kind::Date, "The last day or month for which it is accepted."),
    ],
};
