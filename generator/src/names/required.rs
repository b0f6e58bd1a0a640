//! Which parameters are arguments, which are setters, and when arguments become a struct.

use crate::model::{Api, Location, Operation, Parameter, Type};

/// Up to this many required values are arguments of a method.
const MAX_ARGUMENTS: usize = 3;

/// Whether the required values are too many, or too alike, to be arguments.
pub(crate) fn needs_struct(api: &Api, operation: &Operation) -> bool {
    let required: Vec<&Type> = required_parameters(operation).map(|(_, parameter)| &parameter.type_).collect();
    required.len() + operation.one_of.len() > MAX_ARGUMENTS
        || required.windows(2).any(|pair| same_argument(api, pair[0], pair[1]))
}

/// Whether two neighbours could be swapped without the compiler noticing.
fn same_argument(api: &Api, first: &Type, second: &Type) -> bool {
    let (first, second) = (api.target(first), api.target(second));
    // All of these are taken from text, and JSON from nearly everything.
    let is_text =
        |type_: &Type| matches!(type_, Type::String | Type::Url | Type::DateTime | Type::Date | Type::JsonText);
    (is_text(first) && is_text(second)) || [first, second].contains(&&Type::Json) || first == second
}

/// The parameters that are given when a request is made, in the order of the arguments.
pub(crate) fn required_parameters(operation: &Operation) -> impl Iterator<Item = (usize, &Parameter)> {
    operation.parameters.iter().enumerate().filter(|(_, parameter)| parameter.required && parameter.is_argument())
}

/// The parameters that have setters.
pub(crate) fn optional_parameters(operation: &Operation) -> impl Iterator<Item = (usize, &Parameter)> {
    operation.parameters.iter().enumerate().filter(|(index, parameter)| {
        !parameter.required
            && parameter.is_argument()
            && parameter.location != Location::Path
            && operation.group_of(*index).is_none()
    })
}
