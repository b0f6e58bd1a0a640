//! Links in Markdown, and where those of guides lead.

/// A link of a text, with what stands around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Link<'a> {
    pub(crate) before: &'a str,
    pub(crate) label: &'a str,
    pub(crate) target: &'a str,
    pub(crate) after: &'a str,
}

/// The first link of a text.
pub(crate) fn next(text: &str) -> Option<Link<'_>> {
    let middle = text.find("](")?;
    let start = text[..middle].rfind('[')?;
    let end = middle + text[middle..].find(')')?;
    Some(Link {
        before: &text[..start],
        label: &text[start + 1..middle],
        target: &text[middle + 2..end],
        after: &text[end + 1..],
    })
}

/// A text whose links are written anew; those that are not stay as they are.
pub(crate) fn rewritten(text: &str, mut write: impl FnMut(Link<'_>) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(link) = next(rest) {
        out.push_str(link.before);
        out.push_str(&write(link).unwrap_or_else(|| format!("[{}]({})", link.label, link.target)));
        rest = link.after;
    }
    out + rest
}

/// The guide that a link of a guide leads to, which is the name of its file, and the heading in it with its `#`.
pub(crate) fn guide(target: &str) -> Option<(&str, &str)> {
    let (path, heading) = target.split_at(target.find('#').unwrap_or(target.len()));
    let name = path.strip_suffix(".md").filter(|name| !name.is_empty() && !name.contains(['/', ':', '\\']))?;
    Some((name, heading))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_told_from_other_brackets() {
        let link = |before, label, target, after| Some(Link { before, label, target, after });
        for (text, expected) in [
            ("a [b](c) d", link("a ", "b", "c", " d")),
            ("[a] [`b`](c::d)", link("[a] ", "`b`", "c::d", "")),
            ("a] (b) [c]", None),
            ("[a](b", None),
        ] {
            assert_eq!(next(text), expected, "{text}");
        }
    }

    #[test]
    fn guides_are_told_from_other_targets() {
        for (target, expected) in [
            ("paging.md", Some(("paging", ""))),
            ("paging.md#backwards", Some(("paging", "#backwards"))),
            ("https://a.example/paging.md", None),
            ("../README.md", None),
            (".md", None),
            ("#here", None),
            ("crate::Client", None),
        ] {
            assert_eq!(guide(target), expected, "{target}");
        }
    }

    #[test]
    fn all_else_stays() {
        let text = "a [b](c.md) [d](e) [f] (g) [h](i.md#j)";
        let written = rewritten(text, |link| Some(format!("<{}>", guide(link.target)?.0)));
        assert_eq!(written, "a <c> [d](e) [f] (g) <i>");
    }
}
