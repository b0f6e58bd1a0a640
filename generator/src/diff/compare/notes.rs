//! What is said about elements.

use super::super::kind::ChangeKind as K;
use super::super::matching::Link;
use super::super::record::{Comparison, Element};
use crate::model::Notes;

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
    pub(super) fn notes(&mut self, at: &Element, in_rust: InRust, link: Link, old: &Notes, new: &Notes) {
        // That there is a correction is told by the changes that it declares, or by whoever compares the element.
        both!(Notes { doc, unverified, deprecated, was, rust; correction } = old, new);
        self.value(at, "doc", K::DocChanged, doc);
        self.value(at, "unverified", K::DoubtChanged, unverified);
        let kinds = [K::DeprecationAdded, K::DeprecationRemoved, K::DeprecationChanged];
        self.presence(at, "deprecated", kinds, deprecated);
        // The place of the name is no part of it.
        let was = (&was.0.as_ref().map(|was| was.value.clone()), &was.1.as_ref().map(|was| was.value.clone()));
        let rust = (&rust.0.as_ref().map(|rust| rust.value.clone()), &rust.1.as_ref().map(|rust| rust.value.clone()));
        // A renaming tells by itself what it was.
        if matches!(link, Link::Name | Link::Guess) {
            let kinds = match in_rust {
                InRust::WithFormer => [K::FormerNameAdded, K::FormerNameRemoved, K::FormerNameChanged],
                InRust::Named | InRust::Argument => [K::FormerNameNoted; 3],
            };
            self.presence(at, "was", kinds, was);
        }
        let kind = if in_rust == InRust::Argument { K::ArgumentRustNameChanged } else { K::RustNameChanged };
        self.value(at, "rust", kind, rust);
    }

    /// Tells of a correction if nothing else changed in its element since there were so many changes.
    pub(super) fn correction(&mut self, at: &Element, before: usize, old: Option<&String>, new: Option<&String>) {
        if self.count() == before {
            self.value(at, "correction", K::CorrectionChanged, (&old.cloned(), &new.cloned()));
        }
    }
}
