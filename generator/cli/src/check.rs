//! `api-client check`: the mistakes of the spec, what could be better about it, and nothing else.

use crate::arguments::{CheckOptions, Context};
use crate::report::{Outcome, Report};
use crate::spec;

pub(crate) fn run(options: &CheckOptions, context: &Context) -> Report {
    let Some(resolved) = spec::resolve_and_warn(context)? else { return Ok(Outcome::Findings) };
    if !context.quiet {
        let operations = resolved.api().operations().count();
        println!("no errors in the spec ({operations} operations)");
    }
    let is_fine = resolved.warnings().is_empty() || !options.deny_warnings;
    Ok(if is_fine { Outcome::Fine } else { Outcome::Findings })
}
