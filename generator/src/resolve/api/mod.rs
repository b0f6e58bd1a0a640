//! `api.yaml`: the package, hosts, errors, pagination styles and products.

use super::{ids, lookup};
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{
    Api, ConfigurationValue, Credential, ErrorCode, ErrorFormat, Host, Package, PaginationStyle, Product,
};
use crate::source::node::{Entry, Node, Value};
use crate::source::{FileId, Place, Source, SourceMap, Text};

pub(super) fn resolve(source: &Source, diagnostics: &mut Diagnostics) -> Api {
    let empty = Node::new(Place::start_of(first_file(&source.map)), Value::Mapping(Vec::new()));
    let node = source.api.as_ref().unwrap_or(&empty);
    let configuration = entries(node, "configuration")
        .iter()
        .map(|entry| {
            ids::check(&entry.key, "a configuration value", diagnostics);
            ConfigurationValue {
                id: entry.key.clone(),
                doc: entry.value.string("doc").unwrap_or_default(),
                example: entry.value.string("example").unwrap_or_default(),
            }
        })
        .collect();
    let credentials = entries(node, "credentials")
        .iter()
        .map(|entry| {
            ids::check(&entry.key, "a credential", diagnostics);
            Credential { id: entry.key.clone(), doc: entry.value.string("doc").unwrap_or_default() }
        })
        .collect();
    let mut api = Api {
        name: node.string("name").unwrap_or_default(),
        package: package(node, diagnostics),
        configuration,
        credentials,
        error_formats: entries(node, "errors").iter().map(|entry| error_format(entry, diagnostics)).collect(),
        hosts: Vec::new(),
        pagination_styles: entries(node, "pagination").iter().filter_map(pagination_style).collect(),
        products: Vec::new(),
        documented: Vec::new(),
        missing: Vec::new(),
    };
    api.hosts = entries(node, "hosts").iter().filter_map(|entry| host(entry, &api, diagnostics)).collect();
    for entry in entries(node, "products") {
        ids::check(&entry.key, "a product", diagnostics);
        let host = entry
            .value
            .text("host")
            .and_then(|name| lookup(&name, "host", api.hosts.iter().map(|host| &host.id), diagnostics));
        api.products.push(Product {
            id: entry.key.clone(),
            title: entry.value.string("title").unwrap_or_default(),
            doc: entry.value.string("doc").unwrap_or_default(),
            host: host.unwrap_or(0),
            rust: entry.value.text("rust"),
            sections: Vec::new(),
            types: Vec::new(),
        });
    }
    api
}

fn entries<'n>(node: &'n Node, key: &str) -> &'n [Entry] {
    node.get(key).map_or(&[], Node::entries)
}

/// Where to report what belongs to a file that is not there; the loader adds it to the map.
fn first_file(map: &SourceMap) -> FileId {
    map.files().find(|(_, file)| file.name == "api.yaml").map_or(FileId(0), |(id, _)| id)
}

fn package(node: &Node, diagnostics: &mut Diagnostics) -> Package {
    let name = node.text("crate").unwrap_or_else(|| Text { value: "client".into(), place: node.place });
    let is_name = name.value.starts_with(|first: char| first.is_ascii_lowercase())
        && name.value.chars().all(|character| matches!(character, 'a'..='z' | '0'..='9' | '-' | '_'));
    if !is_name {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, name.place, format!("`{}` is no package name", name.value))
                .expected("lower-case letters, digits, `-` and `_`, starting with a letter")
                .help("choose a name that cargo takes, such as `my-api-client`"),
        );
    }
    if let Some(version) = node.text("version") {
        let parts: Vec<&str> = version.value.split(['-', '+']).next().unwrap_or_default().split('.').collect();
        if parts.len() != 3 || parts.iter().any(|part| part.parse::<u64>().is_err()) {
            diagnostics.push(
                Diagnostic::error(Id::Malformed, version.place, format!("`{}` is no version", version.value))
                    .expected("a semantic version, such as `0.1.0`")
                    .help("write major, minor and patch"),
            );
        }
    }
    let strings = |key: &str| node.texts(key).into_iter().map(|text| text.value).collect();
    Package {
        name,
        version: node.string("version").unwrap_or_default(),
        description: node.string("description").unwrap_or_default(),
        repository: node.string("repository"),
        license: node.string("license").unwrap_or_default(),
        keywords: strings("keywords"),
        categories: strings("categories"),
    }
}

fn error_format(entry: &Entry, diagnostics: &mut Diagnostics) -> ErrorFormat {
    ids::check(&entry.key, "an error format", diagnostics);
    let body = entry.value.get("body");
    let in_body = |key: &str| body.and_then(|body| body.string(key));
    let mut codes: Vec<ErrorCode> = Vec::new();
    for code in entries(&entry.value, "codes") {
        let Ok(number) = code.key.value.parse::<i64>() else {
            diagnostics.push(
                Diagnostic::error(Id::Malformed, code.key.place, format!("`{}` is no code", code.key.value))
                    .expected("a whole number")
                    .help("the key is the vendor's number; its name goes under `name`"),
            );
            continue;
        };
        let Some(name) = code.value.text("name") else { continue };
        codes.push(ErrorCode {
            code: number,
            place: code.key.place,
            name,
            kind: code.value.string("kind").unwrap_or_default(),
            retryable: code.value.bool("retryable").unwrap_or(false),
            doc: code.value.string("doc").unwrap_or_default(),
            unverified: code.value.string("unverified"),
            rust: code.value.text("rust"),
        });
    }
    codes.sort_by_key(|code| code.code);
    ErrorFormat {
        id: entry.key.clone(),
        docs: entry.value.string("docs"),
        code: in_body("code"),
        message: in_body("message").unwrap_or_default(),
        request_id: in_body("request_id"),
        codes,
    }
}

fn pagination_style(entry: &Entry) -> Option<PaginationStyle> {
    let cursor = entry.value.get("cursor")?;
    Some(PaginationStyle {
        id: entry.key.clone(),
        request: cursor.string("request")?,
        response: cursor.string("response")?,
        has_more: cursor.string("has_more"),
    })
}

fn host(entry: &Entry, api: &Api, diagnostics: &mut Diagnostics) -> Option<Host> {
    ids::check(&entry.key, "a host", diagnostics);
    let url = entry.value.text("url")?;
    check_url(&url, api, diagnostics);
    let base_path = entry.value.text("base_path");
    if let Some(path) = base_path.as_ref().filter(|path| !path.value.starts_with('/') || path.value.ends_with('/')) {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, path.place, format!("`{}` is no base path", path.value))
                .expected("a path that starts with `/` and does not end in one, such as `/v1`")
                .help("every path of the host starts with the base path; leave it out where they share none"),
        );
    }
    let auth = entry.value.get("auth")?;
    let header = auth.text("header")?;
    let is_token = |character: char| character.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(character);
    if !header.value.chars().all(is_token) {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, header.place, format!("`{}` is no header name", header.value))
                .expected("letters, digits and `-`")
                .help("write the name only, without the colon and the value"),
        );
    }
    let credentials = api.credentials.iter().map(|credential| &credential.id);
    let credential = auth.text("credential").and_then(|name| lookup(&name, "credential", credentials, diagnostics));
    let formats = api.error_formats.iter().map(|format| &format.id);
    let errors = entry.value.text("errors").and_then(|name| lookup(&name, "error format", formats, diagnostics));
    Some(Host {
        id: entry.key.clone(),
        doc: entry.value.string("doc").unwrap_or_default(),
        url: url.value,
        base_path,
        auth_header: header.value,
        auth_prefix: auth.string("prefix").unwrap_or_default(),
        credential: credential?,
        errors: errors?,
    })
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
