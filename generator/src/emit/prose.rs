//! Prose of the spec as rustdoc text without accidental links, tags and code blocks.

use askama::Template;
use proc_macro2::TokenStream;
use quote::quote;

pub(super) use crate::markdown::{code, escape, paragraphs};
use crate::model::{Deprecation, Notes};

/// The `#[doc]` attributes for ready rustdoc text.
pub(super) fn attributes(text: &str) -> TokenStream {
    let lines = text.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// A rendered template whose paragraphs have one blank line between them.
pub(super) fn rendered(template: &impl Template) -> String {
    // Rendering into a String fails only if a `Display` implementation fails, and no template uses such a type.
    let text = template.render().unwrap_or_default();
    let parts: Vec<String> = text.split("\n\n").map(|part| part.trim_matches('\n').to_owned()).collect();
    paragraphs(&parts)
}

/// The documentation of an element with the name `name` on the wire.
pub(super) fn notes(name: &str, notes: &Notes) -> String {
    let doc = notes.doc.as_ref().map_or_else(|| wire_name(name), |doc| escape(doc));
    paragraphs(&[doc, unverified(notes.unverified.as_ref()), correction(notes.correction.as_ref())])
}

/// The documentation of an element that has only a name.
pub(super) fn wire_name(name: &str) -> String {
    if name.is_empty() { "The empty string.".into() } else { format!("{}.", code(name)) }
}

/// "Corrected: …" for an earlier error in the spec.
pub(super) fn correction(text: Option<&String>) -> String {
    text.map(|text| format!("Corrected: {}", escape(text))).unwrap_or_default()
}

/// The attribute of a deprecated item.
pub(super) fn deprecated(note: Option<&Deprecation>) -> TokenStream {
    // Rustdoc renders the note like any other documentation.
    note.map(|note| escape(&note.to_string())).map(|note| quote!(#[deprecated(note = #note)])).unwrap_or_default()
}

/// "Unverified: …" for doubtful facts.
pub(super) fn unverified(text: Option<&String>) -> String {
    text.map(|text| format!("Unverified: {}", escape(text))).unwrap_or_default()
}
