//! Hosts, with their URLs and auth.

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, Auth, Carrier, Host};
use crate::resolve::{ids, lookup};
use crate::source::Text;
use crate::source::node::{Entry, Node};

/// A host with its auth. One with a mistake stays, so that what refers to it is not wrong too.
pub(super) fn host(entry: &Entry, api: &Api, diagnostics: &mut Diagnostics) -> Option<Host> {
    ids::check(&entry.key, "a host", diagnostics);
    let url = entry.value.text("url")?;
    check_url(&url, api, diagnostics);
    let formats = api.error_formats.iter().map(|format| &format.id);
    let errors = entry.value.text("errors").and_then(|name| lookup(&name, "error format", formats, diagnostics));
    let limits = api.rate_limits.iter().map(|limit| &limit.id);
    let rate_limit = entry.value.text("rate_limit").and_then(|name| lookup(&name, "rate limit", limits, diagnostics));
    Some(Host {
        id: entry.key.clone(),
        doc: entry.value.string("doc").unwrap_or_default(),
        url: url.value,
        base_path: base_path(&entry.value, diagnostics),
        auth: entry.value.get("auth").and_then(|auth| self::auth(auth, api, diagnostics)),
        errors: errors.unwrap_or(0),
        rate_limit,
    })
}

fn base_path(node: &Node, diagnostics: &mut Diagnostics) -> Option<Text> {
    let path = node.text("base_path")?;
    if path.value.starts_with('/') && !path.value.ends_with('/') {
        return Some(path);
    }
    diagnostics.push(
        Diagnostic::error(Id::Malformed, path.place, format!("`{}` is no base path", path.value))
            .expected("a path that starts with `/` and does not end in one, such as `/v1`")
            .help("every path of the host starts with the base path; leave it out where they share none"),
    );
    None
}

fn auth(node: &Node, api: &Api, diagnostics: &mut Diagnostics) -> Option<Auth> {
    let credentials = api.credentials.iter().map(|credential| &credential.id);
    let credential = node.text("credential").and_then(|name| lookup(&name, "credential", credentials, diagnostics));
    let carrier = match (node.text("header"), node.text("query")) {
        (Some(header), None) => {
            check_header(&header, diagnostics);
            Carrier::Header(header.value)
        }
        (None, Some(query)) if node.get("prefix").is_none() => Carrier::Query(query.value),
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
            return None;
        }
    };
    Some(Auth { carrier, prefix: node.string("prefix").unwrap_or_default(), credential: credential? })
}

/// Reports what is no name of a header.
pub(in crate::resolve) fn check_header(header: &Text, diagnostics: &mut Diagnostics) {
    let is_token = |character: char| character.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(character);
    if !header.value.chars().all(is_token) {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, header.place, format!("`{}` is no header name", header.value))
                .expected("letters, digits and `-`")
                .help("write the name only, without the colon and the value"),
        );
    }
}

fn check_url(url: &Text, api: &Api, diagnostics: &mut Diagnostics) {
    let rest = url.value.strip_prefix("https://");
    let host = rest.unwrap_or_default();
    if host.is_empty() || host.contains(['/', '?', '#', '@', ' ']) {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, url.place, format!("`{}` is not the URL of a host", url.value))
                .expected("`https://` and a host name, nothing after it")
                .help("a path that all operations share goes under `base_path`"),
        );
    }
    let mut offset = 0;
    while let Some(open) = url.value[offset..].find('{').map(|at| at + offset) {
        let close = url.value[open..].find('}').map_or(url.value.len(), |at| at + open);
        let name = url.value[open + 1..close].to_owned();
        let place = url.place.part(open + 1, close);
        let known = api.configuration.iter().map(|value| &value.id);
        lookup(&Text { value: name, place }, "configuration value", known, diagnostics);
        offset = close;
    }
}
