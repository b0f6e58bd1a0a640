//! Rates the impact of a change by its kind and direction.
//!
//! The verdicts differ from those of other clients for these reasons: users cannot construct or exhaustively match
//! received objects (`#[non_exhaustive]`), fields are `Option`s unless they are `always` present, enums and unions are
//! open, optional parameters are setters, and an invalid field of a response is skipped with a warning.

use schemars::JsonSchema;
use serde::Serialize;

use super::changes::ChangeKind;

/// The severity of a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// No effect.
    #[default]
    None,
    /// A compatible change that users may notice.
    Minor,
    /// A breaking change.
    Major,
}

impl Level {
    /// All levels, the least severe first.
    pub const ALL: &'static [Self] = &[Self::None, Self::Minor, Self::Major];

    /// Returns the word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// How users who update the client detect a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub enum Discovery {
    /// The change has no effect that needs detection.
    #[default]
    #[serde(rename = "nothing_to_detect")]
    Nothing,
    /// The compiler warns about a deprecated item.
    #[serde(rename = "deprecation_warning")]
    Warning,
    /// User code does not compile.
    #[serde(rename = "compiler")]
    CompileError,
    /// A call fails.
    #[serde(rename = "error_at_run_time")]
    RunTime,
    /// No tool reports it: values are different or absent.
    #[serde(rename = "not_detected")]
    Silently,
}

/// The direction in which a changed value is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// The change is not about a value: a host, a text of the documentation.
    #[default]
    Neither,
    /// Requests contain the value.
    Request,
    /// Responses contain the value.
    Response,
    /// Requests and responses contain the value.
    Both,
    /// The value belongs to a type without users.
    Unused,
}

impl Direction {
    /// All directions.
    pub const ALL: &'static [Self] = &[Self::Neither, Self::Request, Self::Response, Self::Both, Self::Unused];

    /// Returns the word in reports.
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

/// The impact of a change, by axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct Verdict {
    /// The impact on existing clients, if the server changes as the spec does.
    pub wire: Level,
    /// The impact on user code that is compiled with the new client.
    pub source: Level,
    /// The impact on the documentation.
    pub docs: Level,
    /// The impact on what the client does by itself: retries, limits, paging, polling, redaction.
    pub behavior: Level,
    /// How users detect the change.
    pub detected_by: Discovery,
}

impl Verdict {
    pub(crate) const fn wire(self, wire: Level) -> Self {
        Self { wire, ..self }
    }

    pub(crate) const fn source(self, source: Level) -> Self {
        Self { source, ..self }
    }

    pub(crate) const fn behavior(self, behavior: Level) -> Self {
        Self { behavior, ..self }
    }

    pub(crate) const fn detected(self, detected_by: Discovery) -> Self {
        Self { detected_by, ..self }
    }

    /// Returns the impact of two changes together; the one that is harder to detect counts.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            wire: self.wire.max(other.wire),
            source: self.source.max(other.source),
            docs: self.docs.max(other.docs),
            behavior: self.behavior.max(other.behavior),
            detected_by: self.detected_by.max(other.detected_by),
        }
    }

    /// Returns the highest level of all axes except the documentation, which breaks nothing.
    pub fn level(self) -> Level {
        self.wire.max(self.source).max(self.behavior)
    }

    /// Returns whether there is no impact.
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
        behavior: Level::None,
        detected_by: Discovery::Nothing,
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

/// Returns the impact of a change of this kind, in this direction.
pub fn verdict(kind: ChangeKind, direction: Direction) -> Verdict {
    let declaration = kind.declaration();
    let (request, response) = (declaration.request, declaration.response);
    match direction {
        Direction::Request => request,
        Direction::Response => response,
        Direction::Both | Direction::Neither => request.and(response),
        // An unused type is declared like a received type, but no server sends its values.
        Direction::Unused => Verdict { wire: Level::None, ..response },
    }
}
