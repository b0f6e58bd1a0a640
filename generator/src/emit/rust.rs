//! Token streams as formatted Rust files.

use std::borrow::Cow;
use std::iter;

use proc_macro2::{Ident, Literal, TokenStream};

use super::ident;
use crate::tokens;

/// Maximum width of the lines that this module lays out itself.
const WIDTH: usize = 100;

/// A formatted Rust file and its items.
pub(super) struct RustFile {
    pub(super) text: String,
    pub(super) items: Vec<syn::Item>,
}

/// An item of a file.
pub(super) enum Item {
    /// An item that the formatter lays out.
    Plain(TokenStream),
    /// An item that is laid out already, for example because the formatter does not change the content of macro calls.
    Declaration {
        text: String,
        /// The plain items that it declares; empty if none of them is public.
        declares: TokenStream,
    },
}

impl From<TokenStream> for Item {
    fn from(tokens: TokenStream) -> Self {
        Self::Plain(tokens)
    }
}

impl Item {
    /// An item that is laid out already.
    pub(super) fn written(text: &str) -> Self {
        Self::Declaration { text: text.to_owned(), declares: text.parse().unwrap_or_default() }
    }

    /// The tokens of the item, or of the items that it declares.
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
/// Tokens that are not valid Rust are a defect of an emitter. They are written unchanged, and the compiler reports them.
pub(super) fn file(origin: &str, module_doc: &str, items: Vec<TokenStream>) -> RustFile {
    file_that(false, origin, module_doc, &plain(items))
}

/// The same, for a file that may use deprecated items. A file that declares some uses them too.
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
    for item in items.iter().filter(|item| !matches!(item, Item::Plain(tokens) if tokens.is_empty())) {
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
        text.insert_str(start, "\n#![allow(deprecated, reason = \"deprecated items still work\")]\n");
    }
    RustFile { text, items: parsed }
}

/// Writes a formatted item, with a blank line between the members of an `impl`.
fn write_item(text: &mut String, item: syn::Item) -> syn::Item {
    let mut file = syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] };
    let formatted = prettyplease::unparse(&file);
    let item = file.items.remove(0);
    if matches!(item, syn::Item::Impl(_)) {
        let formatted = formatted.replace("\n    }\n    ", "\n    }\n\n    ").replace(";\n    fn ", ";\n\n    fn ");
        text.push_str(&join_chains(&formatted));
    } else {
        text.push_str(&formatted);
    }
    item
}

/// Joins the start of a chain of calls, such as `self` and `.0`. The formatter puts each part on its own line if the
/// chain does not fit on one line.
fn join_chains(text: &str) -> Cow<'_, str> {
    if !text.contains("self\n") && !text.contains("call\n") {
        return Cow::Borrowed(text);
    }
    let lines: Vec<&str> = text.lines().collect();
    let mut joined = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let indent = &line[..line.len() - line.trim_start().len()];
        let method = match lines.get(at + 1..at + 3) {
            Some([field, method]) if line.trim() == "self" && field.trim() == ".0" => method.trim(),
            Some([method, _]) if line.trim() == "call" && method.trim().starts_with('.') => {
                joined.push_str(&format!("{line}{}\n", method.trim()));
                at += 2;
                continue;
            }
            _ => {
                joined.push_str(line);
                joined.push('\n');
                at += 1;
                continue;
            }
        };
        // The arguments have a line each, and a last line closes the call.
        let inner = format!("{indent}    ");
        let rest: Vec<&str> = lines[at + 3..].iter().take_while(|line| line.starts_with(&inner)).copied().collect();
        let is_nested = rest.iter().any(|line| line[inner.len()..].starts_with(['.', ' ']) && line.ends_with('('));
        let arguments = rest.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ").replace(", )", ")");
        let on_one_line = format!("{indent}self.0{method}{arguments}");
        if on_one_line.len() <= WIDTH && !is_nested {
            joined.push_str(&on_one_line);
            joined.push('\n');
        } else {
            joined.push_str(&format!("{indent}self.0{method}\n"));
            for line in &rest {
                joined.push_str(&line[4..]);
                joined.push('\n');
            }
        }
        at += 3 + rest.len();
    }
    Cow::Owned(joined)
}

/// Writes the documentation and attributes of a part of a declaration with `depth` indents.
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

/// A call of a macro with a type, lists of names and an optional last argument.
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

/// A call of a macro with a type and names, on one line if they fit, otherwise on several lines.
pub(super) fn call_with_names(call: &str, type_: &Ident, names: &[String]) -> String {
    let on_one_line = format!(
        "{call}({});\n",
        iter::once(type_.to_string()).chain(names.iter().cloned()).collect::<Vec<_>>().join(", ")
    );
    if on_one_line.trim_end().len() <= WIDTH {
        return on_one_line;
    }
    format!("{call}(\n    {type_},\n{}\n);\n", wrapped(names, "    "))
}

/// Names in brackets, on one line if they fit between `before` and `after`, otherwise on several lines. `depth` is the
/// number of indents of the line.
pub(super) fn list(names: &[String], depth: usize, before: &str, after: &str) -> String {
    let indent = "    ".repeat(depth);
    let on_one_line = format!("[{}]", names.join(", "));
    if indent.len() + before.len() + on_one_line.len() + after.len() <= WIDTH {
        return on_one_line;
    }
    format!("[\n{}\n{indent}]", wrapped(names, &format!("{indent}    ")))
}

/// Names on lines with this indent.
fn wrapped(names: &[String], indent: &str) -> String {
    let mut lines = vec![String::new()];
    for name in names {
        let width = lines.last().map_or(0, String::len);
        if width > 0 && indent.len() + width + name.len() + ", ,".len() > WIDTH {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(&format!("{name},"));
        }
    }
    let lines: String = lines.iter().map(|line| format!("{indent}{line}\n")).collect();
    lines.trim_end().trim_end_matches(',').to_owned()
}

/// A string literal.
pub(super) fn string(text: &str) -> String {
    Literal::string(text).to_string()
}

/// A slice of string literals.
pub(super) fn strings(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| string(text)).collect();
    format!("&[{}]", texts.join(", "))
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
