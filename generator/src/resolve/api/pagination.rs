//! Ways of paging through lists.

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{PaginationKind, PaginationStyle};
use crate::resolve::ids;
use crate::source::Text;
use crate::source::node::{Entry, Node};

/// A pagination style, which works in one way.
pub(super) fn style(entry: &Entry, diagnostics: &mut Diagnostics) -> Option<PaginationStyle> {
    ids::check(&entry.key, "a pagination style", diagnostics);
    let node = &entry.value;
    check_parameters(node, diagnostics);
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

/// Reports a query parameter that a style uses for two purposes.
fn check_parameters(node: &Node, diagnostics: &mut Diagnostics) {
    let Some(window) = node.get("window") else { return };
    let mut seen: Vec<Text> = Vec::new();
    for key in ["anchor", "replaces", "before", "after", "inclusive", "reverse"] {
        for name in window.texts(key) {
            if let Some(first) = seen.iter().find(|first| first.value == name.value) {
                diagnostics.push(
                    Diagnostic::error(
                        Id::Contradiction,
                        name.place,
                        format!("the window uses the query parameter `{}` twice", name.value),
                    )
                    .expected("a parameter of its own for each purpose")
                    .related(first.place, "first used here")
                    .help("correct one of the two names"),
                );
            }
            seen.push(name);
        }
    }
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
