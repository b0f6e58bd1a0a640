//! Guides: pages of the documentation, whose examples are tests of it.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, Output, ident, prose, rust};
use crate::model::{Guide, GuidePart};

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
        let page = format!("# {}\n\n{}\n<!-- {header} -->\n", prose::escape(&guide.title), whole(context, guide));
        output.add_text(&format!("src/guide/{name}.md"), page);
    }
    let file = rust::file(&context.origin("api.yaml"), &overview(context), items);
    // Pages of the documentation are no public surface: no program can use them.
    output.add_text("src/guide/mod.rs", file.text);
}

/// The whole page, with what is generated for it.
fn whole(context: &Context<'_>, guide: &Guide) -> String {
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

/// Where a guide is once the package is published.
pub(super) fn link(context: &Context<'_>, name: &str) -> String {
    let package = &context.api.package.name.value;
    format!("https://docs.rs/{package}/latest/{}/guide/{name}/index.html", context.crate_name())
}

/// A guide as a part of a readme: what rustdoc does with it is done here. Lines of examples that are run and not shown
/// are left out, headings are one level deeper, and links lead to the published documentation.
pub(super) fn outside_of_rustdoc(context: &Context<'_>, guide: &Guide) -> String {
    let mut text = format!("## {}\n\n", prose::escape(&guide.title));
    let mut fence: Option<bool> = None;
    for line in whole(context, guide).lines() {
        let is_rust = fence == Some(true);
        if let Some(info) = line.trim_start().strip_prefix("```") {
            fence = match fence {
                None => Some(is_rust_block(info)),
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

/// Whether rustdoc takes a code block with these words for Rust.
fn is_rust_block(info: &str) -> bool {
    let known = ["", "rust", "no_run", "ignore", "should_panic", "compile_fail"];
    info.split(',').all(|word| known.contains(&word.trim()))
}

/// Markdown whose links to items are their text alone, and whose links to other guides are those of the published ones.
pub(super) fn without_links(context: &Context<'_>, markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some((before, (label, target), after)) = next_link(rest) {
        text.push_str(before);
        let guide = target.strip_prefix("../").and_then(|path| path.strip_suffix("/index.html"));
        match guide {
            Some(name) => text.push_str(&format!("[{label}]({})", link(context, name))),
            None if target.contains("::") => text.push_str(label),
            None => text.push_str(&format!("[{label}]({target})")),
        }
        rest = after;
    }
    text + rest
}

/// The first link of a text, as label and target, with what stands before and after it.
fn next_link(text: &str) -> Option<(&str, (&str, &str), &str)> {
    let middle = text.find("](")?;
    let start = text[..middle].rfind('[')?;
    let end = middle + text[middle..].find(')')?;
    Some((&text[..start], (&text[start + 1..middle], &text[middle + 2..end]), &text[end + 1..]))
}

#[cfg(test)]
mod tests {
    #[test]
    fn links_are_told_from_other_brackets() {
        for (text, link) in [
            ("a [b](c) d", Some(("a ", ("b", "c"), " d"))),
            ("[a] [`b`](c::d)", Some(("[a] ", ("`b`", "c::d"), ""))),
            ("a] (b) [c]", None),
            ("[a](b", None),
        ] {
            assert_eq!(super::next_link(text), link, "{text}");
        }
    }

    #[test]
    fn blocks_of_rust_are_told_from_others() {
        for (info, is_rust) in [("", true), ("rust", true), ("rust,no_run", true), ("sh", false), ("toml", false)] {
            assert_eq!(super::is_rust_block(info), is_rust, "{info}");
        }
    }
}
