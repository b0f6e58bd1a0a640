//! Finds the comments of a file, which the YAML parser skips.

use crate::source::SourceFile;
use crate::source::node::{Node, Value};

/// A comment with its position, which determines its entry.
#[derive(Clone, Debug)]
pub(super) struct Comment {
    /// From `#` on, without white space at the end.
    pub(super) text: String,
    pub(super) offset: usize,
    /// Offset of the start of its line.
    pub(super) line_start: usize,
    /// In characters, from 0.
    pub(super) column: usize,
    /// Whether it is alone on its line.
    pub(super) own_line: bool,
    pub(super) blank_before: bool,
}

/// The comments of a file that holds `root`, in order.
///
/// Between the scalars of a file stand only signs of YAML and white space, so that a `#` there
/// starts a comment, whatever is quoted or a block elsewhere.
pub(super) fn find(file: &SourceFile, root: &Node) -> Vec<Comment> {
    let mut scalars = Vec::new();
    collect_scalars(root, &mut scalars);
    let mut comments = Vec::new();
    let mut position = 0;
    for (start, end) in scalars.into_iter().chain([(file.text.len(), file.text.len())]) {
        find_in_gap(&file.text, position, start, &mut comments);
        position = end.max(position);
    }
    comments
}

fn collect_scalars(node: &Node, scalars: &mut Vec<(usize, usize)>) {
    match &node.value {
        Value::Scalar(_) => scalars.push((node.place.start as usize, node.place.end as usize)),
        Value::Sequence(items) => items.iter().for_each(|item| collect_scalars(item, scalars)),
        Value::Mapping(entries) => {
            for entry in entries {
                scalars.push((entry.key.place.start as usize, entry.key.place.end as usize));
                collect_scalars(&entry.value, scalars);
            }
        }
    }
}

fn find_in_gap(text: &str, start: usize, end: usize, comments: &mut Vec<Comment>) {
    let mut position = start;
    while let Some(found) = text.get(position..end).and_then(|gap| gap.find('#')) {
        let offset = position + found;
        let line_end = text[offset..].find('\n').map_or(text.len(), |length| offset + length);
        let line_start = text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
        let before = &text[line_start..offset];
        comments.push(Comment {
            text: text[offset..line_end].trim_end().to_owned(),
            offset,
            line_start,
            column: before.chars().count(),
            own_line: before.trim().is_empty(),
            blank_before: follows_blank_line(text, offset),
        });
        position = line_end;
    }
}

/// Whether the line before this offset is empty.
pub(super) fn follows_blank_line(text: &str, offset: usize) -> bool {
    let before = text.get(..offset).unwrap_or_default();
    let Some((before, _)) = before.rsplit_once('\n') else { return false };
    before.rsplit('\n').next().is_some_and(|line| line.trim().is_empty())
}
