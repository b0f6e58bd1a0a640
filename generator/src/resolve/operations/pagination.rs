//! How operations page through lists.

use super::Context;
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Location, Object, Pagination, PaginationKind, Parameter, Response, Type, TypeShape, Union};
use crate::resolve::lookup;
use crate::source::node::Node;
use crate::source::{Place, Text};

/// What a style needs of an operation.
#[derive(Default)]
struct Needs<'a> {
    /// Query parameters.
    parameters: Vec<&'a str>,
    /// Fields of the answer.
    fields: Vec<&'a str>,
    /// A field of each item.
    item: Option<&'a str>,
}

impl Context<'_> {
    /// Whether an operation says that its list has no further pages.
    pub(super) fn is_unpaged(node: &Node, diagnostics: &mut Diagnostics) -> bool {
        let Some(word) = node.text("pagination") else { return false };
        if word.value != "none" {
            diagnostics.push(
                Diagnostic::error(Id::Malformed, word.place, format!("`{}` is no pagination", word.value))
                    .expected("`none`, or `{ style: ..., items: ... }`")
                    .help(format!("for a style write `pagination: {{ style: {}, items: ... }}`", word.value)),
            );
        }
        true
    }

    /// The pagination of an operation, held against its parameters and its answer.
    pub(super) fn pagination(
        &self,
        node: &Node,
        parameters: &[Parameter],
        response: &Response,
        diagnostics: &mut Diagnostics,
    ) -> Option<Pagination> {
        let styles = &self.api.pagination_styles;
        let name = node.text("style")?;
        let style = lookup(&name, "pagination style", styles.iter().map(|style| &style.id), diagnostics)?;
        let items = node.text("items")?;
        let object = match response {
            Response::Object(object) => Some(object),
            Response::Type { type_, wrapper: None } => self.api.object(type_),
            _ => None,
        };
        let mut problems = Vec::new();
        let item = match object.and_then(|object| field(object, &items.value)).map(|type_| self.api.target(type_)) {
            Some(Type::List(item)) => Some((**item).clone()),
            _ => {
                problems.push((items.place, format!("the response has no list `{}`", items.value)));
                None
            }
        };
        let needs = needs(&styles[style].kind);
        self.check(&needs, &name, parameters, object, item.as_ref(), &mut problems);
        for (place, message) in problems {
            diagnostics.push(
                Diagnostic::error(Id::Contradiction, place, message)
                    .expected("query parameters, response fields and a list as the style says")
                    .help("declare them in `query` and `response.fields`, or correct the pagination"),
            );
        }
        Some(Pagination { style, items: items.value, item: item? })
    }

    fn check(
        &self,
        needs: &Needs<'_>,
        style: &Text,
        parameters: &[Parameter],
        object: Option<&Object>,
        item: Option<&Type>,
        problems: &mut Vec<(Place, String)>,
    ) {
        for name in &needs.parameters {
            let is_there = parameters.iter().any(|parameter| {
                parameter.location == Location::Query && parameter.name.value == *name && parameter.is_argument()
            });
            if !is_there {
                problems.push((style.place, format!("the operation has no query parameter `{name}` for the page")));
            }
        }
        for name in &needs.fields {
            if object.is_none_or(|object| field(object, name).is_none()) {
                problems
                    .push((style.place, format!("the response has no field `{name}`, which leads to the next page")));
            }
        }
        if let (Some(name), Some(item)) = (needs.item, item)
            && !self.all_have(item, name)
        {
            problems.push((style.place, format!("the items have no field `{name}` to go on from")));
        }
    }
}

impl Context<'_> {
    /// Whether a type is an object with this field, or a union of such objects.
    fn all_have(&self, type_: &Type, name: &str) -> bool {
        if let Some(object) = self.api.object(type_) {
            return field(object, name).is_some();
        }
        let Type::Named(id) = self.api.target(type_) else { return false };
        match &self.api.type_definition(*id).shape {
            TypeShape::Union(Union::Tagged { members, .. }) => members
                .iter()
                .all(|member| self.api.object(&member.type_).is_some_and(|object| field(object, name).is_some())),
            _ => false,
        }
    }
}

fn field<'o>(object: &'o Object, name: &str) -> Option<&'o Type> {
    object.fields.iter().find(|field| field.name.value == name).map(|field| &field.type_)
}

fn needs(kind: &PaginationKind) -> Needs<'_> {
    match kind {
        PaginationKind::Cursor { request, response, .. } => {
            Needs { parameters: vec![request], fields: vec![response], item: None }
        }
        PaginationKind::Offset { request, total, next } => {
            let fields = total.iter().chain(next).map(String::as_str).collect();
            Needs { parameters: vec![request], fields, item: None }
        }
        PaginationKind::Window { anchor, item, before, after, inclusive, reverse, .. } => {
            let parameters = [anchor, before, after].into_iter().chain(inclusive).chain(reverse).map(String::as_str);
            Needs { parameters: parameters.collect(), fields: Vec::new(), item: Some(item) }
        }
    }
}
