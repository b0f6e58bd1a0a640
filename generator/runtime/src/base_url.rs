//! Base URLs of hosts.

use url::Url;

use crate::safe_url::BASE_URL;

/// Returns a base URL without a trailing slash, or the reason why it is invalid.
pub(crate) fn check(text: &str, allow_plain_http: bool) -> Result<String, String> {
    let url = Url::parse(text).map_err(|error| format!("it is not a URL ({error})"))?;
    BASE_URL.check(&url, allow_plain_http)?;
    Ok(url.as_str().trim_end_matches('/').to_owned())
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
    fn values_in_host_names_are_labels() {
        let fill = |value: &str| fill("https://api-{id}.example.com", |_| Some(value.to_owned()));
        assert_eq!(fill("A1-b").as_deref(), Ok("https://api-A1-b.example.com"));
        for bad in ["", "a.b", "x/y", "evil.com/", "a@b", "-a", "a-", "é", "a#", &"a".repeat(64)] {
            assert!(fill(bad).is_err(), "{bad:?}");
        }
    }
}
