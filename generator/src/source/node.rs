//! YAML values that know where they stand.

use crate::diagnostics::Place;

/// A YAML value with its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// The location of its first character.
    pub place: Place,
    /// Its content.
    pub value: Value,
    /// Something in it did not fit the format and was left out.
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

/// A scalar, still as text: what it means depends on what the format expects at its place.
#[derive(Clone, Debug)]
pub struct Scalar {
    /// The text without quotes and escapes.
    pub text: String,
    /// Written without quotes and not as a block, so that `true`, `7` and `null` mean themselves.
    pub plain: bool,
    /// Written in quotes, which are part of its node's place.
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

/// A text of the spec with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text.
    pub value: String,
    /// Where it stands.
    pub place: Place,
}

impl Node {
    /// Creates a node.
    pub fn new(place: Place, value: Value) -> Self {
        Self { place, value, is_damaged: false }
    }

    /// The entries of a mapping. Empty for other nodes.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a sequence. Empty for other nodes.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::Sequence(items) => items,
            _ => &[],
        }
    }

    /// The value of a key of a mapping.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|entry| entry.key.value == key).map(|entry| &entry.value)
    }

    /// The place of a key, or of the whole mapping where the key is not there.
    pub fn key_place(&self, key: &str) -> Place {
        let entry = self.entries().iter().find(|entry| entry.key.value == key);
        entry.map_or(self.place, |entry| entry.key.place)
    }

    /// The scalar, if the node is one.
    pub fn as_scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The text of a scalar; its place is what stands inside of the quotes.
    pub fn as_text(&self) -> Option<Text> {
        let scalar = self.as_scalar()?;
        let place = if scalar.quoted { self.place.inside() } else { self.place };
        Some(Text { value: scalar.text.clone(), place })
    }

    /// The text under a key.
    pub fn text(&self, key: &str) -> Option<Text> {
        self.get(key).and_then(Node::as_text)
    }

    /// The text under a key without its place.
    pub fn string(&self, key: &str) -> Option<String> {
        self.get(key).and_then(Node::as_scalar).map(|scalar| scalar.text.clone())
    }

    /// The word under a key, read by `parse`.
    pub(crate) fn word<W>(&self, key: &str, parse: impl FnOnce(&str) -> Option<W>) -> Option<W> {
        self.get(key).and_then(Node::as_scalar).and_then(|scalar| parse(&scalar.text))
    }

    /// The boolean under a key.
    pub fn bool(&self, key: &str) -> Option<bool> {
        self.get(key).and_then(Node::as_scalar).map(|scalar| scalar.text == "true")
    }

    /// The texts under a key: one text, or a list of them.
    pub fn texts(&self, key: &str) -> Vec<Text> {
        self.get(key).map(Node::as_texts).unwrap_or_default()
    }

    /// One text as a list, or a list of texts.
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

    /// What the scalar means as JSON by YAML's core schema.
    pub fn to_json(&self) -> serde_json::Value {
        if !self.plain {
            return self.text.clone().into();
        }
        match self.text.as_str() {
            "" | "~" | "null" => serde_json::Value::Null,
            "true" => true.into(),
            "false" => false.into(),
            // Readers disagree about `0800`: what has a zero in front is meant as it is written.
            text if has_leading_zero(text) => text.into(),
            text => text
                .parse::<i64>()
                .map(Into::into)
                .or_else(|_| {
                    // Words such as `inf` or `nan` parse as floats in Rust but are texts in JSON.
                    let number = text.starts_with(|first: char| first.is_ascii_digit() || first == '-');
                    // Numbers that are too large for JSON stay as they are written.
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
