//! Types, and `<product>/types.yaml`.

use super::common::{
    CORRECTION, DEPRECATED, DOC, DOC_REQUIRED, FORMAT, PRIVATE, RUST, SENSITIVE, TYPE, UNVERIFIED, WAS,
};
use super::words::JsonKind;
use crate::source::shape::{Key, Kind, Shape};

/// The format of a file of types.
pub const TYPES_FILE: Shape = Shape {
    name: "a file of shared types",
    keys: &[FORMAT, DOC, Key::required("types", TYPES, "Types that several sections of the product use, by name.")],
};

pub(super) const TYPES: Kind = Kind::Entries(&Kind::Fields(&TYPE_DEFINITION));

const TYPE_DEFINITION: Shape = Shape {
    name: "a type",
    keys: &[
        DOC_REQUIRED,
        Key::optional("type", Kind::Text, "Target of an alias."),
        Key::optional(
            "enum",
            Kind::Entries(&Kind::OptionalTextOr(&ENUM_VALUE)),
            "Known values, each with its meaning.",
        ),
        Key::optional("union", Kind::Fields(&UNION), "Several types; a value has one of them."),
        Key::optional("fields", FIELDS, "Fields of an object, by name on the wire."),
        UNVERIFIED,
        DEPRECATED,
        CORRECTION,
        WAS,
        RUST,
    ],
};

const ENUM_VALUE: Shape = Shape { name: "an enum value", keys: &[DOC, UNVERIFIED, DEPRECATED, CORRECTION, WAS, RUST] };

const UNION: Shape = Shape {
    name: "a union",
    keys: &[
        Key::optional("by", Kind::Text, "Field whose value selects the type."),
        Key::optional("members", Kind::Entries(&Kind::TextOr(&MEMBER)), "Types, by the value of the field in `by`."),
        Key::optional("kinds", Kind::Fields(&KINDS), "Types by kind of JSON, if no field selects the type."),
    ],
};

const MEMBER: Shape = Shape { name: "a member of a union", keys: &[TYPE, DOC, UNVERIFIED, RUST] };

const KINDS: Shape = Shape {
    name: "the kinds of a union",
    keys: &[
        Key::optional(JsonKind::String.as_str(), Kind::Text, "Type of a string."),
        Key::optional(JsonKind::Number.as_str(), Kind::Text, "Type of a number."),
        Key::optional(JsonKind::Bool.as_str(), Kind::Text, "Type of `true` and `false`."),
        Key::optional(JsonKind::List.as_str(), Kind::Text, "Type of a list."),
        Key::optional(JsonKind::Object.as_str(), Kind::Text, "Type of an object."),
    ],
};

pub(super) const FIELDS: Kind = Kind::Entries(&Kind::TextOr(&FIELD));

const FIELD: Shape = Shape {
    name: "a field",
    keys: &[
        TYPE,
        Key::optional("always", Kind::Bool, "Whether it is an identifier that is always present."),
        Key::optional("also", Kind::Texts, "Other names of the field in responses."),
        Key::optional("absent", Kind::Scalars, "Values that mean that the field has no value, such as `-1`."),
        Key::optional("required", Kind::Bool, "Whether an object in a request must have it."),
        Key::optional("nullable", Kind::Bool, "Whether null can be sent, to clear the value."),
        SENSITIVE,
        PRIVATE,
        DOC,
        UNVERIFIED,
        DEPRECATED,
        CORRECTION,
        WAS,
        RUST,
    ],
};
