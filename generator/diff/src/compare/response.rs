//! Compares the responses of operations.

use super::super::changes::ChangeKind as K;
use super::super::matching::Link;
use super::super::record::{Comparison, Element};
use super::super::show;
use super::super::type_change::{self, TypeKinds, Wire};
use super::super::verdict::Direction;
use super::notes::InRust;
use api_client_generator::model::{Api, Operation, Response, Usage};

const RECEIVED: Usage = Usage { request: false, response: true };

impl Comparison<'_> {
    pub(super) fn response(&mut self, at: &Element, old: &Operation, new: &Operation) {
        let before = self.count();
        let (old_notes, new_notes) = (&old.response_notes, &new.response_notes);
        let at = at.part("response").in_direction(Direction::Response).with_notes(old_notes, new_notes);
        match (&old.response, &new.response) {
            (Response::Unknown, Response::Unknown) | (Response::None, Response::None) => {}
            (
                Response::Type { type_: old_type, wrapper: old_wrapper },
                Response::Type { type_: new_type, wrapper: new_wrapper },
            ) => {
                let kinds =
                    TypeKinds::new(K::RESPONSE_TYPE_REWORDED, K::RESPONSE_TYPE_RECAST, K::RESPONSE_TYPE_CHANGED);
                if let Some(kind) =
                    type_change::kind(self, old_type, new_type, Wire::Json, kinds.in_direction(at.direction))
                {
                    let texts = (show::type_(self.old_api, old_type), show::type_(self.new_api, new_type));
                    self.record(&at, "type", kind, &["type"], Some(texts.0), Some(texts.1));
                    self.redaction_of_types(&at, old_type, new_type);
                }
                self.value(&at, "in", K::RESPONSE_WRAPPER_CHANGED, (old_wrapper, new_wrapper));
            }
            (Response::Object(old), Response::Object(new)) => {
                self.fields(&at.part("fields"), RECEIVED, old, new);
            }
            (old, new) => {
                let kinds =
                    TypeKinds::new(K::RESPONSE_TYPE_REWORDED, K::RESPONSE_TYPE_RECAST, K::RESPONSE_FORM_CHANGED);
                let kind = match (old, new) {
                    (Response::Unknown, _) => K::RESPONSE_DISCOVERED,
                    (_, Response::Unknown) => K::RESPONSE_FORGOTTEN,
                    // An inline object can become a named type, and the reverse.
                    _ => type_change::kind_of_response(self, old, new, kinds.in_direction(at.direction)),
                };
                let texts = (text(self.old_api, old), text(self.new_api, new));
                self.record(&at, "form", kind, &[], Some(texts.0), Some(texts.1));
                self.redaction_of_responses(&at, old, new);
            }
        }
        let can_be_empty = (&old.can_be_empty, &new.can_be_empty);
        self.flag(&at, "can_be_empty", [K::RESPONSE_EMPTY_ALLOWED, K::RESPONSE_EMPTY_DISALLOWED], can_be_empty);
        self.notes(&at, InRust::Named, Link::Name, None, (old_notes, new_notes));
        self.correction(&at, before, old_notes.correction.as_ref(), new_notes.correction.as_ref());
    }
}

fn text(api: &Api, response: &Response) -> String {
    match response {
        Response::Unknown => "unknown".into(),
        Response::None => "none".into(),
        Response::Type { type_, wrapper: None } => show::type_(api, type_),
        Response::Type { type_, wrapper: Some(wrapper) } => format!("{} in {wrapper}", show::type_(api, type_)),
        Response::Object(object) => {
            let names: Vec<&str> = object.fields.iter().map(|field| field.name.value.as_str()).collect();
            format!("an object with {}", names.join(", "))
        }
    }
}
