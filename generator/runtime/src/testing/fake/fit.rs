//! The validation of values by their type.

use api_client_description::{Bounds, Field, Shape, Type};
use serde_json::Value as Json;

/// Validates values by their types and collects the problems.
pub(super) struct Fit<'a> {
    types: &'a [Shape],
    allows_unknown: bool,
    pub(super) problems: Vec<String>,
}

impl<'a> Fit<'a> {
    pub(super) fn new(types: &'a [Shape], allows_unknown: bool) -> Self {
        Self { types, allows_unknown, problems: Vec::new() }
    }

    /// Adds a problem of the value with this kind and path.
    pub(super) fn add(&mut self, kind: &str, path: &str, problem: &str) {
        self.problems.push(format!("{kind} `{path}` {problem}"));
    }

    /// Adds a problem for a value that is not part of the API.
    pub(super) fn add_unknown(&mut self, kind: &str, path: &str, owner: &str) {
        if !self.allows_unknown {
            self.add(kind, path, &format!("is unknown to {owner}"));
        }
    }

    /// Checks a value that is plain text: in the path, the query, a header or a form.
    pub(super) fn text(&mut self, kind: &str, path: &str, text: &str, type_: &Type) {
        let fits = match type_ {
            Type::Text => true,
            Type::Int => text.parse::<i64>().is_ok(),
            Type::Float => text.parse::<f64>().is_ok_and(f64::is_finite),
            Type::Bool => matches!(text, "true" | "false"),
            Type::DateTime => is_datetime(text),
            Type::Date => is_date(text),
            Type::JsonText => serde_json::from_str::<Json>(text).is_ok(),
            Type::File => false,
            Type::Json | Type::List(_) | Type::Map(_) | Type::Named(_) => {
                return match serde_json::from_str(text) {
                    Ok(json) => self.value(kind, path, &json, type_),
                    // A string has no quotes here.
                    Err(_) if self.takes_text(type_) => {}
                    Err(_) => self.misfit(kind, path, &Json::from(text), type_),
                };
            }
        };
        if !fits {
            self.misfit(kind, path, &Json::from(text), type_);
        }
    }

    fn takes_text(&self, type_: &Type) -> bool {
        match type_ {
            Type::Json => true,
            Type::Named(index) => match self.types.get(*index) {
                Some(Shape::Kinds(kinds)) => kinds.contains_key("string"),
                _ => false,
            },
            _ => false,
        }
    }

    /// Checks a JSON value.
    pub(super) fn value(&mut self, kind: &str, path: &str, json: &Json, type_: &Type) {
        let fits = match type_ {
            Type::Json => true,
            Type::Text => json.is_string(),
            Type::Int => json.is_i64() || json.is_u64(),
            Type::Float => json.is_number(),
            Type::Bool => json.is_boolean(),
            Type::DateTime => json.as_str().is_some_and(is_datetime),
            Type::Date => json.as_str().is_some_and(is_date),
            Type::JsonText => json.as_str().is_some_and(|text| serde_json::from_str::<Json>(text).is_ok()),
            Type::File => false,
            Type::List(item) => {
                for (index, value) in json.as_array().into_iter().flatten().enumerate() {
                    self.value(kind, &format!("{path}[{index}]"), value, item);
                }
                json.is_array()
            }
            Type::Map(type_) => {
                for (key, value) in json.as_object().into_iter().flatten() {
                    self.value(kind, &format!("{path}.{key}"), value, type_);
                }
                json.is_object()
            }
            Type::Named(index) => return self.named(kind, path, json, *index, type_),
        };
        if !fits {
            self.misfit(kind, path, json, type_);
        }
    }

    fn named(&mut self, kind: &str, path: &str, json: &Json, index: usize, type_: &Type) {
        let table = self.types;
        match table.get(index) {
            Some(Shape::Object(fields)) if json.is_object() => self.object(kind, path, json, fields, None),
            Some(Shape::Tagged { by, members }) if json.is_object() => {
                let Some(tag) = json.get(by).and_then(Json::as_str) else {
                    return self.add(kind, &format!("{path}.{by}"), "is missing; it selects the type of the object");
                };
                // Unions are open, because the server may know more members.
                if let Some(Type::Named(member)) = members.get(tag)
                    && let Some(Shape::Object(fields)) = table.get(*member)
                {
                    self.object(kind, path, json, fields, Some(by));
                }
            }
            Some(Shape::Kinds(kinds)) => match kinds.get(kind_of(json)) {
                Some(type_) => self.value(kind, path, json, type_),
                None => {
                    let known: Vec<&str> = kinds.keys().map(String::as_str).collect();
                    self.add(kind, path, &format!("is not one of {} ({})", known.join(", "), display(json)));
                }
            },
            _ => self.misfit(kind, path, json, type_),
        }
    }

    /// `tag` is the field that selects the object as a member of a union.
    fn object(&mut self, kind: &str, path: &str, json: &Json, fields: &[Field], tag: Option<&str>) {
        for field in fields {
            let path = format!("{path}.{}", field.name);
            match json.get(&field.name) {
                Some(Json::Null) if field.nullable => {}
                Some(value) => self.value(kind, &path, value, &field.type_),
                None if field.required => self.add(kind, &path, "is missing"),
                None => {}
            }
        }
        for key in json.as_object().into_iter().flatten().map(|(key, _)| key) {
            if tag != Some(key.as_str()) && !fields.iter().any(|field| field.name == *key) {
                self.add_unknown(kind, &format!("{path}.{key}"), "the type of the object");
            }
        }
    }

    fn misfit(&mut self, kind: &str, path: &str, json: &Json, type_: &Type) {
        self.add(kind, path, &format!("is not {} ({})", describe(type_), display(json)));
    }

    /// Checks the number of items of a list.
    pub(super) fn count(&mut self, kind: &str, path: &str, count: usize, bounds: &Bounds) {
        if let Some(problem) = bounds.count_violation(count) {
            self.add(kind, path, &problem);
        }
    }

    /// Checks the limits of a number, string or list.
    pub(super) fn bounds(&mut self, kind: &str, path: &str, json: &Json, bounds: &Bounds) {
        if let Some(problem) = bounds.violation(json) {
            self.add(kind, path, &problem);
        }
    }

    /// Checks the limits of a value that is plain text.
    pub(super) fn text_bounds(&mut self, kind: &str, path: &str, text: &str, type_: &Type, bounds: &Bounds) {
        match (type_, text.parse::<i64>()) {
            (Type::Int, Ok(number)) => self.bounds(kind, path, &Json::from(number), bounds),
            (Type::Text, _) => self.bounds(kind, path, &Json::from(text), bounds),
            _ => {}
        }
    }
}

fn kind_of(json: &Json) -> &'static str {
    match json {
        Json::Null => "null",
        Json::Bool(_) => "bool",
        Json::Number(_) => "number",
        Json::String(_) => "string",
        Json::Array(_) => "list",
        Json::Object(_) => "object",
    }
}

/// Returns a value for a message, truncated if it is long.
pub(super) fn display(json: &Json) -> String {
    const MAX_LENGTH: usize = 60;
    let text = json.to_string();
    match text.char_indices().nth(MAX_LENGTH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// `2026-01-31`
fn is_date(text: &str) -> bool {
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    digits(year, 4) && digits(month, 2) && digits(day, 2)
}

/// Returns the name of a type for a message.
fn describe(type_: &Type) -> &'static str {
    match type_ {
        Type::Text => "a string",
        Type::Int => "an integer",
        Type::Float => "a number",
        Type::Bool => "a boolean",
        Type::DateTime => "a time such as 2026-01-31T23:59:59Z",
        Type::Date => "a date such as 2026-01-31",
        Type::JsonText => "a string with JSON",
        Type::Json => "JSON",
        Type::File => "a file",
        Type::List(_) => "a list",
        Type::Map(_) | Type::Named(_) => "an object",
    }
}

/// `2026-01-31T23:59:59.5Z`, or with a different zone or none.
fn is_datetime(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', ' ']) else { return false };
    let clock = time.trim_end_matches('Z').split(['+', '-']).next().unwrap_or_default();
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_date(date) && clock.split(':').count() >= 2 && clock.split(':').all(is_number)
}
