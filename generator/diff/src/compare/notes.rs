//! What is said about elements.

use std::cmp::Ordering;

use super::super::changes::ChangeKind as K;
use super::super::matching::Link;
use super::super::names::Names;
use super::super::record::{Comparison, Element};
use super::super::show::Show;
use api_client_generator::model::{Deprecation, Notes};
use api_client_generator::source::Text;

/// What names of an element are in Rust.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum InRust {
    /// A name that code has, and under which a former one stays.
    WithFormer,
    /// A name that code has.
    Named,
    /// An argument, which has a name in the documentation only.
    Argument,
}

impl Comparison<'_> {
    /// `names` are those of the element, if it has one in Rust.
    pub(super) fn notes(
        &mut self,
        at: &Element,
        in_rust: InRust,
        link: Link,
        names: Option<Names<'_>>,
        (old, new): (&Notes, &Notes),
    ) {
        // That there is a correction is told by the changes that it declares, or by whoever compares the element.
        // The name in Rust is one of the names.
        both!(Notes { doc, unverified, deprecated, was; rust, correction } = old, new);
        self.value(at, "doc", K::DOC_CHANGED, doc);
        self.value(at, "unverified", K::DOUBT_CHANGED, unverified);
        let kinds = [K::DEPRECATION_ADDED, K::DEPRECATION_REMOVED, K::DEPRECATION_CHANGED];
        match deprecated {
            (Some(old), Some(new)) => self.deprecation(at, old, new),
            _ => self.presence(at, "deprecated", kinds, deprecated),
        }
        self.former_name(at, link, names.filter(|_| in_rust == InRust::WithFormer), was);
        let kind = if in_rust == InRust::Argument { K::ARGUMENT_RUST_NAME_CHANGED } else { K::RUST_NAME_CHANGED };
        if let Some(names) = names {
            self.rust_name(at, kind, names);
        }
    }

    /// `names` are those of the element, if it keeps its former name as an alias.
    pub(super) fn former_name(
        &mut self,
        at: &Element,
        link: Link,
        names: Option<Names<'_>>,
        was: (&Option<Text>, &Option<Text>),
    ) {
        // A renaming includes the former name.
        if matches!(link, Link::Declared | Link::Undone) {
            return;
        }
        let kind = match names.map(|names| names.aliases(was)).unwrap_or_default() {
            [old, new] if old == new => K::FORMER_NAME_NOTED,
            [None, _] => K::FORMER_NAME_ADDED,
            [_, None] => K::FORMER_NAME_REMOVED,
            [Some(_), Some(_)] => K::FORMER_NAME_CHANGED,
        };
        // The place of the name is no part of it.
        let text = |was: &Option<Text>| was.as_ref().map(|was| was.value.clone());
        self.presence(at, "was", [kind; 3], (&text(was.0), &text(was.1)));
    }

    fn deprecation(&mut self, at: &Element, old: &Deprecation, new: &Deprecation) {
        both!(Deprecation { instead, sunset } = old, new);
        if instead.0 != instead.1 {
            let keys = ["deprecated", "use"];
            self.record(at, "deprecated", K::DEPRECATION_CHANGED, &keys, instead.0.show(), instead.1.show());
        }
        let kind = match sunset {
            (None, None) => return,
            (None, Some(_)) => K::SUNSET_ADDED,
            (Some(_), None) => K::SUNSET_REMOVED,
            (Some(old), Some(new)) => match last_day(old).cmp(&last_day(new)) {
                Ordering::Equal => return,
                Ordering::Greater => K::SUNSET_NEARER,
                Ordering::Less => K::SUNSET_LATER,
            },
        };
        self.record(at, "sunset", kind, &["deprecated", "sunset"], sunset.0.show(), sunset.1.show());
    }

    /// Tells of a correction if nothing else changed in its element since there were so many changes.
    pub(super) fn correction(&mut self, at: &Element, before: usize, old: Option<&String>, new: Option<&String>) {
        if self.count() == before {
            self.value(at, "correction", K::CORRECTION_CHANGED, (&old.cloned(), &new.cloned()));
        }
    }
}

/// A date to be compared: a month lasts as long as any of its days.
fn last_day(date: &str) -> String {
    if date.len() == "2026-12".len() { format!("{date}-99") } else { date.to_owned() }
}
