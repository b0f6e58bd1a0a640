//! Resolves types and modules that exist under several names.

use std::collections::HashMap;

use api_client_generator::public_api::{ItemKind, PublicItem};

use super::differences::{Keys, is_same_declaration};

/// The aliases of a client.
pub(super) struct Aliases<'a> {
    /// The targets of type aliases, by name.
    targets: HashMap<&'a str, &'a str>,
    /// The current paths of modules and handles, by paths whose last name is a former name.
    paths: HashMap<String, &'a str>,
}

impl<'a> Aliases<'a> {
    pub(super) fn of(items: &'a [PublicItem]) -> Self {
        let mut aliases = Self { targets: HashMap::new(), paths: HashMap::new() };
        let mut modules: Vec<&str> = Vec::new();
        // Lists are sorted: a product comes before its sections, and all modules come before types.
        for item in items.iter().filter(|item| matches!(item.kind, ItemKind::ModuleAlias | ItemKind::TypeAlias)) {
            let Some(target) = item.target() else { continue };
            let (module, name) = item.path.rsplit_once("::").unwrap_or(("", &item.path));
            if item.kind == ItemKind::TypeAlias && !modules.contains(&module) {
                aliases.targets.insert(name, target);
                continue;
            }
            modules.extend((item.kind == ItemKind::ModuleAlias).then_some(item.path.as_str()));
            let path = if module.is_empty() { name.to_owned() } else { format!("{}::{name}", aliases.path(module)) };
            aliases.paths.insert(path, target);
        }
        aliases
    }

    /// Returns a path with the current names of its modules.
    fn path(&self, path: &str) -> String {
        let mut current = String::with_capacity(path.len());
        for (index, part) in path.split("::").enumerate() {
            if index > 0 {
                current.push_str("::");
            }
            current.push_str(part);
            // The alias leads from a former name to the current one.
            if let Some(target) = self.paths.get(&current) {
                (*target).clone_into(&mut current);
            }
        }
        current
    }

    /// Returns the current declaration of an item. Aliases are replaced by their targets. Attributes about availability
    /// are removed.
    pub(super) fn current(&self, item: &PublicItem) -> PublicItem {
        PublicItem {
            kind: item.kind.clone(),
            path: self.targets_in(&self.path(&item.path)),
            signature: self.targets_in(&item.signature),
            is_async: item.is_async,
            non_exhaustive: item.non_exhaustive,
            feature: None,
            deprecated: false,
        }
    }

    /// Replaces type aliases in a text with their targets.
    fn targets_in(&self, text: &str) -> String {
        let mut current = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find(is_of_name) {
            let end = rest[start..].find(|character| !is_of_name(character)).map_or(rest.len(), |end| start + end);
            let word = &rest[start..end];
            current.push_str(&rest[..start]);
            current.push_str(self.targets.get(word).copied().unwrap_or(word));
            rest = &rest[end..];
        }
        current + rest
    }

    /// Returns whether a removed item still exists: through an alias, or as the target of a former alias.
    pub(super) fn keep(&self, item: &PublicItem, new: &Keys<'_>) -> bool {
        let has = |kind: ItemKind| new.contains_key(&(&kind, &item.path));
        match item.kind {
            // A module alias became a module.
            ItemKind::ModuleAlias => {
                let start = format!("{}::", item.path);
                return new.values().any(|now| now.path.starts_with(&start));
            }
            // A constant became a variant. The reverse breaks imports of the variant.
            ItemKind::Constant if has(ItemKind::Variant) => return true,
            // A request with pages in both directions also has pages in one direction.
            ItemKind::Paginated => {
                let now = new.get(&(&ItemKind::Windowed, &item.path));
                if now.is_some_and(|now| PublicItem { kind: ItemKind::Paginated, ..(*now).clone() } == *item) {
                    return true;
                }
            }
            ItemKind::TypeAlias if [ItemKind::Struct, ItemKind::Enum, ItemKind::Request].into_iter().any(has) => {
                let target = item.target().unwrap_or_default();
                let is_alias = self.targets.get(target).is_some_and(|now| *now == item.name());
                return is_alias || self.path(target) == item.path;
            }
            _ => {}
        }
        if self.targets.is_empty() && self.paths.is_empty() {
            return false;
        }
        let path = self.path(&item.path);
        let now = new.get(&(&item.kind, &path)).filter(|_| path != item.path);
        if now.is_some_and(|now| is_same_declaration(now, item)) {
            return true;
        }
        let current = self.current(item);
        let now = new.get(&current.key()).filter(|_| current.path != item.path);
        now.is_some_and(|now| self.current(now) == current)
    }
}

fn is_of_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}
