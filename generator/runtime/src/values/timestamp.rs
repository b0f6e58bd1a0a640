//! Points in time with the unit in the type.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Add, AddAssign, Sub, SubAssign};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Implements arithmetic. `$unit` describes the precision.
macro_rules! arithmetic {
    ($name:ident, $unit:literal) => {
        impl $name {
            #[doc = concat!("Returns the time after a duration; `None` if this type can't represent it. The part of the duration below ", $unit, " is dropped.")]
            #[must_use]
            pub fn checked_add(self, duration: Duration) -> Option<Self> {
                self.exact(self.sum(duration, 1))
            }

            #[doc = concat!("Returns the time before a duration; `None` if this type can't represent it. The part of the duration below ", $unit, " is dropped.")]
            #[must_use]
            pub fn checked_sub(self, duration: Duration) -> Option<Self> {
                self.exact(self.sum(duration, -1))
            }

            /// Returns the time after a duration as [`checked_add`](Self::checked_add) does, or the nearest time that
            /// this type can represent.
            #[must_use]
            pub fn saturating_add(self, duration: Duration) -> Self {
                self.nearest(self.sum(duration, 1))
            }

            /// Returns the time before a duration as [`checked_sub`](Self::checked_sub) does, or the nearest time that
            /// this type can represent.
            #[must_use]
            pub fn saturating_sub(self, duration: Duration) -> Self {
                self.nearest(self.sum(duration, -1))
            }

            /// Returns the duration since an earlier time; `None` if `earlier` is later than this time.
            pub fn duration_since(self, earlier: Self) -> Option<Duration> {
                let nanos = self.unix_nanos() - earlier.unix_nanos();
                u128::try_from(nanos).ok().map(from_nanos)
            }
        }

        /// # Panics
        /// Panics if this type can't represent the result. [`checked_add`](Self::checked_add) does not.
        impl Add<Duration> for $name {
            type Output = Self;

            fn add(self, duration: Duration) -> Self {
                self.checked_add(duration).expect("the sum of a timestamp and a duration is out of range")
            }
        }

        /// # Panics
        /// Panics if this type can't represent the result. [`checked_sub`](Self::checked_sub) does not.
        impl Sub<Duration> for $name {
            type Output = Self;

            fn sub(self, duration: Duration) -> Self {
                self.checked_sub(duration).expect("the difference of a timestamp and a duration is out of range")
            }
        }

        /// # Panics
        /// Panics if this type can't represent the result.
        impl AddAssign<Duration> for $name {
            fn add_assign(&mut self, duration: Duration) {
                *self = *self + duration;
            }
        }

        /// # Panics
        /// Panics if this type can't represent the result.
        impl SubAssign<Duration> for $name {
            fn sub_assign(&mut self, duration: Duration) {
                *self = *self - duration;
            }
        }
    };
}

/// Converts nanoseconds to a duration. A difference of two timestamps always fits.
pub(super) fn from_nanos(nanos: u128) -> Duration {
    let (seconds, rest) = (nanos / 1_000_000_000, nanos % 1_000_000_000);
    let seconds = u64::try_from(seconds).unwrap_or(u64::MAX);
    Duration::from_secs(seconds).saturating_add(Duration::from_nanos(u64::try_from(rest).unwrap_or_default()))
}

/// Returns a number of units as `i64`, or the nearest one.
fn saturate(number: i128) -> i64 {
    i64::try_from(number).unwrap_or(if number < 0 { i64::MIN } else { i64::MAX })
}

/// Returns the number of units in a duration. It fits, because a duration has less than 2^64 seconds.
fn units(count: u128) -> i128 {
    i128::try_from(count).unwrap_or(i128::MAX)
}

macro_rules! timestamp {
    ($name:ident, $accessor:ident, $unit:literal, $duration:ident, $count:ident, $nanos:literal, $one:literal) => {
        #[doc = concat!("A point in time in Unix ", $unit, ".")]
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(i64);

        impl $name {
            #[doc = concat!("Returns the Unix ", $unit, ", as on the wire.")]
            pub fn $accessor(self) -> i64 {
                self.0
            }

            /// Returns the system time; `None` if the system time can't represent it.
            pub fn to_system_time(self) -> Option<SystemTime> {
                let distance = Duration::$duration(self.0.unsigned_abs());
                if self.0 < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) }
            }

            pub(super) fn unix_nanos(self) -> i128 {
                i128::from(self.0) * $nanos
            }

            /// Rounds towards the epoch. Times out of range become the nearest time in range.
            #[cfg(any(feature = "jiff", feature = "chrono"))]
            pub(super) fn from_unix_nanos(nanos: i128) -> Self {
                Self(saturate(nanos / $nanos))
            }

            fn sum(self, duration: Duration, sign: i128) -> i128 {
                i128::from(self.0) + sign * units(duration.$count().into())
            }

            #[allow(clippy::unused_self, reason = "another timestamp depends on the unit of the value")]
            fn exact(self, number: i128) -> Option<Self> {
                i64::try_from(number).ok().map(Self)
            }

            #[allow(clippy::unused_self, reason = "another timestamp depends on the unit of the value")]
            fn nearest(self, number: i128) -> Self {
                Self(saturate(number))
            }
        }

        arithmetic!($name, $one);

        impl From<i64> for $name {
            fn from(value: i64) -> Self {
                Self(value)
            }
        }

        /// Rounds towards the epoch. Times out of range become the nearest time in range.
        impl From<SystemTime> for $name {
            fn from(time: SystemTime) -> Self {
                match time.duration_since(UNIX_EPOCH) {
                    Ok(after) => Self(i64::try_from(after.$count()).unwrap_or(i64::MAX)),
                    Err(error) => Self(i64::try_from(error.duration().$count()).map_or(i64::MIN, |before| -before)),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }
    };
}

/// The maximum number of seconds; larger values are milliseconds.
const MAX_SECONDS: u64 = 99_999_999_999;

/// A point in time in Unix seconds or milliseconds, depending on the server.
///
/// The magnitude selects the unit: values below 100,000,000,000 are seconds (up to the year 5138), other values are
/// milliseconds (from March 1973). Values are compared as points in time, and sent back unchanged.
///
/// Arithmetic keeps the unit. A result that would be read in the other unit is out of range.
#[derive(Clone, Copy, Debug, Default)]
pub struct Timestamp(i64);

impl Timestamp {
    /// Returns the number on the wire.
    pub fn as_number(self) -> i64 {
        self.0
    }

    /// Returns the Unix milliseconds.
    pub fn as_millis(self) -> i64 {
        // The product of at most this many seconds does not overflow.
        if self.is_in_seconds() { self.0 * 1000 } else { self.0 }
    }

    /// Returns the system time; `None` if the system time can't represent it.
    pub fn to_system_time(self) -> Option<SystemTime> {
        TimestampMillis(self.as_millis()).to_system_time()
    }

    /// Whether the unit is the second.
    fn is_in_seconds(self) -> bool {
        self.0.unsigned_abs() <= MAX_SECONDS
    }

    pub(super) fn unix_nanos(self) -> i128 {
        TimestampMillis(self.as_millis()).unix_nanos()
    }

    /// Converts to milliseconds. Before March 1973, the number would be read as seconds, so seconds are used.
    fn from_unix_millis(millis: i64) -> Self {
        let would_be_seconds = Self(millis).is_in_seconds();
        Self(if would_be_seconds { millis / 1000 } else { millis })
    }

    #[cfg(any(feature = "jiff", feature = "chrono"))]
    pub(super) fn from_unix_nanos(nanos: i128) -> Self {
        Self::from_unix_millis(TimestampMillis::from_unix_nanos(nanos).0)
    }

    /// Returns the sum in the unit of this value.
    fn sum(self, duration: Duration, sign: i128) -> i128 {
        let count = if self.is_in_seconds() { duration.as_secs().into() } else { duration.as_millis() };
        i128::from(self.0) + sign * units(count)
    }

    fn exact(self, number: i128) -> Option<Self> {
        i64::try_from(number).ok().map(Self).filter(|sum| sum.is_in_seconds() == self.is_in_seconds())
    }

    fn nearest(self, number: i128) -> Self {
        let limit = i128::from(MAX_SECONDS);
        Self(saturate(match number {
            _ if self.is_in_seconds() => number.clamp(-limit, limit),
            _ if number < 0 => number.min(-limit - 1),
            _ => number.max(limit + 1),
        }))
    }
}

arithmetic!(Timestamp, "a millisecond, or below a second if the value is in seconds,");

impl From<i64> for Timestamp {
    fn from(number: i64) -> Self {
        Self(number)
    }
}

/// Converts to milliseconds, or to seconds before March 1973, rounded towards the epoch. Times out of range become the
/// nearest time in range.
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        Self::from_unix_millis(TimestampMillis::from(time).0)
    }
}

impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.as_millis() == other.as_millis()
    }
}

impl Eq for Timestamp {}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_millis().cmp(&other.as_millis())
    }
}

impl Hash for Timestamp {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_millis().hash(state);
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

timestamp!(TimestampMillis, as_millis, "milliseconds", from_millis, as_millis, 1_000_000, "a millisecond");
timestamp!(TimestampSeconds, as_seconds, "seconds", from_secs, as_secs, 1_000_000_000, "a second");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_converts_without_panic() {
        for value in [0, 1, -1, 1_718_000_000_000, i64::MAX, i64::MIN] {
            let millis = TimestampMillis::from(value);
            if let Some(time) = millis.to_system_time() {
                assert_eq!(TimestampMillis::from(time), millis);
            }
            let seconds = TimestampSeconds::from(value);
            if let Some(time) = seconds.to_system_time() {
                assert_eq!(TimestampSeconds::from(time), seconds);
            }
        }
        assert_eq!(TimestampSeconds::from(UNIX_EPOCH + Duration::from_millis(1999)).as_seconds(), 1);
    }

    #[test]
    fn magnitude_selects_seconds_or_milliseconds() {
        for (number, millis) in [
            (0, 0),
            (-1, -1000),
            (1_718_000_000, 1_718_000_000_000),
            (1_718_000_000_123, 1_718_000_000_123),
            (99_999_999_999, 99_999_999_999_000),
            (100_000_000_000, 100_000_000_000),
            (-100_000_000_000, -100_000_000_000),
            (i64::MAX, i64::MAX),
            (i64::MIN, i64::MIN),
        ] {
            let timestamp = Timestamp::from(number);
            assert_eq!((timestamp.as_number(), timestamp.as_millis()), (number, millis));
        }
        assert_eq!(Timestamp::from(1_718_000_000), Timestamp::from(1_718_000_000_000));
        assert!(Timestamp::from(1_718_000_001) > Timestamp::from(1_718_000_000_999));
        // Milliseconds before March 1973 would be read as seconds.
        for seconds in [0_u64, 1, 86_400, 99_999_999, 100_000_000] {
            let time = UNIX_EPOCH + Duration::from_secs(seconds);
            assert_eq!(Timestamp::from(time).to_system_time(), Some(time), "{seconds}");
            let before = UNIX_EPOCH - Duration::from_secs(seconds);
            assert_eq!(Timestamp::from(before).to_system_time(), Some(before), "-{seconds}");
        }
    }

    #[test]
    fn sums_and_differences_keep_the_unit() {
        const LAST_SECOND: i64 = 99_999_999_999;
        const FIRST_MILLI: i64 = 100_000_000_000;
        const MAX: Duration = Duration::MAX;
        let (second, tail) = (Duration::from_secs(1), Duration::from_micros(1_999_999));
        // The number, the duration, the sum and the difference.
        for (number, duration, sum, difference) in [
            (0, second, Some(1000), Some(-1000)),
            (-500, tail, Some(1499), Some(-2499)),
            (i64::MAX, second, None, Some(i64::MAX - 1000)),
            (i64::MIN, second, Some(i64::MIN + 1000), None),
            (i64::MAX, Duration::from_micros(999), Some(i64::MAX), Some(i64::MAX)),
            (0, MAX, None, None),
        ] {
            let time = TimestampMillis::from(number);
            assert_eq!(time.checked_add(duration), sum.map(TimestampMillis), "{number} + {duration:?}");
            assert_eq!(time.checked_sub(duration), difference.map(TimestampMillis), "{number} - {duration:?}");
            assert_eq!(time.saturating_add(duration).0, sum.unwrap_or(i64::MAX));
            assert_eq!(time.saturating_sub(duration).0, difference.unwrap_or(i64::MIN));
        }
        for (number, duration, sum, difference) in [
            (0, second, Some(1), Some(-1)),
            (7, tail, Some(8), Some(6)),
            (i64::MAX, second, None, Some(i64::MAX - 1)),
            (0, MAX, None, None),
        ] {
            let time = TimestampSeconds::from(number);
            assert_eq!(time.checked_add(duration), sum.map(TimestampSeconds), "{number} + {duration:?}");
            assert_eq!(time.checked_sub(duration), difference.map(TimestampSeconds), "{number} - {duration:?}");
        }
        // The number, the duration, the sum and the difference, and both if they saturate.
        for (number, duration, sum, difference, saturated) in [
            (1_718_000_000, tail, Some(1_718_000_001), Some(1_717_999_999), None),
            (1_718_000_000_000, tail, Some(1_718_000_001_999), Some(1_717_999_998_001), None),
            (LAST_SECOND, second, None, Some(LAST_SECOND - 1), Some((LAST_SECOND, LAST_SECOND - 1))),
            (-LAST_SECOND, second, Some(1 - LAST_SECOND), None, Some((1 - LAST_SECOND, -LAST_SECOND))),
            (FIRST_MILLI, second, Some(FIRST_MILLI + 1000), None, Some((FIRST_MILLI + 1000, FIRST_MILLI))),
            (-FIRST_MILLI, second, None, Some(-FIRST_MILLI - 1000), Some((-FIRST_MILLI, -FIRST_MILLI - 1000))),
            (i64::MAX, second, None, Some(i64::MAX - 1000), Some((i64::MAX, i64::MAX - 1000))),
            (0, MAX, None, None, Some((LAST_SECOND, -LAST_SECOND))),
            (FIRST_MILLI, MAX, None, None, Some((i64::MAX, i64::MIN))),
        ] {
            let time = Timestamp::from(number);
            let number_of = |time: Option<Timestamp>| time.map(Timestamp::as_number);
            assert_eq!(number_of(time.checked_add(duration)), sum, "{number} + {duration:?}");
            assert_eq!(number_of(time.checked_sub(duration)), difference, "{number} - {duration:?}");
            let expected = saturated.or(sum.zip(difference));
            let found = (time.saturating_add(duration).0, time.saturating_sub(duration).0);
            assert_eq!(Some(found), expected, "{number} and {duration:?}");
        }
        let mut time = TimestampSeconds::from(10);
        time += second;
        time -= 3 * second;
        assert_eq!((time + second - second).as_seconds(), 8);
    }

    #[test]
    fn duration_is_counted_from_the_earlier_time() {
        let millis = TimestampMillis::from;
        for (later, earlier, expected) in [
            (1500, 500, Some(Duration::from_secs(1))),
            (5, 5, Some(Duration::ZERO)),
            (500, 1500, None),
            (1, -1, Some(Duration::from_millis(2))),
            (i64::MAX, i64::MIN, Some(Duration::from_millis(u64::MAX))),
        ] {
            assert_eq!(millis(later).duration_since(millis(earlier)), expected, "{later} {earlier}");
        }
        let (first, last) = (TimestampSeconds::from(i64::MIN), TimestampSeconds::from(i64::MAX));
        assert_eq!(last.duration_since(first), Some(Duration::from_secs(u64::MAX)));
        let (seconds, millis) = (Timestamp::from(1_718_000_000), Timestamp::from(1_718_000_000_250));
        assert_eq!(millis.duration_since(seconds), Some(Duration::from_millis(250)));
        assert_eq!(seconds.duration_since(millis), None);
    }

    #[test]
    #[should_panic(expected = "out of range")]
    fn sum_out_of_range_panics_as_in_the_standard_library() {
        let _ = TimestampMillis::from(i64::MAX) + Duration::from_secs(1);
    }
}
