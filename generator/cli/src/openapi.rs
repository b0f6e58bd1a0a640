//! `api-client openapi`: writes the OpenAPI documents, or shows how they differ from the spec.

use std::path::Path;

use api_client_generator::diagnostics::display_path;
use api_client_generator::output;

use crate::arguments::{Context, OpenApiOptions};
use crate::folder;
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
        folder::check(&documents.files(context.program.name), &options.out, "openapi", context)
    } else {
        folder::write(&documents.files(context.program.name), &options.out, context)
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
