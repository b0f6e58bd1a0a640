//! A part of a file of the spec, as text.

/// A value of a fragment.
#[derive(Clone, Debug)]
pub(super) enum Tree {
    /// A value without quotes.
    Plain(&'static str),
    /// A string.
    Text(String),
    /// A mapping.
    Mapping(Vec<Entry>),
}

#[derive(Clone, Debug)]
pub(super) struct Entry {
    key: String,
    /// The comment above the entry; empty if there is none.
    comment: String,
    value: Tree,
}

impl Default for Tree {
    fn default() -> Self {
        Self::Mapping(Vec::new())
    }
}

impl Tree {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Adds an entry to a mapping.
    pub(super) fn with(mut self, key: &str, value: Self) -> Self {
        self.put(&[key.to_owned()], String::new(), value);
        self
    }

    /// Sets the value at a path of keys, with a comment.
    pub(super) fn put(&mut self, path: &[String], comment: String, value: Self) {
        let Some((key, rest)) = path.split_first() else {
            *self = value;
            return;
        };
        if !matches!(self, Self::Mapping(_)) {
            *self = Self::default();
        }
        let Self::Mapping(entries) = self else { return };
        let index = entries.iter().position(|entry| entry.key == *key).unwrap_or_else(|| {
            entries.push(Entry { key: key.clone(), comment: String::new(), value: Self::default() });
            entries.len() - 1
        });
        if let Some(entry) = entries.get_mut(index) {
            if rest.is_empty() {
                entry.comment.clone_from(&comment);
            }
            entry.value.put(rest, comment, value);
        }
    }

    /// Returns the text. The formatter removes quotes that are not needed.
    pub(super) fn print(&self) -> String {
        let mut out = String::new();
        self.print_into(&mut out, 0);
        out
    }

    fn print_into(&self, out: &mut String, indent: usize) {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        match self {
            Self::Plain(word) => out.push_str(&format!(" {word}\n")),
            Self::Text(text) => out.push_str(&format!(" {}\n", quoted(text))),
            Self::Mapping(entries) if entries.is_empty() => out.push_str(" {}\n"),
            Self::Mapping(entries) => {
                if indent > 0 {
                    out.push('\n');
                }
                let space = "  ".repeat(indent);
                for entry in entries {
                    if !entry.comment.is_empty() {
                        out.push_str(&format!("{space}# {}\n", entry.comment));
                    }
                    // Error codes are numbers without quotes.
                    let is_number = !entry.key.is_empty() && entry.key.bytes().all(|byte| byte.is_ascii_digit());
                    let key = if is_number { entry.key.clone() } else { quoted(&entry.key) };
                    out.push_str(&format!("{space}{key}:"));
                    entry.value.print_into(out, indent + 1);
                }
            }
        }
    }
}
