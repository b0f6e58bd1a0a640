//! Examples of requests and responses.

use serde_json::{Value, json};

use super::Object;
use super::paths::Route;
use crate::model::{Encoding, Example, Location, ParameterId, Source, Type};
use crate::openapi::document::Document;

impl Document<'_> {
    /// Returns the value of a parameter in the first example that has it.
    pub(super) fn parameter_example(&self, route: &Route<'_>, parameter: ParameterId) -> Option<Value> {
        let operation = route.operation;
        match &operation.parameters[parameter].source {
            Source::Configuration(index) => Some(self.api.configuration[*index].example.clone().into()),
            Source::Fixed(_) => None,
            Source::Caller => {
                let arguments = of(route).into_iter().flat_map(|example| &example.arguments);
                let mut given = arguments.filter(|argument| argument.parameter == parameter);
                given.next().map(|argument| argument.value.clone())
            }
        }
    }

    /// Returns the bodies of an operation's examples, as JSON or as forms.
    pub(super) fn body_examples(&self, route: &Route<'_>, as_form: bool) -> Object {
        let examples = of(route).into_iter().filter(|example| self.is_form(route, example) == as_form);
        let examples = examples.filter_map(|example| {
            let body = self.body(route, example);
            // Some requests have no body.
            let is_sent = !body.is_empty() || route.operation.method.has_body();
            is_sent.then(|| (example.name.value.clone(), json!({ "value": body })))
        });
        examples.collect()
    }

    fn is_form(&self, route: &Route<'_>, example: &Example) -> bool {
        let operation = route.operation;
        match operation.encoding {
            Encoding::Json => false,
            Encoding::Form => true,
            Encoding::FormWithFile => {
                example.arguments.iter().any(|argument| self.is_file(&operation.parameters[argument.parameter].type_))
            }
        }
    }

    /// Whether a parameter is a file or a list of files.
    pub(super) fn is_file(&self, type_: &Type) -> bool {
        match self.api.target(type_) {
            Type::List(item) => *self.api.target(item) == Type::File,
            other => *other == Type::File,
        }
    }

    /// Returns the fields of a body in the order of the operation.
    fn body(&self, route: &Route<'_>, example: &Example) -> Object {
        let parameters = route.operation.parameters.with_ids();
        let fields = parameters.filter(|(_, parameter)| parameter.location == Location::Body);
        let fields = fields.filter_map(|(id, parameter)| {
            let value = match &parameter.source {
                Source::Fixed(value) => value.clone(),
                Source::Configuration(value) => self.api.configuration[*value].example.clone().into(),
                Source::Caller => {
                    let given = example.arguments.iter().find(|argument| argument.parameter == id)?;
                    if self.is_file(&parameter.type_) { contents(&given.value) } else { given.value.clone() }
                }
            };
            Some((parameter.name.value.clone(), value))
        });
        fields.collect()
    }
}

/// Returns the examples with this path, or all if none has it.
pub(super) fn of<'a>(route: &Route<'a>) -> Vec<&'a Example> {
    let operation = route.operation;
    let own: Vec<&Example> = operation.examples.iter().filter(|example| route.takes(example)).collect();
    if own.is_empty() { operation.examples.iter().collect() } else { own }
}

/// Returns the responses of an operation's examples.
pub(super) fn responses(route: &Route<'_>) -> Object {
    let responses = of(route).into_iter().filter_map(|example| {
        // The arguments describe the request.
        let Example { name, response, arguments: _, wire: _ } = example;
        let value: Value = serde_json::from_str(response.as_deref()?).ok()?;
        Some((name.value.clone(), json!({ "value": value })))
    });
    responses.collect()
}

/// A file is replaced by its content.
fn contents(value: &Value) -> Value {
    match value {
        Value::Array(files) => files.iter().map(contents).collect(),
        file => file["content"].clone(),
    }
}
