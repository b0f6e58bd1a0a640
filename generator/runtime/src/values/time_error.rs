//! Times that a type can't represent.

use std::error;
use std::fmt;

/// A time or date that the target type of a conversion can't represent. The features `chrono` and `jiff` add such
/// conversions.
///
/// The error does not contain the value, because times can be personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeError(Problem);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(any(feature = "chrono", feature = "jiff")), allow(dead_code, reason = "there are no conversions"))]
enum Problem {
    NotATime,
    NotADate,
    OutOfRange,
}

#[cfg(any(feature = "chrono", feature = "jiff"))]
impl TimeError {
    pub(super) const NOT_A_TIME: Self = Self(Problem::NotATime);
    pub(super) const NOT_A_DATE: Self = Self(Problem::NotADate);
    pub(super) const OUT_OF_RANGE: Self = Self(Problem::OutOfRange);
}

impl fmt::Display for TimeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.0 {
            Problem::NotATime => "the string is not a time with a zone in the format of ISO 8601",
            Problem::NotADate => "the string is not a date in the format of ISO 8601",
            Problem::OutOfRange => "the time is outside of the range of the target type",
        })
    }
}

impl error::Error for TimeError {}
