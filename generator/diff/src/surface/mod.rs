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
use item::{Item, Marks, items};
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
    let is_alias = |old: Item<'_>, new: Item<'_>| {
        let [before, now] = [old, new].map(|item| Marks::split(item.line).1.feature);
        before == now && aliases.current(&old_aliases.current(old.line)) == aliases.current(new.line)
    };
    // Every client has items that need a feature: a list that names none is of a generator that did not say it.
    let says_features = [old, new].iter().all(|list| list.lines().any(|line| Marks::split(line).1.feature.is_some()));
    let is_the_same = |old: Item<'a>, new: Item<'a>| {
        let plain = |item: Item<'a>| (item.declaration(), Marks::split(item.line).1.is_deprecated);
        old.line == new.line || (!says_features && plain(old) == plain(new))
    };
    let gone = items(old).filter(|item| new_items.get(item.key).is_none_or(|new| !is_the_same(*item, *new)));
    let gone = gone.map(|item| {
        let now = new_items.get(item.key).copied();
        let level = match now {
            // What has an alias is used as before, and the compiler warns.
            None if aliases.keep(item, &new_items) => Level::Minor,
            now => match level(Some(item), now, &closed) {
                Level::Major if now.is_some_and(|now| is_alias(item, now)) => Level::None,
                level => level,
            },
        };
        Difference { old: Some(item), new: now, level }
    });
    let come = items(new).filter(|item| !old_items.contains_key(item.key));
    let come = come.map(|item| Difference { old: None, new: Some(item), level: level(None, Some(item), &closed) });
    gone.chain(come).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_held_against_each_other_where_both_lists_say_them() {
        let (without, with) =
            ("struct a::B\nuse C = b::C\n", "struct a::B #[cfg(events)]\nuse C = b::C #[cfg(blocking)]\n");
        let moved = "struct a::B\nuse C = b::C #[cfg(blocking)]\n";
        for (old, new, expected) in [
            (without, with, &[][..]),
            (with, without, &[]),
            (with, moved, &[Level::Minor]),
            (moved, with, &[Level::Major]),
        ] {
            let levels: Vec<Level> = differences(old, new).into_iter().map(|difference| difference.level).collect();
            assert_eq!(levels, expected, "{old} → {new}");
        }
    }
}
