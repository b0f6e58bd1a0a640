//! Conversions with [`jiff`](https://docs.rs/jiff).

use super::time_error::TimeError;
use super::{Date, DateTime, Timestamp, TimestampMillis, TimestampSeconds};

fn from_unix_nanos(nanos: i128) -> Result<jiff::Timestamp, TimeError> {
    jiff::Timestamp::from_nanosecond(nanos).map_err(|_| TimeError::OUT_OF_RANGE)
}

macro_rules! timestamp {
    ($name:ident) => {
        /// Fails if the time is outside of the range of the target type.
        impl TryFrom<$name> for jiff::Timestamp {
            type Error = TimeError;

            fn try_from(time: $name) -> Result<Self, TimeError> {
                from_unix_nanos(time.unix_nanos())
            }
        }

        /// Rounds towards the epoch.
        impl From<jiff::Timestamp> for $name {
            fn from(time: jiff::Timestamp) -> Self {
                Self::from_unix_nanos(time.as_nanosecond())
            }
        }
    };
}

timestamp!(Timestamp);
timestamp!(TimestampMillis);
timestamp!(TimestampSeconds);

/// Fails if the string is not a time with a zone. A leap second is the first second of the next minute.
impl TryFrom<&DateTime> for jiff::Timestamp {
    type Error = TimeError;

    fn try_from(time: &DateTime) -> Result<Self, TimeError> {
        from_unix_nanos(time.unix_nanos().ok_or(TimeError::NOT_A_TIME)?)
    }
}

/// Converts to UTC with microseconds. Fails if the year does not have four digits.
impl TryFrom<jiff::Timestamp> for DateTime {
    type Error = TimeError;

    fn try_from(time: jiff::Timestamp) -> Result<Self, TimeError> {
        Self::from_unix_nanos(time.as_nanosecond()).ok_or(TimeError::OUT_OF_RANGE)
    }
}

/// Fails if the string is not a date.
impl TryFrom<&Date> for jiff::civil::Date {
    type Error = TimeError;

    fn try_from(date: &Date) -> Result<Self, TimeError> {
        let (year, month, day) = date.to_parts().ok_or(TimeError::NOT_A_DATE)?;
        let date = i16::try_from(year).ok().zip(i8::try_from(month).ok()).zip(i8::try_from(day).ok());
        let ((year, month), day) = date.ok_or(TimeError::OUT_OF_RANGE)?;
        Self::new(year, month, day).map_err(|_| TimeError::OUT_OF_RANGE)
    }
}

/// Fails if the year does not have four digits.
impl TryFrom<jiff::civil::Date> for Date {
    type Error = TimeError;

    fn try_from(date: jiff::civil::Date) -> Result<Self, TimeError> {
        Self::from_parts(date.year(), date.month(), date.day())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_convert_within_the_range() {
        for (millis, text) in [
            (0, Some("1970-01-01T00:00:00Z")),
            (-1, Some("1969-12-31T23:59:59.999Z")),
            (1_597_137_585_055, Some("2020-08-11T09:19:45.055Z")),
            (-62_135_596_800_000, Some("0001-01-01T00:00:00Z")),
            (-377_705_023_201_000, Some("-009999-01-02T01:59:59Z")),
            (253_402_207_200_999, Some("9999-12-30T22:00:00.999Z")),
            (-377_705_023_201_001, None),
            (253_402_207_201_000, None),
            (i64::MAX, None),
            (i64::MIN, None),
        ] {
            let time = TimestampMillis::from(millis);
            let converted = jiff::Timestamp::try_from(time);
            assert_eq!(converted.map(|time| time.to_string()).ok().as_deref(), text, "{millis}");
            if let Ok(converted) = converted {
                assert_eq!(TimestampMillis::from(converted), time);
                assert_eq!(TimestampSeconds::from(converted).as_seconds(), millis / 1000);
                let mixed = Timestamp::from(millis);
                if mixed.as_millis() == millis {
                    assert_eq!(jiff::Timestamp::try_from(mixed), Ok(converted));
                    assert_eq!(Timestamp::from(converted), mixed);
                }
            }
        }
    }

    #[test]
    fn texts_convert_if_they_are_times_or_dates() {
        for (text, expected, back) in [
            ("2020-08-11 04:49:45.25-0430", Ok("2020-08-11T09:19:45.25Z"), Some("2020-08-11T09:19:45.250000Z")),
            ("2016-12-31T23:59:60Z", Ok("2017-01-01T00:00:00Z"), Some("2017-01-01T00:00:00.000000Z")),
            (
                "1969-12-31T23:59:59.123456789Z",
                Ok("1969-12-31T23:59:59.123456789Z"),
                Some("1969-12-31T23:59:59.123457Z"),
            ),
            ("2020-08-11T18:19:45", Err(TimeError::NOT_A_TIME), None),
            ("2020-02-30T18:19:45Z", Err(TimeError::NOT_A_TIME), None),
            ("9999-12-31T23:59:59Z", Err(TimeError::OUT_OF_RANGE), None),
        ] {
            let converted = jiff::Timestamp::try_from(&DateTime::from(text));
            assert_eq!(converted.map(|time| time.to_string()), expected.map(str::to_owned), "{text}");
            let back_again = converted.ok().map(DateTime::try_from).map(|time| time.expect("four digits"));
            assert_eq!(back_again.as_ref().map(DateTime::as_str), back, "{text}");
        }
        assert_eq!(DateTime::try_from(jiff::Timestamp::MIN), Err(TimeError::OUT_OF_RANGE));
        let date = jiff::civil::date(2024, 2, 29);
        assert_eq!(jiff::civil::Date::try_from(&Date::from("2024-02-29")), Ok(date));
        assert_eq!(Date::try_from(date).as_ref().map(Date::as_str), Ok("2024-02-29"));
        assert_eq!(jiff::civil::Date::try_from(&Date::from("2023-02-29")), Err(TimeError::NOT_A_DATE));
        assert_eq!(Date::try_from(jiff::civil::date(-1, 1, 1)), Err(TimeError::OUT_OF_RANGE));
    }
}
