//! Strings that contain JSON.

use std::fmt;

use crate::JsonValue;

/// A string that should contain JSON. Servers also send other text in such fields, so the string is kept unchanged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct JsonText(String);

impl JsonText {
    /// Returns the string on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Parses the JSON; `None` if the string is not JSON.
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
    fn json_is_parsed_if_the_string_contains_it() {
        let json = serde_json::json!({"a": [1]});
        assert_eq!(JsonText::from(json.clone()).to_json(), Some(json));
        assert_eq!(JsonText::from("{'a': 1}").to_json(), None);
        assert_eq!(JsonText::from("{'a': 1}").as_str(), "{'a': 1}");
    }
}
