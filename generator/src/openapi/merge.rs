//! Merges operations with one request, because OpenAPI allows one operation per request.

use serde_json::{Value, json};

use super::Object;
use super::bodies::{Body, Media};
use super::document::Document;
use super::operation::Merged;
use super::parameters::Described;
use super::paths::Route;
use super::responses::SuccessResponse;
use super::schemas::put;
use crate::model::Location;

impl<'a> Document<'a> {
    pub(super) fn merge(&self, routes: &[&Route<'a>], path_names: &[String]) -> Merged {
        let parameters = routes.iter().map(|route| self.parameters(route, path_names)).collect();
        let name = |route: &Route<'a>| route.operation.name.value.as_str();
        let bodies = routes.iter().map(|route| (name(route), self.request_body(route)));
        let responses = routes.iter().map(|route| (name(route), self.success(route)));
        // A host without authorization adds no requirement, because its calls accept no credential.
        let mut security: Vec<Value> = Vec::new();
        for requirement in routes.iter().filter_map(|route| self.requirement(route.operation)) {
            if !security.contains(&requirement) {
                security.push(requirement);
            }
        }
        Merged {
            parameters: merge_parameters(parameters),
            body: merge_bodies(bodies.collect()),
            success: merge_responses(responses.collect()),
            security,
        }
    }
}

/// Parameters that not all operations have are optional.
fn merge_parameters(mut all: Vec<Vec<Described>>) -> Vec<Described> {
    let count = all.len();
    if count == 1 {
        return all.remove(0);
    }
    let mut merged: Vec<(Described, Vec<Described>)> = Vec::new();
    for parameter in all.into_iter().flatten() {
        match merged.iter_mut().find(|(known, _)| is_same(known, &parameter)) {
            Some((_, others)) => others.push(parameter),
            None => merged.push((parameter, Vec::new())),
        }
    }
    let parameters = merged.into_iter().map(|(first, others)| {
        let is_everywhere = others.len() + 1 == count;
        let every = || std::iter::once(&first).chain(&others);
        let mut descriptions: Vec<&str> = Vec::new();
        for description in every().map(|parameter| parameter.description.as_str()) {
            if !description.is_empty() && !descriptions.contains(&description) {
                descriptions.push(description);
            }
        }
        Described {
            required: is_everywhere && every().all(|parameter| parameter.required),
            deprecated: every().all(|parameter| parameter.deprecated),
            description: descriptions.join("\n\n"),
            schema: any_of_values(every().map(|parameter| parameter.schema.clone()).collect()),
            example: every().find_map(|parameter| parameter.example.clone()),
            ..first.clone()
        }
    });
    parameters.collect()
}

fn is_same(first: &Described, second: &Described) -> bool {
    let is_header = first.location == Location::Header;
    first.location == second.location
        && (first.name == second.name || is_header && first.name.eq_ignore_ascii_case(&second.name))
}

/// Merges schemas. Fixed values become an enum.
fn any_of_values(schemas: Vec<Value>) -> Value {
    let mut distinct: Vec<Value> = Vec::new();
    for schema in schemas {
        if !distinct.contains(&schema) {
            distinct.push(schema);
        }
    }
    let fixed: Vec<&Value> = distinct.iter().filter_map(|schema| schema.get("const")).collect();
    let types: Vec<Option<&Value>> = distinct.iter().map(|schema| schema.get("type")).collect();
    if distinct.len() == 1 {
        distinct.remove(0)
    } else if fixed.len() == distinct.len() && types.windows(2).all(|pair| pair[0] == pair[1]) {
        json!({ "type": types[0], "enum": fixed })
    } else {
        json!({ "anyOf": distinct })
    }
}

/// Merges bodies, each with the name of its operation.
fn merge_bodies(mut bodies: Vec<(&str, Option<Body>)>) -> Option<Body> {
    if bodies.len() == 1 {
        return bodies.remove(0).1;
    }
    let required = bodies.iter().all(|(_, body)| body.as_ref().is_some_and(|body| body.required));
    let mut types: Vec<&'static str> = Vec::new();
    for type_ in
        bodies.iter().filter_map(|(_, body)| body.as_ref()).flat_map(|body| &body.media).map(|media| media.type_)
    {
        if !types.contains(&type_) {
            types.push(type_);
        }
    }
    let media = types.into_iter().map(|type_| {
        let of = |body: &Option<Body>| body.as_ref()?.media.iter().find(|media| media.type_ == type_).cloned();
        let all = bodies.iter().filter_map(|(name, body)| Some((*name, of(body)?)));
        merge_media(all.collect())
    });
    let media: Vec<Media> = media.flatten().collect();
    (!media.is_empty()).then_some(Body { required, media })
}

/// Merges responses, each with the name of its operation.
fn merge_responses(mut responses: Vec<(&str, SuccessResponse)>) -> SuccessResponse {
    if responses.len() == 1 {
        return responses.remove(0).1;
    }
    let description = responses[0].1.description.clone();
    let all = responses.into_iter().filter_map(|(name, response)| Some((name, response.body?)));
    SuccessResponse { description, body: merge_media(all.collect()) }
}

/// Merges a media type of several operations.
fn merge_media(all: Vec<(&str, Media)>) -> Option<Media> {
    let (_, first) = all.first()?;
    let type_ = first.type_;
    let (mut encoding, mut examples) = (Object::new(), Object::new());
    let mut arms: Vec<(Vec<&str>, Value)> = Vec::new();
    for (name, media) in all {
        encoding.extend(media.encoding);
        examples.extend(media.examples.into_iter().map(|(example, value)| (format!("{name}.{example}"), value)));
        match arms.iter_mut().find(|(_, schema)| *schema == media.schema) {
            Some((names, _)) => names.push(name),
            None => arms.push((vec![name], media.schema)),
        }
    }
    let schema = if arms.len() == 1 {
        arms.remove(0).1
    } else {
        let is_choice = arms
            .iter()
            .enumerate()
            .all(|(index, (_, first))| arms[index + 1..].iter().all(|(_, second)| exclude_each_other(first, second)));
        let choice = if is_choice { "oneOf" } else { "anyOf" };
        let arms = arms.into_iter().map(|(names, mut schema)| {
            put(&mut schema, "title", names.join(", ").into());
            schema
        });
        json!({ choice: arms.collect::<Vec<_>>() })
    };
    Some(Media { type_, schema, encoding, examples })
}

/// Whether no object matches both schemas: one requires a field that the other forbids, or both require a field with
/// different values.
fn exclude_each_other(first: &Value, second: &Value) -> bool {
    let needed = |schema: &Value| -> Vec<String> {
        let names = schema["required"].as_array().into_iter().flatten();
        names.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let lacks = |schema: &Value, name: &String| {
        schema["additionalProperties"] == Value::Bool(false) && schema["properties"].get(name).is_none()
    };
    let (of_first, of_second) = (needed(first), needed(second));
    of_first.iter().any(|name| lacks(second, name))
        || of_second.iter().any(|name| lacks(first, name))
        || of_first.iter().filter(|name| of_second.contains(name)).any(|name| {
            let fixed = |schema: &Value| schema["properties"][name].get("const").cloned();
            fixed(first).zip(fixed(second)).is_some_and(|(first, second)| first != second)
        })
}
