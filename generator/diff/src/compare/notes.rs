//! Compares the notes of elements: documentation, evidence, names, deprecations and corrections.

use std::cmp::Ordering;

use super::super::changes::ChangeKind as K;
use super::super::matching::Link;
use super::super::names::Names;
use super::super::record::{Comparison, Element};
use super::super::show::Show;
use api_client_generator::model::{Deprecation, Notes};
use api_client_generator::source::Text;

/// Whether the names of an element exist in Rust.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum InRust {
    /// A name in code, with an alias for the former name.
    WithFormer,
    /// A name in code.
    Named,
    /// An argument, whose name exists in the documentation only.
    Argument,
}

impl Comparison<'_> {
    /// Compares the notes of an element. `names` are its names, if it has names in Rust.
    pub(super) fn notes(
        &mut self,
        at: &Element,
        in_rust: InRust,
        link: Link,
        names: Option<Names<'_>>,
        (old, new): (&Notes, &Notes),
    ) {
        // Corrections are reported by the changes that they declare, or by the caller.
        // The name in Rust is compared with the other names.
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

    /// Compares former names. `names` are those of the element, if it keeps its former name as an alias.
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
        // The location of the name does not matter.
        let text = |was: &Option<Text>| was.as_ref().map(|was| was.value.clone());
        self.presence(at, "was", [kind; 3], (&text(was.0), &text(was.1)));
    }

    fn deprecation(&mut self, at: &Element, old: &Deprecation, new: &Deprecation) {
        both!(Deprecation { replacement, sunset } = old, new);
        if replacement.0 != replacement.1 {
            let keys = ["deprecated", "use"];
            self.record(at, "deprecated", K::DEPRECATION_CHANGED, &keys, replacement.0.show(), replacement.1.show());
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

    /// Reports a correction if nothing else changed in its element. `before` is the number of changes before the
    /// element.
    pub(super) fn correction(&mut self, at: &Element, before: usize, old: Option<&String>, new: Option<&String>) {
        if self.count() == before {
            self.value(at, "correction", K::CORRECTION_CHANGED, (&old.cloned(), &new.cloned()));
        }
    }
}

/// Returns a date for comparisons. A month counts as its last day.
fn last_day(date: &str) -> String {
    if date.len() == "2026-12".len() { format!("{date}-99") } else { date.to_owned() }
}
