//! Characters that are invisible or look like others.

use std::fmt::Write;

/// Whether a file must not contain a character, because reviewers cannot see it or see different text.
///
/// Rust does not allow some of them either: its comments can't have a lone carriage return, and rustc rejects text that
/// changes its direction.
fn is_foreign(before: Option<char>, character: char) -> bool {
    let is_control = character.is_control() && !matches!(character, '\n' | '\t');
    is_control || is_invisible(before, character) || changes_direction(character)
}

/// Returns the first character of a name that looks like a different one.
pub(crate) fn hidden(text: &str) -> Option<char> {
    with_previous(text)
        .find(|(_, before, character)| is_foreign(*before, *character) || is_wrong_in_names(*character))
        .map(|(.., character)| character)
}

/// Returns the first blank in a text that is not a space, with its offset in bytes.
pub(crate) fn wrong_blank(text: &str) -> Option<(usize, char)> {
    text.char_indices().find(|(_, character)| is_blank(*character))
}

/// Returns the first invisible character in a name, with its offset in bytes.
pub(crate) fn wrong_in_name(text: &str) -> Option<(usize, char)> {
    text.char_indices().find(|(_, character)| is_wrong_in_names(*character))
}

/// Returns the first character that [`is_foreign`], with its offset in bytes.
pub(crate) fn foreign(text: &str) -> Option<(usize, char)> {
    with_previous(text)
        .find(|(_, before, character)| is_foreign(*before, *character))
        .map(|(offset, _, character)| (offset, character))
}

/// Returns a text in which misleading characters are replaced by their names.
pub(crate) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (_, before, character) in with_previous(text) {
        if is_foreign(before, character) || is_wrong_in_names(character) {
            // Writing to a String cannot fail.
            let _ = write!(out, "<U+{:04X}>", u32::from(character));
        } else {
            out.push(character);
        }
    }
    out
}

/// A name with `blank` instead of characters that can't be seen in it, which are removed at its ends.
pub(crate) fn cleaned(text: &str, blank: &str) -> String {
    text.trim_matches(is_wrong_in_names).replace(is_wrong_in_names, blank)
}

/// Returns the name of a character for messages.
pub(crate) fn name(character: char) -> String {
    let name = match character {
        '\0' => return "a NUL byte".into(),
        '\r' => return "a carriage return outside a line end".into(),
        '\t' => "a tab",
        '\u{a0}' | '\u{202f}' => "a no-break space",
        '\u{ad}' => "a soft hyphen",
        '\u{200b}' => "a zero-width space",
        '\u{200c}' | '\u{200d}' => "a zero-width joiner",
        '\u{feff}' => "a byte order mark",
        _ if is_selector(character) => "a variation selector",
        _ if changes_direction(character) => "which changes the display order of text",
        _ if is_blank(character) => "which looks like a space",
        _ => "which is invisible",
    };
    format!("U+{:04X}, {name}", u32::from(character))
}

fn with_previous(text: &str) -> impl Iterator<Item = (usize, Option<char>, char)> {
    let mut before = None;
    text.char_indices().map(move |(offset, character)| (offset, before.replace(character), character))
}

/// Emoji and some scripts are written with joiners and variation selectors, which follow a character of theirs. The keys of
/// telephones are emoji, too.
fn is_invisible(before: Option<char>, character: char) -> bool {
    let is_key = |before: char| before.is_ascii_digit() || matches!(before, '#' | '*');
    match character {
        '\u{200c}' | '\u{200d}' => before.is_none_or(|before| before.is_ascii()),
        _ if is_selector(character) => before.is_none_or(|before| before.is_ascii() && !is_key(before)),
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e00ff}'
        | '\u{e01f0}'..='\u{e0fff}' => true,
        _ => false,
    }
}

/// Variation selectors choose the look of the character before them.
fn is_selector(character: char) -> bool {
    matches!(character, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Characters that are allowed in prose but not in names: blanks other than the space, and variation selectors.
fn is_wrong_in_names(character: char) -> bool {
    is_blank(character) || is_selector(character) || character == '\t'
}

/// Blanks other than the space. They are allowed in prose, but not in names.
fn is_blank(character: char) -> bool {
    character.is_whitespace() && !matches!(character, ' ' | '\t' | '\n' | '\r')
}

fn changes_direction(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_detected_and_named() {
        for (text, escaped, clean) in [
            ("room_id", "room_id", "room_id"),
            ("room_id\u{a0}", "room_id<U+00A0>", "room_id"),
            ("room\u{200b}_id", "room<U+200B>_id", "room\u{200b}_id"),
            ("GET\u{a0}/v1\u{3000}", "GET<U+00A0>/v1<U+3000>", "GET_/v1"),
            ("a\u{200d}b", "a<U+200D>b", "a\u{200d}b"),
            ("👨\u{200d}👩 ❤", "👨\u{200d}👩 ❤", "👨\u{200d}👩 ❤"),
            ("❤\u{fe0f}", "❤<U+FE0F>", "❤"),
            ("a\tb", "a<U+0009>b", "a_b"),
            ("a\u{e0061}\u{2800}", "a<U+E0061><U+2800>", "a\u{e0061}\u{2800}"),
            ("\u{202e}a", "<U+202E>a", "\u{202e}a"),
        ] {
            assert_eq!(visible(text), escaped, "{text:?}");
            assert_eq!(cleaned(text, "_"), clean, "{text:?}");
            assert_eq!(hidden(text).is_some(), escaped != text, "{text:?}");
        }
        for prose in ["❤\u{fe0f}", "1\u{fe0f}\u{20e3}", "\u{845b}\u{e0100}", "a\tb\u{a0}c"] {
            assert_eq!(foreign(prose), None, "{prose:?}");
        }
        for prose in ["a\u{fe0f}", "\u{fe00}", "\u{e0001}", "\u{1d173}", "\u{1bca0}", "a\u{e0100}"] {
            assert!(foreign(prose).is_some(), "{prose:?}");
        }
        assert_eq!(name('\u{a0}'), "U+00A0, a no-break space");
        assert_eq!(name('\u{2060}'), "U+2060, which is invisible");
    }
}
