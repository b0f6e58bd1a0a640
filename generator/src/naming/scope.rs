//! The one table of Rust names: who has which identifier in which scope.

use std::collections::BTreeMap;

use super::identifier;
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::source::{Place, Text};

enum Owner {
    /// An element of the spec, with what is called so and how it is spelled.
    Spec { place: Place, item: String, spelling: String },
    /// Something that the generator or the runtime adds; the text says what.
    Reserved(&'static str),
}

/// A scope in which each identifier may be claimed once.
pub(super) struct Scope {
    what: String,
    owners: BTreeMap<String, Owner>,
    /// Its names are names of files, which differ in more than the case of letters.
    has_files: bool,
}

impl Scope {
    pub(super) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), owners: BTreeMap::new(), has_files: false }
    }

    /// A scope of modules, each of which is a file.
    pub(super) fn of_modules(what: impl Into<String>) -> Self {
        Self { has_files: true, ..Self::new(what) }
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
        self.claim_for(format!("`{}`", name.value), name, explicit, usual, diagnostics)
    }

    /// The same for an element that is called `item` in messages.
    fn claim_for(
        &mut self,
        item: String,
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
        if let Some(explicit) = explicit.filter(|text| self.has_files && is_device(&text.value)) {
            diagnostics.push(
                Diagnostic::error(
                    Id::RustName,
                    explicit.place,
                    format!("`{}` can't be the name of a module, which is a file", explicit.value),
                )
                .expected("a name that Windows does not reserve for a device")
                .help("choose a different name"),
            );
        }
        let Some(identifier) = identifier else {
            diagnostics.push(
                Diagnostic::error(Id::RustName, name.place, format!("no Rust name can be made from `{}`", name.value))
                    .expected("at least one ASCII letter or digit")
                    .help("give it a name with `rust: name`"),
            );
            return "invalid".into();
        };
        let place = explicit.map_or(name.place, |text| text.place);
        self.claim_derived(identifier.clone(), item, place, diagnostics);
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
        Some(self.claim_for(format!("the former name `{}`", was.value), was, None, usual, diagnostics))
    }

    /// Claims a name that the generator derives from an element of the spec; `item` says what is called so.
    pub(super) fn claim_derived(
        &mut self,
        identifier: String,
        item: impl Into<String>,
        place: Place,
        diagnostics: &mut Diagnostics,
    ) {
        let item = item.into();
        let key = if self.has_files { identifier.to_ascii_lowercase() } else { identifier.clone() };
        // A wrong name is reported already, as is another clash of the same element.
        let diagnostic = match self.owners.get(&key) {
            None => {
                self.owners.insert(key, Owner::Spec { place, item, spelling: identifier });
                return;
            }
            Some(Owner::Spec { place: first, .. })
                if diagnostics.has_any_at(place) || diagnostics.has_any_at(*first) =>
            {
                return;
            }
            Some(Owner::Reserved(_)) if diagnostics.has_any_at(place) => return,
            Some(Owner::Spec { place: first, item: other, spelling }) => {
                let names = if *spelling == identifier {
                    format!("would be called `{identifier}` in Rust")
                } else {
                    format!("would have files that differ in the case of letters only, `{spelling}` and `{identifier}`")
                };
                let problem = format!("two things in {} {names}: {other} and {item}", self.what);
                let diagnostic = Diagnostic::error(Id::RustName, place, problem);
                // Both can be made from one element.
                let diagnostic = if *first == place { diagnostic } else { diagnostic.related(*first, "the other one") };
                // All that clash with one element have one cause.
                diagnostic.cause(format!("{} {key}", self.what))
            }
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

/// Whether Windows reserves a file name for a device, in any case of letters and with any ending.
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_port =
        |port: &str| stem.strip_prefix(port).is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit());
    ["con", "prn", "aux", "nul"].contains(&stem.as_str()) || is_port("com") || is_port("lpt")
}
