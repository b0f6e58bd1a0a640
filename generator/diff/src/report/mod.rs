//! Defines the content of a report in all formats. The renderers in `render/` only lay it out.

mod build;
mod endpoints;
mod entry;
mod finding;
mod location;

pub use endpoints::Endpoint;
pub use entry::{Entry, Group, RustEffect, RustItem};
pub use finding::{Accepted, Finding, FindingKind};
pub use location::Location;

use api_client_generator::public_api::PublicApi;
use schemars::JsonSchema;
use serde::Serialize;

use super::version::Bump;
use super::{Diff, Level, Side, Verdict};

/// The version of the report's schema. It is raised when a key is removed or changes its meaning, and not for
/// additions.
pub const FORMAT: u32 = 2;

/// The changes between two versions of a spec, with their impact.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// The version of this schema. It is raised when a key is removed or changes its meaning, and not for additions.
    pub format: u32,
    /// The base version.
    pub base: State,
    /// The new version.
    pub head: State,
    /// The impact of all changes together.
    pub verdict: Verdict,
    /// The impact of the changes that are not accepted, which `--deny` checks.
    pub unacknowledged: Verdict,
    /// The next version.
    pub version: VersionAdvice,
    /// Problems to fix in the acknowledgements or the version.
    pub findings: Vec<Finding>,
    /// The changes, each cause once: by group, and in a group those first that are the hardest to detect.
    pub entries: Vec<Entry>,
    /// The operations that a change affects, in the order of the spec.
    pub endpoints: Vec<Endpoint>,
    /// Changes of the client's public items that no change of the spec causes: the generator or its runtime changed.
    pub unexplained: Vec<RustItem>,
    /// Whether the client is out of date. The report then has the public items of the client that would be generated.
    pub client_is_stale: bool,
    /// The program in the commands that the report suggests.
    #[serde(skip)]
    #[schemars(skip)]
    pub program: String,
}

/// One of the two versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct State {
    /// Its name in the arguments: `main`, `working-tree`, a folder.
    pub name: String,
    /// The commit, unless it is a folder or the index.
    pub commit: Option<String>,
    /// The folder of the spec, as a prefix of file names: `spec/`.
    pub folder: String,
    /// The value of `version` in api.yaml.
    pub version: String,
}

/// The next version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct VersionAdvice {
    /// The part of the version to raise.
    pub bump: Bump,
    /// The version after that of the base; absent if the base has no valid version.
    pub next: Option<String>,
    /// Whether the new version number is high enough for the changes. A pre-release such as `2.0.0-rc.1` counts as the
    /// version that it precedes, but must differ from the old one.
    pub is_enough: bool,
    /// Whether the new version number is lower than the old one.
    pub goes_back: bool,
    /// The location of the new version number.
    pub location: Location,
}

/// The input of a report beside the changes.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// The base and the new version.
    pub sides: [Side<'a>; 2],
    /// Their names, commits and version numbers.
    pub states: [State; 2],
    /// The program in the commands that the report suggests: `api-client`.
    pub program: &'a str,
    /// The lists of public items of the clients, as in `api.txt`. Without them, the report has no Rust signatures.
    pub clients: Option<[&'a PublicApi; 2]>,
    /// Whether the client of the new version is out of date.
    pub client_is_stale: bool,
    /// The rules for findings.
    pub policy: Policy,
}

/// The rules for findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// The day on which acknowledgements are checked: `2026-12-31`.
    pub today: Option<String>,
    /// Whether the base is a release. Acknowledgements of earlier changes end with a release.
    pub base_is_release: bool,
    /// Whether a version number that is too low is an error.
    pub check_version: bool,
}

impl Report {
    /// Creates the report of a comparison.
    pub fn new(diff: &Diff, context: &Context<'_>) -> Self {
        build::report(diff, context)
    }

    /// Returns whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.unexplained.is_empty()
    }

    /// Returns whether the public items of the client do not match the changes. The client may be out of date.
    pub fn disagrees_with_client(&self) -> bool {
        let is_unseen = |entry: &Entry| entry.verdict.source > Level::None && entry.rust.items.is_empty();
        !self.unexplained.is_empty() || self.entries.iter().any(is_unseen)
    }

    /// Returns whether there are changes of at least a level that are not accepted. `--deny` checks these. Accepted
    /// changes still count towards the next version, because they break user code.
    pub fn has_unacknowledged(&self, from: Level) -> bool {
        let is_any_open = || self.entries.iter().any(|entry| entry.acknowledged.is_none());
        match from {
            Level::None => is_any_open() || !self.unexplained.is_empty(),
            from => self.unacknowledged.level() >= from,
        }
    }

    /// Returns whether a finding is an error, independently of `--deny`.
    pub fn fails(&self) -> bool {
        self.findings.iter().any(|finding| finding.fails)
    }

    /// Returns the entries of a group, in order.
    pub fn group(&self, group: Group) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.group == group)
    }
}
