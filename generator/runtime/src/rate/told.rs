//! How long the server asks to wait.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::RETRY_AFTER;

use super::status::{RateLimitStatus, seconds};
use crate::api::RateLimit;

/// How long to wait: the longest of what the vendor's header, the standard one and the message say.
/// Only where they say nothing counts the time until the limit starts anew.
pub(crate) fn told(
    names: Option<&RateLimit>,
    headers: &HeaderMap,
    message: Option<&str>,
    now: SystemTime,
) -> Option<Duration> {
    let status = names.map(|names| RateLimitStatus::read(headers, names)).unwrap_or_default();
    let hint = |hint: fn(&RateLimit) -> &'static str| find_hint(names.map(hint)?, message?);
    let standard = headers.get(RETRY_AFTER).and_then(|value| standard(value.to_str().ok()?, now));
    let waits = [status.retry_after, standard, hint(|names| names.retry_after_hint)];
    let resets = [status.reset, hint(|names| names.reset_hint)];
    waits.into_iter().flatten().max().or_else(|| resets.into_iter().flatten().max())
}

/// `Retry-After`: seconds, or the date of the end.
fn standard(text: &str, now: SystemTime) -> Option<Duration> {
    seconds(text).or_else(|| {
        let end = httpdate::parse_http_date(text.trim()).ok()?;
        // A date in the past is no wait, but it is an answer.
        Some(end.duration_since(now).unwrap_or_default())
    })
}

/// The number that stands for `{}` of a hint in a message.
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

    const BOTH: &str = "Too many (retry_after: 0.25s, reset: 0.75s)";

    #[test]
    fn the_longest_wait_that_is_told_counts() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        for (headers, message, expected) in [
            (&[][..], None, None),
            (&[("x-wait", "1.5")], None, Some(1500)),
            (&[("retry-after", "2")], None, Some(2000)),
            (&[("x-wait", "1.5"), ("retry-after", "2")], None, Some(2000)),
            (&[("x-wait", "3"), ("retry-after", "2")], None, Some(3000)),
            (&[("retry-after", "Sun, 06 Nov 1994 08:49:47 GMT")], None, Some(10_000)),
            (&[("retry-after", "Sun, 06 Nov 1994 08:49:30 GMT")], None, Some(0)),
            (&[("retry-after", "tomorrow")], None, None),
            (&[("retry-after", "-5")], None, None),
            (&[], Some(BOTH), Some(250)),
            (&[("x-wait", "0.1")], Some(BOTH), Some(250)),
            (&[], Some("retry_after: soon"), None),
            (&[], Some("retry_after: 5 minutes"), None),
            (&[], Some("reset: 0.75s"), Some(750)),
            // The time of the limit counts only where there is no time to wait.
            (&[("x-reset", "9")], None, Some(9000)),
            (&[("x-reset", "9"), ("x-wait", "1")], None, Some(1000)),
        ] {
            let headers: HeaderMap = headers
                .iter()
                .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
                .collect();
            let told = told(Some(&NAMES), &headers, message, now);
            assert_eq!(told.map(|told| told.as_millis()), expected, "{headers:?} {message:?}");
        }
    }

    #[test]
    fn a_host_without_a_limit_still_has_the_standard_header() {
        let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static("7"))]);
        assert_eq!(told(None, &headers, Some(BOTH), SystemTime::UNIX_EPOCH), Some(Duration::from_secs(7)));
    }
}
