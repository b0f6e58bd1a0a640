//! Prose of the spec as rustdoc text that means what it says: no link, tag or code block by accident.

use proc_macro2::TokenStream;
use quote::quote;

pub(super) use crate::markdown::{code, escape, paragraphs};
use crate::model::{Deprecation, Notes};

/// The `#[doc]` attributes for ready rustdoc text.
pub(super) fn attributes(text: &str) -> TokenStream {
    let lines = text.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// What is said about an element, which is called `name` on the wire.
pub(super) fn notes(name: &str, notes: &Notes) -> String {
    let doc = notes.doc.as_ref().map_or_else(|| wire_name(name), |doc| escape(doc));
    paragraphs(&[doc, unverified(notes.unverified.as_ref()), correction(notes.correction.as_ref())])
}

/// The name itself, where nothing else is known of it.
pub(super) fn wire_name(name: &str) -> String {
    if name.is_empty() { "The empty text.".into() } else { format!("{}.", code(name)) }
}

/// "Corrected: …" for what was wrong before.
pub(super) fn correction(text: Option<&String>) -> String {
    text.map(|text| format!("Corrected: {}", escape(text))).unwrap_or_default()
}

/// The attribute of something deprecated.
pub(super) fn deprecated(note: Option<&Deprecation>) -> TokenStream {
    // Rustdoc renders the note like any other documentation.
    note.map(|note| escape(&note.to_string())).map(|note| quote!(#[deprecated(note = #note)])).unwrap_or_default()
}

/// "Unverified: …" for doubtful facts.
pub(super) fn unverified(text: Option<&String>) -> String {
    text.map(|text| format!("Unverified: {}", escape(text))).unwrap_or_default()
}
