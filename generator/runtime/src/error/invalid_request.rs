//! Requests that can't be sent.

use std::error;
use std::fmt;

use super::ending::Ending;
use super::text::excerpt;
use crate::operation::Operation;

/// A request can't be sent as it is; nothing was sent.
#[derive(Clone, Debug)]
pub struct InvalidRequestError {
    operation: &'static Operation,
    problem: String,
    pub(super) ending: Ending,
}

impl InvalidRequestError {
    pub(crate) fn new(operation: &'static Operation, problem: String) -> Self {
        Self { operation, problem, ending: Ending::default() }
    }

    /// The id of the operation.
    pub fn operation(&self) -> &'static str {
        self.operation.id()
    }
}

impl fmt::Display for InvalidRequestError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (id, problem) = (self.operation.id(), excerpt(&self.problem));
        if self.ending.attempts == 0 {
            return write!(formatter, "{id}: nothing was sent: {problem}");
        }
        // A file may be gone before the second attempt.
        write!(formatter, "{id}: it could not be sent again: {problem}{}; {}", self.ending, self.ending.advice())
    }
}

impl error::Error for InvalidRequestError {}
