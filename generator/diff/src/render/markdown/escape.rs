//! Texts of the spec in a comment. Whoever opens a pull request writes them, and the comment has the name of another.
//!
//! Inside of `<code>` in a block of HTML nothing is Markdown, and GitHub looks there for no mentions, issues and links;
//! what is left is to keep the text inside. Blocks of code end at a fence that is longer than any in them.

/// A text as code within a block of HTML. It has no line end, since a blank line would end the block.
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
            character => out.push(shown(character)),
        }
    }
    out
}

/// A block of code of some language, between blank lines.
pub(super) fn fenced(language: &str, lines: &[String]) -> String {
    let text: Vec<String> = lines.iter().map(|line| line.chars().map(shown).collect()).collect();
    let text = text.join("\n");
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    format!("\n{fence}{language}\n{text}\n{fence}\n\n")
}

/// A character that can do nothing to the line or to those who read it.
fn shown(character: char) -> char {
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
