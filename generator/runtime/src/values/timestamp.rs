//! Points in time with the unit in the type.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

macro_rules! timestamp {
    ($name:ident, $accessor:ident, $unit:literal, $duration:ident, $count:ident) => {
        #[doc = concat!("A point in time in Unix ", $unit, ".")]
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(i64);

        impl $name {
            #[doc = concat!("The Unix ", $unit, ", as on the wire.")]
            pub fn $accessor(self) -> i64 {
                self.0
            }

            /// The time of the system's clock; `None` if it can't hold such a time.
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

        /// Rounds towards the epoch; times that do not fit become the nearest that do.
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
}
