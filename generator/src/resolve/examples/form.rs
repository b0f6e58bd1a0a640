//! Forms in literal requests.

/// The names of the parts, as they are quoted, each with its line in the body; `None` if the text is no form.
pub(super) fn names<'b>(body: &'b str, boundary: &str) -> Option<Vec<(&'b str, usize)>> {
    let delimiter = format!("--{boundary}");
    let inside = body.trim_end().strip_suffix(&format!("{delimiter}--"))?;
    let start = format!("{delimiter}\n");
    let mut parts = inside.split(start.as_str());
    if !parts.next()?.is_empty() {
        return None;
    }
    let mut line = 0;
    let names = parts.map(|part| {
        let first = line + 1;
        line = first + part.matches('\n').count();
        let (name, offset) = name(part)?;
        Some((name, first + offset))
    });
    names.collect()
}

/// The name of a part, and the line of the part that says it.
fn name(part: &str) -> Option<(&str, usize)> {
    let (head, _) = part.split_once("\n\n")?;
    head.lines().zip(0..).find_map(|(line, number)| {
        let (name, _) = line.strip_prefix("Content-Disposition: form-data; name=\"")?.split_once('"')?;
        Some((name, number))
    })
}

/// A name as it stands between quotes in a form.
pub(super) fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_form_has_named_parts_between_its_boundaries() {
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
            assert_eq!(names(&body, "B"), expected, "{body}");
        }
    }
}
