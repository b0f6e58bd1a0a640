//! The commands of the project, as `cargo xtask …`: a thin command line over the generator.

#[macro_use]
mod terminal;

mod arguments;
mod changelog;
mod check;
mod checkout;
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

/// Most of what a run does is making and dropping small texts.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A command that could not run.
const COULD_NOT_RUN: u8 = 2;

fn main() -> ExitCode {
    let code = match Arguments::parse_here() {
        Ok(arguments) => run(&arguments),
        // The help and mistakes in the arguments.
        Err(error) => {
            let text = error.render();
            if error.use_stderr() {
                eprint!("{}", text.ansi());
            } else {
                print!("{}", text.ansi());
            }
            u8::try_from(error.exit_code()).unwrap_or(COULD_NOT_RUN)
        }
    };
    match terminal::finish() {
        Ok(()) => ExitCode::from(code),
        Err(error) => {
            eprintln!("error: can't print the output: {error}; free some space, or print it elsewhere");
            ExitCode::from(COULD_NOT_RUN)
        }
    }
}

fn run(arguments: &Arguments) -> u8 {
    if let Some(choice) = arguments.stream_color() {
        choice.write_global();
    }
    let outcome = match &arguments.command {
        Command::Generate(options) => generate::run(options, arguments),
        Command::Check(options) => check::run(options, arguments),
        Command::Explain(options) => explain::run(options),
        Command::Fmt(options) => fmt::run(options, arguments),
        Command::Coverage(options) => coverage::run(options, arguments),
        Command::Changelog(options) => changelog::run(options, arguments),
        Command::Diff(options) => diff::run(options, arguments),
        Command::Mutate => mutate::run(arguments),
        Command::Openapi(options) => openapi::run(options, arguments),
        Command::Schema(options) => schema::run(options, arguments),
        Command::Stats(options) => stats::run(options, arguments),
    };
    match outcome {
        Ok(report::Outcome::Fine) => 0,
        Ok(report::Outcome::Findings) => 1,
        Err(error) => {
            eprintln!("error: {error}");
            COULD_NOT_RUN
        }
    }
}
