//! Open enums: known values as variants, unknown ones kept.

use std::fmt;

use crate::decode::{Reader, WarningKind};
use crate::redacted_debug::ShownValue;

/// A value of an open enum that this version of the crate does not know.
///
/// Made only by converting text into the enum, so that it never holds a known value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnknownValue(String);

impl UnknownValue {
    /// The value on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// An open enum of texts.
pub trait OpenEnum: Clone + 'static {
    /// The known values.
    const KNOWN: &'static [Self];

    /// Wraps an unknown value.
    fn unknown(value: UnknownValue) -> Self;

    /// The value on the wire.
    fn as_str(&self) -> &str;

    /// The known value with this text.
    #[doc(hidden)]
    fn find(text: &str) -> Option<Self> {
        Self::KNOWN.iter().find(|known| known.as_str() == text).cloned()
    }

    /// The value with this text, known or not.
    #[doc(hidden)]
    fn parse(text: &str) -> Self {
        Self::find(text).unwrap_or_else(|| Self::unknown(UnknownValue(text.to_owned())))
    }
}

/// Reads an open enum; an unknown value is kept, and a warning says so.
#[doc(hidden)]
pub fn decode_enum<T: OpenEnum>(reader: &mut Reader<'_, '_>) -> Option<T> {
    let text = reader.text()?;
    if let Some(known) = T::find(text) {
        return Some(known);
    }
    let text = text.to_owned();
    reader.warn(WarningKind::UnknownValue, format_args!("unknown value{}", ShownValue(" ", &text)));
    Some(T::unknown(UnknownValue(text)))
}

/// An open enum of vendor codes.
pub trait OpenCode: Copy + PartialEq + 'static {
    /// The known codes.
    const KNOWN: &'static [(i64, Self)];

    /// Wraps an unknown code.
    fn unknown(code: i64) -> Self;

    /// The code, if it is unknown.
    fn as_unknown(&self) -> Option<i64>;

    /// The number.
    #[doc(hidden)]
    fn number(&self) -> i64 {
        let known = Self::KNOWN.iter().find(|(_, value)| value == self).map(|(code, _)| *code);
        self.as_unknown().or(known).unwrap_or_default()
    }
}

/// The value for a number.
#[doc(hidden)]
pub fn decode_code<T: OpenCode>(code: i64) -> T {
    T::KNOWN.iter().find(|(known, _)| *known == code).map_or_else(|| T::unknown(code), |(_, value)| *value)
}
