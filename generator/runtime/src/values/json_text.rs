//! Texts that hold JSON.

use std::fmt;

use crate::JsonValue;

/// A text that should hold JSON. Servers put other things into such fields too, so it is kept as
/// it came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct JsonText(String);

impl JsonText {
    /// The text, as on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The JSON in it; `None` if it holds something else.
    pub fn to_json(&self) -> Option<JsonValue> {
        serde_json::from_str(&self.0).ok()
    }
}

impl From<&str> for JsonText {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for JsonText {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<JsonValue> for JsonText {
    fn from(json: JsonValue) -> Self {
        Self(json.to_string())
    }
}

impl fmt::Display for JsonText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_found_where_there_is_some() {
        let json = serde_json::json!({"a": [1]});
        assert_eq!(JsonText::from(json.clone()).to_json(), Some(json));
        assert_eq!(JsonText::from("{'a': 1}").to_json(), None);
        assert_eq!(JsonText::from("{'a': 1}").as_str(), "{'a': 1}");
    }
}
