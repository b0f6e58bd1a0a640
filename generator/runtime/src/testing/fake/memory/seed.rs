//! Objects from JSON, and as JSON.

use std::collections::HashSet;
use std::fmt;

use api_client_description::{Description, Resource};
use serde_json::{Map, Value as Json};

use super::super::check::plain;
use super::fields;
use super::objects::{Number, Object, Objects};

/// JSON that does not describe objects of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedError {
    path: String,
    problem: String,
}

impl SeedError {
    fn new(path: &str, problem: impl Into<String>) -> Self {
        Self { path: path.to_owned(), problem: problem.into() }
    }

    pub(in crate::testing::fake) fn not_json(error: &serde_json::Error) -> Self {
        Self::new("$", format!("is not JSON: {error}"))
    }

    /// Returns the JSON path of the invalid value.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for SeedError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "invalid seed of the fake server: `{}` {}", self.path, self.problem)
    }
}

impl std::error::Error for SeedError {}

/// Adds the objects of a seed. If the seed has an error, no object is added.
pub(super) fn seed(description: &Description, objects: &mut Objects, json: &Json) -> Result<(), SeedError> {
    let mut seed = Seed { resources: &description.resources, found: Vec::new() };
    seed.read(json)?;
    let mut ids = HashSet::new();
    for Found { object, parent, path } in &seed.found {
        let is_known = parent.is_none() && objects.find(object.resource, None, &object.key).is_some();
        if is_known || !ids.insert((object.resource, parent, &object.key)) {
            let id = &description.resources[object.resource].id;
            return Err(SeedError::new(path, format!("is a second {id} with the id `{}`: remove one", object.key)));
        }
    }
    let mut numbers: Vec<Number> = Vec::new();
    for Found { mut object, parent, .. } in seed.found {
        objects.tick();
        let resource = &description.resources[object.resource];
        if let Some(time) = &resource.created
            && fields::get(&object.body, &time.field).is_none()
        {
            objects.stamp_new(resource, &mut object.body);
        }
        object.parent = parent.map(|index| numbers[index]);
        numbers.push(objects.add(object));
    }
    Ok(())
}

/// The objects of a seed during reading.
struct Seed<'d> {
    resources: &'d [Resource],
    found: Vec<Found>,
}

/// An object of a seed.
struct Found {
    object: Object,
    /// The index of the object that it belongs to, in the list of all objects.
    parent: Option<usize>,
    path: String,
}

impl Seed<'_> {
    fn read(&mut self, json: &Json) -> Result<(), SeedError> {
        let Some(map) = json.as_object() else {
            return Err(SeedError::new("$", "is not an object with a list of objects for each resource"));
        };
        for (id, list) in map {
            let path = format!("$[\"{id}\"]");
            let Some(index) = self.resources.iter().position(|resource| resource.id == *id) else {
                let roots = self.resources.iter().filter(|resource| resource.parents.is_empty());
                let known: Vec<&str> = roots.map(|resource| resource.id.as_str()).collect();
                return Err(SeedError::new(&path, format!("is not a resource: use one of {}", known.join(", "))));
            };
            if let Some(parent) = self.resources[index].parents.first() {
                let parent = &self.resources[*parent].id;
                let problem = format!("belongs to {parent}: write it as `{}` in an object of it", short(id));
                return Err(SeedError::new(&path, problem));
            }
            self.objects(index, None, list, &path)?;
        }
        Ok(())
    }

    fn objects(&mut self, resource: usize, parent: Option<usize>, list: &Json, path: &str) -> Result<(), SeedError> {
        let described = &self.resources[resource];
        let Some(items) = list.as_array() else { return Err(SeedError::new(path, "is not a list")) };
        for (index, item) in items.iter().enumerate() {
            let path = format!("{path}[{index}]");
            let Some(object) = item.as_object() else { return Err(SeedError::new(&path, "is not an object")) };
            let mut body = object.clone();
            let children: Vec<(usize, Json)> = children(self.resources, resource)
                .filter_map(|(child, name)| Some((child, body.remove(name)?)))
                .collect();
            let key = &described.key;
            let id = match fields::get(&body, key) {
                Some(id) if if described.number { id.is_i64() } else { id.is_string() } => plain(id),
                found => {
                    let form = if described.number { "an integer" } else { "a string" };
                    let problem = if found.is_some() { "is not" } else { "is missing, which must be" };
                    return Err(SeedError::new(&format!("{path}.{key}"), format!("{problem} {form}")));
                }
            };
            let own = self.found.len();
            let object = Object { resource, parent: None, key: id, body };
            self.found.push(Found { object, parent, path: path.clone() });
            for (child, list) in children {
                self.objects(child, Some(own), &list, &format!("{path}.{}", short(&self.resources[child].id)))?;
            }
        }
        Ok(())
    }
}

/// Returns the resources that belong to a resource, each with its name without the product.
fn children(resources: &[Resource], parent: usize) -> impl Iterator<Item = (usize, &str)> {
    let children = resources.iter().enumerate().filter(move |(_, resource)| resource.parents.contains(&parent));
    children.map(|(index, resource)| (index, short(&resource.id)))
}

fn short(id: &str) -> &str {
    id.split_once('.').map_or(id, |(_, name)| name)
}

/// Returns all objects in the form of a seed.
pub(super) fn snapshot(description: &Description, objects: &Objects) -> Json {
    let resources = description.resources.iter().enumerate().filter(|(_, resource)| resource.parents.is_empty());
    let lists =
        resources.filter_map(|(index, resource)| Some((resource.id.clone(), list(description, objects, index, None)?)));
    Json::Object(lists.collect())
}

/// Returns the objects of a parent; `None` if there are none.
fn list(description: &Description, objects: &Objects, resource: usize, parent: Option<Number>) -> Option<Json> {
    let own = objects.of(resource).filter(|(_, object)| object.parent == parent);
    let items: Vec<Json> = own
        .map(|(number, object)| {
            let mut body: Map<String, Json> = object.body.clone();
            for (child, name) in children(&description.resources, resource) {
                if let Some(list) = list(description, objects, child, Some(number)) {
                    body.insert(name.to_owned(), list);
                }
            }
            Json::Object(body)
        })
        .collect();
    (!items.is_empty()).then_some(Json::Array(items))
}
