//! All that a report says, whatever its form: text, Markdown, JSON, a page. The forms (`render/`) decide nothing.

mod build;
mod endpoints;
mod entry;
mod finding;
mod location;

pub use endpoints::Endpoint;
pub use entry::{Entry, Group, RustEffect, RustItem};
pub use finding::{Accepted, Finding, FindingKind};
pub use location::Location;
use schemars::JsonSchema;
use serde::Serialize;

use super::version::Bump;
use super::{Diff, Level, Side, Verdict};

/// Counts up when something in the report is removed or means something else, and not when something is added.
pub const FORMAT: u32 = 1;

/// What a change of the spec does.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// The version of the report's form.
    pub format: u32,
    /// The old state.
    pub base: State,
    /// The new state.
    pub head: State,
    /// What comes of all changes together.
    pub verdict: Verdict,
    /// The same without those that somebody acknowledged: it is what is denied.
    pub unacknowledged: Verdict,
    /// Which version comes next.
    pub version: VersionAdvice,
    /// What somebody has to mend, whatever the changes are.
    pub findings: Vec<Finding>,
    /// The changes, each cause once: the worst group first, and in it first what users are not told of.
    pub entries: Vec<Entry>,
    /// The operations that something changes for, in the order of the spec.
    pub endpoints: Vec<Endpoint>,
    /// What changes in the public items of the client and comes from no change of the spec: the generator or its
    /// runtime did it.
    pub unexplained: Vec<RustItem>,
    /// Whether the client's list of public items is not that of the new state's spec, so that one was made for this
    /// report: the client has to be generated.
    pub client_is_stale: bool,
    /// The program that the report names in commands.
    #[serde(skip)]
    #[schemars(skip)]
    pub program: String,
}

/// One of the two states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct State {
    /// How the user called it: `main`, `working-tree`, a folder.
    pub name: String,
    /// The commit, if it is one.
    pub commit: Option<String>,
    /// The folder of the spec, as it is written before the names of files: `spec/`.
    pub folder: String,
    /// The version that it says.
    pub version: String,
}

/// Which version comes next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct VersionAdvice {
    /// What of the version changes.
    pub bump: Bump,
    /// The version after the old one, if that is a version.
    pub next: Option<String>,
    /// Whether the new state says a version that is enough for its changes. One for tries (`2.0.0-rc.1`) is as good as
    /// the version that it leads to, but has to be another one than before.
    pub is_enough: bool,
    /// Whether the new state says a lower version than the old one.
    pub goes_back: bool,
    /// Where the new state says its version.
    pub place: Location,
}

/// What a report is made of beside the changes.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// The old and the new state.
    pub sides: [Side<'a>; 2],
    /// How they are called.
    pub states: [State; 2],
    /// The program that the report names in commands: `api-client`.
    pub program: &'a str,
    /// The lists of public items of the clients, as in `api.txt`. Without them, the report has no Rust signatures.
    pub clients: Option<[&'a str; 2]>,
    /// Whether the client of the new state was not generated from its spec.
    pub client_is_stale: bool,
    /// By what they are judged.
    pub policy: Policy,
}

/// By what a change is judged, beside itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// The day for which it is judged (`2026-12-31`), by which acknowledgements end.
    pub today: Option<String>,
    /// Whether the old state is a release: what was accepted up to it is over then.
    pub base_is_release: bool,
    /// Whether a version that is too low is a failure.
    pub check_version: bool,
}

impl Report {
    /// The report of a comparison.
    pub fn new(diff: &Diff, context: &Context<'_>) -> Self {
        build::report(diff, context)
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.unexplained.is_empty()
    }

    /// Whether the public items of the client do not show what the changes do to code, or show something else: the
    /// client may not be that of the spec.
    pub fn disagrees_with_client(&self) -> bool {
        let is_unseen = |entry: &Entry| entry.verdict.source > Level::None && entry.rust.items.is_empty();
        !self.unexplained.is_empty() || self.entries.iter().any(is_unseen)
    }

    /// Whether there are changes from a level on that nobody acknowledged. They are what is denied; the version has to say
    /// all of them, since code breaks whoever accepted it.
    pub fn has_unacknowledged(&self, from: Level) -> bool {
        let is_any_open = || self.entries.iter().any(|entry| entry.acknowledged.is_none());
        match from {
            Level::None => is_any_open() || !self.unexplained.is_empty(),
            from => self.unacknowledged.level() >= from,
        }
    }

    /// Whether it fails, whatever is denied.
    pub fn fails(&self) -> bool {
        self.findings.iter().any(|finding| finding.fails)
    }

    /// The entries of a group, in order.
    pub fn group(&self, group: Group) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.group == group)
    }
}
