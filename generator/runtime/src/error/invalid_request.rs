//! Requests that can't be sent.

use std::error;
use std::fmt;

use super::call_summary::CallSummary;
use super::excerpt::excerpt;
use crate::operation::Operation;

/// The request is invalid; nothing was sent.
#[derive(Clone, Debug)]
pub struct InvalidRequestError {
    operation: &'static Operation,
    problem: String,
    pub(super) summary: CallSummary,
}

impl InvalidRequestError {
    pub(crate) fn new(operation: &'static Operation, problem: String) -> Self {
        Self { operation, problem, summary: CallSummary::default() }
    }

    /// Returns the id of the operation.
    pub fn operation(&self) -> &'static str {
        self.operation.id()
    }
}

impl fmt::Display for InvalidRequestError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (id, problem) = (self.operation.id(), excerpt(&self.problem));
        if self.summary.attempts == 0 {
            return write!(formatter, "{id}: nothing was sent: {problem}");
        }
        // A file may have been removed before the second attempt.
        write!(formatter, "{id}: the call could not be retried: {problem}{}; {}", self.summary, self.summary.advice())
    }
}

impl error::Error for InvalidRequestError {}
