//! Types of the API.

use super::{Notes, TypeId};
use crate::source::Text;
use crate::source::format::words::JsonKind;

/// A type expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Text.
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
    /// A point in time as ISO 8601 text.
    DateTime,
    /// A day as ISO 8601 text.
    Date,
    /// Text that is a URL.
    Url,
    /// Text that holds JSON.
    JsonText,
    /// Any JSON.
    Json,
    /// A file that is uploaded.
    File,
    /// A list.
    List(Box<Type>),
    /// A map with text keys.
    Map(Box<Type>),
    /// A type of the spec.
    Named(TypeId),
}

impl Type {
    /// The named types in it.
    pub fn named(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) => Some(*id),
            Self::List(inner) | Self::Map(inner) => inner.named(),
            _ => None,
        }
    }
}

/// In which directions a type travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// It is sent.
    pub request: bool,
    /// It is received.
    pub response: bool,
}

/// A named type.
#[derive(Clone, Debug)]
pub struct TypeDefinition {
    /// Its name in the spec.
    pub name: Text,
    /// The stem of the file that it stands in.
    pub file_stem: String,
    /// The file's path inside the spec.
    pub file: String,
    /// Its structure.
    pub shape: TypeShape,
    /// In which directions it travels.
    pub usage: Usage,
    /// Only events have it.
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
    /// Another name of a type.
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
    /// A field of the object tells which type it has.
    Tagged {
        /// The field.
        field: String,
        /// The known values of the field, with their types.
        members: Vec<Member>,
    },
    /// The kind of JSON tells which type it has.
    Kinds(Vec<(JsonKind, Type)>),
}

/// A type of a union, and the value that tells it.
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
    /// Whether a field has a value that is not to be shown.
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
    /// Every instance has it: an identifier.
    pub always: bool,
    /// It must be given where the object is sent.
    pub required: bool,
    /// It may be sent as null.
    pub nullable: bool,
    /// It is a secret.
    pub sensitive: bool,
    /// Whether it is personal data.
    pub private: bool,
    /// The value would contain itself without an indirection.
    pub recursive: bool,
    /// Other names of it on the wire.
    pub also: Vec<Text>,
    /// Values that mean that there is none.
    pub absent: Vec<serde_json::Value>,
    /// Its documentation, doubts and deprecation.
    pub notes: Notes,
}

impl Field {
    /// Whether an object that is sent can't be made without the field.
    pub fn is_given(&self) -> bool {
        self.required || self.always
    }
}
