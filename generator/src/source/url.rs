//! URLs of pages, and host names.

/// The maximum length of a host name, and of a label.
const MAX_HOST: usize = 253;
const MAX_LABEL: usize = 63;

/// The pattern of a page URL, for the schema. It accepts the same URLs as [`is_page`], except for the length of the
/// host.
pub(crate) const PAGE_PATTERN: &str = concat!(
    r"^https?://([^\s!-/:-@\[-^`{-~]([^\s!-,./:-@\[-^`{-~]{0,61}[^\s!-/:-@\[-^`{-~])?\.)*",
    r"[^\s!-@\[-^`{-~]([^\s!-,./:-@\[-^`{-~]{0,61}[^\s!-/:-@\[-^`{-~])?",
    r"(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3}))?([/?#]\S*)?$"
);

/// Whether a text is the URL of a page on a host with a name.
pub(crate) fn is_page(text: &str) -> bool {
    host_of(text).is_some_and(is_named)
}

/// Whether a text is a URL that a browser can open. The host can also be an IP address.
pub(crate) fn is_url(text: &str) -> bool {
    host_of(text).is_some_and(|host| is_named(host) || is_host(host))
}

/// Returns the host of a URL without white space and with a valid port.
fn host_of(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let (host, port) = split_port(rest.split(['/', '?', '#']).next().unwrap_or_default());
    (!rest.contains(char::is_whitespace) && port.is_none_or(is_port)).then_some(host)
}

/// Names can have any alphabet.
fn is_named(host: &str) -> bool {
    let is_host_character = |character: char| !character.is_ascii_punctuation() || matches!(character, '-' | '_');
    let is_label = |label: &str| is_label(label) && label.chars().all(is_host_character);
    let last = host.rsplit('.').next().unwrap_or_default();
    host.split('.').all(is_label) && !last.starts_with(|first: char| first.is_ascii_digit())
}

/// Whether a text is a valid host name or IP address.
pub(crate) fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        return address.parse::<std::net::Ipv6Addr>().is_ok();
    }
    let last = host.rsplit('.').next().unwrap_or_default();
    // In URLs, a name that ends in a number is an IP address.
    let is_address = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
    host.len() <= MAX_HOST
        && host.chars().all(is_host_character)
        && host.split('.').all(is_label)
        && (!is_address || host.parse::<std::net::Ipv4Addr>().is_ok())
}

/// Whether a text is a port. `parse` would also accept a sign and leading zeros.
pub(crate) fn is_port(port: &str) -> bool {
    port.starts_with(|first: char| ('1'..='9').contains(&first)) && port.parse::<u16>().is_ok()
}

/// Splits the text after `https://` into host and port.
pub(crate) fn split_port(rest: &str) -> (&str, Option<&str>) {
    let after_brackets = rest.rfind(']').map_or(0, |end| end + 1);
    match rest[after_brackets..].rfind(':') {
        Some(colon) => (&rest[..after_brackets + colon], Some(&rest[after_brackets + colon + 1..])),
        None => (rest, None),
    }
}

fn is_label(label: &str) -> bool {
    (1..=MAX_LABEL).contains(&label.chars().count()) && !label.starts_with('-') && !label.ends_with('-')
}

fn is_host_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_urls_need_a_host() {
        let long = format!("https://{}.example/", "x".repeat(MAX_LABEL + 1));
        let pattern =
            jsonschema::validator_for(&serde_json::json!({ "pattern": PAGE_PATTERN })).expect("it is a schema");
        for (text, expected) in [
            ("https://vendor.example/docs#x", true),
            ("http://localhost:8080", true),
            ("https://m\u{fc}nchen.example?a=b", true),
            ("https://a_b.c-d.example/", true),
            ("https://x.example:99999/", false),
            ("https://x.example:0/", false),
            ("https://[x]/", false),
            ("https://.", false),
            ("https://x..y", false),
            ("https://x.example./", false),
            ("https://-x.example/", false),
            ("https://x-.example/", false),
            ("https://999.1.1.1/", false),
            ("https://user@x.example/", false),
            ("https://x.example/a b", false),
            ("https://", false),
            ("ftp://x.example", false),
            (&long, false),
        ] {
            assert_eq!(is_page(text), expected, "{text}");
            assert_eq!(pattern.is_valid(&text.into()), expected, "the schema about {text}");
        }
    }

    #[test]
    fn invalid_host_names_are_rejected() {
        for (host, expected) in [
            ("mini.example", true),
            ("a_b.example", true),
            ("127.0.0.1", true),
            ("[::1]", true),
            ("999.1.1.1", false),
            ("1.1.1", false),
            ("mini.123", false),
            ("-eu.mini.example", false),
            ("mini..example", false),
            ("", false),
        ] {
            assert_eq!(is_host(host), expected, "{host}");
        }
        assert!(is_host(&["x"; 127].join(".")) && !is_host(&["x"; 130].join(".")));
    }
}
