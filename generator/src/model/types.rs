//! Types of the API.

use super::{Notes, TypeId};
use crate::source::Text;
use crate::source::format::words::JsonKind;

/// A type expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// A string.
    String,
    /// A 64-bit integer.
    Int,
    /// A 64-bit floating point number.
    Float,
    /// A boolean.
    Bool,
    /// A point in time in Unix milliseconds.
    TimestampMillis,
    /// Unix time in seconds or milliseconds, whichever the server sends.
    Timestamp,
    /// A point in time in Unix seconds.
    TimestampSeconds,
    /// A point in time as an ISO 8601 string.
    DateTime,
    /// A day as an ISO 8601 string.
    Date,
    /// A string with a URL.
    Url,
    /// A string with JSON.
    JsonText,
    /// Any JSON.
    Json,
    /// A file that is uploaded.
    File,
    /// A list.
    List(Box<Type>),
    /// A map with string keys.
    Map(Box<Type>),
    /// A type of the spec.
    Named(TypeId),
}

impl Type {
    /// Returns the named types in it.
    pub fn named(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) => Some(*id),
            Self::List(inner) | Self::Map(inner) => inner.named(),
            _ => None,
        }
    }
}

/// The directions in which a type is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Whether it is sent.
    pub request: bool,
    /// Whether it is received.
    pub response: bool,
}

/// A named type.
#[derive(Clone, Debug)]
pub struct TypeDefinition {
    /// Its name in the spec.
    pub name: Text,
    /// The stem of its file.
    pub file_stem: String,
    /// The file's path inside the spec.
    pub file: String,
    /// Its structure.
    pub shape: TypeShape,
    /// The directions in which it is used.
    pub usage: Usage,
    /// Whether only events use it.
    pub events_only: bool,
    /// Its documentation, doubts and deprecation.
    pub notes: Notes,
}

/// The structure of a type.
#[derive(Clone, Debug)]
pub enum TypeShape {
    /// An open set of strings; the server may add values.
    Enum(Enum),
    /// Named fields.
    Object(Object),
    /// One of several types.
    Union(Union),
    /// An alias.
    Alias(Type),
}

/// An open enum of strings.
#[derive(Clone, Debug)]
pub struct Enum {
    /// The known values.
    pub values: Vec<EnumValue>,
}

/// A known value of an enum.
#[derive(Clone, Debug)]
pub struct EnumValue {
    /// The value on the wire.
    pub value: Text,
    /// Its documentation, doubts and deprecation.
    pub notes: Notes,
}

/// A value that has one of several types.
#[derive(Clone, Debug)]
pub enum Union {
    /// The value of a field selects the type.
    Tagged {
        /// The field.
        field: String,
        /// The known values of the field, with their types.
        members: Vec<Member>,
    },
    /// The kind of JSON selects the type.
    Kinds(Vec<(JsonKind, Type)>),
}

/// A type of a union, and the value that selects it.
#[derive(Clone, Debug)]
pub struct Member {
    /// The value of the field.
    pub value: Text,
    /// The type.
    pub type_: Type,
    /// Its documentation, doubts and deprecation.
    pub notes: Notes,
}

impl JsonKind {
    /// The kind of a value; null has none.
    pub fn of(json: &serde_json::Value) -> Option<Self> {
        match json {
            serde_json::Value::Null => None,
            serde_json::Value::Bool(_) => Some(Self::Bool),
            serde_json::Value::Number(_) => Some(Self::Number),
            serde_json::Value::String(_) => Some(Self::String),
            serde_json::Value::Array(_) => Some(Self::List),
            serde_json::Value::Object(_) => Some(Self::Object),
        }
    }
}

/// An object with named fields.
#[derive(Clone, Debug, Default)]
pub struct Object {
    /// Its fields: those that are always there first, then the others in the order of the spec.
    pub fields: Vec<Field>,
}

impl Object {
    /// Whether a field has a value that must be redacted.
    pub fn is_private(&self) -> bool {
        self.fields.iter().any(|field| field.private)
    }
}

/// A field of an object.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a key of the format")]
pub struct Field {
    /// Its name on the wire.
    pub name: Text,
    /// Its type.
    pub type_: Type,
    /// Whether it is an identifier that is always present.
    pub always: bool,
    /// Whether an object in a request must have it.
    pub required: bool,
    /// Whether null can be sent.
    pub nullable: bool,
    /// Whether it is a secret.
    pub sensitive: bool,
    /// Whether it is personal data.
    pub private: bool,
    /// Whether it needs an indirection, because the value would contain itself.
    pub recursive: bool,
    /// Other names of it on the wire.
    pub also: Vec<Text>,
    /// Values that mean that the field has no value.
    pub absent: Vec<serde_json::Value>,
    /// Its documentation, doubts and deprecation.
    pub notes: Notes,
}

impl Field {
    /// Whether the constructor of an object in a request takes the field.
    pub fn is_given(&self) -> bool {
        self.required || self.always
    }
}

/// Whether two values are the same JSON: `1` and `1.0` are one number.
pub(crate) fn is_same_json(one: &serde_json::Value, other: &serde_json::Value) -> bool {
    one == other || one.as_f64().is_some_and(|number| Some(number) == other.as_f64())
}
