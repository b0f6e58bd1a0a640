//! Defines a change in a report.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Accepted, Location};
use crate::public_api::Difference;
use crate::{Change, ChangeKind, Direction, Level, Reach, Verdict};

/// A change.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Entry {
    /// Its stable id, see [`Change::id`].
    pub id: String,
    /// The id of its rule.
    pub kind: ChangeKind,
    /// The title of its kind.
    pub title: &'static str,
    /// The part of the report that has it.
    pub group: Group,
    /// The changed element.
    pub subject: String,
    /// The old value.
    pub old: Option<String>,
    /// The new value.
    pub new: Option<String>,
    /// Its location in the base version. An added element has the location of the element that contains it.
    pub old_location: Location,
    /// Its location in the new version. A removed element has the location of the element that contained it.
    pub new_location: Location,
    /// The direction of the values that change.
    pub direction: Direction,
    /// Its impact.
    pub verdict: Verdict,
    /// Whether the element was matched by similarity; `was` in the spec makes it certain.
    pub is_guess: bool,
    /// The note of the correction that declares it: the spec was wrong, and the server has not changed.
    pub correction: Option<String>,
    /// The acknowledgement that accepts it. It still counts towards the next version.
    pub acknowledged: Option<Accepted>,
    /// The replacement of the deprecated element.
    pub deprecated: Option<String>,
    /// Whether it follows from other entries.
    pub follows: bool,
    /// The other elements that it affects, if the changed element is shared.
    pub affects: Reach,
    /// Its impact on the public items of the client.
    pub rust: RustEffect,
}

/// The parts of a report, the most severe first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Breaking changes.
    Breaking,
    /// Compatible changes of requests, responses, code or behavior.
    Compatible,
    /// Changes that the spec declares as corrections.
    Corrections,
    /// Changes of the documentation only.
    Documentation,
    /// Changes that follow from other entries.
    Derived,
}

impl Group {
    /// All of them, in the order of reports.
    pub const ALL: &'static [Self] =
        &[Self::Breaking, Self::Compatible, Self::Corrections, Self::Documentation, Self::Derived];

    /// Its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Breaking => "Breaking changes",
            Self::Compatible => "Compatible changes",
            Self::Corrections => "Corrections of the spec",
            Self::Documentation => "Documentation changes",
            Self::Derived => "Derived changes",
        }
    }

    pub(super) fn of(change: &Change, verdict: Verdict) -> Self {
        match (change.follows, &change.correction, verdict.level()) {
            (true, _, _) => Self::Derived,
            (false, Some(_), _) => Self::Corrections,
            (false, None, Level::Major) => Self::Breaking,
            (false, None, Level::Minor) => Self::Compatible,
            (false, None, Level::None) => Self::Documentation,
        }
    }
}

/// The impact of a change on the public items of the client.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RustEffect {
    /// The first items that are added, removed or changed; breaking ones come first.
    pub items: Vec<RustItem>,
    /// The number of further items.
    pub more: usize,
    /// The change that user code needs.
    pub migration: Option<String>,
}

/// A public item before and after.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct RustItem {
    /// Its signature in the old client, as in `api.txt`; absent if it was added.
    pub old: Option<String>,
    /// Its signature in the new client; absent if it was removed.
    pub new: Option<String>,
}

impl From<&Difference<'_>> for RustItem {
    fn from(difference: &Difference<'_>) -> Self {
        let [old, new] = [difference.old, difference.new].map(|item| item.map(ToString::to_string));
        Self { old, new }
    }
}
