//! The result of a command.

use std::error::Error;

/// The result of a command that ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything is fine.
    Fine,
    /// The command found problems.
    Findings,
}

/// The result of a command, or the error that prevented it.
pub type Report = Result<Outcome, Box<dyn Error>>;
