//! The result of waiting for a job.

use std::fmt;

use crate::error::Error;

/// The result of waiting for a job, with the last response.
#[must_use = "the outcome states whether the job is done"]
pub enum JobOutcome<T> {
    /// The job is done. Contains the last response.
    Done(T),
    /// The job is not done, or its state is unknown.
    NotDone {
        /// The last response; `None` if no poll succeeded.
        last: Option<T>,
        /// The reason: [`Error::Job`] if the job failed, the maximum wait is over or the caller cancelled; otherwise
        /// the error of the poll that ended the waiting.
        error: Error,
    },
}

impl<T> JobOutcome<T> {
    /// Returns the last response if the job is done, otherwise the error.
    ///
    /// # Errors
    /// Returns the error of [`NotDone`](Self::NotDone).
    pub fn into_result(self) -> Result<T, Error> {
        match self {
            Self::Done(value) => Ok(value),
            Self::NotDone { error, .. } => Err(error),
        }
    }

    /// Returns the last response, whether the job is done or not; `None` if no poll succeeded.
    pub fn last(&self) -> Option<&T> {
        match self {
            Self::Done(value) => Some(value),
            Self::NotDone { last, .. } => last.as_ref(),
        }
    }

    /// Returns the reason why the job is not done.
    pub fn error(&self) -> Option<&Error> {
        match self {
            Self::Done(_) => None,
            Self::NotDone { error, .. } => Some(error),
        }
    }
}

/// Shows no response, because it may hold user content.
impl<T> fmt::Debug for JobOutcome<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done(_) => formatter.write_str("Done(..)"),
            Self::NotDone { error, .. } => {
                formatter.debug_struct("NotDone").field("error", error).finish_non_exhaustive()
            }
        }
    }
}
