//! Ids in responses, which become the arguments of other operations.

use std::collections::BTreeMap;

use api_client_generator::model::{Api, Operation, Segment};
use serde_json::Value as Json;

/// Further ids are ignored.
const MAX_BINDINGS: usize = 1000;

/// Values that belong together: the arguments of a call, and the ids in one object of its response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Binding {
    /// By the name of a parameter or field, such as `room_id`.
    names: BTreeMap<String, String>,
    /// By the start of a path with the parameter, such as `/v1/rooms/{id}`.
    paths: BTreeMap<String, String>,
}

impl Binding {
    /// Returns the value of a path parameter. `id` alone does not say of which element.
    pub(super) fn path(&self, operation: &Operation, name: &str) -> Option<&str> {
        let of_path = self.paths.get(&prefix(operation, name)?);
        of_path.or_else(|| self.name(name)).map(String::as_str)
    }

    /// Returns the value of a query parameter.
    pub(super) fn query(&self, name: &str) -> Option<&str> {
        self.name(name).map(String::as_str)
    }

    fn name(&self, name: &str) -> Option<&String> {
        self.names.get(name).filter(|_| name != "id")
    }

    /// Adds the argument of a path parameter.
    pub(super) fn add_path(&mut self, operation: &Operation, name: &str, value: &str) {
        self.names.insert(name.to_owned(), value.to_owned());
        self.paths.extend(prefix(operation, name).map(|prefix| (prefix, value.to_owned())));
    }
}

/// Returns the start of a path up to a parameter.
fn prefix(operation: &Operation, name: &str) -> Option<String> {
    let end = operation.path.segments.iter().position(|segment| segment.parameter() == Some(name))?;
    Some(text(&operation.path.segments[..=end]))
}

fn text(segments: &[Segment]) -> String {
    let segments = segments.iter().map(|segment| match segment {
        Segment::Literal(text) => format!("/{text}"),
        Segment::Parameter(name) => format!("/{{{name}}}"),
    });
    segments.collect()
}

/// The bindings of all responses so far.
#[derive(Debug, Default)]
pub(super) struct Bindings {
    all: Vec<Binding>,
}

impl Bindings {
    pub(super) fn iter(&self) -> impl Iterator<Item = &Binding> {
        self.all.iter()
    }

    /// Adds the ids of a response. `names` are the names of parameters that need an id.
    pub(super) fn collect(&mut self, api: &Api, operation: &Operation, call: &Binding, names: &[&str], json: &Json) {
        self.objects(call, names, json);
        // The items of `/rooms` are the values of `/rooms/{id}`.
        let path = text(&operation.path.segments);
        let below = api.operations().filter_map(|other| {
            let (last, start) = other.path.segments.split_last()?;
            let name = last.parameter()?;
            (text(start) == path).then(|| (text(&other.path.segments), name.to_owned()))
        });
        for (prefix, name) in below.collect::<BTreeMap<_, _>>() {
            let lists = json
                .as_array()
                .into_iter()
                .chain(json.as_object().into_iter().flatten().filter_map(|(_, value)| value.as_array()));
            for item in lists.flatten() {
                if let Some(value) = item.get(&name).and_then(id).or_else(|| item.get("id").and_then(id)) {
                    let mut binding = call.clone();
                    binding.paths.insert(prefix.clone(), value);
                    self.add(binding);
                }
            }
        }
    }

    fn objects(&mut self, call: &Binding, names: &[&str], json: &Json) {
        match json {
            Json::Array(items) => {
                for item in items {
                    self.objects(call, names, item);
                }
            }
            Json::Object(map) => {
                let found = names.iter().filter_map(|name| Some(((*name).to_owned(), map.get(*name).and_then(id)?)));
                let found: Vec<(String, String)> = found.collect();
                if !found.is_empty() {
                    let mut binding = call.clone();
                    binding.names.extend(found);
                    self.add(binding);
                }
                for value in map.values() {
                    self.objects(call, names, value);
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, binding: Binding) {
        if self.all.len() < MAX_BINDINGS && !self.all.contains(&binding) {
            self.all.push(binding);
        }
    }
}

fn id(json: &Json) -> Option<String> {
    match json {
        Json::String(text) if !text.is_empty() => Some(text.clone()),
        Json::Number(number) if number.is_i64() || number.is_u64() => Some(number.to_string()),
        _ => None,
    }
}
