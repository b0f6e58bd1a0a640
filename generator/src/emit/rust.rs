//! Token streams as formatted Rust files.

use proc_macro2::{Ident, TokenStream};

use super::compact::{WIDTH, compact};
use super::{ident, prose};
use crate::tokens;

/// A formatted Rust file, and its items for whoever wants to look at them again.
pub(super) struct RustFile {
    pub(super) text: String,
    pub(super) items: Vec<syn::Item>,
}

/// An item of a file.
pub(super) enum Item {
    /// One that the formatter lays out.
    Plain(TokenStream),
    /// One that is inside of a macro call, where a formatter changes nothing: it is laid out already.
    Declaration {
        text: String,
        /// What it declares, as plain items.
        declares: TokenStream,
    },
}

impl From<TokenStream> for Item {
    fn from(tokens: TokenStream) -> Self {
        Self::Plain(tokens)
    }
}

impl Item {
    /// The tokens that it is made of, or stands for.
    pub(super) fn tokens(&self) -> &TokenStream {
        match self {
            Self::Plain(tokens) | Self::Declaration { declares: tokens, .. } => tokens,
        }
    }
}

/// Items that the formatter lays out.
pub(super) fn plain(items: Vec<TokenStream>) -> Vec<Item> {
    items.into_iter().map(Item::from).collect()
}

/// A Rust file: header, module documentation, items with a blank line between them.
///
/// Tokens that are no Rust would be a defect of the emitters, not of a spec; they are written as
/// they are, so that the compiler points at them.
pub(super) fn file(origin: &str, module_doc: &str, items: Vec<TokenStream>) -> RustFile {
    file_that(false, origin, module_doc, &plain(items))
}

/// The same, for a file that may use what is deprecated, as it does if it declares some.
pub(super) fn file_that(uses_deprecated: bool, origin: &str, module_doc: &str, items: &[Item]) -> RustFile {
    let mut text = header("//", origin);
    if !module_doc.is_empty() {
        text.push('\n');
        for line in module_doc.lines() {
            text.push_str(format!("//! {line}").trim_end());
            text.push('\n');
        }
    }
    let start = text.len();
    let mut previous_was_use = false;
    let mut parsed = Vec::with_capacity(items.len());
    for item in items.iter().filter(|item| !item.tokens().is_empty()) {
        let tokens = item.tokens();
        let formatted = match (syn::parse2::<syn::File>(tokens.clone()), item) {
            (Ok(file), Item::Plain(_)) => {
                let formatted = spaced(&compact(&prettyplease::unparse(&file)));
                parsed.extend(file.items);
                formatted
            }
            (Ok(file), Item::Declaration { text, .. }) => {
                parsed.extend(file.items);
                text.clone()
            }
            (Err(_), _) => format!("{tokens}\n"),
        };
        let is_use =
            formatted.starts_with("use ") || formatted.starts_with("mod ") || formatted.starts_with("pub use ");
        if !(is_use && previous_was_use) {
            text.push('\n');
        }
        previous_was_use = is_use;
        text.push_str(&formatted);
    }
    let text_start = text.split_off(start);
    text.push_str(&prose::with_documentation(&text_start));
    if uses_deprecated || text[start..].contains("#[deprecated") {
        text.insert_str(start, "\n#![allow(deprecated, reason = \"what is deprecated still works\")]\n");
    }
    RustFile { text, items: parsed }
}

/// Writes the documentation and attributes of a part of a declaration, indented so many times.
pub(super) fn attributes(text: &mut String, depth: usize, doc: &str, attributes: &TokenStream) {
    let indent = "    ".repeat(depth);
    if let Some(mark) = prose::mark(doc) {
        text.push_str(&format!("{indent}///{mark}\n"));
    }
    if !attributes.is_empty() {
        text.push_str(&format!("{indent}{}\n", tokens::one_line(attributes)));
    }
}

/// A call of a macro that takes a type and lists of names, and perhaps something after them.
pub(super) fn declaration_of_lists(call: &str, type_: &Ident, lists: &[(&str, &[String])], last: &str) -> String {
    let start = format!("{call}({type_}");
    let lists = || lists.iter().filter(|(_, names)| !names.is_empty());
    let on_one_line: String = lists().map(|(key, names)| format!(", {key}: [{}]", names.join(", "))).collect();
    let last = if last.is_empty() { String::new() } else { format!(", {last}") };
    if start.len() + on_one_line.len() + last.len() + ");".len() <= WIDTH {
        return format!("{start}{on_one_line}{last});\n");
    }
    let lists: String =
        lists().map(|(key, names)| format!(",\n    {key}: {}", list(names, 1, &format!("{key}: "), ","))).collect();
    format!("{call}(\n    {type_}{lists}{}\n);\n", last.replacen(", ", ",\n    ", 1))
}

/// Names in brackets, on one line if they fit beside what is before and after them, else on several;
/// the line is indented so many times.
pub(super) fn list(names: &[String], depth: usize, before: &str, after: &str) -> String {
    let indent = "    ".repeat(depth);
    let on_one_line = format!("[{}]", names.join(", "));
    if indent.len() + before.len() + on_one_line.len() + after.len() <= WIDTH {
        return on_one_line;
    }
    let mut lines = vec![String::new()];
    for name in names {
        let width = lines.last().map_or(0, String::len);
        if width > 0 && indent.len() + 4 + width + name.len() + ", ,".len() > WIDTH {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(&format!("{name},"));
        }
    }
    let lines: String = lines.iter().map(|line| format!("{indent}    {line}\n")).collect();
    format!("[\n{}\n{indent}]", lines.trim_end().trim_end_matches(','))
}

/// Names as Rust writes them.
pub(super) fn idents<'n>(names: impl Iterator<Item = &'n str>) -> Vec<String> {
    names.map(|name| ident(name).to_string()).collect()
}

/// The first lines of every generated file.
pub(super) fn header(comment: &str, origin: &str) -> String {
    format!("{comment} @generated by {origin}.\n{comment} Do not edit: change the spec or the generator.\n")
}

/// Formats items or, inside a function, statements.
pub(super) fn format_items(tokens: &TokenStream) -> String {
    match syn::parse2::<syn::File>(tokens.clone()) {
        Ok(file) => spaced(&prettyplease::unparse(&file)),
        Err(_) => format!("{tokens}\n"),
    }
}

/// The formatter puts no blank lines between the members of an `impl`.
fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + 64);
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        spaced.push_str(line);
        spaced.push('\n');
        let is_function = line.starts_with("    pub fn ") || line.starts_with("    fn ");
        let member_ends = line == "    }" || (is_function && line.ends_with('}'));
        let next_is_member = lines.peek().is_some_and(|next| {
            ["    ///", "    pub ", "    fn ", "    #["].iter().any(|start| next.starts_with(start))
        });
        if member_ends && next_is_member {
            spaced.push('\n');
        }
    }
    spaced
}
