//! Lists without a declared pagination.

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, Method, Operation, Response, Type};

pub(super) fn check(api: &Api, warnings: &mut Diagnostics) {
    for operation in api.operations().filter(|operation| operation.method == Method::Get) {
        if operation.pagination.is_none() && !operation.is_unpaged && answers_a_list(api, operation) {
            warnings.push(
                Diagnostic::warning(
                    Id::UnstatedPaging,
                    operation.name.place,
                    format!("`{}` returns a list without `pagination`", operation.name.value),
                )
                .expected("`pagination` with a style, or `pagination: none`")
                .help("add the style, or `pagination: none` if one response has the whole list"),
            );
        }
    }
}

/// Whether the response is a list, or an object of which a list is the main part.
fn answers_a_list(api: &Api, operation: &Operation) -> bool {
    let is_list = |type_: &Type| matches!(api.target(type_), Type::List(_));
    match &operation.response {
        Response::Type { type_, .. } => is_list(type_),
        Response::Object(object) => {
            object.fields.iter().filter(|field| is_list(&field.type_)).count() == 1 && object.fields.len() <= 4
        }
        Response::Unknown | Response::None => false,
    }
}
