//! Guides: pages of the documentation, whose examples are doctests.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, Output, ident, prose, rust};
use crate::model::{Guide, GuidePart};
use crate::{links, markdown};

/// Whether the crate has guides.
pub(super) fn has_guides(context: &Context<'_>) -> bool {
    !context.api.guides.is_empty()
}

pub(super) fn emit(context: &Context<'_>, output: &mut Output) {
    if !has_guides(context) {
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
        // The header is at the end, because a page starts with its title.
        let header = rust::header("", &context.origin(&format!("guides/{}.md", guide.name.value)));
        let header = header.trim().replace("\n ", " ");
        let text = with_pages(context, &whole(context, guide), "../");
        let page = format!("# {}\n\n{text}\n<!-- {header} -->\n", prose::escape(&guide.title));
        output.add_text(&format!("src/guide/{name}.md"), page);
    }
    let file = rust::file(&context.origin("api.yaml"), &overview(context), items);
    // The modules of guides are not listed as public items, because programs cannot use them.
    output.add_text("src/guide/mod.rs", file.text);
}

/// The whole page, including its generated parts.
pub(super) fn whole(context: &Context<'_>, guide: &Guide) -> String {
    let mut text = String::new();
    for part in &guide.parts {
        match part {
            GuidePart::Written(written) => text.push_str(written),
            GuidePart::VendorNames(client) => {
                text.push_str(&context.vendor_names(&context.api.vendor_clients[*client]));
                text.push('\n');
            }
        }
    }
    text.truncate(text.trim_end().len());
    text + "\n"
}

/// The guides with their modules.
pub(super) fn guides<'a>(context: &'a Context<'_>) -> impl Iterator<Item = (&'a Guide, &'a str)> {
    context.names.guides(context.api).map(|(_, guide, module)| (guide, module.as_str()))
}

/// The features of the client that the examples of a guide need.
fn features<'a>(context: &'a Context<'_>, guide: &'a Guide) -> Vec<&'a str> {
    let products = guide.products.iter().map(|product| context.names[*product].module.as_str());
    products.chain(guide.features.iter().map(String::as_str)).collect()
}

/// The list of all guides, in their order. Links lead to pages, because a guide is absent if its features are off.
fn overview(context: &Context<'_>) -> String {
    let rows = guides(context)
        .map(|(guide, name)| (name, prose::escape(&guide.title), with_pages(context, &guide.summary, "")))
        .map(|(name, title, summary)| format!("* [{title}]({name}/index.html): {summary}"));
    let rows: Vec<String> = rows.collect();
    format!(
        "Guides with examples. All examples are compiled and run as tests, against the fake server of `testing`.\n\n{}\n",
        rows.join("\n")
    )
}

/// The URL of a guide of the published package.
pub(super) fn link(context: &Context<'_>, name: &str) -> String {
    let package = &context.api.package.name.value;
    format!("https://docs.rs/{package}/latest/{}/guide/{name}/index.html", context.crate_name())
}

/// A guide as a part of a readme, rendered as rustdoc renders it. Hidden lines of examples are removed, headings are one
/// level deeper, and links lead to the published documentation.
pub(super) fn outside_of_rustdoc(context: &Context<'_>, guide: &Guide) -> String {
    let mut text = format!("## {}\n\n", prose::escape(&guide.title));
    let mut fence: Option<bool> = None;
    for line in whole(context, guide).lines() {
        let is_rust = fence == Some(true);
        if let Some(info) = line.trim_start().strip_prefix("```") {
            fence = match fence {
                None => Some(markdown::is_rust_block(info)),
                Some(_) => None,
            };
            text.push_str(if fence == Some(true) { "```rust" } else { line });
        } else if is_rust && (line == "#" || line.starts_with("# ")) {
            continue;
        } else if fence.is_none() && line.starts_with('#') {
            text.push_str(&format!("##{line}"));
        } else if fence.is_none() {
            text.push_str(&without_links(context, line));
        } else {
            text.push_str(line);
        }
        text.push('\n');
    }
    text
}

/// Markdown in which links to items become plain text, and links to other guides lead to the published guides.
pub(super) fn without_links(context: &Context<'_>, markdown: &str) -> String {
    links::rewritten(markdown, |found| match links::guide(found.target) {
        Some((name, heading)) => Some(format!("[{}]({}{heading})", found.label, link(context, module(context, name)?))),
        None => found.target.contains("::").then(|| found.label.to_owned()),
    })
}

/// Markdown in which links to other guides lead to their pages, relative to a folder.
fn with_pages(context: &Context<'_>, markdown: &str, folder: &str) -> String {
    links::rewritten(markdown, |found| {
        let (name, heading) = links::guide(found.target)?;
        Some(format!("[{}]({folder}{}/index.html{heading})", found.label, module(context, name)?))
    })
}

/// The module of the guide with a name.
fn module<'a>(context: &'a Context<'_>, name: &str) -> Option<&'a str> {
    guides(context).find(|(guide, _)| guide.name.value == name).map(|(_, module)| module)
}
