//! Compares two versions of a spec, and reports the changes with their impact.
//!
//! The comparison reads two checked models, not text: the layout of files and the order of elements are no change,
//! unless user code depends on the order. A change of a shared element is one change, with everything that it affects
//! ([`Reach`]).
//!
//! The compiler makes sure that the comparison is complete. Each struct of the model is destructured in full (`both!`
//! in `compare/`). Each kind of change ([`ChangeKind`]) is one declaration in `changes/`, and a declaration without a
//! verdict or a migration does not compile.

pub mod changelog;
mod changes;
mod compare;
mod links;
mod locate;
mod matching;
mod names;
mod public_api;
mod reach;
mod record;
mod redaction;
mod renamed;
pub mod render;
pub mod report;
mod rules;
mod show;
mod type_change;
mod verdict;
mod version;

pub use changes::ChangeKind;
/// Internal items that the tests of the comparison use.
#[doc(hidden)]
pub mod internals {
    pub use crate::changes::{Mark, Renamed};
    pub use crate::rules::{edited, spec_of_examples, specs};

    /// Returns the phrases of the changelog for one change and for several.
    pub fn phrases(kind: crate::ChangeKind) -> [&'static str; 2] {
        kind.declaration().phrase
    }
}
pub use reach::Reach;
pub use rules::{Also, Alternative, ExampleSpecs, Files, Rule, example_specs, nearest as nearest_rule, rules};
pub use verdict::{Direction, Discovery, Level, Verdict, verdict};
pub use version::{Bump, next_version, releases};

use api_client_generator::source::Place;
use api_client_generator::{Resolved, Spec};

/// One of the two compared versions.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The spec, for locations.
    pub spec: &'a Spec,
    /// Its model.
    pub resolved: &'a Resolved,
}

/// A change.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "they are independent of each other")]
pub struct Change {
    /// The stable id: `shop.items.list_items.query.limit:max`. It names the changed element and aspect, and is unique.
    pub id: String,
    /// The kind of change.
    pub kind: ChangeKind,
    /// The changed element, as in the id.
    pub subject: String,
    /// The old value as short text.
    pub old: Option<String>,
    /// The new value as short text.
    pub new: Option<String>,
    /// The location in the old spec. An added element has the location of the element that contains it.
    pub old_place: Place,
    /// The location in the new spec. A removed element has the location of the element that contained it.
    pub new_place: Place,
    /// The direction in which the value is sent.
    pub direction: Direction,
    /// The note of the correction that declares the change: the spec was wrong, and the server has not changed.
    pub correction: Option<String>,
    /// The replacement of a deprecated element.
    pub deprecated: Option<String>,
    /// Whether it is derived from other changes of the list.
    pub follows: bool,
    /// Whether the name in Rust stays the same, as for a renamed element with the key `rust`.
    pub same_in_rust: bool,
    /// Whether requests and responses stay the same, as for a header name with a different letter case.
    pub same_on_wire: bool,
    /// Whether another element now has the former name, so that code with that name still compiles.
    pub former_name_reused: bool,
    /// The elements that the change affects, if the changed element is shared.
    pub reach: Reach,
}

impl Change {
    /// Returns its impact. A correction has no effect on the wire. An element that keeps its name in Rust has no effect
    /// on code.
    pub fn verdict(&self) -> Verdict {
        let mut verdict = verdict(self.kind, self.direction);
        if self.correction.is_some() || self.same_on_wire {
            verdict.wire = Level::None;
        }
        if self.same_on_wire && verdict.source == Level::None {
            verdict.detected_by =
                if verdict.behavior == Level::None { Discovery::Nothing } else { Discovery::Silently };
        }
        if self.former_name_reused && verdict.source > Level::None {
            verdict.detected_by = Discovery::Silently;
        }
        if self.same_in_rust {
            verdict.source = Level::None;
            verdict.detected_by = match (verdict.wire, self.direction) {
                (Level::None | Level::Minor, _) if verdict.behavior > Level::None => Discovery::Silently,
                (Level::None | Level::Minor, _) => Discovery::Nothing,
                // The server rejects the unknown name.
                (Level::Major, Direction::Request) => Discovery::RunTime,
                // The client finds no value under the former name.
                (Level::Major, _) => Discovery::Silently,
            };
        }
        verdict
    }
}

/// The differences between two versions of a spec.
#[derive(Clone, Debug, Default)]
pub struct Diff {
    /// The changes in the order of the spec: first the API as a whole, then each product.
    pub changes: Vec<Change>,
}

impl Diff {
    /// Returns the combined impact of all changes.
    pub fn verdict(&self) -> Verdict {
        self.changes.iter().map(Change::verdict).fold(Verdict::default(), Verdict::and)
    }
}

/// Compares two versions of a spec.
pub fn diff(old: Side<'_>, new: Side<'_>) -> Diff {
    Diff { changes: compare::all(old, new) }
}
