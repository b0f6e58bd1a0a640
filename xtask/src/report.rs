//! How commands end.

use std::error::Error;

/// How a command that could run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing to do for anybody.
    Fine,
    /// Something that somebody has to look at.
    Findings,
}

/// What a command returns; the error says why it could not run.
pub(crate) type Report = Result<Outcome, Box<dyn Error>>;
