//! Resources: the objects that a fake server remembers, and the operations on them.

use std::collections::BTreeMap;

pub use api_client_description::{Body, Role};
use serde_json::Value as Json;

use super::ids::{OperationId, ResourceId};
use super::operation::{Operation, Parameter, PathTemplate, Response, Segment, Source};
use super::types::{Field, Object, Type, TypeShape, Union};
use super::{Api, IndexVec};
use crate::source::format::words::Location;
use crate::source::{Place, Text};

/// Objects of one kind.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Its name, which is unique in the product.
    pub name: Text,
    /// The resources whose objects contain its objects.
    pub belongs_to: Vec<ResourceId>,
    /// The field of a parent with the list of its objects.
    pub shown_in: Option<Text>,
    /// The field with the id of an object.
    pub key: FieldPath,
    /// The operations on its objects.
    pub uses: Vec<ResourceUse>,
    /// The path of an object, if an operation has the id of an object in its path.
    pub path: Option<ObjectPath>,
    /// The fields that parameters with a different name set.
    pub fields: Vec<(Text, FieldPath)>,
    /// The fields that the parameters of a list are compared with.
    pub filters: Vec<(Text, FieldPath)>,
    /// The field with the time of the creation.
    pub created: Option<FieldPath>,
    /// The field with the time of the last change.
    pub updated: Option<FieldPath>,
}

/// An operation on the objects of a resource.
#[derive(Clone, Debug)]
pub struct ResourceUse {
    /// The effect of the operation.
    pub role: Role,
    /// The operation.
    pub operation: OperationId,
    /// The location of the reference.
    pub place: Place,
    /// The values that the operation sets without a parameter.
    pub sets: Vec<(FieldPath, Json)>,
}

/// The path of a field in an object. Dots separate the names of nested fields.
pub type FieldPath = Text;

/// A field in an object, or in the items of a list.
pub struct FieldAt<'a> {
    /// The field.
    pub field: &'a Field,
    /// Whether the path leads through a list.
    pub is_listed: bool,
}

/// The path of an object: the first segments of the path of an operation.
#[derive(Clone, Copy, Debug)]
pub struct ObjectPath {
    /// The operation.
    pub operation: OperationId,
    /// The number of segments that are the path of the parent.
    pub start: usize,
    /// The number of segments up to the parameter with the id.
    pub end: usize,
}

impl Resource {
    /// Returns the fields that the parameter with this name sets by declaration.
    fn declared(&self, parameter: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(name, _)| name.value == parameter);
        found.map(|(_, path)| path.value.as_str())
    }

    /// Returns the name of the field with the id, without the fields around it.
    fn key_name(&self) -> &str {
        self.key.value.rsplit('.').next().unwrap_or_default()
    }

    /// Whether a parameter contains the id of an object, by its name or by declaration.
    pub fn is_id(&self, parameter: &Parameter) -> bool {
        let name = parameter.name.value.as_str();
        parameter.is_argument()
            && match self.declared(name) {
                Some(path) => path == self.key.value,
                None => name == self.key_name(),
            }
    }
}

impl Api {
    /// Returns the objects that a value of a type can be. Only objects and unions of objects have any.
    pub fn objects_of<'a>(&'a self, type_: &'a Type) -> Vec<&'a Object> {
        let Type::Named(id) = self.target(type_) else { return Vec::new() };
        match &self.type_definition(*id).shape {
            TypeShape::Object(object) => vec![object],
            TypeShape::Union(Union::Tagged { members, .. }) => {
                members.iter().filter_map(|member| self.object(&member.type_)).collect()
            }
            TypeShape::Union(Union::Kinds(_)) | TypeShape::Enum(_) | TypeShape::Alias(_) => Vec::new(),
        }
    }

    /// Returns the field at a path of an object.
    pub fn field_at<'a>(&'a self, object: &'a Object, path: &str) -> Option<FieldAt<'a>> {
        let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
        let field = object.fields.iter().find(|field| field.name.value == name)?;
        let Some(rest) = rest else { return Some(FieldAt { field, is_listed: false }) };
        let (type_, is_list) = match self.target(&field.type_) {
            Type::List(item) => (&**item, true),
            type_ => (type_, false),
        };
        let found = self.objects_of(type_).into_iter().find_map(|object| self.field_at(object, rest))?;
        Some(FieldAt { is_listed: found.is_listed || is_list, ..found })
    }

    /// Returns the path of a field with `[]` after each list that it leads through.
    pub fn marked(&self, objects: &[&Object], path: &str) -> String {
        let names: Vec<&str> = path.split('.').collect();
        let is_list = |end: usize| {
            let outer = names[..end].join(".");
            let mut fields = objects.iter().filter_map(|object| self.field_at(object, &outer));
            fields.next().is_some_and(|found| matches!(self.target(&found.field.type_), Type::List(_)))
        };
        let marked = names.iter().enumerate().map(|(index, name)| {
            let mark = if index + 1 < names.len() && is_list(index + 1) { "[]" } else { "" };
            format!("{name}{mark}")
        });
        marked.collect::<Vec<_>>().join(".")
    }

    /// Returns the location of the objects in the response of an operation, and their types.
    pub fn body_of<'a>(&'a self, operation: &'a Operation, role: Role, key: &str) -> Option<(Body, Vec<&'a Object>)> {
        let whole = |field: &Option<String>| field.clone().map_or(Body::Whole, Body::Field);
        let found = match (&operation.response, role) {
            (Response::Unknown | Response::None, _) | (_, Role::Delete) => Vec::new(),
            (Response::Type { type_, wrapper }, Role::List) => match self.target(type_) {
                Type::List(item) => vec![(whole(wrapper), self.objects_of(item))],
                _ => self.object(type_).map(|object| self.lists_in(operation, object)).unwrap_or_default(),
            },
            (Response::Object(object), Role::List) => self.lists_in(operation, object),
            (Response::Type { type_, wrapper }, _) => vec![(whole(wrapper), self.objects_of(type_))],
            (Response::Object(object), _) => vec![(Body::Whole, vec![object])],
        };
        let has_key = |object: &&Object| self.field_at(object, key).is_some_and(|found| !found.is_listed);
        found.into_iter().find(|(_, objects)| !objects.is_empty() && objects.iter().all(has_key))
    }

    /// Returns the list of a page, or all lists of a response without pages.
    fn lists_in<'a>(&'a self, operation: &Operation, object: &'a Object) -> Vec<(Body, Vec<&'a Object>)> {
        let is_meant = |name: &str| operation.pagination.as_ref().is_none_or(|pagination| pagination.items == name);
        let fields = object.fields.iter().filter(|field| is_meant(&field.name.value));
        let lists = fields.filter_map(|field| match self.target(&field.type_) {
            Type::List(item) => Some((Body::Field(field.name.value.clone()), self.objects_of(item))),
            _ => None,
        });
        lists.collect()
    }

    /// Returns the types of the objects of a resource: those of the response that shows most of an object.
    pub fn objects_of_resource(&self, resource: &Resource) -> Vec<&Object> {
        let uses = [Role::View, Role::List, Role::Create, Role::Update]
            .into_iter()
            .flat_map(|role| resource.uses.iter().filter(move |found| found.role == role));
        let mut bodies =
            uses.filter_map(|found| self.body_of(self.operation(found.operation), found.role, &resource.key.value));
        bodies.next().map(|(_, objects)| objects).unwrap_or_default()
    }

    /// Returns the path of the objects of a resource. The resources that it belongs to have their path already.
    pub fn path_of_resource(
        &self,
        resources: &IndexVec<ResourceId, Resource>,
        resource: &Resource,
    ) -> Option<ObjectPath> {
        let roles = [Role::View, Role::Delete, Role::Update];
        let uses = roles.into_iter().flat_map(|role| resource.uses.iter().filter(move |found| found.role == role));
        let mut paths = uses.filter_map(|found| {
            let operation = self.operation(found.operation);
            let parents = resource.belongs_to.iter().filter_map(|parent| resources[*parent].path.as_ref());
            let mut lengths = parents.filter_map(|path| {
                let segments = self.segments(path);
                self.is_prefix(segments, operation).then_some(segments.len())
            });
            let start = if resource.belongs_to.is_empty() { 0 } else { lengths.next()? };
            let (index, _) = last_argument(operation, start)?;
            Some(ObjectPath { operation: found.operation, start, end: index + 1 })
        });
        paths.next()
    }

    /// Returns the segments of the path of an object. The last one is the parameter with its id.
    pub fn segments(&self, path: &ObjectPath) -> &[Segment] {
        &self.operation(path.operation).path.segments[..path.end]
    }

    /// Whether the path of an operation can begin with the path of an object.
    pub fn is_prefix(&self, path: &[Segment], operation: &Operation) -> bool {
        let own = &operation.path.segments;
        let is_possible = |name: &str, text: &str| {
            let known = parameter(operation, name).map(|parameter| self.target(&parameter.type_));
            let Some(Type::Named(id)) = known else { return true };
            match &self.type_definition(*id).shape {
                TypeShape::Enum(values) => values.values.iter().any(|value| value.value.value == text),
                _ => true,
            }
        };
        path.len() <= own.len()
            && path.iter().zip(own).all(|(path, own)| match (path, own) {
                (Segment::Literal(path), Segment::Literal(own)) => path == own,
                (Segment::Literal(text), Segment::Parameter(name)) => is_possible(name, text),
                (Segment::Parameter(_), Segment::Parameter(_)) => true,
                (Segment::Parameter(_), Segment::Literal(_)) => false,
            })
    }

    /// Returns the parameters with the ids of objects. If it is a path parameter, there is only one.
    pub fn id_parameters(&self, resource: &Resource, found: &ResourceUse) -> Vec<&Parameter> {
        let operation = self.operation(found.operation);
        if found.role == Role::List {
            return Vec::new();
        }
        if let Some(path) = &resource.path {
            let own = self.segments(path).last().and_then(Segment::parameter);
            let is_after = |name: &str| index_of(&operation.path, name).is_some_and(|index| index >= path.start);
            let last = || last_argument(operation, path.start).filter(|_| found.role != Role::Create);
            let name = own.filter(|name| is_after(name)).or_else(|| last().map(|(_, name)| name));
            if let Some(parameter) = name.and_then(|name| parameter(operation, name)) {
                return vec![parameter];
            }
        }
        let others = operation.parameters.iter().filter(|parameter| parameter.location != Location::Path);
        others.filter(|parameter| resource.is_id(parameter)).collect()
    }

    /// Returns the fields that the parameters of an operation set, by the name of the parameter.
    pub fn fields_of_use(&self, resource: &Resource, found: &ResourceUse) -> BTreeMap<String, String> {
        let operation = self.operation(found.operation);
        let objects = self.objects_of_resource(resource);
        let parameters = operation.parameters.iter().filter(|parameter| {
            let is_sent =
                parameter.location != Location::Header && !matches!(parameter.source, Source::Configuration(_));
            // The path selects the object that an update changes.
            is_sent && (found.role == Role::Create || parameter.location != Location::Path)
        });
        let fields = parameters.filter_map(|parameter| {
            let name = &parameter.name.value;
            if let Some(path) = resource.declared(name) {
                return Some((name.clone(), self.marked(&objects, path)));
            }
            let beside = resource.key.value.rsplit_once('.').map(|(outer, _)| format!("{outer}.{name}"));
            let path = [Some(name.clone()), beside].into_iter().flatten().find(|path| {
                let fields: Vec<FieldAt<'_>> =
                    objects.iter().filter_map(|object| self.field_at(object, path)).collect();
                !fields.is_empty() && fields.iter().all(|found| self.is_kept(&parameter.type_, &found.field.type_))
            });
            Some((name.clone(), path?))
        });
        fields.collect()
    }

    /// Whether a field contains a parameter's value as it was sent.
    pub fn is_kept(&self, parameter: &Type, field: &Type) -> bool {
        match (self.target(parameter), self.target(field)) {
            (Type::List(parameter), Type::List(field)) | (Type::Map(parameter), Type::Map(field)) => {
                self.is_kept(parameter, field)
            }
            (Type::File, _) => false,
            (Type::String | Type::Url, Type::String | Type::Url) | (Type::Int, Type::Float) | (_, Type::Json) => true,
            (parameter, field) => parameter == field,
        }
    }
}

/// Returns the position and the name of the last argument in a path, from a position on.
fn last_argument(operation: &Operation, start: usize) -> Option<(usize, &str)> {
    let segments = operation.path.segments.iter().enumerate().skip(start);
    let mut arguments = segments.filter_map(|(index, segment)| Some((index, segment.parameter()?)));
    let is_argument = |name: &str| parameter(operation, name).is_some_and(Parameter::is_argument);
    arguments.by_ref().filter(|(_, name)| is_argument(name)).last()
}

fn index_of(path: &PathTemplate, name: &str) -> Option<usize> {
    path.segments.iter().position(|segment| segment.parameter() == Some(name))
}

/// Returns the path parameter with a name.
fn parameter<'a>(operation: &'a Operation, name: &str) -> Option<&'a Parameter> {
    let mut parameters = operation.parameters.iter();
    parameters.find(|parameter| parameter.location == Location::Path && parameter.name.value == name)
}
