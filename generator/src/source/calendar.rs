//! Validation of days and times.

/// Whether a text is a month of the calendar: `2026-12`.
pub(super) fn is_month(text: &str) -> bool {
    text.split_once('-').is_some_and(|(year, month)| {
        number(year, 4).is_some() && number(month, 2).is_some_and(|month| (1..=12).contains(&month))
    })
}

/// Whether a text is a day of the calendar: `2026-12-31`.
pub(crate) fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return false;
    };
    let days = match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (1..=12).contains(&month) && (1..=days).contains(&day)
}

/// Whether a text is a day and a time with an offset: `2026-01-31T23:59:59.5Z`, `2026-01-31T23:59+02:00`. ISO 8601 allows
/// more, but no API sends it.
pub(crate) fn is_datetime(text: &str) -> bool {
    let Some((day, time)) = text.split_once(['T', ' ']) else { return false };
    let clock = match time.strip_suffix('Z') {
        Some(clock) => Some(clock),
        None => time.rfind(['+', '-']).map(|at| time.split_at(at)).and_then(|(clock, offset)| {
            let offset = &offset[1..];
            let (hours, minutes) = match offset.split_once(':') {
                Some(parts) => parts,
                None if offset.len() == 4 && offset.is_ascii() => offset.split_at(2),
                None => (offset, "00"),
            };
            (within(hours, 23) && within(minutes, 59)).then_some(clock)
        }),
    };
    is_day(day) && clock.is_some_and(is_clock)
}

/// A leap second is the 61st of its minute.
fn is_clock(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    let is_fraction = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = whole.split(':').collect();
    match (parts.as_slice(), fraction) {
        ([hour, minute], None) => within(hour, 23) && within(minute, 59),
        ([hour, minute, second], fraction) => {
            within(hour, 23) && within(minute, 59) && within(second, 60) && fraction.is_none_or(is_fraction)
        }
        _ => false,
    }
}

/// Whether a text is a number with two digits, up to `most`.
fn within(text: &str, most: u32) -> bool {
    number(text, 2).is_some_and(|number| number <= most)
}

fn number(text: &str, length: usize) -> Option<u32> {
    let is_number = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_days_and_times_are_rejected() {
        for (text, day, time) in [
            ("2024-02-29", true, false),
            ("2023-02-29", false, false),
            ("1900-02-29", false, false),
            ("2000-02-29", true, false),
            ("2023-13-01", false, false),
            ("2023-04-31", false, false),
            ("2023-00-10", false, false),
            ("2023-1-10", false, false),
            ("2023-10-01-", false, false),
            ("2026-01-31T23:59:59.5Z", false, true),
            ("2026-01-31 23:59:60Z", false, true),
            ("2026-01-31T23:59+02:00", false, true),
            ("2026-01-31T23:59:00-0330", false, true),
            ("2026-01-31T23:59:00+05", false, true),
            ("2023-04-31T00:00:00Z", false, false),
            ("2023-01-01T25:00:00Z", false, false),
            ("2023-01-01T23:61:00Z", false, false),
            ("2023-01-01T23:00:61Z", false, false),
            ("2023-01-01T23:00:00+99:99", false, false),
            ("2023-01-01T23:00:00", false, false),
            ("2023-01-01T23:00:00.Z", false, false),
            ("2023-01-01T23Z", false, false),
            ("2023-01-01TZ", false, false),
            ("2023-01-01T1é+é1é", false, false),
        ] {
            assert_eq!((is_day(text), is_datetime(text)), (day, time), "{text}");
        }
        assert!(is_month("2026-12") && !is_month("2026-13") && !is_month("2026-1") && !is_month("2026-12-31"));
    }
}
