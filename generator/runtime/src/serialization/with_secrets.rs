//! The wrapper that keeps secrets.

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::write::write;
use crate::Encode;

/// Serializes a value, or a collection of values, with its [`Sensitive`](crate::Sensitive) fields.
///
/// Without this wrapper, the fields are left out. The output contains tokens and keys in plain text, so store it like
/// a password. `Deserialize` reads the value that is wrapped.
///
/// Requires the feature `serde`.
///
/// ```
/// use api_client_runtime::{Sensitive, WithSecrets};
/// use std::collections::BTreeMap;
///
/// let tokens = BTreeMap::from([("lena".to_owned(), Sensitive::from("t-1".to_owned()))]);
/// assert_eq!(serde_json::to_string(&WithSecrets(&tokens))?, r#"{"lena":"t-1"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct WithSecrets<T>(pub T);

impl<T: Encode> Serialize for WithSecrets<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write(&self.0, true, serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for WithSecrets<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}
