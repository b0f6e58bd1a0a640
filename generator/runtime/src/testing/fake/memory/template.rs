//! The object that a request creates, as far as the examples of the operation show it.

use api_client_description::{Body, Example, Location, Resource, Type, Use};
use serde_json::{Map, Value as Json};

use super::Received;
use super::fields;
use super::values::{Values, request_of};

/// A new object before it has its own id and times.
pub(super) struct Start {
    /// The fields.
    pub(super) object: Map<String, Json>,
    /// The response that contains the object.
    pub(super) response: String,
    /// The id in the example.
    pub(super) id: Option<Json>,
}

/// Returns the object of the most similar example, with the values of the request. A field of the example that comes
/// from a value which the request does not have is removed.
pub(super) fn start(received: &Received<'_>, values: &Values, resource: &Resource, found: &Use) -> Start {
    let (example, sent) = closest(received, values);
    let response = example.and_then(|example| example.response.clone()).unwrap_or_else(|| "{}".to_owned());
    let body: Map<String, Json> = serde_json::from_str(&response).unwrap_or_default();
    let mut object = match &found.body {
        Some(Body::Whole) => body,
        Some(Body::Field(name)) => body.get(name).and_then(Json::as_object).cloned().unwrap_or_default(),
        None => Map::new(),
    };
    let id = fields::get(&object, &resource.key).cloned();
    let parameters = received.endpoint.parameters.iter().filter(|parameter| parameter.location != Location::Header);
    for parameter in parameters.clone().filter(|parameter| values.get(&parameter.name) != sent.get(&parameter.name)) {
        match found.fields.get(&parameter.name) {
            // Only the object around the id has fields that come from several parameters.
            Some(path) if fields::root(path) == fields::root(&resource.key) => fields::remove(&mut object, path),
            Some(path) => drop(object.remove(fields::root(path))),
            None => drop(object.remove(&parameter.name)),
        }
    }
    let (around, key) = (fields::root(&resource.key), resource.key.as_str());
    let is_only_id = found.fields.iter().all(|(_, path)| fields::root(path) != around || path == key);
    if around != key && is_only_id && id.as_ref() != found.ids.first().and_then(|name| values.get(name)) {
        // The object around the id is a different one, of which only the id is known.
        object.remove(around);
    }
    for parameter in parameters {
        let is_ids = found.ids.contains(&parameter.name) && matches!(parameter.type_, Type::List(_));
        let value = values.get(&parameter.name).filter(|_| !is_ids);
        if let (Some(path), Some(value)) = (found.fields.get(&parameter.name), value) {
            fields::set(&mut object, path, value.clone());
        }
    }
    Start { object, response, id }
}

/// Returns the example whose request differs least from a request, with the values of the example.
fn closest<'a>(received: &Received<'a>, values: &Values) -> (Option<&'a Example>, Values) {
    let endpoint = received.endpoint;
    let examples = endpoint.examples.iter().filter(|example| example.response.is_some());
    let differences = |sent: &Values| {
        let names = endpoint.parameters.iter().map(|parameter| &parameter.name);
        let own = names.clone().filter(|name| sent.get(name).is_some() && values.get(name).is_none()).count();
        let other = names.filter(|name| sent.get(name) != values.get(name)).count();
        // A value that only the example has can change more of its response than a different value.
        (own, other)
    };
    let examples = examples.map(|example| (example, Values::of(endpoint, &request_of(&example.request))));
    let found = match received.example.filter(|example| example.response.is_some()) {
        Some(same) => examples.into_iter().find(|(example, _)| std::ptr::eq(*example, same)),
        None => examples.min_by_key(|(_, sent)| differences(sent)),
    };
    found.map_or_else(Default::default, |(example, sent)| (Some(example), sent))
}
