//! `api-client accept`: accepts a breaking change in the spec.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io;

use api_client_generator::diagnostics::display_path;
use api_client_generator::source::InputFile;
use api_client_generator::{formatting, output};

use crate::arguments::{AcceptOptions, Context};
use crate::diff;
use crate::report::{Outcome, Report};

const FILE: &str = "acknowledged.yaml";
const EMPTY: &str = "# yaml-language-server: $schema=schema.json\nformat: 1\n\nacknowledged:\n";

pub(crate) fn run(options: &AcceptOptions, context: &Context) -> Report {
    let id = &options.id;
    let changes = diff::changes(options.base.as_deref(), context)?;
    if !changes.ids.contains(id) {
        let command = format!("{} diff {}", context.program.name, changes.base);
        return Err(format!("there is no change `{id}` since {}; for the ids: {command}", changes.base).into());
    }
    if let Some(accepted) = changes.acknowledgements.iter().find(|accepted| accepted.id.value == *id) {
        return Err(format!("`{id}` is already accepted: {}", accepted.reason).into());
    }
    add(options, context)?;
    if !context.quiet {
        println!("accepted `{id}` in {}", display_path(&context.spec.join(FILE)));
    }
    Ok(Outcome::Fine)
}

/// Adds an entry to the file, in its canonical layout.
fn add(options: &AcceptOptions, context: &Context) -> Result<(), Box<dyn Error>> {
    let path = context.spec.join(FILE);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => EMPTY.to_owned(),
        Err(error) => return Err(format!("can't read {}: {error}", display_path(&path)).into()),
    };
    // A JSON string is a YAML string. The formatter removes quotes that are not needed.
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let mut text = format!("{}\n  {}:\n", text.trim_end(), quoted(&options.id));
    let keys = [("reason", Some(&options.reason)), ("by", options.by.as_ref()), ("until", options.until.as_ref())];
    for (key, value) in keys {
        let Some(value) = value else { continue };
        writeln!(text, "    {key}: {}", quoted(value))?;
    }
    let input = InputFile { path: path.clone(), name: FILE.into(), content: Ok(text.into_bytes()) };
    let formatted = formatting::format(vec![input]);
    let Some(file) = formatted.files.first() else {
        return Err(format!(
            "can't add an entry to {}: its layout is not supported; add the entry by hand",
            display_path(&path)
        )
        .into());
    };
    output::replace(&path, &file.text)?;
    Ok(())
}
