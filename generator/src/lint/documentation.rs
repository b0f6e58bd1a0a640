//! Elements without documentation.

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, Notes, Object, Response, TypeShape};
use crate::source::Text;

pub(super) fn check(api: &Api, warnings: &mut Diagnostics) {
    for operation in api.operations() {
        for parameter in operation.parameters.iter().filter(|parameter| parameter.is_argument()) {
            look_at("parameter", &parameter.name, &parameter.notes, warnings);
        }
        if let Response::Object(object) = &operation.response {
            look_at_fields(object, warnings);
        }
    }
    for definition in api.products.iter().flat_map(|product| &product.types) {
        match &definition.shape {
            TypeShape::Object(object) => look_at_fields(object, warnings),
            TypeShape::Enum(values) => {
                for value in &values.values {
                    look_at("value", &value.value, &value.notes, warnings);
                }
            }
            // Their types are documented.
            TypeShape::Union(_) | TypeShape::Alias(_) => {}
        }
    }
}

fn look_at_fields(object: &Object, warnings: &mut Diagnostics) {
    for field in &object.fields {
        look_at("field", &field.name, &field.notes, warnings);
    }
}

fn look_at(what: &str, name: &Text, notes: &Notes, warnings: &mut Diagnostics) {
    if notes.doc.is_none() {
        warnings.push(
            Diagnostic::warning(Id::NoDoc, name.place, format!("the {what} `{}` has no documentation", name.value))
                .expected("`doc` with the meaning and the unit")
                .help("add `doc`; do not copy the text of the vendor"),
        );
    }
}
