//! The command line.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use clap::error::{ContextKind, ContextValue};
use clap::parser::ValueSource;
use clap::{ArgMatches, Args, ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::report::Report;
use crate::{
    accept, book, changelog, check, checkout, coverage, date, diff, explain, fmt, generate, http, observe, openapi,
    rules, schema, serve,
};

/// A program that offers the commands.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// The command line of the program, as in help and messages: `api-client`, `cargo xtask`.
    pub name: &'static str,
}

/// Commands that a program offers, as a `clap` subcommand.
pub trait Subcommands: Subcommand {
    /// Returns the folders and files of the command that have a default, by the ids of their options. In a folder below
    /// the one with the spec, defaults are relative to the folder with the spec.
    fn folders(&mut self) -> Vec<(&'static str, &mut PathBuf)>;

    /// Runs the command.
    ///
    /// # Errors
    /// If the command could not run.
    fn run(&self, context: &Context) -> Report;
}

/// Generate a Rust client from the description of an API, and report changes of the API and the client.
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

/// The settings that all commands share.
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
    /// Returns the color setting of output streams. Without one, each stream decides for itself.
    pub(crate) fn stream_color(&self) -> Option<anstream::ColorChoice> {
        match self.color {
            ColorChoice::Auto => None,
            ColorChoice::Always => Some(anstream::ColorChoice::Always),
            ColorChoice::Never => Some(anstream::ColorChoice::Never),
        }
    }
}

/// Returns the arguments of this run.
///
/// # Errors
///
/// Returns the help if the user asked for it, or the error in the arguments.
pub(crate) fn parse<C: Subcommands>(program: Program) -> Result<(C, Context), clap::Error> {
    let command = Arguments::<C>::command().name(program.name).bin_name(program.name);
    let matches = command.try_get_matches().map_err(|error| with_new_command(error, program))?;
    let Arguments { mut command, options } = Arguments::<C>::from_arg_matches(&matches)?;
    let Options { mut spec, color, quiet } = options;
    if let Some(way) = checkout::path_to_spec() {
        let folders = std::iter::once(("spec", &mut spec)).chain(command.folders());
        for (id, path) in folders {
            if is_default(&matches, id) {
                *path = way.join(&path);
            }
        }
    }
    Ok((command, Context { program, spec, quiet, color }))
}

/// Options of `diff` that became commands.
const REPLACED_OPTIONS: &[(&str, &str)] =
    &[("--acknowledge", "accept ID --reason TEXT"), ("--rules", "rules [ID]"), ("--schema", "schema report")];

/// Adds the new command to the error for an option that became a command.
fn with_new_command(mut error: clap::Error, program: Program) -> clap::Error {
    let Some(ContextValue::String(option)) = error.get(ContextKind::InvalidArg) else { return error };
    let Some((_, command)) = REPLACED_OPTIONS.iter().find(|(replaced, _)| replaced == option) else { return error };
    let tip = format!("use the command `{} {command}`", program.name);
    // The most similar option of `diff` does something else.
    error.remove(ContextKind::SuggestedArg);
    error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    error
}

/// Returns whether an option was not given, neither before nor after the command.
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
    Fmt(FmtOptions),
    /// Write the JSON Schema of the spec format or of JSON reports.
    Schema(SchemaOptions),
    /// Write the API as OpenAPI documents.
    Openapi(OpenApiOptions),
    /// Write an example request for each operation as `.http` files.
    Http(HttpOptions),
    /// Write the API reference as the source of an mdBook.
    Book(BookOptions),
    /// List which documented endpoints are covered.
    Coverage(CoverageOptions),
    /// Compare two versions of the spec and report the impact of each change.
    Diff(DiffOptions),
    /// Accept a breaking change in `acknowledged.yaml`.
    Accept(AcceptOptions),
    /// List the kinds of change with their impact, or explain one.
    Rules(RulesOptions),
    /// Write a changelog of the client since the last release.
    Changelog(ChangelogOptions),
    /// Compare recorded or live traffic with the spec, and propose additions.
    Observe(ObserveOptions),
    /// Run a fake server of the API that checks requests.
    Serve(ServeOptions),
}

impl Subcommands for Command {
    fn folders(&mut self) -> Vec<(&'static str, &mut PathBuf)> {
        match self {
            Self::Generate(options) => vec![("out", &mut options.client.out)],
            Self::Openapi(options) => vec![("out", &mut options.out)],
            Self::Http(options) => vec![("out", &mut options.out)],
            Self::Book(options) => vec![("out", &mut options.out), ("changelog", &mut options.changelog)],
            Self::Diff(options) => vec![("out", &mut options.client.out)],
            Self::Changelog(options) => vec![("out", &mut options.client.out), ("file", &mut options.file)],
            Self::Check(_)
            | Self::Explain(_)
            | Self::Fmt(_)
            | Self::Schema(_)
            | Self::Coverage(_)
            | Self::Accept(_)
            | Self::Rules(_)
            | Self::Observe(_)
            | Self::Serve(_) => Vec::new(),
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
            Self::Http(options) => http::run(options, context),
            Self::Book(options) => book::run(options, context),
            Self::Coverage(options) => coverage::run(options, context),
            Self::Diff(options) => diff::run(options, context),
            Self::Accept(options) => accept::run(options, context),
            Self::Rules(options) => rules::run(options, context),
            Self::Changelog(options) => changelog::run(options, context),
            Self::Observe(options) => observe::run(options, context),
            Self::Serve(options) => serve::run(options, context),
        }
    }
}

#[derive(Debug, Args)]
pub struct GenerateOptions {
    /// Write nothing; show how the client differs from the spec.
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
    /// The format of the report.
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub struct ExplainOptions {
    /// The code; without it, all codes are listed.
    pub(crate) code: Option<String>,
}

#[derive(Debug, Args)]
pub struct FmtOptions {
    /// Write nothing; show what would change.
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(Debug, Args)]
pub struct SchemaOptions {
    /// The schema.
    #[arg(value_enum, default_value_t = Schema::Spec)]
    pub(crate) schema: Schema,
    /// The file of the schema [default: `schema.json` in the spec for `spec`, otherwise standard output].
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Write nothing; show how the file differs from the schema.
    #[arg(long)]
    pub(crate) check: bool,
}

/// The formats that have a JSON Schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Schema {
    /// The spec format, for editors.
    Spec,
    /// `diff --format json`, for programs.
    Report,
    /// `check --format json`, for programs.
    Check,
}

#[derive(Debug, Args)]
pub struct OpenApiOptions {
    /// The only product to write.
    #[arg(long, value_name = "NAME")]
    pub(crate) product: Option<String>,
    /// Write nothing; show how the documents differ from the spec.
    #[arg(long)]
    pub(crate) check: bool,
    /// The folder of the documents.
    #[arg(long, default_value = "openapi", value_name = "DIR")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub struct HttpOptions {
    /// Write nothing; show how the files differ from the spec.
    #[arg(long)]
    pub(crate) check: bool,
    /// The folder of the files.
    #[arg(long, default_value = "http", value_name = "DIR")]
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
    /// The base version [default: the merge base with the main branch].
    ///
    /// A commit, tag or branch, a folder with a spec, `last-release`, `working-tree` or `index`. `HEAD~2:old/spec` names
    /// a commit in which the spec had a different folder.
    pub(crate) base: Option<String>,
    /// The new version [default: the working tree].
    pub(crate) head: Option<String>,
    /// The lowest level of changes that cause exit code 1.
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub(crate) deny: Option<Deny>,
    /// Exit with 1 if the version in api.yaml is too low for the changes.
    #[arg(long)]
    pub(crate) check_version: bool,
    /// The day that counts as today for the `until` of acknowledgements, such as `2026-12-31` [default: today in UTC].
    #[arg(long, value_name = "DATE", value_parser = date::day)]
    pub(crate) today: Option<String>,
    #[command(flatten)]
    pub(crate) client: ClientFolder,
    /// The format of the report.
    #[arg(long, value_enum, default_value_t = ReportFormat::Text, value_name = "FORMAT")]
    pub(crate) format: ReportFormat,
    /// The file for the report [default: standard output].
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// The order of the text format.
    #[arg(long, value_enum, default_value_t = View::Cause, value_name = "VIEW")]
    pub(crate) by: View,
}

/// The formats of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// Each change with its impact, for a terminal.
    Text,
    /// One line per change, for long reports and grep.
    Short,
    /// The comment of a pull request; empty if nothing changed.
    Markdown,
    /// The complete report, for programs (`schema report` describes it).
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub Actions at the lines of the spec.
    Github,
    /// One page with search and filters, for a browser.
    Html,
}

/// The orders of a text report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum View {
    /// Each change once, with the operations that it affects.
    Cause,
    /// Each endpoint, with the changes that affect it.
    Endpoint,
}

#[derive(Debug, Args)]
pub struct AcceptOptions {
    /// The id of the change, as in the report.
    pub(crate) id: String,
    /// The base version, as in `diff` [default: the merge base with the main branch].
    pub(crate) base: Option<String>,
    /// The reason for the change.
    #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) reason: String,
    /// The person who accepts the change.
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) by: Option<String>,
    /// The last day or month for which the change is accepted, such as `2026-12-31` or `2026-12`.
    #[arg(long, value_name = "DATE", value_parser = date::day_or_month)]
    pub(crate) until: Option<String>,
}

#[derive(Debug, Args)]
pub struct RulesOptions {
    /// The id of one kind of change, such as `operation-removed`; without it, all kinds are listed.
    pub(crate) id: Option<String>,
    /// The folder for the specs of the example, each in a new folder: `old`, `bad` and `good`.
    #[arg(long, value_name = "DIR", requires = "id")]
    pub(crate) write: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct ChangelogOptions {
    /// The release or commit to start from [default: the last tag such as `v1.2.0` or `PACKAGE-v1.2.0`].
    #[arg(long, value_name = "TAG")]
    pub(crate) since: Option<String>,
    /// Write the changes into the changelog file, between two marker comments.
    #[arg(long)]
    pub(crate) write: bool,
    /// Write nothing; exit with 1 if the changelog file is out of date.
    #[arg(long, conflicts_with = "write")]
    pub(crate) check: bool,
    /// Overwrite edits between the two marker comments.
    #[arg(long, requires = "write")]
    pub(crate) force: bool,
    /// The changelog file.
    #[arg(long, default_value = "CHANGELOG.md", value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) client: ClientFolder,
}

/// The levels of `--deny`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    /// Breaking changes.
    Major,
    /// Breaking and compatible changes.
    Minor,
    /// All changes, including documentation.
    Any,
}

#[derive(Debug, Args)]
pub struct ObserveOptions {
    /// Files with traffic: HAR, or JSON Lines with `operation` and `body`; `-` is standard input.
    #[arg(required_unless_present = "live", value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The format of the report.
    #[arg(long, value_enum, default_value_t = ObserveFormat::Text, value_name = "FORMAT")]
    pub(crate) format: ObserveFormat,
    /// The URL of the recorded or live server, if it differs from the spec; `HOST=URL` for one host.
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Vec<String>,
    /// Call the read-only operations of a real application, with tokens from the environment.
    #[arg(long)]
    pub(crate) live: bool,
    /// Start the calls without asking for confirmation.
    #[arg(long, requires = "live")]
    pub(crate) yes: bool,
    /// The maximum number of calls.
    #[arg(long, requires = "live", default_value_t = 100, value_name = "N")]
    pub(crate) max_calls: usize,
}

/// The formats of `observe`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ObserveFormat {
    /// Each finding with its location, and the proposal.
    Text,
    /// The proposal: entries for the files of the spec.
    Yaml,
    /// The complete report, for programs.
    Json,
}

/// The port of `serve`.
pub(crate) const DEFAULT_PORT: u16 = 4080;

#[derive(Debug, Args)]
pub struct ServeOptions {
    /// The port; 0 for any free port.
    #[arg(long, default_value_t = DEFAULT_PORT, value_name = "N")]
    pub(crate) port: u16,
    /// The IP address to listen on; other computers can call the server unless it is a loopback address.
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), value_name = "ADDR")]
    pub(crate) host: IpAddr,
    /// A JSON file with objects that exist from the start.
    #[arg(long, value_name = "FILE", conflicts_with = "stateless")]
    pub(crate) seed: Option<PathBuf>,
    /// Remember no objects; respond to all requests with examples.
    #[arg(long)]
    pub(crate) stateless: bool,
}

#[derive(Debug, Args)]
pub struct BookOptions {
    /// The folder of the book.
    #[arg(long, default_value = "target/book", value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// The changelog, which becomes a page if the file exists.
    #[arg(long, default_value = "CHANGELOG.md", value_name = "FILE")]
    pub(crate) changelog: PathBuf,
}

#[derive(Debug, Args)]
pub struct CoverageOptions {
    /// The format of the report.
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub(crate) format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}
