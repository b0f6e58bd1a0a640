//! The command line.

use std::path::PathBuf;

use clap::parser::ValueSource;
use clap::{ArgMatches, Args, ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::report::Report;
use crate::{changelog, check, checkout, coverage, diff, explain, fmt, generate, openapi, schema, today};

/// The program that offers the commands.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// How users start it, as in help texts and messages: `api-client`, `cargo xtask`.
    pub name: &'static str,
}

/// Commands that a program offers, as a `clap` subcommand.
pub trait Subcommands: Subcommand {
    /// The folders and files of the command that have a default, by the ids of their options. In a folder below the
    /// one with the spec, defaults are relative to the folder with the spec.
    fn folders(&mut self) -> Vec<(&'static str, &mut PathBuf)>;

    /// Runs the command.
    ///
    /// # Errors
    /// If the command could not run.
    fn run(&self, context: &Context) -> Report;
}

/// Generates a Rust client from the description of an API, and reports on both.
///
/// Exit codes: 0 fine, 1 problems found (errors in the spec, files out of date), 2 could not run.
#[derive(Debug, Parser)]
#[command(disable_version_flag = true)]
struct Arguments<C: Subcommand> {
    #[command(subcommand)]
    command: C,
    #[command(flatten)]
    options: Options,
}

/// Options of all commands.
#[derive(Debug, Args)]
struct Options {
    /// The folder of the spec.
    #[arg(long, global = true, default_value = "spec", value_name = "DIR")]
    spec: PathBuf,
    /// When to use colors.
    #[arg(long, global = true, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    color: ColorChoice,
    /// Print problems and errors only.
    #[arg(long, short, global = true)]
    quiet: bool,
}

/// What all commands need to know.
#[derive(Clone, Debug)]
pub struct Context {
    /// The program that runs.
    pub program: Program,
    /// The folder of the spec.
    pub spec: PathBuf,
    /// Whether to print problems and errors only.
    pub quiet: bool,
    pub(crate) color: ColorChoice,
}

impl Context {
    /// The color setting of output streams. Without one, each stream decides for itself.
    pub(crate) fn stream_color(&self) -> Option<anstream::ColorChoice> {
        match self.color {
            ColorChoice::Auto => None,
            ColorChoice::Always => Some(anstream::ColorChoice::Always),
            ColorChoice::Never => Some(anstream::ColorChoice::Never),
        }
    }
}

/// The arguments of this run.
///
/// # Errors
/// With the help if the user asked for it, or with the error in the arguments.
pub(crate) fn parse<C: Subcommands>(program: Program) -> Result<(C, Context), clap::Error> {
    let command = Arguments::<C>::command().name(program.name).bin_name(program.name);
    let matches = command.try_get_matches()?;
    let Arguments { mut command, options } = Arguments::<C>::from_arg_matches(&matches)?;
    let Options { mut spec, color, quiet } = options;
    if let Some(way) = checkout::way_to_spec() {
        let folders = std::iter::once(("spec", &mut spec)).chain(command.folders());
        for (id, path) in folders {
            if is_default(&matches, id) {
                *path = way.join(&path);
            }
        }
    }
    Ok((command, Context { program, spec, quiet, color }))
}

/// Whether an option was not given, neither before the command nor behind it.
fn is_default(matches: &ArgMatches, id: &str) -> bool {
    let levels = std::iter::successors(Some(matches), |matches| matches.subcommand().map(|(_, matches)| matches));
    let given = levels.filter(|matches| matches.try_contains_id(id).is_ok()).map(|matches| matches.value_source(id));
    given.into_iter().all(|source| source == Some(ValueSource::DefaultValue))
}

/// The commands of `api-client`.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Generate the client from the spec.
    Generate(GenerateOptions),
    /// Check the spec for errors and possible improvements.
    Check(CheckOptions),
    /// Explain a diagnostic by its code, such as E0104.
    Explain(ExplainOptions),
    /// Format the files of the spec.
    Fmt(CheckOption),
    /// Write the JSON Schema of the spec format, which editors use, into the spec.
    Schema(CheckOption),
    /// Write the API as OpenAPI documents.
    Openapi(OpenApiOptions),
    /// List which documented endpoints are covered.
    Coverage(CoverageOptions),
    /// Compare two versions of the spec and report the impact of each change.
    Diff(DiffOptions),
    /// Write the changes since the last release for users of the client.
    Changelog(ChangelogOptions),
}

impl Subcommands for Command {
    fn folders(&mut self) -> Vec<(&'static str, &mut PathBuf)> {
        match self {
            Self::Generate(options) => vec![("out", &mut options.client.out)],
            Self::Openapi(options) => vec![("out", &mut options.out)],
            Self::Diff(options) => vec![("out", &mut options.client.out)],
            Self::Changelog(options) => vec![("out", &mut options.client.out), ("file", &mut options.file)],
            Self::Check(_) | Self::Explain(_) | Self::Fmt(_) | Self::Schema(_) | Self::Coverage(_) => Vec::new(),
        }
    }

    fn run(&self, context: &Context) -> Report {
        match self {
            Self::Generate(options) => generate::run(options, context),
            Self::Check(options) => check::run(options, context),
            Self::Explain(options) => explain::run(options, context),
            Self::Fmt(options) => fmt::run(options, context),
            Self::Schema(options) => schema::run(options, context),
            Self::Openapi(options) => openapi::run(options, context),
            Self::Coverage(options) => coverage::run(options, context),
            Self::Diff(options) => diff::run(options, context),
            Self::Changelog(options) => changelog::run(options, context),
        }
    }
}

#[derive(Debug, Args)]
pub struct GenerateOptions {
    /// Write nothing; show how the client differs from what the spec makes.
    #[arg(long)]
    pub(crate) check: bool,
    #[command(flatten)]
    pub(crate) client: ClientFolder,
}

#[derive(Debug, Args)]
pub struct CheckOptions {
    /// Exit with 1 for warnings too.
    #[arg(long)]
    pub(crate) deny_warnings: bool,
}

#[derive(Debug, Args)]
pub struct ExplainOptions {
    /// The code; without it, all of them are listed.
    pub(crate) code: Option<String>,
}

#[derive(Debug, Args)]
pub struct CheckOption {
    /// Write nothing; show what would change.
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(Debug, Args)]
pub struct OpenApiOptions {
    /// Only the document of this product.
    #[arg(long, value_name = "NAME")]
    pub(crate) product: Option<String>,
    /// Write nothing; show how the documents differ from what the spec makes.
    #[arg(long)]
    pub(crate) check: bool,
    /// The folder of the documents.
    #[arg(long, default_value = "openapi", value_name = "DIR")]
    pub(crate) out: PathBuf,
}

/// The option for the folder of the client.
#[derive(Debug, Args)]
pub struct ClientFolder {
    /// The folder of the client.
    #[arg(long, default_value = "generated-client", value_name = "DIR")]
    pub out: PathBuf,
}

#[derive(Debug, Args)]
pub struct DiffOptions {
    /// The old state: a commit, tag or branch, a folder with a spec, `last-release`, `working-tree` or `index`. A commit
    /// can name its own folder, as in `HEAD~2:old/spec`. Default: where the work left the main branch.
    pub(crate) base: Option<String>,
    /// The new state. Default: the working tree.
    pub(crate) head: Option<String>,
    /// Exit with 1 if there is such a change, or a worse one; `any` is for those of the documentation, too.
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub(crate) deny: Option<Deny>,
    /// Exit with 1 if the version in api.yaml is too low for the changes since BASE, such as `last-release`.
    #[arg(long)]
    pub(crate) check_version: bool,
    /// Write into the spec that the change with this id is accepted.
    #[arg(long, value_name = "ID", requires = "reason", conflicts_with = "head")]
    pub(crate) acknowledge: Option<String>,
    /// Why it is accepted.
    #[arg(long, value_name = "TEXT", requires = "acknowledge", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(crate) reason: Option<String>,
    /// The day by which acknowledgements end, as `2026-12-31`. Default: today, in UTC.
    #[arg(long, value_name = "DATE", value_parser = today::parse)]
    pub(crate) today: Option<String>,
    #[command(flatten)]
    pub(crate) client: ClientFolder,
    /// The form of the report.
    #[arg(long, value_enum, default_value_t = ReportFormat::Text, value_name = "FORM")]
    pub(crate) format: ReportFormat,
    /// Write the report into a file instead.
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Print the JSON Schema of `--format json`, and compare nothing.
    #[arg(long, conflicts_with_all = ["base", "head", "deny", "rules"])]
    pub(crate) schema: bool,
    /// What the text is ordered by; pages have both views.
    #[arg(long, value_enum, default_value_t = View::Cause, value_name = "VIEW")]
    pub(crate) by: View,
    /// List the kinds of change with what comes of them, and compare nothing. With the id of one, such as
    /// `operation-removed`, say what to do about it, with an example.
    #[arg(long, value_name = "ID", num_args = 0..=1, conflicts_with_all = ["base", "head", "deny"])]
    pub(crate) rules: Option<Vec<String>>,
    /// With the id of a rule: write the specs of its example into new folders `old`, `bad` and `good` of this one, to
    /// make clients of them.
    #[arg(long, value_name = "DIR", requires = "rules")]
    pub(crate) write: Option<PathBuf>,
}

/// The forms of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people at a terminal.
    Text,
    /// For the comment of a pull request; nothing at all if nothing changed.
    Markdown,
    /// For programs: everything, by a schema (`--schema`).
    Json,
    /// For code scanning: SARIF 2.1.0.
    Sarif,
    /// For test reports, as `JUnit` writes them.
    Junit,
    /// For GitHub Actions: annotations at the lines of the spec.
    Github,
    /// For a browser: one file with everything.
    Html,
}

/// What a report in text is ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum View {
    /// Each change once, with what it is seen through.
    Cause,
    /// The endpoints, with the changes that each of them sees.
    Endpoint,
}

#[derive(Debug, Args)]
pub struct ChangelogOptions {
    /// The release, or another commit, since when. Default: the last tag such as `v1.2.0` or `PACKAGE-v1.2.0` in the
    /// history.
    #[arg(long, value_name = "TAG")]
    pub(crate) since: Option<String>,
    /// Write it into the changelog, under the version or what is not released: between two comments, and nowhere else.
    #[arg(long)]
    pub(crate) write: bool,
    /// Write nothing; exit with 1 if the changelog does not say it.
    #[arg(long, conflicts_with = "write")]
    pub(crate) check: bool,
    /// Overwrite what was edited by hand between the two comments.
    #[arg(long, requires = "write")]
    pub(crate) force: bool,
    /// The changelog.
    #[arg(long, default_value = "CHANGELOG.md", value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) client: ClientFolder,
}

/// Which changes are findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    /// What breaks.
    Major,
    /// What is new or to be noticed, too.
    Minor,
    /// Any change.
    Any,
}

#[derive(Debug, Args)]
pub struct CoverageOptions {
    /// The form of the report.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}
