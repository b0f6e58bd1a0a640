//! Halves of characters.
//!
//! Servers that cut text at a number of UTF-16 units send one half of a character, as a lone `\uD83D`.
//! It is well-formed JSON, but no text, and parsers refuse the whole body for it.

const REPLACEMENT: &[u8] = b"\\ufffd";

/// The body with the replacement character for each half; `None` if there is no half in it.
pub(crate) fn replace_half_characters(body: &[u8]) -> Option<Vec<u8>> {
    let mut repaired = Vec::new();
    let (mut at, mut copied) = (0, 0);
    while let Some(found) = body[at..].iter().position(|byte| *byte == b'\\') {
        at += found;
        match unit(body, at) {
            // The second half of a pair goes with the first.
            Some(0xd800..=0xdbff) if matches!(unit(body, at + 6), Some(0xdc00..=0xdfff)) => at += 12,
            Some(0xd800..=0xdfff) => {
                repaired.extend_from_slice(&body[copied..at]);
                repaired.extend_from_slice(REPLACEMENT);
                at += 6;
                copied = at;
            }
            _ => at = (at + 2).min(body.len()),
        }
    }
    if copied == 0 {
        return None;
    }
    repaired.extend_from_slice(&body[copied..]);
    Some(repaired)
}

/// The UTF-16 unit of an escape `\uXXXX`.
fn unit(body: &[u8], at: usize) -> Option<u16> {
    let escape = body.get(at..at + 6)?;
    let digits = escape.strip_prefix(b"\\u")?;
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::replace_half_characters;

    #[test]
    fn only_halves_are_replaced() {
        for (body, repaired) in [
            (r#""plain""#, None),
            (r#""\ud83d\ude00""#, None),
            (r#""\\ud83d""#, None),
            (r#""\u00e9\n\"""#, None),
            (r#""cut \ud83d""#, Some(r#""cut \ufffd""#)),
            (r#""\ude00 x""#, Some(r#""\ufffd x""#)),
            (r#""\ud83d\ud83d\ude00""#, Some(r#""\ufffd\ud83d\ude00""#)),
            (r#""\uD83D\n""#, Some(r#""\ufffd\n""#)),
            (r#""\ud83"#, None),
            ("\\", None),
        ] {
            let found = replace_half_characters(body.as_bytes());
            assert_eq!(found.as_deref(), repaired.map(str::as_bytes), "{body}");
        }
    }
}
