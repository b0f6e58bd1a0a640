//! The public items of the emitted files.

use quote::ToTokens;

use super::{ItemKind, PublicApi, PublicItem};
use crate::tokens::one_line;

/// Collects the public items of the crate, file by file.
#[derive(Default)]
pub(crate) struct Collector {
    /// The items of each file, by its path without folder and extension: `shop/types/mod`.
    files: Vec<(String, Vec<PublicItem>)>,
    /// The modules that need a feature: their path and the feature.
    gates: Vec<(String, String)>,
}

impl Collector {
    /// Adds a file; ignored if it is not part of the crate.
    pub(crate) fn add(&mut self, path: &str, items: &[syn::Item]) {
        let Some(inside) = path.strip_prefix("src/").and_then(|path| path.strip_suffix(".rs")) else { return };
        let (module, mut public) = (module_path(inside), Vec::new());
        let folder = inside.rsplit_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default();
        for item in items {
            describe(&module, item, &mut public);
            if let syn::Item::Mod(module) = item {
                let name = module.ident.to_string();
                let feature = module.attrs.iter().find_map(feature);
                // The path of a module with the name of its feature already shows the feature.
                let feature = feature.filter(|feature| *feature != name);
                self.gates.extend(feature.map(|feature| (format!("{folder}{name}"), feature)));
            }
        }
        self.files.push((inside.to_owned(), public));
    }

    /// Adds the files of another collector.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.files.extend(other.files);
        self.gates.extend(other.gates);
    }

    /// The items of all files, each with the feature that its module needs, sorted by their lines.
    pub(crate) fn finish(self) -> PublicApi {
        let mut all = Vec::new();
        for (inside, mut items) in self.files {
            let is_in =
                |module: &str| inside.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            if let Some((_, feature)) = self.gates.iter().find(|(module, _)| is_in(module)) {
                // A part of a type needs what its type needs.
                for item in items.iter_mut().filter(|item| item.owner().is_none()) {
                    item.feature.get_or_insert_with(|| feature.clone());
                }
            }
            all.extend(items);
        }
        all.sort_by_cached_key(ToString::to_string);
        PublicApi { items: all }
    }
}

/// The feature that an attribute requires.
fn feature(attribute: &syn::Attribute) -> Option<String> {
    if !attribute.path().is_ident("cfg") {
        return None;
    }
    let condition: syn::MetaNameValue = attribute.parse_args().ok()?;
    let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(name), .. }) = condition.value else { return None };
    condition.path.is_ident("feature").then(|| name.value())
}

/// The public path of a file's module: products re-export their types.
fn module_path(inside: &str) -> String {
    let path = inside.trim_end_matches("/mod");
    let parts: Vec<&str> = path.split('/').take_while(|part| *part != "types").collect();
    match parts.as_slice() {
        ["lib" | "client" | "errors"] => String::new(),
        parts => parts.iter().map(|part| format!("{part}::")).collect(),
    }
}

fn describe(module: &str, item: &syn::Item, public: &mut Vec<PublicItem>) {
    match item {
        syn::Item::Struct(item) if is_public(&item.vis) => {
            let path = format!("{module}{}", item.ident);
            public.push(with(&item.attrs, ItemKind::Struct, path.clone(), String::new()));
            for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
                if let Some(name) = &field.ident {
                    public.push(with(&field.attrs, ItemKind::Field, format!("{path}.{name}"), type_of(&field.ty)));
                }
            }
        }
        syn::Item::Enum(item) if is_public(&item.vis) => {
            let path = format!("{module}{}", item.ident);
            public.push(with(&item.attrs, ItemKind::Enum, path.clone(), String::new()));
            for variant in &item.variants {
                let (path, members) = (format!("{path}::{}", variant.ident), one_line(&variant.fields));
                public.push(with(&variant.attrs, ItemKind::Variant, path, members));
            }
        }
        syn::Item::Impl(item) if item.trait_.is_none() => {
            let owner = one_line(&item.self_ty);
            let owner = owner.split('<').next().unwrap_or_default().trim();
            for member in &item.items {
                if let syn::ImplItem::Fn(function) = member
                    && is_public(&function.vis)
                {
                    let path = format!("{module}{owner}::{}", function.sig.ident);
                    let item = with(&function.attrs, ItemKind::Function, path, signature(&function.sig));
                    public.push(PublicItem { is_async: function.sig.asyncness.is_some(), ..item });
                } else if let syn::ImplItem::Const(constant) = member
                    && is_public(&constant.vis)
                {
                    let path = format!("{module}{owner}::{}", constant.ident);
                    public.push(with(&constant.attrs, ItemKind::Constant, path, String::new()));
                }
            }
        }
        syn::Item::Type(item) if is_public(&item.vis) => {
            let target = format!(" = {}", one_line(&item.ty));
            public.push(with(&item.attrs, ItemKind::TypeAlias, format!("{module}{}", item.ident), target));
        }
        syn::Item::Static(item) if is_public(&item.vis) => {
            public.push(with(&item.attrs, ItemKind::Static, format!("{module}{}", item.ident), type_of(&item.ty)));
        }
        syn::Item::Const(item) if is_public(&item.vis) => {
            public.push(with(&item.attrs, ItemKind::Constant, format!("{module}{}", item.ident), type_of(&item.ty)));
        }
        syn::Item::Use(item) if is_public(&item.vis) => reexports(module, item, &item.tree, "", public),
        syn::Item::Mod(item) if is_public(&item.vis) => former_module(module, item, public),
        syn::Item::Macro(item) => public.extend(runtime_macro(module, item)),
        _ => {}
    }
}

/// An item with its attributes.
fn with(attributes: &[syn::Attribute], kind: ItemKind, path: String, signature: String) -> PublicItem {
    let has = |name: &str| attributes.iter().any(|attribute| attribute.path().is_ident(name));
    PublicItem {
        non_exhaustive: has("non_exhaustive"),
        feature: attributes.iter().find_map(feature),
        deprecated: has("deprecated"),
        ..PublicItem::new(kind, path, signature)
    }
}

fn type_of(type_: &syn::Type) -> String {
    format!(": {}", one_line(type_))
}

/// The part of a signature after the name of the function.
fn signature(signature: &syn::Signature) -> String {
    let text = one_line(signature);
    let start = format!("fn {}", signature.ident);
    let rest = text.split_once(&start).map_or(text.as_str(), |(_, rest)| rest);
    rest.replace(",)", ")")
}

/// A module under its former name: it re-exports another module, and names its handle.
fn former_module(module: &str, item: &syn::ItemMod, public: &mut Vec<PublicItem>) {
    let Some((_, items)) = &item.content else { return };
    let path = |tokens: &dyn ToTokens| {
        let text = one_line(&tokens.to_token_stream());
        let text = text.split('<').next().unwrap_or_default();
        text.trim_start_matches("crate::").replacen("super::", module, 1)
    };
    for inner in items {
        match inner {
            syn::Item::Use(inner) => {
                let target = path(&inner.tree);
                let target = format!(" = {}", target.trim_end_matches("::*"));
                public.push(with(&item.attrs, ItemKind::ModuleAlias, format!("{module}{}", item.ident), target));
            }
            syn::Item::Type(inner) => {
                let (name, target) = (format!("{module}{}::{}", item.ident, inner.ident), path(&inner.ty));
                public.push(PublicItem::new(ItemKind::TypeAlias, name, format!(" = {target}")));
            }
            _ => {}
        }
    }
}

fn is_public(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
}

/// The item that a macro of the runtime adds to a type.
fn runtime_macro(module: &str, item: &syn::ItemMacro) -> Option<PublicItem> {
    let name = item.mac.path.segments.last()?.ident.to_string();
    let arguments = one_line(&item.mac.tokens);
    let arguments: Vec<&str> = arguments.split(',').map(str::trim).collect();
    let (kind, type_, signature) = match (name.as_str(), arguments.as_slice()) {
        ("operation", [request, _, output @ ..]) => (ItemKind::Request, request, format!(" -> {}", output.join(", "))),
        ("paginated", [request, page, item]) => (ItemKind::Paginated, request, format!(" -> {page}, {item}")),
        ("windowed", [request, page, item]) => (ItemKind::Windowed, request, format!(" -> {page}, {item}")),
        ("job", [request, output, _]) => (ItemKind::Job, request, format!(" -> {output}")),
        (_, [type_, ..]) => (ItemKind::Implementation(name), type_, String::new()),
        (_, []) => return None,
    };
    Some(PublicItem::new(kind, format!("{module}{type_}"), signature))
}

fn reexports(module: &str, item: &syn::ItemUse, tree: &syn::UseTree, prefix: &str, public: &mut Vec<PublicItem>) {
    match tree {
        syn::UseTree::Path(path) => {
            reexports(module, item, &path.tree, &format!("{prefix}{}::", path.ident), public);
        }
        syn::UseTree::Group(group) => {
            group.items.iter().for_each(|tree| reexports(module, item, tree, prefix, public));
        }
        // Items of the crate itself are listed at their definition.
        syn::UseTree::Name(name) if prefix.starts_with("api_client_runtime") => {
            let (path, target) = (format!("{module}{}", name.ident), format!(" = {prefix}{}", name.ident));
            public.push(with(&item.attrs, ItemKind::Reexport, path, target));
        }
        _ => {}
    }
}
