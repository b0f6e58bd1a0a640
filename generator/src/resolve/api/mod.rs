//! `api.yaml`: credentials and products; its other parts have modules of their own.

mod errors;
mod hosts;
mod package;
mod pagination;
mod rate_limits;

pub(super) use hosts::{check_header, check_prefix};

use super::{ids, lookup_in_api};
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, ConfigurationValue, Credential, HostId, IndexVec, Product};
use crate::source::files::GUIDES_FOLDER;
use crate::source::node::{Entry, Node, Value};
use crate::source::{FileId, Place, Source, SourceMap, Text};

pub(super) fn resolve(source: &Source, diagnostics: &mut Diagnostics) -> Api {
    let empty = Node::new(Place::start_of(first_file(&source.map)), Value::Mapping(Vec::new()));
    let node = source.api.as_ref().unwrap_or(&empty);
    let mut api = Api {
        name: node.string("name").unwrap_or_default(),
        package: package::package(node, diagnostics),
        configuration: entries(node, "configuration")
            .iter()
            .map(|entry| configuration_value(entry, diagnostics))
            .collect(),
        credentials: entries(node, "credentials").iter().map(|entry| credential(entry, diagnostics)).collect(),
        error_formats: entries(node, "errors").iter().map(|entry| errors::format(entry, diagnostics)).collect(),
        rate_limits: entries(node, "rate_limits").iter().map(|entry| rate_limits::limit(entry, diagnostics)).collect(),
        hosts: IndexVec::default(),
        pagination_styles: IndexVec::default(),
        products: IndexVec::default(),
        documented: IndexVec::default(),
        missing: Vec::new(),
        guides: IndexVec::default(),
        vendor_clients: IndexVec::default(),
    };
    let styles = entries(node, "pagination").iter().filter_map(|entry| pagination::style(entry, diagnostics));
    api.pagination_styles = styles.collect();
    api.hosts = entries(node, "hosts").iter().map(|entry| hosts::host(entry, &api, diagnostics)).collect();
    for entry in entries(node, "products") {
        if ids::check_file(&entry.key, "a product", diagnostics) && entry.key.value == GUIDES_FOLDER {
            diagnostics.push(
                Diagnostic::error(Id::Malformed, entry.key.place, format!("reserved product name `{GUIDES_FOLDER}`"))
                    .expected("a different folder name")
                    .help("choose a different name: this folder contains the guides"),
            );
        }
        let host = entry
            .value
            .text("host")
            .and_then(|name| lookup_in_api(source, "hosts", &name, "host", hosts(&api), diagnostics));
        api.products.push(Product {
            id: entry.key.clone(),
            title: entry.value.string("title").unwrap_or_default(),
            doc: entry.value.string("doc").unwrap_or_default(),
            // The unknown host was reported, so the model is not used.
            host: host.unwrap_or(HostId::from(0)),
            was: entry.value.text("was"),
            rust: entry.value.text("rust"),
            sections: IndexVec::default(),
            resources: IndexVec::default(),
            types: IndexVec::default(),
            types_file: None,
            events: None,
        });
    }
    api
}

fn hosts(api: &Api) -> impl Iterator<Item = &Text> {
    api.hosts.iter().map(|host| &host.id)
}

fn configuration_value(entry: &Entry, diagnostics: &mut Diagnostics) -> ConfigurationValue {
    ids::check(&entry.key, "a configuration value", diagnostics);
    ConfigurationValue {
        id: entry.key.clone(),
        doc: entry.value.string("doc").unwrap_or_default(),
        example: entry.value.string("example").unwrap_or_default(),
    }
}

fn credential(entry: &Entry, diagnostics: &mut Diagnostics) -> Credential {
    ids::check(&entry.key, "a credential", diagnostics);
    let scopes = named_texts(&entry.value, "scopes", "a scope", diagnostics);
    Credential { id: entry.key.clone(), doc: entry.value.string("doc").unwrap_or_default(), scopes: scopes.into() }
}

/// Returns entries whose values are strings, by id.
fn named_texts(node: &Node, key: &str, what: &str, diagnostics: &mut Diagnostics) -> Vec<(Text, String)> {
    let named = entries(node, key).iter().map(|entry| {
        ids::check(&entry.key, what, diagnostics);
        (entry.key.clone(), entry.value.as_text().map(|text| text.value).unwrap_or_default())
    });
    named.collect()
}

fn entries<'n>(node: &'n Node, key: &str) -> &'n [Entry] {
    node.get(key).map_or(&[], Node::entries)
}

/// Returns the location for errors about a missing file, which the loader adds to the map.
fn first_file(map: &SourceMap) -> FileId {
    map.files().find(|(_, file)| file.name == "api.yaml").map_or(FileId(0), |(id, _)| id)
}
