//! Parameters, and groups of which one is given.

use super::super::kind::ChangeKind as K;
use super::super::matching::{Link, Pair, pairs};
use super::super::names::Names;
use super::super::record::{Comparison, Element};
use super::super::show::{self, Show};
use super::super::type_change;
use super::super::verdict::Direction;
use super::notes::InRust;
use crate::model::{Api, Bounds, Location, OneOf, Operation, Parameter, Source};
use crate::names::{Case, needs_struct};

/// How a parameter is given in Rust.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Not at all.
    Hidden,
    /// By a setter.
    Setter,
    /// As an argument of the method.
    Argument,
    /// As a field of the struct of what is required, or as a choice of an enum.
    Field,
}

fn form(api: &Api, operation: &Operation, parameter: &Parameter) -> Form {
    let position = operation.parameters.iter().position(|other| other.name.value == parameter.name.value);
    let is_choice = position.is_some_and(|position| operation.group_of(position).is_some());
    match (parameter.is_argument(), parameter.required, is_choice) {
        (false, ..) => Form::Hidden,
        (true, false, false) => Form::Setter,
        (true, true, false) if !needs_struct(api, operation) => Form::Argument,
        _ => Form::Field,
    }
}

impl Comparison<'_> {
    pub(super) fn parameters(
        &mut self,
        at: &Element,
        old_operation: &Operation,
        new_operation: &Operation,
        old: &[Parameter],
        new: &[Parameter],
    ) {
        let at = at.clone().seen(Direction::Request);
        let alike = |old: &Parameter, new: &Parameter| {
            old.location == new.location
                && old.is_argument()
                && new.is_argument()
                && old.required == new.required
                && old.list == new.list
                && self.is_same_type(&old.type_, &new.type_)
        };
        let was = |parameter: &Parameter| parameter.notes.was.as_ref().map(|was| was.value.clone());
        let old_former: Vec<(Option<String>, &Parameter)> =
            old.iter().map(|parameter| (was(parameter), parameter)).collect();
        let new_former: Vec<(Option<String>, &Parameter)> =
            new.iter().map(|parameter| (was(parameter), parameter)).collect();
        let found = pairs(
            &old_former,
            &new_former,
            |(_, parameter)| &parameter.name.value,
            |(was, _)| was.as_deref(),
            |(_, old), (_, new)| alike(old, new),
        );
        // The arguments of the method, old and new, that are the same ones.
        let mut arguments: Vec<[usize; 2]> = Vec::new();
        for pair in found {
            match pair {
                Pair::Added((_, new)) => {
                    let kind = match (new.is_argument(), new.required) {
                        (false, _) => K::FixedParameterAdded,
                        (true, true) => K::RequiredParameterAdded,
                        (true, false) => K::ParameterAdded,
                    };
                    let (parent, text) = (at.part(new.location.as_str()), self.new_text(new));
                    self.added(&parent, &new.name.value, new.name.place, kind, Some(text));
                }
                Pair::Removed((_, old)) => {
                    let kind = match (old.is_argument(), old.required) {
                        (false, _) => K::FixedParameterRemoved,
                        (true, true) => K::RequiredParameterRemoved,
                        (true, false) => K::ParameterRemoved,
                    };
                    let (parent, text) = (at.part(old.location.as_str()), self.old_text(old));
                    let parent = parent.deprecated(old.notes.deprecated.as_ref());
                    self.removed(&parent, &old.name.value, old.name.place, kind, Some(text));
                }
                Pair::Both((_, old), (_, new), link) => {
                    let forms = [form(self.old_api, old_operation, old), form(self.new_api, new_operation, new)];
                    if forms == [Form::Argument; 2] {
                        let position = |operation: &Operation, parameter: &Parameter| {
                            operation.parameters.iter().position(|other| other.name == parameter.name)
                        };
                        let positions = (position(old_operation, old), position(new_operation, new));
                        arguments.extend(positions.0.zip(positions.1).map(|(old, new)| [old, new]));
                    }
                    let place = (old.name.place, new.name.place);
                    let at = at.part(new.location.as_str()).child(&new.name.value, place.0, place.1);
                    self.parameter(&at.noted(&old.notes, &new.notes), link, forms, old, new);
                }
            }
        }
        arguments.sort_by_key(|[_, new]| *new);
        if !arguments.is_sorted_by_key(|[old, _]| *old) {
            let names = |operation: &Operation, side: usize| {
                let mut positions: Vec<usize> = arguments.iter().map(|pair| pair[side]).collect();
                positions.sort_unstable();
                positions.iter().map(|position| operation.parameters[*position].name.value.clone()).collect::<Vec<_>>()
            };
            let (old, new) = (names(old_operation, 0).show(), names(new_operation, 1).show());
            self.record(&at, "arguments", K::ArgumentsReordered, &[], old, new);
        }
    }

    fn parameter(&mut self, at: &Element, link: Link, forms: [Form; 2], old: &Parameter, new: &Parameter) {
        let before = self.count();
        // Sentences about limits are made of the bounds.
        both!(
            Parameter {
                name, type_, location, list, source, required, nullable, sensitive, bounds, not_with, required_when,
                notes; limits,
            } = old,
            new
        );
        let names = Names::new(Case::Snake, name, (&notes.0.rust, &notes.1.rust));
        // An argument has a name for readers only, and its rule knows that.
        self.renamed(at, renamed(link, forms, *location.1), names);
        self.source(at, old, new, source.0, source.1);
        if location.0 != location.1 {
            self.record(at, "location", K::LocationChanged, &[], location.0.show(), location.1.show());
        }
        self.value(at, "wire", K::ListStyleChanged, list);
        // What was the caller's and is no more, or the other way round, is told as that.
        if old.is_argument() && new.is_argument() {
            self.flag(at, "required", [K::ParameterRequired, K::ParameterOptional], required);
        }
        self.flag(at, "nullable", [K::ParameterNullableGained, K::ParameterNullableLost], nullable);
        let kinds = if forms.contains(&Form::Field) {
            [K::RequiredSensitiveGained, K::RequiredSensitiveLost]
        } else {
            [K::ParameterSensitiveGained, K::ParameterSensitiveLost]
        };
        self.flag(at, "sensitive", kinds, sensitive);
        self.bounds(at, bounds.0, bounds.1);
        let kinds = [K::ExclusionAdded, K::ExclusionRemoved, K::ExclusionChanged];
        self.set(at, "not_with", kinds, (not_with.0, not_with.1));
        let conditions = |conditions: &[(crate::source::Text, serde_json::Value)]| -> Vec<String> {
            conditions.iter().map(|(name, value)| format!("{}: {value}", name.value)).collect()
        };
        let kinds = [K::ConditionAdded, K::ConditionRemoved, K::ConditionChanged];
        self.set(at, "required_when", kinds, (&conditions(required_when.0), &conditions(required_when.1)));
        let in_rust = match forms {
            [Form::Setter, Form::Setter] => InRust::WithFormer,
            [Form::Argument | Form::Hidden, _] => InRust::Argument,
            _ => InRust::Named,
        };
        self.notes(at, in_rust, link, Some(names), notes);
        // The type is told last, so that what it makes of the rest stands behind it.
        let kinds = match source.1 {
            Source::Fixed(_) => [K::FixedTypeChanged; 3],
            Source::Caller | Source::Configuration(_) => {
                [K::ParameterTypeReworded, K::ParameterTypeRecast, K::ParameterTypeChanged]
            }
        };
        // A value that is written without a type has the one that it looks like.
        let follows = source.0 != source.1 && matches!(source.1, Source::Fixed(_));
        let is_told = old.is_argument() == new.is_argument() && !follows;
        if let Some(kind) = type_change::kind(self, type_.0, type_.1, kinds).filter(|_| is_told) {
            let texts = (show::type_(self.old_api, type_.0), show::type_(self.new_api, type_.1));
            self.record(at, "type", kind, &["type"], Some(texts.0), Some(texts.1));
        }
        self.correction(at, before, notes.0.correction.as_ref(), notes.1.correction.as_ref());
    }

    fn source(&mut self, at: &Element, old: &Parameter, new: &Parameter, old_source: &Source, new_source: &Source) {
        let configured = |api: &Api, index: usize| api.configuration.get(index).map(|value| value.id.value.clone());
        let (kind, keys): (K, &[&str]) = match (old_source, new_source) {
            (Source::Caller, Source::Caller) => return,
            (Source::Fixed(old), Source::Fixed(new)) if old == new => return,
            (Source::Configuration(old), Source::Configuration(new))
                if configured(self.old_api, *old) == configured(self.new_api, *new) =>
            {
                return;
            }
            (Source::Fixed(_), Source::Fixed(_)) => (K::FixedValueChanged, &["value"]),
            (Source::Configuration(_), Source::Configuration(_)) => (K::FixedValueChanged, &["from"]),
            (Source::Caller, _) if old.required => (K::ParameterFixed, &[]),
            (Source::Caller, _) => (K::OptionalParameterFixed, &[]),
            (_, Source::Caller) if new.required => (K::ParameterFreed, &[]),
            (_, Source::Caller) => (K::OptionalParameterFreed, &[]),
            _ => (K::FixedValueChanged, &[]),
        };
        let (old, new) = (self.old_text(old), self.new_text(new));
        self.record(at, "source", kind, keys, Some(old), Some(new));
    }

    fn bounds(&mut self, at: &Element, old: &Bounds, new: &Bounds) {
        both!(Bounds { default, min, max, min_length, max_length, max_items } = old, new);
        self.value(at, "default", K::DefaultChanged, default);
        for (key, (old, new)) in [("min", min), ("min_length", min_length)] {
            // What has no smallest value takes all.
            self.bound(at, key, (old, new), old.unwrap_or(i64::MIN) < new.unwrap_or(i64::MIN));
        }
        for (key, (old, new)) in [("max", max), ("max_length", max_length), ("max_items", max_items)] {
            self.bound(at, key, (old, new), old.unwrap_or(i64::MAX) > new.unwrap_or(i64::MAX));
        }
    }

    fn bound(&mut self, at: &Element, key: &str, pair: (&Option<i64>, &Option<i64>), is_tighter: bool) {
        self.value(at, key, if is_tighter { K::BoundTightened } else { K::BoundLoosened }, pair);
    }

    pub(super) fn groups(&mut self, at: &Element, operations: [&Operation; 2], old: &[OneOf], new: &[OneOf]) {
        let [old_operation, new_operation] = operations;
        let parent = at.part("one_of").seen(Direction::Request);
        let names = |operation: &Operation, group: &OneOf| -> Vec<String> {
            let parameters = group.parameters.iter().filter_map(|index| operation.parameters.get(*index));
            parameters.map(|parameter| parameter.name.value.clone()).collect()
        };
        let alike = |old: &OneOf, new: &OneOf| names(old_operation, old) == names(new_operation, new);
        let mut kept: Vec<[usize; 2]> = Vec::new();
        for pair in pairs(old, new, |group| &group.name.value, |_| None, alike) {
            match pair {
                Pair::Added(new) => {
                    let text = names(new_operation, new).show();
                    self.added(&parent, &new.name.value, new.name.place, K::ChoiceAdded, text);
                }
                Pair::Removed(old) => {
                    let text = names(old_operation, old).show();
                    self.removed(&parent, &old.name.value, old.name.place, K::ChoiceRemoved, text);
                }
                Pair::Both(old_group, new_group, _) => {
                    let position =
                        |groups: &[OneOf], group: &OneOf| groups.iter().position(|other| other.name == group.name);
                    let positions = position(old, old_group).zip(position(new, new_group));
                    kept.extend(positions.map(|(old, new)| [old, new]));
                    let at = parent.child(&new_group.name.value, old_group.name.place, new_group.name.place);
                    // Parameters are compared by their names, below.
                    both!(OneOf { name; parameters } = old_group, new_group);
                    if name.0.value != name.1.value {
                        self.record(&at, "name", K::ChoiceRenamed, &[], name.0.show(), name.1.show());
                    }
                    let members = (names(old_operation, old_group), names(new_operation, new_group));
                    let sorted = |names: &[String]| {
                        let mut names = names.to_vec();
                        names.sort();
                        names
                    };
                    let (old_names, new_names) = (sorted(&members.0), sorted(&members.1));
                    let gains = new_names.iter().any(|name| !old_names.contains(name));
                    let loses = old_names.iter().any(|name| !new_names.contains(name));
                    let kind = match (gains, loses) {
                        (false, false) => continue,
                        (true, false) => K::ChoiceWidened,
                        (false, true) => K::ChoiceNarrowed,
                        (true, true) => K::ChoiceChanged,
                    };
                    self.record(&at, "members", kind, &[], members.0.show(), members.1.show());
                }
            }
        }
        kept.sort_by_key(|[_, new]| *new);
        // The fields of a struct have no order in code.
        let is_ordered = !needs_struct(self.old_api, old_operation) && !needs_struct(self.new_api, new_operation);
        if is_ordered && !kept.is_sorted_by_key(|[old, _]| *old) {
            let names =
                |groups: &[OneOf]| groups.iter().map(|group| group.name.value.clone()).collect::<Vec<_>>().show();
            self.record(&parent, "order", K::ChoicesReordered, &[], names(old), names(new));
        }
    }

    fn old_text(&self, parameter: &Parameter) -> String {
        text(self.old_api, parameter)
    }

    fn new_text(&self, parameter: &Parameter) -> String {
        text(self.new_api, parameter)
    }
}

/// What a new name of a parameter does depends on how it is given.
fn renamed(link: Link, forms: [Form; 2], location: Location) -> K {
    match (forms, link, location) {
        ([Form::Argument, Form::Argument], _, Location::Path) => K::PathArgumentRenamed,
        ([Form::Argument, Form::Argument] | [Form::Hidden, _] | [_, Form::Hidden], ..) => K::ArgumentRenamed,
        ([Form::Field, _] | [_, Form::Field], _, Location::Path) => K::PathParameterRenamed,
        ([Form::Field, _] | [_, Form::Field], ..) => K::RequiredParameterRenamed,
        (_, Link::Declared, _) => K::ParameterRenamed,
        (_, Link::Undone, _) => K::ParameterRenameUndone,
        (_, Link::Guess | Link::Name, _) => K::ParameterRenamedGuess,
    }
}

fn text(api: &Api, parameter: &Parameter) -> String {
    match &parameter.source {
        Source::Caller => {
            let required = if parameter.required && parameter.location != Location::Path { ", required" } else { "" };
            format!("{}{required}", show::type_(api, &parameter.type_))
        }
        Source::Configuration(index) => {
            let name = api.configuration.get(*index).map_or("", |value| value.id.value.as_str());
            format!("from {name}")
        }
        Source::Fixed(value) => show::line(&format!("always {value}")),
    }
}
