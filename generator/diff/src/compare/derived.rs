//! Finds differences that are derived from the change of another element. They are no changes of their own.
//!
//! A difference is derived if the other change explains it completely:
//!
//! - A path is derived from its host if the old path with the new base path is the new path.
//! - The literal request of an example is always derived, because the check of the spec rejects any other request than
//!   the one that the client sends. It is not compared.
//! - An argument, a response or an event of an example is derived if it shows new names of the same elements, elements
//!   that were added or removed, or values that had to change with the type of the element.
//!
//! A difference with any other edit is a change of its own.

use serde_json::{Map, Value as Json};

use super::super::matching::Matches;
use super::super::record::Comparison;
use super::parameters::match_parameters;
use api_client_generator::model::{
    Api, Argument, Enum, Event, Field, HostId, JsonKind, Object, Operation, Parameter, ParameterId, Response, Segment,
    Type, TypeShape, Union,
};

impl Comparison<'_> {
    /// Returns whether the path of an operation differs only by the base path of its host. The change of the host
    /// represents the changes of all these paths.
    pub(super) fn moved_with_host(&self, old: &Operation, new: &Operation) -> bool {
        let base = |api: &Api, host: HostId| {
            let base = api.hosts.get(host).and_then(|host| host.base_path.as_ref());
            base.map(|base| base.value.clone()).unwrap_or_default()
        };
        let (old_base, new_base) = (base(self.old_api, old.host), base(self.new_api, new.host));
        if old_base == new_base {
            return false;
        }
        let below = |operation: &'_ Operation, base: &str| {
            let count = base.split('/').filter(|segment| !segment.is_empty()).count();
            operation.path.segments.get(count..).map(<[Segment]>::to_vec)
        };
        let Some((before, now)) = below(old, &old_base).zip(below(new, &new_base)) else { return false };
        let matches = match_parameters(self, old, new);
        is_same_path([&before, &now], [&old.parameters, &new.parameters], &matches)
    }

    /// Returns the arguments of an example in both versions as text, under the new names of their parameters, without
    /// those that are derived from other changes.
    pub(super) fn own_arguments(
        &self,
        [old, new]: [&Operation; 2],
        matches: &Matches,
        [old_arguments, new_arguments]: [&[Argument]; 2],
    ) -> [Vec<String>; 2] {
        let given = |arguments: &'_ [Argument], id: ParameterId| {
            arguments.iter().find(|argument| argument.parameter == id).map(|argument| argument.value.clone())
        };
        let mut own = [Vec::new(), Vec::new()];
        for (before, now) in matches.both::<ParameterId>() {
            let values = [given(old_arguments, before), given(new_arguments, now)];
            let (before, now) = (&old.parameters[before], &new.parameters[now]);
            let [old_text, new_text] = values.each_ref().map(|value| Some(text(&now.name.value, value.as_ref()?)));
            let follows = match &values {
                [Some(old), Some(new)] => {
                    old_text != new_text && self.value_follows([&before.type_, &now.type_], [old, new])
                }
                _ => is_needed(before) != is_needed(now) || before.is_argument() != now.is_argument(),
            };
            if !follows {
                own[0].extend(old_text);
                own[1].extend(new_text);
            }
        }
        own
    }

    /// Returns whether the response of an example differs only because of other changes.
    pub(super) fn response_follows(&self, [old, new]: [&Operation; 2], bodies: [&Option<String>; 2]) -> bool {
        let Some([old_json, new_json]) = different_json(bodies) else { return false };
        let object = |api: &'_ Api, response: &'_ Response| match response {
            Response::Object(object) => Some(object.clone()),
            Response::Type { type_, wrapper: None } => api.object(type_).cloned(),
            Response::Type { .. } | Response::Unknown | Response::None => None,
        };
        if let (Some(old), Some(new)) = (object(self.old_api, &old.response), object(self.new_api, &new.response)) {
            return self.object_follows([&old, &new], [None, None], [&old_json, &new_json]);
        }
        let (Response::Type { type_: old_type, wrapper: old_in }, Response::Type { type_: new_type, wrapper: new_in }) =
            (&old.response, &new.response)
        else {
            return false;
        };
        let (old_inner, old_rest) = unwrapped(old_json, old_in.as_deref());
        let (new_inner, new_rest) = unwrapped(new_json, new_in.as_deref());
        old_rest == new_rest && self.value_follows([old_type, new_type], [&old_inner, &new_inner])
    }

    /// Returns the same for the example of an event. The field `by` contains the name of the event.
    pub(super) fn event_follows(&self, [old, new]: [&Event; 2], by: [&str; 2]) -> bool {
        let Some([old_json, new_json]) = different_json([&old.example, &new.example]) else { return false };
        let object = |api: &'_ Api, event: &Event| api.object(event.type_.as_ref()?).cloned();
        let objects = object(self.old_api, old).zip(object(self.new_api, new));
        objects.is_some_and(|(old, new)| self.object_follows([&old, &new], by.map(Some), [&old_json, &new_json]))
    }

    /// Returns whether two values are equal, apart from differences that are derived from changes of their types.
    fn value_follows(&self, [old_type, new_type]: [&Type; 2], values: [&Json; 2]) -> bool {
        let [old, new] = values;
        if old == new {
            return true;
        }
        let had_to_change = || {
            let kinds = JsonKind::of(old).zip(JsonKind::of(new));
            !self.is_same_type(old_type, new_type) && kinds.is_some_and(|(old, new)| old != new)
        };
        match (self.old_api.target(old_type), self.new_api.target(new_type)) {
            (Type::List(old_item), Type::List(new_item)) => {
                let (Some(old), Some(new)) = (old.as_array(), new.as_array()) else { return false };
                let mut items = old.iter().zip(new);
                old.len() == new.len() && items.all(|(old, new)| self.value_follows([old_item, new_item], [old, new]))
            }
            (Type::Map(old_item), Type::Map(new_item)) => {
                let (Some(old), Some(new)) = (old.as_object(), new.as_object()) else { return false };
                let follows = |(key, old): (&String, &Json)| {
                    new.get(key).is_some_and(|new| self.value_follows([old_item, new_item], [old, new]))
                };
                old.len() == new.len() && old.iter().all(follows)
            }
            (Type::Named(before), Type::Named(now)) => {
                let shapes = [&self.old_api.type_definition(*before).shape, &self.new_api.type_definition(*now).shape];
                match shapes {
                    [TypeShape::Object(before), TypeShape::Object(now)] => {
                        self.object_follows([before, now], [None, None], values)
                    }
                    [TypeShape::Enum(before), TypeShape::Enum(now)] => enum_value_follows([before, now], values),
                    [TypeShape::Union(before), TypeShape::Union(now)] => self.union_follows([before, now], values),
                    _ => had_to_change(),
                }
            }
            _ => had_to_change(),
        }
    }

    fn union_follows(&self, unions: [&Union; 2], values: [&Json; 2]) -> bool {
        match unions {
            [
                Union::Tagged { field: old_field, members: old_members },
                Union::Tagged { field: new_field, members: new_members },
            ] => {
                let tags = (values[0].get(old_field), values[1].get(new_field));
                let (Some(old_tag), Some(new_tag)) = (tags.0.and_then(Json::as_str), tags.1.and_then(Json::as_str))
                else {
                    return false;
                };
                let old_member = |tag: &str| old_members.iter().find(|member| member.value.value == tag);
                let new_member = |tag: &str| new_members.iter().find(|member| member.value.value == tag);
                if old_tag != new_tag {
                    return new_member(old_tag).is_none() || old_member(new_tag).is_none();
                }
                let objects = old_member(old_tag)
                    .and_then(|member| self.old_api.object(&member.type_))
                    .zip(new_member(new_tag).and_then(|member| self.new_api.object(&member.type_)));
                let tags = [old_field, new_field].map(|tag| Some(tag.as_str()));
                objects.is_some_and(|(old, new)| self.object_follows([old, new], tags, values))
            }
            [Union::Kinds(old_kinds), Union::Kinds(new_kinds)] => {
                let [old_kind, new_kind] = values.map(JsonKind::of);
                let of = |kinds: &[(JsonKind, Type)], wanted: Option<JsonKind>| {
                    kinds.iter().find(|(kind, _)| Some(*kind) == wanted).map(|(_, type_)| type_.clone())
                };
                if old_kind != new_kind {
                    return of(new_kinds, old_kind).is_none() || of(old_kinds, new_kind).is_none();
                }
                let types = of(old_kinds, old_kind).zip(of(new_kinds, new_kind));
                types.is_some_and(|(old, new)| self.value_follows([&old, &new], values))
            }
            [Union::Tagged { .. }, Union::Kinds(_)] | [Union::Kinds(_), Union::Tagged { .. }] => false,
        }
    }

    /// Compares two objects. `tags` are the fields that contain the name of the type; callers compare their values.
    fn object_follows(
        &self,
        [old_object, new_object]: [&Object; 2],
        tags: [Option<&str>; 2],
        [old, new]: [&Json; 2],
    ) -> bool {
        let (Some(old), Some(new)) = (old.as_object(), new.as_object()) else { return false };
        let matches = self.match_fields(old_object, new_object);
        for (before, now) in matches.both::<usize>() {
            let (before, now) = (&old_object.fields[before], &new_object.fields[now]);
            let follows = match [pair(before, old), pair(now, new)] {
                [None, None] => true,
                [Some((old_key, old)), Some((new_key, new))] => {
                    let has_new_name = !names(before).eq(names(now));
                    (old_key == new_key || has_new_name) && self.value_follows([&before.type_, &now.type_], [old, new])
                }
                [Some(_), None] | [None, Some(_)] => [before.always, before.required] != [now.always, now.required],
            };
            if !follows {
                return false;
            }
        }
        // The JSON object can contain the field under several of its names.
        let has_further_keys = |map: &Map<String, Json>, object: &Object, tag: Option<&str>| {
            let is_tag = |key: &&String| Some(key.as_str()) == tag;
            let keys = object.fields.iter().filter_map(|field| Some(pair(field, map)?.0));
            map.keys().filter(|key| !is_tag(key)).count() > keys.filter(|key| !is_tag(key)).count()
        };
        !has_further_keys(old, old_object, tags[0]) && !has_further_keys(new, new_object, tags[1])
    }
}

/// Returns whether two paths produce the same requests. The name of a parameter does not matter, but its position does.
pub(super) fn is_same_path(segments: [&[Segment]; 2], parameters: [&[Parameter]; 2], matches: &Matches) -> bool {
    let index = |side: usize, name: &str| parameters[side].iter().position(|other| other.name.value == name);
    let is_same = |(before, now): (&Segment, &Segment)| match (before, now) {
        (Segment::Literal(before), Segment::Literal(now)) => before == now,
        (Segment::Parameter(before), Segment::Parameter(now)) => {
            index(0, before).zip(index(1, now)).is_some_and(|(before, now)| matches.is_same(before, now))
        }
        (Segment::Literal(_), Segment::Parameter(_)) | (Segment::Parameter(_), Segment::Literal(_)) => false,
    };
    segments[0].len() == segments[1].len() && segments[0].iter().zip(segments[1]).all(is_same)
}

/// Returns an argument as text, with its value as the spec writes it.
fn text(name: &str, value: &Json) -> String {
    let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    format!("{name}: {value}")
}

/// Returns whether each example has an argument for a parameter.
fn is_needed(parameter: &Parameter) -> bool {
    parameter.required && parameter.is_argument()
}

/// Returns two bodies as JSON if their values differ. A difference in layout alone is not derived from another change.
fn different_json(bodies: [&Option<String>; 2]) -> Option<[Json; 2]> {
    let json = |body: &Option<String>| serde_json::from_str::<Json>(body.as_ref()?).ok();
    let [old, new] = bodies.map(json);
    old.zip(new).filter(|(old, new)| old != new).map(<[Json; 2]>::from)
}

/// Returns the value in a wrapper, and the rest of the wrapper.
fn unwrapped(json: Json, wrapper: Option<&str>) -> (Json, Map<String, Json>) {
    match (json, wrapper) {
        (Json::Object(mut map), Some(wrapper)) => (map.remove(wrapper).unwrap_or_default(), map),
        (json, _) => (json, Map::new()),
    }
}

fn enum_value_follows([old, new]: [&Enum; 2], values: [&Json; 2]) -> bool {
    let index = |values: &Enum, value: &Json| {
        value.as_str().and_then(|text| values.values.iter().position(|known| known.value.value == text))
    };
    let (Some(before), Some(now)) = (index(old, values[0]), index(new, values[1])) else { return false };
    let matches = Comparison::match_values(old, new);
    let is_removed = !matches.both::<usize>().any(|(old, _)| old == before);
    matches.is_same(before, now) || is_removed || matches.old(now).is_none()
}

/// Returns the names under which a field is read.
fn names(field: &Field) -> impl Iterator<Item = &str> {
    std::iter::once(&field.name).chain(&field.also).map(|name| name.value.as_str())
}

/// Returns the key and the value of a field in an object.
fn pair<'j>(field: &Field, object: &'j Map<String, Json>) -> Option<(&'j String, &'j Json)> {
    names(field).find_map(|name| object.get_key_value(name))
}
