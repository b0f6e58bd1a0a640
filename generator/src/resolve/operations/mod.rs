//! Sections and their operations.

use std::collections::{HashMap, HashSet};

use super::type_expression::{self, Scope};
use super::{documented, ids, lookup, types};
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{
    Api, Evidence, Location, Method, MissingEndpoint, Object, Operation, Pagination, Parameter, PathTemplate, Response,
    Section, Segment, Source as ValueSource, Type,
};
use crate::source::node::{Entry, Node};
use crate::source::{Place, ProductFile, Source, Text};

/// Adds the sections of all files to their products. Gives the ids of the operations in which
/// nothing was wrong: only these have examples worth looking at.
pub(super) fn resolve(source: &Source, api: &mut Api, diagnostics: &mut Diagnostics) -> HashSet<String> {
    let mut sound = HashSet::new();
    let documented: HashMap<String, usize> =
        api.documented.iter().enumerate().map(|(index, endpoint)| (endpoint.id.clone(), index)).collect();
    for file in &source.sections {
        let folder = Text { value: file.product.clone(), place: Place::start_of(file.file) };
        let products = api.products.iter().map(|product| &product.id);
        let Some(product) = lookup(&folder, "product (the folder's name)", products, diagnostics) else { continue };
        let scope = types::scope(source, api, product);
        let context = Context { api, product, file, scope: &scope, documented: &documented };
        let section = context.section(source, &mut sound, diagnostics);
        let missing = context.missing(diagnostics);
        api.missing.extend(missing);
        api.products[product].sections.extend(section);
    }
    check_requests(api, diagnostics);
    sound
}

struct Context<'a> {
    api: &'a Api,
    product: usize,
    file: &'a ProductFile,
    scope: &'a Scope,
    documented: &'a HashMap<String, usize>,
}

impl Context<'_> {
    fn section(&self, source: &Source, sound: &mut HashSet<String>, diagnostics: &mut Diagnostics) -> Option<Section> {
        let node = &self.file.node;
        let id = node.text("section")?;
        ids::check(&id, "a section", diagnostics);
        if id.value != self.file.stem {
            diagnostics.push(
                Diagnostic::error(Id::Contradiction, id.place, format!("section `{}` in another file", id.value))
                    .expected(format!("`{}`, the name of this file", self.file.stem))
                    .help("rename the file or the section, so that one leads to the other"),
            );
        }
        let section_docs = node.string("docs");
        let entries = node.get("operations").map_or(&[][..], Node::entries);
        let mut operations = Vec::with_capacity(entries.len());
        for entry in entries {
            let before = diagnostics.len();
            let operation = self.operation(&id, entry, section_docs.as_ref(), diagnostics);
            let is_sound = diagnostics.len() == before && !entry.value.is_damaged && !self.scope.is_incomplete;
            if let Some(operation) = operation.as_ref().filter(|_| is_sound) {
                sound.insert(operation.id.clone());
            }
            operations.extend(operation);
        }
        Some(Section {
            operations,
            file: source.map.file(self.file.file).name.clone(),
            title: node.string("title").unwrap_or_default(),
            doc: node.string("doc").unwrap_or_default(),
            rust: node.text("rust"),
            id,
        })
    }

    fn missing(&self, diagnostics: &mut Diagnostics) -> Vec<MissingEndpoint> {
        let entries = self.file.node.get("missing").map_or(&[][..], Node::entries);
        let missing = entries.iter().filter_map(|entry| {
            let endpoint = documented::find(&entry.key, self.documented, diagnostics)?;
            let reason = entry.value.as_text()?.value;
            Some(MissingEndpoint { endpoint, place: entry.key.place, reason })
        });
        missing.collect()
    }

    fn operation(
        &self,
        section: &Text,
        entry: &Entry,
        section_docs: Option<&String>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Operation> {
        let node = &entry.value;
        let before = diagnostics.len();
        ids::check(&entry.key, "an operation", diagnostics);
        let host = match node.text("host") {
            Some(name) => lookup(&name, "host", self.api.hosts.iter().map(|host| &host.id), diagnostics)?,
            None => self.api.products[self.product].host,
        };
        let documented = node.texts("documented");
        let documented = documented.iter().filter_map(|id| documented::find(id, self.documented, diagnostics));
        let documented = documented.collect();
        let request = request_line(&node.text("request")?, diagnostics);
        let parameters = match &request {
            Some((_, path)) => self.parameters(node, path, diagnostics),
            None => return None,
        };
        let (method, path) = request?;
        self.check_base_path(host, &path, diagnostics);
        let response = self.response(node, diagnostics)?;
        // What was left out for a mistake may be what the pagination is about.
        let is_sound = diagnostics.len() == before && !node.is_damaged && !self.scope.is_incomplete;
        let pagination = node.get("pagination").filter(|_| is_sound);
        let pagination =
            pagination.and_then(|pagination| self.pagination(pagination, &parameters, &response, diagnostics));
        let evidence = node
            .string("evidence")
            .and_then(|word| Evidence::ALL.iter().copied().find(|evidence| evidence.as_str() == word));
        Some(Operation {
            id: format!("{}.{}.{}", self.file.product, section.value, entry.key.value),
            name: entry.key.clone(),
            documented,
            method,
            path,
            host,
            summary: node.string("summary")?,
            doc: node.string("doc"),
            docs: node.string("docs").or_else(|| section_docs.cloned()),
            idempotent: node.bool("idempotent").unwrap_or_else(|| method.is_idempotent()),
            parameters,
            response,
            response_doc: response_doc(node),
            pagination,
            evidence: evidence?,
            unverified: node.string("unverified"),
            deprecated: node.string("deprecated"),
            rust: node.text("rust"),
            examples: Vec::new(),
        })
    }

    fn check_base_path(&self, host: usize, path: &PathTemplate, diagnostics: &mut Diagnostics) {
        let Some(host) = self.api.hosts.get(host) else { return };
        let Some(base) = &host.base_path else { return };
        let below = path.text.strip_prefix(base.value.as_str()).is_some_and(|rest| rest.starts_with('/'));
        if !below {
            diagnostics.push(
                Diagnostic::error(
                    Id::Malformed,
                    path.place,
                    format!("the path is outside of the base path of the host `{}`", host.id.value),
                )
                .expected(format!("a path below `{}`", base.value))
                .related(base.place, "the host's base path")
                .help(format!("write the path in full, as in `{}{}`", base.value, path.text)),
            );
        }
    }

    fn parameters(&self, node: &Node, path: &PathTemplate, diagnostics: &mut Diagnostics) -> Vec<Parameter> {
        let declared = node.get("path").map_or(&[][..], Node::entries);
        let mut parameters = Vec::new();
        let names: Vec<&str> = path.segments.iter().filter_map(Segment::parameter).collect();
        let superfluous: Vec<&Entry> =
            declared.iter().filter(|entry| !names.contains(&entry.key.value.as_str())).collect();
        let mut undeclared = Vec::new();
        for name in &names {
            match declared.iter().find(|entry| entry.key.value == *name) {
                Some(entry) => parameters.extend(self.path_parameter(entry, diagnostics)),
                None => undeclared.push(*name),
            }
        }
        // A misspelt `path` left everything in it out.
        if !node.is_damaged {
            check_path(path, &undeclared, &superfluous, diagnostics);
        }
        let query = node.get("query").map_or(&[][..], Node::entries).iter();
        parameters.extend(query.filter_map(|entry| self.query_parameter(entry, diagnostics)));
        let body = node.get("body").map_or(&[][..], Node::entries).iter();
        parameters.extend(body.filter_map(|entry| self.parameter(entry, Location::Body, diagnostics)));
        check_argument_names(&parameters, diagnostics);
        parameters
    }

    fn path_parameter(&self, entry: &Entry, diagnostics: &mut Diagnostics) -> Option<Parameter> {
        if let Some(from) = entry.value.text("from") {
            let known = self.api.configuration.iter().map(|value| &value.id);
            let value = lookup(&from, "configuration value", known, diagnostics)?;
            let mut parameter = describe(entry, Location::Path, Type::String);
            parameter.source = ValueSource::Configuration(value);
            parameter.required = true;
            return Some(parameter);
        }
        if entry.value.as_scalar().is_none() && entry.value.get("type").is_none() {
            diagnostics.push(
                Diagnostic::error(Id::MissingKey, entry.key.place, "a path parameter needs `type` or `from`")
                    .expected("`type`, or `from` with the id of a configuration value")
                    .help("add `type: string`"),
            );
            return None;
        }
        let mut parameter = self.parameter(entry, Location::Path, diagnostics)?;
        parameter.required = true;
        Some(parameter)
    }

    fn query_parameter(&self, entry: &Entry, diagnostics: &mut Diagnostics) -> Option<Parameter> {
        let location = match entry.value.string("wire").as_deref() {
            Some("comma") => Location::QueryComma,
            Some(_) => Location::QueryRepeated,
            None => Location::Query,
        };
        let parameter = self.parameter(entry, location, diagnostics)?;
        let is_list = matches!(parameter.type_, Type::List(_));
        if is_list && location == Location::Query {
            diagnostics.push(
                Diagnostic::error(Id::Contradiction, entry.key.place, "a list in the query needs `wire`")
                    .expected("`wire: comma` or `wire: repeated`")
                    .help("`comma` sends `a=1,2`, `repeated` sends `a=1&a=2`"),
            );
        } else if !is_list && location != Location::Query {
            diagnostics.push(
                Diagnostic::error(Id::Contradiction, entry.value.key_place("wire"), "`wire` is for lists only")
                    .expected("a type `list<T>` beside it")
                    .help("remove `wire`, or make the type a list"),
            );
        }
        Some(parameter)
    }

    fn parameter(&self, entry: &Entry, location: Location, diagnostics: &mut Diagnostics) -> Option<Parameter> {
        let type_text = entry.value.as_text().or_else(|| entry.value.text("type"))?;
        let type_ = type_expression::parse(&type_text, self.scope, diagnostics)?;
        Some(describe(entry, location, type_))
    }

    fn response(&self, node: &Node, diagnostics: &mut Diagnostics) -> Option<Response> {
        let response = node.get("response")?;
        if let Some(word) = response.as_text() {
            return match word.value.as_str() {
                "unknown" => Some(Response::Unknown),
                "none" => Some(Response::None),
                _ => {
                    diagnostics.push(
                        Diagnostic::error(Id::Malformed, word.place, format!("`{}` is no response", word.value))
                            .expected("`unknown`, `none`, `{ type: T }`, `{ type: T, in: field }` or `{ fields: ... }`")
                            .help(format!("for a body of this type write `response: {{ type: {} }}`", word.value)),
                    );
                    None
                }
            };
        }
        match (response.text("type"), response.get("fields")) {
            (Some(text), None) => {
                let type_ = type_expression::parse(&text, self.scope, diagnostics)?;
                Some(Response::Type { type_, wrapper: response.string("in") })
            }
            (None, Some(fields)) if response.get("in").is_none() => {
                Some(Response::Object(types::object(fields, self.scope, diagnostics)))
            }
            _ => {
                diagnostics.push(
                    Diagnostic::error(Id::Contradiction, response.place, "a response has either `type` or `fields`")
                        .expected("one of the two; `in` goes with `type`")
                        .help("`type` names a type, `fields` describes an object of this operation alone"),
                );
                None
            }
        }
    }

    fn pagination(
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
        let empty = Object::default();
        let object = match response {
            Response::Object(object) => object,
            Response::Type { type_: Type::Named(id), wrapper: None } => match &self.api.type_definition(*id).shape {
                crate::model::TypeShape::Object(object) => object,
                crate::model::TypeShape::Enum(_) => &empty,
            },
            _ => &empty,
        };
        let field = |name: &str| object.fields.iter().find(|field| field.name.value == name);
        let mut problems = Vec::new();
        let item = match field(&items.value).map(|field| &field.type_) {
            Some(Type::List(item)) => Some((**item).clone()),
            _ => {
                problems.push((items.place, format!("the response has no list `{}`", items.value)));
                None
            }
        };
        let (request, response) = (&styles[style].request, &styles[style].response);
        if !parameters.iter().any(|parameter| parameter.location == Location::Query && parameter.name.value == *request)
        {
            problems.push((name.place, format!("the operation has no query parameter `{request}` for the cursor")));
        }
        if field(response).is_none() {
            problems.push((name.place, format!("the response has no field `{response}` with the next cursor")));
        }
        for (place, message) in problems {
            diagnostics.push(
                Diagnostic::error(Id::Contradiction, place, message)
                    .expected("a query parameter, a response field and a list as the style says")
                    .help("declare them in `query` and `response.fields`, or correct the pagination"),
            );
        }
        Some(Pagination { style, items: items.value, item: item? })
    }
}

/// Reports what is in the path only, or in the declarations only; both together are one mistake.
fn check_path(path: &PathTemplate, undeclared: &[&str], superfluous: &[&Entry], diagnostics: &mut Diagnostics) {
    for (index, name) in undeclared.iter().enumerate() {
        let mut diagnostic =
            Diagnostic::error(Id::PathMismatch, path.place, format!("`{{{name}}}` in the path is not declared"))
                .expected(format!("`{name}` under `path`"));
        diagnostic = match superfluous.get(index) {
            Some(entry) => diagnostic
                .related(entry.key.place, "declared, but not in the path")
                .help(format!("did you mean `{{{}}}`?", entry.key.value)),
            None => diagnostic.help(format!("add `path: {{ {name}: {{ type: string, doc: ... }} }}`")),
        };
        diagnostics.push(diagnostic);
    }
    for entry in superfluous.iter().skip(undeclared.len()) {
        let name = &entry.key.value;
        diagnostics.push(
            Diagnostic::error(Id::PathMismatch, entry.key.place, format!("`{name}` is not in the path"))
                .expected(format!("a parameter of `{}`", path.text))
                .related(path.place, "the path")
                .help(format!("write `{{{name}}}` in the path, or remove it here")),
        );
    }
}

/// Examples give arguments by name, so a name must mean one parameter.
fn check_argument_names(parameters: &[Parameter], diagnostics: &mut Diagnostics) {
    for (index, parameter) in parameters.iter().enumerate() {
        let earlier = parameters[..index].iter().find(|other| other.name.value == parameter.name.value);
        if let Some(first) = earlier {
            diagnostics.push(
                Diagnostic::error(
                    Id::Contradiction,
                    parameter.name.place,
                    format!("`{}` is a parameter twice", parameter.name.value),
                )
                .expected("each name once in the path, the query and the body of an operation")
                .related(first.name.place, "first here")
                .help("remove the one that the server does not read"),
            );
        }
    }
}

fn describe(entry: &Entry, location: Location, type_: Type) -> Parameter {
    let node = &entry.value;
    Parameter {
        name: entry.key.clone(),
        limits: limits(node, &type_),
        type_,
        location,
        source: ValueSource::Caller,
        required: node.bool("required").unwrap_or(false),
        nullable: node.bool("nullable").unwrap_or(false),
        doc: node.string("doc"),
        unverified: node.string("unverified"),
        deprecated: node.string("deprecated"),
        rust: node.text("rust"),
    }
}

impl Segment {
    fn parameter(&self) -> Option<&str> {
        match self {
            Self::Parameter(name) => Some(name),
            Self::Literal(_) => None,
        }
    }
}

fn response_doc(node: &Node) -> Option<String> {
    let response = node.get("response")?;
    match (response.string("doc"), response.string("unverified")) {
        (doc, None) => doc,
        (doc, Some(unverified)) => {
            Some(format!("{}Unverified: {unverified}", doc.map(|doc| doc + " ").unwrap_or_default()))
        }
    }
}

/// `POST /v1/items/{item_id}`
fn request_line(text: &Text, diagnostics: &mut Diagnostics) -> Option<(Method, PathTemplate)> {
    let Some((word, path)) = text.value.split_once(' ') else {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, text.place, format!("`{}` is no request", text.value))
                .expected("a method and a path, such as `GET /v1/items/{item_id}`")
                .help("put one blank between the method and the path"),
        );
        return None;
    };
    let path_start = word.len() + 1;
    let path_place = text.place.part(path_start, text.value.len());
    let method = Method::ALL.iter().copied().find(|method| method.as_str() == word);
    if method.is_none() {
        let known: Vec<&str> = Method::ALL.iter().map(|method| method.as_str()).collect();
        diagnostics.push(
            Diagnostic::error(Id::UnknownValue, text.place.part(0, word.len()), format!("`{word}` is no method"))
                .expected(format!("one of {}", crate::source::shape::list(&known)))
                .help(
                    crate::diagnostics::suggest::did_you_mean(word, &known)
                        .unwrap_or_else(|| "methods are written in capitals".into()),
                ),
        );
    }
    let segments = path.strip_prefix('/').map(|rest| rest.split('/').map(segment).collect::<Option<Vec<_>>>());
    let Some(Some(segments)) = segments else {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, path_place, format!("`{path}` is no path"))
                .expected("segments of letters, digits, `-`, `_`, `.` or one `{parameter}`, each after a `/`")
                .help("a path starts with `/`, has no query, no empty segment and no blank"),
        );
        return None;
    };
    let mut names: Vec<&str> = Vec::new();
    for name in segments.iter().filter_map(Segment::parameter) {
        if names.contains(&name) {
            diagnostics.push(
                Diagnostic::error(Id::PathMismatch, path_place, format!("`{{{name}}}` is twice in the path"))
                    .expected("each parameter once")
                    .help("give the second one another name"),
            );
            return None;
        }
        names.push(name);
    }
    Some((method?, PathTemplate { text: path.to_owned(), place: path_place, segments }))
}

fn segment(text: &str) -> Option<Segment> {
    let is_word = |text: &str, extra: &str| {
        !text.is_empty() && text.chars().all(|character| character.is_ascii_alphanumeric() || extra.contains(character))
    };
    match text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        Some(name) => is_word(name, "_").then(|| Segment::Parameter(name.to_owned())),
        None => is_word(text, "-_.").then(|| Segment::Literal(text.to_owned())),
    }
}

/// The documented constraints as sentences.
fn limits(node: &Node, type_: &Type) -> Vec<String> {
    let number = |key: &str| node.string(key);
    let unit = match type_ {
        Type::List(_) => " items",
        Type::Map(_) => " entries",
        _ => "",
    };
    let mut limits = Vec::new();
    limits.extend(match (number("min"), number("max")) {
        (Some(min), Some(max)) => Some(format!("Between {min} and {max}.")),
        (Some(min), None) => Some(format!("At least {min}.")),
        (None, Some(max)) => Some(format!("At most {max}.")),
        (None, None) => None,
    });
    limits.extend(match (number("min_length"), number("max_length")) {
        (Some(min), Some(max)) => Some(format!("{min} to {max} characters.")),
        (Some(min), None) => Some(format!("At least {min} characters.")),
        (None, Some(max)) => Some(format!("At most {max} characters.")),
        (None, None) => None,
    });
    limits.extend(number("max_items").map(|max| format!("At most {max}{unit}.")));
    limits.extend(number("default").map(|default| format!("Default: `{default}`.")));
    limits
}

/// Two operations may share a method and path, but then only the bodies tell them apart, and a
/// client must know that this is meant.
fn check_requests(api: &Api, diagnostics: &mut Diagnostics) {
    let mut seen: HashMap<(usize, Method, String), &Operation> = HashMap::new();
    for operation in api.operations() {
        // Parameter names do not tell paths apart.
        let segments = operation.path.segments.iter().map(|segment| match segment {
            Segment::Literal(text) => text.as_str(),
            Segment::Parameter(_) => "{}",
        });
        let path = segments.collect::<Vec<_>>().join("/");
        if let Some(first) = seen.insert((operation.host, operation.method, path), operation) {
            diagnostics.push(
                Diagnostic::error(
                    Id::DuplicateRequest,
                    operation.path.place,
                    format!("`{}` and `{}` send the same request", first.id, operation.id),
                )
                .expected("a method and path that no other operation on this host has")
                .related(first.path.place, "first here")
                .help("correct one of them, or describe both as one operation"),
            );
        }
    }
}
