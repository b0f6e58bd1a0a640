//! Writing of JSON into a buffer, without intermediate values.

use std::collections::BTreeMap;

use crate::{Date, DateTime, JsonText, JsonValue, Nullable, Sensitive, Timestamp, TimestampMillis, TimestampSeconds};

/// The reason why a value can't be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The path of the part inside the value, such as `[1].name`; empty for the value itself.
    pub(crate) path: String,
    pub(crate) reason: &'static str,
}

impl From<&'static str> for Problem {
    fn from(reason: &'static str) -> Self {
        Self { path: String::new(), reason }
    }
}

/// A buffer for JSON text.
#[derive(Debug, Default)]
pub struct JsonBuffer {
    text: Vec<u8>,
    /// The first problem.
    problem: Option<Problem>,
    purpose: Purpose,
}

/// The use of the JSON text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Purpose {
    /// It is sent. Secrets are written, and required ids must not be empty.
    #[default]
    Request,
    /// The program keeps it. Any value that was read can be written.
    #[cfg(feature = "serde")]
    Storage { with_secrets: bool },
}

impl JsonBuffer {
    /// Returns a buffer for a value that the program keeps.
    #[cfg(feature = "serde")]
    pub(crate) fn for_storage(with_secrets: bool) -> Self {
        Self { purpose: Purpose::Storage { with_secrets }, ..Self::default() }
    }

    /// Whether secrets are left out.
    fn hides_secrets(&self) -> bool {
        match self.purpose {
            Purpose::Request => false,
            #[cfg(feature = "serde")]
            Purpose::Storage { with_secrets } => !with_secrets,
        }
    }

    /// Whether the text is the body of a request.
    pub(super) fn is_request(&self) -> bool {
        self.purpose == Purpose::Request
    }

    /// Writes null in place of a secret that must be hidden. Returns whether it did.
    pub(super) fn hide(&mut self) -> bool {
        let hides = self.hides_secrets();
        if hides {
            self.text.extend_from_slice(b"null");
        }
        hides
    }

    /// Returns the text, or the first problem.
    pub(crate) fn finish(self) -> Result<Vec<u8>, Problem> {
        self.problem.map_or(Ok(self.text), Err)
    }

    /// Records the reason why the current value can't be sent. The first reason is reported.
    pub(super) fn refuse(&mut self, reason: &'static str) {
        self.problem.get_or_insert_with(|| reason.into());
    }

    /// Writes a part of the current value; `step` is the path from the value to the part.
    fn part<T: Encode + ?Sized>(&mut self, value: &T, step: impl FnOnce() -> String) {
        let had_problem = self.problem.is_some();
        value.encode(self);
        if !had_problem && let Some(problem) = &mut self.problem {
            problem.path.insert_str(0, &step());
        }
    }

    /// Writes an object.
    pub fn object(&mut self, fields: impl FnOnce(&mut ObjectWriter<'_>)) {
        self.text.push(b'{');
        fields(&mut ObjectWriter { buffer: self, is_first: true, tag: "" });
        self.text.push(b'}');
    }

    fn string(&mut self, text: &str) {
        // Writing text into a vector can't fail.
        let _ = serde_json::to_writer(&mut self.text, text);
    }
}

/// Writes the fields of an object.
#[derive(Debug)]
pub struct ObjectWriter<'b> {
    buffer: &'b mut JsonBuffer,
    is_first: bool,
    /// The field that selects the type of the object and is already written; empty without one.
    tag: &'static str,
}

impl ObjectWriter<'_> {
    /// Writes a field; `None` is left out.
    pub fn field<T: Encode + ?Sized>(&mut self, name: &str, value: &T) {
        if value.is_absent() || (!self.tag.is_empty() && name == self.tag) {
            return;
        }
        self.entry(name, value);
    }

    /// Writes the field that selects the type of the object. A field with the same name is left out.
    #[cfg(feature = "serde")]
    pub(crate) fn tag(&mut self, name: &'static str, value: &str) {
        self.entry(name, value);
        self.tag = name;
    }

    fn entry<T: Encode + ?Sized>(&mut self, name: &str, value: &T) {
        if self.buffer.hides_secrets() && value.is_secret() {
            return;
        }
        if !std::mem::replace(&mut self.is_first, false) {
            self.buffer.text.push(b',');
        }
        self.buffer.string(name);
        self.buffer.text.push(b':');
        self.buffer.part(value, || format!(".{name}"));
    }
}

/// A value that can be encoded as JSON.
pub trait Encode {
    /// Writes the value.
    fn encode(&self, buffer: &mut JsonBuffer);

    /// Whether the value means that its field is left out.
    fn is_absent(&self) -> bool {
        false
    }

    /// Whether the value is a [`Sensitive`].
    #[doc(hidden)]
    fn is_secret(&self) -> bool {
        false
    }
}

/// An object that can be encoded as JSON, field by field.
pub trait EncodeObject {
    /// Writes the fields.
    fn encode(&self, object: &mut ObjectWriter<'_>);
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, buffer: &mut JsonBuffer) {
        (**self).encode(buffer);
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }

    fn is_secret(&self) -> bool {
        (**self).is_secret()
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode(&self, buffer: &mut JsonBuffer) {
        (**self).encode(buffer);
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }

    fn is_secret(&self) -> bool {
        (**self).is_secret()
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, buffer: &mut JsonBuffer) {
        match self {
            Some(value) => value.encode(buffer),
            None => buffer.text.extend_from_slice(b"null"),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn is_secret(&self) -> bool {
        self.as_ref().is_some_and(T::is_secret)
    }
}

impl Encode for str {
    fn encode(&self, buffer: &mut JsonBuffer) {
        buffer.string(self);
    }
}

impl Encode for String {
    fn encode(&self, buffer: &mut JsonBuffer) {
        buffer.string(self);
    }
}

impl Encode for bool {
    fn encode(&self, buffer: &mut JsonBuffer) {
        buffer.text.extend_from_slice(if *self { b"true" } else { b"false" });
    }
}

impl Encode for i64 {
    fn encode(&self, buffer: &mut JsonBuffer) {
        let _ = serde_json::to_writer(&mut buffer.text, self);
    }
}

impl Encode for f64 {
    fn encode(&self, buffer: &mut JsonBuffer) {
        if !self.is_finite() {
            buffer.refuse("is not a finite number");
        }
        let _ = serde_json::to_writer(&mut buffer.text, self);
    }
}

impl Encode for Timestamp {
    fn encode(&self, buffer: &mut JsonBuffer) {
        self.as_number().encode(buffer);
    }
}

impl Encode for TimestampMillis {
    fn encode(&self, buffer: &mut JsonBuffer) {
        self.as_millis().encode(buffer);
    }
}

impl Encode for TimestampSeconds {
    fn encode(&self, buffer: &mut JsonBuffer) {
        self.as_seconds().encode(buffer);
    }
}

macro_rules! encode_text {
    ($($type:ident),*) => {$(
        impl Encode for $type {
            fn encode(&self, buffer: &mut JsonBuffer) {
                buffer.string(self.as_str());
            }
        }
    )*};
}

encode_text!(DateTime, Date, JsonText);

impl<T: Encode> Encode for Sensitive<T> {
    fn encode(&self, buffer: &mut JsonBuffer) {
        // If a field contains the secret, `ObjectWriter` leaves out the field. This check covers all other locations.
        if !buffer.hide() {
            self.expose().encode(buffer);
        }
    }

    fn is_absent(&self) -> bool {
        self.expose().is_absent()
    }

    fn is_secret(&self) -> bool {
        true
    }
}

impl<T: Encode> Encode for Nullable<T> {
    fn encode(&self, buffer: &mut JsonBuffer) {
        self.value().encode(buffer);
    }

    fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    fn is_secret(&self) -> bool {
        self.value().is_some_and(T::is_secret)
    }
}

impl Encode for JsonValue {
    fn encode(&self, buffer: &mut JsonBuffer) {
        // A JSON value contains only what JSON can represent.
        let _ = serde_json::to_writer(&mut buffer.text, self);
    }
}

impl<T: Encode> Encode for [T] {
    fn encode(&self, buffer: &mut JsonBuffer) {
        buffer.text.push(b'[');
        let hides_secrets = buffer.hides_secrets();
        let items = self.iter().filter(|item| !(hides_secrets && item.is_secret()));
        for (index, item) in items.enumerate() {
            if index > 0 {
                buffer.text.push(b',');
            }
            buffer.part(item, || format!("[{index}]"));
        }
        buffer.text.push(b']');
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, buffer: &mut JsonBuffer) {
        self.as_slice().encode(buffer);
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn encode(&self, buffer: &mut JsonBuffer) {
        buffer.object(|object| {
            for (key, value) in self {
                if object.buffer.is_request() {
                    object.field(key, value);
                } else {
                    object.entry(key, value);
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(value: &dyn Encode) -> Result<String, Problem> {
        let mut buffer = JsonBuffer::default();
        value.encode(&mut buffer);
        buffer.finish().map(|text| String::from_utf8_lossy(&text).into_owned())
    }

    #[test]
    fn values_are_written_as_json() {
        let map = BTreeMap::from([("b".to_owned(), 2_i64), ("a\"".to_owned(), -1)]);
        let cases: [(&dyn Encode, &str); 9] = [
            (&"a\"b\n\u{1}é".to_owned(), "\"a\\\"b\\n\\u0001é\""),
            (&i64::MIN, "-9223372036854775808"),
            (&1.5, "1.5"),
            (&true, "true"),
            (&vec![1_i64, 2], "[1,2]"),
            (&Vec::<i64>::new(), "[]"),
            (&map, "{\"a\\\"\":-1,\"b\":2}"),
            (&TimestampMillis::from(7), "7"),
            (&serde_json::json!({"x": [null]}), "{\"x\":[null]}"),
        ];
        for (value, expected) in cases {
            assert_eq!(json(value), Ok(expected.to_owned()));
        }
        for bad in [f64::NAN, f64::INFINITY] {
            assert!(json(&bad).is_err(), "{bad} is not JSON and must not become null");
        }
    }

    #[test]
    fn problem_names_the_first_part_that_can_not_be_sent() {
        struct Shelf(Vec<f64>);
        impl Encode for Shelf {
            fn encode(&self, buffer: &mut JsonBuffer) {
                buffer.object(|object| object.field("weights", &self.0));
            }
        }
        let shelves =
            BTreeMap::from([("a".to_owned(), Shelf(vec![1.0])), ("b".to_owned(), Shelf(vec![2.0, f64::NAN]))]);
        let cases: [(&dyn Encode, &str); 4] = [
            (&f64::NAN, ""),
            (&vec![1.0, f64::NAN, f64::INFINITY], "[1]"),
            (&Shelf(vec![f64::NAN]), ".weights[0]"),
            (&vec![Some(shelves)], "[0].b.weights[1]"),
        ];
        for (value, path) in cases {
            assert_eq!(json(value), Err(Problem { path: path.to_owned(), reason: "is not a finite number" }));
        }
    }

    #[test]
    fn absent_fields_are_left_out() {
        let mut buffer = JsonBuffer::default();
        buffer.object(|object| {
            object.field("a", &None::<String>);
            object.field("b", &Some("x".to_owned()));
            object.field("c", "y");
        });
        assert_eq!(buffer.finish().as_deref(), Ok(&br#"{"b":"x","c":"y"}"#[..]));
    }
}
