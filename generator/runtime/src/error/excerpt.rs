//! Text of servers, shortened to one line.

/// The maximum length of a server's text in an error, in characters.
const MAX_CHARACTERS: usize = 400;

/// Returns the start of a text on one line, with control characters escaped and white space joined.
pub(crate) fn excerpt(text: &str) -> String {
    shortened(text, MAX_CHARACTERS)
}

/// Returns the excerpt of a text, as [`excerpt`] does, with a different limit.
pub(super) fn shortened(text: &str, max_characters: usize) -> String {
    let mut excerpt = String::new();
    let (mut count, mut blank) = (0, false);
    for character in text.chars() {
        if count >= max_characters {
            excerpt.push('…');
            break;
        }
        if character.is_whitespace() {
            blank = !excerpt.is_empty();
            continue;
        }
        if std::mem::take(&mut blank) {
            excerpt.push(' ');
            count += 1;
        }
        if character.is_control() {
            excerpt.extend(character.escape_default());
        } else {
            excerpt.push(character);
        }
        count += 1;
    }
    excerpt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_servers_fits_on_one_line() {
        for (text, output) in [
            ("plain", "plain"),
            (" a\r\n\tb  c ", "a b c"),
            ("bell\u{7}esc\u{1b}[31m", "bell\\u{7}esc\\u{1b}[31m"),
            ("", ""),
        ] {
            assert_eq!(excerpt(text), output);
        }
        for long in ["é".repeat(1000), "a ".repeat(1000), format!(" {}", "ab ".repeat(1000))] {
            let length = excerpt(&long).chars().count();
            assert!((MAX_CHARACTERS..=MAX_CHARACTERS + 3).contains(&length), "{length}");
        }
    }
}
