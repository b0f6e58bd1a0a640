//! Writes the entries into a changelog file that people edit too: between two marker comments, with a hash of the
//! entries.

use std::fmt;
use std::ops::Range;

use api_client_generator::output;

const NOTHING: &str = "Nothing changed.\n";

/// Reasons why the changelog file is not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockError {
    /// The block was edited by hand.
    Edited {
        /// The line of the first marker, from 1.
        line: usize,
    },
    /// One of the two markers is missing or occurs twice.
    Damaged {
        /// The line of a marker that exists, from 1.
        line: usize,
    },
}

impl fmt::Display for BlockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Edited { line } => write!(
                f,
                "{line}: this block was edited by hand: move your text before or after the block, or overwrite it with \
                 --force"
            ),
            Self::Damaged { line } => write!(
                f,
                "{line}: the start or end marker of this block is missing or occurs twice: restore it, or remove the \
                 block"
            ),
        }
    }
}

impl std::error::Error for BlockError {}

/// Returns the text of a changelog with the entries of the changes since a release.
///
/// The entries replace those of an earlier run. Without an earlier block, they are appended to the part of the version,
/// or to the part of unreleased changes, which is created if it is missing. The rest of the text stays as it is.
/// Without entries and without a block, the text stays unchanged.
///
/// # Errors
///
/// Returns an error if an earlier block was edited and `force` is not set, or if a marker is missing.
pub fn write(
    text: &str,
    since: &str,
    version: &str,
    entries: &str,
    program: &str,
    force: bool,
) -> Result<String, BlockError> {
    let eol = if text.split_once('\n').is_some_and(|(line, _)| line.ends_with('\r')) { "\r\n" } else { "\n" };
    if let Some(found) = find(text, since)? {
        let entries = if entries.is_empty() { NOTHING } else { entries };
        let content = normalized(&text[found.content]);
        if !force && content != with_empty_lines(entries) && output::hash(&content) != found.hash {
            return Err(BlockError::Edited { line: line_of(text, found.block.start) });
        }
        return Ok(text[..found.block.start].to_owned()
            + &block(since, entries, program, eol)
            + &text[found.block.end..]);
    }
    if entries.is_empty() {
        return Ok(text.to_owned());
    }
    let block = block(since, entries, program, eol);
    let headings = headings(text);
    let wanted = headings.iter().position(|(_, title)| is_of(title, version) || is_of(title, "Unreleased"));
    let (at, new) = match wanted {
        Some(index) => (headings.get(index + 1).map_or(text.len(), |(start, _)| *start), block),
        None => {
            let at = headings.first().map_or(text.len(), |(start, _)| *start);
            (at, format!("## [Unreleased]{eol}{eol}{block}"))
        }
    };
    let (before, after) = text.split_at(at);
    // Link definitions stand at the end of a file and belong to all of it.
    let links = if after.is_empty() { links(before) } else { before.len() };
    let (before, links) = before.split_at(links);
    let space = match before.trim_end() {
        "" => "",
        _ if before.ends_with(&eol.repeat(2)) => "",
        _ if before.ends_with('\n') => eol,
        _ => &eol.repeat(2),
    };
    let end = if after.is_empty() && links.is_empty() { "" } else { eol };
    Ok(format!("{before}{space}{new}{end}{links}{after}"))
}

/// Returns the entries since a release as they were written, or `None` if the text has no block for this release.
///
/// # Errors
///
/// Returns an error if a marker is missing.
pub fn read<'t>(text: &'t str, since: &str) -> Result<Option<&'t str>, BlockError> {
    Ok(find(text, since)?.map(|found| &text[found.content]))
}

struct Found {
    block: Range<usize>,
    content: Range<usize>,
    hash: String,
}

fn find(text: &str, since: &str) -> Result<Option<Found>, BlockError> {
    let (start, end) = (format!("<!-- changes since {since}, by "), end_mark(since));
    let starts: Vec<_> = lines(text).filter(|(_, line)| line.starts_with(&start) && line.ends_with(" -->")).collect();
    let ends: Vec<_> = lines(text).filter(|(_, line)| *line == end).collect();
    match (starts.as_slice(), ends.as_slice()) {
        ([], []) => Ok(None),
        ([(first, line)], [(last, _)]) if last.start > first.start => Ok(Some(Found {
            block: first.start..last.end,
            content: first.end..last.start,
            hash: line.trim_end_matches(" -->").rsplit(": ").next().unwrap_or_default().to_owned(),
        })),
        ([(at, _), ..], _) | (_, [(at, _), ..]) => Err(BlockError::Damaged { line: line_of(text, at.start) }),
    }
}

fn end_mark(since: &str) -> String {
    format!("<!-- end of changes since {since} -->")
}

fn block(since: &str, entries: &str, program: &str, eol: &str) -> String {
    let content = with_empty_lines(entries);
    let start = format!("<!-- changes since {since}, by {program} changelog: {} -->", output::hash(&content));
    format!("{start}\n{content}{}\n", end_mark(since)).replace('\n', eol)
}

/// Adds empty lines around the entries. Otherwise Markdown reads the next lines as a part of the HTML comment.
fn with_empty_lines(entries: &str) -> String {
    format!("\n{entries}\n")
}

fn normalized(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// Returns the lines outside code blocks with their byte ranges, line ends included.
fn lines(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let (mut start, mut is_code) = (0, false);
    text.split_inclusive('\n').filter_map(move |line| {
        let place = start..start + line.len();
        start = place.end;
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        (!is_code && !is_fence).then(|| (place, line.trim_end()))
    })
}

/// Returns the headings of versions with their start positions.
fn headings(text: &str) -> Vec<(usize, &str)> {
    lines(text).filter_map(|(place, line)| Some((place.start, line.strip_prefix("## ")?.trim()))).collect()
}

/// Returns whether a heading names this version, as in `[0.2.0] - 2026-12-31` and `0.2.0, not released yet`.
fn is_of(title: &str, version: &str) -> bool {
    let title = title.trim_start_matches(['[', 'v']);
    let rest = title.get(..version.len()).filter(|start| start.eq_ignore_ascii_case(version));
    rest.is_some() && title[version.len()..].chars().next().is_none_or(|next| matches!(next, ']' | ' ' | ',' | ':'))
}

/// Returns the position of the link definitions at the end of a text.
fn links(text: &str) -> usize {
    let is_link = |line: &str| line.trim().is_empty() || (line.starts_with('[') && line.contains("]: "));
    let tail: usize = text.split_inclusive('\n').rev().take_while(|line| is_link(line)).map(str::len).sum();
    let tail = &text[text.len() - tail..];
    text.len() - tail.trim_start().len()
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const SINCE: &str = "v0.1.0";

    fn put(text: &str, entries: &str) -> String {
        let written = write(text, SINCE, "0.2.0", entries, "api-client", false).expect("it can be written");
        let again = write(&written, SINCE, "0.2.0", entries, "api-client", false).expect("it can be written again");
        assert_eq!(again, written, "a second run changes nothing");
        written
    }

    #[test]
    fn entries_go_to_the_part_of_the_version_or_of_unreleased_changes() {
        let entries = "### Added\n\n- One.\n";
        let block = block(SINCE, entries, "api-client", "\n");
        for (text, expected) in [
            ("", format!("## [Unreleased]\n\n{block}")),
            ("# Log\n", format!("# Log\n\n## [Unreleased]\n\n{block}")),
            ("# Log", format!("# Log\n\n## [Unreleased]\n\n{block}")),
            ("# Log\n\n## 0.1.0\n\nOld.\n", format!("# Log\n\n## [Unreleased]\n\n{block}\n## 0.1.0\n\nOld.\n")),
            (
                "# Log\n\n## [0.2.0] - soon\n\nBy hand.\n\n## 0.1.0\n",
                format!("# Log\n\n## [0.2.0] - soon\n\nBy hand.\n\n{block}\n## 0.1.0\n"),
            ),
            ("## Unreleased\n", format!("## Unreleased\n\n{block}")),
            ("## 0.2.0-rc.1\n", format!("## [Unreleased]\n\n{block}\n## 0.2.0-rc.1\n")),
            ("```\n## 0.2.0\n```\n", format!("```\n## 0.2.0\n```\n\n## [Unreleased]\n\n{block}")),
            ("## [0.2.0]\n\n[0.2.0]: https://x\n", format!("## [0.2.0]\n\n{block}\n[0.2.0]: https://x\n")),
        ] {
            assert_eq!(put(text, entries), expected, "{text:?}");
        }
        assert_eq!(put("# Log\n", ""), "# Log\n", "without changes, no entry is written");
    }

    #[test]
    fn earlier_block_is_replaced_in_place() {
        let first = put("# Log\n\n## [Unreleased]\n\nBefore.\n", "- One.\n");
        let renamed = first.replace("[Unreleased]", "Winter") + "\nBehind.\n";
        let second = put(&renamed, "- One.\n- Two.\n");
        let (start, end) = (renamed.find("<!--").expect("a block"), renamed.find("\nBehind").expect("text"));
        assert_eq!(
            second,
            format!("{}{}\nBehind.\n", &renamed[..start], block(SINCE, "- One.\n- Two.\n", "api-client", "\n"))
        );
        assert!(end > start);
        assert!(put(&second, "").contains("Nothing changed."));
        let other = write(&second, "v0.2.0", "0.3.0", "- Three.\n", "api-client", false).expect("it can be written");
        assert!(other.contains("- Two.") && other.contains("- Three."), "blocks of other releases stay: {other}");
    }

    #[test]
    fn windows_line_ends_are_kept() {
        let text = put("# Log\r\n\r\n## 0.2.0\r\n", "- One.\n");
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{text:?}");
        assert_eq!(read(&text, SINCE), Ok(Some("\r\n- One.\r\n\r\n")));
    }

    #[test]
    fn edited_block_is_an_error_unless_forced() {
        let text = put("# Log\n", "- One.\n").replace("- One.", "- One, by hand.");
        let refused = write(&text, SINCE, "0.2.0", "- Two.\n", "api-client", false).expect_err("it was edited");
        assert_eq!(refused, BlockError::Edited { line: 5 });
        assert!(refused.to_string().contains("--force"));
        let forced = write(&text, SINCE, "0.2.0", "- Two.\n", "api-client", true).expect("it is forced");
        assert!(forced.contains("- Two.") && !forced.contains("by hand"), "{forced}");
        // Edits that equal the new entries are not lost.
        assert!(write(&text, SINCE, "0.2.0", "- One, by hand.\n", "api-client", false).is_ok());
    }

    #[test]
    fn block_without_a_marker_is_an_error() {
        let text = put("# Log\n", "- One.\n");
        let end = end_mark(SINCE);
        for broken in [text.replace(&end, ""), text.clone() + &text, format!("{end}\n{text}")] {
            for force in [false, true] {
                let refused = write(&broken, SINCE, "0.2.0", "- Two.\n", "api-client", force);
                assert!(matches!(refused, Err(BlockError::Damaged { .. })), "{broken}");
            }
        }
    }
}
