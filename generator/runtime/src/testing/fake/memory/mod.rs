//! The memory of a fake server: objects that were created are returned, listed, changed and deleted.
//!
//! The description says which operations do this. All others respond with their examples.

mod fields;
mod objects;
mod pages;
mod seed;
mod template;
mod values;

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use api_client_description::{Body, Description, Endpoint, Example, Location, Parameter, Role, Type, Use};
use serde_json::{Map, Value as Json};

use super::super::server::{MockResponse, RecordedRequest, lock};
use super::check::{plain, target};
use super::failure;
use crate::api::Host;
use crate::call::template as path_template;
use crate::percent;
use objects::{Number, Object, Objects};
use pages::Page;
pub use seed::SeedError;
use values::Values;

/// The objects of a server.
#[derive(Default)]
pub(super) struct Memory {
    objects: Mutex<Objects>,
    is_off: AtomicBool,
}

/// A valid request without a rule.
#[derive(Clone, Copy)]
pub(super) struct Received<'a> {
    pub(super) description: &'a Description,
    pub(super) host: &'static Host,
    pub(super) endpoint: &'a Endpoint,
    pub(super) example: Option<&'a Example>,
    pub(super) request: &'a RecordedRequest,
}

impl Memory {
    pub(super) fn turn_off(&self) {
        self.is_off.store(true, Ordering::Relaxed);
    }

    pub(super) fn seed(&self, description: &Description, json: &Json) -> Result<(), SeedError> {
        seed::seed(description, &mut lock(&self.objects), json)
    }

    pub(super) fn snapshot(&self, description: &Description) -> Json {
        seed::snapshot(description, &lock(&self.objects))
    }

    /// Returns the response of an operation on remembered objects; `None` for other operations. `example` is the
    /// response without memory.
    pub(super) fn respond(&self, received: &Received<'_>, example: impl Fn() -> String) -> Option<MockResponse> {
        if self.is_off.load(Ordering::Relaxed) {
            return None;
        }
        let resources = received.description.resources.iter().enumerate();
        let uses: Vec<(usize, &Use)> = resources
            .flat_map(|(index, resource)| resource.uses.iter().map(move |found| (index, found)))
            .filter(|(_, found)| found.operation == received.endpoint.id)
            .collect();
        if uses.is_empty() {
            return None;
        }
        let mut objects = lock(&self.objects);
        let values = Values::of(received.endpoint, received.request);
        let mut change = Change { received, values: &values, objects: &mut objects, created: Vec::new() };
        let mut reply = None;
        // The parents are first, so an unknown parent is an error before anything changes.
        for (resource, found) in uses {
            match change.apply(resource, found, &example) {
                Ok(own) => reply = reply.or(own),
                Err(error) => return Some(error),
            }
        }
        // An object is complete after the last change.
        let body = reply.and_then(|reply| change.body(reply));
        Some(MockResponse::json(200, body.map_or_else(example, |body| body.to_string())))
    }
}

/// The content of a response.
enum Reply<'a> {
    /// An object at a location in an example.
    Object(Number, &'a Body, String),
    /// The whole body.
    Json(Json),
}

/// The objects that an operation can select.
#[derive(Clone, Copy)]
enum Scope {
    /// All objects of the resource.
    All,
    /// The objects of one parent, or those of a resource without parents.
    Under(Option<Number>),
}

/// The effect of a request.
struct Change<'a, 'o> {
    received: &'a Received<'a>,
    values: &'a Values,
    objects: &'o mut Objects,
    /// The objects that this request has created, with their resources.
    created: Vec<(usize, Number)>,
}

impl<'a> Change<'a, '_> {
    /// Applies the effect on the objects of a resource, and returns the response if it contains objects.
    fn apply(
        &mut self,
        resource: usize,
        found: &'a Use,
        example: &impl Fn() -> String,
    ) -> Result<Option<Reply<'a>>, MockResponse> {
        let scope = self.scope(resource, found)?;
        match found.role {
            Role::Create => self.create(resource, found, scope),
            Role::List => {
                let body = serde_json::from_str(&example()).unwrap_or_default();
                self.list(resource, found, scope, body).map(|body| Some(Reply::Json(body)))
            }
            Role::Delete => {
                for number in self.selected(resource, found, scope)? {
                    self.objects.remove(number);
                }
                self.objects.tick();
                Ok(None)
            }
            Role::View | Role::Update => {
                let selected = self.selected(resource, found, scope)?;
                if found.role == Role::Update {
                    self.objects.tick();
                    for number in &selected {
                        self.update(*number, found);
                    }
                }
                let object = selected.first().zip(found.body.as_ref());
                Ok(object.map(|(number, location)| Reply::Object(*number, location, example())))
            }
        }
    }

    /// Returns the objects that the path selects. An unknown parent is an error.
    fn scope(&self, resource: usize, found: &Use) -> Result<Scope, MockResponse> {
        let parents = &self.received.description.resources[resource].parents;
        let created = self.created.iter().find(|(parent, _)| parents.contains(parent));
        if let Some((_, number)) = created {
            return Ok(Scope::Under(Some(*number)));
        }
        match self.parent(resource) {
            Ok(None) if found.role == Role::List && !parents.is_empty() => Ok(Scope::All),
            Ok(parent) => Ok(Scope::Under(parent)),
            Err((parent, key)) => Err(self.unknown(parent, found, &key)),
        }
    }

    /// Returns the parent in the path of the request; the error is the resource and the id of an unknown parent.
    fn parent(&self, resource: usize) -> Result<Option<Number>, (usize, String)> {
        let resources = &self.received.description.resources;
        let path = target(self.received.request).0;
        for parent in &resources[resource].parents {
            let Some(key) = resources[*parent].path.as_deref().and_then(|template| key_in(template, path)) else {
                continue;
            };
            let outer = self.parent(*parent)?;
            return self.objects.find(*parent, outer, &key).map(Some).ok_or((*parent, key));
        }
        Ok(None)
    }

    /// Returns the ids in the request, and whether it can have several.
    fn ids(&self, found: &Use) -> (Vec<Json>, bool) {
        let is_list = |name: &String| {
            let mut parameters = self.received.endpoint.parameters.iter();
            parameters.any(|parameter| parameter.name == *name && matches!(parameter.type_, Type::List(_)))
        };
        let mut ids = Vec::new();
        for value in found.ids.iter().filter_map(|name| self.values.get(name)) {
            match value {
                Json::Array(items) => ids.extend(items.iter().cloned()),
                Json::Null => {}
                value => ids.push(value.clone()),
            }
        }
        (ids, found.ids.iter().any(is_list))
    }

    /// Returns the objects that the ids in the request select. A request without ids selects all objects of its scope.
    fn selected(&self, resource: usize, found: &Use, scope: Scope) -> Result<Vec<Number>, MockResponse> {
        let (ids, _) = self.ids(found);
        if ids.is_empty() {
            return Ok(self.in_scope(resource, scope).into_iter().map(|(number, _)| number).collect());
        }
        let find = |id: &Json| match scope {
            Scope::Under(parent) => self.objects.find(resource, parent, &plain(id)),
            Scope::All => None,
        };
        let selected: Vec<Number> = ids.iter().filter_map(find).collect();
        // Of several ids, those of other objects are ignored.
        match ids.first().filter(|_| selected.is_empty()) {
            Some(id) => Err(self.unknown(resource, found, &plain(id))),
            None => Ok(selected),
        }
    }

    fn in_scope(&self, resource: usize, scope: Scope) -> Vec<(Number, &Object)> {
        let is_meant = |object: &Object| match scope {
            Scope::All => true,
            Scope::Under(parent) => object.parent == parent,
        };
        self.objects.of(resource).filter(|(_, object)| is_meant(object)).collect()
    }

    fn create(&mut self, resource: usize, found: &'a Use, scope: Scope) -> Result<Option<Reply<'a>>, MockResponse> {
        let described = &self.received.description.resources[resource];
        let Scope::Under(parent) = scope else { return Ok(None) };
        let (ids, is_several) = self.ids(found);
        let mut start = template::start(self.received, self.values, described, found);
        for (_, field) in lists_in(self.received.description, resource) {
            start.object.remove(field);
        }
        let example = fields::get(&start.object, &described.key).or(start.id.as_ref()).cloned();
        let ids = match ids.first() {
            Some(id) if !is_several && self.objects.find(resource, parent, &plain(id)).is_some() => {
                let message = format!("{} `{}` exists already", described.id, plain(id));
                return Err(failure::with_code_or_status(self.received.host, found.already_exists, 409, &message));
            }
            None if !is_several => vec![self.objects.make_id(resource, described.number, example.as_ref())],
            _ => ids,
        };
        self.objects.tick();
        let time = described.created.as_ref().map(|time| &time.field);
        let is_timed = found.fields.iter().any(|(name, path)| Some(path) == time && self.values.get(name).is_some());
        let mut first = None;
        for id in ids {
            let key = plain(&id);
            if self.objects.find(resource, parent, &key).is_some() {
                continue;
            }
            let mut body = start.object.clone();
            fields::set(&mut body, &described.key, id);
            for (path, value) in &found.sets {
                fields::set(&mut body, path, value.clone());
            }
            if !is_timed {
                self.objects.stamp_new(described, &mut body);
            }
            let number = self.objects.add(Object { resource, parent, key, body });
            self.created.push((resource, number));
            first = first.or(Some(number));
        }
        Ok(first.zip(found.body.as_ref()).map(|(number, location)| Reply::Object(number, location, start.response)))
    }

    /// Returns the body of a response.
    fn body(&self, reply: Reply<'_>) -> Option<Json> {
        match reply {
            Reply::Json(body) => Some(body),
            Reply::Object(number, Body::Whole, _) => self.complete(number).map(Json::Object),
            Reply::Object(number, Body::Field(name), example) => {
                let mut body: Map<String, Json> = serde_json::from_str(&example).unwrap_or_default();
                body.insert(name.clone(), Json::Object(self.complete(number)?));
                Some(Json::Object(body))
            }
        }
    }

    /// Returns an object with the lists of the objects that belong to it.
    fn complete(&self, number: Number) -> Option<Map<String, Json>> {
        let object = self.objects.get(number)?;
        let mut body = object.body.clone();
        for (index, field) in lists_in(self.received.description, object.resource) {
            let children = self.objects.of(index).filter(|(_, child)| child.parent == Some(number));
            let children: Vec<Json> = children.map(|(_, child)| Json::Object(child.body.clone())).collect();
            if !children.is_empty() {
                body.insert(field.to_owned(), children.into());
            }
        }
        Some(body)
    }

    /// Sets the fields that the request contains.
    fn update(&mut self, number: Number, found: &Use) {
        let Some(object) = self.objects.get(number) else { return };
        let described = &self.received.description.resources[object.resource];
        let mut body = object.body.clone();
        // The path selects the object.
        let is_value = |parameter: &&Parameter| parameter.location != Location::Path;
        for parameter in self.received.endpoint.parameters.iter().filter(is_value) {
            let name = &parameter.name;
            match (self.values.get(name), found.fields.get(name)) {
                (Some(value), Some(path)) => fields::set(&mut body, path, value.clone()),
                // The field has a different form than the parameter, so its new value is unknown.
                (Some(_), None) if !found.ids.contains(name) => drop(body.remove(name)),
                (Some(_), None) | (None, _) => {}
            }
        }
        for (path, value) in &found.sets {
            fields::set(&mut body, path, value.clone());
        }
        self.objects.stamp_changed(described, &mut body);
        if let Some(object) = self.objects.get_mut(number) {
            object.body = body;
        }
    }

    fn list(&self, resource: usize, found: &Use, scope: Scope, example: Json) -> Result<Json, MockResponse> {
        let described = &self.received.description.resources[resource];
        let mut items = self.in_scope(resource, scope);
        for (name, path) in &found.fields {
            let Some(wanted) = self.values.get(name) else { continue };
            let is_wanted = |value: &Json| match wanted {
                Json::Array(items) => items.contains(value),
                wanted => wanted == value,
            };
            items.retain(|(_, object)| fields::get(&object.body, path).is_some_and(is_wanted));
        }
        let mut body = match example {
            Json::Object(body) => body,
            _ => Map::new(),
        };
        let page = Page {
            endpoint: self.received.endpoint,
            request: self.received.request,
            values: self.values,
            created: described.created.as_ref().map(|time| time.field.as_str()),
        };
        if let Some(list) = &self.received.endpoint.list {
            let invalid = |problem: String| failure::with_status(self.received.host, 400, &problem);
            items = page.of(&items, &list.paging, &mut body).map_err(invalid)?;
        }
        let items: Json = items.into_iter().filter_map(|(number, _)| self.complete(number)).map(Json::Object).collect();
        Ok(match &found.body {
            Some(Body::Field(name)) => {
                body.insert(name.clone(), items);
                Json::Object(body)
            }
            Some(Body::Whole) | None => items,
        })
    }

    /// Returns the error for an id that no object has.
    fn unknown(&self, resource: usize, found: &Use, key: &str) -> MockResponse {
        let id = &self.received.description.resources[resource].id;
        let message = format!("{id} `{key}` does not exist: create or seed it, or start a stateless server");
        failure::with_code_or_status(self.received.host, found.not_found, 404, &message)
    }
}

/// Returns the resources that are lists in the objects of a resource, each with the field.
fn lists_in(description: &Description, parent: usize) -> impl Iterator<Item = (usize, &str)> {
    let children = description.resources.iter().enumerate();
    let children = children.filter(move |(_, resource)| resource.parents.contains(&parent));
    children.filter_map(|(index, resource)| Some((index, resource.shown_in.as_deref()?)))
}

/// Returns the id at the end of a template, if a path begins like the template.
fn key_in(template: &str, path: &str) -> Option<String> {
    let mut segments = path.split('/');
    let mut last = None;
    for own in template.split('/') {
        let segment = segments.next()?;
        let is_parameter = path_template::parameter(own).is_some();
        if !is_parameter && own != segment {
            return None;
        }
        last = is_parameter.then_some(segment);
    }
    last.map(|segment| percent::decode(segment).into_owned())
}
