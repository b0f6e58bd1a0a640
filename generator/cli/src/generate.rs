//! `api-client generate`: writes the client, or shows how it differs from the spec.

use std::path::Path;
use std::time::Instant;

use api_client_generator::output::{DriftKind, FileSet};
use api_client_generator::statistics::Statistics;

use crate::arguments::{Context, GenerateOptions};
use crate::folder;
use crate::report::{Outcome, Report};
use crate::spec;

pub(crate) fn run(options: &GenerateOptions, context: &Context) -> Report {
    let start = Instant::now();
    if !options.check {
        spec::check_output(context, &options.client.out)?;
    }
    let Some(resolved) = spec::resolve(context)? else { return Ok(Outcome::Findings) };
    let out = &options.client.out;
    let files = resolved.emit(&spec::settings(context, out));
    let missing = resolved.missing_from(&files);
    if !missing.is_empty() {
        return Err(format!(
            "nothing was written: the generator omitted {}; please report this error",
            missing.join(", ")
        )
        .into());
    }
    if options.check {
        return check(&files, out, context);
    }
    let changed = folder::transfer(&files, out, context)?;
    if !context.quiet {
        let statistics = Statistics::new(resolved.api(), &files);
        println!(
            "{} operations, {} types, {} files ({} changed), {:.1} lines of code per operation, {} ms",
            statistics.operations,
            statistics.types,
            statistics.files,
            changed,
            statistics.code_lines_per_operation(),
            start.elapsed().as_millis(),
        );
    }
    Ok(Outcome::Fine)
}

fn check(files: &FileSet, out: &Path, context: &Context) -> Report {
    let drifts = folder::drifts(files, out, context)?;
    if drifts.is_empty() {
        return Ok(Outcome::Fine);
    }
    let edited = drifts.iter().any(|drift| drift.kind == DriftKind::EditedByHand);
    let in_the_way = drifts.iter().any(|drift| drift.kind == DriftKind::InTheWay);
    let foreign = drifts.iter().any(|drift| drift.kind == DriftKind::Foreign);
    println!("{} files are out of date", drifts.len());
    if edited {
        println!("generating the client overwrites manual edits: change the spec or the generator instead");
    }
    if in_the_way {
        println!(
            "files that no manifest lists are not overwritten: move them, or choose a different folder with `--out`"
        );
    }
    if foreign {
        println!("move your own files out of src/, because the generator owns this folder");
    }
    println!("to update the client: {} generate", context.program.name);
    Ok(Outcome::Findings)
}
