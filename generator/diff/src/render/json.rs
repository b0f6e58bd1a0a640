//! Renders the complete report as JSON, and provides its schema.

use schemars::schema_for;

use crate::report::Report;

/// Returns the report as JSON. The same versions give the same bytes.
pub fn json(report: &Report) -> String {
    // Serializing strings, numbers and lists can't fail.
    let mut text = serde_json::to_string_pretty(report).unwrap_or_default();
    text.push('\n');
    text
}

/// Returns the JSON Schema (draft 2020-12) of [`json`].
///
/// The key `format` is the version of the schema. It is raised when a key is removed or changes its meaning. New keys
/// and new ids of kinds do not raise it.
pub fn json_schema() -> String {
    let schema = schema_for!(Report);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
