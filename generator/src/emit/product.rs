//! Modules of products, sections and types.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::file_tasks::FileTask;
use super::rust::{Item, plain};
use super::type_writer::Mentions;
use super::{Context, Output, ident, prose, rust};
use crate::model::{OperationId, Product, ProductId, Section, SectionId, TypeDefinition, TypeIndex};
use crate::naming::{FormerModule, ProductNames, SectionNames};

/// A task for each file of a section, and one task for the other files of each product.
pub(super) fn jobs<'j>(context: &Context<'j>, jobs: &mut Vec<FileTask<'j>>) {
    for (id, product, names) in context.products() {
        jobs.push(Box::new(|context, output| {
            output.add_rust(format!("src/{}/mod.rs", names.module), context.product_file(product, names));
            context.types_files(product, names, output);
        }));
        for (section_id, section, section_names) in names.sections(product) {
            if !section.operations.is_empty() {
                jobs.push(Box::new(move |context, output| {
                    let file = context.section_file((id, section_id), section, section_names);
                    output.add_rust(format!("src/{}/{}.rs", names.module, section_names.module), file);
                }));
            }
        }
    }
}

impl Context<'_> {
    fn product_file(&self, product: &Product, names: &ProductNames) -> rust::RustFile {
        let handle = ident(&names.handle);
        let with_operations = || names.sections(product).filter(|(_, section, _)| !section.operations.is_empty());
        let modules = with_operations().map(|(_, _, names)| {
            let module = ident(&names.module);
            quote!(pub mod #module;)
        });
        let mut modules: Vec<TokenStream> = modules.collect();
        let mut uses = vec![quote!(
            use api_client_runtime as rt;
        )];
        if !product.types.is_empty() || product.events.is_some() {
            let has_others = product.types.iter().any(|definition| !definition.events_only);
            let condition = if has_others { TokenStream::new() } else { condition(EVENTS) };
            modules.push(quote!(
                #condition
                mod types;
            ));
            uses.push(quote!(
                #condition
                pub use types::*;
            ));
        }
        let former_modules = with_operations().filter_map(|(_, _, names)| {
            let (former, module) = (names.former.as_ref()?, ident(&names.module));
            Some(former_module(former, &names.module, &names.handle, &quote!(super::#module), &TokenStream::new()))
        });
        let methods = with_operations().map(|(_, section, names)| {
            let doc = prose::attributes(&prose::escape(&section.doc));
            let (module, handle) = (ident(&names.module), ident(&names.handle));
            let former = names.former.as_ref().map(|former| {
                let (former_module, former_handle) = (ident(&former.module), ident(&former.handle));
                let signature = quote!(#former_module(self) -> #former_module::#former_handle<'a>);
                former_method(&names.module, &signature, &TokenStream::new())
            });
            quote! {
                #doc
                pub fn #module(self) -> #module::#handle<'a> {
                    #module::#handle(self.0)
                }
                #former
            }
        });
        let methods: Vec<TokenStream> = methods.collect();
        let doc = prose::attributes(&prose::paragraphs(&[
            format!("The sections of {}.", prose::escape(&product.title)),
            format!("Returned by [`Client::{0}`](crate::Client::{0}).", names.module),
        ]));
        let mut items = modules;
        items.extend(uses);
        items.extend(former_modules);
        items.push(quote! {
            #doc
            #[derive(Clone, Copy, Debug)]
            #[must_use]
            pub struct #handle<'a>(pub(crate) &'a rt::Client);
        });
        items.push(quote!(impl<'a> #handle<'a> { #(#methods)* }));
        let entry = if product.operations().next().is_some() {
            format!(
                "[`Client::{0}`](crate::Client::{0}) returns [`{1}`], whose methods select a section.",
                names.module, names.handle
            )
        } else {
            String::new()
        };
        let module_doc = prose::paragraphs(&[prose::escape(&product.doc), entry]);
        rust::file(&self.origin(&format!("{}/", product.id.value)), &module_doc, items)
    }

    fn section_file(
        &self,
        (product, section_id): (ProductId, SectionId),
        section: &Section,
        names: &SectionNames,
    ) -> rust::RustFile {
        let handle = ident(&names.handle);
        let product_names = &self.names[product];
        let doc = prose::attributes(&prose::paragraphs(&[
            format!("The operations of the section \"{}\".", prose::escape(&section.title)),
            format!(
                "Returned by [`{0}::{1}`](crate::{2}::{0}::{1}).",
                product_names.handle, names.module, product_names.module
            ),
        ]));
        let operations = section.operations.ids().map(|index| OperationId { product, section: section_id, index });
        let methods = operations.map(|id| self.operation_method(id));
        let body = quote! {
            impl #handle<'_> { #(#methods)* }
        };
        let mut items = plain(vec![
            quote! {
                #doc
                #[derive(Clone, Copy, Debug)]
                #[must_use]
                pub struct #handle<'a>(pub(crate) &'a rt::Client);
            },
            body,
        ]);
        for (_, operation, names_of_operation) in names.operations(section) {
            items.extend(self.operation_items(operation, names_of_operation, names));
        }
        let mentions = self.types.take_mentions();
        let mut uses = imports(&mentions, product_names, None);
        uses.push(quote!(
            use crate::hosts;
        ));
        let uses = plain(uses).into_iter().chain(items).collect::<Vec<Item>>();
        let overview = names.operations(section).map(|(_, operation, operation_names)| {
            let summary = prose::escape(&operation.summary).replace('\n', " ");
            format!("* [`{0}`]({1}::{0}): {summary}", operation_names.method, names.handle)
        });
        let overview = format!("# Operations\n{}", overview.collect::<Vec<_>>().join("\n"));
        let docs = section.docs.as_ref().map(|url| format!("[Vendor's documentation]({url})."));
        let module_doc = prose::paragraphs(&[prose::escape(&section.doc), docs.unwrap_or_default(), overview]);
        rust::file_that(mentions.deprecated, &self.origin(&section.file), &module_doc, &uses)
    }

    /// The types, one file for each file of the spec that defines some.
    fn types_files(&self, product: &Product, names: &ProductNames, output: &mut Output) {
        // Each module with the files of the spec that its items are from.
        let mut modules: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for definition in &product.types {
            modules.entry(module_of(definition, product, names)).or_default().insert(&definition.file);
        }
        if let Some(events) = &product.events {
            modules.entry(EVENTS).or_default().insert(&events.file);
        }
        if modules.is_empty() {
            return;
        }
        let declarations = modules.keys().map(|name| {
            let (module, condition) = (ident(name), condition(name));
            quote!(#condition mod #module;)
        });
        let globs = modules.keys().map(|name| {
            let (module, condition) = (ident(name), condition(name));
            quote!(#condition pub use #module::*;)
        });
        let items: Vec<TokenStream> = declarations.chain(globs).collect();
        let folder = format!("{}/", product.id.value);
        let origin = self.origin(&folder);
        output.add_rust(format!("src/{}/types/mod.rs", names.module), rust::file(&origin, "", items));
        for (module, files) in modules {
            let own = names.types(product).filter(|(definition, _)| module_of(definition, product, names) == module);
            let mut items: Vec<Item> =
                own.flat_map(|(definition, type_names)| self.type_items(definition, type_names)).collect();
            let events = names.events(product).filter(|_| module == EVENTS);
            items.extend(events.into_iter().flat_map(|(events, of_events)| self.event_items(events, of_events, names)));
            let mentions = self.types.take_mentions();
            let mut all = imports(&mentions, names, Some((product, module)));
            let file = if files.len() == 1 { files.first().copied() } else { None }.unwrap_or(&folder);
            // An alias of a type of the standard library needs nothing of the runtime.
            if !items.iter().any(|item| mentions_runtime(item.tokens())) {
                all.retain(|item| !item.to_string().contains("api_client_runtime"));
            }
            let all: Vec<Item> = plain(all).into_iter().chain(items).collect();
            let file = rust::file_that(mentions.deprecated, &self.origin(file), "", &all);
            output.add_rust(format!("src/{}/types/{module}.rs", names.module), file);
        }
    }
}

/// A module under its former name, with the handle under its former name; `target` is the path of the current module.
pub(super) fn former_module(
    former: &FormerModule,
    module: &str,
    handle: &str,
    target: &TokenStream,
    condition: &TokenStream,
) -> TokenStream {
    let doc = prose::attributes(&format!("The former name of [`{module}`]."));
    let handle_doc = prose::attributes(&format!("The former name of [`{handle}`]."));
    let note = format!("renamed to `{module}`");
    let (former_module, former_handle, handle) = (ident(&former.module), ident(&former.handle), ident(handle));
    quote! {
        #doc
        #condition
        #[deprecated(note = #note)]
        pub mod #former_module {
            pub use #target::*;
            #handle_doc
            pub type #former_handle<'a> = #target::#handle<'a>;
        }
    }
}

/// A method that leads to a module under its former name.
pub(super) fn former_method(module: &str, signature: &TokenStream, condition: &TokenStream) -> TokenStream {
    let doc = prose::attributes(&format!("The former name of [`{module}`](Self::{module})."));
    let note = format!("renamed to `{module}`");
    let method = ident(module);
    quote! {
        #doc
        #condition
        #[deprecated(note = #note)]
        pub fn #signature {
            self.#method()
        }
    }
}

/// The `use` items of a file. The file itself defines the types of `own`.
fn imports(mentions: &Mentions, names: &ProductNames, own: Option<(&Product, &str)>) -> Vec<TokenStream> {
    let mut uses = Vec::new();
    if mentions.maps {
        uses.push(quote!(
            use std::collections::BTreeMap;
        ));
    }
    uses.push(quote!(
        use api_client_runtime as rt;
    ));
    let is_own = |index: TypeIndex| {
        own.is_some_and(|(product, module)| module_of(&product.types[index], product, names) == module)
    };
    let types = mentions.types.iter().filter(|id| !is_own(id.index));
    let mut types: Vec<&str> = types.map(|id| names.types[id.index].name.as_str()).collect();
    types.sort_unstable();
    if !types.is_empty() {
        let (module, types) = (ident(&names.module), types.into_iter().map(ident));
        uses.push(quote!(use crate::#module::{#(#types),*};));
    }
    uses
}

/// The module of a product's events and of the types that only events have.
const EVENTS: &str = "events";

/// The feature that this module of types needs.
fn condition(module: &str) -> TokenStream {
    if module == EVENTS { quote!(#[cfg(feature = "webhooks")]) } else { TokenStream::new() }
}

fn mentions_runtime(item: &TokenStream) -> bool {
    item.clone().into_iter().any(|token| match token {
        proc_macro2::TokenTree::Ident(ident) => ident == "rt",
        proc_macro2::TokenTree::Group(group) => mentions_runtime(&group.stream()),
        _ => false,
    })
}

/// The module of a type: `events` for types that only events have, otherwise the section that defines the type, or
/// `shared`.
fn module_of<'a>(definition: &TypeDefinition, product: &Product, names: &'a ProductNames) -> &'a str {
    if definition.events_only {
        return EVENTS;
    }
    let section = product.sections.position(|section| section.id.value == definition.file_stem);
    section.map_or("shared", |id| &names.sections[id].module)
}
