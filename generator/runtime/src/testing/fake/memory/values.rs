//! The values of the parameters of a request.

use std::collections::BTreeMap;

use api_client_description::{Endpoint, ListStyle, Location, Parameter, Type};
use serde_json::{Map, Value as Json};

use super::super::super::expected::boundary;
use super::super::super::server::RecordedRequest;
use super::super::check::{self, target};
use super::super::form;
use crate::percent;

/// The values of a request by the name of the parameter. Headers are not included.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Values(BTreeMap<String, Json>);

impl Values {
    /// Reads the values of a request that is valid for the operation.
    pub(super) fn of(endpoint: &Endpoint, request: &RecordedRequest) -> Self {
        let mut values = Self::default();
        let (path, query) = target(request);
        for (name, text) in check::path_values(endpoint, path).unwrap_or_default() {
            values.add_text(endpoint, Location::Path, name, &percent::decode(text));
        }
        for pair in query.split('&') {
            let (name, text) = pair.split_once('=').unwrap_or((pair, ""));
            let name = percent::decode(name);
            let is_list = find(endpoint, Location::Query, &name)
                .is_some_and(|parameter| parameter.list == Some(ListStyle::Comma));
            // The commas between items are not encoded.
            let texts: Vec<&str> = if is_list { text.split(',').collect() } else { vec![text] };
            for text in texts.into_iter().filter(|text| !is_list || !text.is_empty()) {
                values.add_text(endpoint, Location::Query, &name, &percent::decode(text));
            }
        }
        match form::parts(request) {
            Some(parts) => {
                for part in parts {
                    let text = part.file_name.clone().unwrap_or_else(|| part.text());
                    values.add_text(endpoint, Location::Body, &part.name, &text);
                }
            }
            None => {
                let fields: Map<String, Json> = serde_json::from_slice(&request.body).unwrap_or_default();
                let known = fields.into_iter().filter(|(name, _)| find(endpoint, Location::Body, name).is_some());
                values.0.extend(known);
            }
        }
        values
    }

    pub(super) fn get(&self, name: &str) -> Option<&Json> {
        self.0.get(name)
    }

    /// Returns the value of a parameter with a number of items.
    pub(super) fn count(&self, name: &str) -> Option<usize> {
        self.get(name).and_then(Json::as_u64).and_then(|count| usize::try_from(count).ok())
    }

    pub(super) fn flag(&self, name: Option<&String>) -> bool {
        name.and_then(|name| self.get(name)) == Some(&Json::Bool(true))
    }

    fn add_text(&mut self, endpoint: &Endpoint, location: Location, name: &str, text: &str) {
        let Some(parameter) = find(endpoint, location, name) else { return };
        let is_json = parameter.list.is_none_or(|style| style == ListStyle::Json);
        match (&parameter.type_, is_json) {
            (Type::List(item), false) => self.push(name, typed(text, item)),
            (Type::List(item), true) => match serde_json::from_str(text) {
                Ok(list @ Json::Array(_)) => drop(self.0.insert(name.to_owned(), list)),
                // The files of a form.
                _ => self.push(name, typed(text, item)),
            },
            (type_, _) => drop(self.0.insert(name.to_owned(), typed(text, type_))),
        }
    }

    fn push(&mut self, name: &str, value: Json) {
        match self.0.get_mut(name) {
            Some(Json::Array(items)) => items.push(value),
            _ => drop(self.0.insert(name.to_owned(), Json::Array(vec![value]))),
        }
    }
}

fn find<'e>(endpoint: &'e Endpoint, location: Location, name: &str) -> Option<&'e Parameter> {
    endpoint.parameters.iter().find(|parameter| parameter.location == location && parameter.name == name)
}

/// Returns the value of a text in the path, the query or a form.
fn typed(text: &str, type_: &Type) -> Json {
    match type_ {
        Type::Text | Type::DateTime | Type::Date | Type::JsonText | Type::File => text.into(),
        Type::Int | Type::Float | Type::Bool | Type::Json | Type::List(_) | Type::Map(_) | Type::Named(_) => {
            serde_json::from_str(text).unwrap_or_else(|_| text.into())
        }
    }
}

/// Returns the literal request of an example as the server would receive it.
pub(super) fn request_of(text: &str) -> RecordedRequest {
    let (head, body) = text.split_once("\n\n").unwrap_or((text.trim_end(), ""));
    let mut lines = head.lines();
    let (method, target) = lines.next().and_then(|line| line.split_once(' ')).unwrap_or_default();
    let headers = lines.filter_map(|line| line.split_once(": "));
    let headers: Vec<(String, String)> = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let body = match boundary(&headers) {
        Some(_) => format!("{}\r\n", body.trim_end().replace('\n', "\r\n")),
        None => body.to_owned(),
    };
    RecordedRequest { method: method.to_owned(), target: target.to_owned(), headers, body: body.into_bytes() }
}
