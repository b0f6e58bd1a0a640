//! Types, and `<product>/types.yaml`.

use super::common::{
    CORRECTION, DEPRECATED, DOC, DOC_REQUIRED, FORMAT, PRIVATE, RUST, SENSITIVE, TYPE, UNVERIFIED, WAS,
};
use super::words::JsonKind;
use crate::source::shape::{Key, Kind, Shape};

/// The format of a file of types.
pub const TYPES_FILE: Shape = Shape {
    name: "a file of shared types",
    keys: &[
        FORMAT,
        DOC,
        Key::required("types", TYPES, "Types that several sections of the product use, by their name."),
    ],
};

pub(super) const TYPES: Kind = Kind::Entries(&Kind::Fields(&TYPE_DEFINITION));

const TYPE_DEFINITION: Shape = Shape {
    name: "a type",
    keys: &[
        DOC_REQUIRED,
        Key::optional("type", Kind::Text, "Another type that this one is another name of."),
        Key::optional(
            "enum",
            Kind::Entries(&Kind::OptionalTextOr(&ENUM_VALUE)),
            "Known values, each with its meaning.",
        ),
        Key::optional("union", Kind::Fields(&UNION), "Several types, of which a value has one."),
        Key::optional("fields", FIELDS, "Fields of an object, by their name on the wire."),
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
        Key::optional("by", Kind::Text, "Field whose value tells the types apart."),
        Key::optional("members", Kind::Entries(&Kind::TextOr(&MEMBER)), "Types by the value of that field."),
        Key::optional(
            "kinds",
            Kind::Fields(&KINDS),
            "Types by the kind of JSON that they are, where no field tells them apart.",
        ),
    ],
};

const MEMBER: Shape = Shape { name: "a member of a union", keys: &[TYPE, DOC, UNVERIFIED, RUST] };

const KINDS: Shape = Shape {
    name: "the kinds of a union",
    keys: &[
        Key::optional(JsonKind::String.as_str(), Kind::Text, "Type of a text."),
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
        Key::optional("always", Kind::Bool, "Whether every instance has it: an identifier."),
        Key::optional("also", Kind::Texts, "Other names under which servers have sent it."),
        Key::optional("absent", Kind::Scalars, "Values that mean that there is none, such as `-1`."),
        Key::optional("required", Kind::Bool, "Whether an object that is sent can't be made without it."),
        Key::optional("nullable", Kind::Bool, "Whether null can be sent on purpose, to clear it."),
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
