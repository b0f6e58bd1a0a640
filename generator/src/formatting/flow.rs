//! Mappings and lists on one line.

use super::kinds::{self, Expected};
use super::scalar::{self, Position};
use super::tree::{Child, Content};

/// Only strings exceed this length, because strings are not wrapped.
pub(super) const WIDTH: usize = 120;

/// A mapping or a list between brackets, if it may be written so: it is small, has no comments
/// inside, no text of several lines, and no more than a line has place for.
pub(super) fn on_one_line(content: &Content, expected: Expected) -> Option<String> {
    let children = content.children()?;
    if children.is_empty() {
        return Some(if matches!(content, Content::Mapping(_)) { "{}" } else { "[]" }.into());
    }
    if !may_be_flow(content, expected) || children.has_comments() {
        return None;
    }
    let mut parts = String::new();
    let mut width = 0;
    for (index, child) in children.children.iter().enumerate() {
        let part = part(child, expected)?;
        width += part.chars().count();
        // Stops early, so that nested collections are not scanned repeatedly.
        if width > WIDTH {
            return None;
        }
        if index > 0 {
            parts.push_str(", ");
        }
        parts.push_str(&part);
    }
    Some(if matches!(content, Content::Mapping(_)) { format!("{{ {parts} }}") } else { format!("[{parts}]") })
}

/// Mappings that the format knows go on one line if nothing but single values and lists of them is
/// in them. Those that grow by entries of the author's choice have a line for each, unless that is a mere number.
fn may_be_flow(content: &Content, expected: Expected) -> bool {
    let Content::Mapping(entries) = content else { return true };
    let is_known = kinds::shape(expected).is_some();
    (!kinds::is_entries(expected) || kinds::is_table_of_numbers(expected))
        && (!is_known || entries.children.iter().all(|entry| entry.content.is_small()))
}

fn part(child: &Child, expected: Expected) -> Option<String> {
    let value = match &child.content {
        Content::Scalar(scalar) if scalar::has_lines(scalar) => return None,
        Content::Scalar(scalar) => scalar::on_one_line(scalar, Position::Flow),
        content => on_one_line(content, kinds::under(expected, child.name()))?,
    };
    Some(match &child.key {
        Some(key) => format!("{}: {value}", scalar::on_one_line(key, Position::Flow)),
        None => value,
    })
}
