//! Values that are written and read again, for contract tests.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::decode::{Decode, UnknownField, push_key};
use crate::{Encode, JsonValue, Response, WithSecrets};

/// A value that can be written and read again.
pub trait RoundTrip: Encode + Decode + Serialize + DeserializeOwned + PartialEq {}

impl<T: Encode + Decode + Serialize + DeserializeOwned + PartialEq> RoundTrip for T {}

/// Asserts that the value of a response is the same after it was written as JSON and read again, and that the JSON contains
/// all of the raw body that the types of the value know.
///
/// # Panics
/// Panics with the JSON path of the difference.
pub fn assert_round_trip<T: RoundTrip>(response: &Response<T>) {
    let body = serde_json::from_slice::<JsonValue>(response.raw_body()).unwrap_or_default();
    let (known, path) = match response.operation().wrapper() {
        "" => (&body, "$".to_owned()),
        wrapper => (&body[wrapper], format!("$.{wrapper}")),
    };
    check(&**response, known, &path, &response.unknown_fields());
}

/// Does the same as [`assert_round_trip`] for an event and its body.
///
/// # Panics
/// Panics with the JSON path of the difference.
#[cfg(feature = "webhooks")]
pub fn assert_event_round_trip<E: RoundTrip>(event: &E, body: &str) {
    let known = serde_json::from_str(body).unwrap_or_default();
    check(event, &known, "$", &crate::webhooks::unknown_event_fields::<E>(body.as_bytes()));
}

fn check<T: RoundTrip>(value: &T, body: &JsonValue, path: &str, unknown: &[UnknownField]) {
    let written = serde_json::to_value(WithSecrets(value)).expect("JSON can represent a value that was read");
    let text = serde_json::to_string(&WithSecrets(value)).expect("JSON can represent a value that was read");
    let read: T = serde_json::from_str(&text).expect("the JSON can be read");
    assert!(read == *value, "the value is the same after it was written and read: {text}");
    // Only a value of which nothing is kept is written as null.
    if !written.is_null() {
        let unknown = unknown.iter().map(UnknownField::path).collect();
        Comparison { unknown }.compare(&written, body, path);
    }
}

struct Comparison<'u> {
    unknown: Vec<&'u str>,
}

impl Comparison<'_> {
    fn compare(&self, written: &JsonValue, body: &JsonValue, path: &str) {
        match (written, body) {
            (JsonValue::Object(written), JsonValue::Object(body)) => {
                // A field under an alternative name has the same value under its main name.
                let is_renamed = |value: &JsonValue| {
                    written.iter().any(|(name, written)| !body.contains_key(name) && is_equal(written, value))
                };
                for (name, value) in body {
                    let mut field = path.to_owned();
                    push_key(&mut field, name);
                    match written.get(name) {
                        Some(written) => self.compare(written, value, &field),
                        None if self.unknown.contains(&field.as_str()) || is_absent(value) || is_renamed(value) => {}
                        None => panic!("{field} is known but was not written"),
                    }
                }
                for (name, value) in written.iter().filter(|(name, _)| !body.contains_key(*name)) {
                    let is_renamed = body.values().any(|body| is_equal(value, body));
                    assert!(is_empty(value) || is_renamed, "{path}.{name} was written, but is not in the body");
                }
            }
            (JsonValue::Array(written), JsonValue::Array(body)) => {
                assert_eq!(written.len(), body.len(), "the length of {path}");
                for (index, (written, body)) in written.iter().zip(body).enumerate() {
                    self.compare(written, body, &format!("{path}[{index}]"));
                }
            }
            _ => {
                let is_same = is_equal(written, body) || (is_absent(body) && is_empty(written));
                assert!(is_same, "{path} is {body} in the body, and was written as {written}");
            }
        }
    }
}

/// Numbers are equal as numbers, because some servers write integers as floats.
fn is_equal(left: &JsonValue, right: &JsonValue) -> bool {
    left == right || (left.is_number() && left.as_f64() == right.as_f64())
}

/// Whether a server may mean an absent value: null, a number that is not positive, or a string such as `-` or `0000-00-00`.
fn is_absent(value: &JsonValue) -> bool {
    let is_blank = |text: &str| !text.contains(|character: char| character.is_alphanumeric() && character != '0');
    value.is_null() || value.as_f64().is_some_and(|number| number <= 0.0) || value.as_str().is_some_and(is_blank)
}

/// Whether a value can be that of a field which the body lacks.
fn is_empty(value: &JsonValue) -> bool {
    match value {
        JsonValue::Null => true,
        JsonValue::Bool(value) => !value,
        JsonValue::Number(number) => number.as_f64() == Some(0.0),
        JsonValue::String(text) => text.is_empty(),
        JsonValue::Array(list) => list.is_empty(),
        JsonValue::Object(map) => map.values().all(is_empty),
    }
}
