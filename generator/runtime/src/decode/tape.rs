//! A parsed body as a flat list of tokens.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::repair::{self, Repair};
use super::warning::MAX_WARNINGS;

/// The marker of numbers that `serde_json` uses with its feature `arbitrary_precision`. Any crate of a program can
/// enable this feature.
const PRECISE_NUMBER: &str = "$serde_json::private::Number";

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Token<'a> {
    Null,
    Bool(bool),
    Integer(i64),
    /// An integer beyond the range of `i64`.
    Unsigned(u64),
    Float(f64),
    Text(&'a str),
    /// A string with escapes: its start in [`Tape::unescaped`] and its length in bytes.
    Unescaped(u32, u32),
    /// A value that could not be kept; a [`Repair`] states the reason.
    Lost,
    /// A list, and the index after its last token.
    List(u32),
    /// An object, and the index after its last token. Keys and values alternate.
    Object(u32),
}

/// The tokens of a body.
#[derive(Debug, Default)]
pub(crate) struct Tape<'a> {
    tokens: Vec<Token<'a>>,
    /// The concatenation of all strings with escapes.
    unescaped: String,
    /// The repairs in the order of the tokens. Empty for a well-formed body.
    repairs: Vec<Repair>,
    /// The number of repairs beyond those that are listed.
    unlisted_repairs: usize,
}

/// The maximum number of tokens of a list that is kept for the next body.
const MAX_KEPT: usize = 32 << 10;

thread_local! {
    /// The list of the last tape of this thread. Allocating and freeing a large list for each body takes longer than
    /// filling it.
    static KEPT: Cell<Vec<Token<'static>>> = const { Cell::new(Vec::new()) };
}

impl<'a> Tape<'a> {
    /// Parses a body. A body that is not well-formed but can be repaired is parsed with repairs.
    ///
    /// # Errors
    /// Fails if the body is not JSON, even after repairs.
    pub(crate) fn parse(body: &'a [u8]) -> Result<Self, serde_json::Error> {
        Self::parse_strictly(body).or_else(|error| repair::parse(body).ok_or(error))
    }

    fn parse_strictly(body: &'a [u8]) -> Result<Self, serde_json::Error> {
        let mut tape = Self::with_kept_list();
        // JSON of APIs has about one token for every eight bytes. A wrong estimate costs one more allocation.
        tape.tokens.reserve(body.len() / 8 + 4);
        // If the whole body is UTF-8, its strings need no check.
        match std::str::from_utf8(body) {
            Ok(body) => tape.fill(serde_json::Deserializer::from_str(body))?,
            Err(_) => tape.fill(serde_json::Deserializer::from_slice(body))?,
        }
        Ok(tape)
    }

    /// Reads a value of any self-describing format.
    ///
    /// # Errors
    /// Fails if the input is malformed, or contains a value that JSON lacks.
    #[cfg(feature = "serde")]
    pub(crate) fn deserialize<D: Deserializer<'a>>(deserializer: D) -> Result<Self, D::Error> {
        let mut tape = Self::with_kept_list();
        Builder(&mut tape).deserialize(deserializer)?;
        Ok(tape)
    }

    /// Returns an empty tape that uses the memory of the last one.
    pub(super) fn with_kept_list() -> Self {
        let tokens = KEPT.try_with(Cell::take).unwrap_or_default();
        Self { tokens, unescaped: String::new(), repairs: Vec::new(), unlisted_repairs: 0 }
    }

    fn fill<R: serde_json::de::Read<'a>>(
        &mut self,
        mut deserializer: serde_json::Deserializer<R>,
    ) -> Result<(), serde_json::Error> {
        Builder(self).deserialize(&mut deserializer)?;
        deserializer.end()
    }

    pub(crate) fn token(&self, at: usize) -> Token<'a> {
        self.tokens.get(at).copied().unwrap_or(Token::Null)
    }

    pub(crate) fn text(&self, at: usize) -> Option<&str> {
        match self.token(at) {
            Token::Text(text) => Some(text),
            Token::Unescaped(start, length) => self.unescaped.get(start as usize..)?.get(..length as usize),
            _ => None,
        }
    }

    /// Returns the repairs in the order of the tokens.
    pub(crate) fn repairs(&self) -> &[Repair] {
        &self.repairs
    }

    /// Returns the number of repairs beyond those that are listed.
    pub(crate) fn unlisted_repairs(&self) -> usize {
        self.unlisted_repairs
    }

    pub(super) fn repaired(&mut self, repair: impl FnOnce(&Self) -> Repair) {
        if self.repairs.len() < MAX_WARNINGS {
            let repair = repair(self);
            self.repairs.push(repair);
        } else {
            self.unlisted_repairs += 1;
        }
    }

    /// Returns the index after a value.
    pub(crate) fn after(&self, at: usize) -> usize {
        match self.token(at) {
            Token::List(end) | Token::Object(end) => end as usize,
            _ => at + 1,
        }
    }

    /// Returns the value of a key of an object. The last one of several equal keys applies.
    pub(crate) fn field(&self, object: usize, key: &str) -> Option<usize> {
        let Token::Object(end) = self.token(object) else { return None };
        let (mut at, mut found) = (object + 1, None);
        while at < end as usize {
            if self.text(at) == Some(key) {
                found = Some(at + 1);
            }
            at = self.after(at + 1);
        }
        found
    }

    /// Returns the indexes of the elements of a list. Empty if the value is not a list.
    pub(crate) fn elements(&self, list: usize) -> impl Iterator<Item = usize> {
        let end = if let Token::List(end) = self.token(list) { end as usize } else { 0 };
        let first = Some(list + 1).filter(|at| *at < end);
        std::iter::successors(first, move |at| Some(self.after(*at)).filter(|next| *next < end))
    }

    /// Returns the keys of an object with the indexes of their values. Empty if the value is not an object.
    pub(crate) fn entries(&self, object: usize) -> impl Iterator<Item = (&str, usize)> {
        let end = if let Token::Object(end) = self.token(object) { end as usize } else { 0 };
        let first = Some(object + 1).filter(|at| *at < end);
        let keys = std::iter::successors(first, move |at| Some(self.after(*at + 1)).filter(|next| *next < end));
        keys.map(|at| (self.text(at).unwrap_or_default(), at + 1))
    }

    /// Appends a token; `None` if the tape is full.
    pub(super) fn push(&mut self, token: Token<'a>) -> Option<usize> {
        let index = self.tokens.len();
        u32::try_from(index).ok()?;
        self.tokens.push(token);
        Some(index)
    }

    pub(super) fn push_text(&mut self, text: &str) -> Option<usize> {
        let start = u32::try_from(self.unescaped.len()).ok()?;
        let length = u32::try_from(text.len()).ok()?;
        self.unescaped.push_str(text);
        self.push(Token::Unescaped(start, length))
    }

    /// Replaces a token, such as a container whose end was not known before.
    pub(super) fn replace(&mut self, at: usize, token: Token<'a>) {
        if let Some(place) = self.tokens.get_mut(at) {
            *place = token;
        }
    }

    /// Returns the digits of the number that the object at the end of the tape represents. `serde_json` passes the
    /// digits as an owned string. If the body itself contains such an object, its string is borrowed, so the object
    /// stays an object.
    fn precise_number(&self, object: usize) -> Option<&str> {
        let is_number = self.tokens.len() == object + 3
            && self.text(object + 1) == Some(PRECISE_NUMBER)
            && matches!(self.token(object + 2), Token::Unescaped(..));
        if is_number { self.text(object + 2) } else { None }
    }

    pub(super) fn end(&self) -> u32 {
        u32::try_from(self.tokens.len()).unwrap_or(u32::MAX)
    }
}

/// Keeps the list for the next tape of this thread.
impl Drop for Tape<'_> {
    fn drop(&mut self) {
        let mut tokens = std::mem::take(&mut self.tokens);
        if tokens.capacity() > MAX_KEPT {
            return;
        }
        tokens.clear();
        // An empty list of a different type with the same memory.
        let tokens: Vec<Token<'static>> = tokens.into_iter().map(|_| Token::Null).collect();
        // At the end of a thread, the list is dropped.
        let _ = KEPT.try_with(|kept| kept.set(tokens));
    }
}

/// Appends one value to the tape.
struct Builder<'t, 'a>(&'t mut Tape<'a>);

impl<'a> Builder<'_, 'a> {
    fn push<E: serde::de::Error>(&mut self, token: Token<'a>) -> Result<usize, E> {
        self.0.push(token).ok_or_else(too_many)
    }
}

#[cold]
fn too_many<E: serde::de::Error>() -> E {
    E::custom("more than 4 billion values")
}

impl<'a> DeserializeSeed<'a> for Builder<'_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for Builder<'_, 'a> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E: serde::de::Error>(mut self) -> Result<(), E> {
        self.push(Token::Null).map(|_| ())
    }

    fn visit_bool<E: serde::de::Error>(mut self, value: bool) -> Result<(), E> {
        self.push(Token::Bool(value)).map(|_| ())
    }

    fn visit_i64<E: serde::de::Error>(mut self, value: i64) -> Result<(), E> {
        self.push(Token::Integer(value)).map(|_| ())
    }

    fn visit_u64<E: serde::de::Error>(mut self, value: u64) -> Result<(), E> {
        let token = i64::try_from(value).map_or(Token::Unsigned(value), Token::Integer);
        self.push(token).map(|_| ())
    }

    fn visit_f64<E: serde::de::Error>(mut self, value: f64) -> Result<(), E> {
        self.push(Token::Float(value)).map(|_| ())
    }

    fn visit_borrowed_str<E: serde::de::Error>(mut self, value: &'a str) -> Result<(), E> {
        self.push(Token::Text(value)).map(|_| ())
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<(), E> {
        self.0.push_text(value).map(|_| ()).ok_or_else(too_many)
    }

    // `serde_json` does not call the next functions, but other formats do.

    #[cfg(feature = "serde")]
    fn visit_none<E: serde::de::Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    #[cfg(feature = "serde")]
    fn visit_some<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    #[cfg(feature = "serde")]
    fn visit_newtype_struct<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    #[cfg(feature = "serde")]
    fn visit_i128<E: serde::de::Error>(self, value: i128) -> Result<(), E> {
        self.push_large(&value)
    }

    #[cfg(feature = "serde")]
    fn visit_u128<E: serde::de::Error>(self, value: u128) -> Result<(), E> {
        self.push_large(&value)
    }

    #[cfg(feature = "serde")]
    fn visit_bytes<E: serde::de::Error>(mut self, bytes: &[u8]) -> Result<(), E> {
        let start = self.push(Token::List(0))?;
        for byte in bytes {
            self.push(Token::Integer((*byte).into()))?;
        }
        self.0.replace(start, Token::List(self.0.end()));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'a>>(mut self, mut list: A) -> Result<(), A::Error> {
        let start = self.push(Token::List(0))?;
        while list.next_element_seed(Builder(self.0))?.is_some() {}
        self.0.replace(start, Token::List(self.0.end()));
        Ok(())
    }

    fn visit_map<A: MapAccess<'a>>(mut self, mut map: A) -> Result<(), A::Error> {
        let start = self.push(Token::Object(0))?;
        while map.next_key_seed(Key(self.0))?.is_some() {
            map.next_value_seed(Builder(self.0))?;
        }
        if let Some(digits) = self.0.precise_number(start) {
            let number = number(digits).ok_or_else(|| serde::de::Error::custom("number out of range"))?;
            self.0.tokens.truncate(start);
            return self.push(number).map(|_| ());
        }
        self.0.replace(start, Token::Object(self.0.end()));
        Ok(())
    }
}

#[cfg(feature = "serde")]
impl Builder<'_, '_> {
    /// Appends an integer that may be beyond the range of 64 bits.
    fn push_large<E: serde::de::Error>(mut self, value: &dyn fmt::Display) -> Result<(), E> {
        let token = number(&value.to_string()).ok_or_else(|| E::custom("number out of range"))?;
        self.push(token).map(|_| ())
    }
}

/// Appends the key of a map, which is one string. Formats other than JSON have other keys.
struct Key<'t, 'a>(&'t mut Tape<'a>);

impl<'a> DeserializeSeed<'a> for Key<'_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for Key<'_, 'a> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string as the key of a map")
    }

    fn visit_borrowed_str<E: serde::de::Error>(self, key: &'a str) -> Result<(), E> {
        Builder(self.0).visit_borrowed_str(key)
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<(), E> {
        Builder(self.0).visit_str(key)
    }

    #[cfg(feature = "serde")]
    fn visit_i64<E: serde::de::Error>(self, key: i64) -> Result<(), E> {
        self.visit_str(&key.to_string())
    }

    #[cfg(feature = "serde")]
    fn visit_u64<E: serde::de::Error>(self, key: u64) -> Result<(), E> {
        self.visit_str(&key.to_string())
    }

    #[cfg(feature = "serde")]
    fn visit_newtype_struct<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }
}

/// Returns a number from its digits; `None` if it is beyond the range of a float.
pub(super) fn number<'a>(digits: &str) -> Option<Token<'a>> {
    let integer = digits.parse().map(Token::Integer).ok();
    let unsigned = || digits.parse().map(Token::Unsigned).ok();
    let float = || digits.parse().ok().filter(|number: &f64| number.is_finite()).map(Token::Float);
    integer.or_else(unsigned).or_else(float)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn token_has_at_most_24_bytes() {
        assert!(size_of::<Token<'_>>() <= 24);
    }

    #[test]
    fn list_is_reused_if_it_is_not_too_large() {
        let address = || Tape::parse(b"[1,2]").map(|tape| (tape.tokens.as_ptr() as usize, tape.tokens.len())).ok();
        assert_eq!(address(), address());
        assert_eq!(address().map(|(_, length)| length), Some(3), "the list is empty again");
        let large = format!("[{}1]", "1,".repeat(MAX_KEPT));
        assert!(Tape::parse(large.as_bytes()).is_ok());
        assert!(KEPT.take().capacity() <= MAX_KEPT);
    }

    #[test]
    fn containers_have_the_index_of_their_end() {
        let tape = Tape::parse(br#"{"a":[1,{"b":"x\ny"}],"c":18446744073709551615}"#).unwrap_or_default();
        assert_eq!(tape.token(0), Token::Object(9));
        assert_eq!(tape.token(2), Token::List(7));
        assert_eq!(tape.after(2), 7);
        assert_eq!(tape.text(6), Some("x\ny"));
        assert_eq!(tape.field(0, "c").map(|at| tape.token(at)), Some(Token::Unsigned(u64::MAX)));
        assert_eq!(tape.field(0, "d"), None);
    }

    #[test]
    fn invalid_json_is_an_error_at_any_depth() {
        for bad in ["", "{", "[1,]", "{}x", "nul", "\"a"] {
            assert!(Tape::parse(bad.as_bytes()).is_err(), "{bad}");
        }
        assert!(Tape::parse(&b"\xff\"\xfe\""[..]).is_err());
        assert!(Tape::parse("[".repeat(100_000).as_bytes()).is_err());
    }
}
