//! How operations page through lists.

use super::Context;
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Location, Object, Pagination, PaginationKind, Parameter, Response, Type, TypeShape, Union};
use crate::resolve::lookup_in_api;
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
        let known = styles.iter().map(|style| &style.id);
        let style = lookup_in_api(self.source, "pagination", &name, "pagination style", known, diagnostics)?;
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
                let message = format!("the response has no list `{}`", items.value);
                problems.push((items.place, message, "a field of the response that is a list".into()));
                None
            }
        };
        let needs = needs(&styles[style].kind);
        self.check(&needs, &name, parameters, object, item.as_ref(), &mut problems);
        let listed = object.and_then(|object| object.fields.iter().find(|field| field.name.value == items.value));
        for (place, message, expected) in problems {
            let mut diagnostic = Diagnostic::error(Id::Contradiction, place, message)
                .expected(expected)
                .help("add what the style needs, or correct the pagination");
            if place == name.place {
                diagnostic = diagnostic.related(styles[style].id.place, "the style asks for it here");
            } else if let Some(field) = listed {
                diagnostic = diagnostic.related(field.name.place, "this is no list");
            }
            diagnostics.push(diagnostic);
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
        problems: &mut Vec<(Place, String, String)>,
    ) {
        for name in &needs.parameters {
            let is_there = parameters.iter().any(|parameter| {
                parameter.location == Location::Query && parameter.name.value == *name && parameter.is_argument()
            });
            if !is_there {
                let message = format!("the operation has no query parameter `{name}` for the page");
                problems.push((style.place, message, format!("a style that fits, or `{name}` under `query`")));
            }
        }
        for name in &needs.fields {
            if object.is_none_or(|object| field(object, name).is_none()) {
                let message = format!("the response has no field `{name}`, which leads to the next page");
                problems.push((style.place, message, format!("a style that fits, or the field `{name}`")));
            }
        }
        if let (Some(name), Some(item)) = (needs.item, item)
            && !self.all_have(item, name)
        {
            let message = format!("the items have no field `{name}` to go on from");
            problems.push((style.place, message, format!("a style that fits, or items with `{name}`")));
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
