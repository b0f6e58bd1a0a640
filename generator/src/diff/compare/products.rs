//! Products and their sections.

use super::super::kind::ChangeKind as K;
use super::super::matching::{Link, Pair, pairs};
use super::super::names::Names;
use super::super::reach::{Reach, type_name};
use super::super::record::{Comparison, Element, Shared};
use super::super::show::Show;
use crate::model::{Api, Operation, Product, Section, TypeId, TypesFile};
use crate::names::Case;

/// An operation with what it is found by: its own name says nothing of its section.
struct Entry<'a> {
    operation: &'a Operation,
    was: Option<String>,
}

impl Comparison<'_> {
    pub(super) fn products(&mut self, at: &Element, old: &[Product], new: &[Product]) {
        for pair in pairs(old, new, |product| &product.id.value, |_| None, |_, _| false) {
            match pair {
                Pair::Added(new) => {
                    let at = at.clone().shared(Shared::Known(reach(self.new_api, new)));
                    self.added(&at, &new.id.value, new.id.place, K::ProductAdded, new.title.show());
                }
                Pair::Removed(old) => {
                    let at = at.clone().shared(Shared::Known(reach(self.old_api, old)));
                    self.removed(&at, &old.id.value, old.id.place, K::ProductRemoved, old.title.show());
                }
                Pair::Both(old, new, _) => {
                    self.product(&Element::new(&new.id.value, old.id.place, new.id.place), old, new);
                }
            }
        }
    }

    fn product(&mut self, at: &Element, old: &Product, new: &Product) {
        // Products are paired by their id.
        both!(Product { id, title, doc, host, rust, sections, types, types_file, events } = old, new);
        self.value(at, "title", K::TitleChanged, title);
        self.value(at, "doc", K::DocChanged, doc);
        let name = |api: &Api, host: usize| api.hosts.get(host).map(|host| host.id.value.clone());
        let hosts = (&name(self.old_api, *host.0), &name(self.new_api, *host.1));
        let follows = |product: &Product| {
            let host = product.host;
            Reach::of_operations(product.operations().filter(move |operation| operation.host == host))
        };
        let mut reach = follows(old);
        reach.join(&follows(new));
        self.value(&at.clone().shared(Shared::Known(reach)), "host", K::ProductHostChanged, hosts);
        let names = Names::new(Case::Snake, id, rust);
        self.rust_name(at, K::RustNameChanged, names);
        self.sections(at, sections.0, sections.1);
        self.operations(at, old, new);
        // Without types there is no such file that matters.
        if let (Some(old), Some(new)) = types_file {
            let at = Element::new(format!("{}.types", at.subject), old.place, new.place);
            both!(TypesFile { doc; place } = old, new);
            self.value(&at, "doc", K::DocChanged, doc);
        }
        self.types(at, types.0, types.1);
        self.all_events(at, events.0.as_ref(), events.1.as_ref());
    }

    fn sections(&mut self, at: &Element, old: &[Section], new: &[Section]) {
        for pair in pairs(old, new, |section| &section.id.value, |_| None, |_, _| false) {
            match pair {
                Pair::Added(new) => {
                    let at = at.clone().shared(Shared::Known(Reach::of_operations(new.operations.iter())));
                    self.added(&at, &new.id.value, new.id.place, K::SectionAdded, new.title.show());
                }
                Pair::Removed(old) => {
                    let at = at.clone().shared(Shared::Known(Reach::of_operations(old.operations.iter())));
                    self.removed(&at, &old.id.value, old.id.place, K::SectionRemoved, old.title.show());
                }
                Pair::Both(old, new, _) => {
                    let [old_file, new_file] =
                        [old, new].map(|section| crate::source::Place::start_of(section.id.place.file));
                    let at = Element::new(format!("{}.{}", at.subject, new.id.value), old_file, new_file);
                    // Sections are paired by their id, which is the name of their file. Operations are compared by
                    // product, since they may have moved to another section.
                    both!(Section { id, title, docs, doc, rust; file, operations } = old, new);
                    self.value(&at, "title", K::TitleChanged, title);
                    self.value(&at, "doc", K::DocChanged, doc);
                    self.value(&at, "docs", K::LinkChanged, docs);
                    let names = Names::new(Case::Snake, id, rust);
                    self.rust_name(&at, K::RustNameChanged, names);
                }
            }
        }
    }

    fn operations(&mut self, at: &Element, old: &Product, new: &Product) {
        let (old_entries, new_entries) = (entries(old), entries(new));
        let alike = |old: &Entry<'_>, new: &Entry<'_>| self.is_like(old.operation, new.operation);
        let found = pairs(&old_entries, &new_entries, |entry| &entry.operation.id, |entry| entry.was.as_deref(), alike);
        for pair in found {
            match pair {
                Pair::Added(Entry { operation, .. }) => {
                    // A section that is new as a whole is told with all that is in it.
                    if let Some(parent) = section_of(at, operation, old, new) {
                        let place = operation.name.place;
                        let parent = parent.deprecated(operation.notes.deprecated.as_ref());
                        self.added(&parent, &operation.name.value, place, K::OperationAdded, Some(request(operation)));
                    }
                }
                Pair::Removed(Entry { operation, .. }) => {
                    if let Some(parent) = section_of(at, operation, old, new) {
                        let place = operation.name.place;
                        let parent = parent.deprecated(operation.notes.deprecated.as_ref());
                        let kind = K::OperationRemoved;
                        self.removed(&parent, &operation.name.value, place, kind, Some(request(operation)));
                    }
                }
                Pair::Both(Entry { operation: old, .. }, Entry { operation: new, .. }, link) => {
                    let at = Element::new(&new.id, old.name.place, new.name.place).noted(&old.notes, &new.notes);
                    self.operation_renamed(&at, old, new, link);
                    self.operation(&at, link, old, new);
                }
            }
        }
    }

    fn operation_renamed(&mut self, at: &Element, old: &Operation, new: &Operation, link: Link) {
        let section = |operation: &Operation| operation.id.rsplit_once('.').map(|(section, _)| section.to_owned());
        let (aspect, kind) = match link {
            Link::Name => return,
            _ if section(old) != section(new) => ("section", K::OperationMoved),
            Link::Declared => ("name", K::OperationRenamed),
            Link::Undone => ("name", K::OperationRenameUndone),
            Link::Guess => ("name", K::OperationRenamedGuess),
        };
        if aspect == "section" {
            return self.record(at, aspect, kind, &[], old.id.show(), new.id.show());
        }
        let names = Names::new(Case::Snake, (&old.name, &new.name), (&old.notes.rust, &new.notes.rust));
        self.name(at, aspect, kind, &[], [Some(&old.id), Some(&new.id)], names);
    }

    /// Whether two operations send the same requests.
    fn is_like(&self, old: &Operation, new: &Operation) -> bool {
        let host = |api: &Api, operation: &Operation| api.hosts.get(operation.host).map(|host| host.id.value.clone());
        let names = |operation: &Operation| {
            let mut names: Vec<String> =
                operation.parameters.iter().map(|parameter| parameter.name.value.clone()).collect();
            names.sort();
            names
        };
        old.method == new.method
            && old.path.text == new.path.text
            && host(self.old_api, old) == host(self.new_api, new)
            && names(old) == names(new)
    }
}

/// What a product consists of.
fn reach(api: &Api, product: &Product) -> Reach {
    let mut reach = Reach::of_operations(product.operations());
    let index = api.products.iter().position(|other| other.id == product.id);
    if let Some(index) = index {
        let ids = (0..product.types.len()).map(|type_| TypeId { product: index, index: type_ });
        reach.types.extend(ids.map(|id| type_name(api, id)));
    }
    reach
}

fn entries(product: &Product) -> Vec<Entry<'_>> {
    let entries = product.sections.iter().flat_map(|section| {
        section.operations.iter().map(|operation| {
            let was = operation.notes.was.as_ref();
            let was = was.map(|was| format!("{}.{}.{}", product.id.value, section.id.value, was.value));
            Entry { operation, was }
        })
    });
    entries.collect()
}

/// The section that an operation is in, if it is there on both sides.
fn section_of(at: &Element, operation: &Operation, old: &Product, new: &Product) -> Option<Element> {
    let id = operation.id.split('.').nth(1)?;
    let place = |product: &Product| {
        let section = product.sections.iter().find(|section| section.id.value == id)?;
        Some(crate::source::Place::start_of(section.id.place.file))
    };
    Some(Element::new(format!("{}.{id}", at.subject), place(old)?, place(new)?).under("operations"))
}

fn request(operation: &Operation) -> String {
    format!("{} {}", operation.method.as_str(), operation.path.text)
}
