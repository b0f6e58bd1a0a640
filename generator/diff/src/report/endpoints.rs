//! Groups the changes by endpoint.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::Entry;
use crate::Change;
use crate::renamed::Renamed;
use api_client_generator::model::{Api, Operation};

/// An operation that a change affects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Endpoint {
    /// The operation, as `product.section.operation`.
    pub operation: String,
    /// Its HTTP method in the new version; in the base version if it was removed.
    pub method: String,
    /// Its path.
    pub path: String,
    /// The ids of changes of the operation itself.
    pub own: Vec<String>,
    /// The ids of changes of shared elements that affect it.
    pub shared: Vec<String>,
}

/// Returns the operations that a change affects, in the order of the new version; removed ones come last.
pub(super) fn endpoints(old: &Api, new: &Api, changes: &[Change], entries: &[Entry]) -> Vec<Endpoint> {
    let renamed = Renamed::of(changes);
    let ids: HashSet<&str> = new.operations().map(|operation| operation.id.as_str()).collect();
    let removed = old.operations().map(|operation| (renamed.current(&operation.id), operation));
    let removed = removed.filter(|(id, _)| !ids.contains(id.as_str()));
    let operations = new.operations().map(|operation| (operation.id.clone(), operation)).chain(removed);
    let endpoints = operations.map(|(id, operation)| endpoint(&id, operation, entries));
    endpoints.filter(|endpoint| !endpoint.own.is_empty() || !endpoint.shared.is_empty()).collect()
}

fn endpoint(id: &str, operation: &Operation, entries: &[Entry]) -> Endpoint {
    let ids = |belongs: &dyn Fn(&Entry) -> bool| -> Vec<String> {
        entries.iter().filter(|entry| belongs(entry)).map(|entry| entry.id.clone()).collect()
    };
    let is_own = |entry: &Entry| is_within(&entry.subject, id);
    Endpoint {
        operation: id.to_owned(),
        method: operation.method.as_str().to_owned(),
        path: operation.path.text.clone(),
        own: ids(&is_own),
        shared: ids(&|entry| !is_own(entry) && entry.affects.operations.contains(id)),
    }
}

/// Returns whether a subject is an element or a part of it.
fn is_within(subject: &str, element: &str) -> bool {
    subject.strip_prefix(element).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
