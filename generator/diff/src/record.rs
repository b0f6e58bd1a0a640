//! What is known while two specs are compared, and how changes are written down.

use super::changes::ChangeKind;
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

/// The name in an id of an element without a subject of its own: `string` in `shop.types.Id.union.kinds:string:added`.
pub(super) fn name_in_id<'i>(id: &'i str, subject: &str) -> Option<&'i str> {
    let aspect = id.strip_prefix(subject)?.strip_prefix(':')?;
    aspect.split_once(':').map(|(name, _)| name)
}

/// What is said of a key that is there or not: what it is called if it comes, if it goes, and if it changes.
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

/// An element that is on both sides, or that stands for one that is on one side only.
#[derive(Clone)]
pub(super) struct Element {
    pub(super) subject: String,
    /// Where its name stands, and the keys from there to it.
    old: Place,
    new: Place,
    path: Vec<&'static str>,
    pub(super) direction: Direction,
    correction: Option<String>,
    deprecated: Option<String>,
    shared: Shared,
}

/// What an element is seen through.
#[derive(Clone)]
pub(super) enum Shared {
    Nothing,
    /// A type, in the old and the new spec.
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

    /// An element in this one with a name of its own.
    pub(super) fn child(&self, name: &str, old: Place, new: Place) -> Self {
        Self { subject: format!("{}.{name}", self.subject), old, new, path: Vec::new(), ..self.clone() }
    }

    /// A part of this one that a key leads to.
    pub(super) fn part(&self, key: &'static str) -> Self {
        let mut part = Self { subject: format!("{}.{key}", self.subject), ..self.clone() };
        part.path.push(key);
        part
    }

    /// This one under another name.
    pub(super) fn named(self, subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), ..self }
    }

    /// This one, whose place is what a key leads to.
    pub(super) fn under(mut self, key: &'static str) -> Self {
        self.path.push(key);
        self
    }

    /// This one, which is seen through something.
    pub(super) fn shared(self, shared: Shared) -> Self {
        Self { shared, ..self }
    }

    pub(super) fn seen(self, direction: Direction) -> Self {
        Self { direction, ..self }
    }

    /// This one with what its notes say of all that changes in it.
    pub(super) fn noted(self, old: &Notes, new: &Notes) -> Self {
        self.corrected(old.correction.as_ref(), new.correction.as_ref())
            .deprecated(new.deprecated.as_ref().or(old.deprecated.as_ref()))
    }

    /// A correction that was there before declares nothing that changes now.
    pub(super) fn corrected(self, old: Option<&String>, new: Option<&String>) -> Self {
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
        renamed::mark_passed_on(&mut self.changes);
        self.changes
    }

    /// Whether two types are one in the spec; a type that was renamed is the same one.
    pub(super) fn is_same_type(&self, old: &Type, new: &Type) -> bool {
        match (old, new) {
            (Type::List(old), Type::List(new)) | (Type::Map(old), Type::Map(new)) => self.is_same_type(old, new),
            (Type::Named(old), Type::Named(new)) => self.links.old_type(*new) == Some(*old),
            (old, new) => old == new,
        }
    }

    /// How many changes there are so far.
    pub(super) fn count(&self) -> usize {
        self.changes.len()
    }

    /// Writes a change down: of a key below an element, by the word that stands for it in the id.
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
            follows: false,
            same_in_rust: false,
            same_on_wire: false,
            passed_on: false,
            reach: self.reach(&at.shared),
        });
    }

    /// The same, for what follows from other changes.
    pub(super) fn record_consequence(&mut self, at: &Element, aspect: &str, kind: ChangeKind) {
        self.record(at, aspect, kind, &[], None, None);
        self.last_follows();
    }

    /// The change that was written down last follows from others.
    pub(super) fn last_follows(&mut self) {
        if let Some(change) = self.changes.last_mut() {
            change.follows = true;
        }
    }

    /// A name that is another one now; it may be the same in Rust.
    pub(super) fn renamed(&mut self, at: &Element, kind: ChangeKind, names: Names<'_>) {
        let [old, new] = names.in_spec();
        if old != new {
            self.name(at, "name", kind, &[], [Some(old), Some(new)], names);
        }
    }

    /// The id of an element of `api.yaml`, which is on no wire. `is_public` says whether code has its name.
    pub(super) fn id_renamed(&mut self, at: &Element, is_public: bool, names: Names<'_>) {
        let is_seen = is_public && !names.is_same();
        self.renamed(at, if is_seen { ChangeKind::RUST_NAME_CHANGED } else { ChangeKind::SPEC_NAME_CHANGED }, names);
    }

    /// The change that was written down last is none in code.
    pub(super) fn last_is_same_in_rust(&mut self) {
        if let Some(change) = self.changes.last_mut() {
            change.same_in_rust = true;
        }
    }

    /// The change that was written down last is none on the wire.
    pub(super) fn last_is_same_on_wire(&mut self) {
        if let Some(change) = self.changes.last_mut() {
            change.same_on_wire = true;
        }
    }

    /// The name of a header, whose letter case means nothing.
    pub(super) fn header(&mut self, at: &Element, key: &str, kind: ChangeKind, (old, new): (&String, &String)) {
        let kind = if old.eq_ignore_ascii_case(new) { ChangeKind::SPEC_NAME_CHANGED } else { kind };
        self.value(at, key, kind, (old, new));
    }

    /// A name in Rust that the spec gives, or gives no more. It may be the one that there is anyway.
    pub(super) fn rust_name(&mut self, at: &Element, kind: ChangeKind, names: Names<'_>) {
        let given = names.given();
        if given[0] != given[1] {
            self.name(at, "rust", kind, &["rust"], given, names);
        }
    }

    /// What is told of a name, with whether it changes in Rust.
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

    /// Something new in an element.
    pub(super) fn added(&mut self, parent: &Element, name: &str, place: Place, kind: ChangeKind, text: Option<String>) {
        let at = parent.child(name, parent.old, place);
        self.record(&at, "added", kind, &[], None, text);
        self.set_places(Some(locate::below(self.old_source, parent.old, &parent.path)), None);
    }

    /// Something that is gone from an element.
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

    /// All elements that are reached on either side, by their present ids.
    pub(super) fn joined(&self, old: &Reach, new: &Reach) -> Reach {
        let mut reach = self.links.reach(old);
        reach.join(new);
        reach
    }

    /// A key whose value is another one.
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

    /// A key that comes, goes or changes.
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

    /// A key that is true or false.
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

    /// A key with several values whose order means nothing.
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
