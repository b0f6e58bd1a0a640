//! What waiting for a job ended in.

use std::fmt;

use crate::error::Error;

/// What waiting for a job ended in, with the last that was seen of it.
#[must_use = "it says whether the job is done"]
pub enum JobOutcome<T> {
    /// The job is done, and this is what it shows.
    Done(T),
    /// It is not, or nobody knows.
    NotDone {
        /// The last answer; `None` if no look succeeded.
        last: Option<T>,
        /// Why: [`Error::Job`] if the job failed, the time was up or the caller cancelled; else the
        /// error of the look that ended the waiting.
        error: Error,
    },
}

impl<T> JobOutcome<T> {
    /// What the job shows once it is done, or why it is not.
    ///
    /// # Errors
    /// That of [`NotDone`](Self::NotDone).
    pub fn into_result(self) -> Result<T, Error> {
        match self {
            Self::Done(value) => Ok(value),
            Self::NotDone { error, .. } => Err(error),
        }
    }

    /// The last that was seen of the job, however it ended; `None` if no look succeeded.
    pub fn last(&self) -> Option<&T> {
        match self {
            Self::Done(value) => Some(value),
            Self::NotDone { last, .. } => last.as_ref(),
        }
    }

    /// Why the job is not done.
    pub fn error(&self) -> Option<&Error> {
        match self {
            Self::Done(_) => None,
            Self::NotDone { error, .. } => Some(error),
        }
    }
}

/// Shows no answer: it may hold what users write.
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
