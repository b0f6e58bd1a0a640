//! The paths of operations.
//!
//! In OpenAPI, the path alone selects the operation. If a fixed segment of a path can equal a known value of a parameter
//! in another path, that parameter is expanded: each known value gets a path.

use std::collections::HashMap;

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, Location, Method, Operation, ProductId, Section, Segment, Type, TypeShape};
use crate::percent::encoded;

/// The maximum number of paths for one operation.
const MAX_PATHS: usize = 1_000;

/// An operation at one path.
#[derive(Clone, Debug)]
pub(super) struct Route<'a> {
    pub(super) product: ProductId,
    pub(super) section: &'a Section,
    pub(super) operation: &'a Operation,
    /// The path, in which expanded parameters are fixed segments.
    pub(super) segments: Vec<Segment>,
    /// The values of expanded parameters, by name.
    pub(super) written_out: Vec<(&'a str, &'a str)>,
}

impl Route<'_> {
    /// Returns the path without the names of parameters, which servers do not see.
    pub(super) fn key(&self) -> String {
        self.path_with(|_, _| String::new())
    }

    /// Returns the path with names for its parameters, by segment.
    pub(super) fn path_with(&self, name: impl Fn(usize, &str) -> String) -> String {
        let segments = self.segments.iter().enumerate().map(|(index, segment)| match segment {
            Segment::Literal(text) => format!("/{text}"),
            Segment::Parameter(own) => format!("/{{{}}}", name(index, own)),
        });
        segments.collect()
    }

    /// Returns the id of the operation, or of the operation that it is a variant of.
    pub(super) fn root(&self) -> String {
        let operation = self.operation;
        let Some(name) = &operation.variant_of else { return operation.id.clone() };
        let mut parts = operation.id.split('.');
        let (product, section) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        if name.value.contains('.') {
            format!("{product}.{}", name.value)
        } else {
            format!("{product}.{section}.{}", name.value)
        }
    }

    /// Whether an example of the operation has this path.
    pub(super) fn takes(&self, example: &crate::model::Example) -> bool {
        self.written_out.iter().all(|(name, value)| {
            example.arguments.iter().any(|argument| {
                self.operation.parameters[argument.parameter].name.value == *name
                    && argument.value.as_str() == Some(*value)
            })
        })
    }
}

/// Returns all operations with all their paths, in the order of the spec.
pub(super) fn routes(api: &Api) -> Vec<Route<'_>> {
    let mut templates: Vec<Template<'_>> = Vec::new();
    for (product, section) in
        api.products.with_ids().flat_map(|(index, product)| product.sections.iter().map(move |s| (index, s)))
    {
        let operations = section.operations.iter();
        templates.extend(operations.map(|operation| Template::new(api, product, section, operation)));
    }
    mark(&mut templates);
    templates.iter().flat_map(Template::routes).collect()
}

struct Template<'a> {
    product: ProductId,
    section: &'a Section,
    operation: &'a Operation,
    segments: Vec<Part<'a>>,
}

struct Part<'a> {
    segment: &'a Segment,
    /// Returns the known values of a parameter.
    values: Vec<&'a str>,
    is_written_out: bool,
}

impl Part<'_> {
    /// Whether the segment is fixed or expanded.
    fn is_fixed(&self) -> bool {
        self.is_written_out || self.segment.parameter().is_none()
    }

    fn overlaps(&self, other: &Self) -> bool {
        match (self.segment, other.segment) {
            (Segment::Literal(a), Segment::Literal(b)) => a == b,
            _ => true,
        }
    }
}

impl<'a> Template<'a> {
    fn new(api: &'a Api, product: ProductId, section: &'a Section, operation: &'a Operation) -> Self {
        let parts = operation.path.segments.iter().map(|segment| {
            let values = segment.parameter().map_or_else(Vec::new, |name| values(api, operation, name));
            Part { segment, values, is_written_out: false }
        });
        Self { product, section, operation, segments: parts.collect() }
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.segments.len() == other.segments.len()
            && self.segments.iter().zip(&other.segments).all(|(own, other)| own.overlaps(other))
    }

    fn routes(&self) -> Vec<Route<'a>> {
        let mut routes = vec![Route {
            product: self.product,
            section: self.section,
            operation: self.operation,
            segments: Vec::new(),
            written_out: Vec::new(),
        }];
        for part in &self.segments {
            let is_written_out = part.is_written_out && routes.len() * part.values.len() <= MAX_PATHS;
            let Some(name) = part.segment.parameter().filter(|_| is_written_out) else {
                for route in &mut routes {
                    route.segments.push(part.segment.clone());
                }
                continue;
            };
            let written = routes.iter().flat_map(|route| {
                part.values.iter().map(|value| {
                    let (mut segments, mut written_out) = (route.segments.clone(), route.written_out.clone());
                    segments.push(Segment::Literal(encoded(value)));
                    written_out.push((name, *value));
                    Route { segments, written_out, ..*route }
                })
            });
            routes = written.collect();
        }
        routes
    }
}

/// Marks the parameters that must be expanded, until no further ones follow.
fn mark(templates: &mut [Template<'_>]) {
    let mut by_length: HashMap<usize, Vec<usize>> = HashMap::new();
    for (index, template) in templates.iter().enumerate() {
        by_length.entry(template.segments.len()).or_default().push(index);
    }
    loop {
        let mut found = Vec::new();
        for (index, template) in templates.iter().enumerate() {
            for (position, part) in template.segments.iter().enumerate() {
                if part.is_written_out || part.values.is_empty() {
                    continue;
                }
                let mut others = by_length[&template.segments.len()].iter().map(|other| &templates[*other]);
                if others.any(|other| other.segments[position].is_fixed() && template.overlaps(other)) {
                    found.push((index, position));
                }
            }
        }
        if found.is_empty() {
            return;
        }
        for (index, position) in found {
            templates[index].segments[position].is_written_out = true;
        }
    }
}

/// The values of a path parameter that is an enum. A segment is never empty, and never a dot or two.
fn values<'a>(api: &'a Api, operation: &'a Operation, name: &str) -> Vec<&'a str> {
    let is_meant = |parameter: &&crate::model::Parameter| {
        parameter.location == Location::Path && parameter.name.value == name && parameter.is_argument()
    };
    let Some(parameter) = operation.parameters.iter().find(is_meant) else { return Vec::new() };
    let Type::Named(id) = api.target(&parameter.type_) else { return Vec::new() };
    let TypeShape::Enum(known) = &api.type_definition(*id).shape else { return Vec::new() };
    let values = known.values.iter().map(|value| value.value.value.as_str());
    values.filter(|value| !["", ".", ".."].contains(value)).collect()
}

/// Reports operations that a document cannot distinguish.
pub(super) fn check(routes: &[Route<'_>]) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let mut seen: HashMap<(Method, String), &Route<'_>> = HashMap::new();
    let mut reported: Vec<(&str, &str)> = Vec::new();
    for route in routes {
        let operation = route.operation;
        let first = *seen.entry((operation.method, route.key())).or_insert(route);
        let pair = (first.operation.id.as_str(), operation.id.as_str());
        if first.root() == route.root() || reported.contains(&pair) {
            continue;
        }
        reported.push(pair);
        let (reason, help) = if first.operation.host == operation.host {
            (
                "a value of the enum in one path equals the fixed text in the other path",
                "remove the value from the enum, or remove the operation whose path contains the value as text",
            )
        } else {
            (
                "the operations have different hosts, but a document distinguishes operations only by method and path",
                "correct one of the paths if it is wrong; otherwise, OpenAPI cannot represent the operations",
            )
        };
        let path = route.path_with(|_, name| name.to_owned());
        diagnostics.push(
            Diagnostic::error(
                Id::DocumentClash,
                operation.path.place,
                format!("`{}` and `{}` are both `{} {path}` in OpenAPI", pair.0, pair.1, operation.method.as_str()),
            )
            .expected(format!("a unique method and path: {reason}"))
            .related(first.operation.path.place, "first here")
            .help(help),
        );
    }
    diagnostics
}
