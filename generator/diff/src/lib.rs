//! Compares two states of a spec, and reports the changes with their impact.
//!
//! The comparison reads two checked models, not text: the layout of files and the order of elements are no change,
//! unless user code depends on the order. A change of a shared element is one change, with everything that it affects
//! ([`Reach`]).
//!
//! The compiler makes sure that the comparison is complete. Each struct of the model is destructured in full (`both!` in
//! `compare/`). Each kind of change ([`ChangeKind`]) is one declaration in `changes/`, and a declaration without a verdict
//! or a migration does not compile.

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

#[cfg(test)]
mod tests;

pub use changes::ChangeKind;
pub use reach::Reach;
pub use rules::{Also, ExampleSpecs, Files, Milder, Rule, example_specs, nearest as nearest_rule, rules};
pub use verdict::{Direction, Discovery, Level, Verdict, verdict};
pub use version::{Bump, next_version, releases};

use api_client_generator::source::Place;
use api_client_generator::{Resolved, Spec};

/// One of the two states that are compared.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The spec, for places.
    pub spec: &'a Spec,
    /// What it says.
    pub resolved: &'a Resolved,
}

/// A change.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "they are independent of each other")]
pub struct Change {
    /// Its stable id, made of what changed and never of how it is worded: `shop.items.list_items.query.limit:max`.
    /// No other change has it.
    pub id: String,
    /// What happened.
    pub kind: ChangeKind,
    /// What it happened to, as in the id.
    pub subject: String,
    /// What was there, as short text.
    pub old: Option<String>,
    /// What is there now, as short text.
    pub new: Option<String>,
    /// Its place in the old spec. Of what is new, it is the place of that in which it stands now.
    pub old_place: Place,
    /// Its place in the new spec. Of what is gone, it is the place of that in which it stood.
    pub new_place: Place,
    /// In which direction it is seen.
    pub direction: Direction,
    /// The text of the correction that declares it: the spec was wrong, and the server was always like this.
    pub correction: Option<String>,
    /// What is said to be used in place of what changed, if it should not be used any more.
    pub deprecated: Option<String>,
    /// Whether it follows from other changes of the list, and nobody wrote it.
    pub follows: bool,
    /// Whether it is another name whose name in Rust is the same, such as one with `rust`.
    pub same_in_rust: bool,
    /// Whether it is another name that nothing on the wire has, such as another letter case of a header.
    pub same_on_wire: bool,
    /// Whether another element has its former name, so that code with that name still compiles.
    pub passed_on: bool,
    /// What it is seen through, if it is a part of something that is shared.
    pub reach: Reach,
}

impl Change {
    /// Its impact. A correction changes nothing on the wire, and an element that keeps its name in Rust nothing in code.
    pub fn verdict(&self) -> Verdict {
        let mut verdict = verdict(self.kind, self.direction);
        if self.correction.is_some() || self.same_on_wire {
            verdict.wire = Level::None;
        }
        if self.same_on_wire && verdict.source == Level::None {
            verdict.detected_by =
                if verdict.behavior == Level::None { Discovery::Nothing } else { Discovery::Silently };
        }
        if self.passed_on && verdict.source > Level::None {
            verdict.detected_by = Discovery::Silently;
        }
        if self.same_in_rust {
            verdict.source = Level::None;
            verdict.detected_by = match (verdict.wire, self.direction) {
                (Level::None | Level::Minor, _) if verdict.behavior > Level::None => Discovery::Silently,
                (Level::None | Level::Minor, _) => Discovery::Nothing,
                // The server refuses what it does not know.
                (Level::Major, Direction::Request) => Discovery::RunTime,
                // Nothing is found under the former name.
                (Level::Major, _) => Discovery::Silently,
            };
        }
        verdict
    }
}

/// What differs between two states of a spec.
#[derive(Clone, Debug, Default)]
pub struct Diff {
    /// The changes, in the order of the spec: the API as a whole, then product by product.
    pub changes: Vec<Change>,
}

impl Diff {
    /// What comes of all changes together.
    pub fn verdict(&self) -> Verdict {
        self.changes.iter().map(Change::verdict).fold(Verdict::default(), Verdict::and)
    }
}

/// Compares two states of a spec.
pub fn diff(old: Side<'_>, new: Side<'_>) -> Diff {
    Diff { changes: compare::all(old, new) }
}
