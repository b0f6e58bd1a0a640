//! What is said about an element, whatever it is.

use crate::source::Text;
use crate::source::node::Node;

/// What the spec says about an element beside what it is.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// What it means.
    pub doc: Option<String>,
    /// What is doubtful about it.
    pub unverified: Option<String>,
    /// What to use instead.
    pub deprecated: Option<String>,
    /// What the spec or the documentation had wrong, while the server was always like this.
    pub correction: Option<String>,
    /// Its former name.
    pub was: Option<Text>,
    /// An explicit Rust name.
    pub rust: Option<Text>,
}

impl Notes {
    /// The notes among the keys of an entry.
    pub(crate) fn of(node: &Node) -> Self {
        Self {
            doc: node.string("doc"),
            unverified: node.string("unverified"),
            deprecated: node.string("deprecated"),
            correction: node.string("correction"),
            was: node.text("was"),
            rust: node.text("rust"),
        }
    }
}
