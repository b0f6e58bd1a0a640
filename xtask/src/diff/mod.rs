//! `cargo xtask diff`: what a change of the spec does to clients that are in use, to code and to what is read.

mod git;
mod state;
mod text;

use api_client_generator::diagnostics::Style;
use api_client_generator::diff::{self, Diff, Level, Side};
use api_client_generator::{Resolved, Spec};

use crate::arguments::{Arguments, Deny, DiffOptions};
use crate::report::{Outcome, Report};
use crate::spec;

pub(crate) fn run(options: &DiffOptions, arguments: &Arguments) -> Report {
    if options.rules {
        text::rules(&diff::rules());
        return Ok(Outcome::Fine);
    }
    let (base, head) = state::both(options, arguments)?;
    let (old, new) = (base.load()?, head.load()?);
    let style = spec::style(arguments);
    let (Some(old_model), Some(new_model)) = (resolve(&old, style), resolve(&new, style)) else {
        return Err("without a spec that is whole on both sides, there is nothing to compare".into());
    };
    let diff = diff::diff(Side { spec: &old, resolved: &old_model }, Side { spec: &new, resolved: &new_model });
    if !diff.changes.is_empty() {
        let versions = [&old_model, &new_model].map(|model| model.api().package.version.as_str());
        text::print(&diff, [&old, &new], versions);
    } else if !arguments.quiet {
        println!("{} and {} say the same", base.name(), head.name());
    }
    Ok(if is_denied(&diff, options.deny) { Outcome::Findings } else { Outcome::Fine })
}

/// The model, or nothing after all mistakes were printed.
fn resolve(spec: &Spec, style: Style) -> Option<Resolved> {
    spec.resolve().map_err(|mistakes| eprint!("{}", mistakes.render(spec.sources(), style))).ok()
}

fn is_denied(diff: &Diff, deny: Option<Deny>) -> bool {
    match deny {
        None => false,
        Some(Deny::Any) => !diff.changes.is_empty(),
        Some(Deny::Minor) => diff.verdict().level() >= Level::Minor,
        Some(Deny::Major) => diff.verdict().level() >= Level::Major,
    }
}
