//! `api-client check`: errors and warnings of the spec.

use crate::arguments::{CheckOptions, Context, Format};
use crate::report::{Outcome, Report};
use crate::spec;

pub(crate) fn run(options: &CheckOptions, context: &Context) -> Report {
    if options.format == Format::Json {
        let report = spec::report(context)?;
        print!("{}", report.json());
        let is_fine = report.errors == 0 && (report.warnings == 0 || !options.deny_warnings);
        return Ok(if is_fine { Outcome::Fine } else { Outcome::Findings });
    }
    let Some(resolved) = spec::resolve_and_warn(context)? else { return Ok(Outcome::Findings) };
    if !context.quiet {
        let operations = resolved.api().operations().count();
        println!("no errors in the spec ({operations} operations)");
    }
    let is_fine = resolved.warnings().is_empty() || !options.deny_warnings;
    Ok(if is_fine { Outcome::Fine } else { Outcome::Findings })
}
