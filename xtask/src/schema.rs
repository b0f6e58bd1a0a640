//! `cargo xtask schema`: the JSON Schema of the spec format.

use api_client_generator::{output, schema};

use crate::arguments::{Arguments, CheckOption};
use crate::report::{Outcome, Report};

const FILE: &str = "schema.json";

pub(crate) fn run(options: &CheckOption, arguments: &Arguments) -> Report {
    let path = arguments.spec.join(FILE);
    if options.check {
        return Ok(match output::compare(&path, &schema::text())? {
            None => {
                if !arguments.quiet {
                    println!("{} is up to date", path.display());
                }
                Outcome::Fine
            }
            Some(diff) => {
                print!("{diff}");
                println!("{} is not what the format makes; to bring it up to date: cargo xtask schema", path.display());
                Outcome::Findings
            }
        });
    }
    let changed = output::replace(&path, &schema::text())?;
    if !arguments.quiet {
        println!("{} {}", if changed { "wrote" } else { "unchanged:" }, path.display());
    }
    Ok(Outcome::Fine)
}
