//! Compares the formats of errors and the meanings of error codes.

use super::super::changes::ChangeKind as K;
use super::super::matching::{Pair, pairs};
use super::super::names::Names;
use super::super::reach::Reach;
use super::super::record::{Comparison, Element, Shared};
use super::super::show::Show;
use api_client_generator::model::{Api, ErrorCode, ErrorFormat, HostId};
use api_client_generator::naming::Case;
use api_client_generator::source::Text;

impl Comparison<'_> {
    pub(super) fn error_formats(&mut self, at: &Element, old: &[ErrorFormat], new: &[ErrorFormat]) {
        for pair in self.links.error_formats.clone().pairs(old, new) {
            match pair {
                Pair::Added(new) => self.added(at, &new.id.value, new.id.place, K::ERROR_FORMAT_ADDED, None),
                Pair::Removed(old) => self.removed(at, &old.id.value, old.id.place, K::ERROR_FORMAT_REMOVED, None),
                Pair::Both(old, new, _) => {
                    let at = at.child(&new.id.value, old.id.place, new.id.place);
                    let reach = self.joined(&reach(self.old_api, &old.id.value), &reach(self.new_api, &new.id.value));
                    self.error_format(&at.shared(Shared::Known(reach)), old, new);
                }
            }
        }
    }

    fn error_format(&mut self, at: &Element, old: &ErrorFormat, new: &ErrorFormat) {
        both!(ErrorFormat { id, docs, code, message, request_id, recognized_by, codes } = old, new);
        // The name of the format is a part of the name of the enum of its codes.
        let is_public = !codes.0.is_empty() || !codes.1.is_empty();
        self.id_renamed(at, is_public, Names::new(Case::Pascal, id, (&None, &None)));
        self.value(at, "docs", K::LINK_CHANGED, docs);
        // The order of the fields matters, because the first field that is present counts.
        let body = at.part("body");
        self.places(&body, "code", code);
        self.places(&body, "message", message);
        self.places(&body, "request_id", request_id);
        let marks = |fields: &[(Text, serde_json::Value)]| -> Vec<String> {
            fields.iter().map(|(name, value)| format!("{}: {value}", name.value)).collect()
        };
        let (old_marks, new_marks) = (marks(recognized_by.0), marks(recognized_by.1));
        self.set(&body, "recognized_by", [K::ERROR_BODY_CHANGED; 3], (&old_marks, &new_marks));
        let numbers = |codes: &[ErrorCode]| codes.iter().map(|code| code.code.to_string()).collect::<Vec<_>>();
        let (old_numbers, new_numbers) = (numbers(codes.0), numbers(codes.1));
        let with = |codes: &'_ [ErrorCode], numbers: &'_ [String]| -> Vec<(String, ErrorCode)> {
            numbers.iter().cloned().zip(codes.iter().cloned()).collect()
        };
        let (old_codes, new_codes) = (with(codes.0, &old_numbers), with(codes.1, &new_numbers));
        let at = at.part("codes");
        // The name in Rust stays if only the number changed.
        let has_same_name = |old: &ErrorCode, new: &ErrorCode| {
            Names::new(Case::Pascal, (&old.name, &new.name), (&old.rust, &new.rust)).is_same()
        };
        for pair in pairs(&old_codes, &new_codes, |(number, _)| number, |_| None, |_, _| false) {
            match pair {
                Pair::Added((number, new)) => {
                    self.added(&at, number, new.place, K::ERROR_CODE_ADDED, new.name.show());
                    if codes.0.iter().any(|old| has_same_name(old, new)) {
                        self.last_is_same_in_rust();
                    }
                }
                Pair::Removed((number, old)) => {
                    self.removed(&at, number, old.place, K::ERROR_CODE_REMOVED, old.name.show());
                    if codes.1.iter().any(|new| has_same_name(old, new)) {
                        self.last_is_same_in_rust();
                    }
                }
                Pair::Both((_, old), (number, new), _) => {
                    self.error_code(&at.child(number, old.place, new.place), old, new);
                }
            }
        }
    }

    /// Compares the fields in which a value is searched, in their order.
    fn places(&mut self, at: &Element, key: &str, (old, new): (&Vec<String>, &Vec<String>)) {
        let has_all = |more: &[String], less: &[String]| {
            let mut more = more.iter();
            less.iter().all(|place| more.any(|other| other == place))
        };
        let kind = if has_all(new, old) {
            K::ERROR_FIELD_ADDED
        } else if has_all(old, new) {
            K::ERROR_FIELD_REMOVED
        } else {
            K::ERROR_BODY_CHANGED
        };
        self.value(at, key, kind, (old, new));
    }

    fn error_code(&mut self, at: &Element, old: &ErrorCode, new: &ErrorCode) {
        // Codes are matched by number.
        both!(ErrorCode { name, kind, retryable, doc, unverified, rust; code, place } = old, new);
        let names = Names::new(Case::Pascal, name, rust);
        let [old, new] = names.in_spec();
        if old != new {
            self.name(at, "name", K::ERROR_CODE_RENAMED, &["name"], [Some(old), Some(new)], names);
        }
        self.value(at, "kind", K::ERROR_KIND_CHANGED, kind);
        self.flag(at, "retryable", [K::ERROR_RETRYABLE_GAINED, K::ERROR_RETRYABLE_LOST], retryable);
        self.value(at, "doc", K::DOC_CHANGED, doc);
        self.value(at, "unverified", K::DOUBT_CHANGED, unverified);
        self.rust_name(at, K::RUST_NAME_CHANGED, names);
    }
}

/// Returns the operations whose errors have a format.
fn reach(api: &Api, format: &str) -> Reach {
    let has_format = |host: HostId| {
        let errors = api.hosts.get(host).and_then(|host| api.error_formats.get(host.errors));
        errors.is_some_and(|errors| errors.id.value == format)
    };
    Reach::of_operations(api.operations().filter(|operation| has_format(operation.host)))
}
