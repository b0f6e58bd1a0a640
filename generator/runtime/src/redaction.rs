//! Removing credentials from text that a server or a transport repeats.

use std::ops::Range;

/// The mark that replaces a credential in text, and a secret in `Debug`.
pub(crate) const MARK: &str = "[secret]";

/// The minimum length of a secret in bytes. Shorter ones occur in text by chance.
pub(crate) const MIN_SECRET_LENGTH: usize = 6;

/// Replaces each secret in a text with a mark, in any notation.
///
/// Secrets are searched in the given text, never in inserted marks, and marks of an earlier redaction stay unchanged.
/// Marks are therefore never nested. Of several secrets that begin at one character, the longest one applies.
/// Overlapping secrets share a mark, so that no part of a secret is left.
pub(crate) fn redact(text: &str, secrets: &[&str]) -> String {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut after_mark = 0;
    for (at, _) in text.char_indices() {
        if at < after_mark {
            continue;
        }
        let ends = secrets.iter().flat_map(|secret| Notation::ends(text, at, secret));
        let end = ends.max().unwrap_or(at);
        let mark_end = if text[at..].starts_with(MARK) { at + MARK.len() } else { at };
        match found.last_mut().filter(|last| at < last.end) {
            Some(last) => last.end = last.end.max(end),
            None if end <= mark_end => after_mark = mark_end,
            None => found.push(at..end),
        }
    }
    let mut redacted = String::with_capacity(text.len());
    let mut written = 0;
    for range in found {
        redacted.push_str(&text[written..range.start]);
        redacted.push_str(MARK);
        written = range.end;
    }
    redacted + &text[written..]
}

/// Whether a text contains a secret, in any notation.
pub(crate) fn contains(text: &str, secret: &str) -> bool {
    text.char_indices().any(|(at, _)| Notation::ends(text, at, secret).next().is_some())
}

/// The notation of a secret in a text. The case of letters is ignored, because a secret can be in a host name, which is
/// written in lower case, and hexadecimal digits can be upper or lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Notation {
    Plain,
    /// `%2F`, as in a URL or a form.
    Percent,
    /// `\/` or `\u002f`, as in JSON.
    Json,
    /// `&amp;` or `&#47;`, as in HTML and XML.
    Html,
}

impl Notation {
    const ALL: [Self; 4] = [Self::Plain, Self::Percent, Self::Json, Self::Html];

    /// Returns where a secret that begins at this character ends, for each notation that matches.
    fn ends(text: &str, at: usize, secret: &str) -> impl Iterator<Item = usize> {
        Self::ALL.into_iter().filter_map(move |notation| notation.end(text, at, secret))
    }

    fn end(self, text: &str, at: usize, secret: &str) -> Option<usize> {
        let (mut rest, mut left) = (&text.as_bytes()[at..], secret.as_bytes());
        if left.is_empty() {
            return None;
        }
        while !left.is_empty() {
            let mut buffer = [0; 4];
            let (content, length) = self.escape(rest, &mut buffer).or_else(|| Some((rest.get(..1)?, 1)))?;
            let (expected, after) = left.split_at_checked(content.len())?;
            if !expected.eq_ignore_ascii_case(content) {
                return None;
            }
            (rest, left) = (&rest[length..], after);
        }
        Some(text.len() - rest.len())
    }

    /// Returns the content and the length of an escape sequence at the start of a text.
    fn escape<'b>(self, text: &[u8], buffer: &'b mut [u8; 4]) -> Option<(&'b [u8], usize)> {
        match (self, text) {
            (Self::Percent, [b'%', digits @ ..]) => {
                buffer[0] = u8::try_from(number(digits.get(..2)?, 16)?).ok()?;
                Some((&buffer[..1], 3))
            }
            (Self::Json, [b'\\', b'u', digits @ ..]) => {
                let character = char::from_u32(number(digits.get(..4)?, 16)?)?;
                Some((character.encode_utf8(buffer).as_bytes(), 6))
            }
            (Self::Json, [b'\\', escaped, ..]) => {
                buffer[0] = *escaped;
                Some((&buffer[..1], 2))
            }
            (Self::Html, [b'&', reference @ ..]) => {
                let length = reference.iter().take(MAX_REFERENCE).position(|byte| *byte == b';')?;
                let character = match &reference[..length] {
                    b"amp" => '&',
                    b"lt" => '<',
                    b"gt" => '>',
                    b"quot" => '"',
                    b"apos" => '\'',
                    [b'#', b'x' | b'X', digits @ ..] => char::from_u32(number(digits, 16)?)?,
                    [b'#', digits @ ..] => char::from_u32(number(digits, 10)?)?,
                    _ => return None,
                };
                Some((character.encode_utf8(buffer).as_bytes(), length + 2))
            }
            _ => None,
        }
    }
}

/// The maximum number of bytes between `&` and `;` of a character reference.
const MAX_REFERENCE: usize = 10;

fn number(digits: &[u8], radix: u32) -> Option<u32> {
    // `from_str_radix` accepts a sign.
    let digits =
        std::str::from_utf8(digits).ok().filter(|digits| digits.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    u32::from_str_radix(digits?, radix).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_replaced_once_and_placeholders_are_kept() {
        let cases: &[(&str, &[&str], &str)] = &[
            ("the key abc123 is wrong", &["abc123"], "the key [secret] is wrong"),
            ("abc123abc123", &["abc123"], "[secret][secret]"),
            ("nothing", &["abc123"], "nothing"),
            ("", &["abc123"], ""),
            ("nothing", &[], "nothing"),
            ("nothing", &[""], "nothing"),
            // Secrets that are a part of the mark.
            ("the end", &["e"], "th[secret] [secret]nd"),
            ("a secret", &["secret"], "a [secret]"),
            ("token abc and e", &["abc", "e"], "tok[secret]n [secret] and [secret]"),
            ("token abc and e", &["e", "abc"], "tok[secret]n [secret] and [secret]"),
            ("[", &["[", "]"], "[secret]"),
            // A text that is already redacted.
            ("[secret] is secret", &["secret"], "[secret] is [secret]"),
            ("e[secret]e[secret]", &["e"], "[secret][secret][secret][secret]"),
            ("[secret]", &["[secret]"], "[secret]"),
            ("[secret]abc", &["[secret]abc"], "[secret]"),
            ("x[secret]y", &["x[secret]y"], "[secret]"),
            // The longest of several secrets counts, in any order.
            ("key-1 and key-12", &["key-1", "key-12"], "[secret] and [secret]"),
            ("key-12 and key-1", &["key-12", "key-1"], "[secret] and [secret]"),
            // Overlapping secrets are redacted completely.
            ("abcdef", &["abc", "bcdef"], "[secret]"),
            ("ababab", &["abab"], "[secret]"),
            ("abcdefgh", &["abcd", "cdef", "efgh"], "[secret]"),
            // Other notations.
            ("a%2Fb%3d", &["a/b="], "[secret]"),
            ("%61%2F%62", &["a/b"], "[secret]"),
            ("x a%b x", &["a%b"], "x [secret] x"),
            ("a\\/b\\\"", &["a/b\""], "[secret]"),
            ("a\\u002Fb", &["a/b"], "[secret]"),
            ("a&amp;b&#47;&#x2f;", &["a&b//"], "[secret]"),
            ("https://ABC123.example", &["abc123"], "https://[secret].example"),
            ("\u{e9}\u{1f600}", &["\u{e9}\u{1f600}"], "[secret]"),
            ("%C3%A9 \\u00e9 &eacute; &#233;", &["\u{e9}"], "[secret] [secret] &eacute; [secret]"),
            // Invalid escape sequences.
            ("a%2 a%+1 a\\ a\\u00 a& a&#; a&#x; a&;", &["a/"], "a%2 a%+1 a\\ a\\u00 a& a&#; a&#x; a&;"),
            ("\u{e9}% \u{e9}\\ \u{e9}&", &["x"], "\u{e9}% \u{e9}\\ \u{e9}&"),
        ];
        for (text, secrets, expected) in cases {
            let redacted = redact(text, secrets);
            assert_eq!(redacted, *expected, "{text:?} without {secrets:?}");
            let again = redact(&redacted, secrets);
            assert_eq!(again, redacted, "a second redaction changes nothing");
            assert!(secrets.iter().all(|secret| !contains(expected, secret) || MARK.contains(secret)), "{expected:?}");
        }
    }

    #[test]
    fn redaction_takes_time_in_proportion_to_the_text() {
        let text = "%&\\".repeat(100_000);
        let secrets = ["%&\\%&\\x", "a-long-token-of-an-api"];
        let start = std::time::Instant::now();
        assert_eq!(redact(&text, &secrets), text);
        assert!(start.elapsed() < std::time::Duration::from_secs(5), "{:?}", start.elapsed());
    }
}
