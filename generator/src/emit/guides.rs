//! Guides: pages of the documentation, whose examples are tests of it.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, Output, ident, prose, rust};
use crate::model::Guide;

/// Whether the crate has guides at all.
pub(super) fn are_there(context: &Context<'_>) -> bool {
    !context.api.guides.is_empty()
}

pub(super) fn emit(context: &Context<'_>, output: &mut Output) {
    if !are_there(context) {
        return;
    }
    let mut items: Vec<TokenStream> = Vec::new();
    for (guide, name) in guides(context) {
        let (module, file) = (ident(name), format!("{name}.md"));
        let features = features(context, guide);
        let condition = if features.is_empty() { quote!() } else { quote!(#[cfg(all(#(feature = #features),*))]) };
        items.push(quote! {
            #condition
            #[doc = include_str!(#file)]
            pub mod #module {}
        });
        // At the end: what a page starts with is its title.
        let header = rust::header("", &context.origin(&format!("guides/{}.md", guide.name.value)));
        let header = header.trim().replace("\n ", " ");
        let page = format!("# {}\n\n{}\n<!-- {header} -->\n", prose::escape(&guide.title), guide.text);
        output.add_text(&format!("src/guide/{name}.md"), page);
    }
    let file = rust::file(&context.origin("api.yaml"), &overview(context), items);
    // Pages of the documentation are no public surface: no program can use them.
    output.add_text("src/guide/mod.rs", file.text);
}

/// The guides with their modules.
pub(super) fn guides<'a>(context: &'a Context<'_>) -> impl Iterator<Item = (&'a Guide, &'a str)> {
    context.api.guides.iter().zip(context.names.guides.iter().map(String::as_str))
}

/// The features of the client that the examples of a guide need.
fn features<'a>(context: &'a Context<'_>, guide: &'a Guide) -> Vec<&'a str> {
    let products = guide.products.iter().map(|product| context.names.products[*product].module.as_str());
    products.chain(guide.features.iter().map(String::as_str)).collect()
}

/// The list of all guides, in their order. Links are to pages, since a guide whose features are off is not there.
fn overview(context: &Context<'_>) -> String {
    let rows = guides(context)
        .map(|(guide, name)| format!("* [{}]({name}/index.html): {}", prose::escape(&guide.title), guide.summary));
    let rows: Vec<String> = rows.collect();
    format!(
        "Guides. All examples are compiled and run as tests, against the server of `testing`.\n\n{}\n",
        rows.join("\n")
    )
}
