//! Percent-encoding, as in the client.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// All characters but the unreserved ones of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Encodes a text as one path segment, or as one name or value of a query.
pub(crate) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Decodes a text. Invalid escapes stay unchanged; invalid UTF-8 is replaced.
pub(crate) fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_encoding_matches_that_of_clients() {
        for (text, expected) in [
            ("a/b?c#d", "a%2Fb%3Fc%23d"),
            ("é 😀", "%C3%A9%20%F0%9F%98%80"),
            ("a b+c&d=e", "a%20b%2Bc%26d%3De"),
            ("-._~", "-._~"),
            ("%2fx", "%252fx"),
        ] {
            assert_eq!(encoded(text), expected);
            assert_eq!(decoded(expected), text);
        }
        for (text, expected) in
            [("filter[x]", "filter[x]"), ("a%2", "a%2"), ("%zz%", "%zz%"), ("%+1", "%+1"), ("%ff", "\u{fffd}")]
        {
            assert_eq!(decoded(text), expected);
        }
    }

    #[test]
    fn every_byte_has_its_code() {
        for byte in 0..=u8::MAX {
            let code = format!("%{byte:02X}");
            assert_eq!(decoded(&code), String::from_utf8_lossy(&[byte]));
            if byte.is_ascii() {
                let is_unreserved = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
                let character = char::from(byte).to_string();
                assert_eq!(encoded(&character), if is_unreserved { character.clone() } else { code });
            }
        }
    }
}
