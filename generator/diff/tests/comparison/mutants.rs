//! Specs with one mutation: a changed value, a removed entry or two swapped entries.
//!
//! The mutation changes the node of a loaded spec, so that no file is parsed again.

use std::collections::BTreeMap;

use api_client_generator::diagnostics::Diagnostics;
use api_client_generator::source::Place;
use api_client_generator::source::format;
use api_client_generator::source::node::{Node, Scalar, Value};
use api_client_generator::source::shape::{Kind, Shape};
use api_client_generator::{Resolved, Spec};

/// The kind of a mutation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verb {
    Changed,
    Removed,
    /// It is swapped with the next item or entry.
    Swapped,
    /// Two parameters in the path of a request are swapped.
    ParametersSwapped,
    /// Two segments in the path of a request are swapped.
    SegmentsSwapped,
}

impl Verb {
    /// Returns its word in tables.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Removed => "removed",
            Self::Swapped => "swapped",
            Self::ParametersSwapped => "with swapped parameters",
            Self::SegmentsSwapped => "with swapped segments",
        }
    }

    /// Returns whether two elements are swapped.
    pub(super) fn is_swap(self) -> bool {
        !matches!(self, Self::Changed | Self::Removed)
    }

    /// Returns whether parts of a path are swapped.
    pub(super) fn is_in_path(self) -> bool {
        matches!(self, Self::ParametersSwapped | Self::SegmentsSwapped)
    }
}

/// Keys whose entries have an order in code, at each position. In other mappings, only the first two entries are
/// swapped.
const ORDERED_ENTRIES: &[&str] = &["configuration", "path", "query", "header", "body", "one_of", "fields"];

/// A mutation of a spec.
#[derive(Clone)]
pub(super) struct Mutant {
    pub(super) verb: Verb,
    /// The mapping of the format that contains the mutated part, and its key in it.
    pub(super) shape: &'static str,
    pub(super) key: String,
    file: usize,
    /// The path to the part: indices of entries and items.
    path: Vec<usize>,
    kind: Kind,
    /// The location from the part (the key, if it is removed) to the end of its value, and the keys on the path, the
    /// nearest last.
    pub(super) place: Place,
    pub(super) end: u32,
    /// Whether it contains no other parts.
    pub(super) is_leaf: bool,
    pub(super) keys: Vec<Place>,
    /// The start and the end of the mapping of known keys that contains it.
    pub(super) around: (u32, u32),
}

/// Returns all mutations of a spec.
pub(super) fn mutants(spec: &Spec) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    for (file, (shape, node)) in files(spec).into_iter().enumerate() {
        let (key, around) = (String::new(), (0, 0));
        let at = Walk { file, shape: shape.name, key, path: Vec::new(), keys: Vec::new(), around };
        at.walk(node, &Kind::Fields(shape), &mut mutants);
    }
    mutants
}

fn files(spec: &Spec) -> Vec<(&'static Shape, &Node)> {
    let source = spec.source();
    let mut files: Vec<(&'static Shape, &Node)> = Vec::new();
    files.extend(source.api.iter().map(|node| (&format::API, node)));
    files.extend(source.documented.iter().map(|node| (&format::DOCUMENTED, node)));
    files.extend(source.vendor_names.iter().map(|node| (&format::VENDOR_NAMES, node)));
    files.extend(source.sections.iter().map(|file| (&format::SECTION, &file.node)));
    files.extend(source.types.iter().map(|file| (&format::TYPES_FILE, &file.node)));
    files.extend(source.events.iter().map(|file| (&format::EVENTS_FILE, &file.node)));
    files
}

fn file_mut(spec: &mut Spec, number: usize) -> Option<&mut Node> {
    let source = spec.source_mut();
    let files = [&mut source.api, &mut source.documented, &mut source.vendor_names].into_iter().flatten();
    let others = source.sections.iter_mut().chain(&mut source.types).chain(&mut source.events);
    files.chain(others.map(|file| &mut file.node)).nth(number)
}

#[derive(Clone)]
struct Walk {
    file: usize,
    shape: &'static str,
    key: String,
    path: Vec<usize>,
    keys: Vec<Place>,
    around: (u32, u32),
}

impl Walk {
    fn mutant(&self, verb: Verb, kind: &Kind, place: Place, node: &Node) -> Mutant {
        Mutant {
            verb,
            shape: self.shape,
            key: self.key.clone(),
            file: self.file,
            path: self.path.clone(),
            kind: *kind,
            place,
            end: end(node),
            is_leaf: matches!(node.value, Value::Scalar(_)),
            keys: self.keys.clone(),
            around: self.around,
        }
    }

    fn below(&self, index: usize, key: Option<Place>) -> Self {
        let mut next = self.clone();
        next.path.push(index);
        next.keys.extend(key);
        next
    }

    fn walk(&self, node: &Node, kind: &Kind, mutants: &mut Vec<Mutant>) {
        match (&node.value, kind) {
            (Value::Scalar(scalar), _) if scalar.is_null() => {}
            (Value::Scalar(scalar), _) => {
                mutants.push(self.mutant(Verb::Changed, kind, node.place, node));
                let swaps = [Verb::ParametersSwapped, Verb::SegmentsSwapped].into_iter();
                let swaps =
                    swaps.filter(|verb| self.key == "request" && swapped_positions(&scalar.text, *verb).is_some());
                mutants.extend(swaps.map(|verb| self.mutant(verb, kind, node.place, node)));
            }
            (Value::Sequence(items), _) => {
                for (index, item) in items.iter().enumerate() {
                    let at = self.below(index, None);
                    mutants.push(at.mutant(Verb::Removed, kind, item.place, item));
                    mutants.extend(items.get(index + 1).map(|next| at.mutant(Verb::Swapped, kind, item.place, next)));
                    at.walk(item, &Kind::Text, mutants);
                }
            }
            (Value::Mapping(entries), Kind::Entries(inner)) => {
                for (index, entry) in entries.iter().enumerate() {
                    let at = self.below(index, Some(entry.key.place));
                    mutants.push(at.mutant(Verb::Removed, inner, entry.key.place, &entry.value));
                    let next = entries.get(index + 1);
                    let next = next.filter(|_| index == 0 || ORDERED_ENTRIES.contains(&self.key.as_str()));
                    mutants.extend(next.map(|next| at.mutant(Verb::Swapped, inner, entry.key.place, &next.value)));
                    at.walk(&entry.value, inner, mutants);
                }
            }
            (Value::Mapping(entries), Kind::Fields(shape) | Kind::TextOr(shape) | Kind::OptionalTextOr(shape)) => {
                for (index, entry) in entries.iter().enumerate() {
                    let Some(key) = shape.keys.iter().find(|key| key.name == entry.key.value) else { continue };
                    let mut at = self.below(index, Some(entry.key.place));
                    (at.shape, at.key) = (shape.name, key.name.to_owned());
                    at.around = (node.place.start, end(node));
                    // Nothing at all is the same as nothing in it.
                    let is_empty = matches!(&entry.value.value, Value::Mapping(entries) if entries.is_empty());
                    if !key.required && !is_empty {
                        mutants.push(at.mutant(Verb::Removed, &key.kind, entry.key.place, &entry.value));
                    }
                    at.walk(&entry.value, &key.kind, mutants);
                }
            }
            (Value::Mapping(entries), _) => {
                for (index, entry) in entries.iter().enumerate() {
                    let at = self.below(index, Some(entry.key.place));
                    mutants.push(at.mutant(Verb::Removed, &Kind::Scalar, entry.key.place, &entry.value));
                    at.walk(&entry.value, &Kind::Scalar, mutants);
                }
            }
        }
    }
}

/// Returns at most `size` mutants of each key and verb, evenly distributed.
pub(super) fn sample(mutants: &[Mutant], size: usize) -> Vec<Mutant> {
    let mut groups: BTreeMap<(&str, &str, Verb), Vec<&Mutant>> = BTreeMap::new();
    for mutant in mutants {
        groups.entry((mutant.shape, &mutant.key, mutant.verb)).or_default().push(mutant);
    }
    let chosen = groups.into_values().flat_map(|group| {
        let step = group.len().div_ceil(size);
        group.into_iter().step_by(step.max(1)).cloned()
    });
    chosen.collect()
}

/// Returns the end of the last part of a value.
fn end(node: &Node) -> u32 {
    match &node.value {
        Value::Scalar(_) => node.place.end,
        Value::Sequence(items) => items.last().map_or(node.place.end, end),
        Value::Mapping(entries) => entries.last().map_or(node.place.end, |entry| end(&entry.value)),
    }
}

/// Returns the positions of two different parameters or segments in the path of a request, the last two of their kind.
fn swapped_positions(request: &str, verb: Verb) -> Option<(usize, usize)> {
    let (_, path) = request.split_once(' ')?;
    let segments: Vec<&str> = path.split('/').collect();
    let is_meant =
        |segment: &str| if verb == Verb::ParametersSwapped { segment.starts_with('{') } else { !segment.is_empty() };
    let positions: Vec<usize> = (0..segments.len()).filter(|position| is_meant(segments[*position])).collect();
    // The first segments can belong to the base path of a host.
    let [.., first, second] = positions[..] else { return None };
    (segments[first] != segments[second]).then_some((first, second))
}

/// Swaps two segments in the path of a request line or template. The query and the following lines stay.
fn swap_segments(request: &mut String, (first, second): (usize, usize)) {
    let Some((method, rest)) = request.split_once(' ') else { return };
    let (path, rest) = rest.split_at(rest.find(['?', '\n']).unwrap_or(rest.len()));
    let mut segments: Vec<&str> = path.split('/').collect();
    if second < segments.len() {
        segments.swap(first, second);
        *request = format!("{method} {}{rest}", segments.join("/"));
    }
}

/// Swaps two segments in the request of an operation and in its examples, which would otherwise be rejected.
fn swap_in_operation(operation: &mut Node, positions: (usize, usize)) {
    let value = |node: &mut Node, key: &str, change: &mut dyn FnMut(&mut Node)| {
        let Value::Mapping(entries) = &mut node.value else { return };
        entries.iter_mut().filter(|entry| entry.key.value == key).for_each(|entry| change(&mut entry.value));
    };
    let swap = &mut |node: &mut Node| {
        if let Value::Scalar(scalar) = &mut node.value {
            swap_segments(&mut scalar.text, positions);
        }
    };
    value(operation, "request", swap);
    value(operation, "examples", &mut |examples| {
        let Value::Mapping(examples) = &mut examples.value else { return };
        for example in examples {
            value(&mut example.value, "wire", swap);
        }
    });
}

/// Resolves the spec with a mutation, and passes the model or the errors to `visit`.
pub(super) fn with<T>(
    spec: &mut Spec,
    mutant: &Mutant,
    visit: impl FnOnce(&Spec, Result<Resolved, Diagnostics>) -> T,
) -> T {
    let (last, parent) = mutant.path.split_last().expect("a whole file is not mutated");
    let path = if mutant.verb == Verb::Changed { &mutant.path[..] } else { parent };
    let node = descend(file_mut(spec, mutant.file).expect("the file is there"), path);
    let saved = node.clone();
    match (&mut node.value, mutant.verb) {
        (_, Verb::Changed) => *node = change(node, &mutant.kind, &mutant.key),
        (Value::Mapping(entries), verb @ (Verb::ParametersSwapped | Verb::SegmentsSwapped)) => {
            let Value::Scalar(request) = &entries[*last].value.value else { panic!("a request is a scalar") };
            let positions = swapped_positions(&request.text, verb).expect("it was looked at before");
            swap_in_operation(node, positions);
        }
        (Value::Mapping(entries), Verb::Removed) => drop(entries.remove(*last)),
        (Value::Mapping(entries), _) => entries.swap(*last, last + 1),
        (Value::Sequence(items), Verb::Removed) => drop(items.remove(*last)),
        (Value::Sequence(items), _) => items.swap(*last, last + 1),
        (Value::Scalar(_), _) => {}
    }
    let outcome = spec.resolve();
    let result = visit(spec, outcome);
    *descend(file_mut(spec, mutant.file).expect("the file is there"), path) = saved;
    result
}

fn descend<'a>(node: &'a mut Node, path: &[usize]) -> &'a mut Node {
    let Some((first, rest)) = path.split_first() else { return node };
    match &mut node.value {
        Value::Mapping(entries) => descend(&mut entries[*first].value, rest),
        Value::Sequence(items) => descend(&mut items[*first], rest),
        Value::Scalar(_) => panic!("a scalar has no parts"),
    }
}

/// Returns a different valid value for the same key.
fn change(node: &Node, kind: &Kind, key: &str) -> Node {
    let Value::Scalar(scalar) = &node.value else { return node.clone() };
    let text = match kind {
        Kind::Bool => if scalar.text == "true" { "false" } else { "true" }.to_owned(),
        Kind::Integer => scalar.text.parse::<i64>().map_or_else(|_| "7".into(), |number| (number + 1).to_string()),
        Kind::Date => if scalar.text == "2027-01-31" { "2028-02-29" } else { "2027-01-31" }.to_owned(),
        Kind::OneOf(words) => words.iter().find(|word| **word != scalar.text).map_or("", |word| word).to_owned(),
        Kind::Scalar | Kind::Scalars => match scalar.to_json() {
            serde_json::Value::Bool(value) => (!value).to_string(),
            serde_json::Value::Number(number) => {
                number.as_i64().map_or_else(|| "7.5".into(), |number| (number + 1).to_string())
            }
            _ => format!("{}x", scalar.text),
        },
        _ => text(&scalar.text, key),
    };
    Node { value: Value::Scalar(Scalar { text, ..scalar.clone() }), ..node.clone() }
}

/// Returns a different text that can be valid for the same key.
fn text(text: &str, key: &str) -> String {
    let is_type = |text: &str| matches!(text, "string" | "int" | "bool" | "float" | "url" | "timestamp_ms" | "json");
    match (key, text) {
        ("version", version) => match version.rsplit_once('.') {
            Some((start, _)) => format!("{start}.77"),
            None => "77".into(),
        },
        ("crate", name) => format!("{name}-x"),
        ("license", license) => format!("{license} OR ISC"),
        (_, "string") => "int".into(),
        (_, text) if is_type(text) => "string".into(),
        ("type", text) if text.starts_with("list<") => text.replacen("list<", "map<", 1),
        ("type", text) if text.starts_with("map<") => text.replacen("map<", "list<", 1),
        ("type", _) => "json".into(),
        (_, text) if text.ends_with('.') => format!("{text} More."),
        (_, text) => format!("{text}x"),
    }
}
