//! The first pass: the files of a spec as text and as nodes with places.

pub(crate) mod files;
pub(crate) mod format;
pub(crate) mod node;
pub(crate) mod shape;
mod text;
pub(crate) mod yaml;

pub use node::Text;
pub use text::{FileId, Place, SourceFile, SourceMap};

use files::Role;
use format::VERSION;
use format::upgrade::{Newer, STEPS, upgrade};
use node::Node;
use shape::{Kind, fit};

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::parallel;

/// A spec as it was read: every entry with its place, and nothing resolved yet.
#[derive(Clone, Debug, Default)]
pub struct Source {
    pub(crate) map: SourceMap,
    /// `api.yaml`.
    pub(crate) api: Option<Node>,
    /// `documented.yaml`.
    pub(crate) documented: Option<Node>,
    /// `vendor_names.yaml`, if there is one.
    pub(crate) vendor_names: Option<Node>,
    /// `acknowledged.yaml`, if there is one.
    pub(crate) acknowledged: Option<Node>,
    /// The sections, sorted by product and file name.
    pub(crate) sections: Vec<ProductFile>,
    /// The files of shared types.
    pub(crate) types: Vec<ProductFile>,
    /// The files of events.
    pub(crate) events: Vec<ProductFile>,
    /// The guides, sorted by name: their names and files.
    pub(crate) guides: Vec<(String, FileId)>,
    /// The products with a file that could not be read: what refers to names in it is not wrong.
    pub(crate) incomplete: Vec<String>,
    /// The version of the format that its files are written in, if that is a newer one than is known here.
    pub(crate) newer: Option<u32>,
}

/// A file in the folder of a product.
#[derive(Clone, Debug)]
pub(crate) struct ProductFile {
    pub(crate) product: String,
    /// The file's name without its ending.
    pub(crate) stem: String,
    pub(crate) file: FileId,
    pub(crate) node: Node,
}

impl Source {
    /// Whether `api.yaml` could be read, and no part of it is missing for a mistake.
    pub(crate) fn has_api(&self) -> bool {
        let parts = ["configuration", "credentials", "errors", "rate_limits", "hosts", "pagination", "products"];
        let is_whole = |node: &Node| !node.is_damaged || parts.iter().all(|part| node.get(part).is_some());
        self.api.as_ref().is_some_and(is_whole)
    }

    /// Whether something was left out of the names of the vendor.
    pub(crate) fn has_damaged_vendor_names(&self) -> bool {
        match &self.vendor_names {
            Some(node) => node.is_damaged || node.get("vendor_names").is_some_and(|names| names.is_damaged),
            None => self.map.files().any(|(_, file)| file.name == "vendor_names.yaml"),
        }
    }

    /// Whether something was left out of the types.
    pub(crate) fn has_damaged_types(&self) -> bool {
        let mut files = self.types.iter().chain(&self.events).chain(&self.sections);
        !self.incomplete.is_empty() || files.any(|file| file.node.get("types").is_some_and(|types| types.is_damaged))
    }

    /// The files, for showing places.
    pub fn map(&self) -> &SourceMap {
        &self.map
    }
}

pub(crate) use files::NO_SUCH_FILE;
pub use files::{InputFile, is_part, read_folder};

/// Reads the given files; their order does not matter.
pub(crate) fn read(mut inputs: Vec<InputFile>, diagnostics: &mut Diagnostics) -> Source {
    inputs.sort_by(|a, b| a.name.cmp(&b.name));
    let mut source = Source::default();
    let mut files = Vec::with_capacity(inputs.len());
    for input in inputs {
        let name = input.name.clone();
        match files::add(input, &mut source.map, diagnostics) {
            Some(file) => files.extend(files::role(&name, file, diagnostics).map(|role| (file, name, role))),
            None => source.incomplete.extend(product_of(&name)),
        }
    }
    // Files are independent, and reading them is most of a check.
    let nodes = parallel::map(&files, |(file, _, role)| {
        let mut diagnostics = Diagnostics::default();
        let mut newer = None;
        let node = role.shape().and_then(|shape| {
            let node = yaml::parse(source.map.file(*file), *file, &mut diagnostics)?;
            let place = node.get("format").map_or(node.place, |format| format.place);
            match upgrade(role, node, STEPS) {
                Ok(node) => fit(node, &Kind::Fields(shape), &mut diagnostics),
                Err(Newer(version)) => {
                    newer = Some(version);
                    diagnostics.push(newer_format(version, place));
                    None
                }
            }
        });
        (node, newer, diagnostics)
    });
    for ((file, name, role), (node, newer, found)) in files.into_iter().zip(nodes) {
        diagnostics.absorb(found);
        source.newer = source.newer.max(newer);
        if let Role::Guide { stem } = role {
            source.guides.push((stem, file));
            continue;
        }
        let Some(node) = node else {
            source.incomplete.extend(product_of(&name));
            continue;
        };
        match role {
            Role::Api => source.api = Some(node),
            Role::Documented => source.documented = Some(node),
            Role::VendorNames => source.vendor_names = Some(node),
            Role::Acknowledged => source.acknowledged = Some(node),
            Role::Types { product } => source.types.push(ProductFile { product, stem: "types".into(), file, node }),
            Role::Events { product } => source.events.push(ProductFile { product, stem: "events".into(), file, node }),
            Role::Section { product, stem } => source.sections.push(ProductFile { product, stem, file, node }),
            // Taken above: it has no node.
            Role::Guide { .. } => {}
        }
    }
    source
}

/// Nothing else is said of such a file: what its keys mean is not known here.
fn newer_format(version: u32, place: Place) -> Diagnostic {
    Diagnostic::error(
        Id::UnknownValue,
        place,
        format!("this file is written in format {version}, which is not known here"),
    )
    .expected(format!("`{VERSION}`, the newest format that this generator reads"))
    .help("use a newer generator, such as the one in the revision that the file comes from")
}

/// The product whose folder a file is in.
fn product_of(name: &str) -> Option<String> {
    name.split_once('/').map(|(product, _)| product.to_owned())
}
