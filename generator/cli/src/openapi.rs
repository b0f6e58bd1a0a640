//! `api-client openapi`: writes the OpenAPI documents, or shows how they differ from the spec.

use std::path::Path;

use api_client_generator::diagnostics::display_path;
use api_client_generator::output::{self, FileSet};

use crate::arguments::{Context, OpenApiOptions};
use crate::report::{Outcome, Report};
use crate::spec;

pub(crate) fn run(options: &OpenApiOptions, context: &Context) -> Report {
    if !options.check {
        spec::check_output(context, &options.out)?;
    }
    let Some((resolved, documents)) = spec::openapi(context)? else { return Ok(Outcome::Findings) };
    if let Some(product) = &options.product {
        let Some((name, text)) = documents.product(product) else {
            let products = resolved.api().products.iter().map(|product| product.id.value.as_str());
            let known: Vec<&str> = products.filter(|product| documents.product(product).is_some()).collect();
            return Err(format!("unknown product `{product}`: use one of {}", known.join(", ")).into());
        };
        let path = options.out.join(&name);
        if options.check {
            return compare(&path, text, context);
        }
        let changed = output::write_one(&documents.files(context.program.name), &name, &options.out, |found| {
            is_document(found, text)
        })?;
        if !context.quiet {
            println!("{} {}", if changed { "wrote" } else { "unchanged:" }, display_path(&path));
        }
        return Ok(Outcome::Fine);
    }
    if options.check {
        check(&documents.files(context.program.name), &options.out, context)
    } else {
        write(&documents.files(context.program.name), &options.out, context.quiet)
    }
}

/// Returns whether a file is an earlier version of a document, which has the same title.
fn is_document(found: &str, text: &str) -> bool {
    let title = |text: &str| {
        let document: serde_json::Value = serde_json::from_str(text).ok()?;
        document.get("openapi")?;
        document.pointer("/info/title").cloned()
    };
    title(text).is_some_and(|own| title(found) == Some(own))
}

/// Shows how the document of one product differs.
fn compare(path: &Path, text: &str, context: &Context) -> Report {
    let Some(diff) = output::compare(path, text)? else {
        if !context.quiet {
            println!("{} is up to date", display_path(path));
        }
        return Ok(Outcome::Fine);
    };
    print!("{diff}");
    println!("{} is out of date; to update it: {} openapi", display_path(path), context.program.name);
    Ok(Outcome::Findings)
}

fn check(files: &FileSet, out: &Path, context: &Context) -> Report {
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
    println!("{} files are out of date; to update them: {} openapi", drifts.len(), context.program.name);
    Ok(Outcome::Findings)
}

fn write(files: &FileSet, out: &Path, quiet: bool) -> Report {
    let changes = output::write(files, out)?;
    for path in &changes.kept {
        eprintln!(
            "warning: {} is no longer generated from the spec, but was edited by hand: move or remove it",
            display_path(&out.join(path))
        );
    }
    if !quiet {
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
