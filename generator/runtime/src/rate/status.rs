//! The rate limit status in the headers of a response.

use std::time::{Duration, SystemTime};

use http::HeaderMap;

use super::wait::{ResponseTime, lines, seconds};
use crate::api::RateLimit;

/// The rate limit status in the headers of a response. Absent values are `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimitStatus {
    /// The number of calls that are allowed in a window.
    pub limit: Option<u64>,
    /// The length of the window.
    pub window: Option<Duration>,
    /// The number of calls that are left in the window.
    pub remaining: Option<u64>,
    /// The time until the limit resets. A date in the header is relative to the `Date` of the response.
    pub reset: Option<Duration>,
    /// The server-requested delay before the next call. A date in the header is relative to the `Date` of the response.
    pub retry_after: Option<Duration>,
}

impl RateLimitStatus {
    /// Whether the response contains any of the values.
    pub fn is_known(&self) -> bool {
        *self != Self::default()
    }

    /// Reads the headers of a response that has just arrived. Dates are relative to the `Date` of the response.
    pub(crate) fn read(headers: &HeaderMap, names: &RateLimit) -> Self {
        let header = |name: &str| headers.get(name).filter(|_| !name.is_empty())?.to_str().ok();
        let time = ResponseTime::of(headers, SystemTime::now());
        let longest = |name| lines(headers, name, |text| time.vendors(text)).flatten().max();
        let limit = header(names.limit);
        Self {
            limit: limit.and_then(first_number),
            window: limit.and_then(window),
            remaining: header(names.remaining).and_then(first_number),
            reset: longest(names.reset),
            retry_after: longest(names.retry_after),
        }
    }
}

/// Returns the number at the start of a value such as `100;w=60`.
fn first_number(text: &str) -> Option<u64> {
    text.split([';', ',']).next()?.trim().parse().ok()
}

/// Returns the seconds of `w=` in a value such as `100;w=60`.
fn window(text: &str) -> Option<Duration> {
    text.split(';').find_map(|part| part.trim().strip_prefix("w=")).and_then(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_with_their_window() {
        for (text, limit, of) in [
            ("100;w=60", Some(100), Some(60)),
            ("10; w=1", Some(10), Some(1)),
            ("7", Some(7), None),
            ("10, 10;w=1", Some(10), Some(1)),
            ("many;w=1", None, Some(1)),
            ("", None, None),
        ] {
            assert_eq!((first_number(text), window(text)), (limit, of.map(Duration::from_secs)), "{text:?}");
        }
    }
}
