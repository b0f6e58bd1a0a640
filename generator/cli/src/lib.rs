//! The commands of `api-client`, for use in other programs.
//!
//! `api-client` generates a Rust client from the description of an API, checks the description, and reports the impact
//! of changes. A repository can offer the same commands beside its own tasks, with [`main`] and [`Subcommands`].

#[macro_use]
mod terminal;

mod accept;
mod arguments;
mod book;
mod changelog;
mod check;
mod checkout;
mod coverage;
mod date;
mod diff;
mod explain;
mod fmt;
mod folder;
mod generate;
mod http;
mod observe;
mod openapi;
mod report;
mod rules;
mod runtime_api;
mod schema;
mod serve;
mod spec;

use std::process::ExitCode;

pub use arguments::{ClientFolder, Command, Context, Program, Subcommands};
pub use checkout::root;
pub use report::{Outcome, Report};
pub use spec::{resolve, settings};
#[doc(hidden)]
pub use terminal::{err, out};

/// The exit code of a command that could not run.
const COULD_NOT_RUN: u8 = 2;

/// Parses the arguments of the process, and runs the command that they name.
///
/// The exit code is 0 if everything is fine, 1 if the command found problems, and 2 if it could not run.
pub fn main<C: Subcommands>(program: Program) -> ExitCode {
    let code = match arguments::parse::<C>(program) {
        Ok((command, context)) => run(&command, &context),
        // The help, or an error in the arguments.
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
            eprintln!("error: can't print the output: {error}; free some disk space, or redirect the output");
            ExitCode::from(COULD_NOT_RUN)
        }
    }
}

fn run<C: Subcommands>(command: &C, context: &Context) -> u8 {
    if let Some(choice) = context.stream_color() {
        choice.write_global();
    }
    match command.run(context) {
        Ok(Outcome::Fine) => 0,
        Ok(Outcome::Findings) => 1,
        Err(error) => {
            eprintln!("error: {error}");
            COULD_NOT_RUN
        }
    }
}
