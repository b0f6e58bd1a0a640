//! Compares resources, the objects that the fake server of a client remembers.

use super::super::changes::ChangeKind as K;
use super::super::matching::{Pair, pairs};
use super::super::record::{Comparison, Element};
use api_client_generator::model::{Api, FieldPath, Product, Resource, ResourceUse, Role};
use api_client_generator::source::{Place, Text};

/// The keys with operations.
const ROLES: &[(&str, Role)] = &[
    ("create", Role::Create),
    ("view", Role::View),
    ("list", Role::List),
    ("update", Role::Update),
    ("delete", Role::Delete),
];

impl Comparison<'_> {
    pub(super) fn resources(&mut self, at: &Element, old: &Product, new: &Product) {
        let at = at.clone().named(format!("{}.resources", at.subject));
        for pair in pairs(&old.resources, &new.resources, |resource| &resource.name.value, |_| None, |_, _| false) {
            match pair {
                Pair::Added(resource) => {
                    let at = in_section(&at, resource, [new, old]);
                    let name = &resource.name;
                    self.added(&at, &name.value, name.place, K::RESOURCE_ADDED, Some(resource.key.value.clone()));
                }
                Pair::Removed(resource) => {
                    let at = in_section(&at, resource, [old, new]);
                    let name = &resource.name;
                    self.removed(&at, &name.value, name.place, K::RESOURCE_REMOVED, Some(resource.key.value.clone()));
                }
                Pair::Both(before, now, _) => {
                    let at = at.child(&now.name.value, before.name.place, now.name.place);
                    self.resource(&at, (old, before), (new, now));
                }
            }
        }
    }

    fn resource(
        &mut self,
        at: &Element,
        (old_product, old): (&Product, &Resource),
        (product, new): (&Product, &Resource),
    ) {
        // Resources are matched by name. The path follows from the operations, and parents are compared by name.
        both!(Resource { shown_in, key, uses, fields, filters, created, updated; name, path, belongs_to } = old, new);
        let parents = |product: &Product, resource: &Resource| -> Vec<String> {
            resource.belongs_to.iter().map(|parent| product.resources[*parent].name.value.clone()).collect()
        };
        let kinds = [K::RESOURCE_CHANGED; 3];
        self.set(at, "belongs_to", kinds, (&parents(old_product, old), &parents(product, new)));
        self.presence(at, "shown_in", kinds, (&text(shown_in.0.as_ref()), &text(shown_in.1.as_ref())));
        self.value(at, "key", K::RESOURCE_CHANGED, (&key.0.value, &key.1.value));
        let (old_api, new_api) = (self.old_api, self.new_api);
        for (key, role) in ROLES {
            // A renamed operation is reported once.
            let before: Vec<String> =
                operations(old_api, uses.0, *role).iter().map(|id| self.links.id(id).to_owned()).collect();
            self.set(at, key, kinds, (&before, &operations(new_api, uses.1, *role)));
        }
        self.set(at, "fields", kinds, (&assigned(fields.0), &assigned(fields.1)));
        self.set(at, "filters", kinds, (&assigned(filters.0), &assigned(filters.1)));
        let before: Vec<String> =
            values(old_api, uses.0).into_iter().map(|(id, value)| format!("{}.{value}", self.links.id(&id))).collect();
        let now: Vec<String> = values(new_api, uses.1).into_iter().map(|(id, value)| format!("{id}.{value}")).collect();
        self.set(at, "sets", kinds, (&before, &now));
        self.presence(at, "created", kinds, (&text(created.0.as_ref()), &text(created.1.as_ref())));
        self.presence(at, "updated", kinds, (&text(updated.0.as_ref()), &text(updated.1.as_ref())));
    }
}

/// Returns the element with the location of the resource's section in the other version, if the section exists there.
fn in_section(at: &Element, resource: &Resource, [own, other]: [&Product; 2]) -> Element {
    let section = own.sections.iter().find(|section| section.id.place.file == resource.name.place.file);
    let same = other.sections.iter().find(|other| section.is_some_and(|section| section.id.value == other.id.value));
    match same.map(|same| Place::start_of(same.id.place.file)) {
        Some(place) => Element::new(at.subject.clone(), place, place).under("resources"),
        None => at.clone(),
    }
}

fn text(text: Option<&Text>) -> Option<String> {
    text.map(|text| text.value.clone())
}

/// Returns the ids of the operations with a role.
fn operations(api: &Api, uses: &[ResourceUse], role: Role) -> Vec<String> {
    let uses = uses.iter().filter(|found| found.role == role);
    uses.map(|found| api.operation(found.operation).id.clone()).collect()
}

fn assigned(fields: &[(Text, FieldPath)]) -> Vec<String> {
    fields.iter().map(|(name, path)| format!("{}: {}", name.value, path.value)).collect()
}

/// Returns the values that operations set, each with the id of the operation.
fn values(api: &Api, uses: &[ResourceUse]) -> Vec<(String, String)> {
    let values = uses.iter().flat_map(|found| {
        // The other fields are compared as the operations of a role.
        let ResourceUse { sets, operation, role: _, place: _ } = found;
        sets.iter().map(|(path, value)| (api.operation(*operation).id.clone(), format!("{}: {value}", path.value)))
    });
    values.collect()
}
