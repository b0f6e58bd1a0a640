//! Types that are there under several names.

use std::collections::HashMap;

use super::item::{Item, Marks};

/// The types of a client that are aliases: what they stand for, by their name.
pub(super) struct Aliases<'a> {
    targets: HashMap<&'a str, &'a str>,
}

impl<'a> Aliases<'a> {
    pub(super) fn of(items: impl Iterator<Item = Item<'a>>) -> Self {
        let alias = |item: Item<'a>| {
            let target = item.declaration().strip_prefix(item.key)?.strip_prefix(" = ")?;
            Some((item.path.rsplit("::").next()?, target))
        };
        Self { targets: items.filter(|item| item.word == "type").filter_map(alias).collect() }
    }

    /// A line with what its aliases stand for, and without what is said of whether it can be used.
    pub(super) fn current(&self, line: &str) -> String {
        let line = Marks::split(line).0;
        let mut text = String::with_capacity(line.len());
        let mut rest = line;
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
            // A constant with the former name of a value is a value again; the other way round, it can't be imported.
            "const" if has("enum") => return true,
            // What is gone through in both directions is so in the one direction, too.
            "paginated" => {
                let rest = item.line.strip_prefix(item.word);
                let now = new.get(format!("windowed {}", item.path).as_str());
                return now.is_some_and(|now| now.line.strip_prefix(now.word) == rest);
            }
            "type" if ["struct", "enum", "request"].into_iter().any(has) => {
                let name = item.path.rsplit("::").next().unwrap_or_default();
                let target = item.declaration().rsplit_once(" = ").map_or("", |(_, target)| target);
                return self.targets.get(target).is_some_and(|now| *now == name);
            }
            _ => {}
        }
        if self.targets.is_empty() {
            return false;
        }
        let (key, line) = (self.current(item.key), self.current(item.line));
        key != item.key && new.get(key.as_str()).is_some_and(|now| self.current(now.line) == line)
    }
}

fn is_of_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}
