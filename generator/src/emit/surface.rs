//! The public surface of the client, one line an item, read off the files that were emitted.
//!
//! A reviewer sees in it what a change of the spec does to the code of users.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;

use super::{Context, Output, rust};

/// The public items of files of the crate.
#[derive(Default)]
pub(super) struct Surface {
    /// The lines of a file, by its path without folder and ending: `shop/types/mod`.
    files: Vec<(String, Vec<String>)>,
    /// The modules that are there with a feature only: their path and the feature.
    gates: Vec<(String, String)>,
}

impl Surface {
    /// Adds a file that is part of the crate.
    pub(super) fn add(&mut self, path: &str, items: &[syn::Item]) {
        let Some(inside) = path.strip_prefix("src/").and_then(|path| path.strip_suffix(".rs")) else { return };
        let (module, mut lines) = (module_path(inside), Vec::new());
        let folder = inside.rsplit_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default();
        for item in items {
            describe(&module, item, &mut lines);
            if let syn::Item::Mod(module) = item {
                let name = module.ident.to_string();
                let feature = module.attrs.iter().find_map(feature);
                // What is called like its feature says so by its path.
                let feature = feature.filter(|feature| *feature != name);
                self.gates.extend(feature.map(|feature| (format!("{folder}{name}"), feature)));
            }
        }
        self.files.push((inside.to_owned(), lines));
    }

    pub(super) fn absorb(&mut self, other: Self) {
        self.files.extend(other.files);
        self.gates.extend(other.gates);
    }

    /// The lines of all files, each with the feature that its module needs, in their order.
    fn lines(&mut self) -> Vec<String> {
        let mut all = Vec::new();
        for (inside, lines) in std::mem::take(&mut self.files) {
            let is_in =
                |module: &str| inside.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            match self.gates.iter().find(|(module, _)| is_in(module)) {
                Some((_, feature)) => all.extend(lines.iter().map(|line| with_feature(line, feature))),
                None => all.extend(lines),
            }
        }
        all.sort();
        all
    }
}

pub(super) fn emit(context: &Context<'_>, output: &mut Output) {
    let header = rust::header("#", &context.origin(""));
    let legend = "# The public items of the client. A `request` has the methods of every request beside its own;\n\
                  # a `paginated` one also has `items` and `pages`, a `windowed` one the same backwards, and a `job` has `wait`.\n\
                  # What has `#[cfg(…)]` is there with that feature, a type with all that is of it, and what is in a module that is called\n\
                  # like a feature is there with that.\n";
    let text = format!("{header}{legend}{}\n", output.surface.lines().join("\n"));
    output.add_text("api.txt", text);
}

/// The feature by which something is there or not.
fn feature(attribute: &syn::Attribute) -> Option<String> {
    if !attribute.path().is_ident("cfg") {
        return None;
    }
    let condition: syn::MetaNameValue = attribute.parse_args().ok()?;
    let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(name), .. }) = condition.value else { return None };
    condition.path.is_ident("feature").then(|| name.value())
}

const DEPRECATED: &str = " #[deprecated]";

/// Whether a line is about a part of a type: a field, a value, a method, an implementation.
fn is_of_type(line: &str) -> bool {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    let path = rest.split([' ', '(', '<']).next().unwrap_or_default().trim_end_matches(':');
    let owner = path.rsplit_once("::").map_or("", |(owner, _)| owner);
    let owner = owner.rsplit_once("::").map_or(owner, |(_, owner)| owner);
    word == "impl" || path.contains('.') || owner.starts_with(char::is_uppercase)
}

/// A line that says the feature which its item needs, unless it says one already, or its type does.
fn with_feature(line: &str, feature: &str) -> String {
    let (item, deprecated) = line.strip_suffix(DEPRECATED).map_or((line, ""), |item| (item, DEPRECATED));
    if item.contains(" #[cfg(") || is_of_type(item) {
        line.to_owned()
    } else {
        format!("{item} #[cfg({feature})]{deprecated}")
    }
}

/// The public path of a file's module: types are re-exported by their product.
fn module_path(inside: &str) -> String {
    let path = inside.trim_end_matches("/mod");
    let parts: Vec<&str> = path.split('/').take_while(|part| *part != "types").collect();
    match parts.as_slice() {
        ["lib" | "client" | "errors"] => String::new(),
        parts => parts.iter().map(|part| format!("{part}::")).collect(),
    }
}

fn describe(module: &str, item: &syn::Item, lines: &mut Vec<String>) {
    match item {
        syn::Item::Struct(item) if is_public(&item.vis) => {
            let name = &item.ident;
            lines.push(format!("struct {module}{name}{}", attributes(&item.attrs)));
            for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
                if let Some(field_name) = &field.ident {
                    let marks = attributes(&field.attrs);
                    lines.push(format!("struct {module}{name}.{field_name}: {}{marks}", text(&field.ty)));
                }
            }
        }
        syn::Item::Enum(item) if is_public(&item.vis) => {
            let name = &item.ident;
            lines.push(format!("enum {module}{name}{}", attributes(&item.attrs)));
            for variant in &item.variants {
                let (members, marks) = (text(&variant.fields), attributes(&variant.attrs));
                lines.push(format!("enum {module}{name}::{}{members}{marks}", variant.ident));
            }
        }
        syn::Item::Impl(item) if item.trait_.is_none() => {
            let owner = text(&item.self_ty);
            let owner = owner.split('<').next().unwrap_or_default().trim().to_owned();
            for member in &item.items {
                if let syn::ImplItem::Fn(function) = member
                    && is_public(&function.vis)
                {
                    let marks = attributes(&function.attrs);
                    lines.push(format!("fn {module}{owner}::{}{marks}", signature(&function.sig)));
                } else if let syn::ImplItem::Const(constant) = member
                    && is_public(&constant.vis)
                {
                    let marks = attributes(&constant.attrs);
                    lines.push(format!("const {module}{owner}::{}{marks}", constant.ident));
                }
            }
        }
        syn::Item::Type(item) if is_public(&item.vis) => {
            let marks = attributes(&item.attrs);
            lines.push(format!("type {module}{} = {}{marks}", item.ident, text(&item.ty)));
        }
        syn::Item::Static(item) if is_public(&item.vis) => {
            lines.push(format!("static {module}{}: {}{}", item.ident, text(&item.ty), attributes(&item.attrs)));
        }
        syn::Item::Const(item) if is_public(&item.vis) => {
            lines.push(format!("const {module}{}: {}{}", item.ident, text(&item.ty), attributes(&item.attrs)));
        }
        syn::Item::Use(item) if is_public(&item.vis) => {
            reexports(module, &item.tree, ("", &attributes(&item.attrs)), lines);
        }
        syn::Item::Mod(item) if is_public(&item.vis) => former_module(module, item, lines),
        syn::Item::Macro(item) => runtime_macro(module, item, lines),
        _ => {}
    }
}

/// A module under its former name: it leads to another module, and names its handle.
fn former_module(module: &str, item: &syn::ItemMod, lines: &mut Vec<String>) {
    let Some((_, items)) = &item.content else { return };
    let path = |tokens: &dyn ToTokens| {
        let text = text(&tokens.to_token_stream());
        let text = text.split('<').next().unwrap_or_default();
        text.trim_start_matches("crate::").replacen("super::", module, 1)
    };
    for inner in items {
        match inner {
            syn::Item::Use(inner) => {
                let (target, marks) = (path(&inner.tree), attributes(&item.attrs));
                lines.push(format!("mod {module}{} = {}{marks}", item.ident, target.trim_end_matches("::*")));
            }
            syn::Item::Type(inner) => {
                lines.push(format!("type {module}{}::{} = {}", item.ident, inner.ident, path(&inner.ty)));
            }
            _ => {}
        }
    }
}

fn is_public(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
}

/// What an item says of itself behind its line.
fn attributes(attributes: &[syn::Attribute]) -> String {
    let has = |name: &str| attributes.iter().any(|attribute| attribute.path().is_ident(name));
    let non_exhaustive = if has("non_exhaustive") { " #[non_exhaustive]" } else { "" };
    let feature = attributes.iter().find_map(feature).map(|feature| format!(" #[cfg({feature})]")).unwrap_or_default();
    format!("{non_exhaustive}{feature}{}", if has("deprecated") { DEPRECATED } else { "" })
}

/// What the runtime's macros add to a type.
fn runtime_macro(module: &str, item: &syn::ItemMacro, lines: &mut Vec<String>) {
    let Some(name) = item.mac.path.segments.last().map(|segment| segment.ident.to_string()) else { return };
    let arguments: Vec<String> = text(&item.mac.tokens).split(',').map(|part| part.trim().to_owned()).collect();
    match (name.as_str(), arguments.as_slice()) {
        ("operation", [request, _, output @ .., _]) => {
            lines.push(format!("request {module}{request} -> {}", output.join(", ")));
        }
        ("paginated" | "windowed", [request, page, item]) => {
            lines.push(format!("{name} {module}{request} -> {page}, {item}"));
        }
        ("job", [request, output, _]) => lines.push(format!("job {module}{request} -> {output}")),
        (_, [type_, ..]) => lines.push(format!("impl {name} for {module}{type_}")),
        _ => {}
    }
}

fn reexports(module: &str, tree: &syn::UseTree, (prefix, suffix): (&str, &str), lines: &mut Vec<String>) {
    match tree {
        syn::UseTree::Path(path) => {
            reexports(module, &path.tree, (&format!("{prefix}{}::", path.ident), suffix), lines);
        }
        syn::UseTree::Group(group) => {
            group.items.iter().for_each(|tree| reexports(module, tree, (prefix, suffix), lines));
        }
        // Items of the crate itself are listed where they are defined.
        syn::UseTree::Name(name) if prefix.starts_with("api_client_runtime") => {
            lines.push(format!("use {module}{} = {prefix}{}{suffix}", name.ident, name.ident));
        }
        _ => {}
    }
}

fn signature(signature: &syn::Signature) -> String {
    text(signature).trim_start_matches("fn ").replace(",)", ")")
}

/// Tokens as they are usually written, on one line.
pub(super) fn text(tokens: &impl ToTokens) -> String {
    let mut text = String::new();
    write(tokens.to_token_stream(), &mut text);
    text
}

fn write(tokens: TokenStream, text: &mut String) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{ ", " }"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                if matches!(group.delimiter(), Delimiter::Brace) || text.ends_with('=') {
                    text.push(' ');
                }
                text.push_str(open);
                write(group.stream(), text);
                text.push_str(close);
            }
            TokenTree::Punct(punct) => {
                // `->` and `=` have blanks on both sides, everything else none before it.
                let starts_arrow = punct.as_char() == '-' && punct.spacing() == Spacing::Joint;
                let needs_blank = starts_arrow || (punct.as_char() == '=' && !text.ends_with([':', '=']));
                if needs_blank && !text.ends_with(' ') {
                    text.push(' ');
                }
                text.push(punct.as_char());
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) => {
                let follows_path = text.ends_with("::");
                let follows_mark = text.ends_with([':', ',', '=']) || text.ends_with("->");
                let follows_word = text.ends_with(|last: char| last.is_alphanumeric() || last == '_');
                if (follows_mark && !follows_path) || follows_word {
                    text.push(' ');
                }
                text.push_str(&token.to_string());
            }
        }
    }
}
