//! The validation of requests.

use api_client_description::{BodyFormat, Description, Endpoint, ListStyle, Location, Parameter, Type};
use serde_json::{Map, Value as Json};

use super::super::server::RecordedRequest;
use super::fit::{Fit, display};
use super::form;
use crate::api::{Carrier, Host};
use crate::call::template;
use crate::percent;

/// The problems of a request.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// The credential is missing or wrong.
    pub(super) is_unauthorized: bool,
    pub(super) problems: Vec<String>,
}

/// Returns the values of the path parameters, if a path matches a template.
pub(super) fn path_values<'e, 'p>(endpoint: &'e Endpoint, path: &'p str) -> Option<Vec<(&'e str, &'p str)>> {
    let mut found = path.strip_prefix('/')?.split('/');
    let mut values = Vec::new();
    for segment in segments(endpoint) {
        let text = found.next()?;
        match template::parameter(segment) {
            None if segment == text => {}
            Some(name) if !text.is_empty() => values.push((name, text)),
            _ => return None,
        }
    }
    found.next().is_none().then_some(values)
}

fn segments(endpoint: &Endpoint) -> impl Iterator<Item = &str> {
    endpoint.path.split('/').skip(1)
}

/// Returns how well a path matches: whether all values are known, and how much of the path is literal.
pub(super) fn closeness(endpoint: &Endpoint, path: &str) -> (bool, usize) {
    let values = path_values(endpoint, path).unwrap_or_default();
    let is_known = values.iter().all(|(name, text)| {
        let parameter = find(endpoint, Location::Path, name);
        parameter.is_none_or(|parameter| parameter.known.is_empty() || parameter.known.contains(&decoded(text)))
    });
    (is_known, segments(endpoint).count() - values.len())
}

/// Validates a request for an operation with the same method and path.
pub(super) fn check(
    description: &Description,
    host: &Host,
    endpoint: &Endpoint,
    request: &RecordedRequest,
    allows_unknown: bool,
) -> Findings {
    let mut check = Check { fit: Fit::new(&description.types, allows_unknown), endpoint, request, given: Vec::new() };
    let (path, query) = target(request);
    let mut query: Vec<(String, &str)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(name), value))
        .collect();
    let is_unauthorized = check.credential(description, host, &mut query);
    for (name, text) in path_values(endpoint, path).unwrap_or_default() {
        check.scalar(Location::Path, name, &decoded(text));
    }
    check.query(&query);
    check.headers();
    check.length();
    check.body();
    check.groups();
    Findings { is_unauthorized, problems: check.fit.problems }
}

/// Returns the path and the query of a request.
pub(super) fn target(request: &RecordedRequest) -> (&str, &str) {
    request.target.split_once('?').unwrap_or((&request.target, ""))
}

/// Returns the value of a query parameter.
pub(super) fn query_value(request: &RecordedRequest, name: &str) -> Option<String> {
    let mut pairs = target(request).1.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(found, _)| decoded(found) == name).map(|(_, value)| decoded(value))
}

fn decoded(text: &str) -> String {
    percent::decode(text).into_owned()
}

fn find<'e>(endpoint: &'e Endpoint, location: Location, name: &str) -> Option<&'e Parameter> {
    endpoint.parameters.iter().find(|parameter| parameter.location == location && parameter.name == name)
}

/// Returns the name of a kind of parameters in a message.
fn kind_at(location: Location) -> &'static str {
    match location {
        Location::Path => "path parameter",
        Location::Query => "query parameter",
        Location::Header => "header",
        Location::Body => "body field",
    }
}

struct Check<'a> {
    fit: Fit<'a>,
    endpoint: &'a Endpoint,
    request: &'a RecordedRequest,
    /// The names of the parameters that are set.
    given: Vec<&'a str>,
}

impl<'a> Check<'a> {
    /// Whether the credential is missing or wrong. Removes it from the query.
    fn credential(&mut self, description: &Description, host: &Host, query: &mut Vec<(String, &str)>) -> bool {
        let Some(auth) = &host.auth else { return false };
        let expected = description.credentials.get(auth.credential).map_or("", String::as_str);
        let (kind, name, found) = match auth.carrier {
            Carrier::Header(name) => {
                let value = self.request.header(name).map(|value| value.strip_prefix(auth.prefix).unwrap_or_default());
                ("header", name, value.map(str::to_owned))
            }
            Carrier::Query(name) => {
                let value = query.iter().find(|(found, _)| found == name).map(|(_, value)| decoded(value));
                query.retain(|(found, _)| found != name);
                ("query parameter", name, value)
            }
        };
        let problem = match found {
            Some(found) if found == expected => return false,
            Some(_) => format!("is not `{}{expected}`, the example of `{}`", auth.prefix, auth.credential),
            None => format!("is missing: it has the credential `{}`", auth.credential),
        };
        self.fit.add(kind, name, &problem);
        true
    }

    fn find(&self, location: Location, name: &str) -> Option<&'a Parameter> {
        find(self.endpoint, location, name)
    }

    /// Checks a single value that is plain text.
    fn scalar(&mut self, location: Location, name: &str, text: &str) {
        let Some(parameter) = self.find(location, name) else { return };
        let kind = kind_at(location);
        self.given.push(&parameter.name);
        match &parameter.fixed {
            Some(fixed) if plain(fixed) != text => {
                let (fixed, text) = (plain(fixed), display(&text.into()));
                self.fit.add(kind, name, &format!("is not `{fixed}`, which is its only value ({text})"));
            }
            Some(_) => {}
            None => {
                self.fit.text(kind, name, text, &parameter.type_);
                self.fit.text_bounds(kind, name, text, &parameter.type_, &parameter.bounds);
            }
        }
    }

    fn query(&mut self, query: &[(String, &str)]) {
        let kind = kind_at(Location::Query);
        for (index, (name, _)) in query.iter().enumerate() {
            if query[..index].iter().any(|(before, _)| before == name) {
                continue;
            }
            let texts: Vec<&str> = query.iter().filter(|(found, _)| found == name).map(|(_, text)| *text).collect();
            let Some(parameter) = self.find(Location::Query, name) else {
                self.fit.add_unknown(kind, name, "the operation");
                continue;
            };
            match parameter.list {
                Some(ListStyle::Repeated) => {
                    let texts: Vec<String> = texts.iter().map(|text| decoded(text)).collect();
                    self.items(parameter, &texts);
                }
                _ if texts.len() > 1 => self.fit.add(kind, name, &format!("is set {} times", texts.len())),
                Some(ListStyle::Comma) => {
                    let items = texts[0].split(',').filter(|_| !texts[0].is_empty());
                    self.items(parameter, &items.map(decoded).collect::<Vec<_>>());
                }
                Some(ListStyle::Json) => self.json_text(parameter, &decoded(texts[0])),
                None => self.scalar(Location::Query, name, &decoded(texts[0])),
            }
        }
        self.missing(Location::Query);
    }

    /// Checks the items of a list that are plain text.
    fn items(&mut self, parameter: &'a Parameter, texts: &[String]) {
        self.given.push(&parameter.name);
        let (kind, name) = (kind_at(parameter.location), parameter.name.as_str());
        let Type::List(item) = &parameter.type_ else { return };
        for (index, text) in texts.iter().enumerate() {
            self.fit.text(kind, &format!("{name}[{index}]"), text, item);
        }
        self.fit.count(kind, name, texts.len(), &parameter.bounds);
    }

    /// Checks a JSON value in a string.
    fn json_text(&mut self, parameter: &'a Parameter, text: &str) {
        match serde_json::from_str(text) {
            Ok(json) => self.json(parameter, &json),
            Err(_) => {
                self.given.push(&parameter.name);
                self.fit.add(
                    kind_at(parameter.location),
                    &parameter.name,
                    &format!("is not JSON ({})", display(&text.into())),
                );
            }
        }
    }

    fn json(&mut self, parameter: &'a Parameter, json: &Json) {
        let (kind, name) = (kind_at(parameter.location), parameter.name.as_str());
        self.given.push(&parameter.name);
        match &parameter.fixed {
            Some(fixed) if fixed != json => {
                let found = display(json);
                self.fit.add(kind, name, &format!("is not `{}`, which is its only value ({found})", plain(fixed)));
            }
            Some(_) => {}
            None if json.is_null() && parameter.nullable => {}
            None => {
                self.fit.value(kind, name, json, &parameter.type_);
                self.fit.bounds(kind, name, json, &parameter.bounds);
            }
        }
    }

    fn headers(&mut self) {
        let endpoint = self.endpoint;
        for parameter in endpoint.parameters.iter().filter(|parameter| parameter.location == Location::Header) {
            if let Some(text) = self.request.header(&parameter.name) {
                self.scalar(Location::Header, &parameter.name, text);
            }
        }
        self.missing(Location::Header);
    }

    /// Servers reject a request of these methods without a length, even if its body is empty.
    fn length(&mut self) {
        let has = |name: &str| self.request.header(name).is_some();
        let is_needed = ["POST", "PUT", "PATCH"].contains(&self.request.method.as_str());
        if is_needed && !has("content-length") && !has("transfer-encoding") {
            self.fit.add("header", "Content-Length", "is missing; use 0 for an empty body");
        }
    }

    fn body(&mut self) {
        match self.endpoint.body {
            Some(BodyFormat::Form) => self.form(),
            Some(BodyFormat::FormWithFile) if form::is_form(self.request) => self.form(),
            None => self.json_body(),
            Some(BodyFormat::Json | BodyFormat::FormWithFile) => {
                self.json_body();
                self.missing(Location::Body);
            }
        }
    }

    fn json_body(&mut self) {
        if self.request.body.is_empty() {
            return;
        }
        let content_type = self.request.header("content-type").unwrap_or_default();
        if !content_type.starts_with("application/json") {
            self.fit.add("header", "Content-Type", &format!("is `{content_type}`, but the body must be JSON"));
            return;
        }
        let fields: Map<String, Json> = match serde_json::from_slice(&self.request.body) {
            Ok(fields) => fields,
            Err(error) => {
                self.fit.problems.push(format!("the body is not a JSON object ({error})"));
                return;
            }
        };
        for (name, value) in &fields {
            match self.find(Location::Body, name) {
                Some(parameter) => self.json(parameter, value),
                None => self.fit.add_unknown(kind_at(Location::Body), name, "the operation"),
            }
        }
    }

    fn form(&mut self) {
        let Some(parts) = form::parts(self.request) else {
            self.fit.problems.push("the body is not a form".to_owned());
            return;
        };
        let kind = kind_at(Location::Body);
        for (index, part) in parts.iter().enumerate() {
            if parts[..index].iter().any(|before| before.name == part.name) {
                continue;
            }
            let Some(parameter) = self.find(Location::Body, &part.name) else {
                self.fit.add_unknown(kind, &part.name, "the operation");
                continue;
            };
            let of_name: Vec<_> = parts.iter().filter(|other| other.name == part.name).collect();
            let texts: Vec<String> = of_name.iter().map(|part| part.text()).collect();
            let (is_file, is_list) = match &parameter.type_ {
                Type::List(item) => (matches!(**item, Type::File), true),
                type_ => (matches!(type_, Type::File), false),
            };
            if of_name.iter().any(|part| part.is_file() != is_file) {
                let problem = if is_file { "is not a file" } else { "is a file but must not be one" };
                self.given.push(&parameter.name);
                self.fit.add(kind, &part.name, problem);
            } else if texts.len() > 1 && !(is_list && (is_file || parameter.list == Some(ListStyle::Repeated))) {
                self.fit.add(kind, &part.name, &format!("is set {} times", texts.len()));
            } else if is_file {
                self.given.push(&parameter.name);
                self.fit.count(kind, &part.name, texts.len(), &parameter.bounds);
            } else if parameter.list == Some(ListStyle::Repeated) {
                self.items(parameter, &texts);
            } else if parameter.list == Some(ListStyle::Comma) {
                let items = texts[0].split(',').filter(|_| !texts[0].is_empty());
                self.items(parameter, &items.map(str::to_owned).collect::<Vec<_>>());
            } else if is_list {
                self.json_text(parameter, &texts[0]);
            } else {
                self.scalar(Location::Body, &part.name, &texts[0]);
            }
        }
        self.missing(Location::Body);
    }

    /// Checks that required parameters are set.
    fn missing(&mut self, location: Location) {
        let endpoint = self.endpoint;
        for parameter in endpoint.parameters.iter().filter(|parameter| parameter.location == location) {
            let is_needed = parameter.required || parameter.fixed.is_some();
            if is_needed && !self.given.contains(&parameter.name.as_str()) {
                self.fit.add(kind_at(location), &parameter.name, "is missing");
            }
        }
    }

    fn groups(&mut self) {
        let endpoint = self.endpoint;
        for group in &endpoint.one_of {
            let given = group.iter().filter(|name| self.given.contains(&name.as_str())).count();
            if given != 1 {
                let names: Vec<String> = group.iter().map(|name| format!("`{name}`")).collect();
                self.fit.problems.push(format!("{given} of {} are set; set exactly one", names.join(", ")));
            }
        }
    }
}

/// Returns a value as the text in a path, query, header or form.
pub(super) fn plain(json: &Json) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}
