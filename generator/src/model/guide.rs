//! Guides: what users read beside the reference.

use super::{ProductId, VendorClientId};
use crate::source::Text;

/// A guide, written in Markdown. Its examples are compiled and run as tests of the documentation.
#[derive(Clone, Debug)]
pub struct Guide {
    /// Its name, which is that of its file and of its module.
    pub name: Text,
    /// Its title, as plain text.
    pub title: String,
    /// What its first paragraph says.
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
    /// As its author wrote it.
    Written(String),
    /// The table of the methods of this client of the vendor.
    VendorNames(VendorClientId),
}
