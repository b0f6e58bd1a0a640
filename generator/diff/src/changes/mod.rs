//! Declares the kinds of change.
//!
//! Each kind is one declaration in the file of its subject. Verdicts, migrations, the changelog and the pages of the
//! rules read the declaration.
//!
//! To add a kind, add its declaration to the file of its subject, and report it in `compare/`. Its id is the name of
//! its constant: `OPERATION_ADDED` is `operation-added`.

mod migration;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

pub(crate) use migration::migration;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use crate::Verdict;
use migration::Migration;

/// Declares the kinds of a subject: for each one a static [`Declaration`] and a constant of [`ChangeKind`].
macro_rules! changes {
    ($($name:ident { title: $title:literal, mirror: $mirror:ident, $($field:ident: $value:expr,)* })*) => {
        $(
            #[allow(clippy::redundant_closure_for_method_calls, reason = "a method is not generic over the lifetime")]
            static $name: Declaration = Declaration {
                id: {
                    const ID: [u8; stringify!($name).len()] = kebab_case(stringify!($name));
                    ascii(&ID)
                },
                title: $title,
                mirror: &$mirror,
                $($field: $value,)*
            };
        )*

        impl ChangeKind {
            $(#[doc = $title] pub const $name: Self = Self(&$name);)*
        }

        pub(super) const KINDS: &[ChangeKind] = &[$(ChangeKind::$name),*];
    };
}

/// Declares the files of the subjects, in the order of the list of rules.
macro_rules! subjects {
    ($($subject:ident,)*) => {
        $(mod $subject;)*

        const SUBJECTS: &[&[ChangeKind]] = &[$($subject::KINDS),*];
    };
}

subjects! {
    package,
    configuration,
    errors,
    rate_limits,
    hosts,
    pagination,
    products,
    operations,
    choices,
    responses,
    jobs,
    parameters,
    parameter_rules,
    parameter_values,
    types,
    enums,
    unions,
    fields,
    field_rules,
    values,
    events,
    deprecation,
    names,
    documentation,
    coverage,
    resources,
}

/// All that the files of the subjects need.
mod prelude {
    pub(super) use super::Mark::{
        Container, Deprecates, Derived, FieldOfRequest, Guess, NamedByValue, NewElement, OfExample, PartOfDeprecation,
        Renames, Reorders,
    };
    pub(super) use super::Section::{Added, Changed, Deprecated, Removed, Unlisted};
    pub(super) use super::migration::Migration::{NotNeeded, Of, Text};
    pub(super) use super::{ChangeKind, Declaration, Renamed, ascii, kebab_case};
    pub(super) use crate::Direction;
    pub(super) use crate::Discovery::{RunTime, Silently};
    pub(super) use crate::Level::{Major, Minor};
    pub(super) use crate::verdict::presets::*;
}

/// All parts of a kind of change.
pub(crate) struct Declaration {
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    /// The same change with the old and the new state swapped.
    pub(crate) mirror: &'static Declaration,
    pub(crate) section: Section,
    /// The text in the changelog for one change and that for several, without values and full stop. Placeholders:
    /// `{name}` is the element with its owner, `{part}` the element alone, `{owner}` the operation or type, and
    /// `{object}` the type or response. The text for several changes ends with `{names}` or `{parts}`.
    pub(crate) phrase: [&'static str; 2],
    /// The impact on a value that is sent.
    pub(crate) request: Verdict,
    /// The impact on a value that is received.
    pub(crate) response: Verdict,
    /// Properties that few kinds have.
    pub(crate) marks: &'static [Mark],
    pub(crate) migration: Migration,
    /// Why the change has this impact, and what the author of the spec can do.
    pub(crate) advice: &'static str,
    /// Edits of the example spec, see `rules/example.rs`. Empty if the mirror's edits are used in reverse.
    pub(crate) example: &'static str,
}

/// The section of the changelog for a change that is not listed as breaking, as a correction or as behavior.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    Added,
    Changed,
    Deprecated,
    Removed,
    /// The changelog neither lists nor counts the change.
    Unlisted,
}

/// A property that few kinds have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Two elements were matched because they are similar.
    Guess,
    /// An element has a new name.
    Renames(Renamed),
    /// The subject of the change is a value; the name of the element is the old or new text.
    NamedByValue,
    /// The element is new as a whole, so it affects no existing element.
    NewElement,
    /// The affected elements are parts of the new element.
    Container,
    /// The parameter is a field of the struct that a request is made from.
    FieldOfRequest,
    /// An element is deprecated.
    Deprecates,
    /// The entry for the deprecation of the same element contains it.
    PartOfDeprecation,
    /// The change is always derived from other changes.
    Derived,
    /// Only the order of elements changes.
    Reorders,
    /// The change is about an example of an operation, and comes with most changes of its parameters.
    OfExample,
}

/// The element that a kind renames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renamed {
    /// A product.
    Product,
    /// A section of a product.
    Section,
    /// An operation.
    Operation,
    /// An element of an operation or a type.
    Element,
}

/// A kind of change.
#[derive(Clone, Copy)]
pub struct ChangeKind(&'static Declaration);

impl ChangeKind {
    /// Returns all kinds, in the order of the list of rules.
    pub fn all() -> impl Iterator<Item = Self> {
        SUBJECTS.iter().copied().flatten().copied()
    }

    /// Returns the kind with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::all().find(|kind| kind.id() == id)
    }

    /// Returns the stable id: `operation-added`.
    pub fn id(self) -> &'static str {
        self.0.id
    }

    /// Returns the change in at most five words.
    pub fn title(self) -> &'static str {
        self.0.title
    }

    /// Returns the kind of the same change with the old and the new state swapped.
    pub fn mirror(self) -> Self {
        Self(self.0.mirror)
    }

    /// Returns whether two elements were matched because they are similar, which can be wrong.
    pub fn is_guess(self) -> bool {
        self.has(Mark::Guess)
    }

    /// Returns the element that the change renames.
    pub(crate) fn renames(self) -> Option<Renamed> {
        self.0.marks.iter().find_map(|mark| match mark {
            Mark::Renames(renamed) => Some(*renamed),
            _ => None,
        })
    }

    /// Returns whether it has a property.
    #[doc(hidden)]
    pub fn has(self, mark: Mark) -> bool {
        self.0.marks.contains(&mark)
    }

    pub(crate) fn declaration(self) -> &'static Declaration {
        self.0
    }
}

impl fmt::Display for ChangeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl fmt::Debug for ChangeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl PartialEq for ChangeKind {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl Eq for ChangeKind {}

impl PartialOrd for ChangeKind {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ChangeKind {
    fn cmp(&self, other: &Self) -> Ordering {
        self.id().cmp(other.id())
    }
}

impl Hash for ChangeKind {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id().hash(state);
    }
}

/// As the id.
impl Serialize for ChangeKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

/// The ids of all kinds.
impl JsonSchema for ChangeKind {
    fn schema_name() -> Cow<'static, str> {
        "ChangeKind".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let ids: Vec<&str> = Self::all().map(Self::id).collect();
        json_schema!({ "description": "The id of a kind of change; more of them may come.", "enum": ids })
    }
}

/// Returns the id of a constant: `operation-added` for `OPERATION_ADDED`.
const fn kebab_case<const N: usize>(constant: &str) -> [u8; N] {
    let constant = constant.as_bytes();
    let mut id = [b'-'; N];
    let mut index = 0;
    while index < N {
        if constant[index] != b'_' {
            id[index] = constant[index].to_ascii_lowercase();
        }
        index += 1;
    }
    id
}

const fn ascii(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => panic!("constants have ASCII names"),
    }
}
