//! Compares parameters, and groups of alternative parameters.

use super::super::changes::ChangeKind as K;
use super::super::matching::{Link, Matches, Pair, matches, pairs};
use super::super::names::Names;
use super::super::record::{Comparison, Element};
use super::super::show::{self, Show};
use super::super::type_change::{self, TypeKinds};
use super::super::verdict::Direction;
use super::notes::InRust;
use api_client_generator::model::{
    Api, Bounds, Encoding, ListStyle, Location, OneOf, Operation, Parameter, ParameterId, Segment, Source, Type,
};
use api_client_generator::naming::{Case, needs_struct, required_parameters};
use api_client_generator::source::Text;

/// How user code sets a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// User code cannot set it.
    Hidden,
    /// A setter.
    Setter,
    /// An argument of the method.
    Argument,
    /// A field of the struct of required values, or a variant of the enum of a choice.
    Field,
}

fn form(api: &Api, operation: &Operation, parameter: &Parameter) -> Form {
    let position = operation.parameters.position(|other| other.name.value == parameter.name.value);
    let is_choice = position.is_some_and(|position| operation.group_of(position).is_some());
    match (parameter.is_argument(), parameter.required, is_choice) {
        (false, ..) => Form::Hidden,
        (true, false, false) => Form::Setter,
        (true, true, false) if !needs_struct(api, operation) => Form::Argument,
        _ => Form::Field,
    }
}

/// A parameter with the names by which it is matched.
struct Named<'a> {
    parameter: &'a Parameter,
    name: String,
    was: Option<String>,
}

/// Returns the parameters of an operation, for a comparison with another operation.
fn named<'a>(operation: &'a Operation, other: &Operation) -> Vec<Named<'a>> {
    let parameters = operation.parameters.iter().map(|parameter| {
        let text = |text: &Text| name_on_wire(operation, other, parameter, &text.value);
        Named { parameter, name: text(&parameter.name), was: parameter.notes.was.as_ref().map(text) }
    });
    parameters.collect()
}

/// Matches the parameters of two operations.
pub(super) fn match_parameters(comparison: &Comparison<'_>, old: &Operation, new: &Operation) -> Matches {
    let (old_named, mut new_named) = (named(old, new), named(new, old));
    // Path parameters are matched by position, unless `was` names a former parameter.
    let is_there = |all: &[Named<'_>], name: &str| all.iter().any(|named| named.name == name);
    let is_former = |all: &[Named<'_>], name: &str| all.iter().any(|named| named.was.as_deref() == Some(name));
    let has_former = |all: &[Named<'_>], others: &[Named<'_>], name: &str| {
        let named = all.iter().find(|named| named.name == name);
        named.and_then(|named| named.was.as_deref()).is_some_and(|was| is_there(others, was))
    };
    let mut renamed = positions(old, new);
    renamed.retain(|(before, now)| {
        !is_there(&old_named, now)
            && !is_there(&new_named, before)
            && !is_former(&old_named, now)
            && !is_former(&new_named, before)
            && !has_former(&old_named, &new_named, before)
            && !has_former(&new_named, &old_named, now)
    });
    for (before, now) in renamed {
        if let Some(named) = new_named.iter_mut().find(|named| named.name == now) {
            named.was = Some(before.to_owned());
        }
    }
    let is_similar = |old: &Parameter, new: &Parameter| {
        old.location == new.location
            && old.is_argument()
            && new.is_argument()
            && old.required == new.required
            && old.list == new.list
            && comparison.is_same_type(&old.type_, &new.type_)
    };
    matches(
        &old_named,
        &new_named,
        |named| &named.name,
        |named| named.was.as_deref(),
        |old, new| is_similar(old.parameter, new.parameter),
    )
}

/// Returns the name by which a parameter is matched. The letter case of headers does not matter, even if the parameter
/// is a header in one version only.
fn name_on_wire(operation: &Operation, other: &Operation, parameter: &Parameter, name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let is_taken = || operation.parameters.iter().any(|other| other.name.value == lower);
    let is_header = |parameter: &Parameter| {
        parameter.location == Location::Header && parameter.name.value.eq_ignore_ascii_case(name)
    };
    let is_header = parameter.location == Location::Header || other.parameters.iter().any(is_header);
    if is_header && !is_taken() { lower } else { name.to_owned() }
}

/// Returns the parameters at the same positions of two paths, if the rest of the paths is equal.
fn positions<'a>(old: &'a Operation, new: &'a Operation) -> Vec<(&'a str, &'a str)> {
    let (old, new) = (&old.path.segments, &new.path.segments);
    let is_literal = |segment: &Segment| segment.parameter().is_none();
    let is_same = old.len() == new.len()
        && old.iter().zip(new).all(|(old, new)| if is_literal(old) { old == new } else { !is_literal(new) });
    let pairs = old.iter().zip(new).filter(|_| is_same);
    pairs.filter_map(|(old, new)| Some((old.parameter()?, new.parameter()?))).collect()
}

impl Comparison<'_> {
    /// Compares parameters. `is_other_path` says whether the positions in the path differ, which determine the order of
    /// arguments.
    pub(super) fn parameters(
        &mut self,
        at: &Element,
        [old_operation, new_operation]: [&Operation; 2],
        matches: &Matches,
        is_other_path: bool,
    ) {
        let at = at.clone().in_direction(Direction::Request);
        let both = Both { operations: [old_operation, new_operation], matches };
        let found = matches.pairs(&old_operation.parameters, &new_operation.parameters);
        // The method arguments that exist in both versions.
        let mut arguments: Vec<[ParameterId; 2]> = Vec::new();
        for pair in found {
            match pair {
                Pair::Added(new) => {
                    let kind = match (new.is_argument(), new.required) {
                        (false, _) => K::FIXED_PARAMETER_ADDED,
                        (true, true) => K::REQUIRED_PARAMETER_ADDED,
                        (true, false) => K::PARAMETER_ADDED,
                    };
                    let (parent, text) = (at.part(new.location.as_str()), self.new_text(new));
                    self.added(&parent, &new.name.value, new.name.place, kind, Some(text));
                }
                Pair::Removed(old) => {
                    let kind = match (old.is_argument(), old.required) {
                        (false, _) => K::FIXED_PARAMETER_REMOVED,
                        (true, true) => K::REQUIRED_PARAMETER_REMOVED,
                        (true, false) => K::PARAMETER_REMOVED,
                    };
                    let (parent, text) = (at.part(old.location.as_str()), self.old_text(old));
                    let parent = parent.deprecated(old.notes.deprecated.as_ref());
                    self.removed(&parent, &old.name.value, old.name.place, kind, Some(text));
                }
                Pair::Both(old, new, link) => {
                    let forms = [form(self.old_api, old_operation, old), form(self.new_api, new_operation, new)];
                    if forms == [Form::Argument; 2] {
                        let position = |operation: &Operation, parameter: &Parameter| {
                            operation.parameters.position(|other| other.name == parameter.name)
                        };
                        let positions = (position(old_operation, old), position(new_operation, new));
                        arguments.extend(positions.0.zip(positions.1).map(|(old, new)| [old, new]));
                    }
                    let place = (old.name.place, new.name.place);
                    let at = at.part(new.location.as_str()).child(&new.name.value, place.0, place.1);
                    self.parameter(&at.with_notes(&old.notes, &new.notes), link, forms, &both, old, new);
                }
            }
        }
        arguments.sort_by_key(|[_, new]| *new);
        let is_exchanged = self.are_exchanged(&both);
        if is_exchanged || !arguments.is_sorted_by_key(|[old, _]| *old) {
            let names = |operation: &Operation| {
                let names = required_parameters(operation).map(|(_, parameter)| parameter.name.value.clone());
                names.collect::<Vec<_>>().show()
            };
            let kind = if is_exchanged { K::ARGUMENTS_EXCHANGED } else { K::ARGUMENTS_REORDERED };
            self.record(&at, "arguments", kind, &[], names(old_operation), names(new_operation));
            let is_elsewhere = |[_, new]: &&[ParameterId; 2]| new_operation.parameters[*new].location != Location::Path;
            if is_other_path && arguments.iter().filter(is_elsewhere).is_sorted_by_key(|[old, _]| *old) {
                self.last_follows();
            }
        }
    }

    /// Returns whether old calls still compile, although some arguments now set another parameter.
    fn are_exchanged(&self, both: &Both<'_>) -> bool {
        let [old, new] = both.operations;
        let arguments =
            |operation: &Operation| required_parameters(operation).map(|(index, _)| index).collect::<Vec<_>>();
        let has_arguments = !needs_struct(self.old_api, old) && !needs_struct(self.new_api, new);
        let is_other = |(old, new): (ParameterId, ParameterId)| !both.matches.is_same(old, new);
        has_arguments
            && self.argument_types(self.old_api, old, type_change::Side::Old)
                == self.argument_types(self.new_api, new, type_change::Side::New)
            && arguments(old).into_iter().zip(arguments(new)).any(is_other)
    }

    /// Returns the types of the arguments of a method, as far as the compiler distinguishes them.
    fn argument_types(&self, api: &Api, operation: &Operation, side: type_change::Side) -> Vec<String> {
        let required = required_parameters(operation).map(|(_, parameter)| match api.target(&parameter.type_) {
            Type::String | Type::Url | Type::DateTime | Type::Date | Type::JsonText => "text".to_owned(),
            _ => type_change::rust_form(self, api, &parameter.type_, side),
        });
        required.chain(operation.one_of.iter().map(|group| format!("choice {}", group.name.value))).collect()
    }

    fn parameter(
        &mut self,
        at: &Element,
        link: Link,
        forms: [Form; 2],
        both: &Both<'_>,
        old: &Parameter,
        new: &Parameter,
    ) {
        let before = self.count();
        // The sentences about limits are generated from the bounds.
        both!(
            Parameter {
                name, type_, location, list, source, required, nullable, sensitive, default, bounds, not_with,
                required_when, notes; limits,
            } = old,
            new
        );
        let names = Names::new(Case::Snake, name, (&notes.0.rust, &notes.1.rust));
        // The name of an argument is documentation. The kind `argument-renamed` takes this into account.
        let is_header = [*location.0, *location.1].contains(&Location::Header);
        if is_header && name.0.value.eq_ignore_ascii_case(&name.1.value) {
            let is_seen = !names.is_same() && !forms.contains(&Form::Argument) && !forms.contains(&Form::Hidden);
            let kind = if is_seen { renamed(link, forms, *location.1) } else { K::SPEC_NAME_CHANGED };
            self.renamed(at, kind, names);
            if name.0.value != name.1.value {
                self.last_is_same_on_wire();
            }
        } else {
            self.renamed(at, renamed(link, forms, *location.1), names);
        }
        let (is_text, changes_before_source) = (both.is_text(*location.0, *location.1), self.count());
        self.source(at, is_text, old, new, source.0, source.1);
        let is_source_reported = self.count() > changes_before_source;
        if location.0 != location.1 {
            self.record(at, "location", K::LOCATION_CHANGED, &[], location.0.show(), location.1.show());
            // A parameter that moves into or out of the path also changes the path.
            if [*location.0, *location.1].contains(&Location::Path) {
                self.last_follows();
            }
        }
        let is_list = |api: &Api, type_: &Type| matches!(api.target(type_), Type::List(_));
        // A value that becomes a list is reported as a change of its type.
        if is_list(self.old_api, type_.0) && is_list(self.new_api, type_.1) {
            let style = |list: &Option<ListStyle>| list.or((!is_query(*location.0)).then_some(ListStyle::Json));
            if style(list.0) != style(list.1) {
                self.value(at, "wire", K::LIST_STYLE_CHANGED, list);
            }
        }
        // A change between a fixed value and a caller's value is reported as such.
        if old.is_argument() && new.is_argument() {
            self.flag(at, "required", [K::PARAMETER_REQUIRED, K::PARAMETER_OPTIONAL], required);
        }
        self.flag(at, "nullable", [K::PARAMETER_NULLABLE_GAINED, K::PARAMETER_NULLABLE_LOST], nullable);
        let kinds = if forms.contains(&Form::Field) {
            [K::REQUIRED_SENSITIVE_GAINED, K::REQUIRED_SENSITIVE_LOST]
        } else {
            [K::PARAMETER_SENSITIVE_GAINED, K::PARAMETER_SENSITIVE_LOST]
        };
        self.flag(at, "sensitive", kinds, sensitive);
        let is_number = type_change::is_number(self.old_api.target(type_.0))
            && type_change::is_number(self.new_api.target(type_.1));
        self.default(at, is_number, default);
        self.bounds(at, bounds.0, bounds.1);
        self.exclusions(at, both, [&name.0.value, &name.1.value], (not_with.0, not_with.1));
        let conditions = |conditions: &[(Text, serde_json::Value)], current: &dyn Fn(&str) -> String| -> Vec<String> {
            conditions.iter().map(|(name, value)| format!("{}: {value}", current(&name.value))).collect()
        };
        let conditions =
            [conditions(required_when.0, &|name| both.current(name)), conditions(required_when.1, &str::to_owned)];
        let kinds = [K::CONDITION_ADDED, K::CONDITION_REMOVED, K::CONDITION_CHANGED];
        self.set(at, "required_when", kinds, (&conditions[0], &conditions[1]));
        let in_rust = match forms {
            [Form::Setter, Form::Setter] => InRust::WithFormer,
            [Form::Argument | Form::Hidden, _] => InRust::Argument,
            _ => InRust::Named,
        };
        self.notes(at, in_rust, link, Some(names), notes);
        // The type is compared last, so that the changes that follow from it come after it.
        let kinds = match source.1 {
            Source::Fixed(_) => TypeKinds::in_rust(K::FIXED_TYPE_CHANGED, K::FIXED_TYPE_CHANGED),
            Source::Caller | Source::Configuration(_) => {
                TypeKinds::new(K::PARAMETER_TYPE_REWORDED, K::PARAMETER_TYPE_RECAST, K::PARAMETER_TYPE_CHANGED)
            }
        };
        // A fixed value without a declared type has the type of its literal.
        let follows = is_source_reported && matches!(source.1, Source::Fixed(_));
        let is_told = old.is_argument() == new.is_argument() && !follows;
        let wire = if is_text { type_change::Wire::Text([*list.0, *list.1]) } else { type_change::Wire::Json };
        if let Some(kind) =
            type_change::kind(self, type_.0, type_.1, wire, kinds.in_direction(at.direction)).filter(|_| is_told)
        {
            let texts = (show::type_(self.old_api, type_.0), show::type_(self.new_api, type_.1));
            self.record(at, "type", kind, &["type"], Some(texts.0), Some(texts.1));
            self.redaction_of_types(at, type_.0, type_.1);
        }
        // Path values are never empty, whether they are ids or not.
        let is_checked = |is_id: bool, parameter: &Parameter| parameter.location == Location::Path || is_id;
        let [old_id, new_id] = self.are_ids([&name.0.value, &name.1.value], [type_.0, type_.1]);
        if !forms.iter().any(|form| matches!(form, Form::Hidden | Form::Setter)) {
            self.empty(at, [is_checked(old_id, old), is_checked(new_id, new)], [type_.0, type_.1]);
        }
        self.correction(at, before, notes.0.correction.as_ref(), notes.1.correction.as_ref());
    }

    /// Compares the sources of values. `is_text` says whether the values are sent as text.
    fn source(
        &mut self,
        at: &Element,
        is_text: bool,
        old: &Parameter,
        new: &Parameter,
        old_source: &Source,
        new_source: &Source,
    ) {
        let text = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let (kind, keys): (K, &[&str]) = match (old_source, new_source) {
            (Source::Caller, Source::Caller) => return,
            (Source::Fixed(old), Source::Fixed(new))
                if type_change::is_same_json(old, new) || (is_text && text(old) == text(new)) =>
            {
                return;
            }
            (Source::Configuration(old), Source::Configuration(new))
                if self.links.configuration.is_same(*old, *new) =>
            {
                return;
            }
            (Source::Fixed(_), Source::Fixed(_)) => (K::FIXED_VALUE_CHANGED, &["value"]),
            (Source::Configuration(_), Source::Configuration(_)) => (K::FIXED_VALUE_CHANGED, &["from"]),
            (Source::Caller, _) if old.required => (K::PARAMETER_FIXED, &[]),
            (Source::Caller, _) => (K::OPTIONAL_PARAMETER_FIXED, &[]),
            (_, Source::Caller) if new.required => (K::PARAMETER_FREED, &[]),
            (_, Source::Caller) => (K::OPTIONAL_PARAMETER_FREED, &[]),
            _ => (K::FIXED_VALUE_CHANGED, &[]),
        };
        let (old, new) = (self.old_text(old), self.new_text(new));
        self.record(at, "source", kind, keys, Some(old), Some(new));
    }

    fn default(&mut self, at: &Element, is_number: bool, default: (&Option<String>, &Option<String>)) {
        let number = |default: &Option<String>| default.as_ref()?.parse::<serde_json::Number>().ok();
        let is_same_number =
            number(default.0).zip(number(default.1)).is_some_and(|(old, new)| type_change::is_same_number(&old, &new));
        if !(is_number && is_same_number) {
            self.value(at, "default", K::DEFAULT_CHANGED, default);
        }
    }

    fn bounds(&mut self, at: &Element, old: &Bounds, new: &Bounds) {
        both!(Bounds { min, max, min_length, max_length, max_items } = old, new);
        // Without a minimum, every number is allowed. The length of a text is at least 0.
        for (key, least, (old, new)) in [("min", i64::MIN, min), ("min_length", 0, min_length)] {
            self.bound(at, key, (old, new), old.unwrap_or(least) < new.unwrap_or(least));
            if old != new && old.unwrap_or(least) == new.unwrap_or(least) {
                self.last_is_same_on_wire();
            }
        }
        for (key, (old, new)) in [("max", max), ("max_length", max_length), ("max_items", max_items)] {
            self.bound(at, key, (old, new), old.unwrap_or(i64::MAX) > new.unwrap_or(i64::MAX));
        }
    }

    fn bound(&mut self, at: &Element, key: &str, pair: (&Option<i64>, &Option<i64>), is_tighter: bool) {
        self.value(at, key, if is_tighter { K::BOUND_TIGHTENED } else { K::BOUND_LOOSENED }, pair);
    }

    /// Compares exclusions. An exclusion is symmetric, so either parameter can declare it.
    fn exclusions(
        &mut self,
        at: &Element,
        both: &Both<'_>,
        [old_name, new_name]: [&String; 2],
        (old, new): (&[Text], &[Text]),
    ) {
        let [old_operation, new_operation] = both.operations;
        let old_partners: Vec<String> = partners(old_operation, old_name).map(|name| both.current(name)).collect();
        let new_partners: Vec<&str> = partners(new_operation, new_name).collect();
        let removed = old.iter().map(|name| both.current(&name.value));
        let removed: Vec<String> = removed.filter(|name| !new_partners.contains(&name.as_str())).collect();
        let added = new.iter().map(|name| name.value.clone());
        let added: Vec<String> = added.filter(|name| !old_partners.contains(name)).collect();
        let kind = match (added.is_empty(), removed.is_empty()) {
            (false, true) => K::EXCLUSION_ADDED,
            (true, false) => K::EXCLUSION_REMOVED,
            (false, false) => K::EXCLUSION_CHANGED,
            // The other parameter still declares the exclusion, or now declares it instead.
            (true, true) => K::DOC_CHANGED,
        };
        let sorted = |mut names: Vec<String>| {
            names.sort();
            names
        };
        let old_names = sorted(old.iter().map(|name| name.value.clone()).collect());
        let new_names = sorted(new.iter().map(|name| name.value.clone()).collect());
        if sorted(old_names.iter().map(|name| both.current(name)).collect()) != new_names {
            self.record(at, "not_with", kind, &["not_with"], old_names.show(), new_names.show());
        }
    }

    pub(super) fn groups(
        &mut self,
        at: &Element,
        operations: [&Operation; 2],
        matches: &Matches,
        old: &[OneOf],
        new: &[OneOf],
    ) {
        let [old_operation, new_operation] = operations;
        let parent = at.part("one_of").in_direction(Direction::Request);
        let names = |operation: &Operation, group: &OneOf| -> Vec<String> {
            let parameters = group.parameters.iter().filter_map(|index| operation.parameters.get(*index));
            parameters.map(|parameter| parameter.name.value.clone()).collect()
        };
        // A renamed parameter is the same choice.
        let is_in_old =
            |old: &OneOf, new: ParameterId| matches.old(new).is_some_and(|index| old.parameters.contains(&index));
        let is_in_new = |new: &OneOf, old: ParameterId| new.parameters.iter().any(|index| matches.is_same(old, *index));
        let gains = |old: &OneOf, new: &OneOf| new.parameters.iter().any(|index| !is_in_old(old, *index));
        let loses = |old: &OneOf, new: &OneOf| old.parameters.iter().any(|index| !is_in_new(new, *index));
        let is_similar = |old: &OneOf, new: &OneOf| !gains(old, new) && !loses(old, new);
        let mut kept: Vec<[usize; 2]> = Vec::new();
        for pair in pairs(old, new, |group| &group.name.value, |_| None, is_similar) {
            match pair {
                Pair::Added(new) => {
                    let text = names(new_operation, new).show();
                    self.added(&parent, &new.name.value, new.name.place, K::CHOICE_ADDED, text);
                }
                Pair::Removed(old) => {
                    let text = names(old_operation, old).show();
                    self.removed(&parent, &old.name.value, old.name.place, K::CHOICE_REMOVED, text);
                }
                Pair::Both(old_group, new_group, _) => {
                    let position =
                        |groups: &[OneOf], group: &OneOf| groups.iter().position(|other| other.name == group.name);
                    let positions = position(old, old_group).zip(position(new, new_group));
                    kept.extend(positions.map(|(old, new)| [old, new]));
                    let at = parent.child(&new_group.name.value, old_group.name.place, new_group.name.place);
                    // Parameters are compared by name below.
                    both!(OneOf { name; parameters } = old_group, new_group);
                    if name.0.value != name.1.value {
                        self.record(&at, "name", K::CHOICE_RENAMED, &[], name.0.show(), name.1.show());
                    }
                    let members = (names(old_operation, old_group), names(new_operation, new_group));
                    let kind = match (gains(old_group, new_group), loses(old_group, new_group)) {
                        (false, false) => continue,
                        (true, false) => K::CHOICE_WIDENED,
                        (false, true) => K::CHOICE_NARROWED,
                        (true, true) => K::CHOICE_CHANGED,
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
            self.record(&parent, "order", K::CHOICES_REORDERED, &[], names(old), names(new));
        }
    }

    fn old_text(&self, parameter: &Parameter) -> String {
        text(self.old_api, parameter)
    }

    fn new_text(&self, parameter: &Parameter) -> String {
        text(self.new_api, parameter)
    }
}

/// Two operations with the matches of their parameters.
struct Both<'a> {
    operations: [&'a Operation; 2],
    matches: &'a Matches,
}

impl Both<'_> {
    /// Returns the current name of a parameter of the old operation.
    fn current(&self, name: &str) -> String {
        let [old, new] = self.operations.map(|operation| &operation.parameters);
        let index = old.position(|parameter| parameter.name.value == name);
        let renamed = self.matches.both().find(|(old, _)| Some(*old) == index);
        renamed.map_or_else(|| name.to_owned(), |(_, index)| new[index].name.value.clone())
    }

    /// Returns whether a value is sent as text in both versions, and not as JSON.
    fn is_text(&self, old: Location, new: Location) -> bool {
        let is_text = |location: Location, operation: &Operation| {
            location != Location::Body || operation.encoding == Encoding::Form
        };
        is_text(old, self.operations[0]) && is_text(new, self.operations[1])
    }
}

/// Returns the parameters that exclude a parameter, whichever of the two declares it.
fn partners<'a>(operation: &'a Operation, name: &'a str) -> impl Iterator<Item = &'a str> {
    let is_it = move |text: &&Text| text.value == name;
    operation.parameters.iter().flat_map(move |parameter| {
        let own =
            parameter.not_with.iter().filter(move |_| parameter.name.value == name).map(|other| other.value.as_str());
        let of_other = parameter.not_with.iter().filter(is_it).map(|_| parameter.name.value.as_str());
        own.chain(of_other)
    })
}

fn is_query(location: Location) -> bool {
    location == Location::Query
}

/// Returns the kind of a renamed parameter, which depends on how user code sets it.
fn renamed(link: Link, forms: [Form; 2], location: Location) -> K {
    match (forms, link, location) {
        ([Form::Argument | Form::Hidden, Form::Argument | Form::Hidden], _, Location::Path) => K::PATH_ARGUMENT_RENAMED,
        ([Form::Argument, Form::Argument] | [Form::Hidden, _] | [_, Form::Hidden], ..) => K::ARGUMENT_RENAMED,
        ([Form::Field, _] | [_, Form::Field], _, Location::Path) => K::PATH_PARAMETER_RENAMED,
        ([Form::Field, _] | [_, Form::Field], ..) => K::REQUIRED_PARAMETER_RENAMED,
        (_, Link::Declared, _) => K::PARAMETER_RENAMED,
        (_, Link::Undone, _) => K::PARAMETER_RENAME_UNDONE,
        (_, Link::Guess | Link::Name, _) => K::PARAMETER_RENAMED_GUESS,
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
