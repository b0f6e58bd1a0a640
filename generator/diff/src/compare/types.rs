//! Compares types and their parts.

use super::super::changes::ChangeKind as K;
use super::super::matching::{Link, Matches, Pair, matches, pairs};
use super::super::names::Names;
use super::super::record::{Comparison, Element, Shared};
use super::super::show::{self, Show};
use super::super::type_change::{self, TypeKinds, Wire};
use super::super::verdict::Direction;
use super::notes::InRust;
use api_client_generator::model::{
    Api, Enum, EnumValue, Field, Member, Object, Type, TypeDefinition, TypeId, TypeShape, Union, Usage,
};
use api_client_generator::naming::{Case, SharedField, member_types, object_needs_struct, shared_fields};
use api_client_generator::source::Place;

const MEMBER_KINDS: TypeKinds = TypeKinds::new(K::MEMBER_TYPE_REWORDED, K::MEMBER_TYPE_RECAST, K::MEMBER_TYPE_CHANGED);

impl Comparison<'_> {
    pub(super) fn types(
        &mut self,
        product: &Element,
        matches: &Matches,
        old: &[TypeDefinition],
        new: &[TypeDefinition],
    ) {
        for pair in matches.pairs(old, new) {
            match pair {
                Pair::Added(new) => {
                    let shared = Shared::Type(None, id(self.new_api, new));
                    let parent = self.type_parent(product, new, new.usage).shared(shared);
                    self.added(&parent, &new.name.value, new.name.place, K::TYPE_ADDED, Some(form(&new.shape).into()));
                }
                Pair::Removed(old) => {
                    let shared = Shared::Type(id(self.old_api, old), None);
                    let parent = self.type_parent(product, old, old.usage).shared(shared);
                    let parent = parent.deprecated(old.notes.deprecated.as_ref());
                    self.removed(
                        &parent,
                        &old.name.value,
                        old.name.place,
                        K::TYPE_REMOVED,
                        Some(form(&old.shape).into()),
                    );
                }
                Pair::Both(old, new, link) => {
                    let usage = Usage {
                        request: old.usage.request || new.usage.request,
                        response: old.usage.response || new.usage.response,
                    };
                    let subject = format!("{}.types.{}", product.subject, new.name.value);
                    let at = Element::new(subject, old.name.place, new.name.place)
                        .in_direction(direction(usage))
                        .shared(Shared::Type(id(self.old_api, old), id(self.new_api, new)))
                        .with_notes(&old.notes, &new.notes);
                    self.type_definition(&at, link, usage, old, new);
                }
            }
        }
    }

    /// Returns the element that contains a type: its file, if both versions have the file, otherwise the product.
    fn type_parent(&self, product: &Element, definition: &TypeDefinition, usage: Usage) -> Element {
        let place = |api: &Api| {
            let types = api.products.iter().flat_map(|product| &product.types);
            let sections = api.products.iter().flat_map(|product| &product.sections);
            let events = api.products.iter().filter_map(|product| product.events.as_ref());
            let in_types = types.map(|other| (&other.file, other.name.place));
            let in_sections = sections.map(|section| (&section.file, section.id.place));
            let in_events = events.map(|events| (&events.file, events.by.place));
            let mut all = in_types.chain(in_sections).chain(in_events);
            all.find(|(file, _)| **file == definition.file).map(|(_, place)| Place::start_of(place.file))
        };
        match (place(self.old_api), place(self.new_api)) {
            (Some(old), Some(new)) => Element::new(product.subject.clone(), old, new).part("types"),
            // The file is new or removed, so the type is reported at the product.
            _ => product.clone().named(format!("{}.types", product.subject)),
        }
        .in_direction(direction(usage))
    }

    fn type_definition(&mut self, at: &Element, link: Link, either: Usage, old: &TypeDefinition, new: &TypeDefinition) {
        let before = self.count();
        // The file of a type within its product has no effect.
        both!(TypeDefinition { name, shape, usage, events_only, notes; file_stem, file } = old, new);
        let names = Names::new(Case::Pascal, name, (&notes.0.rust, &notes.1.rust));
        let kind = match link {
            Link::Declared => K::TYPE_RENAMED,
            Link::Undone => K::TYPE_RENAME_UNDONE,
            Link::Guess | Link::Name => K::TYPE_RENAMED_GUESS,
        };
        self.renamed(at, kind, names);
        self.shape(at, either, shape.0, shape.1);
        self.notes(at, InRust::WithFormer, link, Some(names), notes);
        self.correction(at, before, notes.0.correction.as_ref(), notes.1.correction.as_ref());
        self.usage(at, shape.1, *usage.0, *usage.1);
        if events_only.0 != events_only.1 {
            let kind = if *events_only.1 { K::TYPE_OF_EVENTS_ONLY } else { K::TYPE_NOT_OF_EVENTS_ONLY };
            self.record(at, "events_only", kind, &[], None, None);
        }
    }

    /// Compares the usage of a type. The declaration in Rust depends on it, and other elements determine it.
    fn usage(&mut self, at: &Element, shape: &TypeShape, old: Usage, new: Usage) {
        // These shapes have one declaration for requests and responses.
        if matches!(shape, TypeShape::Enum(_) | TypeShape::Alias(_)) {
            return;
        }
        let differs = match shape {
            TypeShape::Object(object) => object.fields.iter().any(|field| differs_where_sent(self.new_api, field)),
            TypeShape::Union(_) | TypeShape::Enum(_) | TypeShape::Alias(_) => false,
        };
        let kind = match (old.request, new.request, differs) {
            (false, true, false) => Some(K::TYPE_SENT_TOO),
            (false, true, true) => Some(K::TYPE_SENT_IN_OTHER_FORM),
            (true, false, false) => Some(K::TYPE_NOT_SENT),
            (true, false, true) => Some(K::TYPE_NOT_SENT_IN_OTHER_FORM),
            _ => None,
        };
        if let Some(kind) = kind {
            self.record(at, "sent", kind, &[], None, None);
        }
        // An unused type is declared like a received type.
        let is_received = |usage: Usage| usage.response || !usage.request;
        let kind = match (is_received(old), is_received(new)) {
            (false, true) => Some(K::TYPE_RECEIVED_TOO),
            (true, false) => Some(K::TYPE_NOT_RECEIVED),
            _ => None,
        };
        if let Some(kind) = kind {
            self.record(at, "received", kind, &[], None, None);
        }
    }

    fn shape(&mut self, at: &Element, usage: Usage, old: &TypeShape, new: &TypeShape) {
        match (old, new) {
            (TypeShape::Enum(old), TypeShape::Enum(new)) => self.enumeration(&at.part("enum"), old, new),
            (TypeShape::Object(old), TypeShape::Object(new)) => self.fields(&at.part("fields"), usage, old, new),
            (TypeShape::Union(old), TypeShape::Union(new)) => self.union(&at.part("union"), old, new),
            (TypeShape::Alias(old), TypeShape::Alias(new)) => {
                let kinds = TypeKinds::new(K::ALIAS_REWORDED, K::ALIAS_RECAST, K::ALIAS_CHANGED);
                if let Some(kind) = type_change::kind(self, old, new, Wire::Json, kinds.in_direction(at.direction)) {
                    let texts = (show::type_(self.old_api, old), show::type_(self.new_api, new));
                    self.record(at, "type", kind, &["type"], Some(texts.0), Some(texts.1));
                    self.redaction_of_types(at, old, new);
                }
            }
            (old, new) => {
                let kinds = TypeKinds::new(K::TYPE_FORM_CHANGED, K::ALIAS_RECAST, K::TYPE_FORM_CHANGED);
                let kind = type_change::kind_of_form(self, old, new, kinds.in_direction(at.direction));
                let forms = (form(old).to_owned(), form(new).to_owned());
                self.record(at, "form", kind, &[], Some(forms.0), Some(forms.1));
                self.redaction_of_shapes(at, old, new);
            }
        }
    }

    fn enumeration(&mut self, at: &Element, old: &Enum, new: &Enum) {
        both!(Enum { values } = old, new);
        for pair in Self::match_values(old, new).pairs(values.0, values.1) {
            match pair {
                Pair::Added(new) => {
                    self.added(at, &new.value.value, new.value.place, K::ENUM_VALUE_ADDED, new.notes.doc.show());
                }
                Pair::Removed(old) => {
                    let at = at.clone().deprecated(old.notes.deprecated.as_ref());
                    self.removed(&at, &old.value.value, old.value.place, K::ENUM_VALUE_REMOVED, old.notes.doc.show());
                }
                Pair::Both(old, new, link) => {
                    let at =
                        at.child(&new.value.value, old.value.place, new.value.place).with_notes(&old.notes, &new.notes);
                    self.enum_value(&at, link, old, new);
                }
            }
        }
    }

    /// Matches the values of two enums.
    pub(super) fn match_values(old: &Enum, new: &Enum) -> Matches {
        matches(
            &old.values,
            &new.values,
            |value| &value.value.value,
            |value| value.notes.was.as_ref().map(|was| was.value.as_str()),
            |old, new| old.notes.doc.is_some() && old.notes.doc == new.notes.doc,
        )
    }

    fn enum_value(&mut self, at: &Element, link: Link, old: &EnumValue, new: &EnumValue) {
        let before = self.count();
        both!(EnumValue { value, notes } = old, new);
        let names = Names::new(Case::Variant, value, (&notes.0.rust, &notes.1.rust));
        let kind = match link {
            Link::Declared => K::ENUM_VALUE_RENAMED,
            Link::Undone => K::ENUM_VALUE_RENAME_UNDONE,
            Link::Guess | Link::Name => K::ENUM_VALUE_RENAMED_GUESS,
        };
        self.renamed(at, kind, names);
        self.notes(at, InRust::WithFormer, link, Some(names), notes);
        self.correction(at, before, notes.0.correction.as_ref(), notes.1.correction.as_ref());
    }

    fn union(&mut self, at: &Element, old: &Union, new: &Union) {
        match (old, new) {
            (
                Union::Tagged { field: old_field, members: old_members },
                Union::Tagged { field: new_field, members: new_members },
            ) => {
                self.value(at, "by", K::UNION_TAG_CHANGED, (old_field, new_field));
                self.members(&at.part("members"), old_members, new_members);
                let old = shared_fields(self.old_api, member_types(old_members));
                self.shared_fields(at, &old, &shared_fields(self.new_api, member_types(new_members)));
            }
            (Union::Kinds(old), Union::Kinds(new)) => {
                let words = |kinds: &[(api_client_generator::model::JsonKind, Type)]| -> Vec<(String, Type)> {
                    kinds.iter().map(|(kind, type_)| (kind.as_str().to_owned(), type_.clone())).collect()
                };
                self.kinds(&at.part("kinds"), &words(old), &words(new));
            }
            (Union::Tagged { .. }, Union::Kinds(_)) | (Union::Kinds(_), Union::Tagged { .. }) => {
                let way = |union: &Union| match union {
                    Union::Tagged { field, .. } => format!("by {field}"),
                    Union::Kinds(_) => "by kinds of JSON".into(),
                };
                self.record(at, "way", K::UNION_FORM_CHANGED, &[], Some(way(old)), Some(way(new)));
            }
        }
    }

    fn members(&mut self, at: &Element, old: &[Member], new: &[Member]) {
        let (old_api, new_api) = (self.old_api, self.new_api);
        for pair in pairs(old, new, |member| &member.value.value, |_| None, |_, _| false) {
            match pair {
                Pair::Added(new) => {
                    let text = show::type_(new_api, &new.type_);
                    self.added(at, &new.value.value, new.value.place, K::MEMBER_ADDED, Some(text));
                }
                Pair::Removed(old) => {
                    let text = show::type_(old_api, &old.type_);
                    self.removed(at, &old.value.value, old.value.place, K::MEMBER_REMOVED, Some(text));
                }
                Pair::Both(old, new, link) => {
                    let at =
                        at.child(&new.value.value, old.value.place, new.value.place).with_notes(&old.notes, &new.notes);
                    // Members are matched by value.
                    both!(Member { value, type_, notes } = old, new);
                    let names = Names::new(Case::Variant, value, (&notes.0.rust, &notes.1.rust));
                    let kinds = MEMBER_KINDS.in_direction(at.direction);
                    if let Some(kind) = type_change::kind(self, type_.0, type_.1, Wire::Json, kinds) {
                        let texts = (show::type_(old_api, type_.0), show::type_(new_api, type_.1));
                        self.record(&at, "type", kind, &["type"], Some(texts.0), Some(texts.1));
                        self.redaction_of_types(&at, type_.0, type_.1);
                    }
                    self.notes(&at, InRust::Named, link, Some(names), notes);
                }
            }
        }
    }

    /// Compares the fields that all members share, for which the union has methods. Other differences of these fields
    /// are changes of the members.
    pub(super) fn shared_fields(&mut self, at: &Element, old: &[SharedField<'_>], new: &[SharedField<'_>]) {
        let is_in =
            |list: &[SharedField<'_>], field: &SharedField<'_>| list.iter().any(|other| other.name == field.name);
        let text = |api: &Api, field: &SharedField<'_>| Some(show::type_(api, &field.fields.first()?.type_));
        let element = |field: &SharedField<'_>| at.clone().named(format!("{}.shared.{}", at.subject, field.name));
        for field in old.iter().filter(|field| !is_in(new, field)) {
            let text = text(self.old_api, field);
            self.record(&element(field), "removed", K::SHARED_FIELD_REMOVED, &[], text, None);
        }
        for field in new.iter().filter(|field| !is_in(old, field)) {
            let text = text(self.new_api, field);
            self.record(&element(field), "added", K::SHARED_FIELD_ADDED, &[], None, text);
        }
    }

    fn kinds(&mut self, at: &Element, old: &[(String, Type)], new: &[(String, Type)]) {
        let (old_api, new_api) = (self.old_api, self.new_api);
        for pair in pairs(old, new, |(kind, _)| kind, |_| None, |_, _| false) {
            match pair {
                Pair::Added((kind, new)) => {
                    let text = show::type_(new_api, new);
                    self.in_mapping(at, kind, "added", K::MEMBER_ADDED, None, Some(&text));
                }
                Pair::Removed((kind, old)) => {
                    let text = show::type_(old_api, old);
                    self.in_mapping(at, kind, "removed", K::MEMBER_REMOVED, Some(&text), None);
                }
                Pair::Both((_, old), (kind, new), _) => {
                    let kinds = MEMBER_KINDS.in_direction(at.direction);
                    if let Some(found) = type_change::kind(self, old, new, Wire::Json, kinds) {
                        let texts = (show::type_(old_api, old), show::type_(new_api, new));
                        self.in_mapping(at, kind, "type", found, Some(&texts.0), Some(&texts.1));
                        self.redaction_of_types(&at.clone().named(format!("{}.{kind}", at.subject)), old, new);
                    }
                }
            }
        }
    }

    /// Returns whether required values with these names and types are ids, which are never sent empty.
    pub(super) fn are_ids(&self, [old_name, new_name]: [&str; 2], [old, new]: [&Type; 2]) -> [bool; 2] {
        [self.old_ids.contains(self.old_api, old_name, old), self.new_ids.contains(self.new_api, new_name, new)]
    }

    /// Compares whether the client rejects an empty value. This follows from names and types, including those of path
    /// parameters of other operations.
    pub(super) fn empty(&mut self, at: &Element, [old_refuses, new_refuses]: [bool; 2], [old, new]: [&Type; 2]) {
        let can_be_empty = |api: &Api, type_: &Type| match api.target(type_) {
            Type::String => true,
            Type::List(item) => *api.target(item) == Type::String,
            _ => false,
        };
        let can_be_empty = can_be_empty(self.old_api, old) && can_be_empty(self.new_api, new);
        if can_be_empty && old_refuses != new_refuses {
            let kind = if new_refuses { K::EMPTY_REFUSED } else { K::EMPTY_SENT };
            self.record(at, "empty", kind, &[], None, None);
        }
    }

    /// Matches the fields of two objects.
    pub(crate) fn match_fields(&self, old: &Object, new: &Object) -> Matches {
        matches(
            &old.fields,
            &new.fields,
            |field| &field.name.value,
            |field| field.notes.was.as_ref().map(|was| was.value.as_str()),
            |old, new| {
                self.is_same_type(&old.type_, &new.type_)
                    && [old.always, old.required, old.nullable] == [new.always, new.required, new.nullable]
            },
        )
    }

    pub(super) fn fields(&mut self, at: &Element, usage: Usage, old: &Object, new: &Object) {
        both!(Object { fields } = old, new);
        let mut given: Vec<[usize; 2]> = Vec::new();
        for pair in self.match_fields(old, new).pairs(fields.0, fields.1) {
            match pair {
                Pair::Added(new) => {
                    let kind = if new.is_given() { K::REQUIRED_FIELD_ADDED } else { K::FIELD_ADDED };
                    let text = show::type_(self.new_api, &new.type_);
                    self.added(at, &new.name.value, new.name.place, kind, Some(text));
                }
                Pair::Removed(old) => {
                    let kind = if old.is_given() { K::REQUIRED_FIELD_REMOVED } else { K::FIELD_REMOVED };
                    let text = show::type_(self.old_api, &old.type_);
                    let at = at.clone().deprecated(old.notes.deprecated.as_ref());
                    self.removed(&at, &old.name.value, old.name.place, kind, Some(text));
                }
                Pair::Both(old, new, link) => {
                    if old.is_given() && new.is_given() {
                        let position =
                            |fields: &[Field], field: &Field| fields.iter().position(|other| other.name == field.name);
                        let positions = position(fields.0, old).zip(position(fields.1, new));
                        given.extend(positions.map(|(old, new)| [old, new]));
                    }
                    let at =
                        at.child(&new.name.value, old.name.place, new.name.place).with_notes(&old.notes, &new.notes);
                    self.field(&at, link, usage, old, new);
                }
            }
        }
        given.sort_by_key(|[_, new]| *new);
        let is_exchanged = || {
            let arguments = |fields: &[Field], api: &Api, side: type_change::Side| {
                let given = fields.iter().enumerate().filter(|(_, field)| field.is_given());
                let argument = |(index, field): (usize, &Field)| {
                    (index, format!("{} {}", field.sensitive, type_change::rust_form(self, api, &field.type_, side)))
                };
                given.map(argument).unzip::<_, _, Vec<usize>, Vec<String>>()
            };
            let (old, old_types) = arguments(fields.0, self.old_api, type_change::Side::Old);
            let (new, new_types) = arguments(fields.1, self.new_api, type_change::Side::New);
            old_types == new_types && old.into_iter().zip(new).any(|(old, new)| !given.contains(&[old, new]))
        };
        // The fields of a struct have no order in code.
        let is_ordered = !object_needs_struct(self.old_api, old) && !object_needs_struct(self.new_api, new);
        // A field can take the position of a removed field.
        let is_moved = || !given.is_sorted_by_key(|[old, _]| *old) || is_exchanged();
        if usage.request && is_ordered && is_moved() {
            let names = |fields: &[Field]| {
                let given = fields.iter().filter(|field| field.is_given());
                given.map(|field| field.name.value.clone()).collect::<Vec<_>>().show()
            };
            self.record(at, "order", K::FIELDS_REORDERED, &[], names(fields.0), names(fields.1));
        }
    }

    fn field(&mut self, at: &Element, link: Link, usage: Usage, old: &Field, new: &Field) {
        let before = self.count();
        both!(
            Field { name, type_, always, required, nullable, sensitive, private, recursive, also, absent, notes } = old,
            new
        );
        let names = Names::new(Case::Snake, name, (&notes.0.rust, &notes.1.rust));
        let kind = if link == Link::Guess { K::FIELD_RENAMED_GUESS } else { K::FIELD_RENAMED };
        self.renamed(at, kind, names);
        let is_known = |name: &str| also.0.iter().any(|other| other.value == name);
        let is_read_as_before = !usage.request && is_known(&name.1.value);
        if is_read_as_before && name.0.value != name.1.value {
            self.last_is_same_on_wire();
        }
        let kinds = TypeKinds::new(K::FIELD_TYPE_REWORDED, K::FIELD_TYPE_RECAST, K::FIELD_TYPE_CHANGED);
        if let Some(kind) = type_change::kind(self, type_.0, type_.1, Wire::Json, kinds.in_direction(at.direction)) {
            let texts = (show::type_(self.old_api, type_.0), show::type_(self.new_api, type_.1));
            self.record(at, "type", kind, &["type"], Some(texts.0), Some(texts.1));
            self.redaction_of_types(at, type_.0, type_.1);
        }
        self.flag(at, "always", [K::ALWAYS_GAINED, K::ALWAYS_LOST], always);
        self.flag(at, "required", [K::FIELD_REQUIRED, K::FIELD_OPTIONAL], required);
        self.flag(at, "nullable", [K::FIELD_NULLABLE_GAINED, K::FIELD_NULLABLE_LOST], nullable);
        self.flag(at, "sensitive", [K::FIELD_SENSITIVE_GAINED, K::FIELD_SENSITIVE_LOST], sensitive);
        // A secret is never part of debug output, so `private` has no effect on it.
        if !sensitive.0 && !sensitive.1 {
            self.flag(at, "private", [K::PRIVATE_GAINED, K::PRIVATE_LOST], private);
        }
        // An alternative name can become the name of the field.
        let names_of = |field: &Field| {
            let mut names: Vec<String> =
                field.also.iter().chain([&field.name]).map(|name| name.value.clone()).collect();
            names.sort();
            names
        };
        if name.0.value == name.1.value || names_of(old) != names_of(new) {
            self.set(at, "also", [K::OTHER_NAME_ADDED, K::OTHER_NAME_REMOVED, K::OTHER_NAME_CHANGED], (also.0, also.1));
        }
        self.set(at, "absent", [K::ABSENT_ADDED, K::ABSENT_REMOVED, K::ABSENT_CHANGED], (absent.0, absent.1));
        self.notes(at, InRust::Named, link, Some(names), notes);
        self.correction(at, before, notes.0.correction.as_ref(), notes.1.correction.as_ref());
        if usage.request && old.is_given() && new.is_given() {
            let are_ids = self.are_ids([&name.0.value, &name.1.value], [type_.0, type_.1]);
            self.empty(at, are_ids, [type_.0, type_.1]);
        }
        // A box follows from the structure of the type.
        if recursive.0 != recursive.1 {
            let kind = if *recursive.1 { K::FIELD_BOXED } else { K::FIELD_UNBOXED };
            self.record(at, "boxed", kind, &[], None, None);
        }
    }
}

fn form(shape: &TypeShape) -> &'static str {
    match shape {
        TypeShape::Enum(_) => "enum",
        TypeShape::Object(_) => "object",
        TypeShape::Union(_) => "union",
        TypeShape::Alias(_) => "another name",
    }
}

/// Returns the id of a type.
fn id(api: &Api, definition: &TypeDefinition) -> Option<TypeId> {
    api.products.with_ids().find_map(|(id, product)| {
        let index = product.types.position(|other| other.name == definition.name && other.file == definition.file)?;
        Some(TypeId { product: id, index })
    })
}

fn direction(usage: Usage) -> Direction {
    match (usage.request, usage.response) {
        (true, true) => Direction::Both,
        (true, false) => Direction::Request,
        (false, true) => Direction::Response,
        (false, false) => Direction::Unused,
    }
}

/// Returns whether the Rust type of a field is different if its object is sent.
fn differs_where_sent(api: &Api, field: &Field) -> bool {
    let is_collection = matches!(api.target(&field.type_), Type::List(_) | Type::Map(_)) && !field.sensitive;
    match (field.always, field.required, is_collection) {
        (true, ..) => false,
        (false, true, is_collection) => !is_collection,
        (false, false, is_collection) => is_collection || field.nullable,
    }
}
