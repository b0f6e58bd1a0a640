//! YAML values with locations.

use crate::diagnostics::Place;

/// A YAML value with its location.
#[derive(Clone, Debug)]
pub struct Node {
    /// The location of its first character.
    pub place: Place,
    /// Its content.
    pub value: Value,
    /// Whether a part of it was omitted because of an error.
    pub is_damaged: bool,
}

/// The content of a node.
#[derive(Clone, Debug)]
pub enum Value {
    /// A scalar.
    Scalar(Scalar),
    /// A sequence of nodes.
    Sequence(Vec<Node>),
    /// A mapping, in the order of the file.
    Mapping(Vec<Entry>),
}

/// A scalar as text. The format determines its type.
#[derive(Clone, Debug)]
pub struct Scalar {
    /// The text without quotes and escapes.
    pub text: String,
    /// Whether it is written without quotes and not as a block, so that `true`, `7` and `null` have a type.
    pub plain: bool,
    /// Whether it is written in quotes, which are part of the place of its node.
    pub quoted: bool,
}

/// One entry of a mapping.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: Text,
    /// The value.
    pub value: Node,
}

/// A string of the spec with its location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text.
    pub value: String,
    /// Its location.
    pub place: Place,
}

impl Node {
    /// Creates a node.
    pub fn new(place: Place, value: Value) -> Self {
        Self { place, value, is_damaged: false }
    }

    /// Returns the entries of a mapping. Empty for other nodes.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// Returns the items of a sequence. Empty for other nodes.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::Sequence(items) => items,
            _ => &[],
        }
    }

    /// Returns the value of a key of a mapping.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|entry| entry.key.value == key).map(|entry| &entry.value)
    }

    /// Returns the place of a key, or of the whole mapping if the key is missing.
    pub fn key_place(&self, key: &str) -> Place {
        let entry = self.entries().iter().find(|entry| entry.key.value == key);
        entry.map_or(self.place, |entry| entry.key.place)
    }

    /// Returns the scalar, if the node is one.
    pub fn as_scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// Returns the text of a scalar. Its place is inside of the quotes.
    pub fn as_text(&self) -> Option<Text> {
        let scalar = self.as_scalar()?;
        let place = if scalar.quoted { self.place.inside() } else { self.place };
        Some(Text { value: scalar.text.clone(), place })
    }

    /// Returns the string under a key.
    pub fn text(&self, key: &str) -> Option<Text> {
        self.get(key).and_then(Node::as_text)
    }

    /// Returns the string under a key, without its place.
    pub fn string(&self, key: &str) -> Option<String> {
        self.get(key).and_then(Node::as_scalar).map(|scalar| scalar.text.clone())
    }

    /// Returns the word under a key, parsed by `parse`.
    pub(crate) fn word<W>(&self, key: &str, parse: impl FnOnce(&str) -> Option<W>) -> Option<W> {
        self.get(key).and_then(Node::as_scalar).and_then(|scalar| parse(&scalar.text))
    }

    /// Returns the boolean under a key.
    pub fn bool(&self, key: &str) -> Option<bool> {
        self.get(key).and_then(Node::as_scalar).map(|scalar| scalar.text == "true")
    }

    /// Returns the strings under a key: one string, or a list of strings.
    pub fn texts(&self, key: &str) -> Vec<Text> {
        self.get(key).map(Node::as_texts).unwrap_or_default()
    }

    /// Returns one string as a list, or a list of strings.
    pub fn as_texts(&self) -> Vec<Text> {
        match self.as_text() {
            Some(text) => vec![text],
            None => self.items().iter().filter_map(Node::as_text).collect(),
        }
    }

    /// Names the type of the node in an error message.
    pub fn describe(&self) -> &'static str {
        match &self.value {
            Value::Scalar(scalar) if scalar.is_null() => "nothing",
            Value::Scalar(_) => "a string",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a mapping",
        }
    }
}

impl Scalar {
    /// Whether the node is null.
    pub fn is_null(&self) -> bool {
        self.plain && matches!(self.text.as_str(), "" | "~" | "null")
    }

    /// Converts the scalar to JSON by YAML's core schema.
    pub fn to_json(&self) -> serde_json::Value {
        if !self.plain {
            return self.text.clone().into();
        }
        match self.text.as_str() {
            "" | "~" | "null" => serde_json::Value::Null,
            "true" => true.into(),
            "false" => false.into(),
            // YAML parsers disagree about `0800`, so numbers with a leading zero are strings.
            text if has_leading_zero(text) => text.into(),
            text => text
                .parse::<i64>()
                .map(Into::into)
                .or_else(|_| {
                    // Words such as `inf` or `nan` parse as floats in Rust, but are strings in JSON.
                    let number = text.starts_with(|first: char| first.is_ascii_digit() || first == '-');
                    // Numbers that are too large for JSON are strings.
                    let number = number.then(|| text.parse::<f64>().ok()).flatten();
                    number.filter(|number| number.is_finite()).map(Into::into).ok_or(())
                })
                .unwrap_or_else(|()| text.into()),
        }
    }
}

fn has_leading_zero(text: &str) -> bool {
    let digits = text.trim_start_matches(['+', '-']).as_bytes();
    digits.len() > 1 && digits[0] == b'0' && digits[1].is_ascii_digit()
}
