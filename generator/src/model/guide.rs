//! Guides of the client.

use super::{ProductId, VendorClientId};
use crate::source::Text;

/// A guide, written in Markdown. Its examples are compiled and run as tests of the documentation.
#[derive(Clone, Debug)]
pub struct Guide {
    /// Its name, which is also the name of its file and module.
    pub name: Text,
    /// Its title, as plain text.
    pub title: String,
    /// Its first paragraph.
    pub summary: String,
    /// The products that its examples and tables use.
    pub products: Vec<ProductId>,
    /// The other features of the package that its examples use.
    pub features: Vec<String>,
    /// The Markdown after the title.
    pub parts: Vec<GuidePart>,
}

/// A part of a guide.
#[derive(Clone, Debug)]
pub enum GuidePart {
    /// Text of the author.
    Written(String),
    /// The method table of this vendor client.
    VendorNames(VendorClientId),
}
