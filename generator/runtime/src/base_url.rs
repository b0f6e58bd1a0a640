//! Base URLs: the host of the API, or what the user put in its place.

use url::{Host, Url};

/// A base URL without a trailing slash, or why it is none.
pub(crate) fn check(text: &str, allow_plain_http: bool) -> Result<String, String> {
    let url = Url::parse(text).map_err(|error| format!("it is no URL ({error})"))?;
    if url.host().is_none() {
        return Err("it has no host".into());
    }
    match url.scheme() {
        "https" => {}
        "http" if allow_plain_http || is_loopback(text) => {}
        "http" => {
            return Err("plain http would send the token in clear text; use https (or http to this machine, such as \
                        http://127.0.0.1:8080), or call `allow_plain_http` if the network is trusted"
                .into());
        }
        _ => return Err("its scheme is not https".into()),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it has a user name or password".into());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("it has a query or a fragment".into());
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// Whether a base URL leads to this machine.
pub(crate) fn is_loopback(base_url: &str) -> bool {
    Url::parse(base_url).is_ok_and(|url| is_on_this_machine(&url))
}

/// Whether a URL leads to this machine.
pub(crate) fn is_on_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// The URL of a host with its configuration values in place, or what is wrong with a value.
pub(crate) fn fill(template: &str, value_of: impl Fn(&str) -> Option<String>) -> Result<String, String> {
    let mut filled = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        filled.push_str(before);
        let value = value_of(name).ok_or_else(|| format!("`{name}` is not set"))?;
        // The value becomes a part of a host name: anything else could lead to another host.
        let is_label = (1..=63).contains(&value.len())
            && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !value.starts_with('-')
            && !value.ends_with('-');
        if !is_label {
            return Err(format!(
                "`{name}` must be 1 to 63 letters, digits or inner hyphens, since it is part of a host name"
            ));
        }
        filled.push_str(&value);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_safe_base_urls_are_taken() {
        for (text, allow, expected) in [
            ("https://api.example.com", false, Some("https://api.example.com")),
            ("https://api.example.com/", false, Some("https://api.example.com")),
            ("https://proxy.example.com/prefix/", false, Some("https://proxy.example.com/prefix")),
            ("http://127.0.0.1:8080", false, Some("http://127.0.0.1:8080")),
            ("http://localhost:1", false, Some("http://localhost:1")),
            ("http://[::1]:9", false, Some("http://[::1]:9")),
            ("http://example.com", false, None),
            ("http://example.com", true, Some("http://example.com")),
            ("http://localhost.example.com", false, None),
            ("ftp://example.com", true, None),
            ("https://user:pass@example.com", false, None),
            ("https://example.com?x=1", false, None),
            ("https://example.com#x", false, None),
            ("example.com", false, None),
            ("", false, None),
        ] {
            assert_eq!(check(text, allow).ok().as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn values_in_host_names_are_labels() {
        let fill = |value: &str| fill("https://api-{id}.example.com", |_| Some(value.to_owned()));
        assert_eq!(fill("A1-b").as_deref(), Ok("https://api-A1-b.example.com"));
        for bad in ["", "a.b", "x/y", "evil.com/", "a@b", "-a", "a-", "é", "a#", &"a".repeat(64)] {
            assert!(fill(bad).is_err(), "{bad:?}");
        }
    }
}
