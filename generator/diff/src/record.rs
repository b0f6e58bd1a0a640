//! Records the changes of a comparison, and keeps its state.

use super::changes::{ChangeKind, Mark};
use super::links::Links;
use super::locate;
use super::names::Names;
use super::reach::{Reach, Users};
use super::renamed;
use super::show::{self, Show};
use super::verdict::Direction;
use super::{Change, Side};
use api_client_generator::model::{Api, Deprecation, Ids, Notes, Type, TypeId};
use api_client_generator::source::{Place, Source};

/// Returns the name in an id for an element without its own subject: `string` in
/// `shop.types.Id.union.kinds:string:added`.
pub(super) fn name_in_id<'i>(id: &'i str, subject: &str) -> Option<&'i str> {
    let aspect = id.strip_prefix(subject)?.strip_prefix(':')?;
    aspect.split_once(':').map(|(name, _)| name)
}

/// The kinds of an optional key: added, removed, changed.
pub(super) type Presence = [ChangeKind; 3];

pub(super) struct Comparison<'a> {
    pub(super) old_api: &'a Api,
    pub(super) new_api: &'a Api,
    old_source: &'a Source,
    new_source: &'a Source,
    old_users: Users,
    new_users: Users,
    pub(super) old_ids: Ids,
    pub(super) new_ids: Ids,
    pub(super) links: Links,
    changes: Vec<Change>,
}

/// An element in both versions. For an element in one version only, it is the containing element of the other version.
#[derive(Clone)]
pub(super) struct Element {
    pub(super) subject: String,
    /// The location of its name, and the keys from that location to the element.
    old: Place,
    new: Place,
    path: Vec<&'static str>,
    pub(super) direction: Direction,
    correction: Option<String>,
    deprecated: Option<String>,
    shared: Shared,
}

/// The elements that use an element.
#[derive(Clone)]
pub(super) enum Shared {
    Nothing,
    /// The users of a type, in the old and the new spec.
    Type(Option<TypeId>, Option<TypeId>),
    Known(Reach),
}

impl Element {
    pub(super) fn new(subject: impl Into<String>, old: Place, new: Place) -> Self {
        Self {
            subject: subject.into(),
            old,
            new,
            path: Vec::new(),
            direction: Direction::Neither,
            correction: None,
            deprecated: None,
            shared: Shared::Nothing,
        }
    }

    /// Returns a named element within this element.
    pub(super) fn child(&self, name: &str, old: Place, new: Place) -> Self {
        Self { subject: format!("{}.{name}", self.subject), old, new, path: Vec::new(), ..self.clone() }
    }

    /// Returns the part under a key.
    pub(super) fn part(&self, key: &'static str) -> Self {
        let mut part = Self { subject: format!("{}.{key}", self.subject), ..self.clone() };
        part.path.push(key);
        part
    }

    /// Returns this element with a different subject.
    pub(super) fn named(self, subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), ..self }
    }

    /// Returns this element with the location of a key.
    pub(super) fn under(mut self, key: &'static str) -> Self {
        self.path.push(key);
        self
    }

    /// Returns this element with the elements that use it.
    pub(super) fn shared(self, shared: Shared) -> Self {
        Self { shared, ..self }
    }

    pub(super) fn in_direction(self, direction: Direction) -> Self {
        Self { direction, ..self }
    }

    /// Returns this element with the correction and the deprecation of its notes, which apply to all changes in it.
    pub(super) fn with_notes(self, old: &Notes, new: &Notes) -> Self {
        self.with_correction(old.correction.as_ref(), new.correction.as_ref())
            .deprecated(new.deprecated.as_ref().or(old.deprecated.as_ref()))
    }

    /// Returns this element with a new correction. A correction that existed before declares no change.
    pub(super) fn with_correction(self, old: Option<&String>, new: Option<&String>) -> Self {
        match new {
            Some(text) if old != Some(text) => Self { correction: Some(text.clone()), ..self },
            _ => self,
        }
    }

    pub(super) fn deprecated(self, note: Option<&Deprecation>) -> Self {
        match note {
            Some(note) => Self { deprecated: Some(note.to_string()), ..self },
            None => self,
        }
    }
}

impl<'a> Comparison<'a> {
    pub(super) fn new(old: Side<'a>, new: Side<'a>) -> Self {
        let (old_api, new_api) = (old.resolved.api(), new.resolved.api());
        Self {
            old_api,
            new_api,
            old_source: old.spec.source(),
            new_source: new.spec.source(),
            old_users: Users::new(old_api),
            new_users: Users::new(new_api),
            old_ids: Ids::of(old_api),
            new_ids: Ids::of(new_api),
            links: Links::new(old_api, new_api),
            changes: Vec::new(),
        }
    }

    pub(super) fn finish(mut self) -> Vec<Change> {
        renamed::mark_reused_names(&mut self.changes);
        self.changes
    }

    /// Returns whether two types are equal in the spec. A renamed type is the same type.
    pub(super) fn is_same_type(&self, old: &Type, new: &Type) -> bool {
        match (old, new) {
            (Type::List(old), Type::List(new)) | (Type::Map(old), Type::Map(new)) => self.is_same_type(old, new),
            (Type::Named(old), Type::Named(new)) => self.links.old_type(*new) == Some(*old),
            (old, new) => old == new,
        }
    }

    /// Returns the number of changes so far.
    pub(super) fn count(&self) -> usize {
        self.changes.len()
    }

    /// Records a change. `aspect` is its name in the id, `keys` lead from the element to its location.
    pub(super) fn record(
        &mut self,
        at: &Element,
        aspect: &str,
        kind: ChangeKind,
        keys: &[&str],
        old: Option<String>,
        new: Option<String>,
    ) {
        let [old, new] = show::cut(old, new);
        let path: Vec<&str> = at.path.iter().copied().chain(keys.iter().copied()).collect();
        self.changes.push(Change {
            id: format!("{}:{aspect}", at.subject),
            kind,
            subject: at.subject.clone(),
            old,
            new,
            old_place: locate::below(self.old_source, at.old, &path),
            new_place: locate::below(self.new_source, at.new, &path),
            direction: at.direction,
            correction: at.correction.clone(),
            deprecated: at.deprecated.clone(),
            follows: kind.has(Mark::Derived),
            same_in_rust: false,
            same_on_wire: false,
            former_name_reused: false,
            reach: self.reach(&at.shared),
        });
    }

    /// Marks the last recorded change as derived from other changes.
    pub(super) fn last_follows(&mut self) {
        if let Some(change) = self.changes.last_mut() {
            change.follows = true;
        }
    }

    /// Records a changed name. The name in Rust can stay the same.
    pub(super) fn renamed(&mut self, at: &Element, kind: ChangeKind, names: Names<'_>) {
        let [old, new] = names.in_spec();
        if old != new {
            self.name(at, "name", kind, &[], [Some(old), Some(new)], names);
        }
    }

    /// Records a changed id of an element of `api.yaml`, which no request contains. `is_public` says whether code
    /// contains the name.
    pub(super) fn id_renamed(&mut self, at: &Element, is_public: bool, names: Names<'_>) {
        let is_seen = is_public && !names.is_same();
        self.renamed(at, if is_seen { ChangeKind::RUST_NAME_CHANGED } else { ChangeKind::SPEC_NAME_CHANGED }, names);
    }

    /// Marks the last recorded change as having no effect on code.
    pub(super) fn last_is_same_in_rust(&mut self) {
        if let Some(change) = self.changes.last_mut() {
            change.same_in_rust = true;
        }
    }

    /// Marks the last recorded change as having no effect on the wire.
    pub(super) fn last_is_same_on_wire(&mut self) {
        if let Some(change) = self.changes.last_mut() {
            change.same_on_wire = true;
        }
    }

    /// Compares the name of a header, whose letter case does not matter.
    pub(super) fn header(&mut self, at: &Element, key: &str, kind: ChangeKind, (old, new): (&String, &String)) {
        let kind = if old.eq_ignore_ascii_case(new) { ChangeKind::SPEC_NAME_CHANGED } else { kind };
        self.value(at, key, kind, (old, new));
    }

    /// Compares the declared names in Rust. The declared name can equal the default name.
    pub(super) fn rust_name(&mut self, at: &Element, kind: ChangeKind, names: Names<'_>) {
        let given = names.given();
        if given[0] != given[1] {
            self.name(at, "rust", kind, &["rust"], given, names);
        }
    }

    /// Records a change of a name, with whether the name in Rust stays the same.
    pub(super) fn name(
        &mut self,
        at: &Element,
        aspect: &str,
        kind: ChangeKind,
        keys: &[&str],
        texts: [Option<&str>; 2],
        names: Names<'_>,
    ) {
        let [old, new] = texts.map(|text| text.map(str::to_owned));
        self.record(at, aspect, kind, keys, old, new);
        if names.is_same() {
            self.last_is_same_in_rust();
        }
    }

    /// Records an added element.
    pub(super) fn added(&mut self, parent: &Element, name: &str, place: Place, kind: ChangeKind, text: Option<String>) {
        let at = parent.child(name, parent.old, place);
        self.record(&at, "added", kind, &[], None, text);
        self.set_places(Some(locate::below(self.old_source, parent.old, &parent.path)), None);
    }

    /// Records a removed element.
    pub(super) fn removed(
        &mut self,
        parent: &Element,
        name: &str,
        place: Place,
        kind: ChangeKind,
        text: Option<String>,
    ) {
        let at = parent.child(name, place, parent.new);
        self.record(&at, "removed", kind, &[], text, None);
        self.set_places(None, Some(locate::below(self.new_source, parent.new, &parent.path)));
    }

    fn set_places(&mut self, old: Option<Place>, new: Option<Place>) {
        if let Some(change) = self.changes.last_mut() {
            change.old_place = old.unwrap_or(change.old_place);
            change.new_place = new.unwrap_or(change.new_place);
        }
    }

    fn reach(&self, shared: &Shared) -> Reach {
        match shared {
            Shared::Nothing => Reach::default(),
            Shared::Known(reach) => reach.clone(),
            Shared::Type(old, new) => {
                let old = old.map(|id| self.old_users.reach(self.old_api, id)).unwrap_or_default();
                self.joined(&old, &new.map(|id| self.new_users.reach(self.new_api, id)).unwrap_or_default())
            }
        }
    }

    /// Returns the affected elements of both versions, by their current ids.
    pub(super) fn joined(&self, old: &Reach, new: &Reach) -> Reach {
        let mut reach = self.links.reach(old);
        reach.join(new);
        reach
    }

    /// Compares a required key.
    pub(super) fn value<T: PartialEq + Show>(
        &mut self,
        at: &Element,
        key: &str,
        kind: ChangeKind,
        (old, new): (&T, &T),
    ) {
        if old != new {
            self.record(at, key, kind, &[key], old.show(), new.show());
        }
    }

    /// Compares an optional key.
    pub(super) fn presence<T: PartialEq + Show>(
        &mut self,
        at: &Element,
        key: &str,
        [added, removed, changed]: Presence,
        (old, new): (&Option<T>, &Option<T>),
    ) {
        let kind = match (old, new) {
            (old, new) if old == new => return,
            (None, _) => added,
            (_, None) => removed,
            _ => changed,
        };
        self.record(at, key, kind, &[key], old.show(), new.show());
    }

    /// Compares a boolean key.
    pub(super) fn flag(
        &mut self,
        at: &Element,
        key: &str,
        [gained, lost]: [ChangeKind; 2],
        (old, new): (&bool, &bool),
    ) {
        if old != new {
            self.record(at, key, if *new { gained } else { lost }, &[key], old.show(), new.show());
        }
    }

    /// Compares a list whose order does not matter.
    pub(super) fn set<T: Show>(
        &mut self,
        at: &Element,
        key: &str,
        [added, removed, changed]: Presence,
        (old, new): (&[T], &[T]),
    ) {
        let sorted = |values: &[T]| {
            let mut values: Vec<String> = values.iter().filter_map(Show::show).collect();
            values.sort();
            values
        };
        let (old, new) = (sorted(old), sorted(new));
        let gains = new.iter().any(|value| !old.contains(value));
        let loses = old.iter().any(|value| !new.contains(value));
        let kind = match (gains, loses) {
            (false, false) => return,
            (true, false) => added,
            (false, true) => removed,
            (true, true) => changed,
        };
        self.record(at, key, kind, &[key], old.show(), new.show());
    }
}
