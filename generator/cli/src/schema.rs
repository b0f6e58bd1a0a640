//! `api-client schema`: the JSON Schema of the spec format.

use api_client_generator::{output, schema};

use crate::arguments::{CheckOption, Context};
use crate::report::{Outcome, Report};

const FILE: &str = "schema.json";

pub(crate) fn run(options: &CheckOption, context: &Context) -> Report {
    let path = context.spec.join(FILE);
    if options.check {
        return Ok(match output::compare(&path, &schema::text())? {
            None => {
                if !context.quiet {
                    println!("{} is up to date", path.display());
                }
                Outcome::Fine
            }
            Some(diff) => {
                print!("{diff}");
                println!(
                    "{} is not what the format makes; to bring it up to date: {} schema",
                    path.display(),
                    context.program.name
                );
                Outcome::Findings
            }
        });
    }
    let changed = output::replace(&path, &schema::text())?;
    if !context.quiet {
        println!("{} {}", if changed { "wrote" } else { "unchanged:" }, path.display());
    }
    Ok(Outcome::Fine)
}
