//! The methods of the vendor's own clients, and the equivalent operations.

use std::collections::{HashMap, HashSet};

use super::{ids, unknown};
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, Counterpart, IndexVec, OperationId, VendorClass, VendorClient, VendorClientId, VendorMethod};
use crate::source::node::{Entry, Node};
use crate::source::{Place, ProductFile, Source, Text};

pub(super) fn resolve(
    source: &Source,
    api: &Api,
    diagnostics: &mut Diagnostics,
) -> IndexVec<VendorClientId, VendorClient> {
    let clients = source.vendor_names.as_ref().and_then(|node| node.get("vendor_names"));
    let operations = Operations::of(source, api);
    let clients = clients.map_or(&[][..], Node::entries).iter();
    clients.map(|entry| client(entry, &operations, diagnostics)).collect()
}

fn client(entry: &Entry, operations: &Operations<'_>, diagnostics: &mut Diagnostics) -> VendorClient {
    ids::check(&entry.key, "a client of the vendor", diagnostics);
    let node = &entry.value;
    let mut classes = Classes::default();
    for (class, method) in methods_of(node, "classes", diagnostics) {
        let found = operations.find_all(&method.key, &method.value, diagnostics);
        classes.add(class, &method.key, Counterpart::Operations(found));
    }
    for (class, method) in methods_of(node, "missing", diagnostics) {
        let Some(reason) = method.value.as_text() else { continue };
        if let Some(first) = classes.add(class, &method.key, Counterpart::Missing(reason.value)) {
            diagnostics.push(
                Diagnostic::error(
                    Id::Contradiction,
                    method.key.place,
                    format!("`{}.{}` has operations, but is under `missing`", class.value, method.key.value),
                )
                .expected("each method once, under `classes` or under `missing`")
                .related(first, "its operations")
                .help("remove one of the two"),
            );
        }
    }
    VendorClient {
        id: entry.key.clone(),
        title: node.string("title").unwrap_or_default(),
        docs: node.string("docs").unwrap_or_default(),
        classes: classes.list,
    }
}

/// The classes of a client during construction.
#[derive(Default)]
struct Classes<'n> {
    list: Vec<VendorClass>,
    by_name: HashMap<&'n str, usize>,
    places: HashMap<(&'n str, &'n str), Place>,
}

impl<'n> Classes<'n> {
    /// Adds a method. If it exists already, returns its place.
    fn add(&mut self, class: &'n Text, method: &'n Text, counterpart: Counterpart) -> Option<Place> {
        if let Some(first) = self.places.get(&(class.value.as_str(), method.value.as_str())) {
            return Some(*first);
        }
        self.places.insert((&class.value, &method.value), method.place);
        let index = *self.by_name.entry(&class.value).or_insert_with(|| {
            self.list.push(VendorClass { name: class.value.clone(), methods: Vec::new() });
            self.list.len() - 1
        });
        self.list[index].methods.push(VendorMethod { name: method.clone(), counterpart });
        None
    }
}

/// Returns the methods under a key, each with its class.
fn methods_of<'n>(node: &'n Node, key: &str, diagnostics: &mut Diagnostics) -> Vec<(&'n Text, &'n Entry)> {
    let classes = node.get(key).map_or(&[][..], Node::entries);
    let mut methods = Vec::new();
    for class in classes {
        check_name(&class.key, "a class", diagnostics);
        for method in class.value.entries() {
            check_name(&method.key, "a method", diagnostics);
            methods.push((&class.key, method));
        }
    }
    methods
}

/// What other languages call something: an identifier of letters and digits, which rustdoc can search for too.
fn check_name(name: &Text, what: &str, diagnostics: &mut Diagnostics) {
    let starts_well = name.value.starts_with(|first: char| first.is_ascii_alphabetic());
    if starts_well && name.value.chars().all(|character| character.is_ascii_alphanumeric()) {
        return;
    }
    diagnostics.push(
        Diagnostic::error(Id::Malformed, name.place, format!("invalid name `{}` of {what}", name.value))
            .expected("letters and digits, starting with a letter, such as `ItemsApi` or `listItems`")
            .help("write it in camel case, without spaces and punctuation"),
    );
}

/// The operations of the model by id.
pub(super) struct Operations<'a> {
    source: &'a Source,
    index: HashMap<&'a str, OperationId>,
    /// The parts of the files that were omitted because of errors.
    left_out: HashSet<String>,
}

impl<'a> Operations<'a> {
    pub(super) fn of(source: &'a Source, api: &'a Api) -> Self {
        let operations = api.operations_with_ids();
        let index: HashMap<_, _> = operations.map(|(id, operation)| (operation.id.as_str(), id)).collect();
        let written = source.sections.iter().flat_map(|file| {
            let operations = file.node.get("operations").map_or(&[][..], Node::entries);
            operations.iter().map(|entry| format!("{}.{}.{}", file.product, file.stem, entry.key.value))
        });
        let left_out = written.filter(|id| !index.contains_key(id.as_str())).collect();
        Self { source, index, left_out }
    }

    fn find_all(&self, method: &Text, node: &Node, diagnostics: &mut Diagnostics) -> Vec<OperationId> {
        let ids = node.as_texts();
        if ids.is_empty() && !node.is_damaged {
            diagnostics.push(
                Diagnostic::error(Id::MissingKey, node.place, format!("method `{}` has no operation", method.value))
                    .expected("at least one id of an operation")
                    .help("add the operation with the same effect, or move the method to `missing` with the reason"),
            );
        }
        let mut found: Vec<(OperationId, &Text)> = Vec::new();
        for id in &ids {
            let Some(operation) = self.find(id, diagnostics) else { continue };
            if let Some((_, first)) = found.iter().find(|(known, _)| *known == operation) {
                diagnostics.push(
                    Diagnostic::error(Id::DuplicateValue, id.place, format!("duplicate `{}`", id.value))
                        .expected("each operation once per method")
                        .related(first.place, "first written here")
                        .help("remove one of the two"),
                );
                continue;
            }
            found.push((operation, id));
        }
        found.into_iter().map(|(operation, _)| operation).collect()
    }

    /// Returns the operation with an id, `product.section.operation`. An operation that was omitted because of an error
    /// is not reported again.
    pub(super) fn find(&self, id: &Text, diagnostics: &mut Diagnostics) -> Option<OperationId> {
        let found = self.index.get(id.value.as_str()).copied();
        if found.is_none() && !self.may_be_left_out(&id.value) {
            diagnostics.push_with(|| self.unknown(id));
        }
        found
    }

    /// Reports an unknown operation. An unknown section is one error for all its operations.
    fn unknown(&self, id: &Text) -> Diagnostic {
        let section = |id: &str| id.rsplit_once('.').map(|(section, _)| section.to_owned());
        let mut known: Vec<&str> = self.index.keys().copied().collect();
        known.sort_unstable();
        let mut sections: Vec<String> = known.iter().filter_map(|id| section(id)).collect();
        sections.dedup();
        match section(&id.value).filter(|own| own.contains('.') && !sections.contains(own)) {
            Some(own) => {
                let sections: Vec<&str> = sections.iter().map(String::as_str).collect();
                unknown(id.place, "section", &own, &sections)
            }
            None => unknown(id.place, "operation", &id.value, &known),
        }
    }

    /// Whether the operation may be in a part of the spec that was omitted because of an error.
    fn may_be_left_out(&self, id: &str) -> bool {
        let mut parts = id.split('.');
        let (product, section) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let is_damaged = |file: &ProductFile| {
            file.product == product
                && file.stem == section
                && (file.node.is_damaged || file.node.get("operations").is_some_and(|node| node.is_damaged))
        };
        self.left_out.contains(id)
            || self.source.incomplete.iter().any(|incomplete| incomplete == product)
            || self.source.sections.iter().any(is_damaged)
    }
}
