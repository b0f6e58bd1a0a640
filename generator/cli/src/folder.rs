//! A folder of generated files: the client, or files beside it.

use std::path::Path;

use api_client_generator::diagnostics::display_path;
use api_client_generator::output::{self, Drift, FileSet};

use crate::arguments::Context;
use crate::report::{Outcome, Report};

/// Shows how the files in a folder differ from those that `command` writes.
pub(crate) fn check(files: &FileSet, out: &Path, command: &str, context: &Context) -> Report {
    let drifts = drifts(files, out, context)?;
    if drifts.is_empty() {
        return Ok(Outcome::Fine);
    }
    println!("{} files are out of date; to update them: {} {command}", drifts.len(), context.program.name);
    Ok(Outcome::Findings)
}

/// Returns the differences of the files in a folder, and prints them.
pub(crate) fn drifts(files: &FileSet, out: &Path, context: &Context) -> std::io::Result<Vec<Drift>> {
    let drifts = output::check(files, out)?;
    if drifts.is_empty() && !context.quiet {
        println!("{} files are up to date", files.len());
    }
    for drift in &drifts {
        println!("{}: {}", display_path(&out.join(&drift.path)), drift.kind.describe());
        print!("{}", drift.diff);
        println!();
    }
    Ok(drifts)
}

/// Writes the files, and removes files that are no longer generated.
pub(crate) fn write(files: &FileSet, out: &Path, context: &Context) -> Report {
    let changed = transfer(files, out, context)?;
    if !context.quiet {
        println!("{} files ({changed} changed)", files.len());
    }
    Ok(Outcome::Fine)
}

/// Writes the files, prints the paths of the changed ones and returns their number.
pub(crate) fn transfer(files: &FileSet, out: &Path, context: &Context) -> std::io::Result<usize> {
    let changes = output::write(files, out)?;
    for path in &changes.kept {
        eprintln!(
            "warning: {} is no longer generated from the spec, but was edited by hand: move or remove it",
            display_path(&out.join(path))
        );
    }
    if !context.quiet {
        for path in &changes.written {
            println!("wrote {}", display_path(&out.join(path)));
        }
        for path in &changes.removed {
            println!("removed {}", display_path(&out.join(path)));
        }
    }
    Ok(changes.written.len() + changes.removed.len())
}
