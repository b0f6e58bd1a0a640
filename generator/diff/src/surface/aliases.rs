//! Types and modules that are there under several names.

use std::collections::HashMap;

use super::item::{Item, Marks};

/// The aliases of a client.
pub(super) struct Aliases<'a> {
    /// The targets of types, by their names.
    targets: HashMap<&'a str, &'a str>,
    /// The present paths of modules and their handles, by paths in which only the last name is a former one.
    paths: HashMap<String, &'a str>,
}

impl<'a> Aliases<'a> {
    pub(super) fn of(items: impl Iterator<Item = Item<'a>>) -> Self {
        let mut aliases = Self { targets: HashMap::new(), paths: HashMap::new() };
        let mut modules: Vec<&str> = Vec::new();
        // Lists are sorted: a product stands before its sections, and all modules before the types in them.
        for item in items.filter(|item| matches!(item.word, "mod" | "type")) {
            let target = item.declaration().strip_prefix(item.key).and_then(|rest| rest.strip_prefix(" = "));
            let Some(target) = target else { continue };
            let (module, name) = item.path.rsplit_once("::").unwrap_or(("", item.path));
            if item.word == "type" && !modules.contains(&module) {
                aliases.targets.insert(name, target);
                continue;
            }
            modules.extend((item.word == "mod").then_some(item.path));
            let path = if module.is_empty() { name.to_owned() } else { format!("{}::{name}", aliases.path(module)) };
            aliases.paths.insert(path, target);
        }
        aliases
    }

    /// A path with the present names of its modules.
    fn path(&self, path: &str) -> String {
        let mut current = String::with_capacity(path.len());
        for (index, part) in path.split("::").enumerate() {
            if index > 0 {
                current.push_str("::");
            }
            current.push_str(part);
            // A former name leads to a present one.
            if let Some(target) = self.paths.get(&current) {
                (*target).clone_into(&mut current);
            }
        }
        current
    }

    /// A line with the present names of its modules, without its marks.
    fn in_modules(&self, line: &str) -> String {
        let line = Marks::split(line).0;
        let item = Item::parse(line);
        let start = item.key.len() - item.path.len();
        format!("{}{}{}", &line[..start], self.path(item.path), &line[item.key.len()..])
    }

    /// A line with what its aliases stand for, and without what is said of whether it can be used.
    pub(super) fn current(&self, line: &str) -> String {
        let line = self.in_modules(line);
        let mut text = String::with_capacity(line.len());
        let mut rest = line.as_str();
        while let Some(start) = rest.find(is_of_name) {
            let end = rest[start..].find(|character| !is_of_name(character)).map_or(rest.len(), |end| start + end);
            let word = &rest[start..end];
            text.push_str(&rest[..start]);
            text.push_str(self.targets.get(word).copied().unwrap_or(word));
            rest = &rest[end..];
        }
        text + rest
    }

    /// Whether an item that is gone is still there: through an alias, or as what was an alias before.
    pub(super) fn keep(&self, item: Item<'_>, new: &HashMap<&str, Item<'_>>) -> bool {
        let has = |word: &str| new.contains_key(format!("{word} {}", item.path).as_str());
        match item.word {
            // A module that had the name of another one is one by itself.
            "mod" => {
                let start = format!("{}::", item.path);
                return new.values().any(|now| now.path.starts_with(&start));
            }
            // A constant with the former name of a value is a value again; the other way round, it can't be imported.
            "const" if has("enum") => return true,
            // What is gone through in both directions is so in the one direction, too.
            "paginated" => {
                let rest = item.line.strip_prefix(item.word);
                let now = new.get(format!("windowed {}", item.path).as_str());
                if now.is_some_and(|now| now.line.strip_prefix(now.word) == rest) {
                    return true;
                }
            }
            "type" if ["struct", "enum", "request"].into_iter().any(has) => {
                let name = item.path.rsplit("::").next().unwrap_or_default();
                let target = item.declaration().rsplit_once(" = ").map_or("", |(_, target)| target);
                return self.targets.get(target).is_some_and(|now| *now == name) || self.path(target) == item.path;
            }
            _ => {}
        }
        if self.targets.is_empty() && self.paths.is_empty() {
            return false;
        }
        let is_in_module = |key: String| {
            key != item.key && new.get(key.as_str()).is_some_and(|now| now.declaration() == self.in_modules(item.line))
        };
        if is_in_module(self.in_modules(item.key)) {
            return true;
        }
        let (key, line) = (self.current(item.key), self.current(item.line));
        key != item.key && new.get(key.as_str()).is_some_and(|now| self.current(now.line) == line)
    }
}

fn is_of_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}
