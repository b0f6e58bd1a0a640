//! Operations and events without an example.

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::Api;
use crate::source::Text;

pub(super) fn check(api: &Api, warnings: &mut Diagnostics) {
    for operation in api.operations().filter(|operation| operation.examples.is_empty()) {
        warn("operation", &operation.name, warnings);
    }
    let events = api.products.iter().filter_map(|product| product.events.as_ref()).flat_map(|events| &events.events);
    for event in events.filter(|event| event.type_.is_some() && event.example.is_none()) {
        warn("event", &event.value, warnings);
    }
}

fn warn(what: &str, name: &Text, warnings: &mut Diagnostics) {
    warnings.push(
        Diagnostic::warning(Id::NoExample, name.place, format!("the {what} `{}` has no example", name.value))
            .expected("an example, which the documentation shows and a test sends")
            .help("add an example with made-up values; without it, no test checks the request"),
    );
}
