//! Values that are not objects.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::Decode;
use super::plausibility::{self, Unit};
use super::reader::Reader;
use super::tape::Token;
use super::warning::WarningKind;
use crate::{Date, DateTime, JsonText, JsonValue, Nullable, Sensitive, Timestamp, TimestampMillis, TimestampSeconds};

/// The maximum memory that is reserved for a list before its elements are decoded.
const MAX_RESERVED_BYTES: usize = 256 << 10;

impl Decode for String {
    fn decode(reader: &mut Reader<'_, '_>) -> Option<Self> {
        reader.text().map(str::to_owned)
    }
}

impl Decode for bool {
    fn decode(reader: &mut Reader<'_, '_>) -> Option<Self> {
        if let Token::Bool(value) = reader.token() {
            return Some(value);
        }
        reader.wrong_type("a boolean");
        None
    }
}

impl Decode for i64 {
    fn decode(reader: &mut Reader<'_, '_>) -> Option<Self> {
        match reader.token() {
            Token::Integer(value) => return Some(value),
            Token::Unsigned(value) => {
                reader.warn(WarningKind::OutOfRange, format_args!("{value} does not fit a 64-bit integer"));
            }
            Token::Float(value) => match integral(value) {
                Some(value) => return Some(value),
                None => reader.warn(WarningKind::OutOfRange, format_args!("{value:?} is not a 64-bit integer")),
            },
            _ => reader.wrong_type("an integer"),
        }
        None
    }
}

/// Some servers write integers as floats.
fn integral(value: f64) -> Option<i64> {
    // Up to this limit, each integral float is exactly one integer.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[allow(clippy::cast_possible_truncation, reason = "the range was checked")]
    (value.fract() == 0.0 && value.abs() <= EXACT).then_some(value as i64)
}

impl Decode for f64 {
    fn decode(reader: &mut Reader<'_, '_>) -> Option<Self> {
        #[allow(clippy::cast_precision_loss, reason = "the target type is a float")]
        match reader.token() {
            Token::Float(value) => return Some(value),
            Token::Integer(value) => return Some(value as Self),
            Token::Unsigned(value) => return Some(value as Self),
            _ => reader.wrong_type("a number"),
        }
        None
    }
}

impl Decode for Timestamp {
    fn decode(reader: &mut Reader<'_, '_>) -> Option<Self> {
        let value = Self::from(i64::decode(reader)?);
        plausibility::check(reader, value.as_millis(), Unit::Milliseconds);
        Some(value)
    }
}

impl Decode for TimestampMillis {
    fn decode(reader: &mut Reader<'_, '_>) -> Option<Self> {
        let value = i64::decode(reader)?;
        plausibility::check(reader, value, Unit::Milliseconds);
        Some(value.into())
    }
}

impl Decode for TimestampSeconds {
    fn decode(reader: &mut Reader<'_, '_>) -> Option<Self> {
        let value = i64::decode(reader)?;
        plausibility::check(reader, value, Unit::Seconds);
        Some(value.into())
    }
}

macro_rules! decode_text {
    ($($type:ident),*) => {$(
        impl Decode for $type {
            fn decode(reader: &mut Reader<'_, '_>) -> Option<Self> {
                reader.text().map(Self::from)
            }
        }
    )*};
}

decode_text!(DateTime, Date, JsonText);

impl<T: Decode> Decode for Sensitive<T> {
    fn decode(reader: &mut Reader<'_, '_>) -> Option<Self> {
        T::decode(reader).map(Self::from)
    }
}

impl<T: Decode> Decode for Nullable<T> {
    fn decode(reader: &mut Reader<'_, '_>) -> Option<Self> {
        if reader.is_null() { Some(Self::Null) } else { T::decode(reader).map(Self::Value) }
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(reader: &mut Reader<'_, '_>) -> Option<Self> {
        if reader.is_null() { Some(None) } else { T::decode(reader).map(Some) }
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode(reader: &mut Reader<'_, '_>) -> Option<Self> {
        T::decode(reader).map(Self::new)
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(reader: &mut Reader<'_, '_>) -> Option<Self> {
        if reader.is_null() {
            return Some(Self::new());
        }
        // The length comes from an untrusted server, so it must not reserve more memory than a page needs.
        let most = MAX_RESERVED_BYTES / size_of::<T>().max(1);
        let mut items = Self::with_capacity(reader.length().min(most));
        let is_list = reader.list(&mut |reader| items.extend(T::decode(reader)));
        reader.note_kept(items.len());
        is_list.then_some(items)
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn decode(reader: &mut Reader<'_, '_>) -> Option<Self> {
        let mut map = Self::new();
        if reader.is_null() {
            return Some(map);
        }
        let is_object = reader.object(&mut |key, reader| {
            if let Some(value) = T::decode(reader) {
                map.insert(key.to_owned(), value);
            }
        });
        is_object.then_some(map)
    }
}

impl Decode for JsonValue {
    fn decode(reader: &mut Reader<'_, '_>) -> Option<Self> {
        Some(match reader.token() {
            Token::Null => Self::Null,
            Token::Lost => {
                reader.wrong_type("JSON");
                return None;
            }
            Token::Bool(value) => value.into(),
            Token::Integer(value) => value.into(),
            Token::Unsigned(value) => value.into(),
            Token::Float(value) => value.into(),
            Token::Text(_) | Token::Unescaped(..) => reader.text()?.into(),
            Token::List(_) => Self::Array(Vec::decode(reader)?),
            Token::Object(_) => {
                let mut map = serde_json::Map::new();
                reader.object(&mut |key, reader| {
                    if let Some(value) = Self::decode(reader) {
                        map.insert(key.to_owned(), value);
                    }
                });
                Self::Object(map)
            }
        })
    }

    fn of_empty_body() -> Option<Self> {
        Some(Self::Null)
    }
}

/// The raw body, for responses that need not be JSON. It can't be a value inside of JSON.
impl Decode for Bytes {
    fn decode(reader: &mut Reader<'_, '_>) -> Option<Self> {
        reader.wrong_type("nothing");
        None
    }

    fn of_raw_body(body: &Bytes) -> Option<Self> {
        Some(body.clone())
    }
}

/// For operations without a response. Any JSON is accepted and ignored.
impl Decode for () {
    fn decode(_: &mut Reader<'_, '_>) -> Option<Self> {
        Some(())
    }

    fn of_empty_body() -> Option<Self> {
        Some(())
    }
}
