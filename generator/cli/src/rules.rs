//! `api-client rules`: the kinds of change, each with an explanation and an example.

use std::error::Error;
use std::fs;
use std::io;
use std::path::Path;

use api_client_diff::{self as diff, ExampleSpecs, Files, render};
use api_client_generator::diagnostics::display_path;

use crate::arguments::{Context, RulesOptions};
use crate::report::{Outcome, Report};

pub(crate) fn run(options: &RulesOptions, context: &Context) -> Report {
    let rules = diff::rules();
    let Some(id) = &options.id else {
        print!("{}", render::rules(&rules));
        return Ok(Outcome::Fine);
    };
    let (Some(rule), Some(specs)) = (rules.iter().find(|rule| rule.id == *id), diff::example_specs(id)) else {
        let nearest = diff::nearest_rule(id).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        let list = format!("{} rules", context.program.name);
        return Err(format!("there is no rule `{id}`{nearest} (for a list: {list})").into());
    };
    match &options.write {
        Some(folder) => write(&specs, folder, context)?,
        None => print!("{}", render::rule_page(rule, &rules)),
    }
    Ok(Outcome::Fine)
}

/// Writes the specs of an example, each into a new folder.
fn write(specs: &ExampleSpecs, folder: &Path, context: &Context) -> Result<(), Box<dyn Error>> {
    let states = [("old", Some(&specs.old)), ("bad", Some(&specs.bad)), ("good", specs.good.as_ref())];
    let folders: Vec<_> = states.into_iter().filter_map(|(name, files)| Some((folder.join(name), files?))).collect();
    if let Some((existing, _)) = folders.iter().find(|(folder, _)| folder.exists()) {
        return Err(
            format!("{} already exists: choose a different folder, or remove it", display_path(existing)).into()
        );
    }
    for (folder, files) in folders {
        write_files(&folder, files).map_err(|error| format!("can't write {}: {error}", display_path(&folder)))?;
        if !context.quiet {
            println!("wrote {}", display_path(&folder));
        }
    }
    Ok(())
}

fn write_files(folder: &Path, files: &Files) -> io::Result<()> {
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, text)?;
    }
    Ok(())
}
