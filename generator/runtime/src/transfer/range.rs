//! Resuming interrupted downloads.

use http::header::{ACCEPT_RANGES, CONTENT_RANGE, ETAG, IF_RANGE, RANGE};
use http::{HeaderMap, HeaderValue, StatusCode};

/// The missing rest of a file.
#[derive(Clone, Debug)]
pub(super) struct Rest {
    /// The number of bytes that were received.
    from: u64,
    /// The length of the file.
    length: u64,
    /// A strong entity tag, which proves that the file is unchanged. A date has a resolution of seconds only.
    tag: HeaderValue,
}

impl Rest {
    /// Returns the rest of a file, if the headers contain enough to resume.
    pub(super) fn of(headers: &HeaderMap, received: u64, length: Option<u64>) -> Option<Self> {
        let length = length.filter(|length| (1..*length).contains(&received))?;
        if headers.get(ACCEPT_RANGES).is_some_and(|units| units.as_bytes().eq_ignore_ascii_case(b"none")) {
            return None;
        }
        // A weak tag states that two files are equivalent, not that their bytes are equal.
        let tag = headers.get(ETAG).filter(|tag| tag.as_bytes().starts_with(b"\""))?;
        Some(Self { from: received, length, tag: tag.clone() })
    }

    /// Adds the headers that request the rest, or the whole file if it has changed.
    pub(super) fn add_to(&self, headers: &mut HeaderMap) {
        if let Ok(range) = HeaderValue::try_from(format!("bytes={}-", self.from)) {
            headers.insert(RANGE, range);
            headers.insert(IF_RANGE, self.tag.clone());
        }
    }

    /// Whether a response is the rest of the same file, up to its end. The status is not enough, because a server may
    /// ignore the condition.
    pub(super) fn matches(&self, status: StatusCode, headers: &HeaderMap) -> bool {
        let same = headers.get(ETAG) == Some(&self.tag);
        let range = format!("bytes {}-{}/{}", self.from, self.length - 1, self.length);
        let fits = headers.get(CONTENT_RANGE).is_some_and(|found| found.as_bytes() == range.as_bytes());
        status == StatusCode::PARTIAL_CONTENT && same && fits
    }
}

/// Whether a response contains only a part of the file. A server may describe the whole file as a range.
pub(super) fn is_partial(status: StatusCode, headers: &HeaderMap) -> bool {
    let is_all = || {
        let range = headers.get(CONTENT_RANGE)?.to_str().ok()?.strip_prefix("bytes 0-")?;
        let (last, length) = range.split_once('/')?;
        Some(last.parse::<u64>().ok()?.checked_add(1)? == length.parse::<u64>().ok()?)
    };
    status == StatusCode::PARTIAL_CONTENT && is_all() != Some(true)
}

#[cfg(test)]
mod tests {
    use http::HeaderName;

    use super::*;

    fn headers(list: &[(&'static str, &'static str)]) -> HeaderMap {
        list.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn download_resumes_only_if_the_file_is_unchanged() {
        let date = ("last-modified", "Wed, 21 Oct 2015 07:28:00 GMT");
        for (list, received, length, asked) in [
            (&[("etag", "\"a\"")][..], 5, Some(10), Some("\"a\"")),
            (&[("etag", "\"a\""), date], 5, Some(10), Some("\"a\"")),
            (&[("etag", "W/\"a\""), date], 5, Some(10), None),
            (&[date], 5, Some(10), None),
            (&[("etag", "W/\"a\"")], 5, Some(10), None),
            (&[], 5, Some(10), None),
            (&[("etag", "\"a\""), ("accept-ranges", "none")], 5, Some(10), None),
            (&[("etag", "\"a\"")], 0, Some(10), None),
            (&[("etag", "\"a\"")], 10, Some(10), None),
            (&[("etag", "\"a\"")], 5, None, None),
        ] {
            let rest = Rest::of(&headers(list), received, length);
            let found = rest.map(|rest| {
                let mut headers = HeaderMap::new();
                rest.add_to(&mut headers);
                assert_eq!(headers[RANGE], "bytes=5-");
                headers[IF_RANGE].clone()
            });
            assert_eq!(found.as_ref().and_then(|value| value.to_str().ok()), asked, "{list:?} {received} {length:?}");
        }
    }

    #[test]
    fn only_the_rest_of_the_same_file_is_accepted() {
        let rest = Rest::of(&headers(&[("etag", "\"a\"")]), 5, Some(10));
        let rest = rest.as_ref();
        for (status, list, expected) in [
            (206, &[("content-range", "bytes 5-9/10"), ("etag", "\"a\"")][..], true),
            (206, &[("content-range", "bytes 5-9/10")], false),
            (206, &[("content-range", "bytes 5-9/10"), ("etag", "W/\"a\"")], false),
            (206, &[("content-range", "bytes 5-9/10"), ("etag", "\"b\"")], false),
            (206, &[("content-range", "bytes 0-9/10"), ("etag", "\"a\"")], false),
            (206, &[("content-range", "bytes 5-9/11"), ("etag", "\"a\"")], false),
            (206, &[("content-range", "bytes 5-8/10"), ("etag", "\"a\"")], false),
            (206, &[("content-range", "bytes 5-9/*"), ("etag", "\"a\"")], false),
            (206, &[("etag", "\"a\"")], false),
            (200, &[("content-range", "bytes 5-9/10"), ("etag", "\"a\"")], false),
        ] {
            let status = StatusCode::from_u16(status).unwrap_or_default();
            let found = rest.map(|rest| rest.matches(status, &headers(list)));
            assert_eq!(found, Some(expected), "{status} {list:?}");
        }
    }
}
