//! Which elements of two specs are the same ones, as far as other elements refer to them.
//!
//! A reference is compared by the element that it leads to. So a name that is in the spec only can change, and requests
//! stay the same.

use std::collections::HashMap;

use super::matching::{Matches, matches};
use super::reach::{Reach, type_name};
use crate::model::{
    Api, ConfigurationValue, Credential, ErrorCode, ErrorFormat, Host, Operation, Product, Section, TypeId, TypeShape,
    Union,
};
use crate::source::Text;

/// The matches of all elements that others refer to.
#[derive(Clone, Debug, Default)]
pub(super) struct Links {
    pub(super) configuration: Matches,
    pub(super) credentials: Matches,
    pub(super) error_formats: Matches,
    pub(super) rate_limits: Matches,
    pub(super) hosts: Matches,
    pub(super) pagination_styles: Matches,
    pub(super) products: Matches,
    /// By the index of the new product; empty if it has no old one.
    pub(super) in_products: Vec<InProduct>,
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
        let mut links = Self {
            configuration: configuration(old, new),
            credentials: matches(
                &old.credentials,
                &new.credentials,
                |credential| &credential.id.value,
                |_| None,
                is_like_credential,
            ),
            error_formats: matches(
                &old.error_formats,
                &new.error_formats,
                |format| &format.id.value,
                |_| None,
                is_like_format,
            ),
            rate_limits: matches(
                &old.rate_limits,
                &new.rate_limits,
                |limit| &limit.id.value,
                |_| None,
                |old, new| old.doc == new.doc,
            ),
            pagination_styles: matches(
                &old.pagination_styles,
                &new.pagination_styles,
                |style| &style.id.value,
                |_| None,
                |old, new| old.kind == new.kind,
            ),
            ..Self::default()
        };
        let is_like_host = |before: &Host, now: &Host| {
            let base_path = |host: &Host| host.base_path.as_ref().map(|path| path.value.clone());
            links.url(old, new, &before.url).eq_ignore_ascii_case(&now.url) && base_path(before) == base_path(now)
        };
        links.hosts = matches(&old.hosts, &new.hosts, |host| &host.id.value, |_| None, is_like_host);
        let is_like_product =
            |old: &Product, new: &Product| links.have_same_requests(old.operations(), new.operations());
        links.products = matches(
            &old.products,
            &new.products,
            |product| &product.id.value,
            |product| value(product.was.as_ref()),
            is_like_product,
        );
        let in_product = |(index, product): (usize, &Product)| {
            let old = links.products.old(index).map(|index| &old.products[index]);
            old.map(|old| links.in_product(old, product)).unwrap_or_default()
        };
        links.in_products = new.products.iter().enumerate().map(in_product).collect();
        links.types = links.types();
        links.ids = links.ids(old, new);
        links
    }

    fn in_product(&self, old: &Product, new: &Product) -> InProduct {
        let is_like_section =
            |old: &Section, new: &Section| self.have_same_requests(old.operations.iter(), new.operations.iter());
        let sections = matches(
            &old.sections,
            &new.sections,
            |section| &section.id.value,
            |section| value(section.was.as_ref()),
            is_like_section,
        );
        // The name of an operation is looked up in the section that is its own now.
        let names: Vec<String> = old.sections.iter().map(|section| section.id.value.clone()).collect();
        let names = sections.both().fold(names, |mut names, (old, index)| {
            names[old].clone_from(&new.sections[index].id.value);
            names
        });
        let old_entries = entries(&old.sections, names.iter());
        let new_entries = entries(&new.sections, new.sections.iter().map(|section| &section.id.value));
        let operations = matches(
            &old_entries,
            &new_entries,
            |entry| &entry.name,
            |entry| entry.was.as_deref(),
            |old, new| self.is_like(old.operation, new.operation),
        );
        let types = matches(
            &old.types,
            &new.types,
            |definition| &definition.name.value,
            |definition| value(definition.notes.was.as_ref()),
            |old, new| has_like_shape(&old.shape, &new.shape),
        );
        InProduct { sections, operations, types }
    }

    fn types(&self) -> HashMap<TypeId, TypeId> {
        let in_product = |(product, links): (usize, &InProduct)| {
            let old_product = self.products.old(product);
            let of = move |product: usize, index: usize| TypeId { product, index };
            let pairs = links.types.both().filter_map(|(old, new)| Some((of(product, new), of(old_product?, old))));
            pairs.collect::<Vec<_>>()
        };
        self.in_products.iter().enumerate().flat_map(in_product).collect()
    }

    fn ids(&self, old: &Api, new: &Api) -> HashMap<String, String> {
        let mut ids = HashMap::new();
        for (old_index, new_index) in self.products.both() {
            let (before, now, links) =
                (&old.products[old_index], &new.products[new_index], &self.in_products[new_index]);
            let product = &now.id.value;
            let new_operations: Vec<&Operation> = now.operations().collect();
            let operations: HashMap<usize, usize> = links.operations.both().collect();
            let sections: HashMap<usize, usize> = links.sections.both().collect();
            let in_sections = before.sections.iter().enumerate().flat_map(|(index, section)| {
                let name = sections.get(&index).map_or(&section.id.value, |index| &now.sections[*index].id.value);
                section.operations.iter().map(move |operation| (operation, name))
            });
            for (index, (operation, section)) in in_sections.enumerate() {
                let id = match operations.get(&index) {
                    Some(index) => new_operations[*index].id.clone(),
                    None => format!("{product}.{section}.{}", operation.name.value),
                };
                ids.insert(operation.id.clone(), id);
            }
            let types: HashMap<usize, usize> = links.types.both().collect();
            for (index, definition) in before.types.iter().enumerate() {
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
        let current = |ids: &std::collections::BTreeSet<String>| ids.iter().map(|id| self.id(id).to_owned()).collect();
        Reach { operations: current(&old.operations), types: current(&old.types), events: current(&old.events) }
    }

    /// The URL of a host in the old spec, with the present names of configuration values.
    pub(super) fn url(&self, old: &Api, new: &Api, url: &str) -> String {
        let names = self
            .configuration
            .both()
            .map(|(before, now)| [&old.configuration[before].id.value, &new.configuration[now].id.value]);
        // A mark keeps apart names that were passed on.
        let marked =
            names.fold(url.to_owned(), |url, [old, now]| url.replace(&format!("{{{old}}}"), &format!("{{\0{now}}}")));
        marked.replace('\0', "")
    }

    /// Whether two operations send the same requests.
    fn is_like(&self, old: &Operation, new: &Operation) -> bool {
        let names = |operation: &Operation| {
            let mut names: Vec<String> =
                operation.parameters.iter().map(|parameter| parameter.name.value.clone()).collect();
            names.sort();
            names
        };
        old.method == new.method
            && old.path.text == new.path.text
            && self.hosts.is_same(old.host, new.host)
            && names(old) == names(new)
    }

    /// Whether more than half of two groups of operations send the same requests.
    fn have_same_requests<'o>(
        &self,
        old: impl Iterator<Item = &'o Operation>,
        new: impl Iterator<Item = &'o Operation>,
    ) -> bool {
        let (old, new): (Vec<&Operation>, Vec<&Operation>) = (old.collect(), new.collect());
        let same = new.iter().filter(|new| old.iter().any(|old| self.is_like(old, new))).count();
        same * 2 > old.len().max(new.len())
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

/// Configuration values with another name are the same one if their text is, or their places in the URLs of hosts.
fn configuration(old: &Api, new: &Api) -> Matches {
    let uses = |api: &Api, value: &ConfigurationValue| -> Vec<String> {
        let name = format!("{{{}}}", value.id.value);
        let urls = api.hosts.iter().filter(|host| host.url.contains(&name));
        urls.map(|host| host.url.replace(&name, "{}")).collect()
    };
    let is_like = |before: &ConfigurationValue, now: &ConfigurationValue| {
        let [before_uses, now_uses] = [uses(old, before), uses(new, now)];
        before.doc == now.doc || (!now_uses.is_empty() && before_uses == now_uses)
    };
    matches(&old.configuration, &new.configuration, |value| &value.id.value, |_| None, is_like)
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
