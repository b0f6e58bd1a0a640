//! Dates in arguments, and the current day. The generator itself has no clock.

use time::{Date, OffsetDateTime};

/// Returns the current day in UTC, such as `2026-12-31`.
pub(crate) fn today() -> String {
    OffsetDateTime::now_utc().date().to_string()
}

/// Checks a day, such as `2026-12-31`.
///
/// # Errors
///
/// Returns an error if the day does not exist.
pub(crate) fn day(text: &str) -> Result<String, String> {
    if is_day(text) { Ok(text.to_owned()) } else { Err("write a day as `2026-12-31`".into()) }
}

/// Checks a day or a month, such as `2026-12-31` or `2026-12`.
///
/// # Errors
///
/// Returns an error if the day or month does not exist.
pub(crate) fn day_or_month(text: &str) -> Result<String, String> {
    if is_day(text) || is_day(&format!("{text}-01")) {
        Ok(text.to_owned())
    } else {
        Err("write a day as `2026-12-31` or a month as `2026-12`".into())
    }
}

fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    // The parser would also accept a number with a sign.
    let are_digits = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    match parts[..] {
        [year, month, day] if are_digits && [year.len(), month.len(), day.len()] == [4, 2, 2] => {
            date(year, month, day).is_some()
        }
        _ => false,
    }
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    let month = month.parse::<u8>().ok()?.try_into().ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::{day, day_or_month, today};

    #[test]
    fn invalid_dates_are_rejected() {
        assert_eq!(day("2028-02-29").as_deref(), Ok("2028-02-29"));
        for invalid in ["2027-02-29", "2027-2-9", "2027-02", "today", "", "2027-13-01", "20270-1-01", "+027-02-01"] {
            assert!(day(invalid).is_err(), "{invalid}");
        }
        assert_eq!(day(&today()), Ok(today()));
        for valid in ["2028-02-29", "2028-02"] {
            assert_eq!(day_or_month(valid).as_deref(), Ok(valid));
        }
        for invalid in ["2027-02-29", "2027-13", "2027-2", "2027", "", "2027-02-01-01", "2027-"] {
            assert!(day_or_month(invalid).is_err(), "{invalid}");
        }
    }
}
