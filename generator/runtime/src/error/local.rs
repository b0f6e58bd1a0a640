//! Errors that do not come from the API: on the way to it, or before anything was sent.

use std::error;
use std::fmt;
use std::time::Duration;

use super::ending::Ending;
use super::text::excerpt;
use crate::operation::Operation;

/// What a call that took too long was waiting for.
#[derive(Debug)]
enum Wait {
    Answer,
    /// Its turn, which would have come after this time.
    Turn(Duration),
    /// The rest of a file, after so many bytes.
    Rest(u64),
}

/// A call took too long.
#[derive(Debug)]
pub struct TimeoutError {
    operation: &'static Operation,
    limit: Duration,
    wait: Wait,
    pub(super) ending: Ending,
}

impl TimeoutError {
    pub(crate) fn new(operation: &'static Operation, limit: Duration) -> Self {
        Self { operation, limit, wait: Wait::Answer, ending: Ending::default() }
    }

    /// For a call whose turn would have come after its time.
    pub(crate) fn queued(operation: &'static Operation, limit: Duration, wait: Duration) -> Self {
        Self { wait: Wait::Turn(wait), ..Self::new(operation, limit) }
    }

    /// For a file of which so many bytes had gone or come.
    pub(crate) fn transferring(operation: &'static Operation, limit: Duration, bytes: u64) -> Self {
        Self { wait: Wait::Rest(bytes), ..Self::new(operation, limit) }
    }

    pub(crate) fn with_ending(mut self, ending: Ending) -> Self {
        self.ending = ending;
        self
    }

    /// The id of the operation.
    pub fn operation(&self) -> &'static str {
        self.operation.id()
    }

    /// The time that ran out: that of an attempt, that of the whole call, or that for the next piece of
    /// a file.
    pub fn limit(&self) -> Duration {
        self.limit
    }
}

impl fmt::Display for TimeoutError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: ", self.operation.id())?;
        if let Wait::Turn(wait) = self.wait {
            return write!(
                formatter,
                "the rate plan of this client lets it go in {wait:.1?}{}, but it may take {:?}: \
                 send fewer calls at a time, or give it more time",
                self.ending, self.limit
            );
        }
        let limit = self.limit;
        if let Wait::Rest(bytes) = self.wait {
            write!(formatter, "nothing more within {limit:?}, after {bytes} bytes{}; ", self.ending)?;
            return formatter.write_str(self.ending.advice());
        }
        write!(formatter, "no answer within {limit:?}{}; {}", self.ending, self.ending.advice())
    }
}

impl error::Error for TimeoutError {}

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

/// The client lacks something; nothing was sent.
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

    #[cfg(feature = "webhooks")]
    pub(crate) fn of_verifier(problem: String) -> Self {
        Self { operation: None, subject: Some("the verifier of events"), problem }
    }

    /// The id of the operation; `None` if the client could not even be built.
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

#[cfg(test)]
mod tests {
    #[test]
    fn errors_travel_between_threads_and_are_small() {
        fn travels<T: Send + Sync + 'static>() {}
        travels::<crate::Error>();
        assert!(size_of::<crate::Error>() <= 2 * size_of::<usize>());
    }
}
