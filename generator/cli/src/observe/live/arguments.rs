//! The arguments of a call: enum values and examples of the spec, and ids of earlier responses.

use api_client_generator::model::{
    Api, Ids, ListStyle, Location, Method, Operation, Parameter, ParameterId, Source, Type, TypeShape,
};
use serde_json::Value as Json;

use super::bindings::Binding;

/// The number of different arguments for one operation, until a call succeeds.
const MAX_VALUES: usize = 3;

/// A call with its arguments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Arguments {
    pub(super) path: Vec<(String, String)>,
    /// A list with the style `repeated` has an entry for each item.
    pub(super) query: Vec<(String, Vec<String>)>,
    pub(super) headers: Vec<(String, String)>,
    /// The values that the ids of the response belong to.
    pub(super) binding: Binding,
}

/// Returns the parameters that a call needs: the required ones, and one of each group.
pub(super) fn needed(operation: &Operation) -> Vec<&Parameter> {
    let example = operation.examples.first();
    let given =
        |id: &ParameterId| example.is_some_and(|example| example.arguments.iter().any(|given| given.parameter == *id));
    let chosen = operation
        .one_of
        .iter()
        .filter_map(|group| group.parameters.iter().copied().find(given).or_else(|| group.parameters.first().copied()));
    let chosen: Vec<ParameterId> = chosen.collect();
    let all = operation.parameters.with_ids();
    let is_needed = |id: ParameterId, parameter: &Parameter| {
        parameter.required || parameter.location == Location::Path || !parameter.is_argument() || chosen.contains(&id)
    };
    all.filter(|(id, parameter)| is_needed(*id, parameter)).map(|(_, parameter)| parameter).collect()
}

/// Whether an operation only reads. A GET with a body is not sent.
pub(super) fn is_read_only(operation: &Operation) -> bool {
    operation.method == Method::Get && needed(operation).iter().all(|parameter| parameter.location != Location::Body)
}

/// Whether the value of a parameter must be an id of an earlier response.
pub(super) fn needs_id(api: &Api, ids: &Ids, parameter: &Parameter) -> bool {
    let is_plain = matches!(api.target(&parameter.type_), Type::String | Type::Int);
    parameter.is_argument()
        && is_plain
        && (parameter.location == Location::Path
            || ids.contains(api, &parameter.name.value, &Type::String)
            || ids.contains(api, &parameter.name.value, &parameter.type_))
}

/// Returns the arguments of up to three calls of an operation, with the values of one binding.
///
/// # Errors
/// Returns the name of a parameter without a value.
pub(super) fn arguments(
    api: &Api,
    ids: &Ids,
    operation: &Operation,
    configuration: &[String],
    binding: &Binding,
) -> Result<Vec<Arguments>, String> {
    let mut calls = vec![Arguments { binding: binding.clone(), ..Arguments::default() }];
    for parameter in needed(operation) {
        let name = &parameter.name.value;
        let values = values(api, ids, operation, parameter, configuration, binding).filter(|values| !values.is_empty());
        let values = values.ok_or_else(|| name.clone())?;
        calls = calls
            .iter()
            .flat_map(|call| {
                values.iter().map(|value| {
                    let mut call = call.clone();
                    let first = || value.first().cloned().unwrap_or_default();
                    match parameter.location {
                        Location::Path => {
                            call.binding.add_path(operation, name, &first());
                            call.path.push((name.clone(), first()));
                        }
                        Location::Query => call.query.push((name.clone(), value.clone())),
                        Location::Header => call.headers.push((name.clone(), first())),
                        Location::Body => {}
                    }
                    call
                })
            })
            .take(MAX_VALUES)
            .collect();
    }
    Ok(calls)
}

/// Returns the possible values of a parameter, each as a list of strings.
fn values(
    api: &Api,
    ids: &Ids,
    operation: &Operation,
    parameter: &Parameter,
    configuration: &[String],
    binding: &Binding,
) -> Option<Vec<Vec<String>>> {
    let name = &parameter.name.value;
    match &parameter.source {
        Source::Configuration(id) => return Some(vec![vec![configuration.get(usize::from(*id))?.clone()]]),
        Source::Fixed(value) => return texts(parameter, value).map(|value| vec![value]),
        Source::Caller => {}
    }
    if needs_id(api, ids, parameter) {
        // A secret in a response is not an id.
        if parameter.sensitive {
            return None;
        }
        let value = match parameter.location {
            Location::Path => binding.path(operation, name),
            _ => binding.query(name),
        };
        return value.map(|value| vec![vec![value.to_owned()]]);
    }
    if let Type::Named(id) = api.target(&parameter.type_)
        && let TypeShape::Enum(values) = &api.type_definition(*id).shape
    {
        return Some(values.values.iter().map(|value| vec![value.value.value.clone()]).take(MAX_VALUES).collect());
    }
    // Other values, such as times and numbers, are those of an example.
    let arguments = operation.examples.iter().flat_map(|example| &example.arguments);
    let mut given = arguments.filter(|argument| operation.parameters[argument.parameter].name.value == *name);
    given.find_map(|argument| texts(parameter, &argument.value)).map(|value| vec![value])
}

fn texts(parameter: &Parameter, value: &Json) -> Option<Vec<String>> {
    let text = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match value {
        Json::Null => None,
        Json::Array(items) => Some(match parameter.list {
            Some(ListStyle::Repeated) => items.iter().map(text).collect(),
            Some(ListStyle::Comma) => vec![items.iter().map(text).collect::<Vec<_>>().join(",")],
            _ => vec![value.to_string()],
        }),
        _ => Some(vec![text(value)]),
    }
}
