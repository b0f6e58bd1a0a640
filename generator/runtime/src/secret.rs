//! Secrets, which show themselves to nobody but the server.

use std::fmt;

use http::HeaderValue;

const PLACEHOLDER: &str = "[secret]";

/// A credential. It has no `Display`, and `Debug` prints a placeholder.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn new(value: String) -> Self {
        Self(value)
    }

    /// The header value, marked as sensitive; `None` if it holds what no header can.
    pub(crate) fn header(&self, prefix: &str) -> Option<HeaderValue> {
        let mut value = HeaderValue::try_from(format!("{prefix}{}", self.0)).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// The secret itself, for a URL that nobody is shown.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// A text without the secret in it.
    pub(crate) fn redact(&self, text: String) -> String {
        if text.contains(&self.0) { text.replace(&self.0, PLACEHOLDER) } else { text }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(PLACEHOLDER)
    }
}
