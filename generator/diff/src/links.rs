//! Which elements of two specs are the same ones, as far as other elements refer to them.
//!
//! A reference is compared by the element that it leads to. So a name that is in the spec only can change, and requests
//! stay the same.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::compare::is_same_address;
use super::matching::{Matches, by_likeness, matches_by_likeness};
use super::reach::{Reach, type_name};
use api_client_generator::model::{
    Api, ConfigurationId, ConfigurationValue, Credential, CredentialId, ErrorCode, ErrorFormat, Host, IndexVec,
    Operation, PaginationStyle, Product, ProductId, RateLimit, RateLimitId, Response, Section, SectionId, Segment,
    Source, Type, TypeDefinition, TypeId, TypeIndex, TypeShape, Union,
};
use api_client_generator::source::Text;

/// The matches of all elements that others refer to.
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
    /// By the index of the new product; empty if it has no old one.
    pub(super) in_products: IndexVec<ProductId, InProduct>,
    /// Operations that moved to another product, by their positions in the new spec: the product, and the operation in
    /// the order of [`Product::operations`].
    pub(super) moved: HashMap<[usize; 2], [usize; 2]>,
    /// The old types by the new ones.
    types: HashMap<TypeId, TypeId>,
    /// The present ids of elements of the old spec that had another one.
    ids: HashMap<String, String>,
}

/// The matches in a product.
#[derive(Clone, Debug, Default)]
pub(super) struct InProduct {
    pub(super) sections: Matches,
    /// In the order of [`Product::operations`]: operations can move to another section.
    pub(super) operations: Matches,
    pub(super) types: Matches,
}

impl Links {
    pub(super) fn new(old: &Api, new: &Api) -> Self {
        let mut links = Self { configuration: configuration(old, new), ..Self::default() };
        let uses = [Uses::new(old, |url| links.url(old, new, url)), Uses::new(new, str::to_owned)];
        let is_used_alike = |of: fn(&Uses) -> &InUse, before: &str, now: &str| {
            let [old_uses, new_uses] = [of(&uses[0]).get(before), of(&uses[1]).get(now)];
            old_uses.is_some() && old_uses == new_uses
        };
        links.credentials = matches_by_likeness(
            &old.credentials,
            &new.credentials,
            |credential| &credential.id.value,
            |_| None,
            |old, new| {
                is_like_credential(old, new) && is_used_alike(|uses| &uses.credentials, &old.id.value, &new.id.value)
            },
            &[&is_like_credential],
        );
        links.error_formats = matches_by_likeness(
            &old.error_formats,
            &new.error_formats,
            |format| &format.id.value,
            |_| None,
            |old, new| {
                is_like_format(old, new) && is_used_alike(|uses| &uses.error_formats, &old.id.value, &new.id.value)
            },
            &[&is_like_format, &|old: &ErrorFormat, new: &ErrorFormat| {
                is_used_alike(|uses| &uses.error_formats, &old.id.value, &new.id.value)
            }],
        );
        links.rate_limits = matches_by_likeness(
            &old.rate_limits,
            &new.rate_limits,
            |limit| &limit.id.value,
            |_| None,
            |old, new| old.doc == new.doc && is_used_alike(|uses| &uses.rate_limits, &old.id.value, &new.id.value),
            &[&|old: &RateLimit, new: &RateLimit| old.doc == new.doc],
        );
        links.pagination_styles = matches_by_likeness(
            &old.pagination_styles,
            &new.pagination_styles,
            |style| &style.id.value,
            |_| None,
            |old, new| {
                old.kind == new.kind && is_used_alike(|uses| &uses.pagination_styles, &old.id.value, &new.id.value)
            },
            &[&|old: &PaginationStyle, new: &PaginationStyle| old.kind == new.kind],
        );
        let is_like_host = |before: &Host, now: &Host| {
            let base_path = |host: &Host| host.base_path.as_ref().map(|path| path.value.clone());
            is_same_address(&links.url(old, new, &before.url), &now.url) && base_path(before) == base_path(now)
        };
        links.hosts = matches_by_likeness(
            &old.hosts,
            &new.hosts,
            |host| &host.id.value,
            |_| None,
            |old, new| is_like_host(old, new) && is_used_alike(|uses| &uses.hosts, &old.id.value, &new.id.value),
            &[&is_like_host],
        );
        let scopes = |(index, now): (CredentialId, &Credential)| {
            let before = &old.credentials[links.credentials.old(index)?];
            let use_of = |of: &Uses, credential: &Credential, scope: &Text| {
                of.scopes.get(&format!("{}.{}", credential.id.value, scope.value)).cloned()
            };
            Some(described(&before.scopes, &now.scopes, |old, new| {
                use_of(&uses[0], before, old).is_some_and(|used| Some(used) == use_of(&uses[1], now, new))
            }))
        };
        links.scopes = new.credentials.with_ids().map(|pair| scopes(pair).unwrap_or_default()).collect();
        let classes = |(index, now): (RateLimitId, &RateLimit)| {
            let before = &old.rate_limits[links.rate_limits.old(index)?];
            let use_of = |of: &Uses, limit: &RateLimit, class: &Text| {
                of.classes.get(&format!("{}.{}", limit.id.value, class.value)).cloned()
            };
            Some(described(&before.classes, &now.classes, |old, new| {
                use_of(&uses[0], before, old).is_some_and(|used| Some(used) == use_of(&uses[1], now, new))
            }))
        };
        links.classes = new.rate_limits.with_ids().map(|pair| classes(pair).unwrap_or_default()).collect();
        links.products = matches_by_likeness(
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

    /// The products come with their indices.
    fn in_product(
        &self,
        apis: [&Api; 2],
        (old_index, old): (ProductId, &Product),
        (new_index, new): (ProductId, &Product),
    ) -> InProduct {
        let sections = matches_by_likeness(
            &old.sections,
            &new.sections,
            |section| &section.id.value,
            |section| value(section.was.as_ref()),
            |old, new| self.have_all_same_requests(&operations_of(&old.operations), &operations_of(&new.operations)),
            &[&|old: &Section, new: &Section| {
                self.have_same_requests(&operations_of(&old.operations), &operations_of(&new.operations))
            }],
        );
        // The name of an operation is looked up in the section that is its own now.
        let names: IndexVec<SectionId, String> = old.sections.iter().map(|section| section.id.value.clone()).collect();
        let names = sections.both().fold(names, |mut names, (old, index)| {
            names[old].clone_from(&new.sections[index].id.value);
            names
        });
        let old_entries = entries(&old.sections, names.iter());
        let new_entries = entries(&new.sections, new.sections.iter().map(|section| &section.id.value));
        let operations = matches_by_likeness(
            &old_entries,
            &new_entries,
            |entry| &entry.name,
            |entry| entry.was.as_deref(),
            |old, new| self.is_like(old.operation, new.operation),
            &[
                &|old: &Entry<'_>, new: &Entry<'_>| self.is_like(old.operation, new.operation),
                &|old: &Entry<'_>, new: &Entry<'_>| self.has_same_request(old.operation, new.operation),
                &|old: &Entry<'_>, new: &Entry<'_>| has_same_documentation(apis, [old.operation, new.operation]),
            ],
        );
        let [old_uses, new_uses] = [uses_of_types(old_index, old), uses_of_types(new_index, new)];
        let types = matches_by_likeness(
            &old.types,
            &new.types,
            |definition| &definition.name.value,
            |definition| value(definition.notes.was.as_ref()),
            |before, now| {
                let [uses_before, uses_now] = [old_uses.get(&before.name.value), new_uses.get(&now.name.value)];
                // Types that are as before are used elsewhere, and were not renamed.
                let is_kept = |name: &str| {
                    let of = |types: &'_ IndexVec<TypeIndex, TypeDefinition>| {
                        types.position(|other| other.name.value == name)
                    };
                    let both = of(&old.types).zip(of(&new.types));
                    both.is_some_and(|(before, now)| has_like_shape(&old.types[before].shape, &new.types[now].shape))
                };
                has_like_shape(&before.shape, &now.shape)
                    && uses_before.is_some()
                    && uses_before == uses_now
                    && !is_kept(&before.name.value)
                    && !is_kept(&now.name.value)
            },
            &[&|old: &TypeDefinition, new: &TypeDefinition| has_like_shape(&old.shape, &new.shape)],
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

    /// The old type that a new one is.
    pub(super) fn old_type(&self, new: TypeId) -> Option<TypeId> {
        self.types.get(&new).copied()
    }

    /// The present id of an operation, a type or an event of the old spec.
    pub(super) fn id<'i>(&'i self, old: &'i str) -> &'i str {
        self.ids.get(old).map_or(old, String::as_str)
    }

    /// A reach in the old spec with the present ids.
    pub(super) fn reach(&self, old: &Reach) -> Reach {
        let current = |ids: &BTreeSet<String>| ids.iter().map(|id| self.id(id).to_owned()).collect();
        Reach { operations: current(&old.operations), types: current(&old.types), events: current(&old.events) }
    }

    /// The URL of a host in the old spec, with the present names of configuration values.
    pub(super) fn url(&self, old: &Api, new: &Api, url: &str) -> String {
        let names = self.configuration.both().map(|(before, now): (ConfigurationId, _)| {
            [&old.configuration[before].id.value, &new.configuration[now].id.value]
        });
        // A mark keeps apart names that were passed on.
        let marked =
            names.fold(url.to_owned(), |url, [old, now]| url.replace(&format!("{{{old}}}"), &format!("{{\0{now}}}")));
        marked.replace('\0', "")
    }

    /// Operations that moved from one product to another one: their positions in the new spec, with the old ones.
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
        let alike =
            |(_, old): &([usize; 2], &Operation), (_, new): &([usize; 2], &Operation)| self.has_same_request(old, new);
        let found = by_likeness(&open_old, &open_new, &alike);
        found.both::<usize>().map(|(old, new)| (open_new[new].0, open_old[old].0)).collect()
    }

    /// Whether two operations send the same requests.
    fn is_like(&self, old: &Operation, new: &Operation) -> bool {
        let names = |operation: &Operation| {
            let mut names: Vec<String> =
                operation.parameters.iter().map(|parameter| parameter.name.value.clone()).collect();
            names.sort();
            names
        };
        self.has_same_request(old, new) && old.path.text == new.path.text && names(old) == names(new)
    }

    /// Whether two operations have the same method and path on the same host. The names of parameters mean nothing.
    fn has_same_request(&self, old: &Operation, new: &Operation) -> bool {
        self.hosts.is_same(old.host, new.host) && request(old) == request(new)
    }

    /// Whether more than half of two groups of operations send the same requests.
    fn have_same_requests(&self, old: &[&Operation], new: &[&Operation]) -> bool {
        self.same_requests(old, new) * 2 > old.len().max(new.len())
    }

    /// Whether all of two groups of operations send the same requests.
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

/// Whether two operations are the same documented endpoints.
fn has_same_documentation(apis: [&Api; 2], [old, new]: [&Operation; 2]) -> bool {
    let endpoints = |api: &Api, operation: &Operation| -> BTreeSet<String> {
        let endpoints = operation.documented.iter().filter_map(|index| api.documented.get(*index));
        endpoints.map(|endpoint| endpoint.id.clone()).collect()
    };
    !old.documented.is_empty() && old.method == new.method && endpoints(apis[0], old) == endpoints(apis[1], new)
}

/// The method and the path of an operation, without the names of parameters.
fn request(operation: &Operation) -> String {
    let segments = operation.path.segments.iter().map(|segment| match segment {
        Segment::Literal(text) => text.as_str(),
        Segment::Parameter(_) => "{}",
    });
    format!("{} /{}", operation.method.as_str(), segments.collect::<Vec<_>>().join("/"))
}

/// Where types of a product are used in it, by their names.
fn uses_of_types(index: ProductId, product: &Product) -> InUse {
    let mut uses = InUse::new();
    let mut insert = |type_: &Type, by: String| {
        // Types of other products are no part of this comparison.
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
        if let Some(type_) = &event.type_ {
            insert(type_, format!("event {}", event.value.value));
        }
    }
    uses
}

/// What uses elements of `api.yaml`, by their ids.
type InUse = HashMap<String, BTreeSet<String>>;

#[derive(Default)]
struct Uses {
    credentials: InUse,
    error_formats: InUse,
    rate_limits: InUse,
    hosts: InUse,
    pagination_styles: InUse,
    /// By the credential and the scope.
    scopes: InUse,
    /// By the limit and the class.
    classes: InUse,
}

impl Uses {
    fn new(api: &Api, url: impl Fn(&str) -> String) -> Self {
        let mut uses = Self::default();
        let insert = |uses: &mut InUse, id: &Text, by: String| {
            uses.entry(id.value.clone()).or_default().insert(by);
        };
        for host in &api.hosts {
            let url = url(&host.url);
            if let Some(auth) = &host.auth {
                let credential = &api.credentials[auth.credential].id;
                insert(&mut uses.credentials, credential, format!("{url} {:?} {:?}", auth.carrier, auth.prefix));
            }
            if let Some(limit) = host.rate_limit {
                insert(&mut uses.rate_limits, &api.rate_limits[limit].id, url.clone());
            }
            insert(&mut uses.error_formats, &api.error_formats[host.errors].id, url);
        }
        for (index, product) in api.products.iter().enumerate() {
            if let Some(signature) = product.events.as_ref().and_then(|events| events.signature.as_ref()) {
                let credential = &api.credentials[signature.credential].id;
                insert(&mut uses.credentials, credential, format!("{index} {}", signature.header));
            }
            for operation in product.operations() {
                let host = &api.hosts[operation.host];
                insert(&mut uses.hosts, &host.id, request(operation));
                if let Some((auth, scope)) = host.auth.as_ref().zip(operation.scope) {
                    let credential = &api.credentials[auth.credential];
                    let id = format!("{}.{}", credential.id.value, credential.scopes[scope].0.value);
                    uses.scopes.entry(id).or_default().insert(request(operation));
                }
                if let Some((limit, (class, _))) = host.rate_limit.zip(api.rate_class(operation)) {
                    let id = format!("{}.{}", api.rate_limits[limit].id.value, class.value);
                    uses.classes.entry(id).or_default().insert(request(operation));
                }
                if let Some(paged) = &operation.pagination {
                    let style = &api.pagination_styles[paged.style].id;
                    insert(&mut uses.pagination_styles, style, request(operation));
                }
            }
        }
        uses
    }
}

/// An operation with the names that it is found by, which begin with the name of its section.
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

/// Matches names with their descriptions by the names or by the descriptions. `is_used_alike` says whether the same
/// operations have two names.
fn described(old: &[(Text, String)], new: &[(Text, String)], is_used_alike: impl Fn(&Text, &Text) -> bool) -> Matches {
    matches_by_likeness(
        old,
        new,
        |(name, _)| &name.value,
        |_| None,
        |(old, old_doc), (new, new_doc)| old_doc == new_doc && is_used_alike(old, new),
        &[&|(_, old): &(Text, String), (_, new): &(Text, String)| old == new],
    )
}

/// Configuration values with another name are the same one if their text is, or their places in the URLs of hosts.
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
    let is_like = |before: &ConfigurationValue, now: &ConfigurationValue| {
        let [before_places, now_places] = [places(old, before), places(new, now)];
        before.doc == now.doc || (!now_places.is_empty() && before_places == now_places)
    };
    let is_same = |before: &ConfigurationValue, now: &ConfigurationValue| {
        let [before, now] = [(places(old, before), parameters(old, before)), (places(new, now), parameters(new, now))];
        before == now && !(now.0.is_empty() && now.1.is_empty())
    };
    matches_by_likeness(&old.configuration, &new.configuration, |value| &value.id.value, |_| None, is_same, &[&is_like])
}

/// Credentials with another name are the same one if their text is, or the kinds of them.
fn is_like_credential(old: &Credential, new: &Credential) -> bool {
    let scopes = |credential: &Credential| {
        let mut names: Vec<String> = credential.scopes.iter().map(|(name, _)| name.value.clone()).collect();
        names.sort();
        names
    };
    old.doc == new.doc || (!old.scopes.is_empty() && scopes(old) == scopes(new))
}

fn is_like_format(old: &ErrorFormat, new: &ErrorFormat) -> bool {
    let numbers = |codes: &[ErrorCode]| codes.iter().map(|code| code.code).collect::<Vec<_>>();
    let body = |format: &ErrorFormat| [&format.code, &format.message, &format.request_id].map(Clone::clone);
    body(old) == body(new) && numbers(&old.codes) == numbers(&new.codes)
}

/// Whether two types have the same names in them.
fn has_like_shape(old: &TypeShape, new: &TypeShape) -> bool {
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
