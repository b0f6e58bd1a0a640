//! What changes do to the public items of the client, held against the `api.txt` of both sides.
//!
//! The rules say what a kind of change does to code; the lists of public items show what happened. Where they show more,
//! the rule's verdict is raised, and what no change of the spec explains is the work of the generator or its runtime.

mod aliases;
mod attribute;
mod elements;
mod item;
mod level;

pub(super) use attribute::attribute;

use std::collections::HashMap;

use aliases::Aliases;
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
    /// How near it is to what users write.
    pub(super) fn rank(self) -> usize {
        let word = self.old.or(self.new).map_or("", |item| item.word);
        let line = self.new.or(self.old).map_or("", |item| item.line);
        match word {
            // Setters come after what they are called on.
            "fn" if line.ends_with("-> Self") => 4,
            "fn" => 0,
            "struct" | "enum" => 1,
            "type" => 2,
            word if word.starts_with("impl") => 5,
            _ => 3,
        }
    }

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
    let (old_aliases, aliases) = (Aliases::of(items(old)), Aliases::of(items(new)));
    // The same types may be called otherwise.
    let is_same = |old: &str, new: &str| aliases.current(&old_aliases.current(old)) == aliases.current(new);
    let gone = items(old).filter(|item| new_items.get(item.key).is_none_or(|new| new.line != item.line));
    let gone = gone.map(|item| {
        let now = new_items.get(item.key).copied();
        let level = match now {
            // What has an alias is used as before, and the compiler warns.
            None if aliases.keep(item, &new_items) => Level::Minor,
            now => match level(Some(item), now, &closed) {
                Level::Major if now.is_some_and(|now| is_same(item.line, now.line)) => Level::None,
                level => level,
            },
        };
        Difference { old: Some(item), new: now, level }
    });
    let come = items(new).filter(|item| !old_items.contains_key(item.key));
    let come = come.map(|item| Difference { old: None, new: Some(item), level: level(None, Some(item), &closed) });
    gone.chain(come).collect()
}
