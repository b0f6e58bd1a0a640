//! The headers that describe the content of a response body which is not JSON.

use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderName};

/// Returns the reason why the body can't be JSON: it is compressed, or it has a different media type.
pub(crate) fn content_problem(headers: &HeaderMap) -> Option<String> {
    compression_problem(headers).or_else(|| type_problem(headers))
}

fn compression_problem(headers: &HeaderMap) -> Option<String> {
    coding(headers).map(|coding| format!("it is compressed ({coding}), which the client did not request"))
}

/// Returns the content coding of the body. If the client has requested the coding, the transport decodes the body and
/// removes the header of the coding.
pub(super) fn coding(headers: &HeaderMap) -> Option<&str> {
    text(headers, &CONTENT_ENCODING).filter(|coding| !matches!(*coding, "" | "identity"))
}

fn type_problem(headers: &HeaderMap) -> Option<String> {
    let media_type = text(headers, &CONTENT_TYPE)?.split(';').next()?.trim_end().to_ascii_lowercase();
    let is_json = media_type.is_empty() || media_type.ends_with("json");
    (!is_json).then(|| format!("it is not JSON but {media_type}: a proxy may have sent it"))
}

pub(super) fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    Some(headers.get(name)?.to_str().ok()?.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn compression_and_other_types_are_named() {
        let other = "a proxy may have sent it";
        for (name, value, expected) in [
            (CONTENT_ENCODING, "gzip", Some("it is compressed (gzip), which the client did not request".to_owned())),
            (CONTENT_ENCODING, "identity", None),
            (CONTENT_ENCODING, "", None),
            (CONTENT_TYPE, "text/HTML; charset=utf-8", Some(format!("it is not JSON but text/html: {other}"))),
            (CONTENT_TYPE, "application/json; charset=utf-8", None),
            (CONTENT_TYPE, "application/problem+json", None),
            (CONTENT_TYPE, "", None),
        ] {
            let headers = HeaderMap::from_iter([(name, HeaderValue::from_static(value))]);
            assert_eq!(content_problem(&headers), expected, "{value}");
        }
    }
}
