//! The pagination of operations.

use super::Context;
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{
    Field, JsonKind, Location, Object, Pagination, PaginationKind, Parameter, Response, Type, TypeShape, Union,
};
use crate::resolve::lookup_in_api;
use crate::resolve::type_expression::describe;
use crate::source::node::Node;
use crate::source::{Place, Text};

/// The parameters and fields that a style requires, each with its allowed types.
#[derive(Default)]
struct Needs<'a> {
    /// Query parameters.
    parameters: Vec<(&'a str, Leads)>,
    /// An optional query parameter for a number of items.
    limit: Option<&'a String>,
    /// Fields of the response.
    fields: Vec<(&'a str, Leads)>,
    /// Optional fields of the response.
    optional: Vec<(&'a str, Leads)>,
    /// A field of each item.
    item: Option<(&'a str, Leads)>,
}

/// The kind of a value for the next page.
#[derive(Clone, Copy)]
enum Leads {
    /// A string or an integer, such as a cursor or an id.
    Key,
    /// A number of items.
    Count,
    /// A boolean.
    Flag,
}

impl Leads {
    fn describe(self) -> &'static str {
        match self {
            Self::Key => "a string, an `int` or a timestamp",
            Self::Count => "an `int`",
            Self::Flag => "a `bool`",
        }
    }
}

impl Context<'_> {
    /// Whether an operation declares that its list has one page.
    pub(super) fn is_unpaged(node: &Node, diagnostics: &mut Diagnostics) -> bool {
        let Some(word) = node.text("pagination") else { return false };
        if word.value != "none" {
            diagnostics.push(
                Diagnostic::error(Id::Malformed, word.place, format!("invalid pagination `{}`", word.value))
                    .expected("`none`, or `{ style: ..., items: ... }`")
                    .help(format!("to use a style, write `pagination: {{ style: {}, items: ... }}`", word.value)),
            );
        }
        true
    }

    /// Reads the pagination of an operation, and checks it against its parameters and response.
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
        let item = match find(object, &items.value).map(|field| self.api.target(&field.type_)) {
            Some(Type::List(item)) => Some((**item).clone()),
            _ => {
                let message = format!("unknown list `{}` of the response", items.value);
                problems.push((items.place, message, "a list field of the response".into()));
                None
            }
        };
        let needs = needs(&styles[style].kind);
        self.check(&needs, &name, parameters, object, item.as_ref(), &mut problems);
        let listed = find(object, &items.value);
        problems.extend(listed.and_then(ambiguous));
        for (place, message, expected) in problems {
            let mut diagnostic = Diagnostic::error(Id::Contradiction, place, message)
                .expected(expected)
                .help("correct the operation, or use a different style");
            if place != items.place {
                diagnostic = diagnostic.related(styles[style].id.place, "the style requires it here");
            } else if let Some(field) = listed {
                diagnostic = diagnostic.related(field.name.place, "this field is not a list");
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
        for (name, leads) in &needs.parameters {
            let parameter = parameters.iter().find(|parameter| {
                parameter.location == Location::Query && parameter.name.value == *name && parameter.is_argument()
            });
            match parameter {
                None => {
                    let message = format!("the query parameter `{name}` of the pagination style is missing");
                    problems.push((style.place, message, format!("`{name}` under `query`, or a different style")));
                }
                Some(parameter) if !self.leads_on(&parameter.type_, *leads) => {
                    problems.push(self.wrong_type(parameter.name.place, name, &parameter.type_, *leads));
                }
                Some(_) => {}
            }
        }
        let limit = needs.limit.and_then(|limit| {
            parameters.iter().find(|other| other.location == Location::Query && other.name.value == **limit)
        });
        if let Some(limit) = limit.filter(|limit| !self.leads_on(&limit.type_, Leads::Count)) {
            problems.push(self.wrong_type(limit.name.place, &limit.name.value, &limit.type_, Leads::Count));
        }
        let optional = needs.optional.iter().filter(|(name, _)| find(object, name).is_some());
        for (name, leads) in needs.fields.iter().chain(optional) {
            problems.extend(find(object, name).and_then(ambiguous));
            match find(object, name) {
                None => {
                    let message = format!("the response field `{name}` of the pagination style is missing");
                    problems.push((
                        style.place,
                        message,
                        format!("the field `{name}` in the response, or a different style"),
                    ));
                }
                Some(field) if !self.leads_on(&field.type_, *leads) => {
                    problems.push(self.wrong_type(field.name.place, name, &field.type_, *leads));
                }
                Some(_) => {}
            }
        }
        if let (Some((name, leads)), Some(item)) = (needs.item, item) {
            let fields = self.fields_of(item, name);
            if fields.is_empty() || fields.iter().any(Option::is_none) {
                let message = format!("the item field `{name}` of the pagination style is missing");
                problems.push((style.place, message, format!("the field `{name}` in the items, or a different style")));
            }
            problems.extend(fields.iter().flatten().copied().find_map(ambiguous));
            for field in fields.into_iter().flatten().filter(|field| !self.leads_on(&field.type_, leads)) {
                problems.push(self.wrong_type(field.name.place, name, &field.type_, leads));
            }
        }
    }

    fn wrong_type(&self, place: Place, name: &str, type_: &Type, leads: Leads) -> (Place, String, String) {
        let message = format!("invalid type `{}` of the pagination field `{name}`", describe(self.api, type_));
        (place, message, leads.describe().to_owned())
    }

    /// Whether a type is allowed for a kind of value.
    fn leads_on(&self, type_: &Type, leads: Leads) -> bool {
        let type_ = self.api.target(type_);
        match leads {
            Leads::Flag => matches!(type_, Type::Bool),
            Leads::Count => matches!(type_, Type::Int),
            Leads::Key => match type_ {
                Type::Named(id) => match &self.api.type_definition(*id).shape {
                    TypeShape::Enum(_) => true,
                    TypeShape::Union(Union::Kinds(kinds)) => {
                        kinds.iter().all(|(kind, _)| matches!(kind, JsonKind::String | JsonKind::Number))
                    }
                    _ => false,
                },
                Type::Float | Type::Bool | Type::List(_) | Type::Map(_) | Type::File => false,
                _ => true,
            },
        }
    }
}

impl Context<'_> {
    /// Returns the field with a name in an object, or in each member of a union.
    fn fields_of<'t>(&'t self, type_: &'t Type, name: &str) -> Vec<Option<&'t Field>> {
        if let Type::Named(id) = self.api.target(type_)
            && let TypeShape::Union(Union::Tagged { members, .. }) = &self.api.type_definition(*id).shape
        {
            return members.iter().map(|member| find(self.api.object(&member.type_), name)).collect();
        }
        vec![find(self.api.object(type_), name)]
    }
}

/// Returns why paging could miss the value of a field, which would end the list early without an error.
fn ambiguous(field: &Field) -> Option<(Place, String, String)> {
    let name = &field.name;
    let key = if !field.also.is_empty() {
        "also"
    } else if field.absent.iter().any(|value| value != "") {
        "absent"
    } else {
        return None;
    };
    let message = format!("`{key}` on the pagination field `{}`", name.value);
    Some((name.place, message, format!("a field without `{key}`")))
}

fn find<'o>(object: Option<&'o Object>, name: &str) -> Option<&'o Field> {
    object?.fields.iter().find(|field| field.name.value == name)
}

fn needs(kind: &PaginationKind) -> Needs<'_> {
    match kind {
        PaginationKind::Cursor { request, response, has_more, repeats_last: _, limit, backwards } => {
            let back = backwards.as_ref();
            let requests = std::iter::once(request).chain(back.map(|back| &back.request));
            let responses = std::iter::once(response).chain(back.map(|back| &back.response));
            let flags = has_more.iter().chain(back.and_then(|back| back.has_more.as_ref()));
            Needs {
                parameters: requests.map(|name| (name.as_str(), Leads::Key)).collect(),
                fields: responses.map(|name| (name.as_str(), Leads::Key)).collect(),
                optional: flags.map(|name| (name.as_str(), Leads::Flag)).collect(),
                limit: limit.as_ref(),
                item: None,
            }
        }
        PaginationKind::Offset { request, limit, total, next } => {
            let total = total.iter().map(|name| (name.as_str(), Leads::Count));
            let next = next.iter().map(|name| (name.as_str(), Leads::Key));
            Needs {
                parameters: vec![(request, Leads::Count)],
                fields: total.chain(next).collect(),
                limit: limit.as_ref(),
                ..Needs::default()
            }
        }
        PaginationKind::Window { anchor, item, before, after, inclusive, reverse, .. } => {
            let counts = [before, after].into_iter().map(|name| (name.as_str(), Leads::Count));
            let flags = inclusive.iter().chain(reverse).map(|name| (name.as_str(), Leads::Flag));
            Needs {
                parameters: std::iter::once((anchor.as_str(), Leads::Key)).chain(counts).chain(flags).collect(),
                item: Some((item, Leads::Key)),
                ..Needs::default()
            }
        }
    }
}
