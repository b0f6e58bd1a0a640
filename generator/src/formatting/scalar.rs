//! The form of a scalar: without quotes if every YAML reader parses it as the same text.

use std::fmt::Write as _;

use crate::source::node::Scalar;

/// The position of a scalar.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    /// Between brackets.
    Flow,
    /// A key or a value on a line of its own.
    Block,
}

/// A scalar on one line.
pub(super) fn on_one_line(scalar: &Scalar, position: Position) -> String {
    if means_no_text(scalar) {
        let is_missing = scalar.text.is_empty() && position == Position::Flow;
        return if is_missing { "null".into() } else { scalar.text.clone() };
    }
    if is_plain(&scalar.text, position) { scalar.text.clone() } else { quoted(&scalar.text) }
}

/// Whether a value reads better as a block, as lines of its own: it has several, or is so full of
/// quotes that it would need escapes.
pub(super) fn is_block(scalar: &Scalar) -> bool {
    let text = &scalar.text;
    let needs_escapes = || !is_plain(text, Position::Block) && text.contains(['"', '\\']);
    !means_no_text(scalar) && fits_block(text) && (text.contains('\n') || needs_escapes())
}

/// Whether a value must not be on one line, because that would hide its lines.
pub(super) fn has_lines(scalar: &Scalar) -> bool {
    fits_block(&scalar.text) && scalar.text.contains('\n')
}

/// Returns the character that starts a block scalar.
pub(super) fn block_sign(text: &str) -> &'static str {
    if text.ends_with('\n') { "|" } else { "|-" }
}

/// Whether a scalar is a number, a boolean or null, which stays as it is.
fn means_no_text(scalar: &Scalar) -> bool {
    scalar.plain && !scalar.to_json().is_string()
}

/// Whether a block scalar without indentation and chomping indicators can contain a text.
fn fits_block(text: &str) -> bool {
    let first = text.split('\n').find(|line| !line.is_empty());
    first.is_some_and(|line| !line.starts_with([' ', '\t']))
        && !text.ends_with("\n\n")
        && text.split('\n').all(|line| line.is_empty() || !line.trim().is_empty())
        && !text.contains(|character| character != '\n' && character != '\t' && needs_escape(character))
}

fn is_plain(text: &str, position: Position) -> bool {
    let mut characters = text.chars();
    let Some(first) = characters.next() else { return false };
    let is_flow = position == Position::Flow;
    let starts_plainly = match first {
        '-' => characters.next().is_some_and(|next| !" -".contains(next)),
        '.' => !text.starts_with("..."),
        _ => !"?:,[]{}#&*!|>'\"%@`=".contains(first),
    };
    starts_plainly
        && text.trim() == text
        && !text.contains(needs_escape)
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        // Some readers reject colons and question marks between brackets.
        && !(is_flow && text.contains([',', '[', ']', '{', '}', ':', '?']))
        && !means_something_else(text)
}

/// Whether a reader could parse a text without quotes as a number, a boolean, null or a time.
fn means_something_else(text: &str) -> bool {
    const WORDS: &[&str] =
        &["~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "<<", "=", ".inf", ".nan"];
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let lower = unsigned.to_ascii_lowercase();
    WORDS.contains(&lower.as_str())
        || unsigned.parse::<f64>().is_ok()
        || is_number_of_another_base(&lower)
        || is_number_with_separators(&lower)
        || is_date(text)
}

fn is_number_of_another_base(lower: &str) -> bool {
    let digits = ["0x", "0o", "0b"].iter().find_map(|prefix| lower.strip_prefix(prefix));
    digits.is_some_and(|digits| digits.chars().all(|digit| digit == '_' || digit.is_ascii_hexdigit()))
}

/// `1_000`, and the hours and minutes of YAML 1.1: `12:30:45.5`.
fn is_number_with_separators(lower: &str) -> bool {
    let mantissa = lower.split_once('e').map_or(lower, |(mantissa, exponent)| {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if digits.chars().all(|digit| digit.is_ascii_digit()) { mantissa } else { lower }
    });
    mantissa.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        && mantissa.chars().all(|character| character.is_ascii_digit() || "_:.,".contains(character))
        && mantissa.matches('.').count() < 2
}

/// `2001-02-03`, with or without a time after it.
fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let is_count = |part: Option<&str>, lengths: &[usize]| {
        part.is_some_and(|part| lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    is_count(parts.next(), &[4])
        && is_count(parts.next(), &[1, 2])
        && parts.next().is_some_and(|rest| {
            let day = rest.split(['t', 'T', ' ']).next();
            is_count(day, &[1, 2])
        })
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            _ if needs_escape(character) => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(character));
            }
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}

/// Whether a character is none that YAML prints as it is, or one that ends a line for some reader.
fn needs_escape(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}
