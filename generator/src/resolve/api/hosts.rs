//! Hosts, with their URLs and auth.

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, Auth, Carrier, ErrorFormatId, Host};
use crate::resolve::operations::is_literal_segment;
use crate::resolve::{headers, ids, lookup};
use crate::source::Text;
use crate::source::node::{Entry, Node};
use crate::source::url::{is_host, is_port, split_port};

/// A host with its auth. Invalid parts are omitted, so that operations can still refer to it.
pub(super) fn host(entry: &Entry, api: &Api, diagnostics: &mut Diagnostics) -> Host {
    ids::check(&entry.key, "a host", diagnostics);
    let url = entry.value.text("url");
    if let Some(url) = &url {
        check_url(url, api, diagnostics);
    }
    let base_path = entry.value.text("base_path");
    if let Some(path) = base_path.as_ref().filter(|path| !is_base_path(&path.value)) {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, path.place, format!("invalid base path `{}`", path.value))
                .expected("a path that starts with `/` and does not end with `/`, such as `/v1`")
                .help("write the common prefix of all paths of the host, or remove the key if there is none"),
        );
    }
    let auth = entry.value.get("auth").and_then(|auth| self::auth(auth, api, diagnostics));
    let formats = api.error_formats.iter().map(|format| &format.id);
    let errors = entry.value.text("errors").and_then(|name| lookup(&name, "error format", formats, diagnostics));
    let limits = api.rate_limits.iter().map(|limit| &limit.id);
    let rate_limit = entry.value.text("rate_limit").and_then(|name| lookup(&name, "rate limit", limits, diagnostics));
    Host {
        id: entry.key.clone(),
        doc: entry.value.string("doc").unwrap_or_default(),
        url: url.map(|url| url.value).unwrap_or_default(),
        base_path: base_path.filter(|path| is_base_path(&path.value)),
        auth,
        // The unknown format was reported.
        errors: errors.unwrap_or(ErrorFormatId::from(0)),
        rate_limit,
    }
}

fn auth(node: &Node, api: &Api, diagnostics: &mut Diagnostics) -> Option<Auth> {
    let credentials = api.credentials.iter().map(|credential| &credential.id);
    let credential = node.text("credential").and_then(|name| lookup(&name, "credential", credentials, diagnostics));
    let carrier = match (node.text("header"), node.text("query")) {
        (Some(header), None) => headers::check_carrier(&header, diagnostics).then_some(Carrier::Header(header.value)),
        (None, Some(query)) if node.get("prefix").is_none() => {
            check_query(&query, diagnostics).then_some(Carrier::Query(query.value))
        }
        _ if node.is_damaged => None,
        _ => {
            diagnostics.push(
                Diagnostic::error(
                    Id::Contradiction,
                    node.place,
                    "invalid `auth`: a credential is sent in one header or one query parameter",
                )
                .expected("`header` or `query`; `prefix` goes with `header`")
                .help("write `{ header: NAME, credential: ID }` or `{ query: NAME, credential: ID }`"),
            );
            None
        }
    };
    let has_prefix = node.text("prefix").is_none_or(|prefix| check_prefix(&prefix, diagnostics));
    Some(Auth {
        carrier: carrier.filter(|_| has_prefix)?,
        prefix: node.string("prefix").unwrap_or_default(),
        credential: credential?,
    })
}

/// Reports an invalid header name. Returns whether it is valid.
pub(in crate::resolve) fn check_header(header: &Text, diagnostics: &mut Diagnostics) -> bool {
    let is_token = |character: char| character.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(character);
    let is_name = !header.value.is_empty() && header.value.chars().all(is_token);
    if !is_name {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, header.place, format!("invalid header name `{}`", header.value))
                .expected("letters, digits and `-`")
                .help("write only the name, without the colon and the value"),
        );
    }
    is_name
}

/// Reports a prefix that is invalid in a header, or that servers would trim.
pub(in crate::resolve) fn check_prefix(prefix: &Text, diagnostics: &mut Diagnostics) -> bool {
    let is_visible = |character: char| character == ' ' || character.is_ascii_graphic();
    let is_prefix = !prefix.value.starts_with(' ') && prefix.value.chars().all(is_visible);
    if !is_prefix {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, prefix.place, "invalid prefix of a header value")
                .expected("visible ASCII characters and spaces, not starting with a space")
                .help("write the prefix on one line, such as `\"Bearer \"`"),
        );
    }
    is_prefix
}

fn check_query(query: &Text, diagnostics: &mut Diagnostics) -> bool {
    let is_name =
        query.value.chars().all(|character| character.is_ascii_graphic() && !"&=#?/%+\"<>".contains(character));
    if !is_name {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, query.place, format!("invalid query parameter name `{}`", query.value))
                .expected("a name without spaces and without characters that separate the parts of a URL")
                .help("write only the name, without `?`, `=` and the value"),
        );
    }
    is_name
}

fn is_base_path(path: &str) -> bool {
    path.strip_prefix('/').is_some_and(|path| path.split('/').all(is_literal_segment))
}

fn check_url(url: &Text, api: &Api, diagnostics: &mut Diagnostics) {
    let rest = url.value.strip_prefix("https://");
    let (host, port) = split_port(rest.unwrap_or_default());
    let has_more = host.contains(['/', '?', '#', '@', ' ']);
    let is_port = port.is_none_or(is_port);
    let is_name = is_host(&filled(host, |_| None));
    if !is_name || !is_port {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, url.place, format!("invalid URL of a host `{}`", url.value))
                .expected("`https://` and a host name, without a path")
                .help(match rest {
                    Some("") => "write the host name after `https://`",
                    Some(_) if has_more => "write a common prefix of all paths under `base_path`",
                    Some(_) if !is_port => "write a port from 1 to 65535",
                    Some(_) => "a host name consists of letters, digits and `-`, with dots between its parts, and does not end in a number",
                    None => "write `https://`: credentials must not be sent unencrypted",
                }),
        );
    }
    let mut offset = 0;
    while let Some(open) = url.value[offset..].find('{').map(|at| at + offset) {
        let Some(close) = url.value[open..].find('}').map(|at| at + open) else {
            diagnostics.push(
                Diagnostic::error(Id::Malformed, url.place.part(open, url.value.len()), "unclosed brace")
                    .expected("`{id}` with the id of a configuration value")
                    .help("add the `}` after the id"),
            );
            return;
        };
        let name = url.value[open + 1..close].to_owned();
        let place = url.place.part(open + 1, close);
        let known = api.configuration.iter().map(|value| &value.id);
        let value = lookup(&Text { value: name, place }, "configuration value", known, diagnostics);
        if let Some(value) = value.map(|index| &api.configuration[index])
            && is_name
            && !is_host(&filled(host, |id| (id == value.id.value).then(|| value.example.clone())))
        {
            diagnostics.push(
                Diagnostic::error(
                    Id::Contradiction,
                    place,
                    format!("the example of `{}` is invalid in a host name", value.id.value),
                )
                .expected("a configuration value whose example makes a valid host name, with letters, digits, `-`, `_` and `.`")
                .related(value.id.place, "the configuration value")
                .help(format!("correct its example `{}`, or the URL", value.example)),
            );
        }
        offset = close;
    }
}

/// Returns a URL with the same text for each `{id}`. Errors in the braces are reported separately.
fn filled(url: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut plain = String::with_capacity(url.len());
    let mut rest = url;
    while let Some((before, after)) = rest.split_once('{') {
        plain.push_str(before);
        let (id, after) = after.split_once('}').unwrap_or_default();
        plain.push_str(&value(id).unwrap_or_else(|| "x".into()));
        rest = after;
    }
    plain.push_str(rest);
    plain
}
