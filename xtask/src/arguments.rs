//! The command line.

use std::path::PathBuf;

use clap::parser::ValueSource;
use clap::{ArgMatches, Args, ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::{checkout, today};

/// Builds the client from the spec, and tells what is known of both.
///
/// Exit codes: 0 fine, 1 findings (mistakes in the spec, differing files), 2 could not run.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_version_flag = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// The folder of the spec.
    #[arg(long, global = true, default_value = "spec", value_name = "DIR")]
    pub(crate) spec: PathBuf,
    /// When to use colours.
    #[arg(long, global = true, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub(crate) color: ColorChoice,
    /// Print findings and errors only.
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

impl Arguments {
    /// The arguments of this run. In a folder below the one with the spec, the default folders are those of the spec.
    ///
    /// # Errors
    /// With the help, if that is asked for, or with what is wrong with the arguments.
    pub(crate) fn parse_here() -> Result<Self, clap::Error> {
        let matches = Self::command().try_get_matches()?;
        let mut arguments = Self::from_arg_matches(&matches)?;
        if let Some(way) = checkout::way_to_spec() {
            for (id, path) in arguments.paths() {
                if is_default(&matches, id) {
                    *path = way.join(&path);
                }
            }
        }
        Ok(arguments)
    }

    /// The paths that have a default, by the ids of their options.
    fn paths(&mut self) -> Vec<(&'static str, &mut PathBuf)> {
        let mut paths = vec![("spec", &mut self.spec)];
        match &mut self.command {
            Command::Generate(options) => paths.push(("out", &mut options.out.out)),
            Command::Openapi(options) => paths.push(("out", &mut options.out)),
            Command::Diff(options) => paths.push(("out", &mut options.out.out)),
            Command::Changelog(options) => {
                paths.push(("out", &mut options.out.out));
                paths.push(("file", &mut options.file));
            }
            Command::Stats(options) => paths.push(("out", &mut options.out)),
            Command::Check(_)
            | Command::Explain(_)
            | Command::Fmt(_)
            | Command::Schema(_)
            | Command::Coverage(_)
            | Command::Mutate => {}
        }
        paths
    }

    /// What the option for colours says to streams; they decide for themselves unless told.
    pub(crate) fn stream_color(&self) -> Option<anstream::ColorChoice> {
        match self.color {
            ColorChoice::Auto => None,
            ColorChoice::Always => Some(anstream::ColorChoice::Always),
            ColorChoice::Never => Some(anstream::ColorChoice::Never),
        }
    }
}

/// Whether an option was not given, neither before the command nor behind it.
fn is_default(matches: &ArgMatches, id: &str) -> bool {
    let levels = std::iter::successors(Some(matches), |matches| matches.subcommand().map(|(_, matches)| matches));
    let given = levels.filter(|matches| matches.try_contains_id(id).is_ok()).map(|matches| matches.value_source(id));
    given.into_iter().all(|source| source == Some(ValueSource::DefaultValue))
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Generate the client from the spec.
    Generate(GenerateOptions),
    /// Look for mistakes in the spec, and for what could be better.
    Check(CheckOptions),
    /// Explain a finding by its code, such as E0104.
    Explain(ExplainOptions),
    /// Bring the files of the spec into their canonical layout.
    Fmt(CheckOption),
    /// Write the JSON Schema of the spec format, which editors use, into the spec.
    Schema(CheckOption),
    /// Write the API as OpenAPI documents.
    Openapi(OpenApiOptions),
    /// Tell which documented endpoints are covered.
    Coverage(CoverageOptions),
    /// Tell what a change of the spec does: to clients in use, to code, and to what is read.
    Diff(DiffOptions),
    /// Tell what changed since the last release, for who uses the client.
    Changelog(ChangelogOptions),
    /// Break each encoder in a copy of the client, and show that its contract test notices. Takes minutes.
    Mutate,
    /// Measure the client: lines, compile times, dependencies.
    Stats(OutOption),
}

#[derive(Debug, Args)]
pub(crate) struct GenerateOptions {
    /// Write nothing; show how the client differs from what the spec makes.
    #[arg(long)]
    pub(crate) check: bool,
    #[command(flatten)]
    pub(crate) out: OutOption,
}

#[derive(Debug, Args)]
pub(crate) struct CheckOptions {
    /// Exit with 1 for warnings too.
    #[arg(long)]
    pub(crate) deny_warnings: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainOptions {
    /// The code; without it, all of them are listed.
    pub(crate) code: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct CheckOption {
    /// Write nothing; show what would change.
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(Debug, Args)]
pub(crate) struct OpenApiOptions {
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

#[derive(Debug, Args)]
pub(crate) struct OutOption {
    /// The folder of the client.
    #[arg(long, default_value = "generated-client", value_name = "DIR")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct DiffOptions {
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
    pub(crate) out: OutOption,
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
pub(crate) struct ChangelogOptions {
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
    pub(crate) out: OutOption,
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
pub(crate) struct CoverageOptions {
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
