//! Escapes strings of the spec in a comment.
//!
//! The author of a pull request writes these strings, but the workflow is the author of the comment. Inside of `<code>`
//! in a block of HTML, nothing is Markdown, and GitHub recognizes no mentions, issues and links. Escaping keeps the
//! text inside. The fence of a code block is longer than any fence in the text.

/// Returns a text as code within a block of HTML, without line ends, because a blank line would end the block.
pub(super) fn code(text: &str) -> String {
    format!("<code>{}</code>", escaped(text))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            character => out.push(visible(character)),
        }
    }
    out
}

/// Returns a code block of a language, between blank lines.
pub(super) fn fenced(language: &str, lines: &[String]) -> String {
    let text: Vec<String> = lines.iter().map(|line| line.chars().map(visible).collect()).collect();
    let text = text.join("\n");
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    format!("\n{fence}{language}\n{text}\n{fence}\n\n")
}

/// Replaces a character that ends the line, controls a terminal or changes the direction of text.
pub(in crate::render) fn visible(character: char) -> char {
    let turns_direction =
        matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    match character {
        '\u{2028}' | '\u{2029}' => ' ',
        character if character.is_whitespace() => ' ',
        character if character.is_control() || turns_direction || character == '\u{feff}' => {
            char::REPLACEMENT_CHARACTER
        }
        character => character,
    }
}
