//! For programs: the whole report as JSON, and the schema of it.

use schemars::schema_for;

use crate::report::Report;

/// The report as JSON: the same bytes for the same states, whoever makes it and when.
pub fn json(report: &Report) -> String {
    // A report has texts, numbers and lists only, which can't fail to be written.
    let mut text = serde_json::to_string_pretty(report).unwrap_or_default();
    text.push('\n');
    text
}

/// The JSON Schema (draft 2020-12) of [`json`].
///
/// Its property `format` counts up when something is removed or means something else. New properties, and new ids of
/// kinds, may come without that.
pub fn json_schema() -> String {
    let schema = schema_for!(Report);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
