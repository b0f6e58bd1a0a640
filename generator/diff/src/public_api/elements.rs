//! Maps public items of the client to elements of the spec.

use std::collections::HashMap;

use api_client_generator::Resolved;
use api_client_generator::model::{
    Api, Location, Operation, Product, Response, Section, TypeDefinition, TypeShape, Union,
};
use api_client_generator::naming::{
    EVENT, FormerModule, MemberNames, OperationNames, ProductNames, SectionNames, SharedField, TypeNames, VERIFIER,
    event_types, member_types, shared_fields,
};
use api_client_generator::public_api::PublicItem;

/// The subjects of changes by the paths of items.
pub(super) struct Elements {
    subjects: HashMap<String, String>,
    /// The subjects of types by their names in signatures.
    types: HashMap<String, Vec<String>>,
}

impl Elements {
    pub(super) fn of(resolved: &Resolved) -> Self {
        let mut elements = Self { subjects: HashMap::new(), types: HashMap::new() };
        elements.client(resolved);
        for (_, product, names) in resolved.names().products(resolved.api()) {
            elements.product(resolved.api(), product, names);
        }
        elements
    }

    /// Returns the element of an item by its path, or otherwise by the path of the item that contains it.
    pub(super) fn subject(&self, item: &PublicItem) -> Option<&str> {
        let of_owner = || self.subjects.get(item.owner()?);
        self.subjects.get(&item.path).or_else(of_owner).map(String::as_str)
    }

    /// Returns the types that a name in a signature can mean.
    pub(super) fn types(&self, name: &str) -> &[String] {
        self.types.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    fn add(&mut self, path: impl Into<String>, subject: impl Into<String>) {
        self.subjects.insert(path.into(), subject.into());
    }

    fn client(&mut self, resolved: &Resolved) {
        let (api, names) = (resolved.api(), &resolved.names());
        self.add("Client::builder", "api.configuration");
        self.add("Configuration", "api.configuration");
        for (_, value, name) in names.configuration(api) {
            self.add(format!("Configuration.{name}"), format!("api.configuration.{}", value.id.value));
        }
        for (id, credential, name) in names.credentials(api) {
            for method in [name, names.credential_source(id)] {
                self.add(format!("ClientBuilder::{method}"), format!("api.credentials.{}", credential.id.value));
            }
        }
        for (_, host, names) in names.hosts(api) {
            let subject = format!("api.hosts.{}", host.id.value);
            self.add(format!("ClientBuilder::{}", names.base_url), &subject);
            self.add(format!("hosts::{}", names.constant), subject);
        }
        for (_, format, names) in names.error_formats(api) {
            let subject = format!("api.errors.{}", format.id.value);
            for (code, variant) in names.codes(format) {
                self.add(format!("{}::{variant}", names.code_enum), format!("{subject}.codes.{}", code.code));
            }
            self.add(&names.code_enum, subject);
        }
        for (_, limit, names) in names.rate_limits(api) {
            for (plan, name) in names.plans(limit) {
                let subject = format!("api.rate_limits.{}.plans.{}", limit.id.value, plan.id.value);
                self.add(format!("rate_plans::{name}"), subject);
            }
        }
    }

    fn product(&mut self, api: &Api, product: &Product, names: &ProductNames) {
        let (id, module) = (&product.id.value, &names.module);
        for (module, handle) in with_former(module, &names.handle, names.former.as_ref()) {
            self.add(format!("Client::{module}"), id);
            self.add(format!("{module}::{handle}"), id);
            self.add(module, id);
        }
        for (_, section, section_names) in names.sections(product) {
            self.section(id, section, &format!("{module}::{}", names.handle), module, section_names);
        }
        for (definition, names) in names.types(product) {
            let subject = format!("{id}.types.{}", definition.name.value);
            self.definition(&subject, definition, module, names);
            if let TypeShape::Union(Union::Tagged { members, .. }) = &definition.shape {
                let shared = shared_fields(api, member_types(members));
                self.shared_fields(&subject, &format!("{module}::{}", names.name), &shared);
            }
        }
        if let Some((events, names)) = names.events(product) {
            let subject = format!("{id}.events");
            for (event, event_names) in names.events(events) {
                let variant = &event_names.variant;
                self.add(format!("{module}::{}::{variant}", names.name), format!("{subject}.{}", event.value.value));
            }
            let path = format!("{module}::{}", names.name);
            let shared = shared_fields(api, event_types(events));
            self.shared_fields(&format!("{id}.types.{EVENT}"), &path, &shared);
            self.add(path, &subject);
            self.add(format!("{module}::{VERIFIER}"), format!("{subject}.signature"));
        }
    }

    fn shared_fields(&mut self, subject: &str, path: &str, shared: &[SharedField<'_>]) {
        for SharedField { name, .. } in shared {
            self.add(format!("{path}::{name}"), format!("{subject}.union.shared.{name}"));
        }
    }

    fn section(&mut self, product: &str, section: &Section, parent: &str, module: &str, names: &SectionNames) {
        let subject = format!("{product}.{}", section.id.value);
        let path = format!("{module}::{}", names.module);
        for (name, handle) in with_former(&names.module, &names.handle, names.former.as_ref()) {
            self.add(format!("{parent}::{name}"), &subject);
            self.add(format!("{module}::{name}::{handle}"), &subject);
            self.add(format!("{module}::{name}"), &subject);
        }
        for (_, operation, operation_names) in names.operations(section) {
            self.operation(operation, &path, &names.handle, operation_names);
        }
    }

    fn operation(&mut self, operation: &Operation, module: &str, handle: &str, names: &OperationNames) {
        let id = &operation.id;
        let former = names.former.iter().map(|former| &former.method);
        for method in former.chain([&names.method]) {
            self.add(format!("{module}::{handle}::{method}"), id);
        }
        let request = format!("{module}::{}", names.request);
        for (_, parameter, parameter_names) in operation.parameters.pairs(&names.parameters) {
            let subject = format!("{id}.{}.{}", Location::as_str(parameter.location), parameter.name.value);
            let all = [Some(&parameter_names.name), parameter_names.clear.as_ref(), parameter_names.former.as_ref()];
            for name in all.into_iter().flatten() {
                self.add(format!("{request}::{name}"), &subject);
            }
            if let Some(required) = &names.required {
                self.add(format!("{module}::{required}.{}", parameter_names.name), &subject);
            }
        }
        for (_, group) in names.groups(operation) {
            self.add(format!("{module}::{}", group.choice), id);
        }
        if let (Response::Object(object), Some(name)) = (&operation.response, &names.response) {
            let path = format!("{module}::{name}");
            for (field, member) in names.response_fields.fields(object) {
                self.add(format!("{path}.{}", member.name), format!("{id}.response.fields.{}", field.name.value));
            }
            self.add(path, format!("{id}.response"));
        }
        if let Some(required) = &names.required {
            self.add(format!("{module}::{required}"), id);
        }
        for [former, _] in names.former.iter().flat_map(|former| &former.types) {
            self.add(format!("{module}::{former}"), id);
        }
        self.add(request, id);
    }

    fn definition(&mut self, subject: &str, definition: &TypeDefinition, module: &str, names: &TypeNames) {
        let former = names.former.iter().map(|[former, _]| former);
        for name in former.chain([&names.name]).chain(&names.required) {
            self.types.entry(name.clone()).or_default().push(subject.to_owned());
            self.add(format!("{module}::{name}"), subject);
        }
        let path = format!("{module}::{}", names.name);
        let required = names.required.as_ref().map(|required| format!("{module}::{required}"));
        let members = &names.members;
        match &definition.shape {
            TypeShape::Object(object) => {
                for (field, MemberNames { name, clear, .. }) in members.fields(object) {
                    let subject = format!("{subject}.fields.{}", field.name.value);
                    self.add(format!("{path}.{name}"), &subject);
                    self.add(format!("{path}::{name}"), &subject);
                    if let Some(required) = &required {
                        self.add(format!("{required}.{name}"), &subject);
                    }
                    if let Some(clear) = clear {
                        self.add(format!("{path}::{clear}"), subject);
                    }
                }
            }
            TypeShape::Enum(values) => {
                for (value, MemberNames { name, former, .. }) in members.values(values) {
                    let subject = format!("{subject}.enum.{}", value.value.value);
                    self.add(format!("{path}::{name}"), &subject);
                    if let Some(former) = former {
                        self.add(format!("{path}::{former}"), subject);
                    }
                }
            }
            TypeShape::Union(Union::Tagged { members: tagged, .. }) => {
                for (member, MemberNames { name, .. }) in members.tagged(tagged) {
                    self.add(format!("{path}::{name}"), format!("{subject}.union.members.{}", member.value.value));
                }
            }
            TypeShape::Union(Union::Kinds(kinds)) => {
                for (.., name) in members.kinds(kinds) {
                    self.add(format!("{path}::{name}"), format!("{subject}.union.kinds"));
                }
            }
            TypeShape::Alias(_) => {}
        }
    }
}

/// Returns a module and its handle under the current and the former names.
fn with_former<'n>(
    module: &'n str,
    handle: &'n str,
    former: Option<&'n FormerModule>,
) -> impl Iterator<Item = (&'n str, &'n str)> {
    let former = former.map(|former| (former.module.as_str(), former.handle.as_str()));
    std::iter::once((module, handle)).chain(former)
}
