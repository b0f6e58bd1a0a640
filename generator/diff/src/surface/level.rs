//! What a change of a public item does to code that is compiled with it.

use std::collections::HashSet;

use super::item::{Item, Marks};
use crate::Level;

const NON_EXHAUSTIVE: &str = " #[non_exhaustive]";

/// What values are shown as for debugging; nobody can tell them apart by name.
const SHOWN: &[&str] = &["impl quiet for", "impl hiding_debug for", "impl union_debug for"];

/// The types of a client that users make by naming all fields, or can match in full.
pub(super) struct Closed<'a> {
    owners: HashSet<&'a str>,
}

impl<'a> Closed<'a> {
    pub(super) fn of(items: impl Iterator<Item = Item<'a>>) -> Self {
        let is_closed = |item: &Item<'_>| matches!(item.word, "struct" | "enum") && item.declaration() == item.key;
        Self { owners: items.filter(is_closed).map(|item| item.path).collect() }
    }
}

/// How much it matters that one item takes the place of another; `closed` are the types of the old client.
pub(super) fn level(old: Option<Item<'_>>, new: Option<Item<'_>>, closed: &Closed<'_>) -> Level {
    match (old, new) {
        (None, None) => Level::None,
        (Some(old), None) => {
            if SHOWN.contains(&old.word) {
                Level::None
            } else {
                Level::Major
            }
        }
        (None, Some(new)) => {
            let is_member = match new.word {
                "struct" => new.path.contains('.'),
                "enum" => new.owner() != new.path,
                _ => false,
            };
            match new.word {
                word if SHOWN.contains(&word) => Level::None,
                _ if is_member && closed.owners.contains(new.owner()) => Level::Major,
                _ => Level::Minor,
            }
        }
        (Some(old), Some(new)) if old.line == new.line => Level::None,
        (Some(old), Some(new)) => {
            let ((old, before), (new, now)) = (Marks::split(old.line), Marks::split(new.line));
            let declared = match () {
                () if old == new => Level::None,
                // Arguments have names for readers only.
                () if is_function(old) && without_names(old) == without_names(new) => Level::None,
                () if old.strip_suffix(NON_EXHAUSTIVE) == Some(new) => Level::Minor,
                () => Level::Major,
            };
            let marked = match (before.feature, now.feature) {
                // Code may have turned the one on, and not the other.
                (before, Some(now)) if before != Some(now) => Level::Major,
                (Some(_), None) => Level::Minor,
                _ if !before.is_deprecated && now.is_deprecated => Level::Minor,
                _ => Level::None,
            };
            declared.max(marked)
        }
    }
}

fn is_function(line: &str) -> bool {
    line.starts_with("fn ")
}

/// A signature without the names of its arguments.
fn without_names(line: &str) -> String {
    let (mut text, mut word) = (String::new(), String::new());
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            // A name is what stands before a single colon.
            ':' if characters.peek() == Some(&':') => {
                characters.next();
                text.push_str(&word);
                text.push_str("::");
                word.clear();
            }
            ':' => {
                word.clear();
                text.push(':');
            }
            character if character.is_alphanumeric() || character == '_' => word.push(character),
            character => {
                text.push_str(&word);
                word.clear();
                text.push(character);
            }
        }
    }
    text + &word
}

#[cfg(test)]
mod tests {
    use super::*;
    use Level::{Major, Minor, None as Nothing};

    #[test]
    fn what_a_change_of_an_item_does() {
        let cases = [
            ("fn a::B::c(self) -> C", "", Major),
            ("", "fn a::B::c(self) -> C", Minor),
            ("fn a::B::c(self, x: i64) -> C", "fn a::B::c(self, y: i64) -> C", Nothing),
            ("fn a::B::c(self, x: a::D) -> C", "fn a::B::c(self, x: b::D) -> C", Major),
            ("fn a::B::c(self, x: i64) -> C", "fn a::B::c(self) -> C", Major),
            ("fn a::B::c(self) -> C", "fn a::B::c(self) -> C #[deprecated]", Minor),
            ("fn a::B::c(self) -> C #[deprecated]", "fn a::B::c(self) -> C", Nothing),
            ("fn a::B::c(self) -> C #[deprecated]", "fn a::B::c(self, x: i64) -> C #[deprecated]", Major),
            ("struct a::Open.f: i64", "struct a::Open.f: String", Major),
            ("", "struct a::Open.f: i64", Minor),
            ("", "struct a::Closed.f: i64", Major),
            ("", "enum a::OpenEnum::V", Minor),
            ("", "enum a::ClosedEnum::V", Major),
            ("struct a::Open #[non_exhaustive]", "struct a::Open", Minor),
            ("struct a::Closed", "struct a::Closed #[non_exhaustive]", Major),
            ("request a::B -> C", "request a::B -> D", Major),
            ("struct a::Open", "struct a::Open #[cfg(events)]", Major),
            ("struct a::Open #[cfg(events)]", "struct a::Open #[cfg(tests)]", Major),
            ("struct a::Open #[cfg(events)]", "struct a::Open", Minor),
            ("use A = b::A #[cfg(events)]", "use A = b::A #[cfg(events)] #[deprecated]", Minor),
            ("impl quiet for a::B", "", Nothing),
            ("impl encode_object for a::B", "", Major),
            ("", "impl quiet for a::B", Nothing),
        ];
        let types = [
            "struct a::Open #[non_exhaustive]",
            "struct a::Closed",
            "enum a::OpenEnum #[non_exhaustive]",
            "enum a::ClosedEnum",
        ];
        let closed = Closed::of(types.into_iter().map(Item::parse));
        for (old, new, expected) in cases {
            let parse = |line: &'static str| (!line.is_empty()).then(|| Item::parse(line));
            assert_eq!(level(parse(old), parse(new), &closed), expected, "{old} → {new}");
        }
    }
}
