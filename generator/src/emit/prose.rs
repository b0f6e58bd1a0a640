//! Prose of the spec as rustdoc text that means what it says: no link, tag or code block by accident.

use std::cell::RefCell;

use proc_macro2::TokenStream;
use quote::quote;

pub(super) use crate::markdown::{code, escape, paragraphs};
use crate::model::{Deprecation, Notes};

thread_local! {
    /// The texts that marks stand for, in the file that this thread is making.
    static MARKED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// What a mark starts with. No documentation line does, since these start with a blank.
const MARK: &str = "@";

/// A `#[doc]` attribute for ready rustdoc text.
///
/// It holds a mark that [`with_documentation`] replaces once the file is formatted: half of all lines
/// are documentation, which would go through parser and formatter line by line for nothing.
pub(super) fn attributes(text: &str) -> TokenStream {
    mark(text).map(|mark| quote!(#[doc = #mark])).unwrap_or_default()
}

/// The mark that stands for a text, unless there is none.
pub(super) fn mark(text: &str) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    MARKED.with_borrow_mut(|marked| {
        marked.push(text.to_owned());
        Some(format!("{MARK}{}", marked.len() - 1))
    })
}

/// Formatted text with the documentation in the place of its marks.
pub(super) fn with_documentation(formatted: &str) -> String {
    let marked = MARKED.take();
    let mut text = String::with_capacity(formatted.len() + marked.iter().map(String::len).sum::<usize>() * 2);
    for line in formatted.split_inclusive('\n') {
        let code = line.trim_start();
        let number = code.strip_prefix("///").and_then(|rest| rest.strip_prefix(MARK));
        let Some(documentation) = number.and_then(|number| marked.get(number.trim_end().parse::<usize>().ok()?)) else {
            text.push_str(line);
            continue;
        };
        let indent = &line[..line.len() - code.len()];
        for line in documentation.lines() {
            text.push_str(indent);
            text.push_str(if line.is_empty() { "///" } else { "/// " });
            text.push_str(line);
            text.push('\n');
        }
    }
    text
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
