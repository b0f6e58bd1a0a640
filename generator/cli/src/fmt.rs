//! `api-client fmt`: the canonical layout of the spec's files.

use api_client_generator::diagnostics::display_path;
use api_client_generator::formatting::{self, Formatted};
use api_client_generator::output;
use api_client_generator::source::read_folder;

use crate::arguments::{Context, FmtOptions};
use crate::report::{Outcome, Report};
use crate::spec;

pub(crate) fn run(options: &FmtOptions, context: &Context) -> Report {
    let inputs = read_folder(&context.spec)
        .map_err(|error| format!("can't read the spec folder {}: {error}", display_path(&context.spec)))?;
    let formatted = formatting::format(inputs);
    if !formatted.diagnostics.is_empty() {
        eprint!("{}", formatted.diagnostics.render(formatted.sources(), spec::style(context)));
        return Ok(Outcome::Findings);
    }
    if options.check { check(&formatted, context) } else { write(&formatted, context.quiet) }
}

fn check(formatted: &Formatted, context: &Context) -> Report {
    let mut differing = 0;
    for file in &formatted.files {
        if let Some(diff) = output::compare(&file.path, &file.text)? {
            println!("{}: not in the canonical layout", display_path(&file.path));
            println!("{diff}");
            differing += 1;
        }
    }
    if differing > 0 {
        println!("{differing} files are not in the canonical layout; to format them: {} fmt", context.program.name);
        return Ok(Outcome::Findings);
    }
    if !context.quiet {
        println!("{} files are in the canonical layout", formatted.files.len());
    }
    Ok(Outcome::Fine)
}

fn write(formatted: &Formatted, quiet: bool) -> Report {
    let mut changed = 0;
    for file in &formatted.files {
        if output::replace(&file.path, &file.text)? {
            changed += 1;
            if !quiet {
                println!("formatted {}", display_path(&file.path));
            }
        }
    }
    if !quiet {
        println!("{} files are in the canonical layout ({changed} changed)", formatted.files.len());
    }
    Ok(Outcome::Fine)
}
