//! A hash of the content of a spec.

use xxhash_rust::xxh3::Xxh3;

use super::Source;
use super::node::{Node, Value};

/// Keys of `api.yaml` that do not describe the API.
const OF_THE_CRATE: &[&str] = &["guides", "dev_dependencies"];

impl Source {
    /// Returns a hash of the description of the API: `api.yaml` and the files of the products.
    ///
    /// Comments, layout, quotes and line ends do not count, and neither do guides, dependencies of examples and files about
    /// the vendor.
    pub(crate) fn hash(&self) -> String {
        let mut hasher = Xxh3::new();
        let products = [&self.sections, &self.types, &self.events].into_iter().flatten();
        let files = products.map(|file| (file.product.as_str(), file.stem.as_str(), &file.node));
        for entry in self.api.iter().flat_map(Node::entries) {
            if !OF_THE_CRATE.contains(&entry.key.value.as_str()) {
                add_text(&mut hasher, &entry.key.value);
                add(&mut hasher, &entry.value);
            }
        }
        for (folder, name, node) in files {
            add_text(&mut hasher, folder);
            add_text(&mut hasher, name);
            add(&mut hasher, node);
        }
        format!("{:032x}", hasher.digest128())
    }
}

/// Adds a node. Lengths separate the parts, so that different nodes never add the same bytes.
fn add(hasher: &mut Xxh3, node: &Node) {
    match &node.value {
        Value::Scalar(scalar) => {
            // Quotes only count if the value without them would not be a string.
            let is_string = scalar.to_json().is_string();
            hasher.update(if is_string { b"\"" } else { b"#" });
            add_text(hasher, &scalar.text);
        }
        Value::Sequence(items) => {
            hasher.update(b"[");
            add_length(hasher, items.len());
            for item in items {
                add(hasher, item);
            }
        }
        Value::Mapping(entries) => {
            hasher.update(b"{");
            add_length(hasher, entries.len());
            for entry in entries {
                add_text(hasher, &entry.key.value);
                add(hasher, &entry.value);
            }
        }
    }
}

fn add_text(hasher: &mut Xxh3, text: &str) {
    add_length(hasher, text.len());
    hasher.update(text.as_bytes());
}

fn add_length(hasher: &mut Xxh3, length: usize) {
    // The same bytes on all systems.
    hasher.update(&(length as u64).to_le_bytes());
}
