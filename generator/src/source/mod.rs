//! The first pass: the files of a spec as text and as nodes with locations.

pub(crate) mod calendar;
pub(crate) mod files;
pub mod format;
mod hash;
pub mod node;
pub mod shape;
pub(crate) mod url;
pub(crate) mod yaml;

pub use crate::diagnostics::{FileId, Place, SourceFile, SourceMap};
pub use node::Text;

use std::collections::HashMap;

use files::Role;
use format::VERSION;
use format::upgrade::{Newer, STEPS, upgrade};
use node::Node;
use shape::{Kind, fit};

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::parallel;

/// A spec as read: every entry with its location, before it is resolved.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// The files, with their text.
    pub map: SourceMap,
    /// `api.yaml`.
    pub api: Option<Node>,
    /// `documented.yaml`.
    pub documented: Option<Node>,
    /// `vendor_names.yaml`, if there is one.
    pub vendor_names: Option<Node>,
    /// `acknowledged.yaml`, if there is one.
    pub acknowledged: Option<Node>,
    /// `known_mistakes.yaml`, if there is one.
    pub known_mistakes: Option<Node>,
    /// The sections, sorted by product and file name.
    pub sections: Vec<ProductFile>,
    /// The files of shared types.
    pub types: Vec<ProductFile>,
    /// The files of events.
    pub events: Vec<ProductFile>,
    /// The guides, sorted by name: their names and files.
    pub guides: Vec<(String, FileId)>,
    /// The names of guides that could not be read. References to them are valid.
    pub unread_guides: Vec<String>,
    /// The products with a file that could not be read. References to names in it are not checked.
    pub incomplete: Vec<String>,
    /// The format version of its files, if it is newer than that of this generator.
    pub newer: Option<u32>,
}

/// A file in the folder of a product.
#[derive(Clone, Debug)]
pub struct ProductFile {
    /// The product, which is the name of its folder.
    pub product: String,
    /// The file's name without its extension.
    pub stem: String,
    /// The file of the section.
    pub file: FileId,
    /// The content of the file.
    pub node: Node,
}

impl Source {
    /// Whether `api.yaml` could be read, and no part of it was omitted because of an error.
    pub fn has_api(&self) -> bool {
        let parts = ["configuration", "credentials", "errors", "rate_limits", "hosts", "pagination", "products"];
        let is_whole = |node: &Node| !node.is_damaged || parts.iter().all(|part| node.get(part).is_some());
        self.api.as_ref().is_some_and(is_whole)
    }

    /// Whether a part of the vendor's names was omitted because of an error.
    pub fn has_damaged_vendor_names(&self) -> bool {
        match &self.vendor_names {
            Some(node) => node.is_damaged || node.get("vendor_names").is_some_and(|names| names.is_damaged),
            None => self.map.files().any(|(_, file)| file.name == "vendor_names.yaml"),
        }
    }

    /// Whether a part of the types was omitted because of an error.
    pub fn has_damaged_types(&self) -> bool {
        let mut files = self.types.iter().chain(&self.events).chain(&self.sections);
        !self.incomplete.is_empty() || files.any(|file| file.node.get("types").is_some_and(|types| types.is_damaged))
    }

    /// Returns the files, for locations in messages.
    pub fn map(&self) -> &SourceMap {
        &self.map
    }
}

pub(crate) use files::NO_SUCH_FILE;
pub use files::{InputFile, is_part, read_folder};

/// Parses files, in any order.
pub fn read(mut inputs: Vec<InputFile>, diagnostics: &mut Diagnostics) -> Source {
    inputs.retain(|input| is_part(&input.name));
    inputs.sort_by(|a, b| a.name.cmp(&b.name));
    let mut source = Source::default();
    let names: Vec<String> = inputs.iter().map(|input| input.name.clone()).collect();
    let spellings = Spellings::of(names.iter().map(String::as_str));
    let mut files = Vec::with_capacity(inputs.len());
    for input in inputs {
        let name = input.name.clone();
        if let Some((spelled, other)) = spellings.clash(&name) {
            let file = source.map.add(SourceFile::new(input.path, name.clone(), String::new()));
            diagnostics.push(differs_in_case(Place::start_of(file), spelled, other));
            continue;
        }
        match files::take(input, &mut source.map, diagnostics) {
            Some((file, role)) => files.push((file, name, role)),
            None => match files::role(&name) {
                Some(Role::Guide { stem }) => source.unread_guides.push(stem),
                _ => source.incomplete.extend(product_of(&name)),
            },
        }
    }
    // Files are independent, and parsing them takes most of the time of a check.
    let read = parallel::map(files, |(file, name, role)| {
        let mut diagnostics = Diagnostics::default();
        let mut newer = None;
        let node = role.shape().and_then(|shape| {
            let node = yaml::parse(source.map.file(file), file, &mut diagnostics)?;
            if let (Role::Section { product, .. }, Some(other)) = (&role, misnamed(&node)) {
                diagnostics.push(misnamed_file(Place::start_of(file), product, other));
                return None;
            }
            let place = node.get("format").map_or(node.place, |format| format.place);
            match upgrade(&role, node, STEPS) {
                Ok(node) => fit(node, &Kind::Fields(shape), &mut diagnostics),
                Err(Newer(version)) => {
                    newer = Some(version);
                    diagnostics.push(newer_format(version, place));
                    None
                }
            }
        });
        (file, name, role, node, newer, diagnostics)
    });
    for (file, name, role, node, newer, found) in read {
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
            Role::KnownMistakes => source.known_mistakes = Some(node),
            Role::Types { product } => source.types.push(ProductFile { product, stem: "types".into(), file, node }),
            Role::Events { product } => source.events.push(ProductFile { product, stem: "events".into(), file, node }),
            Role::Section { product, stem } => source.sections.push(ProductFile { product, stem, file, node }),
            // Handled above, because it has no node.
            Role::Guide { .. } => {}
        }
    }
    source
}

/// The spellings of the files and folders of a spec, by lower-case path.
struct Spellings<'a>(HashMap<String, &'a str>);

impl<'a> Spellings<'a> {
    /// The spellings that are kept: the one in lower case, otherwise the first.
    fn of(names: impl Iterator<Item = &'a str>) -> Self {
        let mut spellings: HashMap<String, &str> = HashMap::new();
        for path in names.flat_map(prefixes) {
            let lower = path.to_lowercase();
            match spellings.get_mut(&lower) {
                Some(known) if path == lower => *known = path,
                Some(_) => {}
                None => drop(spellings.insert(lower, path)),
            }
        }
        Self(spellings)
    }

    /// Returns a file or folder that some systems cannot distinguish from a different one, with that one.
    fn clash<'n>(&self, name: &'n str) -> Option<(&'n str, &str)> {
        prefixes(name).find_map(|path| {
            let other = *self.0.get(&path.to_lowercase())?;
            (other != path).then_some((path, other))
        })
    }
}

/// Returns the folders of a file, the outermost first, and the file itself.
fn prefixes(name: &str) -> impl Iterator<Item = &str> {
    name.match_indices('/').map(|(end, _)| end).chain([name.len()]).map(|end| &name[..end])
}

fn differs_in_case(place: Place, name: &str, other: &str) -> Diagnostic {
    Diagnostic::error(Id::UnexpectedFile, place, format!("`{name}` and `{other}` differ only in letter case"))
        .expected("names that are different on Windows and macOS")
        .help(format!("rename `{name}`, or move it out of the spec"))
}

/// The name that a file of a product has if its content is no section; a copy of such a file is called differently.
fn misnamed(node: &Node) -> Option<&'static str> {
    let has = |key: &str| node.get(key).is_some();
    if has("section") || has("operations") {
        return None;
    }
    ["events", "types"].into_iter().find(|key| has(key))
}

fn misnamed_file(place: Place, product: &str, content: &str) -> Diagnostic {
    Diagnostic::error(Id::UnexpectedFile, place, format!("this file has `{content}` and no `section`"))
        .expected(format!("`section`; the {content} of a product are in `{product}/{content}.yaml`"))
        .help(format!("move its content to `{product}/{content}.yaml`, or the file out of the spec"))
}

/// Such a file gets no other error, because the meaning of its keys is unknown.
fn newer_format(version: u32, place: Place) -> Diagnostic {
    Diagnostic::error(Id::UnknownValue, place, format!("unknown format version {version}"))
        .expected(format!("`{VERSION}`, the newest format that this generator reads"))
        .help("use a newer generator, such as the generator in the commit that wrote this file")
}

/// Returns the product whose folder contains a file.
fn product_of(name: &str) -> Option<String> {
    name.split_once('/').map(|(product, _)| product.to_owned())
}
