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
            "Accepted breaking changes since the last release, by their ids.",
        ),
    ],
};

const ACKNOWLEDGEMENT: Shape = Shape {
    name: "an acknowledgement",
    keys: &[
        Key::required("reason", Kind::Text, "Reason for the change."),
        Key::optional("by", Kind::Text, "The person who accepted it."),
        Key::optional("until", Kind::Date, "The last day or month for which it is accepted."),
    ],
};
