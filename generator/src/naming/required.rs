//! Distinguishes arguments from setters, and decides when a struct replaces the arguments.

use crate::model::{Api, Location, Object, Operation, Parameter, ParameterId, Type};

/// Maximum number of required values that are arguments.
const MAX_ARGUMENTS: usize = 3;

/// Whether an operation has too many required values for arguments, or two that could be swapped by mistake.
pub fn needs_struct(api: &Api, operation: &Operation) -> bool {
    let required: Vec<&Type> = required_parameters(operation).map(|(_, parameter)| &parameter.type_).collect();
    need_names(api, &required, operation.one_of.len())
}

/// Whether an object has too many required fields for arguments, or two that could be swapped by mistake.
pub fn object_needs_struct(api: &Api, object: &Object) -> bool {
    let required: Vec<&Type> =
        object.fields.iter().filter(|field| field.is_given()).map(|field| &field.type_).collect();
    need_names(api, &required, 0)
}

/// `choices` is the number of arguments with enums of their own, which cannot be swapped.
fn need_names(api: &Api, required: &[&Type], choices: usize) -> bool {
    let mut firsts = required.iter().enumerate();
    required.len() + choices > MAX_ARGUMENTS
        || firsts.any(|(index, first)| required[index + 1..].iter().any(|second| same_argument(api, first, second)))
}

/// Whether a call still compiles if two arguments are swapped.
fn same_argument(api: &Api, first: &Type, second: &Type) -> bool {
    let (first, second) = (api.target(first), api.target(second));
    // All of these convert from strings, and JSON converts from nearly all types.
    let is_text =
        |type_: &Type| matches!(type_, Type::String | Type::Url | Type::DateTime | Type::Date | Type::JsonText);
    match (first, second) {
        (Type::Json, _) | (_, Type::Json) => true,
        (Type::List(first), Type::List(second)) | (Type::Map(first), Type::Map(second)) => {
            same_argument(api, first, second)
        }
        _ => (is_text(first) && is_text(second)) || first == second,
    }
}

/// The required parameters, in the order of the arguments.
pub fn required_parameters(operation: &Operation) -> impl Iterator<Item = (ParameterId, &Parameter)> {
    operation.parameters.with_ids().filter(|(_, parameter)| parameter.required && parameter.is_argument())
}

/// The parameters that have setters.
pub fn optional_parameters(operation: &Operation) -> impl Iterator<Item = (ParameterId, &Parameter)> {
    operation.parameters.with_ids().filter(|(id, parameter)| {
        !parameter.required
            && parameter.is_argument()
            && parameter.location != Location::Path
            && operation.group_of(*id).is_none()
    })
}
