//! Pagination styles.

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{BackwardsCursor, PaginationKind, PaginationStyle};
use crate::resolve::ids;
use crate::source::Text;
use crate::source::node::{Entry, Node};

/// Reads a pagination style, which has exactly one kind.
pub(super) fn style(entry: &Entry, diagnostics: &mut Diagnostics) -> Option<PaginationStyle> {
    ids::check(&entry.key, "a pagination style", diagnostics);
    let node = &entry.value;
    check_names(node, diagnostics);
    let kind = match (node.get("cursor"), node.get("offset"), node.get("window")) {
        (Some(cursor), None, None) => self::cursor(cursor),
        (None, Some(offset), None) => self::offset(offset),
        (None, None, Some(window)) => self::window(window),
        _ => {
            // A style that was omitted because of an error was reported.
            if !node.is_damaged {
                diagnostics.push(
                    Diagnostic::error(
                        Id::Contradiction,
                        entry.key.place,
                        format!("`{}` has no pagination kind, or more than one", entry.key.value),
                    )
                    .expected("one of `cursor`, `offset` and `window`")
                    .help("define one style for each kind"),
                );
            }
            None
        }
    };
    Some(PaginationStyle { id: entry.key.clone(), kind: kind?, doc: node.string("doc") })
}

/// Reports a query parameter, or a field of the response, that a style uses for two purposes.
fn check_names(node: &Node, diagnostics: &mut Diagnostics) {
    if let Some(window) = node.get("window") {
        let keys = ["anchor", "replaces", "before", "after", "inclusive", "reverse"];
        let names = keys.into_iter().flat_map(|key| window.texts(key));
        check_unique(("window", "query parameter", "parameter"), names, diagnostics);
    }
    if let Some(cursor) = node.get("cursor") {
        let nodes = [Some(cursor), cursor.get("backwards")];
        let names = |keys: &'static [&'static str]| {
            nodes.into_iter().flatten().flat_map(|node| keys.iter().flat_map(|key| node.texts(key)))
        };
        check_unique(("cursor", "query parameter", "parameter"), names(&["request", "limit"]), diagnostics);
        check_unique(("cursor", "field", "field"), names(&["response", "has_more"]), diagnostics);
    }
    if let Some(offset) = node.get("offset") {
        let names = ["request", "limit"].into_iter().flat_map(|key| offset.texts(key));
        check_unique(("offset", "query parameter", "parameter"), names, diagnostics);
    }
}

fn check_unique(
    (way, noun, short): (&str, &str, &str),
    names: impl Iterator<Item = Text>,
    diagnostics: &mut Diagnostics,
) {
    let mut seen: Vec<Text> = Vec::new();
    for name in names {
        if let Some(first) = seen.iter().find(|first| first.value == name.value) {
            diagnostics.push(
                Diagnostic::error(
                    Id::Contradiction,
                    name.place,
                    format!("the {way} uses the {noun} `{}` for two purposes", name.value),
                )
                .expected(format!("a separate {short} for each purpose"))
                .related(first.place, "first used here")
                .help("correct one of the two names"),
            );
        }
        seen.push(name);
    }
}

fn cursor(node: &Node) -> Option<PaginationKind> {
    Some(PaginationKind::Cursor {
        request: node.string("request")?,
        response: node.string("response")?,
        has_more: node.string("has_more"),
        repeats_last: node.bool("repeats_last").unwrap_or(false),
        limit: node.string("limit"),
        backwards: match node.get("backwards") {
            Some(backwards) => Some(self::backwards(backwards)?),
            None => None,
        },
    })
}

fn backwards(node: &Node) -> Option<BackwardsCursor> {
    Some(BackwardsCursor {
        request: node.string("request")?,
        response: node.string("response")?,
        has_more: node.string("has_more"),
    })
}

fn offset(node: &Node) -> Option<PaginationKind> {
    Some(PaginationKind::Offset {
        request: node.string("request")?,
        limit: node.string("limit"),
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
