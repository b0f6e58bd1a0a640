//! Sections and their operations.

mod conditions;
mod encoding;
mod errors;
mod job;
mod limits;
mod pagination;
mod parameters;
mod request_line;
mod response;
mod sharing;
mod values;

use std::collections::{HashMap, HashSet};

pub(super) use encoding::is_file;
pub(super) use request_line::is_literal_segment;
pub(super) use sharing::{Request, request};

use super::type_expression::Scope;
use super::{documented, ids, lookup, lookup_in_api, types};
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{
    Api, EndpointId, Evidence, Host, HostId, IndexVec, MissingEndpoint, Notes, Operation, ParameterId, RateClassId,
    ScopeId, Section, Stability,
};
use crate::source::node::{Entry, Node};
use crate::source::{ProductFile, Source, Text};

/// Adds the sections of all files to their products. Gives the ids of the operations in which
/// nothing was wrong: only these have examples worth looking at.
pub(super) fn resolve(source: &Source, api: &mut Api, diagnostics: &mut Diagnostics) -> HashSet<String> {
    let mut sound = HashSet::new();
    let documented: HashMap<String, EndpointId> =
        api.documented.with_ids().map(|(id, endpoint)| (endpoint.id.clone(), id)).collect();
    for file in &source.sections {
        let Some(product) = api.products.position(|product| product.id.value == file.product) else { continue };
        let scope = types::scope(source, api, product);
        let context = Context { source, api, file, scope: &scope, documented: &documented };
        let section = context.section(&mut sound, diagnostics);
        let missing = context.missing(diagnostics);
        api.missing.extend(missing);
        api.products[product].sections.extend(section);
    }
    sharing::check(source, api, diagnostics);
    sound
}

struct Context<'a> {
    source: &'a Source,
    api: &'a Api,
    file: &'a ProductFile,
    scope: &'a Scope,
    documented: &'a HashMap<String, EndpointId>,
}

impl Context<'_> {
    fn section(&self, sound: &mut HashSet<String>, diagnostics: &mut Diagnostics) -> Option<Section> {
        let node = &self.file.node;
        let id = node.text("section")?;
        ids::check_file(&id, "a section", diagnostics);
        if id.value != self.file.stem {
            diagnostics.push(
                Diagnostic::error(
                    Id::Contradiction,
                    id.place,
                    format!("section `{}` does not match the name of its file", id.value),
                )
                .expected(format!("`{}`, the name of this file", self.file.stem))
                .help("rename the file or the section"),
            );
        }
        let section_docs = node.string("docs");
        let entries = node.get("operations").map_or(&[][..], Node::entries);
        types::check_own_former(entries, diagnostics);
        let mut operations = IndexVec::default();
        for entry in entries {
            let before = diagnostics.len();
            let operation = self.operation(&id, entry, section_docs.as_ref(), diagnostics);
            let is_sound = diagnostics.len() == before && !entry.value.is_damaged && !self.scope.is_incomplete;
            if let Some(operation) = operation.as_ref().filter(|_| is_sound) {
                sound.insert(operation.id.clone());
            }
            operations.extend(operation);
        }
        Some(Section {
            operations,
            file: self.source.map.file(self.file.file).name.clone(),
            title: node.string("title").unwrap_or_default(),
            docs: section_docs,
            doc: node.string("doc").unwrap_or_default(),
            was: node.text("was"),
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
        ids::check(&entry.key, "an operation", diagnostics);
        let host = match node.text("host") {
            Some(name) => {
                let known = self.api.hosts.iter().map(|host| &host.id);
                lookup_in_api(self.source, "hosts", &name, "host", known, diagnostics)
            }
            None => self.usual_host(),
        };
        let at_host: Option<&Host> = host.map(|host: HostId| &self.api.hosts[host]);
        let documented = node.texts("documented");
        let documented = documented.iter().filter_map(|id| documented::find(id, self.documented, diagnostics));
        let documented = documented.collect();
        let request = node.text("request").and_then(|text| request_line::parse(&text, diagnostics));
        let path = request.as_ref().map(|(_, path)| path);
        let mut parameters: IndexVec<ParameterId, _> = self.parameters(node, path, at_host, diagnostics).into();
        if let (Some(host), Some((_, path))) = (at_host, &request) {
            request_line::check_base_path(host, path, diagnostics);
        }
        // Conditions and pagination can refer to a part that was omitted because of an error.
        let is_whole = parameters.len() == declared_parameters(node) && !node.is_damaged && !self.scope.is_incomplete;
        let before_response = diagnostics.len();
        let response = self.response(node, diagnostics);
        let has_whole_response = diagnostics.len() == before_response;
        let is_unpaged = Self::is_unpaged(node, diagnostics);
        let scope = self.scope_of(node, at_host, diagnostics);
        let rate_limit = self.rate_limit(node, at_host, diagnostics);
        let errors = self.errors(node, at_host, diagnostics);
        let ((method, path), response) = (request?, response?);
        response::check_method(node, method, &response, diagnostics);
        let idempotent = node.bool("idempotent").unwrap_or_else(|| method.is_idempotent());
        let (mut one_of, mut pagination, mut job) = (Vec::new(), None, None);
        if is_whole {
            conditions::check(&parameters, diagnostics);
            self.check_conditions(node, &mut parameters, diagnostics);
            one_of = conditions::groups(node, &parameters, diagnostics);
            check_substitute(entry, diagnostics);
        }
        if is_whole && has_whole_response {
            let paged = node.get("pagination").filter(|_| !is_unpaged);
            pagination = paged.and_then(|paged| self.pagination(paged, &parameters, &response, diagnostics));
            let declared = node.get("job").filter(|_| !self.source.has_damaged_types());
            let answered = node.key_place("response");
            job = declared.and_then(|node| self.job(node, (&response, answered), idempotent, diagnostics));
        }
        Some(Operation {
            id: format!("{}.{}.{}", self.file.product, section.value, entry.key.value),
            name: entry.key.clone(),
            documented,
            substitute: node.string("substitute"),
            variant_of: node.text("variant_of"),
            method,
            path,
            host: host?,
            summary: node.string("summary")?,
            docs: node.string("docs").or_else(|| section_docs.cloned()),
            idempotent,
            scope,
            rate_limit,
            encoding: encoding::resolve(node, self.api, &parameters, diagnostics),
            parameters,
            one_of,
            response,
            can_be_empty: response::can_be_empty(node),
            response_notes: response::notes(node),
            pagination,
            is_unpaged,
            job,
            errors,
            evidence: node.word("evidence", Evidence::parse)?,
            stability: node.word("stability", Stability::parse).unwrap_or(Stability::Stable),
            examples: Vec::new(),
            notes: Notes::of(node),
        })
    }

    /// Returns the host of the product. An unknown host was reported.
    fn usual_host(&self) -> Option<HostId> {
        let products = self.source.api.as_ref()?.get("products")?;
        let name = products.get(&self.file.product)?.string("host")?;
        self.api.hosts.position(|host| host.id.value == name)
    }

    /// Returns the required scope of an operation.
    fn scope_of(&self, node: &Node, host: Option<&Host>, diagnostics: &mut Diagnostics) -> Option<ScopeId> {
        let name = node.text("scope")?;
        let host = host?;
        if host.auth.is_none() && self.declares(host, "auth") {
            return None;
        }
        let scopes = host.auth.iter().flat_map(|auth| &self.api.credentials[auth.credential].scopes);
        lookup(&name, "scope of the host's credential", scopes.map(|(id, _)| id), diagnostics)
    }

    /// Returns the rate limit class of an operation.
    fn rate_limit(&self, node: &Node, host: Option<&Host>, diagnostics: &mut Diagnostics) -> Option<RateClassId> {
        let name = node.text("rate_limit")?;
        let host = host?;
        if host.rate_limit.is_none() && self.declares(host, "rate_limit") {
            return None;
        }
        let classes = host.rate_limit.iter().flat_map(|limit| &self.api.rate_limits[*limit].classes);
        lookup(&name, "class of the host's rate limit", classes.map(|(id, _)| id), diagnostics)
    }

    /// Whether a host has a key in `api.yaml`, even if its value was omitted because of an error.
    fn declares(&self, host: &Host, key: &str) -> bool {
        let hosts = self.source.api.as_ref().and_then(|api| api.get("hosts"));
        let declared = hosts.and_then(|hosts| hosts.get(&host.id.value));
        declared.is_some_and(|declared| declared.is_damaged || declared.get(key).is_some())
    }
}

/// Returns the number of parameters that an operation declares.
fn declared_parameters(node: &Node) -> usize {
    ["path", "query", "header", "body"].iter().filter_map(|key| node.get(key)).map(|named| named.entries().len()).sum()
}

/// Reports `substitute` without `documented`.
fn check_substitute(entry: &Entry, diagnostics: &mut Diagnostics) {
    if entry.value.get("substitute").is_some() && entry.value.texts("documented").is_empty() {
        diagnostics.push(
            Diagnostic::error(
                Id::Contradiction,
                entry.value.key_place("substitute"),
                format!("`substitute` without `documented` in `{}`", entry.key.value),
            )
            .expected("`documented` with the endpoint that this operation covers")
            .help("add `documented`, or remove `substitute`"),
        );
    }
}
