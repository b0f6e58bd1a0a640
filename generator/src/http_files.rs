//! The API as `.http` files: the first example of each operation, for the HTTP clients of editors and for command line
//! tools.
//!
//! Base URLs, tokens and configuration values are variables. Their values are in `http-client.env.json`, which these
//! clients share.

use serde_json::{Map, Value, json};

use crate::model::{Api, Carrier, Example, Host, Location, Operation, Product, Section, Source};
use crate::output::FileSet;

const ENVIRONMENTS: &str = "http-client.env.json";

/// Returns the files: one for each section with operations, and the values of the variables.
pub(crate) fn export(api: &Api, fake_url: &str) -> FileSet {
    let mut files = FileSet::default();
    for product in &api.products {
        for section in product.sections.iter().filter(|section| !section.operations.is_empty()) {
            let path = format!("{}/{}.http", product.id.value, section.id.value);
            files.add(path, self::section(api, product, section));
        }
    }
    files.add(ENVIRONMENTS.to_owned(), environments(api, fake_url));
    files
}

/// Returns the values of the variables: `fake` for a fake server with this URL, and `live` for the base URLs of the API.
fn environments(api: &Api, fake_url: &str) -> String {
    let (mut fake, mut live) = (Map::new(), Map::new());
    for host in &api.hosts {
        let url = api
            .configuration
            .iter()
            .fold(host.url.clone(), |url, value| url.replace(&format!("{{{}}}", value.id.value), &value.example));
        fake.insert(base_url(host), fake_url.into());
        live.insert(base_url(host), url.into());
    }
    for value in &api.configuration {
        fake.insert(value.id.value.clone(), value.example.clone().into());
    }
    for credential in &api.credentials {
        fake.insert(credential.id.value.clone(), credential.example().into());
    }
    // JSON values can always be serialized.
    let text = serde_json::to_string_pretty(&json!({ "fake": fake, "live": live })).unwrap_or_default();
    text + "\n"
}

/// Returns the variable with the base URL of a host.
fn base_url(host: &Host) -> String {
    format!("{}_base_url", host.id.value)
}

fn section(api: &Api, product: &Product, section: &Section) -> String {
    let mut out = format!("# {}\n", line(&format!("{}: {}", product.title, section.title)));
    for operation in &section.operations {
        out.push_str(&format!("\n### {}\n# {}\n", line(&operation.summary), operation.id));
        if let Some(docs) = &operation.docs {
            out.push_str(&format!("# {docs}\n"));
        }
        if let Some(example) = operation.examples.first() {
            out.push_str(&request(api, operation, example));
        }
    }
    out
}

/// Returns the literal request with variables.
fn request(api: &Api, operation: &Operation, example: &Example) -> String {
    let host = &api.hosts[operation.host];
    let wire = &example.wire.text;
    let (head, body) = wire.split_once("\n\n").map_or((wire.trim_end(), None), |(head, body)| (head, Some(body)));
    let mut lines = head.lines();
    let (method, target) = lines.next().and_then(|line| line.split_once(' ')).unwrap_or_default();
    let mut out = format!("{method} {{{{{}}}}}{}\n", base_url(host), self::target(api, operation, host, target));
    for header in lines {
        let (name, value) = header.split_once(": ").unwrap_or((header, ""));
        out.push_str(&format!("{name}: {}\n", header_value(api, operation, host, name, value)));
    }
    if let Some(body) = body {
        out.push_str(&format!("\n{}\n", self::body(api, operation, body)));
    }
    out
}

/// Returns the path and the query.
fn target(api: &Api, operation: &Operation, host: &Host, target: &str) -> String {
    let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
    let template = operation.path.text.split('/');
    let segments = path.split('/').zip(template).map(|(segment, template)| {
        let name = template.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
        let variable = name.and_then(|name| configured(api, operation, Location::Path, name));
        variable.unwrap_or_else(|| segment.to_owned())
    });
    let path = segments.collect::<Vec<_>>().join("/");
    let Some(query) = query else { return path };
    let pairs = query.split('&').map(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        let token = host.auth.as_ref().filter(|auth| auth.carrier == Carrier::Query(name.to_owned()));
        let variable =
            token.map(|auth| format!("{}{}", auth.prefix, variable(&api.credentials[auth.credential].id.value)));
        match variable.or_else(|| configured(api, operation, Location::Query, name)) {
            Some(variable) => format!("{name}={variable}"),
            None => pair.to_owned(),
        }
    });
    format!("{path}?{}", pairs.collect::<Vec<_>>().join("&"))
}

fn header_value(api: &Api, operation: &Operation, host: &Host, name: &str, value: &str) -> String {
    let is_carrier =
        |carrier: &Carrier| matches!(carrier, Carrier::Header(header) if header.eq_ignore_ascii_case(name));
    match host.auth.as_ref().filter(|auth| is_carrier(&auth.carrier)) {
        Some(auth) => format!("{}{}", auth.prefix, variable(&api.credentials[auth.credential].id.value)),
        None => configured(api, operation, Location::Header, name).unwrap_or_else(|| value.to_owned()),
    }
}

fn body(api: &Api, operation: &Operation, body: &str) -> String {
    // Forms keep the configuration values of the example.
    if !body.starts_with('{') {
        return body.to_owned();
    }
    // Two braces in a string are not a variable. JSON has no such braces outside of strings.
    let mut text = body.replace("{{", "{\\u007b");
    for parameter in operation.parameters.iter().filter(|parameter| parameter.location == Location::Body) {
        if let Source::Configuration(id) = parameter.source {
            let value = &api.configuration[id];
            let field = |content: Value| format!("{}:{content}", Value::from(parameter.name.value.as_str()));
            text = text.replacen(&field(value.example.as_str().into()), &field(variable(&value.id.value).into()), 1);
        }
    }
    text
}

/// Returns the variable of a parameter whose value is a configuration value.
fn configured(api: &Api, operation: &Operation, location: Location, name: &str) -> Option<String> {
    let mut parameters = operation.parameters.iter();
    let found = parameters.find(|parameter| parameter.location == location && parameter.name.value == name)?;
    match found.source {
        Source::Configuration(id) => Some(variable(&api.configuration[id].id.value)),
        Source::Caller | Source::Fixed(_) => None,
    }
}

fn variable(name: &str) -> String {
    format!("{{{{{name}}}}}")
}

/// Returns a text on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
