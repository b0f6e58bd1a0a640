//! The form of values that a spec lacks, collected over all observations.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::privacy::{is_field_name, is_url};
use super::times::{self, Unit};
use crate::model::JsonKind;
use crate::source::calendar::{is_datetime, is_day};

/// An object with more fields is a map.
const MAX_FIELDS: usize = 200;
/// The content of deeper values is ignored.
const MAX_DEPTH: usize = 8;

/// Counts of what was observed at one position.
#[derive(Clone, Debug, Default)]
pub(super) struct Observed {
    nulls: usize,
    bools: usize,
    integers: usize,
    /// The integers that are likely times in milliseconds or seconds.
    times: [usize; 2],
    floats: usize,
    strings: Strings,
    lists: usize,
    item: Option<Box<Self>>,
    objects: usize,
    fields: BTreeMap<String, Self>,
    /// The values of keys that are not names.
    entries: Option<Box<Self>>,
}

#[derive(Clone, Debug, Default)]
struct Strings {
    all: usize,
    empty: usize,
    datetimes: usize,
    days: usize,
    urls: usize,
}

/// The type of observed values.
#[derive(Clone, Debug)]
pub(super) enum Form<'o> {
    /// There was no value, or only null, empty lists and empty objects.
    Empty,
    /// A word of the format.
    Word(&'static str),
    List(&'o Observed),
    /// The values of a map.
    Map(Box<Observed>),
    Object(&'o BTreeMap<String, Observed>),
    /// Values of several kinds.
    Mixed(Vec<&'static str>),
}

impl Observed {
    pub(super) fn add(&mut self, json: &Json) {
        self.add_at(json, 0);
    }

    fn add_at(&mut self, json: &Json, depth: usize) {
        match json {
            Json::Null => self.nulls += 1,
            Json::Bool(_) => self.bools += 1,
            Json::Number(number) => match number.as_i64() {
                Some(number) => {
                    self.integers += 1;
                    self.times[0] += usize::from(times::is_plausible(number, Unit::Milliseconds));
                    self.times[1] += usize::from(times::is_plausible(number, Unit::Seconds));
                }
                None => self.floats += 1,
            },
            Json::String(text) => self.strings.add(text),
            Json::Array(items) => {
                self.lists += 1;
                if depth < MAX_DEPTH {
                    for item in items {
                        self.item.get_or_insert_default().add_at(item, depth + 1);
                    }
                }
            }
            Json::Object(map) => {
                self.objects += 1;
                if depth < MAX_DEPTH {
                    for (key, value) in map {
                        self.entry(key).add_at(value, depth + 1);
                    }
                }
            }
        }
    }

    /// Returns the counts of the values of a key.
    fn entry(&mut self, key: &str) -> &mut Self {
        let is_field = self.fields.contains_key(key) || (self.fields.len() < MAX_FIELDS && is_field_name(key));
        if is_field { self.fields.entry(key.to_owned()).or_default() } else { self.entries.get_or_insert_default() }
    }

    fn merge(&mut self, other: &Self) {
        self.nulls += other.nulls;
        self.bools += other.bools;
        self.integers += other.integers;
        self.times[0] += other.times[0];
        self.times[1] += other.times[1];
        self.floats += other.floats;
        self.strings.merge(&other.strings);
        self.lists += other.lists;
        self.objects += other.objects;
        if let Some(item) = &other.item {
            self.item.get_or_insert_default().merge(item);
        }
        if let Some(entries) = &other.entries {
            self.entries.get_or_insert_default().merge(entries);
        }
        for (key, value) in &other.fields {
            self.entry(key).merge(value);
        }
    }

    fn count(&self) -> usize {
        self.nulls + self.bools + self.integers + self.floats + self.strings.all + self.lists + self.objects
    }

    /// Whether one of the values was null, which no item of a list and no value of a map can be.
    pub(super) fn has_null(&self) -> bool {
        self.nulls > 0
    }

    /// Whether all observed integers are likely times.
    pub(super) fn time(&self) -> Option<Unit> {
        let unit = [Unit::Milliseconds, Unit::Seconds].into_iter().zip(self.times);
        unit.filter(|(_, count)| self.integers > 0 && *count == self.integers).map(|(unit, _)| unit).next()
    }

    /// Returns the type of the values. Null is valid for each type.
    pub(super) fn form(&self) -> Form<'_> {
        let kinds = [
            (JsonKind::String, self.strings.all),
            (JsonKind::Number, self.integers + self.floats),
            (JsonKind::Bool, self.bools),
            (JsonKind::List, self.lists),
            (JsonKind::Object, self.objects),
        ];
        let observed: Vec<JsonKind> = kinds.iter().filter(|(_, count)| *count > 0).map(|(kind, _)| *kind).collect();
        match observed[..] {
            [] => Form::Empty,
            [JsonKind::String] => Form::Word(self.strings.word()),
            [JsonKind::Number] => Form::Word(if self.floats > 0 { "float" } else { "int" }),
            [JsonKind::Bool] => Form::Word("bool"),
            [JsonKind::List] => self.item.as_deref().map_or(Form::Empty, Form::List),
            [JsonKind::Object] if self.fields.is_empty() && self.entries.is_none() => Form::Empty,
            [JsonKind::Object] => match self.as_map() {
                Some(values) => Form::Map(Box::new(values)),
                None => Form::Object(&self.fields),
            },
            _ => Form::Mixed(observed.into_iter().map(JsonKind::as_str).collect()),
        }
    }

    /// Returns the values of a map. An object is a map if its keys are not names, or if its objects have no common key but
    /// values of one kind.
    fn as_map(&self) -> Option<Self> {
        let mut values = self.entries.as_deref().cloned().unwrap_or_default();
        for value in self.fields.values() {
            values.merge(value);
        }
        let has_common_key = || self.fields.values().any(|value| value.count() * 2 > self.objects);
        let is_map = self.entries.is_some()
            || (self.objects > 1
                && !values.has_null()
                && !has_common_key()
                && !matches!(values.form(), Form::Mixed(_)));
        is_map.then_some(values)
    }
}

impl Strings {
    fn add(&mut self, text: &str) {
        self.all += 1;
        match text {
            "" => self.empty += 1,
            _ if is_datetime(text) => self.datetimes += 1,
            _ if is_day(text) => self.days += 1,
            _ if is_url(text) => self.urls += 1,
            _ => {}
        }
    }

    fn merge(&mut self, other: &Self) {
        self.all += other.all;
        self.empty += other.empty;
        self.datetimes += other.datetimes;
        self.days += other.days;
        self.urls += other.urls;
    }

    fn word(&self) -> &'static str {
        // An empty URL is common; an empty time is not a time.
        let with_url = self.urls + if self.urls > 0 { self.empty } else { 0 };
        match self.all {
            all if all == self.datetimes => "datetime",
            all if all == self.days => "date",
            all if all == with_url => "url",
            _ => "string",
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn describe(observed: &Observed) -> String {
        match observed.form() {
            Form::Empty => "empty".into(),
            Form::Word(word) => word.into(),
            Form::List(item) => format!("list<{}>", describe(item)),
            Form::Map(values) => format!("map<{}>", describe(&values)),
            Form::Object(fields) => {
                let fields: Vec<String> =
                    fields.iter().map(|(key, value)| format!("{key}: {}", describe(value))).collect();
                format!("{{{}}}", fields.join(", "))
            }
            Form::Mixed(kinds) => kinds.join("|"),
        }
    }

    #[test]
    fn type_is_inferred_from_all_observations() {
        for (values, expected) in [
            (json!([null]), "empty"),
            (json!([[], null]), "empty"),
            (json!([{}]), "empty"),
            (json!([1, null, 2]), "int"),
            (json!([1, 2.5]), "float"),
            (json!([18_446_744_073_709_551_615_u64]), "float"),
            (json!([true]), "bool"),
            (json!(["", "https://example.com"]), "url"),
            (json!([""]), "string"),
            (json!(["2026-01-31T08:30:00Z"]), "datetime"),
            (json!(["2026-01-31T08:30:00Z", ""]), "string"),
            (json!(["2026-01-31"]), "date"),
            (json!(["a", 1]), "string|number"),
            (json!([["a"], []]), "list<string>"),
            (json!([[{ "a": 1 }, { "b": "x" }]]), "list<{a: int, b: string}>"),
            (json!([{ "a": 1, "b": { "c": true } }]), "{a: int, b: {c: bool}}"),
            (json!([{ "mina@example.com": 1 }]), "map<int>"),
            (json!([{ "mina": 1 }, { "noah": 2 }]), "map<int>"),
            (json!([{ "mina": 1 }, { "noah": "x" }]), "{mina: int, noah: string}"),
            (json!([{ "mina": 1 }, { "noah": null }]), "{mina: int, noah: empty}"),
            (json!([{ "a": 1, "12345": 2.5 }]), "map<float>"),
        ] {
            let mut observed = Observed::default();
            values.as_array().into_iter().flatten().for_each(|value| observed.add(value));
            assert_eq!(describe(&observed), expected, "{values}");
        }
    }

    #[test]
    fn large_objects_are_maps() {
        let object: Json =
            (0..1000).map(|index| (format!("k{index}"), Json::from(index))).collect::<serde_json::Map<_, _>>().into();
        let mut observed = Observed::default();
        observed.add(&object);
        assert_eq!(describe(&observed), "map<int>");
        assert_eq!(observed.fields.len(), MAX_FIELDS);
    }
}
