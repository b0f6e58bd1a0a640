//! Writes a document with a line for each entry.

use super::flow::{self, WIDTH};
use super::kinds::{self, Expected};
use super::scalar::{self, Position};
use super::tree::{Child, Children, Content, Document, OwnLine};
use crate::source::node::Scalar;

const INDENT: usize = 2;

/// The level of a collection in the file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    /// The file itself.
    Root,
    /// The content of a top-level key.
    Main,
    Inner,
}

pub(super) fn print(document: &Document, expected: Expected) -> String {
    let mut printer = Printer { out: String::new() };
    printer.comments(&document.header, 0, false);
    match &document.content {
        Content::Scalar(scalar) => printer.line_with(0, "", scalar, None),
        content => match content.children() {
            Some(children) if !children.is_empty() => {
                let first = children.children.first();
                if !document.header.is_empty()
                    && (document.blank_after_header || first.is_some_and(Child::starts_after_blank))
                {
                    printer.out.push('\n');
                }
                printer.children(children, 0, expected, Level::Root);
            }
            _ => printer.line(0, &flow::on_one_line(content, expected).unwrap_or_default(), None),
        },
    }
    printer.comments(&document.footer, 0, true);
    printer.out
}

struct Printer {
    out: String,
}

impl Printer {
    fn children(&mut self, children: &Children, indent: usize, expected: Expected, level: Level) {
        for (index, child) in children.children.iter().enumerate() {
            let inner = kinds::under(expected, child.name());
            let is_set_apart = match level {
                Level::Root => kinds::is_entries(inner) && child.content.children().is_some_and(|all| !all.is_empty()),
                Level::Main => kinds::is_entries(expected) && kinds::is_long(inner),
                Level::Inner => false,
            };
            if index > 0 && (is_set_apart || child.starts_after_blank()) {
                self.out.push('\n');
            }
            self.comments(&child.comments, indent, false);
            if !child.comments.is_empty() && child.blank_before {
                self.out.push('\n');
            }
            match &child.key {
                Some(key) => {
                    let key = format!("{}:", scalar::on_one_line(key, Position::Block));
                    self.child(child, &key, indent, inner, level, kinds::is_entries(expected));
                }
                None => self.child(child, "-", indent, inner, level, false),
            }
        }
        self.comments(&children.last_comments, indent, !children.children.is_empty());
    }

    fn child(&mut self, child: &Child, lead: &str, indent: usize, expected: Expected, level: Level, is_entry: bool) {
        let comment = child.line_comment.as_deref();
        let children = match &child.content {
            Content::Scalar(scalar) => return self.line_with(indent, lead, scalar, comment),
            Content::Mapping(children) | Content::Sequence(children) => children,
        };
        // The entries of top-level keys are the main content, so they always have lines of their own.
        let is_main_entry = level == Level::Main && is_entry && kinds::shape(expected).is_some();
        if (!is_main_entry || children.is_empty())
            && let Some(flow) = flow::on_one_line(&child.content, expected)
        {
            let line = format!("{lead} {flow}");
            let suffix = comment.map_or(0, |comment| comment.chars().count() + 1);
            if children.is_empty() || indent + line.chars().count() + suffix <= WIDTH {
                return self.line(indent, &line, comment);
            }
        }
        let inner = if level == Level::Root { Level::Main } else { Level::Inner };
        let starts_with_comment = children.children.first().is_none_or(|first| !first.comments.is_empty());
        if lead == "-" && comment.is_none() && !starts_with_comment {
            // The first line of an item follows its dash.
            let mut item = Printer { out: String::new() };
            item.children(children, indent + INDENT, expected, inner);
            self.out.push_str(&" ".repeat(indent));
            self.out.push_str("- ");
            self.out.push_str(item.out.trim_start_matches(' '));
            return;
        }
        self.line(indent, lead, comment);
        self.children(children, indent + INDENT, expected, inner);
    }

    /// Writes a scalar after its key or dash.
    fn line_with(&mut self, indent: usize, lead: &str, scalar: &Scalar, comment: Option<&str>) {
        let is_block = scalar::is_block(scalar);
        let value = if is_block {
            scalar::block_sign(&scalar.text).into()
        } else {
            scalar::on_one_line(scalar, Position::Block)
        };
        self.line(indent, format!("{lead} {value}").trim(), comment);
        if is_block {
            for line in scalar.text.strip_suffix('\n').unwrap_or(&scalar.text).split('\n') {
                if !line.is_empty() {
                    self.out.push_str(&" ".repeat(indent + INDENT));
                    self.out.push_str(line);
                }
                self.out.push('\n');
            }
        }
    }

    fn line(&mut self, indent: usize, text: &str, comment: Option<&str>) {
        self.out.push_str(&" ".repeat(indent));
        self.out.push_str(text);
        if let Some(comment) = comment {
            self.out.push(' ');
            self.out.push_str(comment);
        }
        self.out.push('\n');
    }

    fn comments(&mut self, comments: &[OwnLine], indent: usize, is_after_something: bool) {
        for (index, comment) in comments.iter().enumerate() {
            if comment.blank_before && (index > 0 || is_after_something) {
                self.out.push('\n');
            }
            self.line(indent, &comment.text, None);
        }
    }
}
