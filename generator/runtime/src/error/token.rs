//! Tokens that a token source did not return.

use std::error;
use std::fmt;
use std::time::Duration;

use super::call_summary::CallSummary;
use super::cause::Causes;
use crate::client::Client;
use crate::operation::Operation;

/// The token source of a client failed, took too long, or returned a token that can't be sent.
///
/// `Display` shows the innermost cause of a failed source. `source()` returns the outer causes, as errors that have only
/// a text. [`source_error`](Self::source_error) returns the error of the source itself.
pub struct TokenError {
    operation: &'static Operation,
    credential: &'static str,
    problem: TokenProblem,
    pub(super) summary: CallSummary,
}

/// The problem of a token source.
pub(crate) enum TokenProblem {
    Failed(Box<dyn error::Error + Send + Sync>, Causes),
    /// The source did not respond within this time.
    TimedOut(Duration),
    /// The token is empty or has characters that a header can't contain.
    Invalid,
}

impl TokenProblem {
    pub(crate) fn failed(error: Box<dyn error::Error + Send + Sync>) -> Self {
        let causes = Causes::of(&*error, "");
        Self::Failed(error, causes)
    }
}

impl TokenError {
    pub(crate) fn new(operation: &'static Operation, credential: &'static str, problem: TokenProblem) -> Self {
        Self { operation, credential, problem, summary: CallSummary::default() }
    }

    /// Removes the tokens of a client from the text of this error, because a source may quote an earlier one.
    pub(crate) fn redacted(mut self, client: &Client) -> Self {
        if let TokenProblem::Failed(_, causes) = &mut self.problem {
            *causes = causes.map(|text| client.redact_mixed(text));
        }
        self
    }

    /// Returns the id of the operation.
    pub fn operation(&self) -> &'static str {
        self.operation.id()
    }

    /// Returns the name of the credential, which is the builder method for its token.
    pub fn credential(&self) -> &'static str {
        self.credential
    }

    /// Returns the error of the source, if the source failed. It is not redacted.
    pub fn source_error(&self) -> Option<&(dyn error::Error + Send + Sync + 'static)> {
        match &self.problem {
            TokenProblem::Failed(error, _) => Some(&**error),
            TokenProblem::TimedOut(_) | TokenProblem::Invalid => None,
        }
    }

    /// Whether the same call may succeed later and a retry is safe. A source that failed may work again, but a source
    /// that returns invalid tokens must be corrected.
    pub(super) fn is_retryable(&self) -> bool {
        let is_safe = !self.summary.may_be_executed || self.summary.is_idempotent;
        is_safe && !matches!(self.problem, TokenProblem::Invalid)
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: the token source of `{}` ", self.operation.id(), self.credential)?;
        match &self.problem {
            TokenProblem::Failed(_, causes) => write!(formatter, "failed ({causes})")?,
            TokenProblem::TimedOut(limit) => write!(formatter, "returned no token within {limit:?}")?,
            TokenProblem::Invalid => {
                formatter.write_str("returned a token that is empty or has characters that a header can't contain")?;
            }
        }
        write!(formatter, "{}; ", self.summary)?;
        match self.summary.attempts {
            0 => formatter.write_str("nothing was sent: check the token source"),
            _ => write!(formatter, "check the token source; {}", self.summary.advice()),
        }
    }
}

/// Shows the text of the causes. `Debug` of the source's error may show more than its text.
impl fmt::Debug for TokenError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut output = formatter.debug_struct("TokenError");
        output.field("operation", &self.operation).field("credential", &self.credential);
        match &self.problem {
            TokenProblem::Failed(_, causes) => output.field("causes", causes),
            TokenProblem::TimedOut(limit) => output.field("limit", limit),
            TokenProblem::Invalid => output.field("problem", &"invalid token"),
        };
        output.field("summary", &self.summary).finish_non_exhaustive()
    }
}

impl error::Error for TokenError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match &self.problem {
            TokenProblem::Failed(_, causes) => causes.outer(),
            TokenProblem::TimedOut(_) | TokenProblem::Invalid => None,
        }
    }
}
