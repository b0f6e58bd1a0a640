//! Percent-encoding and decoding of path segments and query items.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Appends a string as one path segment, or as one name or value of a query.
pub(crate) fn encode(text: &str, output: &mut String) {
    output.extend(utf8_percent_encode(text, RESERVED));
}

/// Decodes a string. Bytes that are not UTF-8 are replaced.
pub(crate) fn decode(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

/// The maximum number of layers of percent-encoding that are decoded, so that the time does not grow with their number.
const MAX_LAYERS: usize = 16;

/// Returns the reason why a value can't be a path segment.
///
/// Servers and proxies resolve `.` and `..` to a different path. Some do this even if the dots are percent-encoded,
/// once or several times.
pub(crate) fn segment_problem(value: &str) -> Option<&'static str> {
    if value.is_empty() {
        return Some("is empty");
    }
    let mut decoded = value.to_owned();
    // Each round undoes one layer of encoding and shortens the text, or ends the loop.
    for _ in 0..=MAX_LAYERS {
        if decoded == "." || decoded == ".." {
            return Some("would lead to a different path");
        }
        let next = decode(&decoded).into_owned();
        if next.len() >= decoded.len() {
            break;
        }
        decoded = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn value_is_one_segment_or_an_error() {
        for (value, segment) in [
            ("a/b?c#d", Some("a%2Fb%3Fc%23d")),
            ("é 😀", Some("%C3%A9%20%F0%9F%98%80")),
            ("a b+c&d=e", Some("a%20b%2Bc%26d%3De")),
            ("...", Some("...")),
            ("a..b", Some("a..b")),
            ("-._~", Some("-._~")),
            ("%2fx", Some("%252fx")),
            ("", None),
            (".", None),
            ("..", None),
            ("%2e%2e", None),
            ("%2E.", None),
            (".%2e", None),
            ("%252e%252E", None),
            ("%2e", None),
        ] {
            let mut encoded = String::new();
            encode(value, &mut encoded);
            let accepted = segment_problem(value).is_none().then_some(encoded.as_str());
            assert_eq!(accepted, segment, "{value:?}");
        }
        // Checked quickly, whatever the number of layers.
        assert_eq!(segment_problem(&format!("{}2e", "%25".repeat(20_000))), None);
    }
}
