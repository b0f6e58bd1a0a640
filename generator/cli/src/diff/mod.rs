//! `api-client diff`: the impact of changes of the spec on existing clients, user code and documentation.

mod git;
mod state;

use std::collections::BTreeSet;
use std::error::Error;

use api_client_diff::report::{Context as ReportContext, Policy, Report as DiffReport};
use api_client_diff::{self as diff, Diff, Level, Side, render};
use api_client_generator::diagnostics::{Style, display_path};
use api_client_generator::public_api::PublicApi;
use api_client_generator::{Acknowledgement, Resolved, Settings, Spec, output};
use git::Git;
use state::State;

use crate::arguments::{ClientFolder, Context, Deny, DiffOptions, ReportFormat, View};
use crate::report::{Outcome, Report};
use crate::{date, spec};

pub(crate) fn run(options: &DiffOptions, context: &Context) -> Report {
    let (base, head) = state::both(options.base.as_deref(), options.head.as_deref(), context)?;
    let policy = Policy {
        today: Some(options.today.clone().unwrap_or_else(date::today)),
        base_is_release: base.is_release(),
        check_version: options.check_version,
    };
    let report = compare(&base, &head, &policy, &options.client, context)?;
    write(&rendered(&report, options), &report, options, context)?;
    Ok(if report.fails() || is_denied(&report, options.deny) { Outcome::Findings } else { Outcome::Fine })
}

/// Returns the report with the public items of both clients.
///
/// A missing list of items is generated. This takes longer than the rest, so the list of a client on disk is generated
/// again only if it does not match the changes.
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

/// Prints the report, or writes it into the file of `--output`.
fn write(text: &str, report: &DiffReport, options: &DiffOptions, context: &Context) -> Result<(), Box<dyn Error>> {
    if let Some(path) = &options.output {
        // Files have no colors.
        let text = anstream::adapter::strip_str(text).to_string();
        return match output::replace(path, &text) {
            Ok(_) => Ok(()),
            Err(error) => Err(format!("can't write {}: {error}; choose an existing folder", display_path(path)).into()),
        };
    }
    let is_text = matches!(options.format, ReportFormat::Text | ReportFormat::Short);
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
        (ReportFormat::Short, _) => render::short(report),
        (ReportFormat::Markdown, _) => render::markdown(report),
        (ReportFormat::Json, _) => render::json(report),
        (ReportFormat::Sarif, _) => render::sarif(report),
        (ReportFormat::Github, _) => render::github(report),
        (ReportFormat::Html, _) => render::html(report),
    }
}

/// The ids of the changes since a version, and the accepted changes.
pub(crate) struct Changes {
    /// The name of the base version.
    pub(crate) base: String,
    /// The ids of all changes.
    pub(crate) ids: BTreeSet<String>,
    /// The changes that the spec accepts.
    pub(crate) acknowledgements: Vec<Acknowledgement>,
}

/// Returns the changes in the working tree, without the public items of the clients.
pub(crate) fn changes(base: Option<&str>, context: &Context) -> Result<Changes, Box<dyn Error>> {
    let (base, head) = state::both(base, None, context)?;
    let [old, new] = Loaded::both(&base, &head, context)?;
    let diff = diff::diff(old.side(), new.side());
    let ids = diff.changes.into_iter().map(|change| change.id).collect();
    Ok(Changes { base: base.name(), ids, acknowledgements: new.resolved.acknowledgements().to_vec() })
}

/// Returns the changes in the working tree since a commit.
pub(crate) fn since(
    name: &str,
    policy: &Policy,
    out: &ClientFolder,
    context: &Context,
) -> Result<DiffReport, Box<dyn Error>> {
    let base = State::of(name, &context.spec)?;
    compare(&base, &State::Folder(context.spec.clone()), policy, out, context)
}

/// Returns the releases in the history, the latest first.
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
    let [old, new] = Loaded::both(base, head, context)?;
    let sides = [old.side(), new.side()];
    let diff = diff::diff(sides[0], sides[1]);
    let states = [base.describe(&old.resolved), head.describe(&new.resolved)];
    let clients = [base, head].map(|state| state.client(context, &out.out));
    Ok(report(&diff, sides, &states, clients, head.is_folder(), policy, context.program.name))
}

/// A version of the spec with its model.
struct Loaded {
    spec: Spec,
    resolved: Resolved,
}

impl Loaded {
    fn both(base: &State, head: &State, context: &Context) -> Result<[Self; 2], Box<dyn Error>> {
        let (old, new) = (base.load()?, head.load()?);
        let style = spec::style(context);
        // Errors of both versions are printed before the command fails.
        let (old_model, new_model) = (resolve(&old, base, style), resolve(&new, head, style));
        Ok([Self { resolved: old_model?, spec: old }, Self { resolved: new_model?, spec: new }])
    }

    fn side(&self) -> Side<'_> {
        Side { spec: &self.spec, resolved: &self.resolved }
    }
}

/// Returns the model, or an error message after all diagnostics were printed.
fn resolve(spec: &Spec, state: &State, style: Style) -> Result<Resolved, String> {
    let name = state.name();
    if let Some(version) = spec.newer_format() {
        return Err(format!("{name} has version {version} of the spec format, which needs a newer generator"));
    }
    spec.resolve().map_err(|mistakes| {
        eprint!("{}", mistakes.render(spec.sources(), style));
        let why = match state {
            State::Commit { .. } => "; if an earlier version of the format causes them, compare with a later commit",
            State::Folder(_) | State::Index(_) => "",
        };
        format!("can't compare {name}: the spec has errors{why}")
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
