//! `api-client explain`: the page of a diagnostic.

use api_client_generator::diagnostics::Id;

use crate::arguments::{Context, ExplainOptions};
use crate::report::{Outcome, Report};

pub(crate) fn run(options: &ExplainOptions, context: &Context) -> Report {
    let Some(code) = &options.code else {
        for id in Id::ALL {
            println!("{}  {}", id.code(), id.title());
        }
        return Ok(Outcome::Fine);
    };
    let Some(id) = Id::of_code(code) else {
        return Err(format!("there is no diagnostic `{code}`; for a list: {} explain", context.program.name).into());
    };
    print!("{}", id.page());
    Ok(Outcome::Fine)
}
