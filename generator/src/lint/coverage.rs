//! Documented endpoints that no operation covers.

use std::collections::HashSet;

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, EndpointId};

pub(super) fn check(api: &Api, warnings: &mut Diagnostics) {
    let covered = api.operations().flat_map(|operation| &operation.documented).copied();
    let known: HashSet<EndpointId> = covered.chain(api.missing.iter().map(|missing| missing.endpoint)).collect();
    for (id, endpoint) in api.documented.with_ids() {
        if known.contains(&id) {
            continue;
        }
        warnings.push(
            Diagnostic::warning(
                Id::Uncovered,
                endpoint.place,
                format!("documented endpoint `{}` has no operation", endpoint.id),
            )
            .expected("an operation with this id under `documented`")
            .help("add the operation, or add the endpoint under `missing` with the reason"),
        );
    }
}
