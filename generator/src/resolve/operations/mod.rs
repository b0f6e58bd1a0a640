//! Sections and their operations.

mod conditions;
mod encoding;
mod limits;
mod pagination;
mod parameters;
mod request_line;
mod response;
mod sharing;

use std::collections::{HashMap, HashSet};

pub(super) use encoding::is_file;

use super::type_expression::Scope;
use super::{documented, ids, lookup, types};
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, Evidence, MissingEndpoint, Notes, Operation, Section};
use crate::source::node::{Entry, Node};
use crate::source::{Place, ProductFile, Source, Text};

/// Adds the sections of all files to their products. Gives the ids of the operations in which
/// nothing was wrong: only these have examples worth looking at.
pub(super) fn resolve(
    source: &Source,
    api: &mut Api,
    api_is_sound: bool,
    diagnostics: &mut Diagnostics,
) -> HashSet<String> {
    let mut sound = HashSet::new();
    let documented: HashMap<String, usize> =
        api.documented.iter().enumerate().map(|(index, endpoint)| (endpoint.id.clone(), index)).collect();
    for file in &source.sections {
        let folder = Text { value: file.product.clone(), place: Place::start_of(file.file) };
        let products = api.products.iter().map(|product| &product.id);
        let Some(product) = lookup(&folder, "product (the folder's name)", products, diagnostics) else { continue };
        let scope = types::scope(source, api, product);
        let context = Context { api, api_is_sound, product, file, scope: &scope, documented: &documented };
        let section = context.section(source, &mut sound, diagnostics);
        let missing = context.missing(diagnostics);
        api.missing.extend(missing);
        api.products[product].sections.extend(section);
    }
    sharing::check(api, diagnostics);
    sound
}

struct Context<'a> {
    api: &'a Api,
    api_is_sound: bool,
    product: usize,
    file: &'a ProductFile,
    scope: &'a Scope,
    documented: &'a HashMap<String, usize>,
}

impl Context<'_> {
    fn section(&self, source: &Source, sound: &mut HashSet<String>, diagnostics: &mut Diagnostics) -> Option<Section> {
        let node = &self.file.node;
        let id = node.text("section")?;
        ids::check(&id, "a section", diagnostics);
        if id.value != self.file.stem {
            diagnostics.push(
                Diagnostic::error(Id::Contradiction, id.place, format!("section `{}` in another file", id.value))
                    .expected(format!("`{}`, the name of this file", self.file.stem))
                    .help("rename the file or the section, so that one leads to the other"),
            );
        }
        let section_docs = node.string("docs");
        let entries = node.get("operations").map_or(&[][..], Node::entries);
        let mut operations = Vec::with_capacity(entries.len());
        for entry in entries {
            let before = diagnostics.len();
            let operation = self.operation(&id, entry, section_docs.as_ref(), diagnostics);
            let is_sound = diagnostics.len() == before
                && !entry.value.is_damaged
                && !self.scope.is_incomplete
                && self.api_is_sound;
            if let Some(operation) = operation.as_ref().filter(|_| is_sound) {
                sound.insert(operation.id.clone());
            }
            operations.extend(operation);
        }
        Some(Section {
            operations,
            file: source.map.file(self.file.file).name.clone(),
            title: node.string("title").unwrap_or_default(),
            doc: node.string("doc").unwrap_or_default(),
            rust: node.text("rust"),
            id,
        })
    }

    fn missing(&self, diagnostics: &mut Diagnostics) -> Vec<MissingEndpoint> {
        let entries = self.file.node.get("missing").map_or(&[][..], Node::entries);
        let missing = entries.iter().filter_map(|entry| {
            let endpoint = documented::find(&entry.key, self.documented, diagnostics)?;
            let reason = entry.value.as_text()?.value;
            Some(MissingEndpoint { endpoint, place: entry.key.place, reason })
        });
        missing.collect()
    }

    fn operation(
        &self,
        section: &Text,
        entry: &Entry,
        section_docs: Option<&String>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Operation> {
        let node = &entry.value;
        let before = diagnostics.len();
        ids::check(&entry.key, "an operation", diagnostics);
        let host = match node.text("host") {
            Some(name) => lookup(&name, "host", self.api.hosts.iter().map(|host| &host.id), diagnostics)?,
            None => self.api.products[self.product].host,
        };
        let documented = node.texts("documented");
        let documented = documented.iter().filter_map(|id| documented::find(id, self.documented, diagnostics));
        let documented = documented.collect();
        let (method, path) = request_line::parse(&node.text("request")?, diagnostics)?;
        let parameters = self.parameters(node, &path, host, diagnostics);
        if let Some(host) = self.api.hosts.get(host) {
            request_line::check_base_path(host, &path, diagnostics);
        }
        let response = self.response(node, diagnostics)?;
        let is_unpaged = Self::is_unpaged(node, diagnostics);
        let scope = self.scope_of(node, host, diagnostics);
        let rate_limit = self.rate_limit(node, host, diagnostics);
        // What was left out for a mistake may be what these are about.
        let is_sound =
            diagnostics.len() == before && !node.is_damaged && !self.scope.is_incomplete && self.api_is_sound;
        let (mut one_of, mut pagination) = (Vec::new(), None);
        if is_sound {
            conditions::check(&parameters, diagnostics);
            one_of = conditions::groups(node, &parameters, diagnostics);
            let paged = node.get("pagination").filter(|_| !is_unpaged);
            pagination = paged.and_then(|paged| self.pagination(paged, &parameters, &response, diagnostics));
            check_substitute(entry, diagnostics);
        }
        Some(Operation {
            id: format!("{}.{}.{}", self.file.product, section.value, entry.key.value),
            name: entry.key.clone(),
            documented,
            substitute: node.string("substitute"),
            variant_of: node.text("variant_of"),
            method,
            path,
            host,
            summary: node.string("summary")?,
            docs: node.string("docs").or_else(|| section_docs.cloned()),
            idempotent: node.bool("idempotent").unwrap_or_else(|| method.is_idempotent()),
            scope,
            rate_limit,
            encoding: encoding::resolve(node, self.api, &parameters, diagnostics),
            parameters,
            one_of,
            response,
            response_doc: response::doc(node),
            pagination,
            is_unpaged,
            evidence: Evidence::of(&node.string("evidence")?)?,
            stability: node.string("stability").filter(|word| word != "stable"),
            examples: Vec::new(),
            notes: Notes::of(node),
        })
    }

    /// The kind of credential that an operation needs.
    fn scope_of(&self, node: &Node, host: usize, diagnostics: &mut Diagnostics) -> Option<usize> {
        let name = node.text("scope")?;
        let auth = self.api.hosts.get(host).and_then(|host| host.auth.as_ref());
        let scopes = auth.map_or(&[][..], |auth| &self.api.credentials[auth.credential].scopes);
        lookup(&name, "scope of the host's credential", scopes.iter().map(|(id, _)| id), diagnostics)
    }

    /// The class of the host's rate limit that an operation counts for.
    fn rate_limit(&self, node: &Node, host: usize, diagnostics: &mut Diagnostics) -> Option<String> {
        let name = node.text("rate_limit")?;
        let limit = self.api.hosts.get(host).and_then(|host| host.rate_limit);
        let classes = limit.map_or(&[][..], |limit| &self.api.rate_limits[limit].classes);
        lookup(&name, "class of the host's rate limit", classes.iter().map(|(id, _)| id), diagnostics)?;
        Some(name.value)
    }
}

/// A substitute stands in for something.
fn check_substitute(entry: &Entry, diagnostics: &mut Diagnostics) {
    if entry.value.get("substitute").is_some() && entry.value.texts("documented").is_empty() {
        diagnostics.push(
            Diagnostic::error(
                Id::Contradiction,
                entry.value.key_place("substitute"),
                format!("`{}` stands in for nothing", entry.key.value),
            )
            .expected("`documented` with the endpoint that has no request of its own")
            .help("add `documented`, or remove `substitute`"),
        );
    }
}
