//! Conversion of prose to Markdown without accidental links, tags and code blocks.

/// Escapes prose of the spec. Inline code in backticks stays; everything else is literal, and bare URLs become links.
pub(crate) fn escape(prose: &str) -> String {
    let mut text = String::with_capacity(prose.len());
    // Leading spaces would start an indented code block, which rustdoc compiles as a test.
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
                // At the start of a line, these characters start headings, lists and tables.
                text.push('\\');
            }
            text.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    text
}

/// Joins paragraphs with empty lines between them, without empty paragraphs.
pub(crate) fn paragraphs(parts: &[String]) -> String {
    let parts: Vec<&str> = parts.iter().map(|part| part.trim_end()).filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}

/// Returns a text as inline code, also if it contains backticks.
pub(crate) fn code(text: &str) -> String {
    let text: String = text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    // A backtick at either end would become part of the fence.
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Whether rustdoc treats a code block with this info string as Rust.
pub(crate) fn is_rust_block(info: &str) -> bool {
    let known = ["", "rust", "no_run", "ignore", "should_panic", "compile_fail"];
    // `compile_fail` can be followed by the code of the expected error: `E0277`.
    let is_error_code = |word: &str| {
        word.strip_prefix('E').is_some_and(|code| code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit()))
    };
    info.split(',').map(str::trim).all(|word| known.contains(&word) || is_error_code(word))
}

#[cfg(test)]
mod tests {
    use super::{escape, is_rust_block};

    #[test]
    fn rust_blocks_are_detected() {
        for (info, is_rust) in [
            ("", true),
            ("rust", true),
            ("rust,no_run", true),
            ("compile_fail,E0277", true),
            ("sh", false),
            ("toml", false),
        ] {
            assert_eq!(is_rust_block(info), is_rust, "{info}");
        }
    }

    #[test]
    fn prose_is_escaped() {
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
