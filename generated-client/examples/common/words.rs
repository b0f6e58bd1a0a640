//! The word list of `moderation_bot`.

use std::path::Path;

use regex::RegexSet;

use crate::common::Failure;

/// Words and regular expressions, which are searched for together.
pub struct Words {
    lines: Vec<String>,
    patterns: RegexSet,
}

impl Words {
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let usage =
            |problem: String| Failure::Usage(format!("can't use the word list `{}`: {problem}", path.display()));
        std::fs::read_to_string(path)
            .map_err(|error| usage(error.to_string()))
            .and_then(|text| Self::parse(&text).map_err(usage))
    }

    /// Parses a list. Each line is a word, a regular expression between slashes, or a comment after `#`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let lines: Vec<String> = lines.map(str::to_owned).collect();
        if lines.is_empty() {
            return Err("the list is empty; write one word per line".to_owned());
        }
        let patterns = lines.iter().map(|line| match line.strip_prefix('/').and_then(|line| line.strip_suffix('/')) {
            Some(expression) => format!("(?i){expression}"),
            None => format!(r"(?i)(^|\W){}(\W|$)", regex::escape(line)),
        });
        // The error message of the library has several lines. The last one contains the problem.
        let patterns = RegexSet::new(patterns).map_err(|error| {
            let text = error.to_string();
            text.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
        })?;
        Ok(Self { lines, patterns })
    }

    /// Returns the first line of the list that matches a text.
    pub fn find(&self, text: &str) -> Option<&str> {
        self.patterns.matches(text).iter().next().map(|index| self.lines[index].as_str())
    }
}
