//! Conversions with [`chrono`](https://docs.rs/chrono).

use chrono::{Datelike, NaiveDate, TimeZone, Utc};

use super::datetime::NANOS;
use super::time_error::TimeError;
use super::{Date, DateTime, Timestamp, TimestampMillis, TimestampSeconds};

fn from_unix_nanos(nanos: i128) -> Result<chrono::DateTime<Utc>, TimeError> {
    let seconds = i64::try_from(nanos.div_euclid(NANOS)).ok();
    let rest = u32::try_from(nanos.rem_euclid(NANOS)).unwrap_or_default();
    seconds.and_then(|seconds| chrono::DateTime::from_timestamp(seconds, rest)).ok_or(TimeError::OUT_OF_RANGE)
}

/// Returns the nanoseconds since the epoch. A leap second is the first second of the next minute.
fn unix_nanos<Z: TimeZone>(time: &chrono::DateTime<Z>) -> i128 {
    i128::from(time.timestamp()) * NANOS + i128::from(time.timestamp_subsec_nanos())
}

macro_rules! timestamp {
    ($name:ident) => {
        /// Fails if the time is outside of the range of the target type.
        impl TryFrom<$name> for chrono::DateTime<Utc> {
            type Error = TimeError;

            fn try_from(time: $name) -> Result<Self, TimeError> {
                from_unix_nanos(time.unix_nanos())
            }
        }

        /// Rounds towards the epoch.
        impl<Z: TimeZone> From<chrono::DateTime<Z>> for $name {
            fn from(time: chrono::DateTime<Z>) -> Self {
                Self::from_unix_nanos(unix_nanos(&time))
            }
        }
    };
}

timestamp!(Timestamp);
timestamp!(TimestampMillis);
timestamp!(TimestampSeconds);

/// Fails if the string is not a time with a zone. A leap second is the first second of the next minute.
impl TryFrom<&DateTime> for chrono::DateTime<Utc> {
    type Error = TimeError;

    fn try_from(time: &DateTime) -> Result<Self, TimeError> {
        from_unix_nanos(time.unix_nanos().ok_or(TimeError::NOT_A_TIME)?)
    }
}

/// Converts to UTC with microseconds. Fails if the year does not have four digits.
impl<Z: TimeZone> TryFrom<chrono::DateTime<Z>> for DateTime {
    type Error = TimeError;

    fn try_from(time: chrono::DateTime<Z>) -> Result<Self, TimeError> {
        Self::from_unix_nanos(unix_nanos(&time)).ok_or(TimeError::OUT_OF_RANGE)
    }
}

/// Fails if the string is not a date.
impl TryFrom<&Date> for NaiveDate {
    type Error = TimeError;

    fn try_from(date: &Date) -> Result<Self, TimeError> {
        let (year, month, day) = date.to_parts().ok_or(TimeError::NOT_A_DATE)?;
        Self::from_ymd_opt(year.into(), month.into(), day.into()).ok_or(TimeError::OUT_OF_RANGE)
    }
}

/// Fails if the year does not have four digits.
impl TryFrom<NaiveDate> for Date {
    type Error = TimeError;

    fn try_from(date: NaiveDate) -> Result<Self, TimeError> {
        Self::from_parts(date.year(), date.month(), date.day())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_convert_within_the_range() {
        for (millis, seconds_and_nanos) in [
            (0, Some((0, 0))),
            (-1, Some((-1, 999_000_000))),
            (1_597_137_585_055, Some((1_597_137_585, 55_000_000))),
            (-62_135_596_800_000, Some((-62_135_596_800, 0))),
            (8_210_266_876_799_999, Some((8_210_266_876_799, 999_000_000))),
            (-8_334_601_228_800_000, Some((-8_334_601_228_800, 0))),
            (8_210_266_876_800_000, None),
            (-8_334_601_228_800_001, None),
            (i64::MAX, None),
            (i64::MIN, None),
        ] {
            let time = TimestampMillis::from(millis);
            let converted = chrono::DateTime::<Utc>::try_from(time);
            let parts = converted.map(|time| (time.timestamp(), time.timestamp_subsec_nanos())).ok();
            assert_eq!(parts, seconds_and_nanos, "{millis}");
            if let Ok(converted) = converted {
                assert_eq!(TimestampMillis::from(converted), time);
                assert_eq!(TimestampSeconds::from(converted).as_seconds(), millis / 1000);
                let mixed = Timestamp::from(millis);
                if mixed.as_millis() == millis {
                    assert_eq!(chrono::DateTime::<Utc>::try_from(mixed), Ok(converted));
                    assert_eq!(Timestamp::from(converted), mixed);
                }
            }
        }
    }

    #[test]
    fn texts_convert_if_they_are_times_or_dates() {
        for (text, expected, back) in [
            ("2020-08-11 04:49:45.25-0430", Ok((1_597_137_585, 250_000_000)), Some("2020-08-11T09:19:45.250000Z")),
            ("2016-12-31T23:59:60Z", Ok((1_483_228_800, 0)), Some("2017-01-01T00:00:00.000000Z")),
            ("1969-12-31T23:59:59.5Z", Ok((-1, 500_000_000)), Some("1969-12-31T23:59:59.500000Z")),
            ("9999-12-31T23:59:59Z", Ok((253_402_300_799, 0)), Some("9999-12-31T23:59:59.000000Z")),
            ("2020-08-11T18:19:45", Err(TimeError::NOT_A_TIME), None),
            ("2020-02-30T18:19:45Z", Err(TimeError::NOT_A_TIME), None),
        ] {
            let converted = chrono::DateTime::<Utc>::try_from(&DateTime::from(text));
            let parts = converted.map(|time| (time.timestamp(), time.timestamp_subsec_nanos()));
            assert_eq!(parts, expected, "{text}");
            let back_again = converted.ok().map(DateTime::try_from).map(|time| time.expect("four digits"));
            assert_eq!(back_again.as_ref().map(DateTime::as_str), back, "{text}");
        }
        let (first, last) = (chrono::DateTime::<Utc>::MIN_UTC, chrono::DateTime::<Utc>::MAX_UTC);
        for time in [first, last] {
            assert_eq!(DateTime::try_from(time), Err(TimeError::OUT_OF_RANGE));
        }
        // A time in a different zone is the same point in time.
        let zone = chrono::FixedOffset::east_opt(9 * 3600).expect("a zone");
        let time = chrono::DateTime::from_timestamp(1_597_137_585, 0).expect("in range").with_timezone(&zone);
        assert_eq!(TimestampSeconds::from(time).as_seconds(), 1_597_137_585);
        let date = NaiveDate::from_ymd_opt(2024, 2, 29).expect("a day");
        assert_eq!(NaiveDate::try_from(&Date::from("2024-02-29")), Ok(date));
        assert_eq!(Date::try_from(date).as_ref().map(Date::as_str), Ok("2024-02-29"));
        assert_eq!(NaiveDate::try_from(&Date::from("2023-02-29")), Err(TimeError::NOT_A_DATE));
        assert_eq!(Date::try_from(NaiveDate::MAX), Err(TimeError::OUT_OF_RANGE));
    }
}
