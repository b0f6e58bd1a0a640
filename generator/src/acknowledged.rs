//! Accepted breaking changes of the spec.
//!
//! They are read with the spec, but are not part of the model.

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::source::node::{Entry, Node};
use crate::source::{Source, Text};

/// An accepted change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    /// The id of the change, see `Change::id` of the crate api-client-diff, with its location.
    pub id: Text,
    /// The reason for the change.
    pub reason: String,
    /// The person who accepted it.
    pub by: Option<String>,
    /// The last day or month of the acceptance: `2026-12-31`, `2026-12`.
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

/// Only a comparison knows whether the change exists, so this checks only the form of the id.
fn check_id(id: &Text, diagnostics: &mut Diagnostics) {
    if !id.value.contains(':') {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, id.place, "invalid id of a change")
                .expected("an id of an element and a change, such as `shop.items.list_items.query.limit:max`")
                .help("copy the id from the report of the command `diff`"),
        );
    }
}
