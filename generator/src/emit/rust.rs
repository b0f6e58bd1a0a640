//! Token streams as formatted Rust files.

use std::iter;

use proc_macro2::{Ident, TokenStream};

use super::ident;
use crate::tokens;

/// How long a line of a declaration inside of a macro call may get.
const WIDTH: usize = 100;

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
    let mut previous = None;
    let mut parsed = Vec::with_capacity(items.len());
    for item in items.iter().filter(|item| !item.tokens().is_empty()) {
        let tokens = item.tokens();
        let Ok(file) = syn::parse2::<syn::File>(tokens.clone()) else {
            text.push_str(&format!("\n{tokens}\n"));
            continue;
        };
        if let Item::Declaration { text: declaration, .. } = item {
            text.push('\n');
            text.push_str(declaration);
            previous = None;
            parsed.extend(file.items);
            continue;
        }
        if !file.attrs.is_empty() {
            let attributes = syn::File { items: Vec::new(), ..file.clone() };
            text.push_str(&format!("\n{}\n", prettyplease::unparse(&attributes).trim_end()));
        }
        for item in file.items {
            let kind = std::mem::discriminant(&item);
            let joins = match &item {
                syn::Item::Use(_) | syn::Item::Macro(_) => true,
                syn::Item::Mod(module) => module.content.is_none(),
                _ => false,
            };
            if !(joins && previous == Some(kind)) {
                text.push('\n');
            }
            previous = Some(kind).filter(|_| joins);
            parsed.push(write_item(&mut text, item));
        }
    }
    if uses_deprecated || text[start..].contains("#[deprecated") {
        text.insert_str(start, "\n#![allow(deprecated, reason = \"what is deprecated still works\")]\n");
    }
    RustFile { text, items: parsed }
}

/// Writes a formatted item, with a blank line between the members of an `impl`.
fn write_item(text: &mut String, item: syn::Item) -> syn::Item {
    let mut file = syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] };
    let formatted = prettyplease::unparse(&file);
    let item = file.items.remove(0);
    if matches!(item, syn::Item::Impl(_)) {
        text.push_str(&formatted.replace("\n    }\n    ", "\n    }\n\n    ").replace(";\n    fn ", ";\n\n    fn "));
    } else {
        text.push_str(&formatted);
    }
    item
}

/// Writes the documentation and attributes of a part of a declaration, indented so many times.
pub(super) fn attributes(text: &mut String, depth: usize, doc: &str, attributes: &TokenStream) {
    let indent = "    ".repeat(depth);
    for line in doc.lines() {
        text.push_str(format!("{indent}/// {line}").trim_end());
        text.push('\n');
    }
    if !attributes.is_empty() {
        text.push_str(&format!("{indent}{}\n", tokens::one_line(attributes)));
    }
}

/// A call of a macro that takes a type and lists of names, and perhaps something after them.
pub(super) fn declaration_of_lists(call: &str, type_: &Ident, lists: &[(&str, &[String])], last: &str) -> String {
    let arguments = |written: &dyn Fn(&str, &[String]) -> String| {
        let lists = lists.iter().filter(|(_, names)| !names.is_empty()).map(|(key, names)| written(key, names));
        let arguments = iter::once(type_.to_string()).chain(lists).chain([last.to_owned()]);
        arguments.filter(|argument| !argument.is_empty()).collect::<Vec<_>>()
    };
    let on_one_line = arguments(&|key, names| format!("{key}: [{}]", names.join(", ")));
    let on_one_line = format!("{call}({});", on_one_line.join(", "));
    if on_one_line.len() <= WIDTH {
        return on_one_line + "\n";
    }
    let on_several = arguments(&|key, names| format!("{key}: {}", list(names, 1, &format!("{key}: "), ",")));
    format!("{call}(\n    {}\n);\n", on_several.join(",\n    "))
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
        Ok(file) => prettyplease::unparse(&file),
        Err(_) => format!("{tokens}\n"),
    }
}
