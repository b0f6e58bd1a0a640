//! Parameters in the path, the query, headers and the body.

use super::{Context, limits, request_line};
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{
    Bounds, Host, ListStyle, Location, Notes, Parameter, PathTemplate, Segment, Source, Type, TypeShape,
};
use crate::resolve::examples::request;
use crate::resolve::{headers, lookup_in_api, type_expression, types};
use crate::source::node::{Entry, Node};
use crate::source::shape::list;

/// Keys without effect at this location of a parameter.
const MISPLACED: &[(Location, &[&str], &str)] = &[
    (
        Location::Path,
        &["value", "required", "nullable", "wire", "default", "not_with", "required_when"],
        "a path parameter is always present and is sent as text",
    ),
    (Location::Query, &["nullable"], "only JSON has null"),
    (Location::Header, &["nullable", "wire"], "only JSON has null, and a header has one value"),
];

/// The only keys of a parameter whose value the caller does not provide.
const FOR_FIXED: &[&str] = &["type", "value", "from", "wire", "doc", "unverified", "correction"];

impl Context<'_> {
    /// Reads all parameters of an operation: path parameters in template order, then query, headers, body.
    /// They are also checked if the path is invalid.
    pub(super) fn parameters(
        &self,
        node: &Node,
        path: Option<&PathTemplate>,
        host: Option<&Host>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Parameter> {
        let mut parameters = self.path_parameters(node, path, diagnostics);
        for (key, location) in [("query", Location::Query), ("header", Location::Header), ("body", Location::Body)] {
            let declared = node.get(key).map_or(&[][..], Node::entries);
            types::check_own_former(declared, diagnostics);
            parameters.extend(declared.iter().filter_map(|entry| self.parameter(entry, location, diagnostics)));
        }
        for parameter in &parameters {
            headers::check_parameter(self.api, host, parameter, diagnostics);
        }
        check_names(parameters, diagnostics)
    }

    fn path_parameters(
        &self,
        node: &Node,
        path: Option<&PathTemplate>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Parameter> {
        let declared = node.get("path").map_or(&[][..], Node::entries);
        let Some(path) = path else {
            let parameters = declared.iter().map(|entry| self.parameter(entry, Location::Path, diagnostics));
            return parameters.flatten().collect();
        };
        let names: Vec<&str> = path.segments.iter().filter_map(Segment::parameter).collect();
        let superfluous: Vec<&Entry> =
            declared.iter().filter(|entry| !names.contains(&entry.key.value.as_str())).collect();
        let mut undeclared = Vec::new();
        let mut parameters = Vec::new();
        for name in &names {
            match declared.iter().find(|entry| entry.key.value == *name) {
                Some(entry) => {
                    let parameter = self.parameter(entry, Location::Path, diagnostics);
                    parameters.extend(parameter.map(|parameter| Parameter { required: true, ..parameter }));
                }
                None => undeclared.push(*name),
            }
        }
        // A misspelled `path` omitted its content.
        if !node.is_damaged {
            request_line::check_declared(path, &undeclared, &superfluous, diagnostics);
        }
        parameters
    }

    fn parameter(&self, entry: &Entry, location: Location, diagnostics: &mut Diagnostics) -> Option<Parameter> {
        let node = &entry.value;
        check_keys(entry, location, diagnostics);
        let type_text = node.as_text().or_else(|| node.text("type"));
        let declared = match &type_text {
            Some(text) => Some(type_expression::parse(text, self.scope, diagnostics)?),
            None => None,
        };
        let (source, type_) = match (node.get("value"), node.text("from")) {
            (None, None) => match declared {
                Some(type_) => (Source::Caller, type_),
                None => {
                    report_missing_type(entry, diagnostics);
                    return None;
                }
            },
            (Some(value), None) => self.fixed(value, declared, diagnostics)?,
            (None, Some(from)) if declared.is_none() => {
                let known = self.api.configuration.iter().map(|value| &value.id);
                let part = "configuration";
                let value = lookup_in_api(self.source, part, &from, "configuration value", known, diagnostics)?;
                (Source::Configuration(value), Type::String)
            }
            _ => {
                diagnostics.push(
                    Diagnostic::error(
                        Id::Contradiction,
                        entry.key.place,
                        format!("`{}` has more than one source for its value", entry.key.value),
                    )
                    .expected("one of `type`, `value` and `from`; `value` may have a `type`")
                    .help(
                        "use `type` for an argument, `value` for a fixed value, and `from` for a configuration value",
                    ),
                );
                return None;
            }
        };
        let is_given = source == Source::Caller;
        let bounds = limits::bounds(node);
        if is_given {
            self.check_values(entry, &type_, &bounds, diagnostics);
        }
        let parameter = Parameter {
            list: self.list_style(entry, location, &type_, diagnostics),
            limits: limits::sentences(node, &type_, &bounds),
            default: node.string("default"),
            bounds,
            name: entry.key.clone(),
            type_,
            location,
            required: !is_given || node.bool("required").unwrap_or(false),
            source,
            nullable: node.bool("nullable").unwrap_or(false),
            sensitive: node.bool("sensitive").unwrap_or(false),
            not_with: node.texts("not_with"),
            required_when: super::conditions::read(node),
            notes: Notes::of(node),
        };
        self.check_refusal(node, &parameter, diagnostics);
        Some(parameter)
    }

    /// Reports a fixed or configured value that the client rejects.
    fn check_refusal(&self, node: &Node, parameter: &Parameter, diagnostics: &mut Diagnostics) {
        let (key, value) = match &parameter.source {
            Source::Caller => return,
            Source::Fixed(value) => ("value", value.clone()),
            Source::Configuration(index) => ("from", self.api.configuration[*index].example.clone().into()),
        };
        if let Some(problem) = request::refusal(self.api, &value, parameter) {
            let what = if key == "value" { "the fixed value" } else { "the `example` of this configuration value" };
            diagnostics.push(
                Diagnostic::error(
                    Id::Contradiction,
                    node.get(key).map_or(parameter.name.place, |value| value.place),
                    format!("{what} {problem}"),
                )
                .expected("a value that the client accepts")
                .help("choose a different value: the client rejects this one"),
            );
        }
    }

    /// Reads a parameter with a fixed value.
    fn fixed(&self, node: &Node, declared: Option<Type>, diagnostics: &mut Diagnostics) -> Option<(Source, Type)> {
        let scalar = node.as_scalar()?;
        let own = scalar.to_json();
        let type_ = declared.unwrap_or_else(|| match &own {
            serde_json::Value::Bool(_) => Type::Bool,
            serde_json::Value::Number(number) if number.is_i64() => Type::Int,
            serde_json::Value::Number(_) => Type::Float,
            _ => Type::String,
        });
        let value = if self.is_text(&type_) { scalar.text.clone().into() } else { own };
        let fits = match self.api.target(&type_) {
            Type::Int | Type::Timestamp | Type::TimestampMillis | Type::TimestampSeconds => value.is_i64(),
            Type::Float => value.is_number(),
            Type::Bool => value.is_boolean(),
            _ => self.is_text(&type_),
        };
        if !fits {
            diagnostics.push(
                Diagnostic::error(
                    Id::Contradiction,
                    node.place,
                    format!("`{value}` is not a value of the type `{}`", type_expression::describe(self.api, &type_)),
                )
                .expected("a value of the declared type, which is a scalar or an enum")
                .help("correct the value, or remove `type` to derive the type from the value"),
            );
            return None;
        }
        if let Some(problem) = self.problem(node, &type_, &Bounds::default()) {
            diagnostics.push(
                Diagnostic::error(Id::Contradiction, node.place, format!("the fixed value {problem}"))
                    .expected("a value of the declared type")
                    .help("correct the value, or add it to the enum"),
            );
        }
        Some((Source::Fixed(value), type_))
    }

    fn is_text(&self, type_: &Type) -> bool {
        match self.api.target(type_) {
            Type::String | Type::Url | Type::DateTime | Type::Date | Type::JsonText => true,
            Type::Named(id) => matches!(self.api.type_definition(*id).shape, TypeShape::Enum(_)),
            _ => false,
        }
    }

    fn list_style(
        &self,
        entry: &Entry,
        location: Location,
        type_: &Type,
        diagnostics: &mut Diagnostics,
    ) -> Option<ListStyle> {
        let style = entry.value.word("wire", ListStyle::parse);
        let is_list = matches!(self.api.target(type_), Type::List(_));
        // A `wire` that was omitted because of an error was reported.
        if is_list && location == Location::Query && style.is_none() && !entry.value.is_damaged {
            diagnostics.push(
                Diagnostic::error(Id::Contradiction, entry.key.place, "missing `wire` for a list in the query")
                    .expected("`wire: comma`, `wire: repeated` or `wire: json`")
                    .help("`comma` sends `a=1,2`, `repeated` sends `a=1&a=2`, `json` sends `a=[1,2]`"),
            );
        } else if !is_list && style.is_some() {
            diagnostics.push(
                Diagnostic::error(Id::Contradiction, entry.value.key_place("wire"), "`wire` applies only to lists")
                    .expected("a parameter of the type `list<T>`")
                    .help("remove `wire`, or make the type a list"),
            );
        }
        style
    }
}

/// Reports keys without effect.
fn check_keys(entry: &Entry, location: Location, diagnostics: &mut Diagnostics) {
    let node = &entry.value;
    let misplaced = MISPLACED.iter().filter(|(place, ..)| *place == location);
    for (_, keys, reason) in misplaced {
        for key in keys.iter().filter(|key| node.get(key).is_some()) {
            diagnostics.push(
                Diagnostic::error(
                    Id::Contradiction,
                    node.key_place(key),
                    format!("`{key}` has no effect on a {} parameter", location.as_str()),
                )
                .expected("keys that apply to this location")
                .help(format!("remove it: {reason}")),
            );
        }
    }
    if node.get("value").is_none() && node.get("from").is_none() {
        return;
    }
    for entry in node.entries().iter().filter(|entry| !FOR_FIXED.contains(&entry.key.value.as_str())) {
        diagnostics.push(
            Diagnostic::error(
                Id::Contradiction,
                entry.key.place,
                format!("`{}` has no effect on a parameter that the caller does not provide", entry.key.value),
            )
            .expected("only `type`, `wire`, `doc`, `unverified` and `correction` beside `value` or `from`")
            .help("remove it"),
        );
    }
}

fn report_missing_type(entry: &Entry, diagnostics: &mut Diagnostics) {
    // A type that was omitted because of an error was reported.
    if entry.value.is_damaged {
        return;
    }
    diagnostics.push(
        Diagnostic::error(Id::MissingKey, entry.key.place, "missing `type`, `value` or `from` of a parameter")
            .expected(format!("one of {}", list(&["type", "value", "from"])))
            .help("add `type: string`"),
    );
}

/// Examples give arguments by name, so a name must mean one parameter. The letter case of a header means nothing. A second
/// parameter of a name is left out.
fn check_names(parameters: Vec<Parameter>, diagnostics: &mut Diagnostics) -> Vec<Parameter> {
    let has_same_name = |one: &Parameter, other: &Parameter| {
        let are_headers = [one.location, other.location] == [Location::Header; 2];
        one.name.value == other.name.value || are_headers && one.name.value.eq_ignore_ascii_case(&other.name.value)
    };
    let mut kept: Vec<Parameter> = Vec::with_capacity(parameters.len());
    for parameter in parameters {
        if let Some(first) = kept.iter().find(|first| has_same_name(first, &parameter)) {
            diagnostics.push(
                Diagnostic::error(
                    Id::Contradiction,
                    parameter.name.place,
                    format!("duplicate parameter `{}`", parameter.name.value),
                )
                .expected("each name once per operation, in the path, query, headers and body together")
                .related(first.name.place, "first here")
                .help("remove the one that the server does not read"),
            );
        } else {
            kept.push(parameter);
        }
    }
    kept
}
