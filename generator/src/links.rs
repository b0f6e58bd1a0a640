//! Links in Markdown, and the targets of links in guides.

use std::collections::HashMap;

use crate::source::url::is_url;

/// A link, with the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Link<'a> {
    pub(crate) before: &'a str,
    pub(crate) label: &'a str,
    pub(crate) target: &'a str,
    pub(crate) after: &'a str,
}

/// Returns the first link of a line. Inline code contains no links.
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

/// Rewrites the links of a text. Other links and code blocks stay unchanged.
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

/// Returns the guide that a link refers to (the name of its file), and the heading in it with its `#`.
pub(crate) fn guide(target: &str) -> Option<(&str, &str)> {
    let (path, heading) = target.split_at(target.find('#').unwrap_or(target.len()));
    let name = path.strip_suffix(".md").filter(|name| !name.is_empty() && !name.contains(['/', ':', '\\']))?;
    Some((name, heading))
}

/// The target of a link in a guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target<'a> {
    /// A guide, with an optional heading in it.
    Guide { name: &'a str, heading: Option<&'a str> },
    /// A heading of the same guide.
    Heading(&'a str),
    /// A URL.
    Url,
    /// An item of the client, which rustdoc looks up.
    Item,
    /// A file that is not in the documentation, or an invalid target.
    File,
}

impl<'a> Target<'a> {
    pub(crate) fn of(target: &'a str) -> Self {
        if let Some(heading) = target.strip_prefix('#') {
            Self::Heading(heading)
        } else if let Some((name, heading)) = guide(target) {
            Self::Guide { name, heading: heading.strip_prefix('#') }
        } else if is_url(target) || target.strip_prefix("mailto:").is_some_and(|address| address.contains('@')) {
            Self::Url
        } else if is_item(target) {
            Self::Item
        } else {
            Self::File
        }
    }
}

/// Whether a target is the path of an item, such as `crate::Client`, perhaps with its kind: `fn@crate::list`, `list()`.
fn is_item(target: &str) -> bool {
    let path = target.split_once('@').map_or(target, |(_, path)| path);
    let path = path.strip_suffix("()").or_else(|| path.strip_suffix('!')).unwrap_or(path);
    let is_name = |name: &str| {
        let name = name.split_once('<').map_or(name, |(name, _)| name);
        !name.is_empty() && name.chars().all(|character| character.is_alphanumeric() || character == '_')
    };
    let path = path.split_once('#').map_or(path, |(path, _)| path);
    path.split("::").all(is_name)
}

/// Returns the targets of `href` and `src` in the HTML of a line, with their offsets.
pub(crate) fn html(line: &str) -> Vec<(usize, &str)> {
    let mut targets = Vec::new();
    for attribute in ["href=", "src="] {
        for (at, _) in line.match_indices(attribute) {
            let before = &line[..at];
            let is_in_tag = before.rfind('<').is_some_and(|open| !before[open..].contains('>'));
            let is_code = before.matches('`').count() % 2 == 1;
            let start = at + attribute.len();
            let quote = line[start..].chars().next().filter(|quote| matches!(quote, '"' | '\''));
            if let Some(quote) = quote.filter(|_| is_in_tag && !is_code && before.ends_with(char::is_whitespace))
                && let Some(end) = line[start + 1..].find(quote)
            {
                targets.push((start + 1, &line[start + 1..start + 1 + end]));
            }
        }
    }
    targets
}

/// Returns the anchors of the headings of a Markdown text, in the form of rustdoc and code hosts.
pub(crate) fn anchors(text: &str) -> Vec<String> {
    let mut anchors: Vec<String> = Vec::new();
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut is_code = false;
    // The lines of a paragraph, which an underline turns into a heading.
    let mut paragraph: Vec<&str> = Vec::new();
    for line in text.lines() {
        is_code ^= line.trim_start().starts_with("```");
        let hashes = line.len() - line.trim_start_matches('#').len();
        let own = line[hashes..].strip_prefix(' ').filter(|_| (1..=6).contains(&hashes));
        let is_underline =
            |sign: char| !line.trim_end().is_empty() && line.trim_end().chars().all(|found| found == sign);
        let heading = if is_code {
            paragraph.clear();
            continue;
        } else if let Some(own) = own {
            own.to_owned()
        } else if !paragraph.is_empty() && (is_underline('-') || is_underline('=')) {
            paragraph.join(" ")
        } else {
            let is_text = !line.trim().is_empty() && !line.trim_start().starts_with(['-', '*', '>', '|', '<', '`']);
            if is_text {
                paragraph.push(line.trim());
            } else {
                paragraph.clear();
            }
            continue;
        };
        paragraph.clear();
        let anchor = anchor(&heading);
        let count = counts.entry(anchor.clone()).or_default();
        anchors.push(if *count == 0 { anchor } else { format!("{anchor}-{count}") });
        *count += 1;
    }
    anchors
}

fn anchor(heading: &str) -> String {
    let plain = rewritten(heading.trim(), |link| Some(link.label.to_owned()));
    let kept = plain.chars().filter_map(|character| match character {
        ' ' => Some('-'),
        '-' | '_' => Some(character),
        _ if character.is_alphanumeric() => Some(character.to_ascii_lowercase()),
        _ => None,
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_differ_from_other_brackets() {
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
    fn guides_differ_from_other_targets() {
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
    fn each_target_has_one_kind() {
        let guide = |name, heading| Target::Guide { name, heading };
        for (target, expected) in [
            ("paging.md", guide("paging", None)),
            ("paging.md#backwards", guide("paging", Some("backwards"))),
            ("#backwards", Target::Heading("backwards")),
            ("https://a.example/paging.md", Target::Url),
            ("mailto:mina@example.com", Target::Url),
            ("crate::Client", Target::Item),
            ("Client", Target::Item),
            ("../README.md", Target::File),
            ("de/paging.md", Target::File),
            ("picture.png", Target::File),
            ("paging.md \"Paging\"", Target::File),
            ("javascript:alert(1", Target::File),
            ("ftp://x.example", Target::File),
            ("https://", Target::File),
            ("", Target::File),
            ("fn@crate::list", Target::Item),
            ("crate::Client::list()", Target::Item),
            ("crate::list!", Target::Item),
            ("Vec<T>", Target::Item),
        ] {
            assert_eq!(Target::of(target), expected, "{target}");
        }
    }

    #[test]
    fn headings_have_anchors() {
        let text = "# All pages\n\n```\n# no heading\n```\n## `next`, and [so on](x.md)!\n### Twice\n### Twice\n#no\n\n\
                    Y z\n---\n\nTwo\nlines\n===\n\n- item\n---\n\n---\n";
        assert_eq!(anchors(text), ["all-pages", "next-and-so-on", "twice", "twice-1", "y-z", "two-lines"]);
    }

    #[test]
    fn all_else_stays() {
        for (text, expected) in [
            ("a [b](c.md) [d](e) [f] (g) [h](i.md#j)", "a <c> [d](e) [f] (g) <i>"),
            // An unpaired backtick is a plain character.
            ("a ` b\n[c](d.md)\n", "a ` b\n<d>\n"),
            ("```text\n[a](b.md)\n```\n[c](d.md)", "```text\n[a](b.md)\n```\n<d>"),
        ] {
            let written = rewritten(text, |link| Some(format!("<{}>", guide(link.target)?.0)));
            assert_eq!(written, expected, "{text}");
        }
    }
}
