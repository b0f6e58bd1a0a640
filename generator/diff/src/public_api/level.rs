//! Rates the effect of a changed public item on user code.

use std::collections::HashSet;

use api_client_generator::public_api::{ItemKind, PublicItem};

use super::differences::is_same_declaration;
use crate::Level;

/// The macros whose only effect is debug output.
const DEBUG_OUTPUT: &[&str] = &["redacted_debug", "union_debug"];

/// The types of a client that users construct by naming all fields, or match exhaustively.
pub(super) struct Closed<'a> {
    owners: HashSet<&'a str>,
}

impl<'a> Closed<'a> {
    pub(super) fn of(items: &'a [PublicItem]) -> Self {
        let types = items.iter().filter(|item| matches!(item.kind, ItemKind::Struct | ItemKind::Enum));
        let closed = types.filter(|item| !item.non_exhaustive && item.signature.is_empty());
        Self { owners: closed.map(|item| item.path.as_str()).collect() }
    }
}

/// Returns the effect on code if the new item replaces the old one. `closed` are the types of the old client.
pub(super) fn level(old: Option<&PublicItem>, new: Option<&PublicItem>, closed: &Closed<'_>) -> Level {
    match (old, new) {
        (None, None) => Level::None,
        (Some(old), None) if is_debug_output(old) => Level::None,
        (Some(_), None) => Level::Major,
        (None, Some(new)) => {
            let is_member = matches!(new.kind, ItemKind::Field | ItemKind::Variant);
            let is_of_closed = || new.owner().is_some_and(|owner| closed.owners.contains(owner));
            match () {
                () if is_debug_output(new) => Level::None,
                () if is_member && is_of_closed() => Level::Major,
                () => Level::Minor,
            }
        }
        (Some(old), Some(new)) => {
            let is_function = old.kind == ItemKind::Function && old.is_async == new.is_async;
            let declared = match () {
                () if is_same_declaration(old, new) => Level::None,
                // Callers do not depend on the names of arguments.
                () if is_function && without_names(&old.signature) == without_names(&new.signature) => Level::None,
                () if is_same_declaration(&PublicItem { non_exhaustive: false, ..old.clone() }, new) => Level::Minor,
                () => Level::Major,
            };
            let marked = match (&old.feature, &new.feature) {
                // Users may have enabled only the former feature.
                (before, now @ Some(_)) if before != now => Level::Major,
                (Some(_), None) => Level::Minor,
                _ if !old.deprecated && new.deprecated => Level::Minor,
                _ => Level::None,
            };
            declared.max(marked)
        }
    }
}

fn is_debug_output(item: &PublicItem) -> bool {
    matches!(&item.kind, ItemKind::Implementation(name) if DEBUG_OUTPUT.contains(&name.as_str()))
}

/// Returns a signature without the names of its arguments.
fn without_names(line: &str) -> String {
    let (mut text, mut word) = (String::new(), String::new());
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            // A single colon follows the name of an argument.
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
    use api_client_generator::public_api::PublicApi;

    use super::*;
    use Level::{Major, Minor, None as Nothing};

    #[test]
    fn each_change_of_an_item_has_its_level() {
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
            ("impl redacted_debug for a::B", "", Nothing),
            ("impl encode_object for a::B", "", Major),
            ("", "impl redacted_debug for a::B", Nothing),
        ];
        let types = [
            "struct a::Open #[non_exhaustive]",
            "struct a::Closed",
            "enum a::OpenEnum #[non_exhaustive]",
            "enum a::ClosedEnum",
        ];
        let Ok(types) = types.join("\n").parse::<PublicApi>();
        let closed = Closed::of(types.items());
        for (old, new, expected) in cases {
            let [before, now] = [old, new].map(|line| {
                let Ok(list) = line.parse::<PublicApi>();
                list
            });
            let level = level(before.items().first(), now.items().first(), &closed);
            assert_eq!(level, expected, "{old} → {new}");
        }
    }
}
