//! The day of a run: the generator itself knows no clock.

use time::{Date, OffsetDateTime};

/// Today in UTC, as `2026-12-31`.
pub(crate) fn today() -> String {
    OffsetDateTime::now_utc().date().to_string()
}

/// A day as it was given.
pub(crate) fn parse(text: &str) -> Result<String, String> {
    let parts: Vec<&str> = text.split('-').collect();
    let date = match parts[..] {
        [year, month, day] if [year.len(), month.len(), day.len()] == [4, 2, 2] => date(year, month, day),
        _ => None,
    };
    date.map(|date| date.to_string()).ok_or_else(|| "write a day as `2026-12-31`".into())
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    let month = month.parse::<u8>().ok()?.try_into().ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::{parse, today};

    #[test]
    fn days_are_written_in_one_way() {
        assert_eq!(parse("2028-02-29").as_deref(), Ok("2028-02-29"));
        for wrong in ["2027-02-29", "2027-2-9", "2027-02", "today", "", "2027-13-01", "20270-1-01"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!(parse(&today()), Ok(today()));
    }
}
