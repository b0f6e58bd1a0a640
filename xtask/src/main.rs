//! The commands of the project, as `cargo xtask …`: a thin command line over the generator.

mod arguments;
mod changelog;
mod check;
mod coverage;
mod diff;
mod explain;
mod fmt;
mod generate;
mod mutate;
mod openapi;
mod report;
mod schema;
mod spec;
mod stats;
mod today;

use std::process::ExitCode;

use arguments::{Arguments, Command};
use clap::Parser;

/// Most of what a run does is making and dropping small texts.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Some(choice) = arguments.stream_color() {
        choice.write_global();
    }
    let outcome = match &arguments.command {
        Command::Generate(options) => generate::run(options, &arguments),
        Command::Check(options) => check::run(options, &arguments),
        Command::Explain(options) => explain::run(options),
        Command::Fmt(options) => fmt::run(options, &arguments),
        Command::Coverage(options) => coverage::run(options, &arguments),
        Command::Changelog(options) => changelog::run(options, &arguments),
        Command::Diff(options) => diff::run(options, &arguments),
        Command::Mutate => mutate::run(&arguments),
        Command::Openapi(options) => openapi::run(options, &arguments),
        Command::Schema(options) => schema::run(options, &arguments),
        Command::Stats(options) => stats::run(options, &arguments),
    };
    match outcome {
        Ok(report::Outcome::Fine) => ExitCode::SUCCESS,
        Ok(report::Outcome::Findings) => ExitCode::from(1),
        Err(error) => {
            anstream::eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}
