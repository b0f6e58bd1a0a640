//! The server-requested delay.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::RETRY_AFTER;

use super::wait::{ResponseTime, lines, seconds};
use crate::api::RateLimit;

/// Returns the server-requested delay: the longest value of the vendor's header, the standard header and the error
/// message. Without any of these, it is the time until the limit resets.
///
/// An invalid value, such as a negative number, counts as `invalid`.
pub(crate) fn retry_after(
    names: Option<&RateLimit>,
    headers: &HeaderMap,
    message: Option<&str>,
    now: SystemTime,
    invalid: Duration,
) -> Option<Duration> {
    let time = ResponseTime::of(headers, now);
    let vendors = |name: fn(&RateLimit) -> &'static str| {
        let lines = lines(headers, names.map(name).unwrap_or_default(), move |text| time.vendors(text));
        lines.map(|wait| wait.unwrap_or(invalid))
    };
    let standard = lines(headers, RETRY_AFTER.as_str(), move |text| time.standard(text));
    let hint = |hint: fn(&RateLimit) -> &'static str| find_hint(names.map(hint)?, message?);
    let waits = standard.map(|wait| wait.unwrap_or(invalid)).chain(vendors(|names| names.retry_after));
    let resets = vendors(|names| names.reset).chain(hint(|names| names.reset_hint));
    waits.chain(hint(|names| names.retry_after_hint)).max().or_else(|| resets.max())
}

/// Returns the number at `{}` of a hint in a message.
fn find_hint(hint: &str, message: &str) -> Option<Duration> {
    let (before, after) = hint.split_once("{}")?;
    let (_, rest) = message.split_once(before)?;
    let end = rest.find(|character: char| !character.is_ascii_digit() && character != '.').unwrap_or(rest.len());
    let (number, rest) = rest.split_at(end);
    if rest.starts_with(after) { seconds(number) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderName, HeaderValue};

    static NAMES: RateLimit = RateLimit {
        name: "main",
        per_endpoint: true,
        safe_to_retry: true,
        limit: "",
        remaining: "",
        reset: "x-reset",
        retry_after: "x-wait",
        reset_hint: "reset: {}s",
        retry_after_hint: "retry_after: {}s",
    };

    const INVALID: Duration = Duration::from_secs(8);

    const BOTH: &str = "Too many (retry_after: 0.25s, reset: 0.75s)";

    #[test]
    fn longest_requested_delay_applies() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        let (later, earlier) = ("Sun, 06 Nov 1994 08:49:47 GMT", "Sun, 06 Nov 1994 08:49:30 GMT");
        for (headers, message, expected) in [
            (&[][..], None, None),
            (&[("x-wait", "1.5")], None, Some(1500)),
            (&[("retry-after", "2")], None, Some(2000)),
            (&[("x-wait", "1.5"), ("retry-after", "2")], None, Some(2000)),
            (&[("x-wait", "3"), ("retry-after", "2")], None, Some(3000)),
            (&[("retry-after", later)], None, Some(10_000)),
            (&[("retry-after", earlier)], None, Some(0)),
            (&[], Some(BOTH), Some(250)),
            (&[("x-wait", "0.1")], Some(BOTH), Some(250)),
            (&[], Some("retry_after: soon"), None),
            (&[], Some("retry_after: 5 minutes"), None),
            (&[], Some("reset: 0.75s"), Some(750)),
            // The reset time counts only without any other value.
            (&[("x-reset", "9")], None, Some(9000)),
            (&[("x-reset", "9"), ("x-wait", "1")], None, Some(1000)),
            // The longest of several values applies.
            (&[("retry-after", "2"), ("retry-after", "5"), ("retry-after", "3")], None, Some(5000)),
            (&[("retry-after", "2"), ("retry-after", later)], None, Some(10_000)),
            (&[("x-wait", "2"), ("x-wait", "5")], None, Some(5000)),
            (&[("retry-after", "2, 5")], None, Some(5000)),
            // An invalid value counts as `INVALID`.
            (&[("retry-after", "tomorrow")], None, Some(8000)),
            (&[("retry-after", "-5")], None, Some(8000)),
            (&[("retry-after", "inf")], None, Some(8000)),
            (&[("retry-after", "1e300")], None, Some(8000)),
            (&[("retry-after", "")], None, Some(8000)),
            (&[("x-wait", "-5")], None, Some(8000)),
            (&[("x-reset", "NaN")], None, Some(8000)),
            (&[("retry-after", "-5"), ("retry-after", "2")], None, Some(8000)),
            (&[("retry-after", "-5"), ("x-wait", "9")], None, Some(9000)),
            (&[("x-reset", "-5"), ("retry-after", "2")], None, Some(2000)),
            // Dates are relative to the `Date` of the response.
            (&[("retry-after", later), ("date", earlier)], None, Some(17_000)),
            (&[("x-wait", later), ("date", earlier)], None, Some(17_000)),
            (&[("x-reset", later), ("date", earlier)], None, Some(17_000)),
            (&[("x-reset", "1000000000"), ("date", "Sun, 09 Sep 2001 01:46:30 GMT")], None, Some(10_000)),
        ] {
            let headers: HeaderMap = headers
                .iter()
                .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
                .collect();
            let retry_after = retry_after(Some(&NAMES), &headers, message, now, INVALID);
            assert_eq!(retry_after.map(|retry_after| retry_after.as_millis()), expected, "{headers:?} {message:?}");
        }
    }

    #[test]
    fn standard_header_is_read_without_a_rate_limit() {
        let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static("7"))]);
        assert_eq!(
            retry_after(None, &headers, Some(BOTH), SystemTime::UNIX_EPOCH, INVALID),
            Some(Duration::from_secs(7))
        );
    }
}
