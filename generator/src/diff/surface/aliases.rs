//! Types that are still there under their former names.

use std::collections::HashMap;

use super::item::Item;

/// The types of a client that are aliases: what they stand for, by their name.
pub(super) struct Aliases<'a> {
    targets: HashMap<&'a str, &'a str>,
}

impl<'a> Aliases<'a> {
    pub(super) fn of(items: impl Iterator<Item = Item<'a>>) -> Self {
        let alias = |item: Item<'a>| {
            let target = item.line.strip_prefix(item.key)?.strip_prefix(" = ")?.strip_suffix(" #[deprecated]")?;
            Some((item.path.rsplit("::").next()?, target))
        };
        Self { targets: items.filter(|item| item.word == "type").filter_map(alias).collect() }
    }

    /// A line with what its aliases stand for, and without the mark of what is deprecated.
    pub(super) fn current(&self, line: &str) -> String {
        let line = line.strip_suffix(" #[deprecated]").unwrap_or(line);
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

    /// Whether an item that is gone is still there through an alias.
    pub(super) fn keep(&self, item: Item<'_>, new: &HashMap<&str, Item<'_>>) -> bool {
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
