//! The operation of an observed request.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::model::{Api, HostId, Location, Operation, OperationId, Segment, Source, Type, TypeShape};
use crate::percent::decoded;

/// An observed request.
#[derive(Clone, Copy, Debug)]
pub struct ObservedRequest<'r> {
    /// The HTTP method.
    pub method: &'r str,
    /// The URL, with scheme and host.
    pub url: &'r str,
    /// The headers, which are only compared with fixed values of the spec.
    pub headers: &'r [(String, String)],
    /// The body, if it is JSON.
    pub body: Option<&'r Json>,
}

/// The operation of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matched {
    /// The operation.
    Operation(OperationId),
    /// The host is one of the API, but has no operation for the request.
    NoOperation {
        /// The method; `[*]` if it is none of HTTP.
        method: String,
        /// The path, with `{}` for each segment that no path of the spec has.
        path: String,
    },
    /// The host is not one of the API.
    OtherHost,
}

/// Finds the operations of requests.
#[derive(Debug)]
pub struct Router<'a> {
    api: &'a Api,
    /// URLs that replace those of hosts; without a host, of all hosts.
    base_urls: Vec<(Option<HostId>, String)>,
    /// All segments of the API's paths that are not parameters.
    literals: BTreeSet<&'a str>,
}

const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

impl<'a> Router<'a> {
    /// Creates a router for an API. A base URL replaces the URL of a host, or of all hosts.
    pub fn new(api: &'a Api, base_urls: Vec<(Option<HostId>, String)>) -> Self {
        let segments = api.operations().flat_map(|operation| &operation.path.segments);
        let literals = segments.filter_map(|segment| match segment {
            Segment::Literal(text) => Some(text.as_str()),
            Segment::Parameter(_) => None,
        });
        Self { api, base_urls, literals: literals.collect() }
    }

    /// Returns the operation of a request.
    pub fn find(&self, request: ObservedRequest<'_>) -> Matched {
        let url = request.url.split('#').next().unwrap_or_default();
        let (address, query) = url.split_once('?').unwrap_or((url, ""));
        let hosts: Vec<(HostId, &str)> =
            self.api.hosts.ids().filter_map(|host| Some((host, self.path_on(host, address)?))).collect();
        let Some((_, first)) = hosts.first() else { return Matched::OtherHost };
        let query: Vec<(String, String)> = query.split('&').filter(|pair| !pair.is_empty()).map(pair).collect();
        let candidates = self.api.operations_with_ids().filter_map(|(id, operation)| {
            let (_, path) = hosts.iter().find(|(host, _)| *host == operation.host)?;
            let is_same = operation.method.as_str().eq_ignore_ascii_case(request.method);
            let path = is_same.then(|| self.path_match(operation, path)).flatten()?;
            let parameters = parameter_match(operation, &query, request);
            // The operation without `variant_of` is the most general one.
            Some(((!path.is_known, path.parameters, parameters, operation.variant_of.is_some()), id))
        });
        match candidates.min_by(|(a, _), (b, _)| a.cmp(b)) {
            Some((_, id)) => Matched::Operation(id),
            None => {
                let method = METHODS.iter().find(|method| method.eq_ignore_ascii_case(request.method));
                Matched::NoOperation {
                    method: (*method.unwrap_or(&super::privacy::REDACTED)).to_owned(),
                    path: self.shown_path(first),
                }
            }
        }
    }

    /// Returns the path of a URL on a host; `None` if the URL is of a different host.
    fn path_on<'u>(&self, host: HostId, address: &'u str) -> Option<&'u str> {
        let replaced = self.base_urls.iter().filter(|(replaced, _)| replaced.is_none_or(|replaced| replaced == host));
        for (_, base) in replaced {
            let rest = address.strip_prefix(base.trim_end_matches('/'));
            if let Some(rest) = rest.filter(|rest| rest.is_empty() || rest.starts_with('/')) {
                return Some(rest);
            }
        }
        let (_, rest) = address.split_once("://")?;
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (_, template) = self.api.hosts[host].url.split_once("://")?;
        is_filled(template, authority.trim_end_matches(":443")).then_some(path)
    }

    fn path_match(&self, operation: &Operation, path: &str) -> Option<PathMatch> {
        let mut found = PathMatch { is_known: true, parameters: 0 };
        let segments: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        if segments.len() != operation.path.segments.len() {
            return None;
        }
        for (text, segment) in segments.into_iter().zip(&operation.path.segments) {
            match segment {
                Segment::Literal(literal) if decoded(text) == decoded(literal) => {}
                Segment::Literal(_) => return None,
                Segment::Parameter(_) if text.is_empty() => return None,
                Segment::Parameter(name) => {
                    found.parameters += 1;
                    found.is_known &= self.is_known_value(operation, name, &decoded(text));
                }
            }
        }
        Some(found)
    }

    /// Whether a value is one of the parameter's enum. All values of other types are known.
    fn is_known_value(&self, operation: &Operation, name: &str, value: &str) -> bool {
        let is_this =
            |parameter: &&crate::model::Parameter| parameter.location == Location::Path && parameter.name.value == name;
        let Some(parameter) = operation.parameters.iter().find(is_this) else { return true };
        match self.api.target(&parameter.type_) {
            Type::Named(id) => match &self.api.type_definition(*id).shape {
                TypeShape::Enum(values) => values.values.iter().any(|known| known.value.value == value),
                _ => true,
            },
            Type::Int => value.parse::<i64>().is_ok(),
            _ => true,
        }
    }

    /// Returns a path without values: a segment is shown if it occurs in the paths of the spec.
    fn shown_path(&self, path: &str) -> String {
        let segments = path
            .strip_prefix('/')
            .unwrap_or(path)
            .split('/')
            .map(|segment| if segment.is_empty() || self.literals.contains(segment) { segment } else { "{}" });
        format!("/{}", segments.collect::<Vec<_>>().join("/"))
    }
}

/// How a path matches a template.
struct PathMatch {
    /// Whether the values of enums are known.
    is_known: bool,
    parameters: usize,
}

/// The parameters of an operation in a request, in the order of their weight.
#[derive(Default, PartialEq, Eq, PartialOrd, Ord)]
struct ParameterMatch {
    /// Fixed values that the request does not have.
    differences: usize,
    /// Required parameters that the request does not have.
    missing: usize,
    /// Fixed and required values of the request. Of two variants, the one with more of them is more specific.
    found: std::cmp::Reverse<usize>,
}

fn parameter_match(
    operation: &Operation,
    query: &[(String, String)],
    ObservedRequest { headers, body, .. }: ObservedRequest<'_>,
) -> ParameterMatch {
    let mut found = ParameterMatch::default();
    for parameter in &operation.parameters {
        let name = parameter.name.value.as_str();
        let value = match parameter.location {
            Location::Query => query.iter().find(|(key, _)| key == name).map(|(_, value)| Json::from(value.as_str())),
            Location::Header => {
                let header = headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
                header.map(|(_, value)| Json::from(value.as_str()))
            }
            Location::Body => match body {
                Some(body) => body.get(name).cloned(),
                None => continue,
            },
            Location::Path => continue,
        };
        match (&parameter.source, value) {
            (Source::Fixed(fixed), Some(value)) if text(fixed) == text(&value) => found.found.0 += 1,
            (Source::Fixed(_), _) => found.differences += 1,
            (_, None) => found.missing += usize::from(parameter.required),
            (_, Some(_)) => found.found.0 += usize::from(parameter.required),
        }
    }
    found
}

/// Returns a value as it is in a query.
fn text(json: &Json) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}

fn pair(pair: &str) -> (String, String) {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    (decoded(&name.replace('+', " ")), decoded(&value.replace('+', " ")))
}

/// Whether a host is a template with values for its placeholders. Letter case does not matter.
fn is_filled(template: &str, host: &str) -> bool {
    let Some((before, rest)) = template.split_once('{') else { return template.eq_ignore_ascii_case(host) };
    let (_, after) = rest.split_once('}').unwrap_or((rest, ""));
    let Some(rest) = host
        .get(..before.len())
        .filter(|start| start.eq_ignore_ascii_case(before))
        .and_then(|_| host.get(before.len()..))
    else {
        return false;
    };
    // A value is a part of one label.
    let value = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    (1..=value).any(|end| rest.get(end..).is_some_and(|rest| is_filled(after, rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_of_hosts_are_parts_of_labels() {
        for (template, host, expected) in [
            ("api-{tenant}.example.com", "api-A1-b.example.com", true),
            ("api-{tenant}.example.com", "API-a1.EXAMPLE.com", true),
            ("api-{tenant}.example.com", "api-.example.com", false),
            ("api-{tenant}.example.com", "api-a.b.example.com", false),
            ("api-{tenant}.example.com", "api-a.example.com.evil.example", false),
            ("{a}-{b}.example.com", "x-y-z.example.com", true),
            ("example.com", "Example.com", true),
            ("example.com:8443", "example.com", false),
        ] {
            assert_eq!(is_filled(template, host), expected, "{template} {host}");
        }
    }
}
