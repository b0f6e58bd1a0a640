//! A whole document.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::paths::Route;
use super::schemas::{Direction, put};
use super::{Object, text};
use crate::model::{Api, HostId, Method, Package, Product, ProductId, Section, Segment, TypeId};

/// The version of OpenAPI.
const VERSION: &str = "3.1.0";

/// The whole API, or one of its products.
pub(super) struct Document<'a> {
    pub(super) api: &'a Api,
    /// The products in it.
    pub(super) products: Vec<ProductId>,
    /// Whether it contains all products, so that names need a product prefix.
    pub(super) is_whole: bool,
    /// The hosts of its operations, in the order of the spec.
    pub(super) hosts: Vec<HostId>,
    /// The named types that are used so far, which are its components.
    pub(super) mentioned: RefCell<BTreeSet<(TypeId, Direction)>>,
}

/// The operations at one path.
struct PathItem<'r, 'a> {
    /// The names of the parameters, by their segment.
    names: Vec<String>,
    methods: Vec<(Method, Vec<&'r Route<'a>>)>,
}

impl<'a> Document<'a> {
    pub(super) fn new(api: &'a Api, products: Vec<ProductId>, is_whole: bool) -> Self {
        // Guides, names in the vendor's clients and missing endpoints have no counterpart.
        let Api {
            name: _,
            package: _,
            configuration: _,
            credentials: _,
            error_formats: _,
            rate_limits: _,
            hosts: _,
            pagination_styles: _,
            products: _,
            documented: _,
            missing: _,
            guides: _,
            vendor_clients: _,
        } = api;
        let operations = products.iter().flat_map(|index| api.products[*index].operations());
        let hosts: BTreeSet<HostId> = operations.map(|operation| operation.host).collect();
        Self { api, products, is_whole, hosts: hosts.into_iter().collect(), mentioned: RefCell::default() }
    }

    /// Returns the document with its routes.
    pub(super) fn render(&self, routes: &[Route<'a>]) -> Value {
        self.assemble(self.paths(routes), self.webhooks(), !routes.is_empty())
    }

    /// Returns the document with these routes, and without webhooks.
    pub(super) fn render_operations(&self, routes: &[Route<'a>]) -> Value {
        self.assemble(self.paths(routes), Object::new(), true)
    }

    /// Returns the document with the webhooks, and without routes.
    pub(super) fn render_events(&self) -> Value {
        self.assemble(Object::new(), self.webhooks(), false)
    }

    fn assemble(&self, paths: Object, webhooks: Object, has_errors: bool) -> Value {
        let mut document = json!({ "openapi": VERSION, "info": self.info(), "servers": self.servers() });
        put(&mut document, "tags", self.tags());
        if self.is_whole {
            put(&mut document, "x-tagGroups", self.tag_groups());
        }
        put(&mut document, "paths", paths.into());
        if !webhooks.is_empty() {
            put(&mut document, "webhooks", webhooks.into());
        }
        let mut components = json!({});
        for (key, entries) in [
            ("schemas", self.components()),
            ("responses", if has_errors { self.error_responses() } else { Object::new() }),
            ("securitySchemes", self.security_schemes()),
        ] {
            if !entries.is_empty() {
                put(&mut components, key, entries.into());
            }
        }
        put(&mut document, "components", components);
        document
    }

    fn info(&self) -> Value {
        // The rest is for the package registry.
        let Package {
            version,
            license,
            name: _,
            description: _,
            repository: _,
            keywords: _,
            categories: _,
            dev_dependencies: _,
        } = &self.api.package;
        let (title, doc) = match self.products.as_slice() {
            [product] if !self.is_whole => {
                let product = &self.api.products[*product];
                (format!("{}: {}", self.api.name, product.title), text::escape(&product.doc))
            }
            products => {
                let products = products.iter().map(|index| &self.api.products[*index]);
                let lines = products.map(|product| {
                    let doc = text::escape(&product.doc).replace('\n', " ");
                    format!("- {}: {doc}", text::escape(&product.title))
                });
                (self.api.name.clone(), lines.collect::<Vec<_>>().join("\n"))
            }
        };
        let note = "Examples have made-up values. `x-evidence` is the evidence for an operation, and `x-unverified` has doubts about it.";
        json!({
            "title": title,
            "version": version,
            "description": text::paragraphs(&[doc, note.to_owned()]),
            "license": { "name": license, "identifier": license },
        })
    }

    fn servers(&self) -> Value {
        let usual: Vec<HostId> = self.hosts.iter().copied().filter(|host| self.is_usual_host(*host)).collect();
        let hosts = match (usual.is_empty(), self.products.first()) {
            (false, _) => usual,
            // A document of events alone has no paths, but readers want a server.
            (true, Some(product)) if self.hosts.is_empty() => vec![self.api.products[*product].host],
            _ => self.hosts.clone(),
        };
        hosts.iter().map(|index| self.server(&self.api.hosts[*index])).collect()
    }

    /// Whether this is the default host of operations.
    pub(super) fn is_usual_host(&self, host: HostId) -> bool {
        match self.products.as_slice() {
            _ if self.hosts.len() < 2 => true,
            [product] => self.api.products[*product].host == host,
            _ => false,
        }
    }

    fn tags(&self) -> Value {
        let mut tags: Vec<Value> = Vec::new();
        for index in &self.products {
            let product = &self.api.products[*index];
            // Documents have one list of types. Former and explicit names are for Rust.
            let Product {
                sections,
                events,
                id: _,
                title: _,
                doc: _,
                host: _,
                was: _,
                rust: _,
                // Only the fake server of the client needs them.
                resources: _,
                types: _,
                types_file: _,
            } = product;
            for section in sections {
                // The page of a section is that of its operations.
                let Section { operations, doc, id: _, file: _, title: _, docs: _, was: _, rust: _ } = section;
                if !operations.is_empty() {
                    tags.push(json!({ "name": self.tag(product, section), "description": text::escape(doc) }));
                }
            }
            let events = events.as_ref();
            tags.extend(
                events
                    .map(|events| json!({ "name": self.events_tag(*index), "description": text::escape(&events.doc) })),
            );
        }
        tags.into()
    }

    fn tag_groups(&self) -> Value {
        let groups = self.products.iter().map(|index| {
            let product = &self.api.products[*index];
            let sections = product.sections.iter().filter(|section| !section.operations.is_empty());
            let mut tags: Vec<String> = sections.map(|section| self.tag(product, section)).collect();
            tags.extend(product.events.as_ref().map(|_| self.events_tag(*index)));
            json!({ "name": product.title, "tags": tags })
        });
        groups.collect()
    }

    /// Returns the name of a section. The id distinguishes sections with the same title.
    fn tag(&self, product: &Product, section: &Section) -> String {
        let mut titles = product.sections.iter().filter(|other| other.title == section.title);
        let events = product.events.as_ref().is_some_and(|events| events.title == section.title);
        let is_unique = titles.nth(1).is_none() && !events;
        let title = if is_unique { section.title.clone() } else { format!("{} ({})", section.title, section.id.value) };
        self.tag_of(product, &title)
    }

    pub(super) fn events_tag(&self, product: ProductId) -> String {
        let product = &self.api.products[product];
        self.tag_of(product, product.events.as_ref().map_or("", |events| events.title.as_str()))
    }

    fn tag_of(&self, product: &Product, title: &str) -> String {
        if !self.is_whole {
            return title.to_owned();
        }
        let is_unique = self.api.products.iter().filter(|other| other.title == product.title).nth(1).is_none();
        if is_unique { format!("{}: {title}", product.title) } else { format!("{}: {title}", product.id.value) }
    }

    pub(super) fn tags_of(&self, routes: &[&Route<'a>]) -> Vec<String> {
        let mut tags = Vec::new();
        for route in routes {
            let tag = self.tag(&self.api.products[route.product], route.section);
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        tags
    }

    fn paths(&self, routes: &[Route<'a>]) -> Object {
        let items = path_items(routes.iter().filter(|route| self.products.contains(&route.product)));
        let mut ids: BTreeMap<String, usize> = BTreeMap::new();
        let mut paths = Object::new();
        for item in items {
            let mut object = Object::new();
            for (method, routes) in &item.methods {
                let mut id = routes[0].operation.id.clone();
                for (_, value) in &routes[0].written_out {
                    id = format!("{id}.{}", text::identifier(value));
                }
                let count = ids.entry(id.clone()).or_default();
                *count += 1;
                let id = if *count == 1 { id } else { format!("{id}.{count}") };
                let mut operation = self.operation(routes, &item.names, &id);
                if !routes[0].written_out.is_empty() {
                    put(&mut operation, "x-path-template", routes[0].operation.path.text.as_str().into());
                }
                object.insert(method.as_str().to_lowercase(), operation);
            }
            let route = item.methods[0].1[0];
            paths.insert(route.path_with(|index, _| item.names[index].clone()), object.into());
        }
        paths
    }
}

/// The routes by path and method, main operations before their variants.
fn path_items<'r, 'a: 'r>(routes: impl Iterator<Item = &'r Route<'a>>) -> Vec<PathItem<'r, 'a>> {
    let mut items: Vec<PathItem<'_, 'a>> = Vec::new();
    let mut by_key: BTreeMap<String, usize> = BTreeMap::new();
    for route in routes {
        let index = *by_key.entry(route.key()).or_insert_with(|| {
            items.push(PathItem { names: names(&route.segments), methods: Vec::new() });
            items.len() - 1
        });
        let methods = &mut items[index].methods;
        match methods.iter_mut().find(|(method, _)| *method == route.operation.method) {
            Some((_, routes)) => routes.push(route),
            None => methods.push((route.operation.method, vec![route])),
        }
    }
    for (_, routes) in items.iter_mut().flat_map(|item| &mut item.methods) {
        routes.sort_by_key(|route| route.operation.variant_of.is_some());
    }
    items
}

fn names(segments: &[Segment]) -> Vec<String> {
    segments.iter().map(|segment| segment.parameter().unwrap_or_default().to_owned()).collect()
}
