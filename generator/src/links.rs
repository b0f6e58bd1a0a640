//! Links in Markdown, and where those of guides lead.

/// A link of a text, with what stands around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Link<'a> {
    pub(crate) before: &'a str,
    pub(crate) label: &'a str,
    pub(crate) target: &'a str,
    pub(crate) after: &'a str,
}

/// The first link of a line. What lies between ticks is code, and no link.
pub(crate) fn next(line: &str) -> Option<Link<'_>> {
    line.match_indices("](").find_map(|(middle, _)| {
        let is_code = line[..middle].matches('`').count() % 2 == 1;
        let start = line[..middle].rfind('[').filter(|_| !is_code)?;
        let end = middle + line[middle..].find(')')?;
        Some(Link {
            before: &line[..start],
            label: &line[start + 1..middle],
            target: &line[middle + 2..end],
            after: &line[end + 1..],
        })
    })
}

/// A text whose links are written anew; those that are not, and blocks of code, stay as they are.
pub(crate) fn rewritten(text: &str, mut write: impl FnMut(Link<'_>) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_code = false;
    for line in text.split_inclusive('\n') {
        is_code ^= line.trim_start().starts_with("```");
        let mut rest = line;
        while let Some(link) = next(rest).filter(|_| !is_code) {
            out.push_str(link.before);
            out.push_str(&write(link).unwrap_or_else(|| format!("[{}]({})", link.label, link.target)));
            rest = link.after;
        }
        out.push_str(rest);
    }
    out
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
            ("`[a](b)` and [c](d)", link("`[a](b)` and ", "c", "d", "")),
            ("`[a](b)`", None),
            ("a](b) [c](d)", link("a](b) ", "c", "d", "")),
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
        for (text, expected) in [
            ("a [b](c.md) [d](e) [f] (g) [h](i.md#j)", "a <c> [d](e) [f] (g) <i>"),
            // A tick that is no pair is one of its line.
            ("a ` b\n[c](d.md)\n", "a ` b\n<d>\n"),
            ("```text\n[a](b.md)\n```\n[c](d.md)", "```text\n[a](b.md)\n```\n<d>"),
        ] {
            let written = rewritten(text, |link| Some(format!("<{}>", guide(link.target)?.0)));
            assert_eq!(written, expected, "{text}");
        }
    }
}
