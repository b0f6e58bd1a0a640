//! Descriptions of bodies that are not in the format of the API's errors. Such a body may repeat any part of the
//! request, so only the title of a page is shown, and no other content.

use std::fmt::Write;

use http::HeaderMap;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};

use super::content_headers::{coding, text};
use super::excerpt::{excerpt, shortened};

/// Longer values are not media types.
const MAX_MEDIA_TYPE_LENGTH: usize = 100;

/// The number of tags that are searched for a title, and the number of bytes that are searched after each.
const MAX_TITLES: usize = 16;
const MAX_TITLE_BYTES: usize = 4 << 10;

/// The maximum length of a shown title, in characters.
const MAX_TITLE_CHARACTERS: usize = 100;

/// Describes a body by its media type, its length and the title of a page: `text/html, 310 bytes, title "Bad Gateway"`.
///
/// `redact` removes the credentials of the client from text of the server.
pub(super) fn describe(headers: &HeaderMap, body: &[u8], is_json: bool, redact: impl Fn(&str) -> String) -> String {
    let seen = if is_json { "JSON" } else { kind(body) };
    let mut description = match (coding(headers), media_type(headers)) {
        (Some(coding), _) => format!("compressed ({})", excerpt(&redact(coding))),
        (None, None) => seen.to_owned(),
        (None, Some(declared)) if declared.ends_with("json") && !is_json => {
            format!("{} that is not valid JSON", redact(&declared))
        }
        (None, Some(declared)) => redact(&declared),
    };
    let is_page = seen == "HTML" || description.contains("html");
    let expected = text(headers, &CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    // Writing into a String can't fail.
    let _ = match expected.filter(|expected| *expected > body.len()) {
        Some(expected) => write!(description, ", {} of {expected} bytes", body.len()),
        None if body.len() == 1 => write!(description, ", 1 byte"),
        None => write!(description, ", {} bytes", body.len()),
    };
    if let Some(title) = is_page.then(|| title(body)).flatten() {
        let _ = write!(description, ", title \"{}\"", shortened(&redact(&title), MAX_TITLE_CHARACTERS));
    }
    description
}

/// The media type that the server declares, without parameters.
fn media_type(headers: &HeaderMap) -> Option<String> {
    let essence = text(headers, &CONTENT_TYPE)?.split(';').next()?.trim_end().to_ascii_lowercase();
    let (kind, subtype) = essence.split_once('/')?;
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&byte))
    };
    (essence.len() <= MAX_MEDIA_TYPE_LENGTH && is_name(kind) && is_name(subtype)).then_some(essence)
}

/// The kind of a body by its content, for a server that declares no media type.
fn kind(body: &[u8]) -> &'static str {
    let start = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
    let starts_with =
        |tag: &&str| start.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes()));
    let is_text = match str::from_utf8(body) {
        Ok(_) => true,
        // Only the beginning of a large body is available. It may end within a character.
        Err(error) => error.error_len().is_none(),
    };
    if ["<!doctype html", "<html", "<head", "<title", "<body"].iter().any(starts_with) {
        "HTML"
    } else if starts_with(&"<?xml") {
        "XML"
    } else if is_text && !body.contains(&0) {
        "text"
    } else {
        "binary data"
    }
}

/// The content of the first `title` element that is not empty, with its character references unchanged.
fn title(page: &[u8]) -> Option<String> {
    const TAG: &[u8] = b"<title";
    let mut rest = page;
    for _ in 0..MAX_TITLES {
        rest = &rest[position(rest, TAG)? + TAG.len()..];
        let near = &rest[..rest.len().min(MAX_TITLE_BYTES)];
        // `<titles>` is a different element.
        if !near.first().is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/')) {
            continue;
        }
        let Some(tag_end) = near.iter().position(|byte| *byte == b'>') else { continue };
        let content = &near[tag_end + 1..];
        let content = &content[..position(content, b"</title").unwrap_or(content.len())];
        let content = String::from_utf8_lossy(content);
        if !content.trim().is_empty() {
            return Some(content.into_owned());
        }
    }
    None
}

/// The position of a word. The case of letters is ignored.
fn position(text: &[u8], word: &[u8]) -> Option<usize> {
    text.windows(word.len()).position(|window| window.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn described(declared: &'static str, body: &[u8]) -> String {
        let mut headers = HeaderMap::new();
        if !declared.is_empty() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(declared));
        }
        let is_json = serde_json::from_slice::<serde_json::Value>(body).is_ok();
        describe(&headers, body, is_json, |text| text.replace("canary", "[secret]"))
    }

    #[test]
    fn media_type_length_and_title_are_shown_and_no_content() {
        let cases: &[(&'static str, &str, &str)] = &[
            ("text/HTML; charset=utf-8", "<h1>private</h1>", "text/html, 16 bytes"),
            ("application/xhtml+xml", "<title>a</title>", "application/xhtml+xml, 16 bytes, title \"a\""),
            ("text/plain", "private", "text/plain, 7 bytes"),
            ("text/plain", "<html><title>a", "text/plain, 14 bytes, title \"a\""),
            ("application/json", "{}", "application/json, 2 bytes"),
            ("application/problem+json", "[1]", "application/problem+json, 3 bytes"),
            ("application/json", "{\"private", "application/json that is not valid JSON, 9 bytes"),
            (
                "application/json",
                "<!DOCTYPE html><title>a",
                "application/json that is not valid JSON, 23 bytes, title \"a\"",
            ),
            ("a/canary", "x", "a/[secret], 1 byte"),
            // Without a media type, or with an invalid one.
            ("", "{\"private\":1}", "JSON, 13 bytes"),
            ("", "\"private\"", "JSON, 9 bytes"),
            ("", "private\n\tt\u{e9}xt", "text, 14 bytes"),
            ("", " \n<HTML><TITLE>a</TITLE>", "HTML, 24 bytes, title \"a\""),
            ("", "\u{feff}<!doctype HTML>", "HTML, 18 bytes"),
            ("", "<?xml version=\"1.0\"?><private/>", "XML, 31 bytes"),
            ("", "\u{0}private", "binary data, 8 bytes"),
            ("html", "private", "text, 7 bytes"),
            ("text/private text", "private", "text, 7 bytes"),
            ("/", "private", "text, 7 bytes"),
        ];
        for (declared, body, expected) in cases {
            let description = described(declared, body.as_bytes());
            assert_eq!(description, *expected, "{declared}: {body}");
        }
        assert_eq!(described("", b"\xff\xfe\xfd"), "binary data, 3 bytes");
        assert_eq!(described("", b"caf\xc3"), "text, 4 bytes", "a body that ends within a character");
    }

    #[test]
    fn title_is_short_and_on_one_line() {
        let cases: &[(&str, Option<&str>)] = &[
            ("<title>Bad Gateway</title>", Some("Bad Gateway")),
            ("<head>\n<TITLE\n lang='en' >\n Bad\r\n\tGateway </Title>", Some("Bad Gateway")),
            ("<title>a &amp; b</title>", Some("a &amp; b")),
            ("<title>the key canary</title>", Some("the key [secret]")),
            ("<title>\u{1b}[31mred</title>", Some("\\u{1b}[31mred")),
            ("<title/>", None),
            ("<title></title><p>private", None),
            ("<title> </title><svg><title>a</title></svg>", Some("a")),
            ("<titles>private</titles>", None),
            ("<subtitle>private</subtitle>", None),
            ("<title", None),
            ("<title>", None),
            ("<title lang='en", None),
            ("<p>private</p>", None),
        ];
        for (page, expected) in cases {
            let description = described("text/html", page.as_bytes());
            let expected = expected.map_or_else(String::new, |title| format!(", title \"{title}\""));
            assert_eq!(description, format!("text/html, {} bytes{expected}", page.len()));
        }
        let description = described("text/html", format!("<title>{}</title>", "a ".repeat(100_000)).as_bytes());
        assert!(description.ends_with("a\u{2026}\"") && description.len() < 200, "{description}");
    }

    #[test]
    fn page_full_of_tags_is_described_quickly() {
        for tag in ["<title", "<title ", "<title>", "<title></title>", "</title"] {
            let page = tag.repeat((256 << 10) / tag.len());
            let start = std::time::Instant::now();
            described("text/html", page.as_bytes());
            assert!(start.elapsed() < std::time::Duration::from_secs(5), "{tag}: {:?}", start.elapsed());
        }
    }

    #[test]
    fn truncated_body_shows_both_lengths() {
        let headers = HeaderMap::from_iter([(CONTENT_LENGTH, HeaderValue::from_static("99"))]);
        assert_eq!(describe(&headers, b"private", false, str::to_owned), "text, 7 of 99 bytes");
    }
}
