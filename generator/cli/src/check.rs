//! `api-client check`: errors and warnings of the spec.

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
