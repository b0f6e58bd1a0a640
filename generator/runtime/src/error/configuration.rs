//! Invalid or incomplete configuration.

use std::error;
use std::fmt;

use crate::operation::Operation;

/// The configuration of the client is invalid or incomplete; nothing was sent.
#[derive(Clone, Debug)]
pub struct ConfigurationError {
    operation: Option<&'static Operation>,
    /// The part that can't be built; `None` if a call failed.
    subject: Option<&'static str>,
    problem: String,
}

impl ConfigurationError {
    pub(crate) fn new(operation: Option<&'static Operation>, problem: String) -> Self {
        Self { operation, subject: Some("the client"), problem }
    }

    /// Returns the error of a call; `operation` is `None` if the caller does not know the operation.
    pub(crate) fn of_call(operation: Option<&'static Operation>, problem: String) -> Self {
        Self { operation, subject: None, problem }
    }

    #[cfg(feature = "reqwest")]
    pub(crate) fn of_transport(problem: String) -> Self {
        Self { operation: None, subject: Some("the transport"), problem }
    }

    #[cfg(feature = "webhooks")]
    pub(crate) fn of_verifier(problem: String) -> Self {
        Self { operation: None, subject: Some("the event verifier"), problem }
    }

    /// Returns the id of the operation, or `None` if the client could not be built.
    pub fn operation(&self) -> Option<&'static str> {
        self.operation.map(Operation::id)
    }
}

impl fmt::Display for ConfigurationError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.operation, self.subject) {
            (Some(operation), _) => write!(formatter, "{}: nothing was sent: {}", operation.id(), self.problem),
            (None, Some(subject)) => write!(formatter, "can't build {subject}: {}", self.problem),
            (None, None) => write!(formatter, "nothing was sent: {}", self.problem),
        }
    }
}

impl error::Error for ConfigurationError {}
