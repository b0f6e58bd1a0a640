//! `api-client diff`: what a change of the spec does to clients that are in use, to code and to what is read.

mod acknowledge;
mod example;
mod git;
mod state;

use std::error::Error;
use std::path::Path;

use api_client_diff::report::{Context as ReportContext, Policy, Report as DiffReport};
use api_client_diff::{self as diff, Diff, Level, Side, render};
use api_client_generator::diagnostics::Style;
use api_client_generator::public_api::PublicApi;
use api_client_generator::{Resolved, Settings, Spec, output};
use git::Git;
use state::State;

use crate::arguments::{ClientFolder, Context, Deny, DiffOptions, ReportFormat, View};
use crate::report::{Outcome, Report};
use crate::{spec, today};

pub(crate) fn run(options: &DiffOptions, context: &Context) -> Report {
    if options.schema {
        print!("{}", render::json_schema());
        return Ok(Outcome::Fine);
    }
    if let Some(id) = &options.rules {
        return rules(id.first().map(String::as_str), options.write.as_deref(), context);
    }
    let (base, head) = state::both(options, context)?;
    let policy = Policy {
        today: Some(options.today.clone().unwrap_or_else(today::today)),
        base_is_release: base.is_release(),
        check_version: options.check_version,
    };
    let report = compare(&base, &head, &policy, &options.client, context)?;
    if let (Some(id), Some(reason)) = (&options.acknowledge, &options.reason) {
        println!("{}", acknowledge::add(&report, &context.spec, id, reason)?);
        return Ok(Outcome::Fine);
    }
    write(&rendered(&report, options), &report, options, context)?;
    Ok(if report.fails() || is_denied(&report, options.deny) { Outcome::Findings } else { Outcome::Fine })
}

/// The report with the public items of both clients. Where there is no list of them, one is made: that takes longer than
/// all the rest, so that the list of a client on disk is made anew only if it does not go with the changes.
fn report(
    diff: &Diff,
    sides: [Side<'_>; 2],
    states: &[diff::report::State; 2],
    clients: [Option<PublicApi>; 2],
    may_be_stale: bool,
    policy: &Policy,
    program: &str,
) -> DiffReport {
    let context = |clients, client_is_stale| {
        let (states, policy) = (states.clone(), policy.clone());
        ReportContext { sides, states, program, clients, client_is_stale, policy }
    };
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

fn public_items(model: &Resolved) -> PublicApi {
    let files = model.emit(&Settings::default());
    let Ok(list) = files.get("api.txt").unwrap_or_default().parse();
    list
}

/// The list of rules, or the page of one, or the specs of its example.
fn rules(id: Option<&str>, folder: Option<&Path>, context: &Context) -> Report {
    let rules = diff::rules();
    let program = context.program.name;
    let Some(id) = id else {
        if folder.is_some() {
            return Err(format!("`--write` needs the id of a rule: {program} diff --rules ID --write DIR").into());
        }
        print!("{}", render::rules(&rules));
        return Ok(Outcome::Fine);
    };
    let (Some(rule), Some(specs)) = (rules.iter().find(|rule| rule.id == id), diff::example_specs(id)) else {
        let nearest = diff::nearest_rule(id).map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
        return Err(format!("there is no rule `{id}`; {nearest}For a list of all: {program} diff --rules").into());
    };
    match folder {
        Some(folder) => example::write(&specs, folder)?,
        None => print!("{}", render::rule_page(rule, &rules)),
    }
    Ok(Outcome::Fine)
}

/// Prints the report, or writes it where it was asked for.
fn write(text: &str, report: &DiffReport, options: &DiffOptions, context: &Context) -> Result<(), Box<dyn Error>> {
    if let Some(path) = &options.output {
        // Colours are for terminals.
        let text = anstream::adapter::strip_str(text).to_string();
        return match output::replace(path, &text) {
            Ok(_) => Ok(()),
            Err(error) => Err(format!("can't write {}: {error}; its folder has to be there", path.display()).into()),
        };
    }
    let is_text = options.format == ReportFormat::Text;
    if is_text && context.quiet && report.is_empty() && report.findings.is_empty() {
        return Ok(());
    }
    print!("{text}");
    Ok(())
}

fn rendered(report: &DiffReport, options: &DiffOptions) -> String {
    match (options.format, options.by) {
        (ReportFormat::Text, View::Cause) => render::text(report),
        (ReportFormat::Text, View::Endpoint) => render::text_by_endpoint(report),
        (ReportFormat::Markdown, _) => render::markdown(report),
        (ReportFormat::Json, _) => render::json(report),
        (ReportFormat::Sarif, _) => render::sarif(report),
        (ReportFormat::Junit, _) => render::junit(report),
        (ReportFormat::Github, _) => render::github(report),
        (ReportFormat::Html, _) => render::html(report),
    }
}

/// What changed in the working tree since a commit.
pub(crate) fn since(
    name: &str,
    policy: &Policy,
    out: &ClientFolder,
    context: &Context,
) -> Result<DiffReport, Box<dyn Error>> {
    let base = State::of(name, &context.spec)?;
    compare(&base, &State::Folder(context.spec.clone()), policy, out, context)
}

/// The releases in the history, the last one first.
pub(crate) fn releases(context: &Context) -> Result<Vec<String>, Box<dyn Error>> {
    let git = Git::of(&context.spec)?;
    let releases = state::releases(&git)?;
    if releases.is_empty() { Err(state::no_release(&git).into()) } else { Ok(releases) }
}

fn compare(
    base: &State,
    head: &State,
    policy: &Policy,
    out: &ClientFolder,
    context: &Context,
) -> Result<DiffReport, Box<dyn Error>> {
    let (old, new) = (base.load()?, head.load()?);
    let style = spec::style(context);
    let (old_model, new_model) = (resolve(&old, base, style), resolve(&new, head, style));
    let (old_model, new_model) = (old_model?, new_model?);
    let sides = [Side { spec: &old, resolved: &old_model }, Side { spec: &new, resolved: &new_model }];
    let diff = diff::diff(sides[0], sides[1]);
    let states = [base.describe(&old_model), head.describe(&new_model)];
    let clients = [base, head].map(|state| state.client(context, &out.out));
    Ok(report(&diff, sides, &states, clients, head.is_folder(), policy, context.program.name))
}

/// The model, or why there is none, after all mistakes were printed.
fn resolve(spec: &Spec, state: &State, style: Style) -> Result<Resolved, String> {
    let name = state.name();
    if let Some(version) = spec.newer_format() {
        return Err(format!("{name} is written in format {version} of the spec, which needs a newer generator"));
    }
    spec.resolve().map_err(|mistakes| {
        eprint!("{}", mistakes.render(spec.sources(), style));
        let why = match state {
            State::Commit { .. } => {
                "; if nothing was wrong with it in its time, it was written for an earlier state of the format: compare \
                 with a later commit"
            }
            State::Folder(_) | State::Index(_) => "",
        };
        format!("{name}: the spec has mistakes, so that there is nothing to compare{why}")
    })
}

fn is_denied(report: &DiffReport, deny: Option<Deny>) -> bool {
    match deny {
        None => false,
        Some(Deny::Any) => report.has_unacknowledged(Level::None),
        Some(Deny::Minor) => report.has_unacknowledged(Level::Minor),
        Some(Deny::Major) => report.has_unacknowledged(Level::Major),
    }
}
