//! The fourth pass: from the model and its names to the files of the client.
//!
//! Emitters only look up the model and the names. They can't fail, read no YAML and create no names.

pub(crate) mod book;
mod client;
mod contract;
mod enums;
mod example;
mod fake;
mod file_tasks;
mod guides;
mod hosts;
mod job;
mod json;
mod library;
mod manifest;
mod objects;
mod operation;
mod operation_doc;
mod product;
mod prose;
mod public_api;
mod rate_plans;
mod readme;
mod received;
mod rust;
mod shared_fields;
mod testing;
mod type_writer;
mod types;
mod unions;
mod vendor_names;
mod webhooks;

use proc_macro2::{Ident, Span};

use crate::model::{Api, Ids, Product, ProductId};
use crate::naming::{Names, ProductNames};
use crate::output::FileSet;
use crate::public_api::Collector;
pub(crate) use fake::requests;
use file_tasks::FileTask;
use type_writer::TypeWriter;

/// Settings for the text of the files.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The program that generates the client, for the headers of the files.
    pub program: String,
    /// The path from the client to the runtime, for its manifest. Without one, the runtime comes from crates.io.
    pub runtime_path: Option<String>,
    /// The folder of the spec, for the headers of the files.
    pub spec_folder: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self { program: "api-client".into(), runtime_path: None, spec_folder: "spec".into() }
    }
}

/// The input of all emitters.
pub(crate) struct Context<'a> {
    pub(crate) api: &'a Api,
    pub(crate) names: &'a Names,
    pub(crate) settings: &'a Settings,
    pub(crate) spec_hash: &'a str,
    ids: Ids,
    types: TypeWriter<'a>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(api: &'a Api, names: &'a Names, settings: &'a Settings, spec_hash: &'a str, ids: Ids) -> Self {
        Self { api, names, settings, spec_hash, ids, types: TypeWriter::new(api, names) }
    }

    /// The command that generates a file, and its input.
    fn origin(&self, file: &str) -> String {
        let Settings { program, spec_folder, .. } = self.settings;
        format!("`{program} generate` from {spec_folder}/{file}")
    }

    /// The crate's name in Rust code.
    fn crate_name(&self) -> String {
        self.api.package.name.value.replace('-', "_")
    }

    /// The products that have operations or events; the others have no code yet.
    fn products(&self) -> impl Iterator<Item = (ProductId, &'a Product, &'a ProductNames)> {
        self.names.products(self.api).filter(|(_, product, _)| has_code(product))
    }
}

/// Whether a product has operations or events; others have no code yet.
fn has_code(product: &Product) -> bool {
    product.operations().next().is_some() || product.events.is_some()
}

/// Files of the client that emitters have written so far.
#[derive(Default)]
struct Output {
    files: FileSet,
    public_items: Collector,
}

impl Output {
    fn add_rust(&mut self, path: String, file: rust::RustFile) {
        self.public_items.add(&path, &file.items);
        self.files.add(path, file.text);
    }

    fn add_text(&mut self, path: &str, text: String) {
        self.files.add(path.to_owned(), text);
    }

    fn absorb(&mut self, other: Self) {
        self.files.extend(other.files);
        self.public_items.absorb(other.public_items);
    }
}

/// All files of the client.
pub(crate) fn emit(context: &Context<'_>) -> FileSet {
    let mut jobs: Vec<FileTask<'_>> = vec![
        // The longest task is first, because the other tasks can run beside it.
        Box::new(contract::emit),
        Box::new(library::emit),
        Box::new(client::emit),
        Box::new(hosts::emit),
        Box::new(rate_plans::emit),
        Box::new(manifest::emit),
        Box::new(readme::emit),
        Box::new(fake::emit),
        Box::new(guides::emit),
        Box::new(testing::emit),
    ];
    product::jobs(context, &mut jobs);
    let mut output = file_tasks::run(context, &jobs);
    public_api::emit(context, &mut output);
    output.files
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
