//! Values that have one of several types.

use super::Decode;
use super::reader::Reader;
use super::tape::Token;
use super::warning::WarningKind;
use crate::JsonValue;
use crate::redacted_debug::ShownName;

/// An object with a field that selects its type.
pub trait TaggedUnion: Sized {
    /// The field.
    const FIELD: &'static str;

    /// The known values of the field.
    const VALUES: &'static [&'static str];

    /// Decodes the object as the member with this index.
    fn read(member: usize, reader: &mut Reader<'_, '_>) -> Option<Self>;

    /// Wraps an object of an unknown type.
    fn unknown(value: JsonValue) -> Self;
}

/// Decodes an object with a field that selects its type. An unknown type is kept, with a warning.
#[doc(hidden)]
pub fn decode_tagged<T: TaggedUnion>(reader: &mut Reader<'_, '_>) -> Option<T> {
    if !matches!(reader.token(), Token::Object(_)) {
        reader.wrong_type("an object");
        return None;
    }
    let tag = reader.text_of(T::FIELD);
    if let Some(member) = tag.and_then(|tag| T::VALUES.iter().position(|value| *value == tag)) {
        reader.know_type();
        return reader.with_known_field(T::FIELD, |reader| T::read(member, reader));
    }
    match tag {
        Some(tag) => {
            reader.warn(WarningKind::UnknownVariant, format_args!("unknown `{}`{}", T::FIELD, ShownName(": ", tag)));
        }
        None => reader.warn(WarningKind::UnknownVariant, format_args!("has no `{}`, which selects its type", T::FIELD)),
    }
    JsonValue::decode(reader).map(T::unknown)
}

/// A value whose kind of JSON selects its type.
pub trait UntaggedUnion: Sized {
    /// Decodes the value as the type of this kind; `None` for other kinds.
    fn read(kind: JsonKind, reader: &mut Reader<'_, '_>) -> Option<Self>;

    /// Wraps a value of a different kind.
    fn unknown(value: JsonValue) -> Self;

    /// The accepted kinds.
    const KINDS: &'static [JsonKind];
}

/// A kind of JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JsonKind {
    /// A string.
    String,
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
    /// A list.
    List,
    /// An object.
    Object,
}

/// Decodes a value whose kind of JSON selects its type.
#[doc(hidden)]
pub fn decode_untagged<T: UntaggedUnion>(reader: &mut Reader<'_, '_>) -> Option<T> {
    let kind = match reader.token() {
        Token::Null | Token::Lost => {
            reader.wrong_type("a value");
            return None;
        }
        Token::Bool(_) => JsonKind::Bool,
        Token::Integer(_) | Token::Unsigned(_) | Token::Float(_) => JsonKind::Number,
        Token::Text(_) | Token::Unescaped(..) => JsonKind::String,
        Token::List(_) => JsonKind::List,
        Token::Object(_) => JsonKind::Object,
    };
    if T::KINDS.contains(&kind) {
        return T::read(kind, reader);
    }
    reader.warn(WarningKind::UnknownVariant, format_args!("a value of an unexpected kind"));
    JsonValue::decode(reader).map(T::unknown)
}
