//! Matches the elements of two specs to which other elements refer.
//!
//! References are compared by the element to which they lead. So an element can have a new name in the spec while
//! requests stay the same.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::compare::is_same_address;
use super::matching::{Matches, by_similarity, matches_by_similarity};
use super::reach::{Reach, type_name};
use api_client_generator::model::{
    Api, Auth, ConfigurationId, ConfigurationValue, Credential, CredentialId, ErrorFormat, Event, Host, HostId,
    IndexVec, Operation, Pagination, PaginationStyle, Product, ProductId, RateLimit, RateLimitId, Response, ScopeId,
    Section, SectionId, Segment, Signature, Source, Type, TypeDefinition, TypeId, TypeIndex, TypeShape, Union,
};
use api_client_generator::source::Text;

/// The matches of all elements to which others refer.
#[derive(Clone, Debug, Default)]
pub(super) struct Links {
    pub(super) configuration: Matches,
    pub(super) credentials: Matches,
    pub(super) error_formats: Matches,
    pub(super) rate_limits: Matches,
    /// The scopes of credentials, by the index of the new credential.
    pub(super) scopes: IndexVec<CredentialId, Matches>,
    /// The classes of rate limits, by the index of the new limit.
    pub(super) classes: IndexVec<RateLimitId, Matches>,
    pub(super) hosts: Matches,
    pub(super) pagination_styles: Matches,
    pub(super) products: Matches,
    /// The matches in products, by the index of the new product; empty if it has no old product.
    pub(super) in_products: IndexVec<ProductId, InProduct>,
    /// Operations that moved to another product: new positions with old positions. A position is the product, and the
    /// index in the order of [`Product::operations`].
    pub(super) moved: HashMap<[usize; 2], [usize; 2]>,
    /// Old types by new types.
    types: HashMap<TypeId, TypeId>,
    /// Current ids by former ids, for elements of the old spec.
    ids: HashMap<String, String>,
}

/// The matches in a product.
#[derive(Clone, Debug, Default)]
pub(super) struct InProduct {
    pub(super) sections: Matches,
    /// In the order of [`Product::operations`], because operations can move to another section.
    pub(super) operations: Matches,
    pub(super) types: Matches,
}

impl Links {
    pub(super) fn new(old: &Api, new: &Api) -> Self {
        let mut links = Self { configuration: configuration(old, new), ..Self::default() };
        let uses = [Uses::new(old, |url| links.url(old, new, url)), Uses::new(new, str::to_owned)];
        let has_same_uses = |of: fn(&Uses) -> &UsesById, before: &str, now: &str| {
            let [old_uses, new_uses] = [of(&uses[0]).get(before), of(&uses[1]).get(now)];
            old_uses.is_some() && old_uses == new_uses
        };
        links.credentials = matches_by_similarity(
            &old.credentials,
            &new.credentials,
            |credential| &credential.id.value,
            |_| None,
            |old, new| {
                is_similar_credential(old, new) && has_same_uses(|uses| &uses.credentials, &old.id.value, &new.id.value)
            },
            &[&is_similar_credential],
        );
        links.error_formats = matches_by_similarity(
            &old.error_formats,
            &new.error_formats,
            |format| &format.id.value,
            |_| None,
            |old, new| {
                is_similar_format(old, new) && has_same_uses(|uses| &uses.error_formats, &old.id.value, &new.id.value)
            },
            &[&is_similar_format, &|old: &ErrorFormat, new: &ErrorFormat| {
                has_same_uses(|uses| &uses.error_formats, &old.id.value, &new.id.value)
            }],
        );
        links.rate_limits = matches_by_similarity(
            &old.rate_limits,
            &new.rate_limits,
            |limit| &limit.id.value,
            |_| None,
            |old, new| old.doc == new.doc && has_same_uses(|uses| &uses.rate_limits, &old.id.value, &new.id.value),
            &[&|old: &RateLimit, new: &RateLimit| old.doc == new.doc],
        );
        links.pagination_styles = matches_by_similarity(
            &old.pagination_styles,
            &new.pagination_styles,
            |style| &style.id.value,
            |_| None,
            |old, new| {
                old.kind == new.kind && has_same_uses(|uses| &uses.pagination_styles, &old.id.value, &new.id.value)
            },
            &[&|old: &PaginationStyle, new: &PaginationStyle| old.kind == new.kind],
        );
        let is_similar_host = |before: &Host, now: &Host| {
            let base_path = |host: &Host| host.base_path.as_ref().map(|path| path.value.clone());
            is_same_address(&links.url(old, new, &before.url), &now.url) && base_path(before) == base_path(now)
        };
        links.hosts = matches_by_similarity(
            &old.hosts,
            &new.hosts,
            |host| &host.id.value,
            |_| None,
            |old, new| is_similar_host(old, new) && has_same_uses(|uses| &uses.hosts, &old.id.value, &new.id.value),
            &[&is_similar_host],
        );
        let scopes = |(index, now): (CredentialId, &Credential)| {
            let before = &old.credentials[links.credentials.old(index)?];
            let use_of = |of: &Uses, credential: &Credential, scope: &Text| {
                of.scopes.get(&format!("{}.{}", credential.id.value, scope.value)).cloned()
            };
            Some(match_described(&before.scopes, &now.scopes, |old, new| {
                use_of(&uses[0], before, old).is_some_and(|used| Some(used) == use_of(&uses[1], now, new))
            }))
        };
        links.scopes = new.credentials.with_ids().map(|pair| scopes(pair).unwrap_or_default()).collect();
        let classes = |(index, now): (RateLimitId, &RateLimit)| {
            let before = &old.rate_limits[links.rate_limits.old(index)?];
            let use_of = |of: &Uses, limit: &RateLimit, class: &Text| {
                of.classes.get(&format!("{}.{}", limit.id.value, class.value)).cloned()
            };
            Some(match_described(&before.classes, &now.classes, |old, new| {
                use_of(&uses[0], before, old).is_some_and(|used| Some(used) == use_of(&uses[1], now, new))
            }))
        };
        links.classes = new.rate_limits.with_ids().map(|pair| classes(pair).unwrap_or_default()).collect();
        links.products = matches_by_similarity(
            &old.products,
            &new.products,
            |product| &product.id.value,
            |product| value(product.was.as_ref()),
            |old, new| links.have_all_same_requests(&operations_of(old.operations()), &operations_of(new.operations())),
            &[&|old: &Product, new: &Product| {
                links.have_same_requests(&operations_of(old.operations()), &operations_of(new.operations()))
            }],
        );
        let in_product = |(index, product): (ProductId, &Product)| {
            let before = links.products.old(index).map(|before| (before, &old.products[before]));
            before.map(|before| links.in_product([old, new], before, (index, product))).unwrap_or_default()
        };
        links.in_products = new.products.with_ids().map(in_product).collect();
        links.types = links.types();
        links.moved = links.moved(old, new);
        links.ids = links.ids(old, new);
        links
    }

    /// Matches the elements of two products, which are given with their indices.
    fn in_product(
        &self,
        apis: [&Api; 2],
        (old_index, old): (ProductId, &Product),
        (new_index, new): (ProductId, &Product),
    ) -> InProduct {
        let sections = matches_by_similarity(
            &old.sections,
            &new.sections,
            |section| &section.id.value,
            |section| value(section.was.as_ref()),
            |old, new| self.have_all_same_requests(&operations_of(&old.operations), &operations_of(&new.operations)),
            &[&|old: &Section, new: &Section| {
                self.have_same_requests(&operations_of(&old.operations), &operations_of(&new.operations))
            }],
        );
        // The name of an operation is searched in its current section.
        let names: IndexVec<SectionId, String> = old.sections.iter().map(|section| section.id.value.clone()).collect();
        let names = sections.both().fold(names, |mut names, (old, index)| {
            names[old].clone_from(&new.sections[index].id.value);
            names
        });
        let old_entries = entries(&old.sections, names.iter());
        let new_entries = entries(&new.sections, new.sections.iter().map(|section| &section.id.value));
        let operations = matches_by_similarity(
            &old_entries,
            &new_entries,
            |entry| &entry.name,
            |entry| entry.was.as_deref(),
            |old, new| self.has_same_request_and_names(old.operation, new.operation),
            &[
                &|old: &Entry<'_>, new: &Entry<'_>| self.has_same_request_and_names(old.operation, new.operation),
                &|old: &Entry<'_>, new: &Entry<'_>| self.has_same_request(old.operation, new.operation),
                &|old: &Entry<'_>, new: &Entry<'_>| has_same_documentation(apis, [old.operation, new.operation]),
            ],
        );
        let [old_uses, new_uses] = [uses_of_types(old_index, old), uses_of_types(new_index, new)];
        let types = matches_by_similarity(
            &old.types,
            &new.types,
            |definition| &definition.name.value,
            |definition| value(definition.notes.was.as_ref()),
            |before, now| {
                let [uses_before, uses_now] = [old_uses.get(&before.name.value), new_uses.get(&now.name.value)];
                // A type that exists in both versions was not renamed.
                let is_kept = |name: &str| {
                    let of = |types: &'_ IndexVec<TypeIndex, TypeDefinition>| {
                        types.position(|other| other.name.value == name)
                    };
                    let both = of(&old.types).zip(of(&new.types));
                    both.is_some_and(|(before, now)| has_similar_shape(&old.types[before].shape, &new.types[now].shape))
                };
                has_similar_shape(&before.shape, &now.shape)
                    && uses_before.is_some()
                    && uses_before == uses_now
                    && !is_kept(&before.name.value)
                    && !is_kept(&now.name.value)
            },
            &[&|old: &TypeDefinition, new: &TypeDefinition| has_similar_shape(&old.shape, &new.shape)],
        );
        InProduct { sections, operations, types }
    }

    fn types(&self) -> HashMap<TypeId, TypeId> {
        let in_product = |(product, links): (ProductId, &InProduct)| {
            let old_product = self.products.old(product);
            let of = move |product: ProductId, index: TypeIndex| TypeId { product, index };
            let pairs = links.types.both().filter_map(|(old, new)| Some((of(product, new), of(old_product?, old))));
            pairs.collect::<Vec<_>>()
        };
        self.in_products.with_ids().flat_map(in_product).collect()
    }

    fn ids(&self, old: &Api, new: &Api) -> HashMap<String, String> {
        let mut ids = HashMap::new();
        let moved: HashMap<[usize; 2], [usize; 2]> = self.moved.iter().map(|(new, old)| (*old, *new)).collect();
        for (old_index, new_index) in self.products.both() {
            let (before, now, links) =
                (&old.products[old_index], &new.products[new_index], &self.in_products[new_index]);
            let product = &now.id.value;
            let new_operations: Vec<&Operation> = now.operations().collect();
            let operations: HashMap<usize, usize> = links.operations.both().collect();
            let sections: HashMap<SectionId, SectionId> = links.sections.both().collect();
            let in_sections = before.sections.with_ids().flat_map(|(index, section)| {
                let name = sections.get(&index).map_or(&section.id.value, |index| &now.sections[*index].id.value);
                section.operations.iter().map(move |operation| (operation, name))
            });
            for (index, (operation, section)) in in_sections.enumerate() {
                let id = match operations.get(&index) {
                    Some(index) => new_operations[*index].id.clone(),
                    None => match moved.get(&[old_index.into(), index]) {
                        Some([product, index]) => {
                            let mut operations = new.products[ProductId::from(*product)].operations();
                            operations.nth(*index).map_or_else(String::new, |operation| operation.id.clone())
                        }
                        None => format!("{product}.{section}.{}", operation.name.value),
                    },
                };
                ids.insert(operation.id.clone(), id);
            }
            let types: HashMap<TypeIndex, TypeIndex> = links.types.both().collect();
            for (index, definition) in before.types.with_ids() {
                let name = types.get(&index).map_or(&definition.name.value, |index| &now.types[*index].name.value);
                ids.insert(type_name(old, TypeId { product: old_index, index }), format!("{product}.types.{name}"));
            }
            for event in before.events.iter().flat_map(|events| &events.events) {
                let [old, new] = [&before.id.value, product].map(|id| format!("{id}.events.{}", event.value.value));
                ids.insert(old, new);
            }
        }
        ids.retain(|old, new| old != new);
        ids
    }

    /// Returns the old type of a new type.
    pub(super) fn old_type(&self, new: TypeId) -> Option<TypeId> {
        self.types.get(&new).copied()
    }

    /// Returns the current id of an operation, a type or an event of the old spec.
    pub(super) fn id<'i>(&'i self, old: &'i str) -> &'i str {
        self.ids.get(old).map_or(old, String::as_str)
    }

    /// Returns affected elements of the old spec by their current ids.
    pub(super) fn reach(&self, old: &Reach) -> Reach {
        let current = |ids: &BTreeSet<String>| ids.iter().map(|id| self.id(id).to_owned()).collect();
        Reach { operations: current(&old.operations), types: current(&old.types), events: current(&old.events) }
    }

    /// Returns the URL of a host in the old spec with the current names of configuration values.
    pub(super) fn url(&self, old: &Api, new: &Api, url: &str) -> String {
        let names = self.configuration.both().map(|(before, now): (ConfigurationId, _)| {
            [&old.configuration[before].id.value, &new.configuration[now].id.value]
        });
        // The NUL byte marks replaced names, so that swapped names are not replaced twice.
        let marked =
            names.fold(url.to_owned(), |url, [old, now]| url.replace(&format!("{{{old}}}"), &format!("{{\0{now}}}")));
        marked.replace('\0', "")
    }

    /// Returns the new positions of operations that moved to another product, with their old positions.
    fn moved(&self, old: &Api, new: &Api) -> HashMap<[usize; 2], [usize; 2]> {
        let mut kept = HashSet::new();
        let mut open_new: Vec<([usize; 2], &Operation)> = Vec::new();
        for (product, now) in new.products.with_ids() {
            let (before, links) = (self.products.old(product), &self.in_products[product]);
            for (index, operation) in now.operations().enumerate() {
                match before.zip(links.operations.old(index)) {
                    Some((product, index)) => drop(kept.insert([product.into(), index])),
                    None => open_new.push(([product.into(), index], operation)),
                }
            }
        }
        let all = old.products.iter().enumerate().flat_map(|(product, before)| {
            before.operations().enumerate().map(move |(index, operation)| ([product, index], operation))
        });
        let open_old: Vec<([usize; 2], &Operation)> = all.filter(|(position, _)| !kept.contains(position)).collect();
        let is_similar =
            |(_, old): &([usize; 2], &Operation), (_, new): &([usize; 2], &Operation)| self.has_same_request(old, new);
        let found = by_similarity(&open_old, &open_new, &is_similar);
        found.both::<usize>().map(|(old, new)| (open_new[new].0, open_old[old].0)).collect()
    }

    /// Returns whether two operations send the same requests, with the same names of parameters.
    fn has_same_request_and_names(&self, old: &Operation, new: &Operation) -> bool {
        let names = |operation: &Operation| {
            let mut names: Vec<String> =
                operation.parameters.iter().map(|parameter| parameter.name.value.clone()).collect();
            names.sort();
            names
        };
        self.has_same_request(old, new) && old.path.text == new.path.text && names(old) == names(new)
    }

    /// Returns whether two operations have the same method and path on the same host, whatever the names of parameters
    /// are.
    fn has_same_request(&self, old: &Operation, new: &Operation) -> bool {
        self.hosts.is_same(old.host, new.host) && request(old) == request(new)
    }

    /// Returns whether more than half of the operations send the same requests.
    fn have_same_requests(&self, old: &[&Operation], new: &[&Operation]) -> bool {
        self.same_requests(old, new) * 2 > old.len().max(new.len())
    }

    /// Returns whether all operations send the same requests.
    fn have_all_same_requests(&self, old: &[&Operation], new: &[&Operation]) -> bool {
        !new.is_empty() && old.len() == new.len() && self.same_requests(old, new) == new.len()
    }

    fn same_requests(&self, old: &[&Operation], new: &[&Operation]) -> usize {
        new.iter().filter(|new| old.iter().any(|old| self.has_same_request(old, new))).count()
    }
}

fn operations_of<'a>(operations: impl IntoIterator<Item = &'a Operation>) -> Vec<&'a Operation> {
    operations.into_iter().collect()
}

/// Returns whether two operations implement the same documented endpoints.
fn has_same_documentation(apis: [&Api; 2], [old, new]: [&Operation; 2]) -> bool {
    let endpoints = |api: &Api, operation: &Operation| -> BTreeSet<String> {
        let endpoints = operation.documented.iter().filter_map(|index| api.documented.get(*index));
        endpoints.map(|endpoint| endpoint.id.clone()).collect()
    };
    !old.documented.is_empty() && old.method == new.method && endpoints(apis[0], old) == endpoints(apis[1], new)
}

/// Returns the method and the path of an operation, without the names of parameters.
fn request(operation: &Operation) -> String {
    let segments = operation.path.segments.iter().map(|segment| match segment {
        Segment::Literal(text) => text.as_str(),
        Segment::Parameter(_) => "{}",
    });
    format!("{} /{}", operation.method.as_str(), segments.collect::<Vec<_>>().join("/"))
}

/// Returns the uses of the types of a product within the product, by the names of the types.
fn uses_of_types(index: ProductId, product: &Product) -> UsesById {
    let mut uses = UsesById::new();
    let mut insert = |type_: &Type, by: String| {
        // Types of other products are compared with those products.
        let id = type_.named().filter(|id| id.product == index);
        let definition = id.and_then(|id| product.types.get(id.index));
        if let Some(definition) = definition {
            uses.entry(definition.name.value.clone()).or_default().insert(by);
        }
    };
    for operation in product.operations() {
        let request = request(operation);
        for parameter in &operation.parameters {
            insert(&parameter.type_, format!("{request} {}", parameter.name.value));
        }
        match &operation.response {
            Response::Type { type_, .. } => insert(type_, format!("{request} response")),
            Response::Object(object) => {
                object.fields.iter().for_each(|field| insert(&field.type_, format!("{request} .{}", field.name.value)));
            }
            Response::Unknown | Response::None => {}
        }
    }
    for definition in &product.types {
        match &definition.shape {
            TypeShape::Object(object) => {
                object.fields.iter().for_each(|field| insert(&field.type_, format!(".{}", field.name.value)));
            }
            TypeShape::Union(Union::Tagged { members, .. }) => {
                for member in members {
                    insert(&member.type_, format!("={}", member.value.value));
                }
            }
            TypeShape::Union(Union::Kinds(kinds)) => {
                for (kind, type_) in kinds {
                    insert(type_, format!("={}", kind.as_str()));
                }
            }
            TypeShape::Enum(_) | TypeShape::Alias(_) => {}
        }
    }
    for event in product.events.iter().flat_map(|events| &events.events) {
        let Event { value, type_, doc: _, evidence: _, unverified: _, rust: _, example: _ } = event;
        if let Some(type_) = type_ {
            insert(type_, format!("event {}", value.value));
        }
    }
    uses
}

/// The uses of elements of `api.yaml`, by the ids of the elements.
type UsesById = HashMap<String, BTreeSet<String>>;

#[derive(Default)]
struct Uses {
    credentials: UsesById,
    error_formats: UsesById,
    rate_limits: UsesById,
    hosts: UsesById,
    pagination_styles: UsesById,
    /// By credential and scope.
    scopes: UsesById,
    /// By limit and class.
    classes: UsesById,
}

impl Uses {
    fn new(api: &Api, url: impl Fn(&str) -> String) -> Self {
        let mut uses = Self::default();
        let insert = |uses: &mut UsesById, id: &Text, by: String| {
            uses.entry(id.value.clone()).or_default().insert(by);
        };
        // Full patterns make the compiler report a new field that could refer to an element.
        for host in &api.hosts {
            let Host { url: host_url, auth, errors, rate_limit, id: _, doc: _, base_path: _ } = host;
            let url = url(host_url);
            if let Some(Auth { carrier, prefix, credential }) = auth {
                let credential = &api.credentials[*credential].id;
                insert(&mut uses.credentials, credential, format!("{url} {carrier:?} {prefix:?}"));
            }
            if let Some(limit) = rate_limit {
                insert(&mut uses.rate_limits, &api.rate_limits[*limit].id, url.clone());
            }
            insert(&mut uses.error_formats, &api.error_formats[*errors].id, url);
        }
        for (index, product) in api.products.iter().enumerate() {
            if let Some(signature) = product.events.as_ref().and_then(|events| events.signature.as_ref()) {
                let Signature { header, credential, algorithm: _, encoding: _, prefix: _, hint: _, unverified: _ } =
                    signature;
                insert(&mut uses.credentials, &api.credentials[*credential].id, format!("{index} {header}"));
            }
            for operation in product.operations() {
                let ApiReferences { host, scope, pagination } = ApiReferences::of(operation);
                let host = &api.hosts[host];
                insert(&mut uses.hosts, &host.id, request(operation));
                if let Some((auth, scope)) = host.auth.as_ref().zip(scope) {
                    let credential = &api.credentials[auth.credential];
                    let id = format!("{}.{}", credential.id.value, credential.scopes[scope].0.value);
                    uses.scopes.entry(id).or_default().insert(request(operation));
                }
                if let Some((limit, (class, _))) = host.rate_limit.zip(api.rate_class(operation)) {
                    let id = format!("{}.{}", api.rate_limits[limit].id.value, class.value);
                    uses.classes.entry(id).or_default().insert(request(operation));
                }
                if let Some(pagination) = pagination {
                    let style = &api.pagination_styles[pagination.style].id;
                    insert(&mut uses.pagination_styles, style, request(operation));
                }
            }
        }
        uses
    }
}

/// The references of an operation to elements of `api.yaml`.
struct ApiReferences<'o> {
    host: HostId,
    scope: Option<ScopeId>,
    pagination: Option<&'o Pagination>,
}

impl<'o> ApiReferences<'o> {
    fn of(operation: &'o Operation) -> Self {
        let Operation {
            host,
            scope,
            pagination,
            // `Api::rate_class` reads it.
            rate_limit: _,
            // `configuration` compares the sources of parameters.
            parameters: _,
            // Error codes are matched by number.
            errors: _,
            id: _,
            name: _,
            documented: _,
            substitute: _,
            variant_of: _,
            method: _,
            path: _,
            summary: _,
            docs: _,
            idempotent: _,
            one_of: _,
            encoding: _,
            response: _,
            can_be_empty: _,
            response_notes: _,
            is_unpaged: _,
            job: _,
            evidence: _,
            stability: _,
            examples: _,
            notes: _,
        } = operation;
        Self { host: *host, scope: *scope, pagination: pagination.as_ref() }
    }
}

/// An operation with the names by which it is matched. Each begins with the name of the section.
struct Entry<'a> {
    operation: &'a Operation,
    name: String,
    was: Option<String>,
}

fn entries<'a, 'n>(sections: &'a [Section], names: impl Iterator<Item = &'n String>) -> Vec<Entry<'a>> {
    let entries = sections.iter().zip(names).flat_map(|(section, name)| {
        section.operations.iter().map(move |operation| Entry {
            operation,
            name: format!("{name}.{}", operation.name.value),
            was: value(operation.notes.was.as_ref()).map(|was| format!("{name}.{was}")),
        })
    });
    entries.collect()
}

fn value(text: Option<&Text>) -> Option<&str> {
    text.map(|text| text.value.as_str())
}

/// Matches names with descriptions by name or by description. `has_same_uses` says whether the same operations use two
/// names.
fn match_described(
    old: &[(Text, String)],
    new: &[(Text, String)],
    has_same_uses: impl Fn(&Text, &Text) -> bool,
) -> Matches {
    matches_by_similarity(
        old,
        new,
        |(name, _)| &name.value,
        |_| None,
        |(old, old_doc), (new, new_doc)| old_doc == new_doc && has_same_uses(old, new),
        &[&|(_, old): &(Text, String), (_, new): &(Text, String)| old == new],
    )
}

/// Matches configuration values by name, then by text or by position in the URLs of hosts.
fn configuration(old: &Api, new: &Api) -> Matches {
    let places = |api: &Api, value: &ConfigurationValue| -> Vec<String> {
        let name = format!("{{{}}}", value.id.value);
        let urls = api.hosts.iter().filter(|host| host.url.contains(&name));
        let of_other = |url: String| {
            let others = api.configuration.iter().filter(|other| other.id != value.id);
            others.fold(url, |url, other| url.replace(&format!("{{{}}}", other.id.value), "{other}"))
        };
        urls.map(|host| of_other(host.url.replace(&name, "{}"))).collect()
    };
    let parameters = |api: &Api, value: &ConfigurationValue| -> BTreeSet<String> {
        let with_value = |operation: &Operation| -> Vec<String> {
            let is_it = |source: &Source| matches!(source, Source::Configuration(index) if api.configuration[*index].id == value.id);
            let parameters = operation.parameters.iter().filter(|parameter| is_it(&parameter.source));
            parameters.map(|parameter| format!("{} {}", request(operation), parameter.name.value)).collect()
        };
        api.operations().flat_map(with_value).collect()
    };
    let has_same_request_and_names = |before: &ConfigurationValue, now: &ConfigurationValue| {
        let [before_places, now_places] = [places(old, before), places(new, now)];
        before.doc == now.doc || (!now_places.is_empty() && before_places == now_places)
    };
    let is_same = |before: &ConfigurationValue, now: &ConfigurationValue| {
        let [before, now] = [(places(old, before), parameters(old, before)), (places(new, now), parameters(new, now))];
        before == now && !(now.0.is_empty() && now.1.is_empty())
    };
    matches_by_similarity(
        &old.configuration,
        &new.configuration,
        |value| &value.id.value,
        |_| None,
        is_same,
        &[&has_same_request_and_names],
    )
}

/// Returns whether two credentials have the same description or the same scopes.
fn is_similar_credential(old: &Credential, new: &Credential) -> bool {
    let parts = |credential: &Credential| {
        let Credential { id: _, doc, scopes } = credential;
        let mut names: Vec<String> = scopes.iter().map(|(name, _)| name.value.clone()).collect();
        names.sort();
        (doc.clone(), names)
    };
    let [(old_doc, old_scopes), (new_doc, new_scopes)] = [parts(old), parts(new)];
    old_doc == new_doc || (!old_scopes.is_empty() && old_scopes == new_scopes)
}

fn is_similar_format(old: &ErrorFormat, new: &ErrorFormat) -> bool {
    let parts = |format: &ErrorFormat| {
        let ErrorFormat { id: _, docs: _, code, message, request_id, recognized_by: _, codes } = format;
        let numbers: Vec<i64> = codes.iter().map(|code| code.code).collect();
        ([code, message, request_id].map(Clone::clone), numbers)
    };
    parts(old) == parts(new)
}

/// Returns whether two types are of the same form and have the same names in them.
fn has_similar_shape(old: &TypeShape, new: &TypeShape) -> bool {
    let names = |texts: Vec<&Text>| {
        let mut names: Vec<String> = texts.into_iter().map(|text| text.value.clone()).collect();
        names.sort();
        names
    };
    let members = |shape: &TypeShape| match shape {
        TypeShape::Object(object) => names(object.fields.iter().map(|field| &field.name).collect()),
        TypeShape::Enum(values) => names(values.values.iter().map(|value| &value.value).collect()),
        TypeShape::Union(Union::Tagged { members, .. }) => names(members.iter().map(|member| &member.value).collect()),
        TypeShape::Union(Union::Kinds(_)) | TypeShape::Alias(_) => Vec::new(),
    };
    let is_same_form = std::mem::discriminant(old) == std::mem::discriminant(new);
    is_same_form && members(old) == members(new) && !members(old).is_empty()
}
