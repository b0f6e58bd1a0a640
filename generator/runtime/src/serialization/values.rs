//! `Serialize` and `Deserialize` for the value types of this crate.

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::{deserialize, serialize};
use crate::decode::Decode;
use crate::encode::{Encode, EncodeObject, JsonBuffer, ObjectWriter};
use crate::open_enum::UnknownString;
use crate::{
    Date, DateTime, JsonText, JsonValue, Nullable, Sensitive, Timestamp, TimestampMillis, TimestampSeconds, serde_impls,
};

serde_impls!(Date);
serde_impls!(DateTime);
serde_impls!(JsonText);
serde_impls!(Timestamp);
serde_impls!(TimestampMillis);
serde_impls!(TimestampSeconds);

/// Writes null, because a value outside of an object can't be left out. [`WithSecrets`](crate::WithSecrets) writes the
/// secret.
impl<T: Encode> Serialize for Sensitive<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}

impl<'de, T: Decode> Deserialize<'de> for Sensitive<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

/// Writes null for an absent value too, unless it is a field of a type of this crate.
impl<T: Encode> Serialize for Nullable<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}

impl<'de, T: Decode> Deserialize<'de> for Nullable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

/// Does not implement `Deserialize`, because a known value must not become an unknown one. The enum itself implements
/// `Deserialize`.
impl Serialize for UnknownString {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl Encode for () {
    fn encode(&self, buffer: &mut JsonBuffer) {
        Encode::encode(&JsonValue::Null, buffer);
    }
}

/// A member of a union whose content is unknown.
impl EncodeObject for JsonValue {
    fn encode(&self, object: &mut ObjectWriter<'_>) {
        for (name, value) in self.as_object().into_iter().flatten() {
            object.field(name, value);
        }
    }
}

impl<T: EncodeObject + ?Sized> EncodeObject for Box<T> {
    fn encode(&self, object: &mut ObjectWriter<'_>) {
        (**self).encode(object);
    }
}
