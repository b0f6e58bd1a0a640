//! Compares the documented endpoints, the guides and the names of vendor clients.

use std::collections::BTreeMap;

use super::super::changes::ChangeKind as K;
use super::super::matching::{Pair, pairs};
use super::super::record::{Comparison, Element};
use super::super::show::Show;
use api_client_generator::model::{
    Api, Counterpart, DocumentedEndpoint, Guide, GuidePart, MissingEndpoint, ProductId, VendorClass, VendorClient,
    VendorMethod,
};
use api_client_generator::source::Place;

impl Comparison<'_> {
    pub(super) fn documented(&mut self, list: &Element, old: &[DocumentedEndpoint], new: &[DocumentedEndpoint]) {
        // An endpoint contains the titles of its product and section. Each title is reported once.
        self.titles(list, 1, old, new, |endpoint| &endpoint.product);
        self.titles(list, 2, old, new, |endpoint| &endpoint.section);
        for pair in pairs(old, new, |endpoint| &endpoint.id, |_| None, |_, _| false) {
            match pair {
                Pair::Added(new) => self.added(list, &new.id, new.place, K::DOCUMENTED_ADDED, new.title.show()),
                Pair::Removed(old) => self.removed(list, &old.id, old.place, K::DOCUMENTED_REMOVED, old.title.show()),
                Pair::Both(old, new, _) => {
                    let at = list.child(&new.id, old.place, new.place);
                    // Endpoints are matched by id.
                    both!(DocumentedEndpoint { title; id, place, product, section } = old, new);
                    if title.0 != title.1 {
                        self.record(&at, "title", K::TITLE_CHANGED, &[], title.0.show(), title.1.show());
                    }
                }
            }
        }
    }

    /// Returns the titles for a number of leading parts of an endpoint's id.
    fn titles(
        &mut self,
        list: &Element,
        parts: usize,
        old: &[DocumentedEndpoint],
        new: &[DocumentedEndpoint],
        title: impl Fn(&DocumentedEndpoint) -> &String,
    ) {
        let titles = |endpoints: &[DocumentedEndpoint]| -> BTreeMap<String, String> {
            let of = |endpoint: &DocumentedEndpoint| {
                let parts: Vec<&str> = endpoint.id.split('/').take(parts).collect();
                (parts.join("/"), title(endpoint).clone())
            };
            endpoints.iter().map(of).collect()
        };
        let old = titles(old);
        for (id, new) in titles(new) {
            let Some(old) = old.get(&id).filter(|old| **old != new) else { continue };
            let keys: Vec<&str> = match id.split_once('/') {
                Some((product, section)) => vec!["documented", product, "sections", section, "title"],
                None => vec!["documented", &id, "title"],
            };
            let at = list.clone().named(format!("{}.{id}", list.subject));
            self.record(&at, "title", K::TITLE_CHANGED, &keys, old.show(), new.show());
        }
    }

    pub(super) fn missing(&mut self, list: &Element, old: &[MissingEndpoint], new: &[MissingEndpoint]) {
        // Missing endpoints are matched by their endpoint.
        let named = |api: &Api, missing: &[MissingEndpoint]| -> Vec<(String, MissingEndpoint)> {
            let named = missing
                .iter()
                .filter_map(|endpoint| Some((api.documented.get(endpoint.endpoint)?.id.clone(), endpoint.clone())));
            named.collect()
        };
        let (old, new) = (named(self.old_api, old), named(self.new_api, new));
        let list = list.clone().named("missing");
        let sections = |api: &Api| -> Vec<(String, Place)> {
            let sections = api.products.iter().flat_map(|product| &product.sections);
            sections.map(|section| (section.file.clone(), Place::start_of(section.id.place.file))).collect()
        };
        // An endpoint is declared as missing in the file of a section, which usually exists in both versions.
        let (old_files, new_files) = (sections(self.old_api), sections(self.new_api));
        let beside = |place: Place, here: &[(String, Place)], there: &[(String, Place)]| {
            let (name, here) = here.iter().find(|(_, start)| start.file == place.file)?;
            let (_, there) = there.iter().find(|(other, _)| other == name)?;
            Some((*here, *there))
        };
        for pair in pairs(&old, &new, |(id, _)| id, |_| None, |_, _| false) {
            match pair {
                Pair::Added((id, new)) => {
                    let files = beside(new.place, &new_files, &old_files);
                    let parent = files.map_or_else(|| list.clone(), |(new, old)| Element::new("missing", old, new));
                    self.added(&parent, id, new.place, K::MISSING_ADDED, new.reason.show());
                }
                Pair::Removed((id, old)) => {
                    let files = beside(old.place, &old_files, &new_files);
                    let parent = files.map_or_else(|| list.clone(), |(old, new)| Element::new("missing", old, new));
                    self.removed(&parent, id, old.place, K::MISSING_REMOVED, old.reason.show());
                }
                Pair::Both((_, old), (id, new), _) => {
                    let at = list.child(id, old.place, new.place);
                    both!(MissingEndpoint { reason; endpoint, place } = old, new);
                    if reason.0 != reason.1 {
                        self.record(&at, "reason", K::MISSING_REASON_CHANGED, &[], reason.0.show(), reason.1.show());
                    }
                }
            }
        }
    }

    pub(super) fn guides(&mut self, root: &Element, old: &[Guide], new: &[Guide]) {
        let parent = root.part("guides");
        let parent = parent.named("guides");
        for pair in pairs(old, new, |guide| &guide.name.value, |_| None, |_, _| false) {
            match pair {
                Pair::Added(new) => {
                    self.added(&parent, &new.name.value, new.name.place, K::GUIDE_ADDED, new.title.show());
                }
                Pair::Removed(old) => {
                    self.removed(&parent, &old.name.value, old.name.place, K::GUIDE_REMOVED, old.title.show());
                }
                Pair::Both(old, new, _) => {
                    let at = parent.child(&new.name.value, old.name.place, new.name.place);
                    self.guide(&at, old, new);
                }
            }
        }
        let kept = |guides: &[Guide], others: &[Guide]| {
            let kept = guides.iter().filter(|guide| others.iter().any(|other| other.name.value == guide.name.value));
            kept.map(|guide| guide.name.value.clone()).collect::<Vec<_>>()
        };
        let (old, new) = (kept(old, new), kept(new, old));
        if old != new {
            self.record(&parent, "order", K::GUIDES_REORDERED, &[], old.show(), new.show());
        }
    }

    fn guide(&mut self, at: &Element, old: &Guide, new: &Guide) {
        // Guides are matched by name. The first sentence of a guide is its summary.
        both!(Guide { title, products, features, parts; name, summary } = old, new);
        let same_products = {
            let is_in = |old: ProductId| products.1.iter().any(|new| self.links.products.is_same(old, *new));
            products.0.len() == products.1.len() && products.0.iter().all(|old| is_in(*old))
        };
        let text = |api: &Api, parts: &[GuidePart]| -> String {
            let parts = parts.iter().map(|part| match part {
                GuidePart::Written(text) => text.clone(),
                GuidePart::VendorNames(index) => {
                    format!(
                        "<!-- generated: vendor_names {} -->",
                        api.vendor_clients.get(*index).map_or("", |client| client.id.value.as_str())
                    )
                }
            });
            parts.collect()
        };
        let same_needs = same_products && features.0 == features.1;
        let (old, new) = (text(self.old_api, parts.0), text(self.new_api, parts.1));
        if title.0 != title.1 {
            self.record(at, "text", K::GUIDE_CHANGED, &[], title.0.show(), title.1.show());
        } else if !same_needs || old != new {
            self.record(at, "text", K::GUIDE_CHANGED, &[], old.show(), new.show());
        }
    }

    pub(super) fn vendor_clients(
        &mut self,
        root: &Element,
        files: [Option<Place>; 2],
        old: &[VendorClient],
        new: &[VendorClient],
    ) {
        let mut parent = root.clone().named("vendor_names");
        if let [Some(old), Some(new)] = files {
            parent = Element::new("vendor_names", old, new).under("vendor_names");
        }
        for pair in pairs(old, new, |client| &client.id.value, |_| None, |_, _| false) {
            match pair {
                Pair::Added(new) => {
                    self.added(&parent, &new.id.value, new.id.place, K::VENDOR_CLIENT_ADDED, new.title.show());
                }
                Pair::Removed(old) => {
                    self.removed(&parent, &old.id.value, old.id.place, K::VENDOR_CLIENT_REMOVED, old.title.show());
                }
                Pair::Both(old, new, _) => {
                    let at = parent.child(&new.id.value, old.id.place, new.id.place);
                    // Vendor clients are matched by id.
                    both!(VendorClient { title, docs, classes; id } = old, new);
                    self.value(&at, "title", K::TITLE_CHANGED, title);
                    self.value(&at, "docs", K::LINK_CHANGED, docs);
                    self.vendor_methods(&at, classes.0, classes.1);
                }
            }
        }
    }

    fn vendor_methods(&mut self, at: &Element, old: &[VendorClass], new: &[VendorClass]) {
        let methods =
            |classes: &[VendorClass], text: &dyn Fn(&Counterpart) -> String| -> Vec<(String, Place, String)> {
                let methods = classes.iter().flat_map(|class| {
                    let VendorClass { name: class, methods } = class;
                    methods.iter().map(move |method| {
                        let VendorMethod { name, counterpart } = method;
                        (format!("{class}.{}", name.value), name.place, text(counterpart))
                    })
                });
                methods.collect()
            };
        // A renamed operation is the same operation.
        let old = methods(old, &|found| counterpart(self.old_api, found, |id| self.links.id(id).to_owned()));
        let new = methods(new, &|found| counterpart(self.new_api, found, str::to_owned));
        for pair in pairs(&old, &new, |(name, ..)| name, |_| None, |_, _| false) {
            match pair {
                Pair::Added((name, place, text)) => {
                    self.added(at, name, *place, K::VENDOR_METHOD_ADDED, text.show());
                }
                Pair::Removed((name, place, text)) => {
                    self.removed(at, name, *place, K::VENDOR_METHOD_REMOVED, text.show());
                }
                Pair::Both((_, old_place, old), (name, new_place, new), _) if old != new => {
                    let at = at.child(name, *old_place, *new_place);
                    self.record(&at, "counterpart", K::VENDOR_METHOD_CHANGED, &[], old.show(), new.show());
                }
                Pair::Both(..) => {}
            }
        }
    }
}

fn counterpart(api: &Api, counterpart: &Counterpart, id: impl Fn(&str) -> String) -> String {
    match counterpart {
        Counterpart::Missing(reason) => format!("nothing: {reason}"),
        Counterpart::Operations(operations) => {
            let mut ids: Vec<String> = operations.iter().map(|operation| id(&api.operation(*operation).id)).collect();
            ids.sort_unstable();
            ids.join(", ")
        }
    }
}
