//! Comparison of bodies with their types. It is as lenient as the client: alternative names of a field, null and values
//! for "no value" are not findings.

use serde_json::{Map, Value as Json};

use super::finding::{Evidence, FindingKind, Findings, Key, Owner};
use super::privacy::{REDACTED, example, is_enum_value, is_field_name};
use super::times::{self, Unit};
use crate::model::{Api, Enum, Field, JsonKind, Object, Type, TypeId, TypeShape, Union, is_same_json};
use crate::source::calendar::{is_datetime, is_day};

/// More unknown names or values of one element are counted together, without their names.
const MAX_MEMBERS: usize = 50;
/// Integers beyond this limit have no exact float.
const MAX_EXACT: f64 = 9_007_199_254_740_992.0;

/// A body that is compared.
pub(super) struct Comparison<'c, 'j> {
    pub(super) api: &'c Api,
    pub(super) findings: &'c mut Findings,
    /// The operation or event.
    pub(super) source: &'c str,
    pub(super) path: Vec<Step<'j>>,
}

/// A step of a JSON path.
#[derive(Clone, Copy)]
pub(super) enum Step<'j> {
    Field(&'j str),
    /// An item of a list, or an entry of a map.
    Item,
}

/// A position in the spec: a field of an element, or a part of the field's value.
#[derive(Clone, Copy)]
pub(super) struct Site<'s> {
    pub(super) owner: Owner,
    pub(super) field: &'s str,
    /// The number of lists and maps around the value.
    pub(super) depth: usize,
}

impl Site<'_> {
    fn member(self) -> String {
        format!("{}{}", self.field, REDACTED.repeat(self.depth))
    }

    fn item(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }
}

impl<'j> Comparison<'_, 'j> {
    /// Records an observation.
    pub(super) fn add(
        &mut self,
        owner: Owner,
        kind: FindingKind,
        member: &str,
        detail: &str,
        value: &Json,
    ) -> &mut Evidence {
        let key = Key { owner, kind, member: member.to_owned(), detail: detail.to_owned() };
        let evidence = self.findings.entry(key).or_default();
        if evidence.count == 0 {
            let steps = self.path.iter().map(|step| match step {
                Step::Field(name) => format!(".{name}"),
                Step::Item => REDACTED.to_owned(),
            });
            evidence.path = std::iter::once("$".to_owned()).chain(steps).collect();
            evidence.example = Some(example(value));
        }
        evidence.count += 1;
        evidence.sources.insert(self.source.to_owned());
        evidence
    }

    /// Records a member that the spec lacks, with its form.
    pub(super) fn add_unknown(&mut self, owner: Owner, kind: FindingKind, member: &str, detail: &str, value: &Json) {
        let start = Key { owner, kind, member: String::new(), detail: String::new() };
        let known = self.findings.range(start..).take_while(|(key, _)| key.owner == owner && key.kind == kind);
        let is_new = known.clone().all(|(key, _)| key.member != member);
        let member = if is_new && known.count() >= MAX_MEMBERS { REDACTED } else { member };
        self.add(owner, kind, member, detail, value).observed.add(value);
    }

    fn wrong_type(&mut self, json: &Json, expected: &str, site: Site) {
        if json.is_null() {
            let detail = format!("expected {expected}, found null");
            self.add(site.owner, FindingKind::UnexpectedNull, &site.member(), &detail, json);
        } else {
            let detail = format!("expected {expected}, found {}", kind_of(json));
            self.add(site.owner, FindingKind::WrongType, &site.member(), &detail, json);
        }
    }

    pub(super) fn value(&mut self, json: &'j Json, type_: &Type, site: Site) {
        let api = self.api;
        match api.target(type_) {
            Type::String | Type::Url => self.text(json, "a string", site, |_| true),
            Type::DateTime => self.text(json, "a time such as `2026-01-31T08:30:00Z`", site, is_datetime),
            Type::Date => self.text(json, "a date such as `2026-01-31`", site, is_day),
            Type::JsonText => self.text(json, "a string with JSON", site, is_json),
            Type::Int | Type::Timestamp => {
                self.integer(json, site);
            }
            Type::TimestampMillis => self.time(json, Unit::Milliseconds, site),
            Type::TimestampSeconds => self.time(json, Unit::Seconds, site),
            Type::Float if json.is_number() => {}
            Type::Float => self.wrong_type(json, "a number", site),
            Type::Bool if json.is_boolean() => {}
            Type::Bool => self.wrong_type(json, "a boolean", site),
            Type::Json | Type::File => {}
            Type::List(item) => match json {
                Json::Array(items) => {
                    self.path.push(Step::Item);
                    for json in items {
                        self.value(json, item, site.item());
                    }
                    self.path.pop();
                }
                Json::Null => {}
                _ => self.wrong_type(json, "a list", site),
            },
            Type::Map(value) => match json {
                Json::Object(map) => {
                    self.path.push(Step::Item);
                    for json in map.values() {
                        self.value(json, value, site.item());
                    }
                    self.path.pop();
                }
                Json::Null => {}
                _ => self.wrong_type(json, "an object", site),
            },
            Type::Named(id) => self.named(json, *id, site),
        }
    }

    fn named(&mut self, json: &'j Json, id: TypeId, site: Site) {
        let api = self.api;
        match &api.type_definition(id).shape {
            TypeShape::Object(object) => match json {
                Json::Object(map) => self.object(map, object, Owner::Type(id), None),
                _ => self.wrong_type(json, "an object", site),
            },
            TypeShape::Enum(values) => self.enumeration(json, values, id, site),
            TypeShape::Union(union) => self.union(json, union, id, site),
            // Only a cycle of aliases leads here, which is an error of the spec.
            TypeShape::Alias(_) => {}
        }
    }

    fn text(&mut self, json: &Json, expected: &str, site: Site, is_valid: fn(&str) -> bool) {
        match json.as_str() {
            None => self.wrong_type(json, "a string", site),
            Some(text) if is_valid(text) => {}
            Some(text) => {
                let found = if text.is_empty() { "an empty string" } else { "a different string" };
                let detail = format!("expected {expected}, found {found}");
                self.add(site.owner, FindingKind::InvalidFormat, &site.member(), &detail, json);
            }
        }
    }

    /// Some servers write integers as floats.
    fn integer(&mut self, json: &Json, site: Site) -> Option<i64> {
        if !json.is_number() {
            self.wrong_type(json, "an integer", site);
            return None;
        }
        #[allow(clippy::cast_possible_truncation, reason = "the range is checked")]
        let exact = |float: f64| (float.fract() == 0.0 && float.abs() <= MAX_EXACT).then_some(float as i64);
        let number = json.as_i64().or_else(|| json.as_f64().filter(|_| json.is_f64()).and_then(exact));
        if number.is_none() {
            let found = if json.is_u64() { "a larger integer" } else { "a number with a fraction" };
            let detail = format!("expected a 64-bit integer, found {found}");
            self.add(site.owner, FindingKind::OutOfRange, &site.member(), &detail, json);
        }
        number
    }

    fn time(&mut self, json: &Json, unit: Unit, site: Site) {
        let Some(number) = self.integer(json, site) else { return };
        let other = unit.other();
        if !times::is_plausible(number, unit) && times::is_plausible(number, other) {
            let detail = format!("expected Unix {}, found a time in {}", unit.name(), other.name());
            self.add(site.owner, FindingKind::ImplausibleTime, &site.member(), &detail, json);
        }
    }

    fn enumeration(&mut self, json: &Json, values: &Enum, id: TypeId, site: Site) {
        let Some(text) = json.as_str() else { return self.wrong_type(json, "a string", site) };
        if values.values.iter().any(|value| value.value.value == text) {
            return;
        }
        let member = if is_enum_value(text) || text.is_empty() { text } else { REDACTED };
        self.add_unknown(Owner::Type(id), FindingKind::UnknownEnumValue, member, "", json);
    }

    fn union(&mut self, json: &'j Json, union: &Union, id: TypeId, site: Site) {
        let (api, owner, kind) = (self.api, Owner::Type(id), FindingKind::UnknownUnionMember);
        match union {
            Union::Tagged { field, members } => {
                let Json::Object(map) = json else { return self.wrong_type(json, "an object", site) };
                let Some(tag) = map.get(field).and_then(Json::as_str) else {
                    let detail = format!("has no `{field}`, which selects its type");
                    self.add(owner, kind, REDACTED, &detail, json);
                    return;
                };
                match members.iter().find(|member| member.value.value == tag).map(|member| api.target(&member.type_)) {
                    Some(Type::Named(id)) => match &api.type_definition(*id).shape {
                        TypeShape::Object(object) => self.object(map, object, Owner::Type(*id), Some(field)),
                        _ => self.named(json, *id, site),
                    },
                    Some(type_) => self.value(json, type_, site),
                    None => {
                        let member = if is_enum_value(tag) { tag } else { REDACTED };
                        let rest = map.iter().filter(|(key, _)| *key != field);
                        let rest: Map<String, Json> = rest.map(|(key, value)| (key.clone(), value.clone())).collect();
                        self.add_unknown(owner, kind, member, "", &rest.into());
                    }
                }
            }
            Union::Kinds(kinds) => match (JsonKind::of(json), kinds) {
                (None, _) => self.wrong_type(json, "a value", site),
                (Some(found), kinds) => match kinds.iter().find(|(kind, _)| *kind == found) {
                    Some((_, type_)) => self.value(json, type_, site),
                    None => self.add_unknown(owner, kind, found.as_str(), "", json),
                },
            },
        }
    }

    /// Compares an object. `tag` is the field that selects it as a member of a union.
    pub(super) fn object(&mut self, map: &'j Map<String, Json>, object: &Object, owner: Owner, tag: Option<&str>) {
        for field in &object.fields {
            let mut is_found = false;
            for name in names(field) {
                let Some((name, value)) = map.get_key_value(name) else { continue };
                is_found |= !value.is_null();
                let is_absent = value.is_null() || field.absent.iter().any(|absent| is_same_json(absent, value));
                if is_absent || Some(name.as_str()) == tag {
                    continue;
                }
                self.path.push(Step::Field(name));
                self.value(value, &field.type_, Site { owner, field: &field.name.value, depth: 0 });
                self.path.pop();
            }
            if field.always && !is_found {
                self.add(
                    owner,
                    FindingKind::MissingIdentifier,
                    &field.name.value,
                    "is `always`, but absent or null",
                    &Json::Null,
                );
            }
        }
        for (key, value) in map {
            let is_known =
                Some(key.as_str()) == tag || object.fields.iter().any(|field| names(field).any(|name| name == key));
            if !is_known {
                self.unknown_field(owner, key, value);
            }
        }
    }

    /// Records a field that the spec lacks.
    pub(super) fn unknown_field(&mut self, owner: Owner, key: &'j str, value: &Json) {
        let is_name = is_field_name(key);
        self.path.push(if is_name { Step::Field(key) } else { Step::Item });
        self.add_unknown(owner, FindingKind::UnknownField, if is_name { key } else { REDACTED }, "", value);
        self.path.pop();
    }
}

/// Returns the names of a field in responses.
pub(super) fn names(field: &Field) -> impl Iterator<Item = &str> {
    std::iter::once(&field.name).chain(&field.also).map(|name| name.value.as_str())
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

pub(super) fn kind_of(json: &Json) -> &'static str {
    match json {
        Json::Null => "null",
        Json::Bool(_) => "a boolean",
        Json::Number(_) => "a number",
        Json::String(_) => "a string",
        Json::Array(_) => "a list",
        Json::Object(_) => "an object",
    }
}
