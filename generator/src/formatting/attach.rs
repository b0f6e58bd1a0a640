//! Attaches each comment to its entry.
//!
//! One pass in the order of the text: a comment goes to the entry after it, to the entry whose
//! line it ends, or to the end of the mapping with the same indentation. Every comment is attached.

use std::iter::Peekable;
use std::vec::IntoIter;

use super::comments::{Comment, follows_blank_line};
use super::tree::{Child, Children, Content, Document, OwnLine};
use crate::source::SourceFile;
use crate::source::node::{Node, Scalar, Text, Value};

/// The comment for the editor, which reads it only at the top.
const EDITOR_COMMENT: &str = "# yaml-language-server:";

pub(super) fn attach(file: &SourceFile, root: &Node, comments: Vec<Comment>) -> Document {
    let mut pass = Pass { text: &file.text, comments: comments.into_iter().peekable() };
    let mut header = Vec::new();
    if is_single(root) {
        header = pass.take_before(root.place.start as usize);
    }
    let scope = Scope { column: 0, end: usize::MAX, next: usize::MAX };
    let mut content = pass.content(root, &scope);
    let footer = pass.take_before(usize::MAX);
    let mut blank_after_header = false;
    if let Content::Mapping(Children { children, .. }) | Content::Sequence(Children { children, .. }) = &mut content
        && let Some(first) = children.first_mut()
    {
        (header, blank_after_header) = split_header(first);
    }
    Document { header, blank_after_header, content, footer }
}

/// Comments before an empty line at the top are about the file, not about its first entry.
fn split_header(first: &mut Child) -> (Vec<OwnLine>, bool) {
    if first.blank_before && !first.comments.is_empty() {
        first.blank_before = false;
        return (std::mem::take(&mut first.comments), true);
    }
    if let Some(last_blank) = first.comments.iter().skip(1).rposition(|comment| comment.blank_before) {
        let mut rest = first.comments.split_off(last_blank + 1);
        if let Some(comment) = rest.first_mut() {
            comment.blank_before = false;
        }
        let header = std::mem::replace(&mut first.comments, rest);
        return (header, true);
    }
    let is_for_editor = first.comments.first().is_some_and(|comment| comment.text.starts_with(EDITOR_COMMENT));
    let header = if is_for_editor { vec![first.comments.remove(0)] } else { Vec::new() };
    (header, false)
}

/// The position of a collection.
struct Scope {
    /// Its indentation, or that of the collection around a flow collection.
    column: usize,
    /// The end of the brackets around it.
    end: usize,
    /// The start of the next entry of a collection around it.
    next: usize,
}

struct Pass<'t> {
    text: &'t str,
    comments: Peekable<IntoIter<Comment>>,
}

impl Pass<'_> {
    fn content(&mut self, node: &Node, scope: &Scope) -> Content {
        match &node.value {
            Value::Scalar(scalar) => Content::Scalar(scalar.clone()),
            Value::Mapping(entries) => {
                let parts = entries.iter().map(|entry| (Some(&entry.key), &entry.value)).collect();
                Content::Mapping(self.children(node, parts, scope))
            }
            Value::Sequence(items) => {
                let parts = items.iter().map(|item| (None, item)).collect();
                Content::Sequence(self.children(node, parts, scope))
            }
        }
    }

    fn children(&mut self, node: &Node, parts: Vec<(Option<&Text>, &Node)>, around: &Scope) -> Children {
        let starts: Vec<usize> =
            parts.iter().map(|(key, value)| key.map_or(value.place.start, |key| key.place.start) as usize).collect();
        let is_flow = is_flow(self.text, node);
        let (column, end) = if is_flow {
            (around.column, node.place.end as usize)
        } else {
            (self.block_column(node, around), around.end)
        };
        let mut children = Vec::with_capacity(parts.len());
        for (index, (key, value)) in parts.into_iter().enumerate() {
            let next = starts.get(index + 1).copied().unwrap_or(if is_flow { end } else { around.next });
            children.push(self.child(key, value, starts[index], &Scope { column, end, next }));
        }
        let mut last_comments = Vec::new();
        let is_inside = |comment: &Comment| {
            let is_below = comment.own_line && comment.offset < around.next && comment.column >= column;
            if is_flow { comment.offset < end } else { is_below }
        };
        while let Some(comment) = self.comments.next_if(is_inside) {
            last_comments.push(own_line(comment));
        }
        Children { children, last_comments }
    }

    fn child(&mut self, key: Option<&Text>, value: &Node, start: usize, scope: &Scope) -> Child {
        let mut child = Child {
            key: key.map(|key| self.key(key)),
            comments: Vec::new(),
            line_comment: None,
            // An empty line before an item could be part of its text.
            blank_before: key.is_some() && follows_blank_line(self.text, start),
            content: Content::Scalar(Scalar { text: String::new(), plain: true, quoted: false }),
        };
        while let Some(comment) = self.comments.next_if(|comment| comment.offset < start) {
            child.add(comment);
        }
        let is_inner = |comment: &Comment| comment.own_line && !is_single(value) && !is_flow(self.text, value);
        let value_start = value.place.start as usize;
        while let Some(comment) = self.comments.next_if(|comment| comment.offset < value_start && !is_inner(comment)) {
            child.add(comment);
        }
        // A comment behind an opening bracket is about the whole content of the brackets.
        let first_start = first_start(value).filter(|_| is_flow(self.text, value)).unwrap_or(0) as usize;
        while let Some(comment) = self.comments.next_if(|comment| !comment.own_line && comment.offset < first_start) {
            child.add(comment);
        }
        if !is_single(value) {
            child.content = self.content(value, scope);
        } else if let Value::Scalar(scalar) = &value.value {
            child.content = Content::Scalar(scalar.clone());
        } else {
            // Brackets with nothing but comments between them.
            child.content = match &value.value {
                Value::Mapping(_) => Content::Mapping(Children::default()),
                _ => Content::Sequence(Children::default()),
            };
            while let Some(comment) = self.comments.next_if(|comment| comment.offset < value.place.end as usize) {
                child.add(comment);
            }
        }
        let value_end = value.place.end as usize;
        let is_on_line = |comment: &Comment| !comment.own_line && comment.line_start <= value_end;
        while let Some(comment) = self.comments.next_if(|comment| is_on_line(comment) && comment.offset < scope.end) {
            child.add(comment);
        }
        child
    }

    /// A key with whether it is written without quotes; no plain scalar starts with a quote.
    fn key(&self, key: &Text) -> Scalar {
        let first = self.text.as_bytes().get(key.place.start as usize);
        let is_quoted = key.value.is_empty() || first.is_some_and(|byte| b"'\"|>".contains(byte));
        Scalar { text: key.value.clone(), plain: !is_quoted, quoted: is_quoted }
    }

    /// The indentation of a block collection. A list may stand as far left as the mapping around
    /// it; then a comment below belongs to that mapping.
    fn block_column(&self, node: &Node, around: &Scope) -> usize {
        let start = node.place.start as usize;
        let line_start = self.text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
        let column = self.text.get(line_start..start).map_or(0, |before| before.chars().count());
        let is_at_dash = node.items().first().is_none_or(|item| item.place.start > node.place.start);
        if is_at_dash { column } else { around.column + 1 }
    }

    fn take_before(&mut self, offset: usize) -> Vec<OwnLine> {
        let mut taken = Vec::new();
        while let Some(comment) = self.comments.next_if(|comment| comment.offset < offset) {
            taken.push(own_line(comment));
        }
        taken
    }
}

impl Child {
    /// A line ends in one comment at most; a second one gets a line of its own.
    fn add(&mut self, comment: Comment) {
        if comment.own_line || self.line_comment.is_some() {
            self.comments.push(own_line(comment));
        } else {
            self.line_comment = Some(comment.text);
        }
    }
}

fn own_line(comment: Comment) -> OwnLine {
    OwnLine { blank_before: comment.own_line && comment.blank_before, text: comment.text }
}

/// Whether a value has no entries or items that a comment could belong to.
fn is_single(node: &Node) -> bool {
    node.entries().is_empty() && node.items().is_empty()
}

/// Where the first entry or item of a collection starts.
fn first_start(node: &Node) -> Option<u32> {
    match &node.value {
        Value::Scalar(_) => None,
        Value::Mapping(entries) => entries.first().map(|entry| entry.key.place.start),
        Value::Sequence(items) => items.first().map(|item| item.place.start),
    }
}

/// Whether a collection stands between brackets. The bracket at the start of a block list can be
/// that of its first item.
fn is_flow(text: &str, node: &Node) -> bool {
    let start = node.place.start;
    let bracket = text.as_bytes().get(start as usize).is_some_and(|byte| b"[{".contains(byte));
    node.as_scalar().is_none() && bracket && first_start(node).is_none_or(|first| first > start)
}
