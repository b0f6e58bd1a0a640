//! The resources that the fake server remembers.

use std::collections::BTreeMap;

use api_client_description as description;

use crate::model::{Api, ErrorKind, FieldPath, Operation, Product, Resource, ResourceUse, Role, Segment, Type};

/// Returns the resources of all products. The indices of parents are those of the whole list.
pub(super) fn describe(api: &Api) -> Vec<description::Resource> {
    let mut described = Vec::new();
    for product in &api.products {
        let first = described.len();
        let Product { id, resources, .. } = product;
        for resource in &**resources {
            described.push(Described { api, product: &id.value, resource, first }.resource());
        }
    }
    described
}

struct Described<'a> {
    api: &'a Api,
    product: &'a str,
    resource: &'a Resource,
    /// The index of the first resource of the product.
    first: usize,
}

impl Described<'_> {
    fn resource(&self) -> description::Resource {
        // A new key does not compile until it is clear whether the server needs it.
        let Resource { name, belongs_to, shown_in, key, uses, path, fields: _, filters: _, created, updated } =
            self.resource;
        let parents = belongs_to.iter().map(|parent| self.first + usize::from(*parent));
        description::Resource {
            id: format!("{}.{}", self.product, name.value),
            key: key.value.clone(),
            number: matches!(self.type_of(key), Some(Type::Int)),
            path: path.as_ref().map(|path| text(self.api.segments(path))),
            parents: parents.collect(),
            shown_in: shown_in.as_ref().map(|field| field.value.clone()),
            created: created.as_ref().and_then(|field| self.time(field)),
            updated: updated.as_ref().and_then(|field| self.time(field)),
            uses: uses.iter().map(|found| self.of(found)).collect(),
        }
    }

    fn of(&self, found: &ResourceUse) -> description::Use {
        let ResourceUse { role, operation, place: _, sets } = found;
        let operation = self.api.operation(*operation);
        let (api, resource) = (self.api, self.resource);
        let ids = api.id_parameters(resource, found).into_iter().map(|parameter| parameter.name.value.clone());
        let fields = match role {
            Role::View | Role::Delete => BTreeMap::new(),
            Role::List => {
                let has = |name: &str| operation.parameters.iter().any(|parameter| parameter.name.value == name);
                let filters = resource.filters.iter().filter(|(name, _)| has(&name.value));
                filters.map(|(name, path)| (name.value.clone(), path.value.clone())).collect()
            }
            Role::Create | Role::Update => api.fields_of_use(resource, found),
        };
        description::Use {
            operation: operation.id.clone(),
            role: *role,
            ids: ids.collect(),
            body: api.body_of(operation, *role, &resource.key.value).map(|(body, _)| body),
            fields,
            sets: sets.iter().map(|(path, value)| (path.value.clone(), value.clone())).collect(),
            not_found: self.code(operation, ErrorKind::NotFound),
            already_exists: self.code(operation, ErrorKind::AlreadyExists).filter(|_| *role == Role::Create),
        }
    }

    /// Returns the first code of a kind that the operation documents, otherwise that of another operation on the
    /// objects.
    fn code(&self, operation: &Operation, kind: ErrorKind) -> Option<i64> {
        let others = self.resource.uses.iter().map(|found| self.api.operation(found.operation));
        let mut codes = std::iter::once(operation).chain(others).flat_map(|operation| self.api.errors_of(operation));
        codes.find(|(code, _)| code.kind == kind).map(|(code, _)| code.code)
    }

    fn type_of(&self, path: &FieldPath) -> Option<&Type> {
        let objects = self.api.objects_of_resource(self.resource);
        let mut fields = objects.into_iter().filter_map(|object| self.api.field_at(object, &path.value));
        fields.next().map(|found| self.api.target(&found.field.type_))
    }

    fn time(&self, path: &FieldPath) -> Option<description::Time> {
        let unit = match self.type_of(path)? {
            Type::TimestampSeconds => description::TimeUnit::Seconds,
            Type::DateTime => description::TimeUnit::Text,
            Type::Timestamp => description::TimeUnit::Either,
            _ => description::TimeUnit::Millis,
        };
        Some(description::Time { field: path.value.clone(), unit })
    }
}

/// Returns the template of a path.
fn text(segments: &[Segment]) -> String {
    let segments = segments.iter().map(|segment| match segment {
        Segment::Literal(text) => format!("/{text}"),
        Segment::Parameter(name) => format!("/{{{name}}}"),
    });
    segments.collect()
}
