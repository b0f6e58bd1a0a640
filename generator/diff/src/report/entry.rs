//! One change, as reports say it.

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
    /// One line on what happened.
    pub title: &'static str,
    /// In which part of the report it stands.
    pub group: Group,
    /// What it happened to.
    pub subject: String,
    /// What was there.
    pub old: Option<String>,
    /// What is there now.
    pub new: Option<String>,
    /// Its place in the old spec. Of what is new, it is the place of that in which it stands now.
    pub old_place: Location,
    /// Its place in the new spec. Of what is gone, it is the place of that in which it stood.
    pub new_place: Location,
    /// In which direction it is seen.
    pub direction: Direction,
    /// What comes of it.
    pub verdict: Verdict,
    /// Whether two elements were taken for one by their likeness; `was` in the spec makes it certain.
    pub is_guess: bool,
    /// The text of the correction that declares it: the spec was wrong, and the server was always like this.
    pub correction: Option<String>,
    /// That somebody looked at it and accepted it. It breaks what it breaks all the same.
    pub acknowledged: Option<Accepted>,
    /// What is said to be used in place of what changed.
    pub deprecated: Option<String>,
    /// Whether it follows from other entries.
    pub follows: bool,
    /// What it is seen through, if it is a part of something that is shared.
    pub reach: Reach,
    /// What it does to the public items of the client.
    pub rust: RustEffect,
}

/// The parts of a report, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Something breaks.
    Breaking,
    /// Something is new, or may be noticed.
    Notable,
    /// The spec was wrong, and says so.
    Corrections,
    /// Only what is read changes.
    Documentation,
    /// What follows from other entries.
    Consequences,
}

impl Group {
    /// All of them, in the order of reports.
    pub const ALL: &'static [Self] =
        &[Self::Breaking, Self::Notable, Self::Corrections, Self::Documentation, Self::Consequences];

    /// Its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Breaking => "Breaks what is there",
            Self::Notable => "New, or to be noticed",
            Self::Corrections => "Declared corrections: the server was always like this",
            Self::Documentation => "Documentation",
            Self::Consequences => "Follows from the above",
        }
    }

    pub(super) fn of(change: &Change, verdict: Verdict) -> Self {
        match (change.follows, &change.correction, verdict.level()) {
            (true, _, _) => Self::Consequences,
            (false, Some(_), _) => Self::Corrections,
            (false, None, Level::Major) => Self::Breaking,
            (false, None, Level::Minor) => Self::Notable,
            (false, None, Level::None) => Self::Documentation,
        }
    }
}

/// What a change does to the public items of the client.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RustEffect {
    /// The items that come, go or change, those that break first; not all of them if there are many.
    pub items: Vec<RustItem>,
    /// How many more there are.
    pub more: usize,
    /// What to write instead, if code has to change.
    pub instead: Option<String>,
}

/// A public item before and after.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct RustItem {
    /// Its signature in the old client, as in `api.txt`; `None` if it is new.
    pub old: Option<String>,
    /// Its signature in the new client; `None` if it is gone.
    pub new: Option<String>,
}

impl From<&Difference<'_>> for RustItem {
    fn from(difference: &Difference<'_>) -> Self {
        let [old, new] = [difference.old, difference.new].map(|item| item.map(ToString::to_string));
        Self { old, new }
    }
}
