//! Base URLs of hosts.

use url::Url;

use crate::api::Host;
use crate::safe_url::BASE_URL;

/// Returns a base URL without a trailing slash, or the reason why it is invalid.
pub(crate) fn check(text: &str, allow_plain_http: bool) -> Result<String, String> {
    let url = Url::parse(text).map_err(|error| format!("it is not a URL ({error})"))?;
    BASE_URL.check(&url, allow_plain_http)?;
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// Returns the reason why a checked base URL is invalid for a host: the URL ends with a path prefix that the paths of
/// the operations already contain.
pub(crate) fn doubled_path(url: &str, host: &Host) -> Option<String> {
    let path = Url::parse(url).ok()?.path().trim_end_matches('/').to_owned();
    let prefix = host.path_prefixes.iter().find(|prefix| path.ends_with(**prefix))?;
    let shorter = url.strip_suffix(prefix)?;
    Some(format!(
        "it ends with `{prefix}`, and the paths of the host `{}` begin with `{prefix}` too; write `{shorter}`",
        host.name
    ))
}

/// Fills the configuration values into the URL of a host. Returns the reason if a value is invalid.
pub(crate) fn fill(template: &str, value_of: impl Fn(&str) -> Option<String>) -> Result<String, String> {
    let mut filled = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        filled.push_str(before);
        let value = value_of(name).ok_or_else(|| format!("`{name}` is not set"))?;
        // The value becomes a part of a host name. Any other text could lead to a different host.
        let is_label = (1..=63).contains(&value.len())
            && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !value.starts_with('-')
            && !value.ends_with('-');
        if !is_label {
            return Err(format!(
                "`{name}` must be 1 to 63 letters, digits or inner hyphens, because it is part of a host name"
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
    use crate::api::ErrorFormat;

    #[test]
    fn base_urls_are_checked_and_have_no_trailing_slash() {
        for (text, expected) in [
            ("https://api.example.com", Some("https://api.example.com")),
            ("https://api.example.com/", Some("https://api.example.com")),
            ("https://proxy.example.com/prefix/", Some("https://proxy.example.com/prefix")),
            ("http://example.com", None),
            ("https://example.com?x=1", None),
            ("example.com", None),
            ("", None),
        ] {
            assert_eq!(check(text, false).ok().as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn path_of_the_operations_is_not_doubled() {
        const ONE: &[&str] = &["/v3"];
        const LONG: &[&str] = &["/platform/v1"];
        const SEVERAL: &[&str] = &["/v1", "/v2"];
        static ERRORS: ErrorFormat =
            ErrorFormat { code: &[], message: &[], request_id: &[], recognized_by: &[], codes: &[] };
        let host = |path_prefixes| Host {
            name: "main",
            url: "",
            path_prefixes,
            base_url_method: "",
            auth: None,
            errors: &ERRORS,
            rate_limit: None,
        };
        for (url, prefixes, shorter) in [
            ("https://a.example", ONE, None),
            ("https://a.example/v3", ONE, Some("https://a.example")),
            ("https://a.example/v3/", ONE, Some("https://a.example")),
            ("https://a.example:8443/v3", ONE, Some("https://a.example:8443")),
            ("https://gateway.example/proxy", ONE, None),
            ("https://gateway.example/proxy/v3", ONE, Some("https://gateway.example/proxy")),
            ("https://gateway.example/v3/proxy", ONE, None),
            ("https://gateway.example/api-v3", ONE, None),
            ("https://gateway.example/v30", ONE, None),
            ("https://gateway.example/V3", ONE, None),
            ("https://gateway.example/v1", ONE, None),
            ("https://v3", ONE, None),
            ("https://a.example/platform/v1", LONG, Some("https://a.example")),
            ("https://a.example/platform", LONG, None),
            ("https://a.example/v1", LONG, None),
            ("https://a.example/v2", SEVERAL, Some("https://a.example")),
            ("https://a.example/v2", &[], None),
        ] {
            let checked = check(url, false).expect("a base URL");
            let found = doubled_path(&checked, &host(prefixes));
            let is_expected = match (&found, shorter) {
                (Some(problem), Some(shorter)) => problem.ends_with(&format!("; write `{shorter}`")),
                (found, shorter) => found.is_none() && shorter.is_none(),
            };
            assert!(is_expected, "{url} {prefixes:?}: {found:?}");
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
