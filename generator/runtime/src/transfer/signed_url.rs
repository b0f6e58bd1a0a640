//! URLs that are secrets.

use std::fmt;

use url::Url;

use crate::safe_url::SIGNED_URL;
use crate::values::Sensitive;

/// A URL that gives access to a file to anyone who knows the URL. It is never logged. It is created from a string, or
/// from a [`Sensitive`] field of a response.
///
/// ```
/// use api_client_runtime::SignedUrl;
///
/// let url = SignedUrl::from("https://files.example/export.zip?signature=secret");
/// assert_eq!(format!("{url:?}"), "[secret]");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct SignedUrl(String);

impl SignedUrl {
    /// Parses the URL. The error does not repeat any part of it.
    pub(super) fn parse(&self, allow_plain_http: bool) -> Result<Url, &'static str> {
        let mut url =
            Url::parse(self.0.trim()).map_err(|_| "the URL is invalid: it must be absolute, with `https://`")?;
        SIGNED_URL.check(&url, allow_plain_http)?;
        url.set_fragment(None);
        Ok(url)
    }
}

impl From<&str> for SignedUrl {
    fn from(url: &str) -> Self {
        Self(url.to_owned())
    }
}

impl From<String> for SignedUrl {
    fn from(url: String) -> Self {
        Self(url)
    }
}

impl From<&String> for SignedUrl {
    fn from(url: &String) -> Self {
        Self(url.clone())
    }
}

impl From<Sensitive<String>> for SignedUrl {
    fn from(url: Sensitive<String>) -> Self {
        Self(url.into_exposed())
    }
}

impl From<&Sensitive<String>> for SignedUrl {
    fn from(url: &Sensitive<String>) -> Self {
        Self(url.expose().clone())
    }
}

impl fmt::Debug for SignedUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[secret]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_safe_urls_are_accepted_and_errors_do_not_repeat_them() {
        for (text, allow, expected) in [
            ("https://files.example/canary?a=b", false, Ok("https://files.example/canary?a=b")),
            (" https://files.example/canary%2Fx?a=%2f#canary\n", false, Ok("https://files.example/canary%2Fx?a=%2f")),
            ("http://127.0.0.1:8080/canary", false, Ok("http://127.0.0.1:8080/canary")),
            ("http://[::1]:8080/canary", false, Ok("http://[::1]:8080/canary")),
            ("http://files.example/canary", true, Ok("http://files.example/canary")),
            ("http://files.example/canary", false, Err("plain http")),
            ("http://localhost.example/canary", false, Err("plain http")),
            ("ftp://files.example/canary", true, Err("not https")),
            ("file:///canary", true, Err("not https")),
            ("https://canary@files.example/", false, Err("user name")),
            ("https://:canary@files.example/", false, Err("user name")),
            ("/canary", false, Err("must be absolute")),
            ("files.example/canary", false, Err("must be absolute")),
            ("https://", false, Err("must be absolute")),
            ("", false, Err("must be absolute")),
        ] {
            match (SignedUrl::from(text).parse(allow), expected) {
                (Ok(url), Ok(expected)) => assert_eq!(url.as_str(), expected),
                (Err(reason), Err(expected)) => {
                    assert!(reason.contains(expected) && !reason.contains("canary"), "{text}: {reason}");
                }
                (found, _) => panic!("{text}: {found:?}"),
            }
        }
    }
}
