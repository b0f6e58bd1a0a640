//! `api-client diff --acknowledge ID --reason TEXT`: writes down that a change is accepted.

use std::error::Error;
use std::fs;
use std::io;
use std::path::Path;

use api_client_diff::report::Report;
use api_client_generator::source::InputFile;
use api_client_generator::{formatting, output};

const FILE: &str = "acknowledged.yaml";
const EMPTY: &str = "# yaml-language-server: $schema=schema.json\nformat: 1\n\nacknowledged:\n";

/// Adds an entry to the file of the spec folder, in its canonical layout; returns what it did.
pub(super) fn add(report: &Report, spec: &Path, id: &str, reason: &str) -> Result<String, Box<dyn Error>> {
    let Some(entry) = report.entries.iter().find(|entry| entry.id == id) else {
        return Err(format!("there is no change `{id}` since {}: the report lists the ids", report.base.name).into());
    };
    if let Some(accepted) = &entry.acknowledged {
        return Err(format!("`{id}` is acknowledged already: {}", accepted.reason).into());
    }
    let path = spec.join(FILE);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => EMPTY.to_owned(),
        Err(error) => return Err(format!("can't read {}: {error}", path.display()).into()),
    };
    // A text of JSON is one of YAML; the formatter takes quotes off that are not needed.
    let [id_text, reason] = [id, reason].map(|text| serde_json::Value::from(text).to_string());
    let text = format!("{}\n  {id_text}:\n    reason: {reason}\n", text.trim_end());
    let input = InputFile { path: path.clone(), name: FILE.into(), content: Ok(text.into_bytes()) };
    let formatted = formatting::format(vec![input]);
    let Some(file) = formatted.files.first() else {
        return Err(format!("{} can't be added to as it is written: add the entry by hand", path.display()).into());
    };
    output::replace(&path, &file.text)?;
    Ok(format!("acknowledged `{id}` in {}", path.display()))
}
