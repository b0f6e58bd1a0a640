//! Writes values in random YAML styles, with comments.

use serde_yaml::Value;

/// A pseudorandom generator with a fixed seed, so that failures can be reproduced.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % u64::try_from(limit.max(1)).unwrap_or(1)).unwrap_or(0)
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

pub(crate) struct Writer<'r> {
    pub(crate) random: &'r mut Random,
    /// The percentage of places with a comment.
    pub(crate) comment_chance: usize,
    /// The number of comments so far; each comment has a number.
    pub(crate) comments: usize,
    pub(crate) out: String,
}

impl<'r> Writer<'r> {
    pub(crate) fn new(random: &'r mut Random, comment_chance: usize) -> Self {
        Self { random, comment_chance, comments: 0, out: String::new() }
    }

    /// Returns the collection as a document.
    pub(crate) fn document(mut self, value: &Value) -> (String, usize) {
        self.block(value, 0);
        self.own_comment(0);
        (self.out, self.comments)
    }

    fn block(&mut self, value: &Value, indent: usize) {
        let entries: Vec<(Option<&Value>, &Value)> = match value {
            Value::Mapping(entries) => entries.iter().map(|(key, value)| (Some(key), value)).collect(),
            Value::Sequence(items) => items.iter().map(|item| (None, item)).collect(),
            _ => panic!("a block is a collection"),
        };
        for (key, value) in entries {
            self.own_comment(indent);
            self.out.push_str(&" ".repeat(indent));
            match key {
                Some(key) => {
                    let key = self.one_line(key, false);
                    self.out.push_str(&key);
                    self.out.push(':');
                }
                None => self.out.push('-'),
            }
            self.value(value, indent, key.is_some());
        }
    }

    fn value(&mut self, value: &Value, indent: usize, has_key: bool) {
        let is_filled = match value {
            Value::Mapping(entries) => !entries.is_empty(),
            Value::Sequence(items) => !items.is_empty(),
            _ => false,
        };
        if is_filled && !self.random.chance(30) {
            self.line_end();
            // A list can have the indentation of its key.
            let is_flush = has_key && value.is_sequence() && self.random.chance(50);
            let step = if is_flush { 0 } else { 1 + self.random.below(4) };
            return self.block(value, indent + step);
        }
        if let Some(text) = value.as_str()
            && text.contains('\n')
            && is_block_text(text)
            && self.random.chance(60)
        {
            let sign = match text.len() - text.trim_end_matches('\n').len() {
                0 => " |-",
                1 => " |",
                _ => " |+",
            };
            self.out.push_str(sign);
            self.line_end();
            let indent = indent + 1 + self.random.below(3);
            for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
                if !line.is_empty() {
                    self.out.push_str(&" ".repeat(indent));
                }
                self.out.push_str(line);
                self.out.push('\n');
            }
            return;
        }
        self.out.push(' ');
        self.flow(value, indent + 1);
        self.line_end();
    }

    fn flow(&mut self, value: &Value, indent: usize) {
        match value {
            Value::Mapping(entries) => {
                self.out.push('{');
                self.break_line(indent);
                for (key, value) in entries {
                    let key = self.one_line(key, true);
                    self.out.push_str(&key);
                    self.out.push_str(": ");
                    self.flow(value, indent);
                    self.separator(indent);
                }
                self.out.push('}');
            }
            Value::Sequence(items) => {
                self.out.push('[');
                self.break_line(indent);
                for item in items {
                    self.flow(item, indent);
                    self.separator(indent);
                }
                self.out.push(']');
            }
            _ => {
                let text = self.one_line(value, true);
                self.out.push_str(&text);
            }
        }
    }

    fn separator(&mut self, indent: usize) {
        self.break_line(indent);
        self.out.push(',');
        self.break_line(indent);
    }

    /// Writes a space, or a line break between brackets.
    fn break_line(&mut self, indent: usize) {
        if self.random.chance(15) {
            self.line_end();
            self.own_comment(indent);
            self.out.push_str(&" ".repeat(indent));
        } else {
            self.out.push(' ');
        }
    }

    fn line_end(&mut self) {
        if self.random.chance(self.comment_chance) {
            self.comments += 1;
            self.out.push_str(&format!(" # c{}.", self.comments));
        }
        self.out.push('\n');
    }

    fn own_comment(&mut self, indent: usize) {
        if self.comment_chance > 0 && self.random.chance(10) {
            self.out.push('\n');
        }
        while self.random.chance(self.comment_chance) {
            self.comments += 1;
            // Comments can start at the left margin everywhere.
            let indent = if self.random.chance(20) { 0 } else { indent };
            self.out.push_str(&format!("{}# c{}.\n", " ".repeat(indent), self.comments));
        }
    }

    fn one_line(&mut self, value: &Value, is_flow: bool) -> String {
        let Some(text) = value.as_str() else {
            return serde_yaml::to_string(value).expect("scalars can be written").trim_end().to_owned();
        };
        let is_word = text.chars().all(|character| character.is_alphanumeric() || " _()<>/.'`".contains(character))
            || (!is_flow && text.starts_with("http"));
        let reads_back = || serde_yaml::from_str::<Value>(text).is_ok_and(|read| read == *value);
        let is_printable = !text.contains(needs_escape);
        match self.random.below(3) {
            0 if is_word && text.trim() == text && !text.starts_with(['\'', '>', '`']) && reads_back() => {
                text.to_owned()
            }
            0 | 1 if is_printable => format!("'{}'", text.replace('\'', "''")),
            _ => double_quoted(text),
        }
    }
}

fn is_block_text(text: &str) -> bool {
    !text.trim().is_empty()
        && !text.trim_start_matches('\n').starts_with([' ', '\t'])
        && text.split('\n').all(|line| line.is_empty() || !line.trim().is_empty())
        && !text.contains(|character| needs_escape(character) && character != '\n')
}

fn needs_escape(character: char) -> bool {
    character.is_control() || "\u{2028}\u{2029}\u{feff}".contains(character)
}

/// JSON escapes are valid in YAML, but some YAML parsers have more line breaks.
fn double_quoted(text: &str) -> String {
    let json = serde_json::to_string(text).expect("a string is valid JSON");
    let escape = |character: char| match character {
        _ if needs_escape(character) => format!("\\u{:04x}", u32::from(character)),
        _ => character.to_string(),
    };
    json.chars().map(escape).collect()
}
