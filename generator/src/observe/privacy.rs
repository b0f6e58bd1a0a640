//! Replacement of personal data: which strings are names of the API, and examples without content.

use serde_json::{Map, Value as Json};

use crate::source::calendar::{is_datetime, is_day};

/// The longest string that can be a name.
const MAX_NAME: usize = 64;
/// The longest string that can be an enum value.
const MAX_VALUE: usize = 40;
/// An example has up to this many fields per object.
const MAX_FIELDS: usize = 20;
const MAX_DEPTH: usize = 8;

/// Placeholder for a name or value that can be personal data.
pub(super) const REDACTED: &str = "[*]";

/// Whether a key can be the name of a field. Other keys can be ids, mail addresses or content of users.
pub fn is_field_name(text: &str) -> bool {
    text.len() <= MAX_NAME
        && text.starts_with(|first: char| first.is_ascii_alphabetic() || "_$@".contains(first))
        && text.bytes().skip(1).all(|byte| byte.is_ascii_alphanumeric() || b"_-$".contains(&byte))
        && !is_identifier(text)
}

/// Whether a string can be a value of an enum. Other strings can be content of users.
pub(super) fn is_enum_value(text: &str) -> bool {
    text.len() <= MAX_VALUE
        && text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.:".contains(&byte))
        && !is_identifier(text)
}

/// Whether a string looks like an id, a telephone number or a token: five digits in a row, many hexadecimal digits, or a
/// long mix of letters and digits.
fn is_identifier(text: &str) -> bool {
    let has = |test: fn(&u8) -> bool| text.bytes().any(|byte| test(&byte));
    let has_digit = has(u8::is_ascii_digit);
    let is_hexadecimal = text.len() >= 12 && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let is_mixed = text.len() >= 16
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_uppercase)
        && !text.contains(['_', '-', '.', ':']);
    let has_number = text.as_bytes().windows(5).any(|part| part.iter().all(u8::is_ascii_digit));
    has_number || (has_digit && (is_hexadecimal || is_mixed))
}

/// Returns a value with the structure of another value, but without its content.
pub(super) fn example(json: &Json) -> Json {
    at_depth(json, 0)
}

fn at_depth(json: &Json, depth: usize) -> Json {
    match json {
        Json::Null => Json::Null,
        Json::Bool(_) => true.into(),
        Json::Number(number) if number.is_f64() => 1.5.into(),
        Json::Number(_) => 1.into(),
        Json::String(text) => string(text).into(),
        Json::Array(_) | Json::Object(_) if depth == MAX_DEPTH => Json::Null,
        Json::Array(items) => items.iter().take(1).map(|item| at_depth(item, depth + 1)).collect(),
        Json::Object(map) => {
            let mut fields = Map::new();
            for (key, value) in map.iter().take(MAX_FIELDS) {
                let key = if is_field_name(key) { key } else { "key" };
                fields.entry(key).or_insert_with(|| at_depth(value, depth + 1));
            }
            fields.into()
        }
    }
}

fn string(text: &str) -> &'static str {
    match text {
        "" => "",
        _ if is_datetime(text) => "2026-01-31T08:30:00Z",
        _ if is_day(text) => "2026-01-31",
        _ if is_url(text) => "https://example.com/",
        _ => "string",
    }
}

/// Whether a string begins as a URL does.
pub(super) fn is_url(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_and_values_are_words_of_an_api() {
        for (text, is_name, is_value) in [
            ("user_id", true, true),
            ("createdAt", true, true),
            ("x-trace", true, true),
            ("$ref", true, false),
            ("@type", true, false),
            ("2fa", false, true),
            ("user:block", false, true),
            ("v2.1", false, true),
            ("is_push_enabled_for_all_members_of_channel", true, false),
            ("", false, false),
            ("mina@example.com", false, false),
            ("+49 151 2345", false, false),
            ("4915123", false, false),
            ("user12345", false, false),
            ("https://example.com", false, false),
            ("Mina Park", false, false),
            ("grüße", false, false),
            ("5be0d377-2f46-48c1-a0d9-c4e17a96b205", false, false),
            ("deadbeef00ff", false, false),
            ("eyJhbGciOiJIUzI1NiIsIn", false, false),
            ("notificationMessageStatus", true, true),
        ] {
            assert_eq!((is_field_name(text), is_enum_value(text)), (is_name, is_value), "{text}");
        }
    }

    #[test]
    fn examples_keep_the_structure_only() {
        let value = json!({
            "name": "Mina", "age": 31, "height": 1.68, "is_member": false, "none": null,
            "born": "1995-04-01", "seen": "2025-04-01T10:00:00Z", "page": "https://mina.example/x?token=1",
            "tags": ["a", "b"], "by": { "mina@example.com": 1, "noah@example.com": 2 },
        });
        let expected = json!({
            "name": "string", "age": 1, "height": 1.5, "is_member": true, "none": null,
            "born": "2026-01-31", "seen": "2026-01-31T08:30:00Z", "page": "https://example.com/",
            "tags": ["string"], "by": { "key": 1 },
        });
        assert_eq!(example(&value), expected);
        let mut deep = json!("secret");
        for _ in 0..100 {
            deep = json!([deep]);
        }
        assert!(!example(&deep).to_string().contains("secret"));
    }
}
