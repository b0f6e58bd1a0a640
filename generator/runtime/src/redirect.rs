//! Which redirects are followed.

use http::{HeaderMap, Method, StatusCode, Uri, header};
use url::Url;

/// So many redirects are followed.
pub(crate) const MAX_REDIRECTS: usize = 5;

/// What to do with a redirect.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Redirect {
    /// Send the same request there.
    Follow(Uri),
    /// Don't; the text says why.
    Refuse(String),
}

/// What to do with an answer; `None` if it is no redirect.
///
/// Tokens stay with their origin, so only redirects within it are followed; and only such that
/// repeat the request, since turning one into a GET would do something else than was asked for.
pub(crate) fn decide(method: &Method, from: &Uri, status: StatusCode, headers: &HeaderMap) -> Option<Redirect> {
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let refuse = |reason: String| Some(Redirect::Refuse(format!("the redirect was not followed: {reason}")));
    let repeats = matches!(*method, Method::GET | Method::HEAD) || matches!(status.as_u16(), 307 | 308);
    if !repeats {
        return refuse("it would turn the call into a GET".into());
    }
    let Some(location) = headers.get(header::LOCATION).and_then(|value| value.to_str().ok()) else {
        return refuse("it has no target".into());
    };
    let origin = Url::parse(&from.to_string()).ok();
    let Some((origin, target)) = origin.and_then(|origin| origin.join(location).ok().map(|target| (origin, target)))
    else {
        return refuse("its target is no URL".into());
    };
    if target.origin() != origin.origin() {
        let elsewhere = target.origin().ascii_serialization();
        return refuse(format!("it leads to another origin ({elsewhere}), where the token must not go"));
    }
    match Uri::try_from(target.as_str()) {
        Ok(uri) => Some(Redirect::Follow(uri)),
        Err(_) => refuse("its target is no URL".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn only_redirects_that_repeat_the_request_at_its_origin_are_followed() {
        let from = Uri::from_static("https://api.example.com/v1/a?b=1");
        for (method, status, location, target) in [
            (Method::GET, 302, "/v1/c", Some("https://api.example.com/v1/c")),
            (Method::GET, 301, "d?e=1", Some("https://api.example.com/v1/d?e=1")),
            (Method::GET, 308, "https://api.example.com:443/x", Some("https://api.example.com/x")),
            (Method::POST, 307, "/v1/c", Some("https://api.example.com/v1/c")),
            (Method::POST, 302, "/v1/c", None),
            (Method::DELETE, 303, "/v1/c", None),
            (Method::GET, 302, "https://evil.example.com/", None),
            (Method::GET, 302, "//evil.example.com/", None),
            (Method::GET, 302, "http://api.example.com/", None),
            (Method::GET, 302, "https://api.example.com:8443/", None),
            (Method::GET, 302, "https://api.example.com@evil.example.com/", None),
            (Method::GET, 302, "\\\\evil.example.com", None),
        ] {
            let headers = HeaderMap::from_iter([(header::LOCATION, HeaderValue::from_static(location))]);
            let decision = decide(&method, &from, StatusCode::from_u16(status).unwrap_or_default(), &headers);
            match (decision, target) {
                (Some(Redirect::Follow(uri)), Some(target)) => assert_eq!(uri.to_string(), target),
                (Some(Redirect::Refuse(_)), None) => {}
                (decision, _) => panic!("{method} {status} {location}: {decision:?}"),
            }
        }
        assert_eq!(decide(&Method::GET, &from, StatusCode::NOT_MODIFIED, &HeaderMap::new()), None);
    }
}
