//! Multipart forms in literal requests.

use serde_json::Value as Json;

/// The placeholder for a media type that the client derives from the name of the file.
const DERIVED: &str = "DERIVED";

/// A part of a form.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part<'b> {
    /// The name of the field, as quoted.
    pub(super) name: &'b str,
    /// The line with the name.
    pub(super) line: usize,
    /// Headers and content.
    pub(super) text: &'b str,
}

/// Returns the parts; `None` if the text is not a form.
pub(super) fn parts<'b>(body: &'b str, boundary: &str) -> Option<Vec<Part<'b>>> {
    let delimiter = format!("--{boundary}");
    let inside = body.trim_end().strip_suffix(&format!("{delimiter}--"))?;
    let start = format!("{delimiter}\n");
    let mut parts = inside.split(start.as_str());
    if !parts.next()?.is_empty() {
        return None;
    }
    let mut line = 0;
    let parts = parts.map(|text| {
        let first = line + 1;
        line = first + text.matches('\n').count();
        let (name, offset) = name(text)?;
        Some(Part { name, line: first + offset, text })
    });
    parts.collect()
}

/// Returns the name of a part, and the line with the name.
fn name(part: &str) -> Option<(&str, usize)> {
    let (head, _) = part.split_once("\n\n")?;
    head.lines().zip(0..).find_map(|(line, number)| {
        let (name, _) = line.strip_prefix("Content-Disposition: form-data; name=\"")?.split_once('"')?;
        Some((name, number))
    })
}

/// Returns the part of a text, as the client sends it.
pub(super) fn text_part(name: &str, text: &str) -> String {
    format!("Content-Disposition: form-data; name=\"{}\"\r\n\r\n{text}\r\n", quoted(name))
}

/// Returns the part of a file, as the client sends it.
pub(super) fn file_part(name: &str, file: &Json) -> String {
    let text = |key: &str| file.get(key).and_then(Json::as_str);
    format!(
        "Content-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\nContent-Type: {}\r\n\r\n{}\r\n",
        quoted(name),
        quoted(text("name").unwrap_or_default()),
        text("type").unwrap_or(DERIVED),
        text("content").unwrap_or_default()
    )
}

/// Whether a part with Unix line ends matches a part that the client sends.
pub(super) fn is_same(found: &str, sent: &str) -> bool {
    let found = found.replace('\n', "\r\n");
    let Some((before, after)) = sent.split_once(&format!("\r\nContent-Type: {DERIVED}\r\n")) else {
        return found == sent;
    };
    let rest = found.strip_prefix(before).and_then(|rest| rest.strip_prefix("\r\nContent-Type: "));
    rest.and_then(|rest| rest.split_once("\r\n")).is_some_and(|(_, rest)| rest == after)
}

/// Whether the content of a part has no line break. In a literal form, each line break means CR LF.
pub(super) fn can_be_written(sent: &str) -> bool {
    let content = sent.split_once("\r\n\r\n").map_or(sent, |(_, content)| content);
    !content.trim_end_matches("\r\n").contains('\n')
}

/// Returns a name as quoted in a form.
pub(super) fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{can_be_written, file_part, is_same, parts, text_part};

    #[test]
    fn a_form_has_named_parts() {
        let part = |name: &str| format!("--B\nContent-Disposition: form-data; name=\"{name}\"\n\nx\n");
        for (body, expected) in [
            (format!("{}{}--B--", part("a"), part("b")), Some(vec![("a", 1), ("b", 5)])),
            (format!("{}--B--", part("a[x]; b")), Some(vec![("a[x]; b", 1)])),
            (
                "--B\nContent-Type: x\nContent-Disposition: form-data; name=\"f\"; filename=\"a.png\"\n\ny\n--B--\n"
                    .into(),
                Some(vec![("f", 2)]),
            ),
            ("--B--".into(), Some(vec![])),
            (part("a"), None),
            ("text".into(), None),
            ("--B\n\nx\n--B--".into(), None),
        ] {
            let found = parts(&body, "B");
            let found = found.map(|parts| parts.iter().map(|part| (part.name, part.line)).collect::<Vec<_>>());
            assert_eq!(found, expected, "{body}");
        }
    }

    #[test]
    fn unix_line_ends_match_the_line_ends_of_forms() {
        let head = "Content-Disposition: form-data; name=\"f\"";
        let file = |media_type| format!("{head}; filename=\"a.txt\"\nContent-Type: {media_type}\n\nx\n");
        for (found, sent, expected) in [
            (format!("{head}\n\na\nb\n"), text_part("f", "a\r\nb"), true),
            (format!("{head}\n\na\nb\n"), text_part("f", "a\nb"), false),
            (format!("{head}\n\na \n"), text_part("f", "a"), false),
            (file("text/plain"), file_part("f", &json!({ "name": "a.txt", "content": "x" })), true),
            (file("a/b"), file_part("f", &json!({ "name": "a.txt", "content": "x", "type": "a/b" })), true),
            (file("a/c"), file_part("f", &json!({ "name": "a.txt", "content": "x", "type": "a/b" })), false),
            (file("text/plain"), file_part("f", &json!({ "name": "a.txt", "content": "y" })), false),
        ] {
            assert_eq!(is_same(&found, &sent), expected, "{found:?} {sent:?}");
        }
        assert!(can_be_written(&text_part("f", "a")) && !can_be_written(&text_part("f", "a\nb")));
    }
}
