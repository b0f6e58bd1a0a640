//! Compares products and their sections.

use std::collections::HashSet;

use super::super::changes::ChangeKind as K;
use super::super::links::InProduct;
use super::super::matching::{Link, Pair};
use super::super::names::Names;
use super::super::reach::{Reach, type_name};
use super::super::record::{Comparison, Element, Shared};
use super::super::show::Show;
use super::super::type_change::Side;
use api_client_generator::model::{Api, HostId, Operation, Product, ProductId, Section, TypeId, TypesFile};
use api_client_generator::naming::Case;
use api_client_generator::source::Text;

/// The kinds of a renaming: to a new name with `was`, back to the name in `was`, and matched by similarity.
type RenameKinds = [K; 3];

impl Comparison<'_> {
    pub(super) fn products(&mut self, at: &Element, old: &[Product], new: &[Product]) {
        for pair in self.links.products.clone().pairs(old, new) {
            match pair {
                Pair::Added(new) => {
                    let at = at.clone().shared(Shared::Known(reach(self.new_api, new)));
                    self.added(&at, &new.id.value, new.id.place, K::PRODUCT_ADDED, new.title.show());
                    if self.has_moved(new, Side::New) {
                        self.last_is_same_on_wire();
                    }
                    let moved: Vec<&Operation> =
                        new.operations().filter(|operation| self.is_moved(operation, Side::New)).collect();
                    for operation in moved {
                        self.moved_operation(operation);
                    }
                }
                Pair::Removed(old) => {
                    let at = at.clone().shared(Shared::Known(reach(self.old_api, old)));
                    self.removed(&at, &old.id.value, old.id.place, K::PRODUCT_REMOVED, old.title.show());
                    if self.has_moved(old, Side::Old) {
                        self.last_is_same_on_wire();
                    }
                }
                Pair::Both(old, new, link) => {
                    self.product(&Element::new(&new.id.value, old.id.place, new.id.place), link, old, new);
                }
            }
        }
    }

    fn product(&mut self, at: &Element, link: Link, old: &Product, new: &Product) {
        // Resources are compared below.
        both!(Product { id, title, doc, host, was, rust, sections, types, types_file, events; resources } = old, new);
        let kinds = [K::PRODUCT_RENAMED, K::PRODUCT_RENAME_UNDONE, K::PRODUCT_RENAMED_GUESS];
        let ids = [&id.0.value, &id.1.value].map(String::as_str);
        let names = Names::new(Case::Snake, id, rust);
        let with_reach = at.clone().shared(Shared::Known(reach(self.new_api, new)));
        self.module_names(&with_reach, link, kinds, (&[], ids), names, was);
        self.value(at, "title", K::TITLE_CHANGED, title);
        self.value(at, "doc", K::DOC_CHANGED, doc);
        if !self.links.hosts.is_same(*host.0, *host.1) {
            let name = |api: &Api, host: HostId| api.hosts.get(host).map(|host| host.id.value.clone());
            let hosts = (&name(self.old_api, *host.0), &name(self.new_api, *host.1));
            // Operations with their own host keep it.
            let (before, now): (Vec<_>, Vec<_>) = (old.operations().collect(), new.operations().collect());
            let pairs = self
                .links_in(new)
                .operations
                .both::<usize>()
                .map(|(old, new)| (before[old], now[new]))
                .collect::<Vec<_>>();
            let moved = pairs.into_iter().filter(|(old, new)| !self.links.hosts.is_same(old.host, new.host));
            let reach = Reach::of_operations(moved.map(|(_, operation)| operation));
            self.value(&at.clone().shared(Shared::Known(reach)), "host", K::PRODUCT_HOST_CHANGED, hosts);
        }
        let links = self.links_in(new);
        self.sections(at, &id.0.value, &links, sections.0, sections.1);
        self.operations(at, &links, old, new);
        self.resources(at, old, new);
        // The file matters only if the product has types.
        if let (Some(old), Some(new)) = types_file {
            let at = Element::new(format!("{}.types", at.subject), old.place, new.place);
            both!(TypesFile { doc; place } = old, new);
            self.value(&at, "doc", K::DOC_CHANGED, doc);
        }
        self.types(at, &links.types, types.0, types.1);
        self.all_events(at, events.0.as_ref(), events.1.as_ref());
    }

    fn links_in(&self, product: &Product) -> InProduct {
        let index = self.new_api.products.position(|other| other.id == product.id);
        index.and_then(|index| self.links.in_products.get(index)).cloned().unwrap_or_default()
    }

    /// Compares the names of a product or a section. Each is a module in Rust, which keeps its former name as an alias.
    fn module_names(
        &mut self,
        at: &Element,
        link: Link,
        [declared, undone, guess]: RenameKinds,
        (keys, ids): (&[&str], [&str; 2]),
        names: Names<'_>,
        was: (&Option<Text>, &Option<Text>),
    ) {
        let kind = match link {
            Link::Name => None,
            Link::Declared => Some(declared),
            Link::Undone => Some(undone),
            Link::Guess => Some(guess),
        };
        if let Some(kind) = kind {
            self.name(at, "name", kind, keys, ids.map(Some), names);
        }
        self.former_name(at, link, Some(names), was);
        self.rust_name(at, K::RUST_NAME_CHANGED, names);
    }

    /// Compares sections. `product` is the former id of the product.
    fn sections(&mut self, at: &Element, product: &str, links: &InProduct, old: &[Section], new: &[Section]) {
        let operations = old.iter().flat_map(|section| &section.operations).enumerate();
        let new_operations = new.iter().flat_map(|section| &section.operations).enumerate();
        let kept: HashSet<usize> = links.operations.both().map(|(old, _)| old).collect();
        let is_moved = |operation: &Operation| self.is_moved(operation, Side::Old);
        let removed: HashSet<&str> = operations
            .filter(|(index, operation)| !kept.contains(index) && !is_moved(operation))
            .map(|(_, operation)| operation.id.as_str())
            .collect();
        let added: HashSet<&str> = new_operations
            .filter(|(index, operation)| links.operations.old(*index).is_none() && !self.is_moved(operation, Side::New))
            .map(|(_, operation)| operation.id.as_str())
            .collect();
        for pair in links.sections.pairs(old, new) {
            match pair {
                Pair::Added(new) => {
                    let at = at.clone().shared(Shared::Known(Reach::of_operations(new.operations.iter())));
                    self.added(&at, &new.id.value, new.id.place, K::SECTION_ADDED, new.title.show());
                    if new.operations.iter().all(|operation| !added.contains(operation.id.as_str())) {
                        self.last_is_same_on_wire();
                    }
                }
                Pair::Removed(old) => {
                    let reach = self.links.reach(&Reach::of_operations(old.operations.iter()));
                    let at = at.clone().shared(Shared::Known(reach));
                    self.removed(&at, &old.id.value, old.id.place, K::SECTION_REMOVED, old.title.show());
                    // Operations that moved to another section still exist.
                    if old.operations.iter().all(|operation| !removed.contains(operation.id.as_str())) {
                        self.last_is_same_on_wire();
                    }
                }
                Pair::Both(old, new, link) => {
                    let [old_file, new_file] =
                        [old, new].map(|section| api_client_generator::source::Place::start_of(section.id.place.file));
                    let at = Element::new(format!("{}.{}", at.subject, new.id.value), old_file, new_file);
                    // The id is the name of the file. Operations are compared by product, because they may have moved
                    // to another section.
                    both!(Section { id, title, docs, doc, was, rust; file, operations } = old, new);
                    let kinds = [K::SECTION_RENAMED, K::SECTION_RENAME_UNDONE, K::SECTION_RENAMED_GUESS];
                    let (old_id, reach) =
                        (format!("{product}.{}", id.0.value), Reach::of_operations(new.operations.iter()));
                    let with_reach = at.clone().shared(Shared::Known(reach));
                    let ids = [&old_id, &at.subject].map(String::as_str);
                    self.module_names(
                        &with_reach,
                        link,
                        kinds,
                        (&["section"], ids),
                        Names::new(Case::Snake, id, rust),
                        was,
                    );
                    self.value(&at, "title", K::TITLE_CHANGED, title);
                    self.value(&at, "doc", K::DOC_CHANGED, doc);
                    self.value(&at, "docs", K::LINK_CHANGED, docs);
                }
            }
        }
    }

    fn operations(&mut self, at: &Element, links: &InProduct, old: &Product, new: &Product) {
        let (old_operations, new_operations): (Vec<_>, Vec<_>) =
            (old.operations().collect(), new.operations().collect());
        for pair in links.operations.pairs(&old_operations, &new_operations) {
            match pair {
                Pair::Added(operation) if self.is_moved(operation, Side::New) => self.moved_operation(operation),
                Pair::Removed(operation) if self.is_moved(operation, Side::Old) => {}
                Pair::Added(operation) => {
                    // A new section is reported together with its operations.
                    if let Some(parent) = section_of(at, &operation.id, old, new, links) {
                        let place = operation.name.place;
                        let parent = parent.deprecated(operation.notes.deprecated.as_ref());
                        self.added(&parent, &operation.name.value, place, K::OPERATION_ADDED, Some(request(operation)));
                    }
                }
                Pair::Removed(operation) => {
                    let id = self.links.id(&operation.id).to_owned();
                    if let Some(parent) = section_of(at, &id, old, new, links) {
                        let place = operation.name.place;
                        let parent = parent.deprecated(operation.notes.deprecated.as_ref());
                        let kind = K::OPERATION_REMOVED;
                        self.removed(&parent, &operation.name.value, place, kind, Some(request(operation)));
                    }
                }
                Pair::Both(before, now, link) => {
                    let at =
                        Element::new(&now.id, before.name.place, now.name.place).with_notes(&before.notes, &now.notes);
                    let section = |product: &Product, operation: &Operation| {
                        let is_there =
                            |section: &Section| section.operations.iter().any(|other| other.id == operation.id);
                        product.sections.iter().position(is_there)
                    };
                    let has_moved = !links.sections.is_same_or_none(section(old, before), section(new, now));
                    self.operation_renamed(&at, before, now, link, has_moved);
                    self.operation(&at, link, before, now);
                }
            }
        }
    }

    /// Returns whether an operation of one side moved to another product.
    fn is_moved(&self, operation: &Operation, side: Side) -> bool {
        let of = |api: &Api, [product, index]: [usize; 2]| {
            api.products[ProductId::from(product)].operations().nth(index).is_some_and(|other| other.id == operation.id)
        };
        self.links.moved.iter().any(|(new, old)| match side {
            Side::Old => of(self.old_api, *old),
            Side::New => of(self.new_api, *new),
        })
    }

    /// Returns whether all operations of a product moved to or from another product.
    fn has_moved(&self, product: &Product, side: Side) -> bool {
        let mut operations = product.operations().peekable();
        let has_operations = operations.peek().is_some();
        has_operations && product.events.is_none() && operations.all(|operation| self.is_moved(operation, side))
    }

    fn moved_operation(&mut self, now: &Operation) {
        let (old_api, new_api) = (self.old_api, self.new_api);
        let at = |api: &'_ Api, [product, index]: [usize; 2]| {
            api.products[ProductId::from(product)].operations().nth(index).cloned()
        };
        let pair = self.links.moved.iter().find_map(|(new, old)| {
            at(new_api, *new).filter(|operation| operation.id == now.id).and_then(|_| at(old_api, *old))
        });
        if let Some(before) = pair {
            let at = Element::new(&now.id, before.name.place, now.name.place).with_notes(&before.notes, &now.notes);
            self.operation_renamed(&at, &before, now, Link::Guess, true);
            self.operation(&at, Link::Guess, &before, now);
        }
    }

    fn operation_renamed(&mut self, at: &Element, old: &Operation, new: &Operation, link: Link, has_moved: bool) {
        let (aspect, kind) = match link {
            Link::Name => return,
            _ if has_moved => ("section", K::OPERATION_MOVED),
            Link::Declared => ("name", K::OPERATION_RENAMED),
            Link::Undone => ("name", K::OPERATION_RENAME_UNDONE),
            Link::Guess => ("name", K::OPERATION_RENAMED_GUESS),
        };
        if aspect == "section" {
            return self.record(at, aspect, kind, &[], old.id.show(), new.id.show());
        }
        let names = Names::new(Case::Snake, (&old.name, &new.name), (&old.notes.rust, &new.notes.rust));
        self.name(at, aspect, kind, &[], [Some(&old.id), Some(&new.id)], names);
    }
}

/// Returns the operations, types and events of a product.
fn reach(api: &Api, product: &Product) -> Reach {
    let mut reach = Reach::of_operations(product.operations());
    let index = api.products.position(|other| other.id == product.id);
    if let Some(index) = index {
        let ids = product.types.ids().map(|type_| TypeId { product: index, index: type_ });
        reach.types.extend(ids.map(|id| type_name(api, id)));
    }
    reach
}

/// Returns the section of an operation, if the section exists in both versions.
fn section_of(at: &Element, id: &str, old: &Product, new: &Product, links: &InProduct) -> Option<Element> {
    let section = id.split('.').nth(1)?;
    let mut sections = links.sections.both().map(|(before, now)| (&old.sections[before], &new.sections[now]));
    let (old, new) = sections.find(|(_, now)| now.id.value == section)?;
    let [old, new] = [old, new].map(|section| api_client_generator::source::Place::start_of(section.id.place.file));
    Some(Element::new(format!("{}.{section}", at.subject), old, new).under("operations"))
}

fn request(operation: &Operation) -> String {
    format!("{} {}", operation.method.as_str(), operation.path.text)
}
