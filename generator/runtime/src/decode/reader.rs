//! Where reading stands in a body.

use std::fmt;

use super::Decode;
use super::object::Fields;
use super::tape::{Tape, Token};
use super::warning::{Warning, WarningKind, Warnings};

/// One step of a JSON path.
#[derive(Clone, Copy, Debug)]
enum Step<'t> {
    Field(&'t str),
    Index(usize),
}

/// Reads values off a parsed body.
#[derive(Debug)]
pub struct Reader<'t, 'a> {
    tape: &'t Tape<'a>,
    at: usize,
    path: Vec<Step<'t>>,
    warnings: Warnings,
    /// Whether the last field was read.
    was_read: bool,
}

impl<'t, 'a> Reader<'t, 'a> {
    pub(crate) fn new(tape: &'t Tape<'a>) -> Self {
        Self { tape, at: 0, path: Vec::new(), warnings: Warnings::default(), was_read: false }
    }

    pub(crate) fn into_warnings(self) -> Warnings {
        self.warnings
    }

    /// Reads the current value into its field; what does not fit leaves the field as it is.
    pub fn read<T: Decode>(&mut self, field: &mut T) {
        let value = T::decode(self);
        self.was_read = value.is_some();
        if let Some(value) = value {
            *field = value;
        }
    }

    /// Leaves the field of the current value as it is.
    pub(super) fn skip(&mut self) {
        self.was_read = false;
    }

    /// The current value as a member of a union.
    pub fn member<T: Decode>(&mut self) -> Option<T> {
        T::decode(self)
    }

    /// Goes to a field of the current object; `false`, with a warning, if it is not there.
    pub(crate) fn enter(&mut self, key: &'t str) -> bool {
        if let Some(at) = self.tape.field(self.at, key) {
            self.path.push(Step::Field(key));
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
        }
        text
    }

    /// The current value, if it is a text.
    pub(super) fn current_text(&self) -> Option<&'t str> {
        self.tape.text(self.at)
    }

    /// The text in a field of the current object.
    pub(super) fn text_of(&self, field: &str) -> Option<&'t str> {
        self.tape.text(self.tape.field(self.at, field)?)
    }

    /// Calls `element` at each element of the current list.
    pub(super) fn list(&mut self, element: &mut dyn FnMut(&mut Self)) -> bool {
        let Token::List(end) = self.token() else {
            self.wrong_type("a list");
            return false;
        };
        let list = self.at;
        let (mut at, mut index) = (list + 1, 0);
        while at < end as usize {
            self.path.push(Step::Index(index));
            self.at = at;
            element(self);
            self.path.pop();
            at = self.tape.after(at);
            index += 1;
        }
        self.at = list;
        true
    }

    /// Calls `field` at each value of the current object, with its key.
    pub(super) fn object(&mut self, field: &mut dyn FnMut(&'t str, &mut Self)) -> bool {
        let Token::Object(end) = self.token() else {
            self.wrong_type("an object");
            return false;
        };
        let object = self.at;
        let mut at = object + 1;
        while at < end as usize {
            let key = self.tape.text(at).unwrap_or_default();
            self.path.push(Step::Field(key));
            self.at = at + 1;
            field(key, self);
            self.path.pop();
            at = self.tape.after(at + 1);
        }
        self.at = object;
        true
    }

    /// Calls `set` at each field of the current object that is one of these, with its number; says
    /// which of the identifiers were read, a bit each. `None`, with a warning, if it is no object.
    ///
    /// What takes most of the time of reading, so it is one loop.
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
            }
            at = self.tape.after(value);
        }
        self.path.pop();
        self.at = object;
        Some(found)
    }

    /// How many elements the current list has.
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
            self.warnings.uncounted += 1;
            return;
        }
        let warning = Warning::new(self.json_path(), kind, message.to_string());
        self.warnings.list.push(warning);
    }

    fn json_path(&self) -> String {
        let mut path = "$".to_owned();
        for step in &self.path {
            match step {
                Step::Index(index) => path.push_str(&format!("[{index}]")),
                Step::Field(name) if is_plain(name) => {
                    path.push('.');
                    path.push_str(name);
                }
                Step::Field(name) => path.push_str(&format!("[\"{}\"]", name.escape_debug())),
            }
        }
        path
    }
}

fn is_plain(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}
