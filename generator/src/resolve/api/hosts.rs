//! Hosts, with their URLs and auth.

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, Auth, Carrier, Host};
use crate::resolve::{headers, ids, lookup};
use crate::source::Text;
use crate::source::node::{Entry, Node};

/// A host with its auth. What is wrong with it is left out, so that operations can still name it.
pub(super) fn host(entry: &Entry, api: &Api, diagnostics: &mut Diagnostics) -> Host {
    ids::check(&entry.key, "a host", diagnostics);
    let url = entry.value.text("url");
    if let Some(url) = &url {
        check_url(url, api, diagnostics);
    }
    let base_path = entry.value.text("base_path");
    let is_path = |path: &Text| path.value.starts_with('/') && !path.value.ends_with('/');
    if let Some(path) = base_path.as_ref().filter(|path| !is_path(path)) {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, path.place, format!("`{}` is no base path", path.value))
                .expected("a path that starts with `/` and does not end in one, such as `/v1`")
                .help("every path of the host starts with the base path; leave it out where they share none"),
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
        base_path: base_path.filter(is_path),
        auth,
        errors: errors.unwrap_or(0),
        rate_limit,
    }
}

fn auth(node: &Node, api: &Api, diagnostics: &mut Diagnostics) -> Option<Auth> {
    let credentials = api.credentials.iter().map(|credential| &credential.id);
    let credential = node.text("credential").and_then(|name| lookup(&name, "credential", credentials, diagnostics));
    let carrier = match (node.text("header"), node.text("query")) {
        (Some(header), None) => headers::check_carrier(&header, diagnostics).then_some(Carrier::Header(header.value)),
        (None, Some(query)) if node.get("prefix").is_none() => Some(Carrier::Query(query.value)),
        _ if node.is_damaged => None,
        _ => {
            diagnostics.push(
                Diagnostic::error(
                    Id::Contradiction,
                    node.place,
                    "a credential travels in one header or one query parameter",
                )
                .expected("`header` or `query`; `prefix` goes with `header`")
                .help("write `{ header: NAME, credential: ID }` or `{ query: NAME, credential: ID }`"),
            );
            None
        }
    };
    Some(Auth { carrier: carrier?, prefix: node.string("prefix").unwrap_or_default(), credential: credential? })
}

/// Reports what is no name of a header; gives whether it is one.
pub(in crate::resolve) fn check_header(header: &Text, diagnostics: &mut Diagnostics) -> bool {
    let is_token = |character: char| character.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(character);
    let is_name = !header.value.is_empty() && header.value.chars().all(is_token);
    if !is_name {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, header.place, format!("`{}` is no header name", header.value))
                .expected("letters, digits and `-`")
                .help("write the name only, without the colon and the value"),
        );
    }
    is_name
}

fn check_url(url: &Text, api: &Api, diagnostics: &mut Diagnostics) {
    let rest = url.value.strip_prefix("https://");
    let host = rest.unwrap_or_default();
    if host.is_empty() || host.contains(['/', '?', '#', '@', ' ']) {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, url.place, format!("`{}` is not the URL of a host", url.value))
                .expected("`https://` and a host name, nothing after it")
                .help(match rest {
                    Some("") => "write the name of the host behind it",
                    Some(_) => "a path that all operations share goes under `base_path`",
                    None => "write `https://`: credentials must not travel where others can read them",
                }),
        );
    }
    let mut offset = 0;
    while let Some(open) = url.value[offset..].find('{').map(|at| at + offset) {
        let Some(close) = url.value[open..].find('}').map(|at| at + open) else {
            diagnostics.push(
                Diagnostic::error(Id::Malformed, url.place.part(open, url.value.len()), "this brace is not closed")
                    .expected("`{id}` with the id of a configuration value")
                    .help("add the `}` after the id"),
            );
            return;
        };
        let name = url.value[open + 1..close].to_owned();
        let place = url.place.part(open + 1, close);
        let known = api.configuration.iter().map(|value| &value.id);
        lookup(&Text { value: name, place }, "configuration value", known, diagnostics);
        offset = close;
    }
}
