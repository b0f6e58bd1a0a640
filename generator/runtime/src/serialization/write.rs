//! Writing of values in their wire form.

use serde::ser::{Error, Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::decode::{Tape, Token};
use crate::encode::{Encode, EncodeObject, JsonBuffer};

/// Writes a value in its wire form, without its secrets.
///
/// # Errors
/// Returns the errors of the serializer. Fails if JSON can't represent the value.
#[doc(hidden)]
pub fn serialize<T: Encode + ?Sized, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    write(&value, false, serializer)
}

/// Writes a value in its wire form. `with_secrets` is a parameter and not a global state, so that code that fails or
/// panics can't leave the secrets visible.
pub(super) fn write<S: Serializer>(value: &dyn Encode, with_secrets: bool, serializer: S) -> Result<S::Ok, S::Error> {
    let json = to_json(value, with_secrets).map_err(S::Error::custom)?;
    let tape = Tape::parse(&json).map_err(S::Error::custom)?;
    Node { tape: &tape, at: 0 }.serialize(serializer)
}

fn to_json(value: &dyn Encode, with_secrets: bool) -> Result<Vec<u8>, String> {
    let mut buffer = JsonBuffer::for_storage(with_secrets);
    value.encode(&mut buffer);
    buffer.finish().map_err(|problem| format!("${} {}", problem.path, problem.reason))
}

/// Writes a member of a union with the field that selects it.
#[doc(hidden)]
pub fn encode_member<T: EncodeObject>(member: &T, field: &'static str, value: &str, buffer: &mut JsonBuffer) {
    buffer.object(|object| {
        object.tag(field, value);
        member.encode(object);
    });
}

/// A value on a tape.
struct Node<'t, 'a> {
    tape: &'t Tape<'a>,
    at: usize,
}

impl Serialize for Node<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { tape, at } = *self;
        match tape.token(at) {
            Token::Null => serializer.serialize_unit(),
            Token::Bool(value) => serializer.serialize_bool(value),
            Token::Integer(value) => serializer.serialize_i64(value),
            Token::Unsigned(value) => serializer.serialize_u64(value),
            Token::Float(value) => serializer.serialize_f64(value),
            Token::Text(_) | Token::Unescaped(..) => serializer.serialize_str(tape.text(at).unwrap_or_default()),
            Token::Lost => Err(S::Error::custom("a value is nested in more than 127 lists and objects")),
            Token::List(_) => {
                let mut list = serializer.serialize_seq(Some(tape.elements(at).count()))?;
                tape.elements(at).try_for_each(|at| list.serialize_element(&Self { tape, at }))?;
                list.end()
            }
            Token::Object(_) => {
                let mut map = serializer.serialize_map(Some(tape.entries(at).count()))?;
                tape.entries(at).try_for_each(|(key, at)| map.serialize_entry(key, &Self { tape, at }))?;
                map.end()
            }
        }
    }
}
