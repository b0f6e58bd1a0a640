//! Keys with the same meaning in several mappings.

use super::VERSION;
use crate::source::shape::{Key, Kind, Shape};

pub(super) const FORMAT: Key = Key::required("format", Kind::OneOf(&[VERSION]), "Format version of the file.");
pub(super) const TITLE: Key = Key::required("title", Kind::Text, "Title in the documentation of the vendor.");
pub(super) const DOC: Key = Key::optional("doc", Kind::Text, "Meaning and unit, in one or two sentences of your own.");
pub(super) const DOC_REQUIRED: Key = Key::required("doc", Kind::Text, "A description in one or two sentences.");
pub(super) const DOCS: Key = Key::optional("docs", Kind::Url, "URL of the vendor's page about it.");
pub(super) const UNVERIFIED: Key =
    Key::optional("unverified", Kind::Text, "Doubts about the description, and the evidence for its current form.");
pub(super) const DEPRECATED: Key =
    Key::optional("deprecated", Kind::TextOr(&DEPRECATION), "Deprecation and replacement; a mapping for a date.");
const DEPRECATION: Shape = Shape {
    name: "a deprecation",
    keys: &[
        Key::required("use", Kind::Text, "The replacement."),
        Key::required("sunset", Kind::Date, "The day or month of the earliest removal, as documented by the vendor."),
    ],
};
pub(super) const CORRECTION: Key = Key::optional(
    "correction",
    Kind::Text,
    "Corrected error of the spec or of the documentation; the server did not change.",
);
pub(super) const WAS: Key =
    Key::optional("was", Kind::Text, "Former name, so that the change is reported as a renaming.");
pub(super) const RUST: Key =
    Key::optional("rust", Kind::Text, "Name in Rust, if the default name is invalid or not unique.");
pub(super) const TYPE: Key =
    Key::required("type", Kind::Text, "Type: `string`, `list<T>`, `map<T>`, a named type, ...");
pub(super) const TYPE_OPTIONAL: Key =
    Key::optional("type", Kind::Text, "Type: `string`, `list<T>`, `map<T>`, a named type, ...");
pub(super) const SENSITIVE: Key =
    Key::optional("sensitive", Kind::Bool, "Whether it is a secret: its value is redacted in debug output.");
pub(super) const PRIVATE: Key =
    Key::optional("private", Kind::Bool, "Whether it is personal data: its value is redacted in debug output.");
