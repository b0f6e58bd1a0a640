//! Points in time with the unit in the type.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

macro_rules! timestamp {
    ($name:ident, $accessor:ident, $unit:literal, $duration:ident, $count:ident) => {
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
        }

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
        if self.0.unsigned_abs() <= MAX_SECONDS { self.0 * 1000 } else { self.0 }
    }

    /// Returns the system time; `None` if the system time can't represent it.
    pub fn to_system_time(self) -> Option<SystemTime> {
        TimestampMillis(self.as_millis()).to_system_time()
    }
}

impl From<i64> for Timestamp {
    fn from(number: i64) -> Self {
        Self(number)
    }
}

/// Converts to milliseconds, rounded towards the epoch. Times out of range become the nearest time in range.
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        Self(TimestampMillis::from(time).0)
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

timestamp!(TimestampMillis, as_millis, "milliseconds", from_millis, as_millis);
timestamp!(TimestampSeconds, as_seconds, "seconds", from_secs, as_secs);

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
    }
}
