//! `api-client schema`: the JSON Schemas of the spec format and of JSON reports.

use std::path::{Path, PathBuf};

use api_client_diff::render;
use api_client_generator::diagnostics::{self, display_path};
use api_client_generator::{output, schema};

use crate::arguments::{Context, Schema, SchemaOptions};
use crate::report::{Outcome, Report};

const FILE_OF_SPEC: &str = "schema.json";

pub(crate) fn run(options: &SchemaOptions, context: &Context) -> Report {
    let (text, default): (String, Option<PathBuf>) = match options.schema {
        Schema::Spec => (schema::text(), Some(context.spec.join(FILE_OF_SPEC))),
        Schema::Report => (render::json_schema(), None),
        Schema::Check => (diagnostics::Report::json_schema(), None),
    };
    let Some(path) = options.output.clone().or(default) else {
        if options.check {
            return Err(format!("no file to check: {} --check --output FILE", command(options, context)).into());
        }
        print!("{text}");
        return Ok(Outcome::Fine);
    };
    if options.check {
        return check(&path, &text, options, context);
    }
    let is_changed = output::replace(&path, &text)?;
    if !context.quiet {
        println!("{} {}", if is_changed { "wrote" } else { "unchanged:" }, display_path(&path));
    }
    Ok(Outcome::Fine)
}

fn check(path: &Path, text: &str, options: &SchemaOptions, context: &Context) -> Report {
    let Some(difference) = output::compare(path, text)? else {
        if !context.quiet {
            println!("{} is up to date", display_path(path));
        }
        return Ok(Outcome::Fine);
    };
    print!("{difference}");
    println!("{} is out of date; to update it: {}", display_path(path), command(options, context));
    Ok(Outcome::Findings)
}

/// Returns the command that writes the file.
fn command(options: &SchemaOptions, context: &Context) -> String {
    let schema = match options.schema {
        Schema::Spec => "",
        Schema::Report => " report",
        Schema::Check => " check",
    };
    let output = options.output.as_ref().map(|path| format!(" --output {}", display_path(path))).unwrap_or_default();
    format!("{} schema{schema}{output}", context.program.name)
}
