//! Compares the public items of two clients.

use std::collections::HashMap;

use api_client_generator::public_api::{ItemKind, PublicApi, PublicItem};

use super::aliases::Aliases;
use super::level::{Closed, level};
use crate::Level;

/// The items of a list by kind and path.
pub(super) type Keys<'a> = HashMap<(&'a ItemKind, &'a str), &'a PublicItem>;

/// An item that is added, removed or changed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Difference<'a> {
    pub(crate) old: Option<&'a PublicItem>,
    pub(crate) new: Option<&'a PublicItem>,
    /// Its effect on code.
    pub(crate) level: Level,
}

impl Difference<'_> {
    /// Returns its distance from the calls that users write.
    pub(crate) fn rank(self) -> usize {
        let Some(item) = self.new.or(self.old) else { return usize::MAX };
        match item.kind {
            // A setter comes after the function that creates its object.
            ItemKind::Function if item.returns_self() => 4,
            ItemKind::Function => 0,
            ItemKind::Struct | ItemKind::Field | ItemKind::Enum | ItemKind::Variant => 1,
            ItemKind::TypeAlias => 2,
            ItemKind::Implementation(_) => 5,
            _ => 3,
        }
    }
}

/// Returns the items that differ between two lists, in the order of the lists.
pub(crate) fn differences<'a>(old: &'a PublicApi, new: &'a PublicApi) -> Vec<Difference<'a>> {
    if old == new {
        return Vec::new();
    }
    let (old, new) = (old.items(), new.items());
    let index = |items: &'a [PublicItem]| items.iter().map(|item| (item.key(), item)).collect::<Keys<'a>>();
    let (old_items, new_items) = (index(old), index(new));
    let closed = Closed::of(old);
    let (old_aliases, aliases) = (Aliases::of(old), Aliases::of(new));
    // A type can have a different name in each version.
    let is_alias = |old: &PublicItem, new: &PublicItem| {
        old.feature == new.feature && aliases.current(&old_aliases.current(old)) == aliases.current(new)
    };
    // Every client has items that need a feature. A list without features comes from an older generator, which did not
    // write them.
    let has_features = [old, new].iter().all(|items| items.iter().any(|item| item.feature.is_some()));
    let is_the_same = |old: &PublicItem, new: &PublicItem| {
        old == new || (!has_features && is_same_declaration(old, new) && old.deprecated == new.deprecated)
    };
    let removed = old.iter().filter(|item| new_items.get(&item.key()).is_none_or(|new| !is_the_same(item, new)));
    let removed = removed.map(|item| {
        let now = new_items.get(&item.key()).copied();
        let level = match now {
            // Code that uses an alias compiles with a warning.
            None if aliases.keep(item, &new_items) => Level::Minor,
            now => match level(Some(item), now, &closed) {
                Level::Major if now.is_some_and(|now| is_alias(item, now)) => Level::None,
                level => level,
            },
        };
        Difference { old: Some(item), new: now, level }
    });
    let added = new.iter().filter(|item| !old_items.contains_key(&item.key()));
    let added = added.map(|item| Difference { old: None, new: Some(item), level: level(None, Some(item), &closed) });
    removed.chain(added).collect()
}

/// Returns whether two items with the same key have the same declaration. Features and deprecations may differ.
pub(super) fn is_same_declaration(old: &PublicItem, new: &PublicItem) -> bool {
    let declaration = |item: &PublicItem| (item.is_async, item.non_exhaustive);
    declaration(old) == declaration(new) && old.signature == new.signature
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_compared_if_both_lists_have_them() {
        let (without, with) =
            ("struct a::B\nuse C = b::C\n", "struct a::B #[cfg(events)]\nuse C = b::C #[cfg(blocking)]\n");
        let moved = "struct a::B\nuse C = b::C #[cfg(blocking)]\n";
        for (old, new, expected) in [
            (without, with, &[][..]),
            (with, without, &[]),
            (with, moved, &[Level::Minor]),
            (moved, with, &[Level::Major]),
        ] {
            let [before, now] = [old, new].map(|text| {
                let Ok(list) = text.parse::<PublicApi>();
                list
            });
            let levels: Vec<Level> = differences(&before, &now).into_iter().map(|item| item.level).collect();
            assert_eq!(levels, expected, "{old} → {new}");
        }
    }

    #[test]
    fn lists_of_older_generators_are_compared() {
        let list = |text: &str| {
            let Ok(list) = text.parse::<PublicApi>();
            list
        };
        let old = list("# one header\ntrait shop::Sell: Send\nalone\nstruct A\n");
        let new = list("# a different header\ntrait shop::Sell: Sync\nnothing else\nstruct A\n");
        let found = differences(&old, &new);
        let texts: Vec<_> = found
            .iter()
            .map(|item| [item.old, item.new].map(|item| item.map(ToString::to_string).unwrap_or_default()))
            .collect();
        let expected = [["trait shop::Sell: Send", "trait shop::Sell: Sync"], ["alone", ""], ["", "nothing else"]];
        assert_eq!(texts, expected);
        assert_eq!(found.iter().map(|item| item.level).collect::<Vec<_>>(), [Level::Major, Level::Major, Level::Minor]);
        assert!(differences(&old, &list("trait shop::Sell: Send\nalone\nstruct A\n")).is_empty());
    }
}
