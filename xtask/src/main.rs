//! The tasks of this repository: the commands of `api-client`, and tasks for maintainers of the generator.

mod mutate;
mod site;
mod stats;

use std::path::PathBuf;
use std::process::ExitCode;

use api_client::{ClientFolder, Context, Program, Report, Subcommands};

/// Allocating and dropping short strings takes most of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Debug, clap::Subcommand)]
enum Task {
    #[command(flatten)]
    Client(api_client::Command),
    /// Break each encoder in a copy of the client and check that its contract test fails (takes minutes).
    Mutate,
    /// Build the reference site (needs Node and bash).
    Site(SiteOptions),
    /// Measure the client: lines, compile times, dependencies.
    Stats(ClientFolder),
}

#[derive(Debug, clap::Args)]
struct SiteOptions {
    /// The folder of the site.
    #[arg(long, default_value = "target/site", value_name = "DIR")]
    out: PathBuf,
}

impl Subcommands for Task {
    fn folders(&mut self) -> Vec<(&'static str, &mut PathBuf)> {
        match self {
            Self::Client(command) => command.folders(),
            Self::Mutate => Vec::new(),
            Self::Site(options) => vec![("out", &mut options.out)],
            Self::Stats(options) => vec![("out", &mut options.out)],
        }
    }

    fn run(&self, context: &Context) -> Report {
        match self {
            Self::Client(command) => command.run(context),
            Self::Mutate => mutate::run(context),
            Self::Site(options) => site::run(options),
            Self::Stats(options) => stats::run(options, context),
        }
    }
}

fn main() -> ExitCode {
    api_client::main::<Task>(Program { name: "cargo xtask" })
}
