//! Types of the API.

use crate::source::{Place, Text};

/// A named type, by its product and its position there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId {
    /// Index of the product.
    pub product: usize,
    /// Index of the type in the product.
    pub index: usize,
}

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
    /// A point in time in Unix seconds.
    TimestampSeconds,
    /// Text that is a URL.
    Url,
    /// Any JSON.
    Json,
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
    /// What it is.
    pub doc: String,
    /// What is doubtful about it.
    pub unverified: Option<String>,
    /// An explicit Rust name.
    pub rust: Option<Text>,
    /// What it consists of.
    pub shape: TypeShape,
    /// In which directions it travels.
    pub usage: Usage,
}

/// What a type consists of.
#[derive(Clone, Debug)]
pub enum TypeShape {
    /// One of several texts; others may come.
    Enum(Enum),
    /// Named fields.
    Object(Object),
}

/// An open enum of texts.
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
    /// What it means.
    pub doc: Option<String>,
}

/// An object with named fields.
#[derive(Clone, Debug, Default)]
pub struct Object {
    /// Its fields: those that are always there first, then the others in the order of the spec.
    pub fields: Vec<Field>,
}

/// A field of an object.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name on the wire.
    pub name: Text,
    /// The place of its entry.
    pub place: Place,
    /// Its type.
    pub type_: Type,
    /// Every instance has it: an identifier.
    pub always: bool,
    /// It must be given where the object is sent.
    pub required: bool,
    /// The value would contain itself without an indirection.
    pub recursive: bool,
    /// Other names of it on the wire.
    pub also: Vec<Text>,
    /// What it is.
    pub doc: Option<String>,
    /// What is doubtful about it.
    pub unverified: Option<String>,
    /// What to use instead.
    pub deprecated: Option<String>,
    /// An explicit Rust name.
    pub rust: Option<Text>,
}
