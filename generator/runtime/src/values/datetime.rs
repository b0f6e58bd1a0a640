//! Times and dates as ISO 8601 strings.
//!
//! The string is kept unchanged, so that no information is lost and invalid strings can be sent back.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

#[cfg(any(feature = "chrono", feature = "jiff"))]
use super::time_error::TimeError;
use super::timestamp::from_nanos;

/// The nanoseconds of a second.
pub(super) const NANOS: i128 = 1_000_000_000;

/// A point in time as an ISO 8601 string, such as `2026-01-31T08:30:00.5Z`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct DateTime(String);

/// A date as an ISO 8601 string, such as `2026-01-31`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Date(String);

macro_rules! text {
    ($name:ident) => {
        impl $name {
            /// Returns the string on the wire.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        /// Keeps the string unchanged. Only the server validates it.
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }
    };
}

text!(DateTime);
text!(Date);

impl DateTime {
    /// Returns the system time; `None` if the string is not a time with a zone, or if the system time can't represent
    /// it.
    pub fn to_system_time(&self) -> Option<SystemTime> {
        let nanos = self.unix_nanos()?;
        let distance = from_nanos(nanos.unsigned_abs());
        if nanos < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) }
    }

    /// Returns the time after a duration, in UTC with microseconds; `None` if the string is not a time with a zone, or if
    /// the year of the result does not have four digits.
    ///
    /// There is no operator, because any string can be a value of this type.
    #[must_use]
    pub fn checked_add(&self, duration: Duration) -> Option<Self> {
        Self::from_unix_nanos(self.unix_nanos()?.checked_add(duration.as_nanos().try_into().ok()?)?)
    }

    /// Returns the time before a duration, in UTC with microseconds; `None` as for [`checked_add`](Self::checked_add).
    #[must_use]
    pub fn checked_sub(&self, duration: Duration) -> Option<Self> {
        Self::from_unix_nanos(self.unix_nanos()?.checked_sub(duration.as_nanos().try_into().ok()?)?)
    }

    /// Returns the duration since an earlier time; `None` if `earlier` is later, or if one of the strings is not a time
    /// with a zone.
    pub fn duration_since(&self, earlier: &Self) -> Option<Duration> {
        let nanos = self.unix_nanos()?.checked_sub(earlier.unix_nanos()?)?;
        u128::try_from(nanos).ok().map(from_nanos)
    }

    /// Returns the nanoseconds since the epoch; `None` if the string is not a time with a zone. A leap second is the
    /// first second of the next minute.
    pub(super) fn unix_nanos(&self) -> Option<i128> {
        let (date, rest) = self.0.split_once(['T', 't', ' '])?;
        let days = Date::from(date).days_since_epoch()?;
        let (clock, offset) = split_zone(rest)?;
        let (seconds, nanos) = time_of_day(clock)?;
        let seconds = days.checked_mul(86_400)?.checked_add(seconds - offset)?;
        Some(i128::from(seconds) * NANOS + i128::from(nanos))
    }

    /// Returns the time in UTC with microseconds; `None` if its year does not have four digits.
    pub(super) fn from_unix_nanos(nanos: i128) -> Option<Self> {
        let time = Self::from_micros(nanos / 1000);
        time.unix_nanos().is_some().then_some(time)
    }

    fn from_micros(micros: i128) -> Self {
        let (days, of_day) = (micros.div_euclid(86_400_000_000), micros.rem_euclid(86_400_000_000));
        let date = Date::from_days(i64::try_from(days).unwrap_or_default());
        let (seconds, fraction) = (of_day / 1_000_000, of_day % 1_000_000);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        Self(format!("{date}T{hour:02}:{minute:02}:{second:02}.{fraction:06}Z"))
    }
}

/// Converts to UTC with microseconds.
impl From<SystemTime> for DateTime {
    fn from(time: SystemTime) -> Self {
        let micros = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => i128::try_from(after.as_micros()).unwrap_or(i128::MAX),
            Err(error) => i128::try_from(error.duration().as_micros()).map_or(i128::MIN, |before| -before),
        };
        Self::from_micros(micros)
    }
}

impl Date {
    /// Creates a date; `None` if there is no such day.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let date = Self(format!("{year:04}-{month:02}-{day:02}"));
        date.days_since_epoch().is_some().then_some(date)
    }

    /// Creates a date from the numbers of a different library.
    #[cfg(any(feature = "chrono", feature = "jiff"))]
    pub(super) fn from_parts<Month: TryInto<u8>>(
        year: impl TryInto<u16>,
        month: Month,
        day: Month,
    ) -> Result<Self, TimeError> {
        let parts = year.try_into().ok().zip(month.try_into().ok()).zip(day.try_into().ok());
        parts.and_then(|((year, month), day)| Self::new(year, month, day)).ok_or(TimeError::OUT_OF_RANGE)
    }

    /// Returns year, month and day; `None` if the string is not a date.
    pub fn to_parts(&self) -> Option<(u16, u8, u8)> {
        let mut parts = self.0.split('-');
        let (year, month, day) = (digits(parts.next()?, 4)?, digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let last = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        if !(1..=last).contains(&day) || parts.next().is_some() {
            return None;
        }
        Some((u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?))
    }

    fn days_since_epoch(&self) -> Option<i64> {
        let (year, month, day) = self.to_parts()?;
        // With years that start in March, the leap day is the last day of the year, so the months are regular.
        let (year, month) = if month < 3 { (i64::from(year) - 1, month + 9) } else { (i64::from(year), month - 3) };
        let in_year = (153 * i64::from(month) + 2) / 5 + i64::from(day) - 1;
        Some(year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + in_year - 719_468)
    }

    /// The inverse of `days_since_epoch`.
    fn from_days(days: i64) -> Self {
        let shifted = days + 719_468;
        let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let in_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * in_year + 2) / 153;
        let day = in_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        let year = era * 400 + year_of_era + i64::from(month < 3);
        Self(format!("{year:04}-{month:02}-{day:02}"))
    }
}

fn digits(text: &str, length: usize) -> Option<u32> {
    let fits = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

/// Splits a time into the clock and the zone in seconds east of UTC.
fn split_zone(text: &str) -> Option<(&str, i64)> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let at = text.rfind(['+', '-'])?;
    let (clock, zone) = text.split_at(at);
    let (sign, zone) = zone.split_at(1);
    let (hours, minutes) = match zone.split_once(':') {
        Some(parts) => parts,
        None if zone.len() == 4 => zone.split_at(2),
        None => (zone, "00"),
    };
    let seconds = i64::from(digits(hours, 2)?) * 3600 + i64::from(digits(minutes, 2)?) * 60;
    Some((clock, if sign == "-" { -seconds } else { seconds }))
}

/// Returns the seconds of the day and the nanoseconds.
fn time_of_day(clock: &str) -> Option<(i64, u64)> {
    let mut parts = clock.split(':');
    let (hour, minute) = (digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    let (whole, fraction) = match parts.next() {
        None => ("00", ""),
        Some(second) => second.split_once(['.', ',']).unwrap_or((second, "")),
    };
    let second = digits(whole, 2)?;
    // A leap second is written as 60.
    if parts.next().is_some() || hour > 24 || minute > 59 || second > 60 {
        return None;
    }
    let nanos: String = fraction.chars().chain("000000000".chars()).take(9).collect();
    Some((i64::from(hour * 3600 + minute * 60 + second), u64::from(digits(&nanos, 9)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_parsed() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", Some(Duration::ZERO)),
            ("2020-08-11T09:19:45.055635Z", Some(Duration::from_micros(1_597_137_585_055_635))),
            ("2020-08-11T18:19:45+09:00", Some(Duration::from_secs(1_597_137_585))),
            ("2020-08-11 04:49:45-0430", Some(Duration::from_secs(1_597_137_585))),
            ("2000-02-29T23:59:60Z", Some(Duration::from_secs(951_868_800))),
            ("2026-01-31T08:30Z", Some(Duration::from_secs(1_769_848_200))),
            ("2026-01-31T08:30:00", None),
            ("2026-02-29T00:00:00Z", None),
            ("2026-01-31", None),
            ("soon", None),
            ("2026-01-31T08:30:00+é9:00", None),
            ("", None),
        ] {
            let time = DateTime::from(text).to_system_time();
            assert_eq!(time, expected.map(|distance| UNIX_EPOCH + distance), "{text}");
        }
    }

    #[test]
    fn system_times_survive_a_round_trip() {
        let micros = |micros: u64| Duration::from_micros(micros);
        for time in [
            UNIX_EPOCH,
            UNIX_EPOCH - micros(1),
            UNIX_EPOCH + micros(951_868_799_999_999),
            UNIX_EPOCH - Duration::from_secs(86_400 * 400),
            UNIX_EPOCH + Duration::from_secs(4_102_444_800),
        ] {
            assert_eq!(DateTime::from(time).to_system_time(), Some(time));
        }
        assert_eq!(DateTime::from(UNIX_EPOCH + micros(5)).as_str(), "1970-01-01T00:00:00.000005Z");
    }

    #[test]
    fn sums_and_differences_are_in_utc() {
        let (second, tail) = (Duration::from_secs(1), Duration::from_nanos(1_500_000_999));
        for (text, duration, sum, difference) in [
            (
                "2020-08-11T18:19:45+09:00",
                second,
                Some("2020-08-11T09:19:46.000000Z"),
                Some("2020-08-11T09:19:44.000000Z"),
            ),
            // A leap second is the first second of the next minute.
            ("2016-12-31T23:59:60Z", second, Some("2017-01-01T00:00:01.000000Z"), Some("2016-12-31T23:59:59.000000Z")),
            ("1970-01-01T00:00:00.25Z", tail, Some("1970-01-01T00:00:01.750000Z"), Some("1969-12-31T23:59:58.750000Z")),
            ("9999-12-31T23:59:59.9Z", second, None, Some("9999-12-31T23:59:58.900000Z")),
            ("0000-01-01T00:00:00Z", second, Some("0000-01-01T00:00:01.000000Z"), None),
            ("2020-08-11T18:19:45Z", Duration::MAX, None, None),
            ("2020-08-11T18:19:45", second, None, None),
            ("soon", second, None, None),
        ] {
            let time = DateTime::from(text);
            assert_eq!(time.checked_add(duration).as_ref().map(DateTime::as_str), sum, "{text} + {duration:?}");
            assert_eq!(time.checked_sub(duration).as_ref().map(DateTime::as_str), difference, "{text} - {duration:?}");
        }
        let since = |later: &str, earlier: &str| DateTime::from(later).duration_since(&DateTime::from(earlier));
        assert_eq!(since("2020-08-11T18:19:45+09:00", "2020-08-11T09:19:44.5Z"), Some(second / 2));
        assert_eq!(since("2020-08-11T09:19:44Z", "2020-08-11T18:19:45Z"), None);
        assert_eq!(since("2020-08-11T09:19:44Z", "soon"), None);
        let years = since("9999-12-31T23:59:59Z", "0000-01-01T00:00:00Z");
        assert_eq!(years, Some(Duration::from_secs(315_569_519_999)));
    }

    #[test]
    fn only_days_of_the_calendar_are_valid() {
        assert_eq!(Date::new(2024, 2, 29).map(|date| date.to_string()).as_deref(), Some("2024-02-29"));
        for (year, month, day) in
            [(2023, 2, 29), (1900, 2, 29), (2026, 4, 31), (2026, 0, 1), (2026, 13, 1), (2026, 1, 0)]
        {
            assert_eq!(Date::new(year, month, day), None, "{year} {month} {day}");
        }
        assert_eq!(Date::from("2026-12-31").to_parts(), Some((2026, 12, 31)));
        assert_eq!(Date::from("2026-12-31x").to_parts(), None);
    }
}
