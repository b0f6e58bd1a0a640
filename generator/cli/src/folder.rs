//! A folder of generated files beside the client.

use std::path::Path;

use api_client_generator::diagnostics::display_path;
use api_client_generator::output::{self, FileSet};

use crate::arguments::Context;
use crate::report::{Outcome, Report};

/// Shows how the files in a folder differ from those that `command` writes.
pub(crate) fn check(files: &FileSet, out: &Path, command: &str, context: &Context) -> Report {
    let drifts = output::check(files, out)?;
    if drifts.is_empty() {
        if !context.quiet {
            println!("{} files are up to date", files.len());
        }
        return Ok(Outcome::Fine);
    }
    for drift in &drifts {
        println!("{}: {}", display_path(&out.join(&drift.path)), drift.kind.describe());
        print!("{}", drift.diff);
        println!();
    }
    println!("{} files are out of date; to update them: {} {command}", drifts.len(), context.program.name);
    Ok(Outcome::Findings)
}

/// Writes the files, and removes files that are no longer generated.
pub(crate) fn write(files: &FileSet, out: &Path, context: &Context) -> Report {
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
        println!("{} files ({} changed)", files.len(), changes.written.len() + changes.removed.len());
    }
    Ok(Outcome::Fine)
}
