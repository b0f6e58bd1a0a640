//! The objects that a server remembers.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use api_client_description::{Resource, Time, TimeUnit};
use serde_json::{Map, Value as Json};

use super::fields;
use crate::values::DateTime;

/// The time of a new server, in Unix seconds: 2026-01-01T00:00:00Z.
const START: u64 = 1_767_225_600;

/// Smaller times are in seconds.
const MIN_MILLIS: u64 = 100_000_000_000;

/// The number of an object, in the order of creation.
pub(super) type Number = u64;

/// An object.
#[derive(Clone, Debug)]
pub(super) struct Object {
    /// The index of its resource.
    pub(super) resource: usize,
    /// The object that it belongs to.
    pub(super) parent: Option<Number>,
    /// Its id as text.
    pub(super) key: String,
    /// Its fields.
    pub(super) body: Map<String, Json>,
}

/// All objects of a server.
#[derive(Debug, Default)]
pub(super) struct Objects {
    all: BTreeMap<Number, Object>,
    by_key: HashMap<(usize, Option<Number>, String), Number>,
    last: Number,
    /// The number of changes, which is the clock of the server.
    changes: u64,
    /// The ids that the server made, by resource.
    made: HashMap<usize, Made>,
    /// All ids so far, so that the server never makes the id of a deleted object.
    used: HashSet<(usize, String)>,
}

/// The ids of a resource that the server made.
#[derive(Debug)]
struct Made {
    /// The id without the number at its end, and the number.
    start: (String, u64),
    count: u64,
}

impl Objects {
    pub(super) fn get(&self, number: Number) -> Option<&Object> {
        self.all.get(&number)
    }

    pub(super) fn get_mut(&mut self, number: Number) -> Option<&mut Object> {
        self.all.get_mut(&number)
    }

    /// Returns the object with an id.
    pub(super) fn find(&self, resource: usize, parent: Option<Number>, key: &str) -> Option<Number> {
        self.by_key.get(&(resource, parent, key.to_owned())).copied()
    }

    /// Returns the objects of a resource in the order of creation.
    pub(super) fn of(&self, resource: usize) -> impl DoubleEndedIterator<Item = (Number, &Object)> {
        let objects = self.all.iter().filter(move |(_, object)| object.resource == resource);
        objects.map(|(number, object)| (*number, object))
    }

    /// Adds an object with a new id.
    pub(super) fn add(&mut self, object: Object) -> Number {
        self.last += 1;
        self.used.insert((object.resource, object.key.clone()));
        self.by_key.insert((object.resource, object.parent, object.key.clone()), self.last);
        self.all.insert(self.last, object);
        self.last
    }

    /// Removes an object and all objects that belong to it.
    pub(super) fn remove(&mut self, number: Number) {
        let mut removed = HashSet::from([number]);
        // An object is created after the object that it belongs to.
        for (number, object) in &self.all {
            if object.parent.is_some_and(|parent| removed.contains(&parent)) {
                removed.insert(*number);
            }
        }
        for object in removed.iter().filter_map(|number| self.all.remove(number)) {
            self.by_key.remove(&(object.resource, object.parent, object.key));
        }
    }

    /// Makes an id. The first one is that of the example, and each further one is greater by one.
    pub(super) fn make_id(&mut self, resource: usize, is_number: bool, example: Option<&Json>) -> Json {
        let made = self.made.entry(resource).or_insert_with(|| {
            let start = match example {
                Some(Json::String(text)) => split(text),
                other => (String::new(), other.and_then(Json::as_u64).unwrap_or(1)),
            };
            Made { start, count: 0 }
        });
        loop {
            let (text, first) = &made.start;
            let number = first.saturating_add(made.count);
            let id = format!("{text}{number}");
            made.count += 1;
            if self.used.contains(&(resource, id.clone())) {
                continue;
            }
            return if is_number { number.into() } else { id.into() };
        }
    }

    /// Advances the clock by one second.
    pub(super) fn tick(&mut self) {
        self.changes += 1;
    }

    /// Returns the time of the last change. `like` is a value of the same field.
    fn now(&self, unit: TimeUnit, like: Option<&Json>) -> Json {
        let seconds = START + self.changes;
        match unit {
            TimeUnit::Seconds => seconds.into(),
            TimeUnit::Either if like.and_then(Json::as_u64).is_some_and(|time| time < MIN_MILLIS) => seconds.into(),
            TimeUnit::Millis | TimeUnit::Either => (seconds * 1000).into(),
            TimeUnit::Text => {
                let time = DateTime::from("1970-01-01T00:00:00Z").checked_add(Duration::from_secs(seconds));
                time.map(|time| time.to_string()).into()
            }
        }
    }

    /// Sets the times of a new object. The time of the last change is set only if the example has the same time for both,
    /// because some servers have a different value until the first change.
    pub(super) fn stamp_new(&self, resource: &Resource, body: &mut Map<String, Json>) {
        let value = |time: &Option<Time>| time.as_ref().and_then(|time| fields::get(body, &time.field)).cloned();
        let is_same = value(&resource.created).is_some_and(|created| Some(created) == value(&resource.updated));
        let times = [resource.created.as_ref(), resource.updated.as_ref().filter(|_| is_same)];
        times.into_iter().flatten().for_each(|time| self.stamp(time, body));
    }

    /// Sets the time of the last change.
    pub(super) fn stamp_changed(&self, resource: &Resource, body: &mut Map<String, Json>) {
        if let Some(time) = &resource.updated {
            self.stamp(time, body);
        }
    }

    fn stamp(&self, time: &Time, body: &mut Map<String, Json>) {
        let now = self.now(time.unit, fields::get(body, &time.field));
        fields::set(body, &time.field, now);
    }
}

/// Splits the number at the end off a text. A text without such a number gets `-1`.
fn split(text: &str) -> (String, u64) {
    let start = text.trim_end_matches(|last: char| last.is_ascii_digit());
    // Longer numbers do not fit, and leading zeros would be lost.
    let digits = &text[start.len().max(text.len().saturating_sub(15))..];
    let digits = digits.trim_start_matches('0');
    match digits.parse() {
        Ok(number) => (text[..text.len() - digits.len()].to_owned(), number),
        Err(_) => (format!("{text}-"), 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_ids_continue_the_example() {
        for (example, is_number, expected) in [
            (Some(Json::from(41)), true, [Json::from(41), Json::from(42), Json::from(43)]),
            (None, true, [Json::from(1), Json::from(2), Json::from(3)]),
            (Some("b-9".into()), false, ["b-9", "b-10", "b-11"].map(Json::from)),
            (Some("b007".into()), false, ["b007", "b008", "b009"].map(Json::from)),
            (Some("blue".into()), false, ["blue-1", "blue-2", "blue-3"].map(Json::from)),
            (Some("b0".into()), false, ["b0-1", "b0-2", "b0-3"].map(Json::from)),
            (Some("".into()), false, ["-1", "-2", "-3"].map(Json::from)),
            (
                Some("b99999999999999999999".into()),
                false,
                ["b99999999999999999999", "b999991000000000000000", "b999991000000000000001"].map(Json::from),
            ),
        ] {
            let mut objects = Objects::default();
            let made: [Json; 3] = std::array::from_fn(|_| objects.make_id(0, is_number, example.as_ref()));
            assert_eq!(made, expected);
        }
    }

    #[test]
    fn made_ids_are_never_those_of_other_objects() {
        let mut objects = Objects::default();
        let body = Map::new();
        let number = objects.add(Object { resource: 0, parent: None, key: "2".into(), body });
        objects.remove(number);
        let made: [Json; 2] = std::array::from_fn(|_| objects.make_id(0, true, Some(&1.into())));
        assert_eq!(made, [Json::from(1), Json::from(3)]);
    }
}
