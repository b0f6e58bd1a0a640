//! Documented endpoints that no operation covers.

use std::collections::HashSet;

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::Api;

pub(super) fn check(api: &Api, warnings: &mut Diagnostics) {
    let covered = api.operations().flat_map(|operation| &operation.documented).copied();
    let known: HashSet<usize> = covered.chain(api.missing.iter().map(|missing| missing.endpoint)).collect();
    for (index, endpoint) in api.documented.iter().enumerate() {
        if known.contains(&index) {
            continue;
        }
        warnings.push(
            Diagnostic::warning(Id::Uncovered, endpoint.place, format!("no operation covers `{}`", endpoint.id))
                .expected("an operation that names it under `documented`")
                .help("add the operation, or write under `missing` why it can't be described"),
        );
    }
}
