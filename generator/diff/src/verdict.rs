//! The impact of a change, by its kind and direction.
//!
//! What makes the verdicts of this client differ from those of others: objects that are received can't be made or
//! matched in full by users (`#[non_exhaustive]`), their fields are `Option`s unless they are `always` there, enums
//! and unions are open, optional parameters are setters, and what an answer has wrong is left out and not an error.

use schemars::JsonSchema;
use serde::Serialize;

use super::changes::ChangeKind;

/// How much a change matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Not at all.
    #[default]
    None,
    /// There is something new, or something that may be noticed.
    Minor,
    /// Something breaks.
    Major,
}

impl Level {
    /// All of them, the mildest first.
    pub const ALL: &'static [Self] = &[Self::None, Self::Minor, Self::Major];

    /// Its word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// How who updates the client finds out about a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub enum Discovery {
    /// There is nothing that goes wrong.
    #[default]
    #[serde(rename = "nothing_to_detect")]
    Nothing,
    /// The compiler warns.
    #[serde(rename = "deprecation_warning")]
    Warning,
    /// Code does not compile.
    #[serde(rename = "compiler")]
    CompileError,
    /// A call fails.
    #[serde(rename = "error_at_run_time")]
    RunTime,
    /// Nothing says so: values differ, or are not there.
    #[serde(rename = "not_detected")]
    Silently,
}

impl Discovery {
    /// How it is said in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing to find",
            Self::Warning => "warning",
            Self::CompileError => "compile error",
            Self::RunTime => "at run time",
            Self::Silently => "silently",
        }
    }
}

/// In which direction what changed travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// It is no value that travels: a host, a text of the documentation.
    #[default]
    Neither,
    /// It is sent.
    Request,
    /// It is received.
    Response,
    /// It is sent, and it is received.
    Both,
    /// It is a part of a type that nothing uses.
    Unused,
}

impl Direction {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Neither, Self::Request, Self::Response, Self::Both, Self::Unused];

    /// Its word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Neither => "neither",
            Self::Request => "request",
            Self::Response => "response",
            Self::Both => "both",
            Self::Unused => "unused",
        }
    }
}

/// What a change does, by what is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct Verdict {
    /// To clients that are in use already, if the server changes as the spec does.
    pub wire: Level,
    /// To code that is compiled with the new client.
    pub source: Level,
    /// To what is read about the API.
    pub docs: Level,
    /// To what the client does by itself: retries, limits, paging, waiting, what it shows.
    #[serde(rename = "behavior")]
    pub behaviour: Level,
    /// How one finds out.
    #[serde(rename = "detected_by")]
    pub discovery: Discovery,
}

impl Verdict {
    pub(crate) const fn wire(self, wire: Level) -> Self {
        Self { wire, ..self }
    }

    pub(crate) const fn source(self, source: Level) -> Self {
        Self { source, ..self }
    }

    pub(crate) const fn behavior(self, behaviour: Level) -> Self {
        Self { behaviour, ..self }
    }

    pub(crate) const fn detected(self, discovery: Discovery) -> Self {
        Self { discovery, ..self }
    }

    /// What both of two changes do together; what is hardest to find counts.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            wire: self.wire.max(other.wire),
            source: self.source.max(other.source),
            docs: self.docs.max(other.docs),
            behaviour: self.behaviour.max(other.behaviour),
            discovery: self.discovery.max(other.discovery),
        }
    }

    /// The worst of all but the documentation, which breaks nothing.
    pub fn level(self) -> Level {
        self.wire.max(self.source).max(self.behaviour)
    }

    /// Whether nothing comes of it.
    pub fn is_none(self) -> bool {
        self.level().max(self.docs) == Level::None
    }
}

/// The verdicts that most kinds have, and from which the others differ in one or two parts.
pub(crate) mod presets {
    use super::{Discovery, Level, Verdict};

    /// No effect, not even on documentation.
    pub(crate) const NO_EFFECT: Verdict = Verdict {
        wire: Level::None,
        source: Level::None,
        docs: Level::None,
        behaviour: Level::None,
        discovery: Discovery::Nothing,
    };
    /// Only the documentation changes.
    pub(crate) const DOCS: Verdict = Verdict { docs: Level::Minor, ..NO_EFFECT };
    /// A new element that existing clients and user code can ignore.
    pub(crate) const ADDITION: Verdict = SOURCE_ADDITION.wire(Level::Minor);
    /// A new item of the client that nothing on the wire shows.
    pub(crate) const SOURCE_ADDITION: Verdict = DOCS.source(Level::Minor);
    /// A new name, with the former one as a deprecated alias.
    pub(crate) const DEPRECATED_ALIAS: Verdict = SOURCE_ADDITION.detected(Discovery::Warning);
    /// User code does not compile; the wire stays the same.
    pub(crate) const SOURCE_BREAK: Verdict = DOCS.source(Level::Major).detected(Discovery::CompileError);
    /// User code does not compile, and existing clients fail.
    pub(crate) const BREAK: Verdict = SOURCE_BREAK.wire(Level::Major);
    /// Existing clients fail; user code stays the same.
    pub(crate) const WIRE_BREAK: Verdict = DOCS.wire(Level::Major).detected(Discovery::RunTime);
    /// The client behaves differently, and no tool reports it.
    pub(crate) const SILENT_BEHAVIOR: Verdict = DOCS.behavior(Level::Minor).detected(Discovery::Silently);
}

/// What a change of this kind does, in this direction.
pub fn verdict(kind: ChangeKind, direction: Direction) -> Verdict {
    let declaration = kind.declaration();
    let (request, response) = (declaration.request, declaration.response);
    match direction {
        Direction::Request => request,
        Direction::Response => response,
        Direction::Both | Direction::Neither => request.and(response),
        // What nothing uses is declared as what is received, and no server sends it.
        Direction::Unused => Verdict { wire: Level::None, ..response },
    }
}
