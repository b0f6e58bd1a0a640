//! Looks up current names of parameters, fields and enum values to which keys refer. A key that names a renamed element
//! is no change of its own.

use super::super::record::Comparison;
use super::parameters::match_parameters;
use api_client_generator::model::{Api, Enum, Object, Operation, Response, Type, TypeShape};

impl Comparison<'_> {
    /// Returns the current name of a query parameter of an operation, if the parameter still exists.
    pub(super) fn current_parameter(&self, old: &Operation, new: &Operation, name: &str) -> Option<String> {
        let index = old.parameters.position(|parameter| parameter.name.value == name)?;
        let (_, index) = match_parameters(self, old, new).both().find(|(before, _)| *before == index)?;
        Some(new.parameters[index].name.value.clone())
    }

    /// Returns the current path of a field in the response of an operation, if the field still exists.
    pub(super) fn current_path(&self, old: &Operation, new: &Operation, path: &[String]) -> Option<Vec<String>> {
        let mut objects = Some((returned_object(self.old_api, old)?, returned_object(self.new_api, new)?));
        let mut current = Vec::with_capacity(path.len());
        for name in path {
            let (before, now) = objects?;
            let (old_type, new_type, name) = self.current_field(before, now, name)?;
            objects = self.old_api.object(old_type).zip(self.new_api.object(new_type));
            current.push(name);
        }
        Some(current)
    }

    /// Returns the current name of a field of the items of a page.
    pub(super) fn current_item_field(&self, old: &Type, new: &Type, name: &str) -> Option<String> {
        let (old, new) = (self.old_api.object(old)?, self.new_api.object(new)?);
        Some(self.current_field(old, new, name)?.2)
    }

    /// Returns the current names of values of the enum at a path in the response of an operation. Unknown values stay.
    pub(super) fn current_values(
        &self,
        [old, new]: [&Operation; 2],
        paths: [&[String]; 2],
        values: &[String],
    ) -> Vec<String> {
        let enums = enum_at(self.old_api, old, paths[0]).zip(enum_at(self.new_api, new, paths[1]));
        let current = |value: &String| {
            let (old, new) = enums?;
            let index = old.values.iter().position(|known| known.value.value == *value)?;
            let (_, index) = Self::match_values(old, new).both::<usize>().find(|(before, _)| *before == index)?;
            Some(new.values[index].value.value.clone())
        };
        values.iter().map(|value| current(value).unwrap_or_else(|| value.clone())).collect()
    }

    fn current_field<'o>(&self, old: &'o Object, new: &'o Object, name: &str) -> Option<(&'o Type, &'o Type, String)> {
        let index = old.fields.iter().position(|field| field.name.value == name)?;
        let (_, now) = self.match_fields(old, new).both::<usize>().find(|(before, _)| *before == index)?;
        Some((&old.fields[index].type_, &new.fields[now].type_, new.fields[now].name.value.clone()))
    }

    /// Returns the operations that exist in both versions, as pairs of old and new.
    pub(super) fn operations_on_both_sides(&self) -> Vec<[&Operation; 2]> {
        let mut pairs = Vec::new();
        for (before, now) in self.links.products.both() {
            let old: Vec<&Operation> = self.old_api.products[before].operations().collect();
            let new: Vec<&Operation> = self.new_api.products[now].operations().collect();
            let both = self.links.in_products[now].operations.both::<usize>();
            pairs.extend(both.map(|(before, now)| [old[before], new[now]]));
        }
        pairs
    }
}

/// Returns the object that an operation returns.
fn returned_object<'a>(api: &'a Api, operation: &'a Operation) -> Option<&'a Object> {
    match &operation.response {
        Response::Object(object) => Some(object),
        Response::Type { type_, .. } => api.object(type_),
        Response::Unknown | Response::None => None,
    }
}

fn enum_at<'a>(api: &'a Api, operation: &'a Operation, path: &[String]) -> Option<&'a Enum> {
    let (last, way) = path.split_last()?;
    let field = |object: &'a Object, name: &str| object.fields.iter().find(|field| field.name.value == name);
    let object = way
        .iter()
        .try_fold(returned_object(api, operation)?, |object, name| api.object(&field(object, name)?.type_))?;
    let Type::Named(id) = api.target(&field(object, last)?.type_) else { return None };
    match &api.type_definition(*id).shape {
        TypeShape::Enum(values) => Some(values),
        TypeShape::Object(_) | TypeShape::Union(_) | TypeShape::Alias(_) => None,
    }
}
