//! Compares the events that servers of users receive, and their signatures.

use super::super::changes::ChangeKind as K;
use super::super::matching::{Pair, pairs};
use super::super::names::Names;
use super::super::reach::Reach;
use super::super::record::{Comparison, Element, Shared};
use super::super::show::{self, Show};
use super::super::type_change::{self, TypeKinds, Wire};
use super::super::verdict::Direction;
use api_client_generator::model::{Api, CredentialId, Event, Events, Signature};
use api_client_generator::naming::{Case, EVENT, event_types, shared_fields};
use api_client_generator::source::Place;

impl Comparison<'_> {
    pub(super) fn all_events(&mut self, product: &Element, old: Option<&Events>, new: Option<&Events>) {
        let name = "events";
        match (old, new) {
            (None, None) => {}
            (None, Some(new)) => {
                let at = product.clone().shared(Shared::Known(reach(product, new))).in_direction(Direction::Response);
                self.added(&at, name, new.by.place, K::EVENTS_ADDED, new.title.show());
            }
            (Some(old), None) => {
                let at = product.clone().shared(Shared::Known(reach(product, old))).in_direction(Direction::Response);
                self.removed(&at, name, old.by.place, K::EVENTS_REMOVED, old.title.show());
            }
            (Some(old), Some(new)) => {
                let [old_file, new_file] = [old, new].map(|events| Place::start_of(events.by.place.file));
                let at = Element::new(format!("{}.{name}", product.subject), old_file, new_file);
                let at = at.in_direction(Direction::Response);
                self.events(&at, old, new);
                let at = at.named(format!("{}.types.{EVENT}.union", product.subject)).under("events");
                let before = shared_fields(self.old_api, event_types(old));
                self.shared_fields(&at, &before, &shared_fields(self.new_api, event_types(new)));
            }
        }
    }

    fn events(&mut self, at: &Element, old: &Events, new: &Events) {
        // The file has a fixed name.
        both!(Events { title, docs, doc, by, signature, events; file } = old, new);
        self.value(at, "title", K::TITLE_CHANGED, title);
        self.value(at, "docs", K::LINK_CHANGED, docs);
        self.value(at, "doc", K::DOC_CHANGED, doc);
        self.value(at, "by", K::EVENT_TAG_CHANGED, (&by.0.value, &by.1.value));
        match signature {
            (None, None) => {}
            (None, Some(new)) => {
                self.record(at, "signature", K::SIGNATURE_ADDED, &["signature"], None, new.header.show());
            }
            (Some(old), None) => {
                self.record(at, "signature", K::SIGNATURE_REMOVED, &["signature"], old.header.show(), None);
            }
            (Some(old), Some(new)) => self.signature(&at.part("signature"), old, new),
        }
        let parent = at.clone().under("events");
        for pair in pairs(events.0, events.1, |event| &event.value.value, |_| None, |_, _| false) {
            match pair {
                Pair::Added(new) => {
                    self.added(&parent, &new.value.value, new.value.place, K::EVENT_ADDED, new.doc.show());
                }
                Pair::Removed(old) => {
                    self.removed(&parent, &old.value.value, old.value.place, K::EVENT_REMOVED, old.doc.show());
                }
                Pair::Both(old, new, _) => {
                    let at = at.child(&new.value.value, old.value.place, new.value.place);
                    self.event(&at, [&by.0.value, &by.1.value], old, new);
                }
            }
        }
    }

    fn signature(&mut self, at: &Element, old: &Signature, new: &Signature) {
        both!(Signature { header, algorithm, encoding, prefix, credential, hint, unverified } = old, new);
        self.header(at, "header", K::SIGNATURE_CHANGED, header);
        self.value(at, "algorithm", K::SIGNATURE_CHANGED, algorithm);
        self.value(at, "encoding", K::SIGNATURE_CHANGED, encoding);
        // The letter case of a header does not matter.
        self.header(at, "prefix", K::SIGNATURE_CHANGED, prefix);
        if !self.links.credentials.is_same(*credential.0, *credential.1) {
            let id =
                |api: &Api, id: CredentialId| api.credentials.get(id).map(|credential| credential.id.value.clone());
            let ids = (&id(self.old_api, *credential.0), &id(self.new_api, *credential.1));
            self.value(at, "credential", K::SIGNATURE_CHANGED, ids);
        }
        self.value(at, "hint", K::DOC_CHANGED, hint);
        self.value(at, "unverified", K::DOUBT_CHANGED, unverified);
    }

    /// Compares an event. `by` is the field with the name of the event.
    fn event(&mut self, at: &Element, by: [&str; 2], old: &Event, new: &Event) {
        // Events are matched by value.
        both!(Event { value, type_, doc, evidence, unverified, rust, example } = old, new);
        match type_ {
            (None, None) => {}
            (None, Some(new)) => {
                let text = show::type_(self.new_api, new);
                self.record(at, "type", K::EVENT_DISCOVERED, &["type"], Some("unknown".into()), Some(text));
            }
            (Some(old), None) => {
                let text = show::type_(self.old_api, old);
                self.record(at, "type", K::EVENT_FORGOTTEN, &["type"], Some(text), Some("unknown".into()));
            }
            (Some(old), Some(new)) => {
                // All events are objects, each with its own type.
                let kinds = TypeKinds::in_rust(K::EVENT_TYPE_REWORDED, K::EVENT_TYPE_CHANGED);
                if let Some(kind) = type_change::kind(self, old, new, Wire::Json, kinds) {
                    let texts = (show::type_(self.old_api, old), show::type_(self.new_api, new));
                    self.record(at, "type", kind, &["type"], Some(texts.0), Some(texts.1));
                    self.redaction_of_types(at, old, new);
                }
            }
        }
        self.value(at, "doc", K::DOC_CHANGED, doc);
        if evidence.0 != evidence.1 {
            let [old, new] = [evidence.0, evidence.1].map(|evidence| Some(evidence.as_str().to_owned()));
            self.record(at, "evidence", K::EVIDENCE_CHANGED, &["evidence"], old, new);
        }
        self.value(at, "unverified", K::DOUBT_CHANGED, unverified);
        let names = Names::new(Case::Variant, value, rust);
        self.rust_name(at, K::RUST_NAME_CHANGED, names);
        if !self.event_follows([old, new], by) {
            self.value(at, "example", K::EXAMPLE_CHANGED, example);
        }
    }
}

fn reach(product: &Element, events: &Events) -> Reach {
    let names = events.events.iter().map(|event| format!("{}.events.{}", product.subject, event.value.value));
    Reach { events: names.collect(), ..Reach::default() }
}
