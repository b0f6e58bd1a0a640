//! Open enums, which have variants for known values and keep unknown values.

use std::fmt;

use crate::api::ErrorFormat;
use crate::decode::{Reader, WarningKind};
use crate::redacted_debug::ShownValue;

/// A value of an open enum that this version of the crate does not know.
///
/// Only the conversion of a string to the enum creates this value, so it never contains a known value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnknownString(String);

impl UnknownString {
    /// Returns the value on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnknownString {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// An open enum of strings.
pub trait OpenEnum: Clone + 'static {
    /// The known values.
    const KNOWN: &'static [Self];

    /// Wraps an unknown value.
    fn unknown(value: UnknownString) -> Self;

    /// Returns the value on the wire.
    fn as_str(&self) -> &str;

    /// Returns the known value with this string.
    #[doc(hidden)]
    fn find(text: &str) -> Option<Self> {
        Self::KNOWN.iter().find(|known| known.as_str() == text).cloned()
    }

    /// Returns the value with this string, known or unknown.
    #[doc(hidden)]
    fn parse(text: &str) -> Self {
        Self::find(text).unwrap_or_else(|| Self::unknown(UnknownString(text.to_owned())))
    }
}

/// Decodes an open enum. An unknown value is kept, with a warning.
#[doc(hidden)]
pub fn decode_enum<T: OpenEnum>(reader: &mut Reader<'_, '_>) -> Option<T> {
    let text = reader.text()?;
    if let Some(known) = T::find(text) {
        return Some(known);
    }
    let text = text.to_owned();
    reader.warn(WarningKind::UnknownVariant, format_args!("unknown value{}", ShownValue(" ", &text)));
    Some(T::unknown(UnknownString(text)))
}

/// An open enum of vendor codes.
pub trait OpenCode: Copy + PartialEq + 'static {
    /// The known codes.
    const KNOWN: &'static [(i64, Self)];

    /// The error format of the hosts that return these codes.
    const FORMAT: &'static ErrorFormat;

    /// Wraps an unknown code.
    fn unknown(code: i64) -> Self;

    /// Returns the code, if it is unknown.
    fn as_unknown(&self) -> Option<i64>;

    /// Returns the number.
    #[doc(hidden)]
    fn number(&self) -> i64 {
        let known = Self::KNOWN.iter().find(|(_, value)| value == self).map(|(code, _)| *code);
        self.as_unknown().or(known).unwrap_or_default()
    }
}

/// Returns the enum value of a code, known or unknown.
#[doc(hidden)]
pub fn decode_code<T: OpenCode>(code: i64) -> T {
    T::KNOWN.iter().find(|(known, _)| *known == code).map_or_else(|| T::unknown(code), |(_, value)| *value)
}
