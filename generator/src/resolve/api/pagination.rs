//! Ways of paging through lists.

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{PaginationKind, PaginationStyle};
use crate::resolve::ids;
use crate::source::node::{Entry, Node};

/// A pagination style, which works in one way.
pub(super) fn style(entry: &Entry, diagnostics: &mut Diagnostics) -> Option<PaginationStyle> {
    ids::check(&entry.key, "a pagination style", diagnostics);
    let node = &entry.value;
    let kind = match (node.get("cursor"), node.get("offset"), node.get("window")) {
        (Some(cursor), None, None) => self::cursor(cursor),
        (None, Some(offset), None) => self::offset(offset),
        (None, None, Some(window)) => self::window(window),
        _ => {
            // A style that was left out for a mistake in it was reported.
            if !node.is_damaged {
                diagnostics.push(
                    Diagnostic::error(
                        Id::Contradiction,
                        entry.key.place,
                        format!("`{}` must page in one way", entry.key.value),
                    )
                    .expected("one of `cursor`, `offset` and `window`")
                    .help("give each way of paging a style of its own"),
                );
            }
            None
        }
    };
    Some(PaginationStyle { id: entry.key.clone(), kind: kind?, doc: node.string("doc") })
}

fn cursor(node: &Node) -> Option<PaginationKind> {
    Some(PaginationKind::Cursor {
        request: node.string("request")?,
        response: node.string("response")?,
        has_more: node.string("has_more"),
        repeats_last: node.bool("repeats_last").unwrap_or(false),
    })
}

fn offset(node: &Node) -> Option<PaginationKind> {
    Some(PaginationKind::Offset {
        request: node.string("request")?,
        total: node.string("total"),
        next: node.string("next"),
    })
}

fn window(node: &Node) -> Option<PaginationKind> {
    Some(PaginationKind::Window {
        anchor: node.string("anchor")?,
        item: node.string("item")?,
        replaces: node.texts("replaces").into_iter().map(|text| text.value).collect(),
        before: node.string("before")?,
        after: node.string("after")?,
        inclusive: node.string("inclusive"),
        reverse: node.string("reverse"),
    })
}
