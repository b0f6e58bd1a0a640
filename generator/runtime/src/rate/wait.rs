//! Server-requested delays in the headers of a response: seconds, or the end of the delay.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::DATE;

/// A date is relative to the `Date` of its response if they differ by at most this time. Otherwise one of them is
/// wrong.
const PLAUSIBLE: Duration = Duration::from_secs(24 * 60 * 60);

/// The smallest number that is a Unix time and not a delay in seconds. As a delay, it would be 31 years.
const FIRST_UNIX_TIME: Duration = Duration::from_secs(1_000_000_000);

/// The time of a response. Dates in its headers are relative to this time.
#[derive(Clone, Copy, Debug)]
pub(super) struct ResponseTime {
    /// The header `Date`, by the clock of the server.
    date: Option<SystemTime>,
    /// The time by the clock of this machine, which may be wrong.
    now: SystemTime,
}

impl ResponseTime {
    pub(super) fn of(headers: &HeaderMap, now: SystemTime) -> Self {
        let date = headers.get(DATE).and_then(|value| http_date(value.to_str().ok()?));
        Self { date, now }
    }

    /// Returns the time until `end` by the server's clock; zero if `end` is in the past.
    fn until(self, end: SystemTime) -> Duration {
        let times = [self.date, Some(self.now)].into_iter().flatten();
        let from = times.clone().find(|time| distance(*time, end) <= PLAUSIBLE).or_else(|| times.clone().next());
        end.duration_since(from.unwrap_or(self.now)).unwrap_or_default()
    }

    /// Returns the delay of a `Retry-After`: seconds, or a date.
    pub(super) fn standard(self, text: &str) -> Option<Duration> {
        longest_seconds(text).or_else(|| Some(self.until(http_date(text)?)))
    }

    /// Returns the delay of a vendor's header: seconds, a date, or a Unix time in seconds.
    pub(super) fn vendors(self, text: &str) -> Option<Duration> {
        let wait = self.standard(text)?;
        match SystemTime::UNIX_EPOCH.checked_add(wait) {
            Some(end) if wait >= FIRST_UNIX_TIME && seconds(text).is_some() => Some(self.until(end)),
            _ => Some(wait),
        }
    }
}

/// Returns the delay of each line of a header; `None` for an invalid line.
pub(super) fn lines<'h>(
    headers: &'h HeaderMap,
    name: &'h str,
    read: impl Fn(&str) -> Option<Duration> + 'h,
) -> impl Iterator<Item = Option<Duration>> + 'h {
    let lines = (!name.is_empty()).then(|| headers.get_all(name).into_iter());
    lines.into_iter().flatten().map(move |line| read(line.to_str().ok()?))
}

/// Returns a time in seconds, as an integer or a decimal number, with or without an `s` at the end.
pub(super) fn seconds(text: &str) -> Option<Duration> {
    let text = text.trim();
    let number: f64 = text.strip_suffix('s').unwrap_or(text).trim_end().parse().ok()?;
    Duration::try_from_secs_f64(number).ok()
}

/// Returns the longest of several delays, because a proxy may join header lines with commas.
fn longest_seconds(text: &str) -> Option<Duration> {
    text.split(',').map(seconds).try_fold(Duration::ZERO, |longest, wait| Some(longest.max(wait?)))
}

fn http_date(text: &str) -> Option<SystemTime> {
    httpdate::parse_http_date(text.trim()).ok()
}

fn distance(one: SystemTime, other: SystemTime) -> Duration {
    one.duration_since(other).unwrap_or_else(|error| error.duration())
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn seconds_are_read_as_servers_write_them() {
        for (text, expected) in [
            ("1", Some(1000)),
            (" 0.25s", Some(250)),
            ("0.0697", Some(69)),
            ("0", Some(0)),
            ("-0", Some(0)),
            (" 7 ", Some(7000)),
            ("7 s", Some(7000)),
            ("99999999999", Some(99_999_999_999_000)),
            ("-1", None),
            ("-0.5", None),
            ("NaN", None),
            ("inf", None),
            ("Infinity", None),
            ("1e300", None),
            ("soon", None),
            ("1:30", None),
            ("", None),
        ] {
            assert_eq!(seconds(text).map(|duration| duration.as_millis()), expected, "{text:?}");
        }
    }

    /// Ten seconds before the date of `FORMATS`, which has all three formats of HTTP.
    const NOW: &str = "Sun, 06 Nov 1994 08:49:27 GMT";
    const FORMATS: [&str; 3] =
        ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"];

    #[test]
    fn dates_are_counted_from_the_clock_of_the_server() {
        let right = http_date(NOW).expect("a valid date");
        let (hour, year) = (Duration::from_secs(3600), Duration::from_secs(365 * 24 * 3600));
        for text in FORMATS {
            for (date, now, expected) in [
                // The clock of this machine is correct, fast, slow, or was never set.
                (Some(NOW), right, 10),
                (Some(NOW), right + hour, 10),
                (Some(NOW), right - hour, 10),
                (Some(NOW), SystemTime::UNIX_EPOCH, 10),
                (Some(FORMATS[1]), right, 0),
                (Some(FORMATS[2]), right, 0),
                // Without a valid and plausible `Date`, dates are relative to the clock of this machine.
                (None, right, 10),
                (None, right + hour, 0),
                (Some("now"), right, 10),
                (Some(""), right, 10),
                (Some("Thu, 01 Jan 1970 00:00:00 GMT"), right, 10),
                (Some("Fri, 31 Dec 9999 23:59:59 GMT"), right, 10),
                // A long delay, such as for maintenance.
                (Some("Sat, 05 Nov 1994 08:49:37 GMT"), right, 24 * 3600),
                (Some("Tue, 01 Nov 1994 08:49:37 GMT"), right - 9 * year, 5 * 24 * 3600),
            ] {
                let mut headers = HeaderMap::new();
                date.map(|date| headers.insert(DATE, HeaderValue::from_static(date)));
                let time = ResponseTime::of(&headers, now);
                assert_eq!(time.standard(text), Some(Duration::from_secs(expected)), "{text}: {date:?} {now:?}");
            }
        }
    }

    #[test]
    fn vendors_write_seconds_dates_and_unix_times() {
        let mut headers = HeaderMap::new();
        let date = "Sun, 09 Sep 2001 02:00:00 GMT"; // 1,000,000,800 seconds
        headers.insert(DATE, HeaderValue::from_static(date));
        let time = ResponseTime::of(&headers, SystemTime::UNIX_EPOCH);
        for (text, vendors, standard) in [
            ("30", Some(30), Some(30)),
            ("1, 5, 2", Some(5), Some(5)),
            ("Sun, 09 Sep 2001 02:01:00 GMT", Some(60), Some(60)),
            ("1000000830", Some(30), Some(1_000_000_830)),
            ("1000000100", Some(0), Some(1_000_000_100)),
            ("1, soon", None, None),
            ("1, -5", None, None),
            ("Sun, 09 Sep 2001 02:01:00 CET", None, None),
            ("2001-09-09T02:01:00Z", None, None),
        ] {
            let seconds = |wait: Option<u64>| wait.map(Duration::from_secs);
            assert_eq!((time.vendors(text), time.standard(text)), (seconds(vendors), seconds(standard)), "{text}");
        }
    }
}
