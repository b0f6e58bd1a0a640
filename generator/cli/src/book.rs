//! `api-client book`: writes the API reference as the source of an mdBook.

use std::error::Error;
use std::io::ErrorKind;
use std::path::Path;

use api_client_generator::diagnostics::display_path;
use api_client_generator::output;

use crate::arguments::{BookOptions, Context};
use crate::report::{Outcome, Report};
use crate::spec;

pub(crate) fn run(options: &BookOptions, context: &Context) -> Report {
    spec::check_output(context, &options.out)?;
    let changelog = read_changelog(&options.changelog)?;
    let settings = spec::settings(context, &options.out);
    let Some(files) = spec::book(context, &settings, changelog.as_deref())? else { return Ok(Outcome::Findings) };
    let changes = output::write(&files, &options.out)?;
    for path in &changes.kept {
        eprintln!(
            "warning: {} is no longer generated from the spec, but was edited by hand: move or remove it",
            display_path(&options.out.join(path))
        );
    }
    if !context.quiet {
        let count = changes.written.len() + changes.removed.len();
        println!("{} files ({count} changed) in {}", files.len(), display_path(&options.out));
    }
    Ok(Outcome::Fine)
}

/// Returns the changelog, or `None` if the file does not exist.
fn read_changelog(path: &Path) -> Result<Option<String>, Box<dyn Error>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("can't read the changelog {}: {error}", display_path(path)).into()),
    }
}
