//! Notes on an element of any kind.

use std::fmt;

use crate::source::Text;
use crate::source::node::Node;

/// Documentation, doubts, deprecation and correction of an element.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// Its documentation.
    pub doc: Option<String>,
    /// Doubts about its description.
    pub unverified: Option<String>,
    /// Its deprecation.
    pub deprecated: Option<Deprecation>,
    /// An error in an earlier version of the spec or the documentation; the server did not change.
    pub correction: Option<String>,
    /// Its former name.
    pub was: Option<Text>,
    /// An explicit Rust name.
    pub rust: Option<Text>,
}

/// The deprecation of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deprecation {
    /// The replacement.
    pub replacement: String,
    /// The day or month of the earliest removal: `2026-12-31`, `2026-12`.
    pub sunset: Option<String>,
}

impl Deprecation {
    fn of(node: &Node) -> Option<Self> {
        match node.as_scalar() {
            Some(scalar) => Some(Self { replacement: scalar.text.clone(), sunset: None }),
            None => Some(Self { replacement: node.string("use")?, sunset: node.string("sunset") }),
        }
    }
}

impl fmt::Display for Deprecation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.replacement)?;
        match &self.sunset {
            Some(date) => write!(f, " Sunset: {date}."),
            None => Ok(()),
        }
    }
}

impl Notes {
    /// Reads the notes of an entry.
    pub fn of(node: &Node) -> Self {
        Self {
            doc: node.string("doc"),
            unverified: node.string("unverified"),
            deprecated: node.get("deprecated").and_then(Deprecation::of),
            correction: node.string("correction"),
            was: node.text("was"),
            rust: node.text("rust"),
        }
    }
}
