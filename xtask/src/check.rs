//! `cargo xtask check`: the mistakes of the spec and nothing else.

use crate::arguments::Arguments;
use crate::report::{Outcome, Report};
use crate::spec;

pub(crate) fn run(arguments: &Arguments) -> Report {
    let Some(resolved) = spec::resolve(arguments)? else { return Ok(Outcome::Findings) };
    if !arguments.quiet {
        let operations = resolved.api().operations().count();
        println!("no mistakes in the spec ({operations} operations)");
    }
    Ok(Outcome::Fine)
}
