//! What changes do to the public items of the client, held against the `api.txt` of both sides.
//!
//! The rules say what a kind of change does to code; the lists of public items show what happened. Where they show more,
//! the rule's verdict is raised, and what no change of the spec explains is the work of the generator or its runtime.

mod attribute;
mod elements;
mod item;
mod level;

pub(super) use attribute::attribute;

use std::collections::HashMap;

use item::{Item, items};
use level::{Closed, level};

use super::{Level, report::RustItem};

/// An item that comes, goes or changes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Difference<'a> {
    old: Option<Item<'a>>,
    new: Option<Item<'a>>,
    /// How much it matters to code.
    pub(super) level: Level,
}

impl Difference<'_> {
    pub(super) fn report(self) -> RustItem {
        let line = |item: Option<Item<'_>>| item.map(|item| item.line.to_owned());
        RustItem { old: line(self.old), new: line(self.new) }
    }
}

/// The items that are not the same ones in two lists, in their order.
pub(super) fn differences<'a>(old: &'a str, new: &'a str) -> Vec<Difference<'a>> {
    if old == new {
        return Vec::new();
    }
    let index = |text: &'a str| items(text).map(|item| (item.key, item)).collect::<HashMap<_, _>>();
    let (old_items, new_items) = (index(old), index(new));
    let closed = Closed::of(items(old));
    let gone = items(old).filter(|item| new_items.get(item.key).is_none_or(|new| new.line != item.line));
    let gone = gone.map(|item| (Some(item), new_items.get(item.key).copied()));
    let come = items(new).filter(|item| !old_items.contains_key(item.key)).map(|item| (None, Some(item)));
    gone.chain(come).map(|(old, new)| Difference { old, new, level: level(old, new, &closed) }).collect()
}
