//! `cargo xtask diff`: what a change of the spec does to clients that are in use, to code and to what is read.

mod git;
mod state;

use anstream::print;
use api_client_generator::diagnostics::Style;
use api_client_generator::diff::report::{Context, Report as DiffReport};
use api_client_generator::diff::{self, Diff, Level, Side, render};
use api_client_generator::{Resolved, Settings, Spec};

use crate::arguments::{Arguments, Deny, DiffOptions, ReportFormat, View};
use crate::report::{Outcome, Report};
use crate::spec;

pub(crate) fn run(options: &DiffOptions, arguments: &Arguments) -> Report {
    if let Some(id) = &options.rules {
        return rules(id.first().map(String::as_str));
    }
    let (base, head) = state::both(options, arguments)?;
    let (old, new) = (base.load()?, head.load()?);
    let style = spec::style(arguments);
    let (Some(old_model), Some(new_model)) = (resolve(&old, style), resolve(&new, style)) else {
        return Err("without a spec that is whole on both sides, there is nothing to compare".into());
    };
    let sides = [Side { spec: &old, resolved: &old_model }, Side { spec: &new, resolved: &new_model }];
    let diff = diff::diff(sides[0], sides[1]);
    let states = [base.describe(&old_model), head.describe(&new_model)];
    let clients = [&base, &head].map(|state| state.client(arguments, &options.out.out));
    let report = report(&diff, sides, &states, clients, head.is_folder());
    if !arguments.quiet || !report.is_empty() {
        print!("{}", rendered(&report, options));
    }
    Ok(if is_denied(&report, options.deny) { Outcome::Findings } else { Outcome::Fine })
}

/// The report with the public items of both clients. Where there is no list of them, one is made: that takes longer than
/// all the rest, so that the list of a client on disk is made anew only if it does not go with the changes.
fn report(
    diff: &Diff,
    sides: [Side<'_>; 2],
    states: &[diff::report::State; 2],
    clients: [Option<String>; 2],
    may_be_stale: bool,
) -> DiffReport {
    let context = |clients, client_is_stale| Context { sides, states: states.clone(), clients, client_is_stale };
    if diff.changes.is_empty() && clients.iter().any(Option::is_none) {
        return DiffReport::new(diff, &context(None, false));
    }
    let is_on_disk = may_be_stale && clients[1].is_some();
    let [old, new] = clients;
    let old = old.unwrap_or_else(|| public_items(sides[0].resolved));
    let new = new.unwrap_or_else(|| public_items(sides[1].resolved));
    let report = DiffReport::new(diff, &context(Some([&old, &new]), false));
    if !is_on_disk || !report.disagrees_with_client() {
        return report;
    }
    let made = public_items(sides[1].resolved);
    if made == new { report } else { DiffReport::new(diff, &context(Some([&old, &made]), true)) }
}

fn public_items(model: &Resolved) -> String {
    let files = model.emit(&Settings::default());
    files.get("api.txt").map(str::to_owned).unwrap_or_default()
}

/// The list of rules, or the page of one.
fn rules(id: Option<&str>) -> Report {
    let rules = diff::rules();
    let Some(id) = id else {
        print!("{}", render::rules(&rules));
        return Ok(Outcome::Fine);
    };
    let Some(rule) = rules.iter().find(|rule| rule.id == id) else {
        let nearest = diff::nearest_rule(id).map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
        return Err(format!("there is no rule `{id}`; {nearest}For a list of all: cargo xtask diff --rules").into());
    };
    print!("{}", render::rule_page(rule, &rules));
    Ok(Outcome::Fine)
}

fn rendered(report: &DiffReport, options: &DiffOptions) -> String {
    match (options.format, options.by) {
        (ReportFormat::Text, View::Cause) => render::text(report),
        (ReportFormat::Text, View::Endpoint) => render::text_by_endpoint(report),
        (ReportFormat::Markdown, _) => render::markdown(report),
        (ReportFormat::Html, _) => render::html(report),
    }
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
