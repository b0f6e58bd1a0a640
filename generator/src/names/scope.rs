//! The one table of Rust names: who has which identifier in which scope.

use std::collections::BTreeMap;

use super::identifier;
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::source::{Place, Text};

enum Owner {
    /// An element of the spec.
    Spec(Place),
    /// Something that the generator or the runtime adds; the text says what.
    Reserved(&'static str),
}

/// A scope in which each identifier may be claimed once.
pub(super) struct Scope {
    what: String,
    owners: BTreeMap<String, Owner>,
}

impl Scope {
    pub(super) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), owners: BTreeMap::new() }
    }

    /// Keeps names from being claimed.
    pub(super) fn reserve(mut self, names: &[&str], because: &'static str) -> Self {
        for name in names {
            self.owners.insert((*name).to_owned(), Owner::Reserved(because));
        }
        self
    }

    /// Claims the identifier for a name of the spec: the explicit one, or the usual one.
    pub(super) fn claim(
        &mut self,
        name: &Text,
        explicit: Option<&Text>,
        usual: fn(&str) -> Option<String>,
        diagnostics: &mut Diagnostics,
    ) -> String {
        let identifier = match explicit {
            Some(explicit) if identifier::is_identifier(&explicit.value) => Some(explicit.value.clone()),
            Some(explicit) => {
                diagnostics.push(
                    Diagnostic::error(Id::RustName, explicit.place, format!("`{}` is no Rust name", explicit.value))
                        .expected("letters, digits and `_`, not starting with a digit, and no keyword")
                        .help("choose a name that Rust takes as it is"),
                );
                return "invalid".into();
            }
            None => usual(&name.value),
        };
        let Some(identifier) = identifier else {
            diagnostics.push(
                Diagnostic::error(Id::RustName, name.place, format!("no Rust name can be made from `{}`", name.value))
                    .expected("at least one ASCII letter or digit")
                    .help("give it a name with `rust: name`"),
            );
            return "invalid".into();
        };
        self.claim_derived(identifier.clone(), explicit.map_or(name.place, |text| text.place), diagnostics);
        identifier
    }

    /// Claims the identifier that something had under its former name, which stays as an alias, unless that is what it is
    /// called anyway.
    pub(super) fn claim_former(
        &mut self,
        was: Option<&Text>,
        now: &str,
        usual: fn(&str) -> Option<String>,
        diagnostics: &mut Diagnostics,
    ) -> Option<String> {
        let was = was.filter(|was| usual(&was.value).as_deref() != Some(now))?;
        Some(self.claim(was, None, usual, diagnostics))
    }

    /// Claims a name that the generator derives from an element of the spec.
    pub(super) fn claim_derived(&mut self, identifier: String, place: Place, diagnostics: &mut Diagnostics) {
        let diagnostic = match self.owners.get(&identifier) {
            None => {
                self.owners.insert(identifier, Owner::Spec(place));
                return;
            }
            Some(Owner::Spec(first)) => Diagnostic::error(
                Id::RustName,
                place,
                format!("two things in {} would be called `{identifier}` in Rust", self.what),
            )
            .related(*first, "the other one"),
            Some(Owner::Reserved(because)) => Diagnostic::error(
                Id::RustName,
                place,
                format!("`{identifier}` can't be a name in {}: {because}", self.what),
            ),
        };
        diagnostics
            .push(diagnostic.expected("a name of its own").help("give one of them another name with `rust: name`"));
    }
}
