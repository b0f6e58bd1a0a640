//! Forms in literal requests.

/// The names of the parts; `None` if the text is no form.
pub(super) fn names<'b>(body: &'b str, boundary: &str) -> Option<Vec<&'b str>> {
    let delimiter = format!("--{boundary}");
    let inside = body.trim_end().strip_suffix(&format!("{delimiter}--"))?;
    let start = format!("{delimiter}\n");
    let mut parts = inside.split(start.as_str());
    if !parts.next()?.is_empty() {
        return None;
    }
    parts.map(name).collect()
}

fn name(part: &str) -> Option<&str> {
    let (head, _) = part.split_once("\n\n")?;
    let disposition = head.lines().find_map(|line| line.strip_prefix("Content-Disposition: form-data; "))?;
    disposition.split("; ").find_map(|parameter| parameter.strip_prefix("name=\"")?.strip_suffix('"'))
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_form_has_named_parts_between_its_boundaries() {
        let part = |name: &str| format!("--B\nContent-Disposition: form-data; name=\"{name}\"\n\nx\n");
        for (body, expected) in [
            (format!("{}{}--B--", part("a"), part("b")), Some(vec!["a", "b"])),
            (
                "--B\nContent-Disposition: form-data; name=\"f\"; filename=\"a.png\"\nContent-Type: x\n\ny\n--B--\n"
                    .into(),
                Some(vec!["f"]),
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
