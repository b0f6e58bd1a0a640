//! The literal request of an example.
//!
//! Only its structure is checked here. Its exact bytes are what the contract test compares with what
//! the client really sends.

use serde_json::Value as Json;

use super::{Checker, form, json};
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

impl SentPart {
    /// The value as it stands outside of bodies, before it is encoded. Lists and fractions are left to the contract test.
    fn text(&self) -> Option<String> {
        match &self.value {
            Json::String(text) => Some(text.clone()),
            Json::Bool(value) => Some(value.to_string()),
            Json::Number(number) if number.is_i64() => Some(number.to_string()),
            _ => None,
        }
    }

    fn difference(&self, found: Option<String>) -> Option<String> {
        let (found, expected) = (found?, self.text()?);
        (found != expected).then(|| format!("`{}` is `{found}`, its arguments make `{expected}`", self.name))
    }
}

/// A difference of a literal request, with its line.
type Problem = (usize, String);

impl Checker<'_> {
    pub(super) fn check_wire(&self, wire: &str, place: Place, arguments: &[Argument], diagnostics: &mut Diagnostics) {
        let mut problems = Vec::new();
        let (head, body) = wire.split_once("\n\n").map_or((wire.trim_end(), None), |(head, body)| (head, Some(body)));
        let lines: Vec<&str> = head.lines().collect();
        let (first, headers) = lines.split_first().unwrap_or((&"", &[]));
        let sent = self.sent(arguments);
        self.check_request_line(first, &sent, &mut problems);
        let is_form = self.is_form(arguments);
        self.check_headers(headers, body.map(|_| is_form), &sent, &mut problems);
        let body_start = lines.len() + 1;
        if is_form {
            check_form(body, body_start, &sent, &mut problems);
        } else {
            self.check_json(body, body_start, &sent, &mut problems);
        }
        for (line, problem) in problems {
            let place = self.source.map.line_of(place, wire, line);
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

    fn check_request_line(&self, line: &str, sent: &[SentPart], problems: &mut Vec<Problem>) {
        let (method, target) = line.split_once(' ').unwrap_or((line, ""));
        let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
        if method != self.operation.method.as_str() || !self.path_matches(path) {
            let problem = format!(
                "its first line is `{line}`, which is no request to `{} {}`",
                self.operation.method.as_str(),
                self.operation.path.text
            );
            problems.push((0, problem));
        } else if let Some(problem) = self.path_problem(path, sent) {
            problems.push((0, problem));
        }
        if !self.has_whole_auth() {
            return;
        }
        let mut expected: Vec<&str> = of(sent, Location::Query).map(|part| part.name.as_str()).collect();
        let pairs = query.into_iter().flat_map(|query| query.split('&'));
        let mut found: Vec<String> = pairs.map(|pair| decoded(pair.split('=').next().unwrap_or_default())).collect();
        found.dedup();
        if let Some(Carrier::Query(name)) = self.carrier() {
            // It is the last one; without it, nothing is said about the order of the others.
            if found.pop_if(|last| last == name).is_none() {
                problems.push((0, format!("its query needs the credential `{name}` at its end")));
                return;
            }
        }
        // A repeated parameter without items is not there at all.
        let is_there = |part: &SentPart| part.value.as_array().is_none_or(|items| !items.is_empty());
        expected.retain(|name| {
            let part = of(sent, Location::Query).find(|part| part.name == *name);
            found.iter().any(|found| found == name) || part.is_none_or(is_there)
        });
        if found != expected {
            let found: Vec<&str> = found.iter().map(String::as_str).collect();
            problems.push((0, format!("its query has {}, its arguments make {}", names(&found), names(&expected))));
            return;
        }
        for part in of(sent, Location::Query) {
            let mut pairs =
                query.into_iter().flat_map(|query| query.split('&')).filter_map(|pair| pair.split_once('='));
            let found = pairs.find(|(name, _)| decoded(name) == part.name).map(|(_, value)| decoded(value));
            problems.extend(part.difference(found).map(|problem| (0, problem)));
        }
    }

    /// How the value of a parameter in the path differs from the one that the arguments make.
    fn path_problem(&self, path: &str, sent: &[SentPart]) -> Option<String> {
        let segments = path.split('/').skip(1).zip(&self.operation.path.segments);
        segments.into_iter().find_map(|(found, segment)| {
            let name = segment.parameter()?;
            of(sent, Location::Path).find(|part| part.name == name)?.difference(Some(decoded(found)))
        })
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

    /// Checks the headers, which begin in the second line; `body` says of a request with a body whether it is a form.
    fn check_headers(&self, lines: &[&str], body: Option<bool>, sent: &[SentPart], problems: &mut Vec<Problem>) {
        let headers = lines.iter().zip(1..).map(|(line, number)| (line.split_once(": ").unwrap_or((line, "")), number));
        let mut left: Vec<((&str, &str), usize)> = headers.collect();
        let mut missing = Vec::new();
        for (name, value) in self.expected_headers(body, sent) {
            let is_meant = |(header, _): &((&str, &str), usize)| header.0.eq_ignore_ascii_case(&name);
            let Some(index) = left.iter().position(is_meant) else {
                missing.push((name, value));
                continue;
            };
            let ((_, found), line) = left.remove(index);
            if let Some(value) = value.filter(|value| !is_same(&name, found, value)) {
                problems.push((line, format!("it needs the header `{name}: {value}`")));
            }
        }
        // A header that was renamed is missing under one name and superfluous under the other.
        let mut superfluous = left.into_iter();
        for (name, value) in missing {
            let line = superfluous.next().map_or(0, |(_, line)| line);
            let value = value.map(|value| format!(": {value}")).unwrap_or_default();
            problems.push((line, format!("it needs the header `{name}{value}`")));
        }
        // A body that is missing is reported by itself.
        let lacks_body =
            body.is_none() && (of(sent, Location::Body).next().is_some() || self.operation.method.has_body());
        let superfluous =
            superfluous.filter(|((name, _), _)| !(lacks_body && name.eq_ignore_ascii_case("content-type")));
        if self.has_whole_auth() {
            problems.extend(superfluous.map(|((name, _), line)| (line, format!("nothing makes its header `{name}`"))));
        }
    }

    /// Whether all is known of how the host authorizes calls, and nothing of it was left out for a mistake.
    fn has_whole_auth(&self) -> bool {
        let Some(host) = self.api.hosts.get(self.operation.host) else { return false };
        if host.auth.is_some() {
            return true;
        }
        let hosts = self.source.api.as_ref().and_then(|api| api.get("hosts"));
        hosts
            .and_then(|hosts| hosts.get(&host.id.value))
            .is_some_and(|host| !host.is_damaged && host.get("auth").is_none())
    }

    /// The headers of a request with their values, where these are known.
    fn expected_headers(&self, body: Option<bool>, sent: &[SentPart]) -> Vec<(String, Option<String>)> {
        let auth = self.api.hosts.get(self.operation.host).and_then(|host| host.auth.as_ref());
        let mut expected = Vec::new();
        if let Some(auth) = auth
            && let Carrier::Header(name) = &auth.carrier
        {
            let token = format!("{}{}", auth.prefix, self.api.credentials[auth.credential].example());
            expected.push((name.clone(), Some(token)));
        }
        for part in of(sent, Location::Header) {
            expected.push((part.name.clone(), part.text()));
        }
        expected.extend(body.map(|is_form| {
            let value = if is_form {
                format!("multipart/form-data; boundary={BOUNDARY}")
            } else {
                "application/json; charset=utf-8".into()
            };
            ("Content-Type".to_owned(), Some(value))
        }));
        expected
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

    fn check_json(&self, body: Option<&str>, start: usize, sent: &[SentPart], problems: &mut Vec<Problem>) {
        let expected: serde_json::Map<String, Json> =
            of(sent, Location::Body).map(|part| (part.name.clone(), part.value.clone())).collect();
        let found = match body.map(json::parse) {
            None => None,
            Some(Ok(json)) => Some(json),
            Some(Err(error)) => {
                problems.push((start + error.line().saturating_sub(1), format!("its body is not JSON: {error}")));
                return;
            }
        };
        let empty_body = self.operation.has_body() && self.operation.method.has_body();
        let expected = (!expected.is_empty() || empty_body).then_some(Json::Object(expected));
        if found != expected {
            let show = |json: &Option<Json>| json.as_ref().map_or("nothing".into(), |json| format!("`{json}`"));
            let line = if found.is_some() { start } else { 0 };
            problems.push((line, format!("its body is {}, its arguments make {}", show(&found), show(&expected))));
        }
    }
}

fn check_form(body: Option<&str>, start: usize, sent: &[SentPart], problems: &mut Vec<Problem>) {
    let Some(mut found) = form::names(body.unwrap_or_default(), BOUNDARY) else {
        let line = if body.is_some() { start } else { 0 };
        problems.push((line, format!("its body is no form with the boundary `{BOUNDARY}`")));
        return;
    };
    found.dedup_by_key(|(name, _)| *name);
    let expected: Vec<String> = of(sent, Location::Body).map(|part| form::quoted(&part.name)).collect();
    let differs = found.iter().zip(&expected).position(|((found, _), expected)| found != expected);
    if differs.is_some() || found.len() != expected.len() {
        let part = found.get(differs.unwrap_or(expected.len())).or(found.last());
        let line = start + part.map_or(0, |(_, line)| *line);
        let found: Vec<&str> = found.iter().map(|(name, _)| *name).collect();
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        problems.push((line, format!("its form has {}, its arguments make {}", names(&found), names(&expected))));
    }
}

/// Whether a header has a value; of a content type, the media type and the boundary count.
fn is_same(name: &str, found: &str, value: &str) -> bool {
    let media_type = |value: &str| value.split("; charset").next().unwrap_or_default().to_ascii_lowercase();
    found == value || (name == "Content-Type" && media_type(found) == media_type(value))
}

/// A name of a query without its percent-encoding, so that it can be compared with the one in the spec.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        let digits = after.get(..2).filter(|digits| *byte == b'%' && digits.iter().all(u8::is_ascii_hexdigit));
        let code = digits.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        bytes.push(code.unwrap_or(*byte));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn of(sent: &[SentPart], location: Location) -> impl Iterator<Item = &SentPart> {
    sent.iter().filter(move |part| part.location == location)
}

fn names(names: &[&str]) -> String {
    if names.is_empty() { "none".into() } else { list(names) }
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn names_are_compared_decoded() {
        for (text, expected) in [
            ("filter%5Bx%5D", "filter[x]"),
            ("filter[x]", "filter[x]"),
            ("%C3%A9", "é"),
            ("a%2", "a%2"),
            ("%zz%", "%zz%"),
            ("%+1", "%+1"),
            ("%25", "%"),
        ] {
            assert_eq!(decoded(text), expected);
        }
    }
}
