//! Prose of the spec as rustdoc text that means what it says: no link, tag or code block by accident.

use std::cell::RefCell;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Deprecation, Notes};

/// Escapes prose for rustdoc. Inline code in backticks stays; everything else is literal, and bare
/// URLs become links.
pub(crate) fn escape(prose: &str) -> String {
    let mut text = String::with_capacity(prose.len());
    // Leading blanks would make an indented code block, which rustdoc compiles as a test.
    let lines: Vec<&str> = prose.lines().map(str::trim).collect();
    let joined = lines.join("\n");
    // An opening backtick without its closing one is a plain character.
    let mut rest = joined.as_str();
    while let Some(first) = rest.chars().next() {
        if first == '`' {
            let run = rest.len() - rest.trim_start_matches('`').len();
            let after = &rest[run..];
            let close = (run == 1).then(|| after.find('`')).flatten().filter(|at| !after[..*at].contains('\n'));
            if let Some(at) = close.filter(|at| *at > 0) {
                text.push_str(&rest[..at + 2]);
                rest = &rest[at + 2..];
            } else {
                text.extend(std::iter::repeat_n("\\`", run));
                rest = after;
            }
        } else if rest.starts_with("http://") || rest.starts_with("https://") {
            let end = rest
                .find(|character: char| character.is_whitespace() || "<>\"`)".contains(character))
                .unwrap_or(rest.len());
            let url = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
            text.push('<');
            text.push_str(url);
            text.push('>');
            rest = &rest[url.len()..];
        } else {
            if matches!(first, '<' | '>' | '[' | ']' | '\\' | '*' | '~') {
                text.push('\\');
            } else if matches!(first, '#' | '-' | '+' | '|' | '=') && (text.is_empty() || text.ends_with('\n')) {
                // At the start of a line these would make headings, lists and tables.
                text.push('\\');
            }
            text.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    text
}

thread_local! {
    /// The texts that marks stand for, in the file that this thread is making.
    static MARKED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// What a mark starts with. No documentation line does, since these start with a blank.
const MARK: &str = "@";

/// A `#[doc]` attribute for ready rustdoc text.
///
/// It holds a mark that [`with_documentation`] replaces once the file is formatted: half of all lines
/// are documentation, which would go through parser and formatter line by line for nothing.
pub(super) fn attributes(text: &str) -> TokenStream {
    mark(text).map(|mark| quote!(#[doc = #mark])).unwrap_or_default()
}

/// The mark that stands for a text, unless there is none.
pub(super) fn mark(text: &str) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    MARKED.with_borrow_mut(|marked| {
        marked.push(text.to_owned());
        Some(format!("{MARK}{}", marked.len() - 1))
    })
}

/// Formatted text with the documentation in the place of its marks.
pub(super) fn with_documentation(formatted: &str) -> String {
    let marked = MARKED.take();
    let mut text = String::with_capacity(formatted.len() + marked.iter().map(String::len).sum::<usize>() * 2);
    for line in formatted.split_inclusive('\n') {
        let code = line.trim_start();
        let number = code.strip_prefix("///").and_then(|rest| rest.strip_prefix(MARK));
        let Some(documentation) = number.and_then(|number| marked.get(number.trim_end().parse::<usize>().ok()?)) else {
            text.push_str(line);
            continue;
        };
        let indent = &line[..line.len() - code.len()];
        for line in documentation.lines() {
            text.push_str(indent);
            text.push_str(if line.is_empty() { "///" } else { "/// " });
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

/// Paragraphs with an empty line between them; empty ones are left out.
pub(crate) fn paragraphs(parts: &[String]) -> String {
    let parts: Vec<&str> = parts.iter().map(|part| part.trim_end()).filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}

/// What is said about an element, which is called `name` on the wire.
pub(super) fn notes(name: &str, notes: &Notes) -> String {
    let doc = notes.doc.as_ref().map_or_else(|| wire_name(name), |doc| escape(doc));
    paragraphs(&[doc, unverified(notes.unverified.as_ref()), correction(notes.correction.as_ref())])
}

/// The name itself, where nothing else is known of it.
pub(super) fn wire_name(name: &str) -> String {
    if name.is_empty() { "The empty text.".into() } else { format!("{}.", code(name)) }
}

/// A text as inline code, whatever it holds.
pub(crate) fn code(text: &str) -> String {
    let text: String = text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    // A backtick at either end would become part of the fence.
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// "Corrected: …" for what was wrong before.
pub(super) fn correction(text: Option<&String>) -> String {
    text.map(|text| format!("Corrected: {}", escape(text))).unwrap_or_default()
}

/// The attribute of something deprecated.
pub(super) fn deprecated(note: Option<&Deprecation>) -> TokenStream {
    // Rustdoc renders the note like any other documentation.
    note.map(|note| escape(&note.to_string())).map(|note| quote!(#[deprecated(note = #note)])).unwrap_or_default()
}

/// "Unverified: …" for doubtful facts.
pub(super) fn unverified(text: Option<&String>) -> String {
    text.map(|text| format!("Unverified: {}", escape(text))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn prose_means_what_it_says() {
        for (prose, rustdoc) in [
            ("plain", "plain"),
            ("a `Vec<T>` here", "a `Vec<T>` here"),
            ("a <T> and [x]", "a \\<T\\> and \\[x\\]"),
            ("an open ` tick <b>", "an open \\` tick \\<b\\>"),
            ("```\ncode();\n```", "\\`\\`\\`\ncode();\n\\`\\`\\`"),
            ("    indented", "indented"),
            ("see https://example.com/a_b.", "see <https://example.com/a_b>."),
            ("(http://x.y)", "(<http://x.y>)"),
            ("# no heading\n- no list", "\\# no heading\n\\- no list"),
            ("a*b*c", "a\\*b\\*c"),
            ("ids such as `a`, `b`", "ids such as `a`, `b`"),
        ] {
            assert_eq!(escape(prose), rustdoc, "{prose:?}");
        }
    }
}
