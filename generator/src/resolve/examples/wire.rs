//! Comparison of the literal request of an example with the request of the client.

use serde_json::Value as Json;

use super::request::{self, SentPart};
use super::{Checker, form, json};
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Argument, Carrier, Encoding, Location, ParameterId, Segment, Source};
use crate::percent::{decoded, encoded};
use crate::resolve::operations::is_file;
use crate::source::Place;
use crate::source::shape::list;

/// The boundary of forms in examples. The client creates a new boundary for each request.
const BOUNDARY: &str = "BOUNDARY";

/// A difference of a literal request, with its line.
type Problem = (usize, String);

/// A header of a literal request.
struct Header<'w> {
    name: &'w str,
    value: &'w str,
    line: usize,
}

/// The credential in a literal request differs from `auth` of the host.
struct Misplaced {
    line: usize,
    problem: String,
    /// If the host was changed, the errors of all its examples have one cause.
    cause: String,
}

impl Checker<'_> {
    pub(super) fn check_wire(&self, wire: &str, place: Place, arguments: &[Argument], diagnostics: &mut Diagnostics) {
        let mut problems = Vec::new();
        let (head, body) = wire.split_once("\n\n").map_or((wire.trim_end(), None), |(head, body)| (head, Some(body)));
        let lines: Vec<&str> = head.lines().collect();
        let (first, headers) = lines.split_first().unwrap_or((&"", &[]));
        let sent = self.sent(arguments);
        let (method, target) = first.split_once(' ').unwrap_or((first, ""));
        let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
        let mut pairs: Vec<&str> = query.into_iter().flat_map(|query| query.split('&')).collect();
        let mut headers: Vec<Header<'_>> = headers
            .iter()
            .zip(1..)
            .map(|(text, line)| {
                let (name, value) = text.split_once(": ").unwrap_or((text, ""));
                Header { name, value, line }
            })
            .collect();
        self.check_path(first, method, path, &sent, &mut problems);
        let carrier = self.take_credential(&mut pairs, &mut headers);
        if self.has_whole_auth()
            && let Some(problem) = self.query_problem(&pairs, &sent)
        {
            problems.push((0, problem));
        }
        let is_form = self.is_form(arguments);
        self.check_headers(headers, body.map(|_| is_form), &sent, &mut problems);
        let body_start = lines.len() + 1;
        if is_form {
            self.check_form(body, body_start, &sent, &mut problems);
        } else {
            self.check_json(body, body_start, &sent, &mut problems);
        }
        let place_of = |line: usize| self.source.map.line_of(place, wire, line);
        if let Err(Misplaced { line, problem, cause }) = carrier {
            diagnostics.push(
                Diagnostic::error(Id::Example, place_of(line), format!("the literal request is wrong: {problem}"))
                    .expected("the credential as in `auth` of the host")
                    .help("correct `wire`, or `auth` of the host in api.yaml")
                    .cause(cause),
            );
        }
        for (line, problem) in problems {
            diagnostics.push(
                Diagnostic::error(Id::Example, place_of(line), format!("the literal request is wrong: {problem}"))
                    .expected("the request line, headers and body for these arguments")
                    .help("correct `wire` or `with`; fixed values are first, then required ones, then the others in the order of `with`"),
            );
        }
    }

    /// Returns the parts of the request besides the path, in the order of the client.
    fn sent(&self, arguments: &[Argument]) -> Vec<SentPart<'_>> {
        let parameters = &self.operation.parameters;
        let given = |id: ParameterId| arguments.iter().find(|argument| argument.parameter == id);
        let part = |id: ParameterId, value: &Json| SentPart::new(&parameters[id], value.clone());
        let mut sent = Vec::new();
        for (id, parameter) in parameters.with_ids() {
            match &parameter.source {
                Source::Fixed(value) => sent.push(part(id, value)),
                Source::Configuration(value) => {
                    sent.push(part(id, &self.api.configuration[*value].example.clone().into()));
                }
                Source::Caller => {}
            }
        }
        let required = parameters.ids().filter(|id| parameters[*id].required);
        sent.extend(required.filter_map(|id| Some(part(id, &given(id)?.value))));
        let groups = self.operation.one_of.iter().flat_map(|group| &group.parameters);
        sent.extend(groups.filter_map(|id| Some(part(*id, &given(*id)?.value))));
        let optional = arguments.iter().filter(|argument| {
            !parameters[argument.parameter].required && self.operation.group_of(argument.parameter).is_none()
        });
        sent.extend(optional.map(|argument| part(argument.parameter, &argument.value)));
        sent
    }

    /// Removes the credential from the query or the headers.
    ///
    /// # Errors
    /// If it is not in the place that the host requires. It is removed from any place, so that no other error is
    /// reported.
    fn take_credential(&self, pairs: &mut Vec<&str>, headers: &mut Vec<Header<'_>>) -> Result<(), Misplaced> {
        let Some((carrier, token)) = self.credential() else { return Ok(()) };
        let (problem, cause) = match carrier {
            Carrier::Header(name) => {
                let is_meant = |header: &Header<'_>| header.name.eq_ignore_ascii_case(name);
                if let Some(index) = headers.iter().position(|header| is_meant(header) && header.value == token) {
                    headers.remove(index);
                    return Ok(());
                }
                (format!("it has no header `{name}: {token}`"), format!("header {name}"))
            }
            Carrier::Query(name) => {
                let pair = format!("{}={}", encoded(name), encoded(&token));
                if pairs.pop_if(|last| *last == pair).is_some() {
                    return Ok(());
                }
                (format!("its query does not end with the credential `{pair}`"), format!("query {name}"))
            }
        };
        let secret = self.secret();
        let is_credential = |name: &str, value: &str| {
            let is_meant = match carrier {
                Carrier::Header(carrier) => name.eq_ignore_ascii_case(carrier),
                Carrier::Query(carrier) => name == carrier,
            };
            is_meant || secret.as_ref().is_some_and(|secret| value.ends_with(secret))
        };
        pairs.retain(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            !is_credential(&decoded(name), &decoded(value))
        });
        // Without a space after the colon, the whole line is a name.
        let index = headers.iter().position(|header| {
            let (name, rest) = header.name.split_once(':').unwrap_or((header.name, ""));
            is_credential(name, header.value) || is_credential(name, rest)
        });
        let line = match carrier {
            Carrier::Header(_) => index.map_or(0, |index| headers[index].line),
            Carrier::Query(_) => 0,
        };
        index.map(|index| headers.remove(index));
        Err(Misplaced { line, problem, cause })
    }

    fn check_path(&self, line: &str, method: &str, path: &str, sent: &[SentPart<'_>], problems: &mut Vec<Problem>) {
        if method != self.operation.method.as_str() || !self.path_matches(path) {
            let problem = format!(
                "its first line `{line}` does not match `{} {}`",
                self.operation.method.as_str(),
                self.operation.path.text
            );
            problems.push((0, problem));
        } else if let Some(problem) = self.path_problem(path, sent) {
            problems.push((0, problem));
        }
    }

    /// Returns how the query differs from the query of the client, without the credential.
    fn query_problem(&self, pairs: &[&str], sent: &[SentPart<'_>]) -> Option<String> {
        let name = |pair: &&str| decoded(pair.split('=').next().unwrap_or_default());
        let mut found: Vec<String> = pairs.iter().map(name).collect();
        found.dedup();
        let expected: Vec<&str> = of(sent, Location::Query).map(|part| part.name).collect();
        if found != expected {
            let found: Vec<&str> = found.iter().map(String::as_str).collect();
            return Some(format!("its query has {}, expected {}", names(&found), names(&expected)));
        }
        let sent: Vec<String> = of(sent, Location::Query).flat_map(|part| part.query(self.api)).collect();
        match pairs.iter().zip(&sent).find(|(found, sent)| *found != sent) {
            Some((found, sent)) => Some(format!("its query has `{found}`, expected `{sent}`")),
            None if pairs.len() != sent.len() => {
                Some(format!("its query is `{}`, expected `{}`", pairs.join("&"), sent.join("&")))
            }
            None => None,
        }
    }

    /// Returns how the path differs from the path of the client.
    fn path_problem(&self, path: &str, sent: &[SentPart<'_>]) -> Option<String> {
        let segments = path.split('/').skip(1).zip(&self.operation.path.segments);
        segments.into_iter().find_map(|(found, segment)| {
            let name = segment.parameter()?;
            let value = of(sent, Location::Path).find(|part| part.name == name)?.text(self.api);
            let encoded = encoded(&value);
            if found == encoded {
                return None;
            }
            let decoded = decoded(found);
            Some(if decoded == value {
                format!("`{name}` is written `{found}`, expected `{encoded}`")
            } else {
                format!("`{name}` is `{decoded}`, expected `{value}`")
            })
        })
    }

    /// Returns the place of the host's credential, with its value in examples.
    fn credential(&self) -> Option<(&Carrier, String)> {
        let auth = self.api.hosts.get(self.operation.host)?.auth.as_ref()?;
        Some((&auth.carrier, format!("{}{}", auth.prefix, self.secret()?)))
    }

    /// Returns the credential of the host in examples.
    fn secret(&self) -> Option<String> {
        let auth = self.api.hosts.get(self.operation.host)?.auth.as_ref()?;
        Some(self.api.credentials[auth.credential].example())
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

    /// Checks the headers without the credential. `body` is `None` without a body, otherwise whether it is a form.
    fn check_headers(
        &self,
        mut left: Vec<Header<'_>>,
        body: Option<bool>,
        sent: &[SentPart<'_>],
        problems: &mut Vec<Problem>,
    ) {
        let mut missing = Vec::new();
        for (name, value) in self.expected_headers(body, sent) {
            let Some(index) = left.iter().position(|header| header.name.eq_ignore_ascii_case(&name)) else {
                missing.push((name, value));
                continue;
            };
            let found = left.remove(index);
            if found.value != value {
                problems.push((found.line, format!("it has no header `{name}: {value}`")));
            }
        }
        // A renamed header is missing under one name and unexpected under the other.
        let mut superfluous = left.into_iter();
        for (name, value) in missing {
            let line = superfluous.next().map_or(0, |header| header.line);
            problems.push((line, format!("it has no header `{name}: {value}`")));
        }
        // A missing body is reported separately.
        let lacks_body =
            body.is_none() && (of(sent, Location::Body).next().is_some() || self.operation.method.has_body());
        let superfluous =
            superfluous.filter(|header| !(lacks_body && header.name.eq_ignore_ascii_case("content-type")));
        if self.has_whole_auth() {
            problems.extend(
                superfluous.map(|header| (header.line, format!("it has the unexpected header `{}`", header.name))),
            );
        }
    }

    /// Whether the authorization of the host is complete, without parts that were omitted because of an error.
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

    /// Returns the headers of a request, without the credential.
    fn expected_headers(&self, body: Option<bool>, sent: &[SentPart<'_>]) -> Vec<(String, String)> {
        let mut expected: Vec<(String, String)> =
            of(sent, Location::Header).map(|part| (part.name.to_owned(), part.text(self.api))).collect();
        expected.extend(body.map(|is_form| {
            let value = if is_form {
                format!("multipart/form-data; boundary={BOUNDARY}")
            } else {
                "application/json; charset=utf-8".into()
            };
            ("Content-Type".to_owned(), value)
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

    fn check_json(&self, body: Option<&str>, start: usize, sent: &[SentPart<'_>], problems: &mut Vec<Problem>) {
        let parts = || of(sent, Location::Body);
        let empty_body = self.operation.has_body() && self.operation.method.has_body();
        let has_body = parts().next().is_some() || empty_body;
        let expected = has_body.then(|| request::body(self.api, parts()));
        if body == expected.as_deref() {
            return;
        }
        if body.is_some_and(|body| expected.as_deref() == Some(body.trim_end())) {
            problems.push((start, "its body ends with white space, which the client does not send".into()));
            return;
        }
        let found = match body.map(json::parse) {
            None => None,
            Some(Ok(json)) => Some(json),
            Some(Err(error)) => {
                problems.push((start + error.line().saturating_sub(1), format!("its body is invalid JSON: {error}")));
                return;
            }
        };
        let values = || parts().map(|part| (part.name.to_owned(), part.value.clone())).collect();
        // Types without a field that was omitted because of an error would lose its value.
        let meant = match &expected {
            Some(text) if self.types_are_sound => json::parse(text).ok(),
            _ => has_body.then(|| Json::Object(values())),
        };
        let line = if found.is_some() { start } else { 0 };
        if found != meant {
            let found = found.map_or("nothing".into(), |json| format!("`{json}`"));
            let expected = expected.map_or("nothing".into(), |text| format!("`{text}`"));
            problems.push((line, format!("its body is {found}, expected {expected}")));
        } else if let Some(expected) = expected.filter(|_| self.types_are_sound) {
            problems.push((line, format!("its body has a different layout, expected `{expected}`")));
        }
    }

    fn check_form(&self, body: Option<&str>, start: usize, sent: &[SentPart<'_>], problems: &mut Vec<Problem>) {
        let Some(found) = form::parts(body.unwrap_or_default(), BOUNDARY) else {
            let line = if body.is_some() { start } else { 0 };
            problems.push((line, format!("its body is not a multipart form with the boundary `{BOUNDARY}`")));
            return;
        };
        let mut found_names: Vec<(&str, usize)> = found.iter().map(|part| (part.name, part.line)).collect();
        found_names.dedup_by_key(|(name, _)| *name);
        let expected: Vec<String> = of(sent, Location::Body).map(|part| form::quoted(part.name)).collect();
        let differs = found_names.iter().zip(&expected).position(|((found, _), expected)| found != expected);
        if differs.is_some() || found_names.len() != expected.len() {
            let part = found_names.get(differs.unwrap_or(expected.len())).or(found_names.last());
            let line = start + part.map_or(0, |(_, line)| *line);
            let found: Vec<&str> = found_names.iter().map(|(name, _)| *name).collect();
            let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
            problems.push((line, format!("its form has {}, expected {}", names(&found), names(&expected))));
            return;
        }
        if let Some(null) = of(sent, Location::Body).find(|part| part.value.is_null()) {
            problems.push((start, format!("`{}` is null, which a form cannot contain", null.name)));
            return;
        }
        let sent: Vec<(&str, String)> = of(sent, Location::Body)
            .flat_map(|part| part.form(self.api).into_iter().map(|text| (part.name, text)))
            .collect();
        let different = found.iter().zip(&sent).find(|(found, (_, sent))| !form::is_same(found.text, sent));
        if let Some((found, (name, sent))) = different {
            let written: Vec<&str> = sent.lines().collect();
            let line = written.iter().zip(found.text.lines()).find(|(sent, found)| **sent != *found);
            let line = line.map_or_else(|| written.join(" "), |(sent, _)| (*sent).to_owned());
            let problem = if form::can_be_written(sent) {
                format!("the part `{name}` of its form differs, expected `{line}`")
            } else {
                format!("`{name}` has a line break, which a literal form cannot contain; remove it from the example")
            };
            problems.push((start + found.line, problem));
        } else if found.len() != sent.len() {
            problems.push((start, format!("its form has {} parts, expected {}", found.len(), sent.len())));
        }
    }
}

fn of<'s>(sent: &'s [SentPart<'s>], location: Location) -> impl Iterator<Item = &'s SentPart<'s>> {
    sent.iter().filter(move |part| part.location == location)
}

fn names(names: &[&str]) -> String {
    if names.is_empty() { "none".into() } else { list(names) }
}
