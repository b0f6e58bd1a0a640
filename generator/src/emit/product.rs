//! Modules of products, sections and types.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, Output, ident, prose, rust};
use crate::model::{Product, Section};
use crate::names::{ProductNames, SectionNames, TypeNames};

pub(super) fn emit(context: &Context<'_>, output: &mut Output) {
    for (index, product, names) in context.products() {
        output.add_rust(format!("src/{}/mod.rs", names.module), context.product_file(product, names));
        for (section, section_names) in product.sections.iter().zip(&names.sections) {
            if !section.operations.is_empty() {
                let file = context.section_file(index, section, section_names);
                output.add_rust(format!("src/{}/{}.rs", names.module, section_names.module), file);
            }
        }
        context.types_files(product, names, output);
    }
}

impl Context<'_> {
    fn product_file(&self, product: &Product, names: &ProductNames) -> rust::RustFile {
        let handle = ident(&names.handle);
        let with_operations =
            || product.sections.iter().zip(&names.sections).filter(|(section, _)| !section.operations.is_empty());
        let modules = with_operations().map(|(_, names)| {
            let module = ident(&names.module);
            quote!(pub mod #module;)
        });
        let mut modules: Vec<TokenStream> = modules.collect();
        let mut uses = vec![quote!(
            use api_client_runtime as rt;
        )];
        if !product.types.is_empty() {
            modules.push(quote!(
                mod types;
            ));
            uses.push(quote!(
                pub use types::*;
            ));
        }
        let methods = with_operations().map(|(section, names)| {
            let doc = prose::attributes(&prose::escape(&section.doc));
            let (module, handle) = (ident(&names.module), ident(&names.handle));
            quote! {
                #doc
                pub fn #module(self) -> #module::#handle<'a> {
                    #module::#handle(self.0)
                }
            }
        });
        let methods: Vec<TokenStream> = methods.collect();
        let doc = prose::attributes(&format!("The operations of {}, by section.", prose::escape(&product.title)));
        let mut items = modules;
        items.extend(uses);
        items.push(quote! {
            #doc
            #[derive(Clone, Copy, Debug)]
            #[must_use]
            pub struct #handle<'a>(pub(crate) &'a rt::Client);
        });
        items.push(quote!(impl<'a> #handle<'a> { #(#methods)* }));
        let module_doc =
            prose::paragraphs(&[format!("{}.", prose::escape(&product.title)), prose::escape(&product.doc)]);
        rust::file(&self.origin(&format!("{}/", product.id.value)), &module_doc, &items)
    }

    fn section_file(&self, product: usize, section: &Section, names: &SectionNames) -> rust::RustFile {
        let handle = ident(&names.handle);
        let doc = prose::attributes(&format!("The operations of the section {}.", prose::escape(&section.title)));
        let methods = section.operations.iter().zip(&names.operations);
        let methods = methods.map(|(operation, names)| self.operation_method(operation, names, product));
        let body = quote! {
            impl #handle<'_> { #(#methods)* }
        };
        let mut items = vec![
            quote! {
                #doc
                #[derive(Clone, Copy, Debug)]
                #[must_use]
                pub struct #handle<'a>(pub(crate) &'a rt::Client);
            },
            body,
        ];
        for (operation, names_of_operation) in section.operations.iter().zip(&names.operations) {
            items.extend(self.operation_items(operation, names_of_operation, names));
        }
        let product_names = &self.names.products[product];
        let mut uses = imports(&items, product_names, product_names.types.iter());
        uses.extend(items);
        let module_doc =
            prose::paragraphs(&[format!("{}.", prose::escape(&section.title)), prose::escape(&section.doc)]);
        rust::file(&self.origin(&section.file), &module_doc, &uses)
    }

    /// The types, one file for each file of the spec that defines some.
    fn types_files(&self, product: &Product, names: &ProductNames, output: &mut Output) {
        let mut stems: Vec<(&str, &str)> = Vec::new();
        for definition in &product.types {
            if !stems.iter().any(|(stem, _)| *stem == definition.file_stem) {
                stems.push((&definition.file_stem, &definition.file));
            }
        }
        stems.sort_unstable();
        if stems.is_empty() {
            return;
        }
        let modules = stems.iter().map(|(stem, _)| {
            let module = module_of(stem, product, names);
            let module = ident(&module);
            quote!(mod #module;)
        });
        let globs = stems.iter().map(|(stem, _)| {
            let module = ident(&module_of(stem, product, names));
            quote!(pub use #module::*;)
        });
        let items: Vec<TokenStream> = modules.chain(globs).collect();
        let origin = self.origin(&format!("{}/", product.id.value));
        output.add_rust(format!("src/{}/types/mod.rs", names.module), rust::file(&origin, "", &items));
        for (stem, file) in stems {
            let types = product.types.iter().zip(&names.types);
            let (own, others): (Vec<_>, Vec<_>) = types.partition(|(definition, _)| definition.file_stem == stem);
            let items: Vec<TokenStream> =
                own.into_iter().flat_map(|(definition, type_names)| self.type_items(definition, type_names)).collect();
            let module = module_of(stem, product, names);
            // The types of this file need no import.
            let mut all = imports(&items, names, others.into_iter().map(|(_, names)| names));
            all.extend(items);
            output
                .add_rust(format!("src/{}/types/{module}.rs", names.module), rust::file(&self.origin(file), "", &all));
        }
    }
}

/// The module for the types of a spec file: called like the section's, or `shared`.
fn module_of(stem: &str, product: &Product, names: &ProductNames) -> String {
    let section = product.sections.iter().position(|section| section.id.value == stem);
    section.map_or_else(|| "shared".into(), |index| names.sections[index].module.clone())
}

/// The `use` items for what the tokens mention of these types and of what is not the product's.
fn imports<'n>(
    items: &[TokenStream],
    product: &ProductNames,
    types: impl Iterator<Item = &'n TypeNames>,
) -> Vec<TokenStream> {
    let mut mentioned = std::collections::HashSet::new();
    for item in items {
        collect(item.clone(), &mut mentioned);
    }
    let mut uses = Vec::new();
    if mentioned.contains("BTreeMap") {
        uses.push(quote!(
            use std::collections::BTreeMap;
        ));
    }
    uses.push(quote!(
        use api_client_runtime as rt;
    ));
    let types = types.map(|names| names.name.as_str());
    let mut types: Vec<&str> = types.filter(|name| mentioned.contains(*name)).collect();
    types.sort_unstable();
    if !types.is_empty() {
        let (module, types) = (ident(&product.module), types.into_iter().map(ident));
        uses.push(quote!(use crate::#module::{#(#types),*};));
    }
    if mentioned.contains("hosts") {
        uses.push(quote!(
            use crate::hosts;
        ));
    }
    uses
}

fn collect(tokens: TokenStream, mentioned: &mut std::collections::HashSet<String>) {
    for token in tokens {
        match token {
            proc_macro2::TokenTree::Ident(ident) => {
                mentioned.insert(ident.to_string());
            }
            proc_macro2::TokenTree::Group(group) => collect(group.stream(), mentioned),
            _ => {}
        }
    }
}
