//! The rules for URLs, so that no secret is sent in clear text.

use url::{Host, Url};

/// The rules for one use of URLs, each with the reason for a rejection.
#[derive(Debug)]
pub(crate) struct UrlRules {
    plain_http: &'static str,
    other_scheme: &'static str,
    user_info: &'static str,
    /// `None` if the URL may have a query and a fragment.
    query: Option<&'static str>,
}

/// The rules for the base URL of a host: paths are appended to it, and the token of the host is sent there.
pub(crate) static BASE_URL: UrlRules = UrlRules {
    plain_http: "plain http would send the token in clear text; use https (or http to this machine, such as \
                 http://127.0.0.1:8080), or call `allow_plain_http` if the network is trusted",
    other_scheme: "its scheme is not https",
    user_info: "it has a user name or password",
    query: Some("it has a query or a fragment"),
};

/// The rules for a URL that is itself a secret. The reasons do not repeat any part of it.
pub(crate) static SIGNED_URL: UrlRules = UrlRules {
    plain_http: "the URL has plain http, which would show it and the file to the network: use https, or call \
                 `allow_plain_http` on the client's builder if the network is trusted",
    other_scheme: "the scheme of the URL is not https",
    user_info: "the URL has a user name or password, which are not sent",
    query: None,
};

impl UrlRules {
    /// Checks a URL. The host needs no check, because each http or https URL has one.
    ///
    /// # Errors
    /// Returns the reason why the URL is not allowed.
    pub(crate) fn check(&self, url: &Url, allow_plain_http: bool) -> Result<(), &'static str> {
        match url.scheme() {
            "https" => {}
            "http" if allow_plain_http || is_on_this_machine(url) => {}
            "http" => return Err(self.plain_http),
            _ => return Err(self.other_scheme),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(self.user_info);
        }
        match self.query {
            Some(reason) if url.query().is_some() || url.fragment().is_some() => Err(reason),
            _ => Ok(()),
        }
    }
}

/// Whether the host of a URL is this machine.
pub(crate) fn is_on_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_safe_urls_are_accepted() {
        const BOTH: [bool; 2] = [true, true];
        const SIGNED: [bool; 2] = [false, true];
        const NEITHER: [bool; 2] = [false, false];
        for (text, allow_plain_http, expected) in [
            ("https://a.example", false, BOTH),
            ("https://a.example/prefix", false, BOTH),
            ("https://a.example?x=1", false, SIGNED),
            ("https://a.example#x", false, SIGNED),
            ("http://127.0.0.1:8080", false, BOTH),
            ("http://localhost:1", false, BOTH),
            ("http://[::1]:9", false, BOTH),
            ("http://a.example", false, NEITHER),
            ("http://a.example", true, BOTH),
            ("http://localhost.a.example", false, NEITHER),
            ("http://10.0.0.1", false, NEITHER),
            ("ftp://a.example", true, NEITHER),
            ("file:///a", true, NEITHER),
            ("a.example:443", true, NEITHER),
            ("https://user:pass@a.example", false, NEITHER),
            ("https://user@a.example", false, NEITHER),
            ("https://:pass@a.example", false, NEITHER),
        ] {
            let url = Url::parse(text).expect("a URL");
            let found = [&BASE_URL, &SIGNED_URL].map(|rules| rules.check(&url, allow_plain_http).is_ok());
            assert_eq!(found, expected, "{text}");
        }
        for text in ["https://", "http://", "http:", "https:///", "https://:443/a"] {
            assert_eq!(Url::parse(text), Err(url::ParseError::EmptyHost), "{text}");
        }
    }
}
