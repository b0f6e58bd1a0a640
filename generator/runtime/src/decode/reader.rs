//! The current position in a body.

use std::fmt;

use super::Decode;
use super::object::Fields;
use super::page::PageList;
use super::tape::{Tape, Token};
use super::unknown_field::{UnknownField, UnknownFields};
use super::warning::{Warning, WarningKind, Warnings, push_key};
use crate::JsonValue;

/// One step of a JSON path.
#[derive(Clone, Copy, Debug)]
enum Step<'t> {
    /// A field of an object that the API defines.
    Field(&'t str),
    /// A key of a map, which may be personal data.
    Key(&'t str),
    Index(usize),
}

/// The required content of the top-level object. Otherwise the response may belong to a different operation.
#[derive(Clone, Copy, Debug)]
enum Expected {
    /// At least one field of its type.
    Fields,
    /// A field of its type, or no field at all.
    FieldsOrNone,
    /// Anything, because the type is known by other means than its fields.
    Anything,
}

/// Decodes values from a parsed body.
#[derive(Debug)]
pub struct Reader<'t, 'a> {
    tape: &'t Tape<'a>,
    at: usize,
    path: Vec<Step<'t>>,
    warnings: Warnings,
    /// Whether the last field was decoded.
    was_read: bool,
    /// The number of steps to the top-level value of the response.
    root: usize,
    expected: Expected,
    has_repairs: bool,
    /// The repairs of the tape that have a warning. Empty before the first repair.
    reported: Vec<bool>,
    /// The list of the page, if the body is a page.
    page: Option<&'t mut PageList>,
    /// The fields that no type knows, if they are requested.
    unknown: Option<&'t mut UnknownFields>,
}

impl<'t, 'a> Reader<'t, 'a> {
    pub(crate) fn new(tape: &'t Tape<'a>) -> Self {
        Self {
            tape,
            at: 0,
            path: Vec::new(),
            warnings: Warnings::default(),
            was_read: false,
            root: 0,
            expected: Expected::Fields,
            has_repairs: !tape.repairs().is_empty(),
            reported: Vec::new(),
            page: None,
            unknown: None,
        }
    }

    /// Accepts an empty object as the top-level value, for operations that are known to return one.
    pub(crate) fn with_empty_root(mut self, can_be_empty: bool) -> Self {
        if can_be_empty {
            self.expected = Expected::FieldsOrNone;
        }
        self
    }

    /// Records the items of the list of a page.
    pub(crate) fn with_page(mut self, page: &'t mut PageList) -> Self {
        self.page = Some(page);
        self
    }

    /// Records the fields that no type knows.
    pub(crate) fn with_unknown_fields(mut self, unknown: &'t mut UnknownFields) -> Self {
        self.unknown = Some(unknown);
        self
    }

    /// Returns the warnings. Repairs of values that were not read come first, because the last warning is about the
    /// outermost value.
    pub(crate) fn into_warnings(mut self) -> Warnings {
        let unread = self.tape.repairs().iter().enumerate();
        let unread = unread.filter(|(index, _)| !self.reported.get(*index).is_some_and(|reported| *reported));
        let mut warnings = Warnings { list: Vec::new(), unlisted: self.tape.unlisted_repairs() };
        for (_, repair) in unread {
            warnings.push(|| {
                let redacted = Some(repair.redacted_path.clone()).filter(|redacted| *redacted != repair.path);
                Warning::new(repair.path.clone(), redacted, repair.kind, repair.message.to_owned())
            });
        }
        if warnings.list.is_empty() {
            self.warnings.unlisted += warnings.unlisted;
            return self.warnings;
        }
        for warning in self.warnings.list {
            warnings.push(|| warning);
        }
        warnings.unlisted += self.warnings.unlisted;
        warnings
    }

    /// Adds warnings about the repairs of the current value, with its path.
    fn report_repairs(&mut self) {
        let (tape, at) = (self.tape, self.at);
        let first = tape.repairs().partition_point(|repair| repair.token < at);
        for (index, repair) in tape.repairs().iter().enumerate().skip(first) {
            if repair.token != at {
                break;
            }
            self.reported.resize(tape.repairs().len(), false);
            self.reported[index] = true;
            self.warn(repair.kind, format_args!("{}", repair.message));
        }
    }

    /// Decodes the current value into its field. An invalid value leaves the field unchanged.
    pub fn read<T: Decode>(&mut self, field: &mut T) {
        let value = T::decode(self);
        self.was_read = value.is_some();
        if let Some(value) = value {
            *field = value;
        }
    }

    /// Leaves the field of the current value unchanged.
    pub(super) fn skip(&mut self) {
        self.was_read = false;
    }

    /// Records that the type of the current value is known by other means than its fields.
    pub(super) fn know_type(&mut self) {
        if self.path.len() == self.root {
            self.expected = Expected::Anything;
        }
    }

    /// Decodes the current object. Its field with this name counts as known, although the type of the object lacks it.
    pub(super) fn with_known_field<T>(&mut self, name: &'static str, decode: impl FnOnce(&mut Self) -> T) -> T {
        let at = self.at;
        if let Some(unknown) = &mut self.unknown {
            unknown.known.push((at, name));
        }
        let value = decode(self);
        if let Some(unknown) = &mut self.unknown {
            unknown.known.pop();
        }
        value
    }

    /// Records a field of the object at this index, unless the field is known. `self` is at the value of the field.
    #[cold]
    fn record_unknown(&mut self, object: usize) {
        let Some(Step::Field(key)) = self.path.last().copied() else { return };
        let has_room = |unknown: &&mut UnknownFields| unknown.has_room() && !unknown.known.contains(&(object, key));
        if !self.unknown.as_ref().is_some_and(has_room) {
            return;
        }
        let value = JsonValue::decode(self).unwrap_or_default();
        let path = self.json_path(push_key);
        let redacted_path = self.json_path(|path, _| path.push_str("[*]"));
        if let Some(unknown) = &mut self.unknown {
            unknown.found.push(UnknownField::new(path, redacted_path, value));
        }
    }

    /// Records all fields of the current object but one.
    #[cold]
    fn record_siblings(&mut self, of: &str) {
        let (object, tape) = (self.at, self.tape);
        for (key, value) in tape.entries(object).filter(|(key, _)| *key != of) {
            self.path.push(Step::Field(key));
            self.at = value;
            self.record_unknown(object);
            self.path.pop();
        }
        self.at = object;
    }

    /// Decodes the current value as a member of a union.
    pub fn member<T: Decode>(&mut self) -> Option<T> {
        T::decode(self)
    }

    /// Enters a field of the current object. Returns `false`, with a warning, if the field is absent.
    pub(crate) fn enter(&mut self, key: &'t str) -> bool {
        if self.unknown.is_some() {
            self.record_siblings(key);
        }
        if let Some(at) = self.tape.field(self.at, key) {
            self.path.push(Step::Field(key));
            self.root = self.path.len();
            self.at = at;
            return true;
        }
        if matches!(self.token(), Token::Object(_)) {
            self.warn(WarningKind::MissingIdentifier, format_args!("has no `{key}`"));
        } else {
            self.wrong_type("an object");
        }
        false
    }

    pub(super) fn token(&self) -> Token<'a> {
        self.tape.token(self.at)
    }

    pub(super) fn is_null(&self) -> bool {
        self.token() == Token::Null
    }

    pub(crate) fn text(&mut self) -> Option<&'t str> {
        let text = self.tape.text(self.at);
        if text.is_none() {
            self.wrong_type("a string");
        } else if self.has_repairs {
            self.report_repairs();
        }
        text
    }

    /// Returns the current value if it is a string.
    pub(super) fn current_text(&self) -> Option<&'t str> {
        self.tape.text(self.at)
    }

    /// Returns the string in a field of the current object.
    pub(super) fn text_of(&self, field: &str) -> Option<&'t str> {
        self.tape.text(self.tape.field(self.at, field)?)
    }

    /// Calls `element` with each element of the current list.
    ///
    /// In the list of a page, items that a previous page had are skipped.
    pub(super) fn list(&mut self, element: &mut dyn FnMut(&mut Self)) -> bool {
        let Token::List(end) = self.token() else {
            self.wrong_type("a list");
            return false;
        };
        let is_page = self.is_page_list();
        let list = self.at;
        let (mut at, mut index) = (list + 1, 0);
        while at < end as usize {
            self.path.push(Step::Index(index));
            self.at = at;
            if !is_page || !self.is_repeated_item() {
                element(self);
            }
            self.path.pop();
            at = self.tape.after(at);
            index += 1;
        }
        self.at = list;
        true
    }

    /// Records how many elements of the current list were kept, if it is the list of the page.
    #[inline]
    pub(super) fn note_kept(&mut self, count: usize) {
        if self.page.is_some() && self.is_page_list() {
            self.page.iter_mut().for_each(|page| page.kept = count);
        }
    }

    /// Calls `field` with each key and value of the current object, which is a map.
    pub(super) fn object(&mut self, field: &mut dyn FnMut(&'t str, &mut Self)) -> bool {
        let Token::Object(end) = self.token() else {
            self.wrong_type("an object");
            return false;
        };
        let object = self.at;
        let mut at = object + 1;
        while at < end as usize {
            let key = self.tape.text(at).unwrap_or_default();
            self.path.push(Step::Key(key));
            self.at = at + 1;
            field(key, self);
            self.path.pop();
            at = self.tape.after(at + 1);
        }
        self.at = object;
        true
    }

    /// Calls `set` with each known field of the current object and its index. Returns a bit mask of the identifiers
    /// that were decoded; `None`, with a warning, if the value is not an object.
    ///
    /// Most of the time of decoding is spent here, so it is one loop.
    pub(super) fn fields(&mut self, fields: &Fields, set: &mut dyn FnMut(usize, &mut Self)) -> Option<u64> {
        let Token::Object(end) = self.token() else {
            self.wrong_type("an object");
            return None;
        };
        let (object, depth) = (self.at, self.path.len());
        let (mut at, mut expected, mut found) = (object + 1, 0, 0);
        self.path.push(Step::Index(0));
        while at < end as usize {
            let value = at + 1;
            let key = self.tape.text(at).unwrap_or_default();
            if let Some(index) = fields.find(key, expected) {
                expected = index + 1;
                if let Some(step) = self.path.get_mut(depth) {
                    *step = Step::Field(key);
                }
                self.at = value;
                set(index, self);
                if index < fields.identifiers() {
                    let bit = 1_u64 << index;
                    found = if self.was_read { found | bit } else { found & !bit };
                }
            } else if self.unknown.is_some() {
                if let Some(step) = self.path.get_mut(depth) {
                    *step = Step::Field(key);
                }
                self.at = value;
                self.record_unknown(object);
            }
            at = self.tape.after(value);
        }
        self.path.pop();
        self.at = object;
        // After a known field, the expected index is not 0.
        if depth == self.root && expected == 0 && !fields.names.is_empty() {
            let is_empty = end as usize == object + 1;
            match self.expected {
                Expected::Anything => {}
                Expected::FieldsOrNone if is_empty => {}
                _ => self.warn(WarningKind::NoKnownField, format_args!("has none of the fields of its type")),
            }
        }
        Some(found)
    }

    /// Whether the current value is the list of the page.
    fn is_page_list(&self) -> bool {
        let Some(page) = &self.page else { return false };
        matches!(self.path.as_slice(), [Step::Field(name)] if *name == page.field)
    }

    /// Whether the current value is an item that a previous page had.
    fn is_repeated_item(&mut self) -> bool {
        let (tape, at) = (self.tape, self.at);
        self.page.as_mut().is_some_and(|page| page.is_repeated(tape, at))
    }

    /// Returns the number of elements of the current list.
    pub(super) fn length(&self) -> usize {
        let Token::List(end) = self.token() else { return 0 };
        let (mut at, mut count) = (self.at + 1, 0);
        while at < end as usize {
            at = self.tape.after(at);
            count += 1;
        }
        count
    }

    pub(crate) fn wrong_type(&mut self, expected: &str) {
        let found = match self.token() {
            // The repair states the reason.
            Token::Lost => return self.report_repairs(),
            Token::Null => "null",
            Token::Bool(_) => "a boolean",
            Token::Integer(_) | Token::Unsigned(_) | Token::Float(_) => "a number",
            Token::Text(_) | Token::Unescaped(..) => "a string",
            Token::List(_) => "a list",
            Token::Object(_) => "an object",
        };
        self.warn(WarningKind::WrongType, format_args!("expected {expected}, found {found}"));
    }

    pub(crate) fn warn(&mut self, kind: WarningKind, message: fmt::Arguments<'_>) {
        if self.warnings.is_full() {
            self.warnings.unlisted += 1;
            return;
        }
        let path = self.json_path(push_key);
        let has_keys = self.path.iter().any(|step| matches!(step, Step::Key(_)));
        let redacted = has_keys.then(|| self.json_path(|path, _| path.push_str("[*]")));
        self.warnings.list.push(Warning::new(path, redacted, kind, message.to_string()));
    }

    fn json_path(&self, push_map_key: impl Fn(&mut String, &str)) -> String {
        let mut path = "$".to_owned();
        for step in &self.path {
            match step {
                Step::Index(index) => path.push_str(&format!("[{index}]")),
                Step::Field(name) => push_key(&mut path, name),
                Step::Key(key) => push_map_key(&mut path, key),
            }
        }
        path
    }
}
