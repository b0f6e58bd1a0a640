//! Keys that stand at many places with one meaning.

use super::VERSION;
use crate::source::shape::{Key, Kind, Shape};

pub(super) const FORMAT: Key =
    Key::required("format", Kind::OneOf(&[VERSION]), "Version of the format that the file is written in.");
pub(super) const TITLE: Key = Key::required("title", Kind::Text, "Title, as the documentation of the vendor has it.");
pub(super) const DOC: Key =
    Key::optional("doc", Kind::Text, "Its meaning and unit, in one or two sentences of your own.");
pub(super) const DOC_REQUIRED: Key = Key::required("doc", Kind::Text, "A description in one or two sentences.");
pub(super) const DOCS: Key = Key::optional("docs", Kind::Url, "URL of the vendor's page about it.");
pub(super) const UNVERIFIED: Key =
    Key::optional("unverified", Kind::Text, "Doubts about the description, and the evidence for its current form.");
pub(super) const DEPRECATED: Key =
    Key::optional("deprecated", Kind::TextOr(&DEPRECATION), "Deprecation and replacement; a mapping if it has a date.");
const DEPRECATION: Shape = Shape {
    name: "a deprecation",
    keys: &[
        Key::required("use", Kind::Text, "What to use instead."),
        Key::required("sunset", Kind::Date, "The day or month from which on it may be gone, as the vendor says."),
    ],
};
pub(super) const CORRECTION: Key = Key::optional(
    "correction",
    Kind::Text,
    "What this spec or the documentation had wrong, where the server has been like this all along.",
);
pub(super) const WAS: Key =
    Key::optional("was", Kind::Text, "Its former name, so that the change counts as a renaming.");
pub(super) const RUST: Key =
    Key::optional("rust", Kind::Text, "Its name in Rust, where the usual one can't be made or is taken.");
pub(super) const TYPE: Key =
    Key::required("type", Kind::Text, "Type: `string`, `list<T>`, `map<T>`, a named type, ...");
pub(super) const TYPE_OPTIONAL: Key =
    Key::optional("type", Kind::Text, "Type: `string`, `list<T>`, `map<T>`, a named type, ...");
pub(super) const SENSITIVE: Key =
    Key::optional("sensitive", Kind::Bool, "Whether it is a secret, which is never shown for debugging.");
pub(super) const PRIVATE: Key =
    Key::optional("private", Kind::Bool, "Whether it is personal data: its value is redacted in debug output.");
