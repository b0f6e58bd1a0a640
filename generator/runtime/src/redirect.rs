//! The policy of redirects.

use http::{HeaderMap, Method, StatusCode, Uri, header};
use url::Url;

use crate::safe_url::SIGNED_URL;

/// The allowed targets of redirects.
#[derive(Clone, Copy, Debug)]
pub(crate) enum RedirectPolicy {
    /// For calls: only the same origin, because no other origin may receive the token.
    SameOrigin,
    /// For signed URLs, which receive no token: any safe URL, but not from https to plain http.
    AnyOrigin { allow_plain_http: bool },
}

/// A decision about a redirect.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Redirect {
    /// Send the same request to this URL.
    Follow(Uri),
    /// Return an error with this note.
    Refuse(String),
}

impl RedirectPolicy {
    /// Decides how to handle a response to the request to `from`, after this number of redirects; `None` if the
    /// response is not a redirect.
    ///
    /// Follows only redirects that repeat the request. Other redirects would turn the request into a GET.
    pub(crate) fn decide(
        self,
        redirects: usize,
        (method, from): (&Method, &Uri),
        (status, headers): (StatusCode, &HeaderMap),
    ) -> Option<Redirect> {
        if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
            return None;
        }
        let repeats = matches!(*method, Method::GET | Method::HEAD) || matches!(status.as_u16(), 307 | 308);
        let target = if repeats {
            self.target(from, headers)
        } else {
            Err(format!("it would turn the {} into a GET", self.request()))
        };
        let most = self.max_redirects();
        Some(match target {
            Ok(target) if redirects < most => Redirect::Follow(target),
            Ok(_) => refuse(&format!("it is the {}th in a row", most + 1)),
            Err(reason) => refuse(&reason),
        })
    }

    fn target(self, from: &Uri, headers: &HeaderMap) -> Result<Uri, String> {
        const NO_URL: &str = "its target is not a URL";
        let location = headers.get(header::LOCATION).and_then(|value| value.to_str().ok());
        let location = location.ok_or("it has no target")?;
        let from = Url::parse(&from.to_string()).map_err(|_| NO_URL)?;
        let target = from.join(location).map_err(|_| NO_URL)?;
        match self {
            Self::SameOrigin if target.origin() != from.origin() => {
                let elsewhere = target.origin().ascii_serialization();
                return Err(format!("it leads to a different origin ({elsewhere}), which must not receive the token"));
            }
            Self::AnyOrigin { .. } if from.scheme() == "https" && target.scheme() == "http" => {
                return Err("it leads from https to plain http".to_owned());
            }
            Self::AnyOrigin { allow_plain_http } => SIGNED_URL.check(&target, allow_plain_http)?,
            Self::SameOrigin => {}
        }
        Ok(Uri::try_from(target.as_str()).map_err(|_| NO_URL)?)
    }

    fn max_redirects(self) -> usize {
        match self {
            Self::SameOrigin => 5,
            Self::AnyOrigin { .. } => 10,
        }
    }

    /// The description of the request in a reason.
    fn request(self) -> &'static str {
        match self {
            Self::SameOrigin => "call",
            Self::AnyOrigin { .. } => "upload",
        }
    }
}

/// Refuses a redirect for a reason of the caller or of the policy.
pub(crate) fn refuse(reason: &str) -> Redirect {
    Redirect::Refuse(format!("the redirect was not followed: {reason}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    const ANY: RedirectPolicy = RedirectPolicy::AnyOrigin { allow_plain_http: false };

    fn decide(
        policy: RedirectPolicy,
        redirects: usize,
        method: &Method,
        from: &'static str,
        (status, location): (u16, &'static str),
    ) -> Option<Redirect> {
        let headers = HeaderMap::from_iter([(header::LOCATION, HeaderValue::from_static(location))]);
        let status = StatusCode::from_u16(status).expect("a status");
        policy.decide(redirects, (method, &Uri::from_static(from)), (status, &headers))
    }

    #[test]
    fn only_redirects_that_repeat_the_request_are_followed() {
        const REFUSED: [Option<&str>; 2] = [None, None];
        const ELSEWHERE: &str = "https://evil.example.com/";
        let both = |target| [Some(target), Some(target)];
        for (method, status, location, targets) in [
            (Method::GET, 302, "/v1/c", both("https://api.example.com/v1/c")),
            (Method::GET, 301, "d?e=1", both("https://api.example.com/v1/d?e=1")),
            (Method::GET, 308, "https://api.example.com:443/x#y", both("https://api.example.com/x")),
            (Method::POST, 307, "/v1/c", both("https://api.example.com/v1/c")),
            (Method::POST, 302, "/v1/c", REFUSED),
            (Method::DELETE, 303, "/v1/c", REFUSED),
            (Method::GET, 302, "http://api.example.com/", REFUSED),
            (Method::GET, 302, "https://api.example.com@evil.example.com/", REFUSED),
            (Method::GET, 302, "https://", REFUSED),
            (Method::GET, 302, "file:///v1", REFUSED),
            (Method::GET, 302, "https://evil.example.com/", [None, Some(ELSEWHERE)]),
            (Method::GET, 302, "//evil.example.com/", [None, Some(ELSEWHERE)]),
            (Method::GET, 302, "\\\\evil.example.com", [None, Some(ELSEWHERE)]),
            (Method::GET, 302, "https://api.example.com:8443/", [None, Some("https://api.example.com:8443/")]),
        ] {
            for (policy, target) in [RedirectPolicy::SameOrigin, ANY].into_iter().zip(targets) {
                let from = "https://api.example.com/v1/a?b=1";
                match (decide(policy, 0, &method, from, (status, location)), target) {
                    (Some(Redirect::Follow(uri)), Some(target)) => assert_eq!(uri.to_string(), target),
                    (Some(Redirect::Refuse(_)), None) => {}
                    (decision, _) => panic!("{method} {status} {location} {policy:?}: {decision:?}"),
                }
            }
        }
        assert_eq!(decide(ANY, 0, &Method::GET, "https://a.example/", (304, "/b")), None);
    }

    #[test]
    fn number_of_redirects_is_limited() {
        for (policy, most) in [(RedirectPolicy::SameOrigin, 5), (ANY, 10)] {
            for redirects in 0..=most {
                let decision = decide(policy, redirects, &Method::GET, "https://a.example/", (302, "/b"));
                let is_followed = matches!(decision, Some(Redirect::Follow(_)));
                assert_eq!(is_followed, redirects < most, "{policy:?} {redirects}: {decision:?}");
            }
        }
    }
}
