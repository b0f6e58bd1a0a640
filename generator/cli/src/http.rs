//! `api-client http`: writes the examples as `.http` files, or shows how they differ from the spec.

use crate::arguments::{Context, DEFAULT_PORT, HttpOptions};
use crate::folder;
use crate::report::{Outcome, Report};
use crate::spec;

pub(crate) fn run(options: &HttpOptions, context: &Context) -> Report {
    if !options.check {
        spec::check_output(context, &options.out)?;
    }
    let Some(resolved) = spec::resolve(context)? else { return Ok(Outcome::Findings) };
    // The default address of `serve`.
    let files = resolved.http_files(context.program.name, &format!("http://127.0.0.1:{DEFAULT_PORT}"));
    if options.check {
        folder::check(&files, &options.out, "http", context)
    } else {
        folder::write(&files, &options.out, context)
    }
}
