//! Diagnostics as JSON, for editors and other programs.

use schemars::{JsonSchema, schema_for};
use serde::Serialize;

use super::{Diagnostic, Diagnostics, Place, Severity, SourceMap};

/// The version of the report's schema. It is raised when a key is removed or changes its meaning, and not for additions.
const FORMAT: u32 = 1;

/// The errors of a spec, or its warnings if it has no errors.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// The version of this schema. It is raised when a key is removed or changes its meaning, and not for additions.
    pub format: u32,
    /// The number of locations with an error.
    pub errors: usize,
    /// The number of locations with a warning. Warnings are only looked for if there are no errors.
    pub warnings: usize,
    /// The diagnostics in the order of their locations. Up to 3 locations of a cause are listed, and up to 500 causes.
    pub diagnostics: Vec<Entry>,
}

/// An error or warning at one location.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Entry {
    /// The severity.
    pub severity: Severity,
    /// The code, which the command `explain` explains: `E0104`.
    pub code: &'static str,
    /// The problem, on one line.
    pub message: String,
    /// The expected value at the location.
    pub expected: String,
    /// The fix; empty if the expected value is enough.
    pub help: String,
    /// The location.
    pub location: Range,
    /// Related locations.
    pub related: Vec<Related>,
    /// The number of locations with the same cause.
    pub locations: usize,
}

/// A related location.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Related {
    /// The location.
    pub location: Range,
    /// Its relation to the problem.
    pub label: String,
}

/// A range of characters in a file. It is empty if the problem concerns the whole file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Range {
    /// The path of the file; it begins with the folder of the spec as it was given.
    pub file: String,
    /// The line of the first character, from 1.
    pub line: usize,
    /// The column of the first character, in characters from 1.
    pub column: usize,
    /// The line of the end, from 1.
    pub end_line: usize,
    /// The column after the last character, in characters from 1.
    pub end_column: usize,
}

impl Report {
    /// Returns the report as JSON, with a newline at the end.
    pub fn json(&self) -> String {
        pretty(self)
    }

    /// Returns the JSON Schema (draft 2020-12) of [`json`](Self::json).
    pub fn json_schema() -> String {
        pretty(&schema_for!(Self))
    }
}

fn pretty(value: &impl Serialize) -> String {
    // Serializing strings, numbers and lists can't fail.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

impl Diagnostics {
    /// Returns the report for programs.
    pub fn report(&self, sources: &SourceMap) -> Report {
        let is_error = self.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
        let (errors, warnings) = if is_error { (self.len(), 0) } else { (0, self.len()) };
        let diagnostics = self.iter().map(|diagnostic| self.entry(diagnostic, sources)).collect();
        Report { format: FORMAT, errors, warnings, diagnostics }
    }

    fn entry(&self, diagnostic: &Diagnostic, sources: &SourceMap) -> Entry {
        let related = diagnostic.related.iter();
        Entry {
            severity: diagnostic.severity,
            code: diagnostic.id.code(),
            message: diagnostic.message.clone(),
            expected: diagnostic.expected.clone(),
            help: diagnostic.help.clone(),
            location: range(diagnostic.place, sources),
            related: related
                .map(|(place, label)| Related { location: range(*place, sources), label: label.clone() })
                .collect(),
            locations: self.count(diagnostic),
        }
    }
}

fn range(place: Place, sources: &SourceMap) -> Range {
    let file = sources.file(place.file);
    let (line, column) = file.line_and_column(place.start);
    let (end_line, end_column) = file.line_and_column(place.end);
    Range { file: file.path.display().to_string(), line, column, end_line, end_column }
}
