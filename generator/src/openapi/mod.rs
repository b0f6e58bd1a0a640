//! The API as OpenAPI 3.1: one document for the whole API, and one for each product.
//!
//! Documents use only the model, as the client does, so both agree. A fact that OpenAPI has no key for is in the
//! description, and for programs in a key with `x-`.

mod bodies;
mod document;
mod examples;
mod merge;
mod operation;
mod parameters;
mod paths;
mod responses;
mod schemas;
mod security;
mod text;
mod webhooks;

use serde_json::{Map, Value};

use crate::diagnostics::Diagnostics;
use crate::model::{Api, ProductId, SectionId};
use crate::output::FileSet;
use document::Document;

/// A JSON object whose keys keep their order.
type Object = Map<String, Value>;

/// Returns the documents of an API.
#[derive(Clone, Debug)]
pub struct OpenApi {
    files: FileSet,
}

impl OpenApi {
    /// Returns all documents by file name, with the manifest that lists them and names the program.
    pub fn files(&self, program: &str) -> FileSet {
        self.files.clone().with_manifest(program, "openapi")
    }

    /// Returns the file name and the text of the document of a product.
    pub fn product(&self, id: &str) -> Option<(String, &str)> {
        let name = format!("{id}.json");
        Some((name.clone(), self.files.get(&name)?))
    }
}

/// The document of a part of a product.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) product: ProductId,
    /// The section with the operations. Without one, the part has the events of the product.
    pub(crate) section: Option<SectionId>,
    pub(crate) document: Value,
}

/// Creates a document for each section with operations, and for the events of each product.
pub(crate) fn parts(api: &Api) -> Result<Vec<Part>, Diagnostics> {
    let routes = paths::routes(api);
    let diagnostics = paths::check(&routes);
    if !diagnostics.is_empty() {
        return Err(diagnostics);
    }
    let mut parts = Vec::new();
    for (product, content) in api.products.with_ids() {
        for (section, own) in content.sections.with_ids().filter(|(_, section)| !section.operations.is_empty()) {
            let is_own = |route: &&paths::Route<'_>| std::ptr::eq(route.section, own);
            let routes: Vec<paths::Route<'_>> = routes.iter().filter(is_own).cloned().collect();
            let document = Document::new(api, vec![product], false).render_operations(&routes);
            parts.push(Part { product, section: Some(section), document });
        }
        if content.events.is_some() {
            let document = Document::new(api, vec![product], false).render_events();
            parts.push(Part { product, section: None, document });
        }
    }
    Ok(parts)
}

/// Creates the documents of an API.
///
/// Structs of the model are destructured in full where they are exported: a new key does not compile until the export
/// handles it.
pub(crate) fn export(api: &Api) -> Result<OpenApi, Diagnostics> {
    let routes = paths::routes(api);
    let diagnostics = paths::check(&routes);
    if !diagnostics.is_empty() {
        return Err(diagnostics);
    }
    let mut files = FileSet::default();
    // A product without operations has no document.
    let has_content = |index: &ProductId| {
        let product = &api.products[*index];
        product.operations().next().is_some() || product.events.is_some()
    };
    let products: Vec<ProductId> = api.products.ids().filter(has_content).collect();
    for index in &products {
        let document = Document::new(api, vec![*index], false);
        files.add(format!("{}.json", api.products[*index].id.value), text(&document.render(&routes)));
    }
    let document = Document::new(api, products, true);
    files.add(whole_name(api), text(&document.render(&routes)));
    Ok(OpenApi { files })
}

/// The file of the whole API. Ids of products have no hyphen, so no product has this file name.
fn whole_name(api: &Api) -> String {
    let name = &api.package.name.value;
    if name.contains('-') { format!("{name}.json") } else { format!("{name}-api.json") }
}

fn text(document: &Value) -> String {
    // JSON values can always be serialized.
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    text
}
