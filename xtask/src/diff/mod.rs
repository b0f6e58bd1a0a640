//! `cargo xtask diff`: what a change of the spec does to clients that are in use, to code and to what is read.

mod git;
mod state;

use anstream::print;
use api_client_generator::diagnostics::Style;
use api_client_generator::diff::report::{Context, Report as DiffReport};
use api_client_generator::diff::{self, Level, Side, render};
use api_client_generator::{Resolved, Spec};

use crate::arguments::{Arguments, Deny, DiffOptions};
use crate::report::{Outcome, Report};
use crate::spec;

pub(crate) fn run(options: &DiffOptions, arguments: &Arguments) -> Report {
    if options.rules {
        print!("{}", render::rules(&diff::rules()));
        return Ok(Outcome::Fine);
    }
    let (base, head) = state::both(options, arguments)?;
    let (old, new) = (base.load()?, head.load()?);
    let style = spec::style(arguments);
    let (Some(old_model), Some(new_model)) = (resolve(&old, style), resolve(&new, style)) else {
        return Err("without a spec that is whole on both sides, there is nothing to compare".into());
    };
    let sides = [Side { spec: &old, resolved: &old_model }, Side { spec: &new, resolved: &new_model }];
    let diff = diff::diff(sides[0], sides[1]);
    let context = Context { sides, states: [base.describe(&old_model), head.describe(&new_model)] };
    let report = DiffReport::new(&diff, &context);
    if !arguments.quiet || !report.is_empty() {
        print!("{}", render::text(&report));
    }
    Ok(if is_denied(&report, options.deny) { Outcome::Findings } else { Outcome::Fine })
}

/// The model, or nothing after all mistakes were printed.
fn resolve(spec: &Spec, style: Style) -> Option<Resolved> {
    spec.resolve().map_err(|mistakes| eprint!("{}", mistakes.render(spec.sources(), style))).ok()
}

fn is_denied(report: &DiffReport, deny: Option<Deny>) -> bool {
    match deny {
        None => false,
        Some(Deny::Any) => !report.is_empty(),
        Some(Deny::Minor) => report.verdict.level() >= Level::Minor,
        Some(Deny::Major) => report.verdict.level() >= Level::Major,
    }
}
