//! The literal request of an example.
//!
//! Only its structure is checked here. Its exact bytes are what the contract test compares with what
//! the client really sends.

use serde_json::Value as Json;

use super::{Checker, form};
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Argument, Carrier, Encoding, Location, Segment, Source};
use crate::resolve::operations::is_file;
use crate::source::Place;
use crate::source::shape::list;

/// The boundary of forms in examples; the client's own is different each time.
const BOUNDARY: &str = "BOUNDARY";

/// A part of a request as an example makes it.
pub(super) struct SentPart {
    location: Location,
    pub(super) name: String,
    value: Json,
}

impl Checker<'_> {
    pub(super) fn check_wire(&self, wire: &str, place: Place, arguments: &[Argument], diagnostics: &mut Diagnostics) {
        let mut problems = Vec::new();
        let (head, body) = wire.split_once("\n\n").map_or((wire.trim_end(), None), |(head, body)| (head, Some(body)));
        let mut lines = head.lines();
        let sent = self.sent(arguments);
        self.check_request_line(lines.next().unwrap_or_default(), &sent, &mut problems);
        let headers: Vec<(&str, &str)> = lines.map(|line| line.split_once(": ").unwrap_or((line, ""))).collect();
        self.check_headers(&headers, body.is_some(), &sent, &mut problems);
        if self.is_form(arguments) {
            check_form(&headers, body, &sent, &mut problems);
        } else {
            self.check_json(body, &sent, &mut problems);
        }
        for problem in problems {
            diagnostics.push(
                Diagnostic::error(Id::Example, place, format!("the literal request does not fit: {problem}"))
                    .expected("the request line, headers and body that these arguments make")
                    .help("correct `wire` or `with`; fixed values come first, then required ones, then the order of `with`"),
            );
        }
    }

    /// What an example sends beside the path, in the order in which the client sets it.
    fn sent(&self, arguments: &[Argument]) -> Vec<SentPart> {
        let parameters = &self.operation.parameters;
        let given = |index: usize| arguments.iter().find(|argument| argument.parameter == index);
        let part = |index: usize, value: &Json| {
            let parameter = &parameters[index];
            SentPart { location: parameter.location, name: parameter.name.value.clone(), value: value.clone() }
        };
        let mut sent = Vec::new();
        for (index, parameter) in parameters.iter().enumerate() {
            match &parameter.source {
                Source::Fixed(value) => sent.push(part(index, value)),
                Source::Configuration(value) => {
                    sent.push(part(index, &self.api.configuration[*value].example.clone().into()));
                }
                Source::Caller => {}
            }
        }
        let required = (0..parameters.len()).filter(|index| parameters[*index].required);
        sent.extend(required.filter_map(|index| Some(part(index, &given(index)?.value))));
        let groups = self.operation.one_of.iter().flat_map(|group| &group.parameters);
        sent.extend(groups.filter_map(|index| Some(part(*index, &given(*index)?.value))));
        let optional = arguments.iter().filter(|argument| {
            !parameters[argument.parameter].required && self.operation.group_of(argument.parameter).is_none()
        });
        sent.extend(optional.map(|argument| part(argument.parameter, &argument.value)));
        sent
    }

    fn check_request_line(&self, line: &str, sent: &[SentPart], problems: &mut Vec<String>) {
        let (method, target) = line.split_once(' ').unwrap_or((line, ""));
        let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
        if method != self.operation.method.as_str() || !self.path_matches(path) {
            problems.push(format!(
                "its first line is `{line}`, which is no request to `{} {}`",
                self.operation.method.as_str(),
                self.operation.path.text
            ));
        }
        let mut expected: Vec<&str> = of(sent, Location::Query).map(|part| part.name.as_str()).collect();
        if let Some(Carrier::Query(name)) = self.carrier() {
            expected.push(name);
        }
        let pairs = query.into_iter().flat_map(|query| query.split('&'));
        let mut found: Vec<&str> = pairs.map(|pair| pair.split('=').next().unwrap_or_default()).collect();
        found.dedup();
        if found != expected {
            problems.push(format!("its query has {}, its arguments make {}", names(&found), names(&expected)));
        }
    }

    fn carrier(&self) -> Option<&Carrier> {
        let host = self.api.hosts.get(self.operation.host)?;
        host.auth.as_ref().map(|auth| &auth.carrier)
    }

    fn path_matches(&self, path: &str) -> bool {
        let Some(path) = path.strip_prefix('/') else { return false };
        let segments: Vec<&str> = path.split('/').collect();
        let template = &self.operation.path.segments;
        segments.len() == template.len()
            && segments.iter().zip(template).all(|(found, segment)| match segment {
                Segment::Literal(text) => text == found,
                Segment::Parameter(_) => !found.is_empty(),
            })
    }

    fn check_headers(&self, headers: &[(&str, &str)], has_body: bool, sent: &[SentPart], problems: &mut Vec<String>) {
        let auth = self.api.hosts.get(self.operation.host).and_then(|host| host.auth.as_ref());
        if let Some(auth) = auth
            && let Carrier::Header(name) = &auth.carrier
        {
            let token = format!("{}{}", auth.prefix, self.api.credentials[auth.credential].example());
            if find(headers, name) != Some(token.as_str()) {
                problems.push(format!("it needs the header `{name}: {token}`"));
            }
        }
        if has_body != find(headers, "content-type").is_some() {
            problems.push("a `Content-Type` header goes with a body, and only with one".into());
        }
        for part in of(sent, Location::Header).filter(|part| find(headers, &part.name).is_none()) {
            problems.push(format!("it has no header `{}`", part.name));
        }
    }

    pub(super) fn is_form(&self, arguments: &[Argument]) -> bool {
        match self.operation.encoding {
            Encoding::Json => false,
            Encoding::Form => true,
            Encoding::FormWithFile => {
                arguments.iter().any(|argument| is_file(self.api, &self.operation.parameters[argument.parameter].type_))
            }
        }
    }

    fn check_json(&self, body: Option<&str>, sent: &[SentPart], problems: &mut Vec<String>) {
        let expected: serde_json::Map<String, Json> =
            of(sent, Location::Body).map(|part| (part.name.clone(), part.value.clone())).collect();
        let found = match body.map(serde_json::from_str::<Json>) {
            None => None,
            Some(Ok(json)) => Some(json),
            Some(Err(error)) => {
                problems.push(format!("its body is not JSON: {error}"));
                return;
            }
        };
        let empty_body = self.operation.has_body() && self.operation.method.has_body();
        let expected = (!expected.is_empty() || empty_body).then_some(Json::Object(expected));
        if found != expected {
            let show = |json: &Option<Json>| json.as_ref().map_or("nothing".into(), |json| format!("`{json}`"));
            problems.push(format!("its body is {}, its arguments make {}", show(&found), show(&expected)));
        }
    }
}

fn check_form(headers: &[(&str, &str)], body: Option<&str>, sent: &[SentPart], problems: &mut Vec<String>) {
    let expected = format!("multipart/form-data; boundary={BOUNDARY}");
    if find(headers, "content-type") != Some(expected.as_str()) {
        problems.push(format!("it sends a form, which needs the header `Content-Type: {expected}`"));
    }
    let Some(mut found) = form::names(body.unwrap_or_default(), BOUNDARY) else {
        problems.push(format!("its body is no form with the boundary `{BOUNDARY}`"));
        return;
    };
    found.dedup();
    let expected: Vec<&str> = of(sent, Location::Body).map(|part| part.name.as_str()).collect();
    if found != expected {
        problems.push(format!("its form has {}, its arguments make {}", names(&found), names(&expected)));
    }
}

fn of(sent: &[SentPart], location: Location) -> impl Iterator<Item = &SentPart> {
    sent.iter().filter(move |part| part.location == location)
}

fn find<'h>(headers: &[(&'h str, &'h str)], name: &str) -> Option<&'h str> {
    headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
}

fn names(names: &[&str]) -> String {
    if names.is_empty() { "none".into() } else { list(names) }
}
