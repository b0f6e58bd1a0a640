//! The table of Rust names: the owner of each identifier in a scope.

use std::collections::BTreeMap;

use super::identifier;
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::source::{Place, Text};

enum Owner {
    /// An element of the spec, with its description and its spelling.
    Spec { place: Place, item: String, spelling: String },
    /// A name of the generator or the runtime, with its description.
    Reserved(&'static str),
}

/// A scope in which each identifier may be claimed once.
pub(super) struct Scope {
    what: String,
    owners: BTreeMap<String, Owner>,
    /// Whether its names are file names, which must not differ only in letter case.
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

    /// Reserves names.
    pub(super) fn reserve(mut self, names: &[&str], because: &'static str) -> Self {
        for name in names {
            self.owners.insert((*name).to_owned(), Owner::Reserved(because));
        }
        self
    }

    /// Claims the identifier for a name of the spec: the explicit one, or the default.
    pub(super) fn claim(
        &mut self,
        name: &Text,
        explicit: Option<&Text>,
        usual: fn(&str) -> Option<String>,
        diagnostics: &mut Diagnostics,
    ) -> String {
        self.claim_for(format!("`{}`", name.value), name, explicit, usual, diagnostics)
    }

    /// Like `claim`, for an element that is called `item` in messages.
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
                    Diagnostic::error(Id::RustName, explicit.place, format!("invalid Rust name `{}`", explicit.value))
                        .expected("letters, digits and `_`, not starting with a digit, and no keyword")
                        .help("choose a name that is valid in Rust"),
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
                    format!("invalid module name `{}`: a module is a file", explicit.value),
                )
                .expected("a name that Windows does not reserve for a device")
                .help("choose a different name"),
            );
        }
        let Some(identifier) = identifier else {
            diagnostics.push(
                Diagnostic::error(
                    Id::RustName,
                    name.place,
                    format!("`{}` cannot be converted to a Rust name", name.value),
                )
                .expected("at least one ASCII letter or digit")
                .help("add `rust: name` with a valid name"),
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
        // Skips elements with an invalid name or a collision that was reported.
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
                    format!("would have the Rust name `{identifier}`")
                } else {
                    format!("would have file names that differ only in letter case, `{spelling}` and `{identifier}`")
                };
                let problem = format!("two elements of {} {names}: {other} and {item}", self.what);
                let diagnostic = Diagnostic::error(Id::RustName, place, problem);
                // One element can have both names.
                let diagnostic = if *first == place { diagnostic } else { diagnostic.related(*first, "the other one") };
                // All collisions with one element have one cause.
                diagnostic.cause(format!("{} {key}", self.what))
            }
            Some(Owner::Reserved(because)) => Diagnostic::error(
                Id::RustName,
                place,
                format!("name `{identifier}` is reserved in {}: {because}", self.what),
            ),
        };
        diagnostics.push(diagnostic.expected("a unique name").help("rename one of them with `rust: name`"));
    }
}

/// Whether Windows reserves a file name for a device, in any case of letters and with any ending.
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_port =
        |port: &str| stem.strip_prefix(port).is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit());
    ["con", "prn", "aux", "nul"].contains(&stem.as_str()) || is_port("com") || is_port("lpt")
}
