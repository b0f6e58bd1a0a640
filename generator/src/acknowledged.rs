//! Changes of the spec that somebody looked at and accepted, although they break something.
//!
//! They are read with the spec, and are no part of its model: no client is made from them.

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::source::node::{Entry, Node};
use crate::source::{Source, Text};

/// A change that was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    /// The id of the change, see `Change::id` of the crate api-client-diff, with its location.
    pub id: Text,
    /// Why the change is made.
    pub reason: String,
    /// Who accepted it.
    pub by: Option<String>,
    /// The last day or month for which it is accepted: `2026-12-31`, `2026-12`.
    pub until: Option<String>,
}

pub(crate) fn resolve(source: &Source, diagnostics: &mut Diagnostics) -> Vec<Acknowledgement> {
    let list = source.acknowledged.as_ref().and_then(|node| node.get("acknowledged"));
    list.map_or(&[][..], Node::entries).iter().filter_map(|entry| acknowledgement(entry, diagnostics)).collect()
}

fn acknowledgement(entry: &Entry, diagnostics: &mut Diagnostics) -> Option<Acknowledgement> {
    check_id(&entry.key, diagnostics);
    let node = &entry.value;
    Some(Acknowledgement {
        id: entry.key.clone(),
        reason: node.string("reason")?,
        by: node.string("by"),
        until: node.string("until"),
    })
}

/// Whether there is such a change, only a comparison knows; what can be none is said at once.
fn check_id(id: &Text, diagnostics: &mut Diagnostics) {
    if !id.value.contains(':') {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, id.place, "this is no id of a change")
                .expected("an id such as `shop.items.list_items.query.limit:max`")
                .help("copy it from the report of the command `diff`: what changed, `:`, and what happened to it"),
        );
    }
}
