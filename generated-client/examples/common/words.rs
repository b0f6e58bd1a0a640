//! The list of words of `moderation_bot`.

use std::path::Path;

use regex::RegexSet;

use crate::common::Failure;

/// Words and regular expressions, all of which are looked for at once.
pub struct Words {
    lines: Vec<String>,
    patterns: RegexSet,
}

impl Words {
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let usage = |problem: String| Failure::Usage(format!("the words of `{}`: {problem}", path.display()));
        std::fs::read_to_string(path)
            .map_err(|error| usage(error.to_string()))
            .and_then(|text| Self::parse(&text).map_err(usage))
    }

    /// A line is a word, or a regular expression between slashes, or a comment after `#`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let lines: Vec<String> = lines.map(str::to_owned).collect();
        if lines.is_empty() {
            return Err("there are none; write one a line".to_owned());
        }
        let patterns = lines.iter().map(|line| match line.strip_prefix('/').and_then(|line| line.strip_suffix('/')) {
            Some(expression) => format!("(?i){expression}"),
            None => format!(r"(?i)(^|\W){}(\W|$)", regex::escape(line)),
        });
        // The library's text has several lines; the last one tells what is wrong.
        let patterns = RegexSet::new(patterns).map_err(|error| {
            let text = error.to_string();
            text.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
        })?;
        Ok(Self { lines, patterns })
    }

    /// The first line of the list that a text has.
    pub fn find(&self, text: &str) -> Option<&str> {
        self.patterns.matches(text).iter().next().map(|index| self.lines[index].as_str())
    }
}
