//! What is said about an element, whatever it is.

use std::fmt;

use crate::source::Text;
use crate::source::node::Node;

/// What the spec says about an element beside what it is.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// What it means.
    pub doc: Option<String>,
    /// What is doubtful about it.
    pub unverified: Option<String>,
    /// That it should not be used any more.
    pub deprecated: Option<Deprecation>,
    /// What the spec or the documentation had wrong, while the server was always like this.
    pub correction: Option<String>,
    /// Its former name.
    pub was: Option<Text>,
    /// An explicit Rust name.
    pub rust: Option<Text>,
}

/// That something should not be used any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deprecation {
    /// What to use instead.
    pub instead: String,
    /// The day or month from which on it may be gone: `2026-12-31`, `2026-12`.
    pub sunset: Option<String>,
}

impl Deprecation {
    fn of(node: &Node) -> Option<Self> {
        match node.as_scalar() {
            Some(scalar) => Some(Self { instead: scalar.text.clone(), sunset: None }),
            None => Some(Self { instead: node.string("use")?, sunset: node.string("sunset") }),
        }
    }
}

impl fmt::Display for Deprecation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.instead)?;
        match &self.sunset {
            Some(date) => write!(f, " Sunset: {date}."),
            None => Ok(()),
        }
    }
}

impl Notes {
    /// The notes among the keys of an entry.
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
