//! Errors of calls.

mod api;
mod body;
mod call_summary;
mod cause;
mod configuration;
mod content_headers;
mod decode;
mod excerpt;
mod file;
mod foreign_body;
mod invalid_request;
mod job;
mod obstacle;
mod timeout;
mod token;
mod transport;

use std::error;
use std::fmt;
use std::time::Duration;

use http::StatusCode;

use crate::api::ErrorCodeKind;
use crate::open_enum::OpenCode;

pub use api::ApiError;
#[cfg(feature = "testing")]
pub(crate) use api::kind_of_status;
pub(crate) use body::is_recognized;
pub(crate) use call_summary::CallSummary;
#[cfg(feature = "axum")]
pub(crate) use cause::Causes;
pub use configuration::ConfigurationError;
pub(crate) use content_headers::content_problem;
pub(crate) use decode::DecodeProblem;
pub use decode::{DecodeError, ListProgress};
pub use file::FileError;
pub use invalid_request::InvalidRequestError;
pub use job::{JobError, JobErrorKind};
pub use timeout::TimeoutError;
pub use token::TokenError;
pub(crate) use token::TokenProblem;
pub(crate) use transport::BodyFailure;
pub use transport::{TransportError, TransportErrorKind};

/// The error of a failed call.
///
/// `Display` is one line: the operation, the failure, the innermost cause, and advice. `source()` returns the causes
/// that `Display` leaves out, so a report of the whole chain shows each cause once. The types of the variants have
/// methods for the underlying error or response, such as [`TransportError::transport_error`] and [`ApiError::body`].
///
/// Neither `Display` nor `Debug` shows a credential of the client, a URL that was called, or the body of a request or a
/// response. Both show the error message of the server, and the error text of a custom transport. The error message of
/// the server may repeat ids and other values of the request.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The server responded with an error, by its status or by a body that the API marks as an error.
    Api(Box<ApiError>),
    /// The server could not be reached, or the connection failed.
    Transport(Box<TransportError>),
    /// The call took too long. The server may have executed it, unless the call was still waiting in the queue of the
    /// rate plan.
    Timeout(Box<TimeoutError>),
    /// The response has a success status but can't be decoded, or an incomplete list can't be continued.
    Decode(Box<DecodeError>),
    /// The request is invalid. Either nothing was sent, or an attempt was sent but its retry could not be created.
    InvalidRequest(Box<InvalidRequestError>),
    /// The configuration of the client is invalid or incomplete; nothing was sent.
    Configuration(Box<ConfigurationError>),
    /// The token source of the client failed, so the attempt was not made.
    Token(Box<TokenError>),
    /// A job on the server failed or did not end in time, or the caller cancelled the waiting. If a failed poll ends
    /// the waiting, the error of the poll is returned instead.
    Job(Box<JobError>),
    /// The downloaded file can't be written.
    File(Box<FileError>),
}

impl Error {
    /// Returns the id of the operation, if there is one.
    pub fn operation(&self) -> Option<&'static str> {
        match self {
            Self::Api(error) => Some(error.operation()),
            Self::Transport(error) => error.operation(),
            Self::Timeout(error) => Some(error.operation()),
            Self::Decode(error) => Some(error.operation()),
            Self::InvalidRequest(error) => Some(error.operation()),
            Self::Configuration(error) => error.operation(),
            Self::Token(error) => Some(error.operation()),
            Self::Job(error) => error.operation(),
            Self::File(error) => Some(error.operation()),
        }
    }

    /// Returns the HTTP status, if the server responded.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.status()),
            Self::Decode(error) => Some(error.status()),
            Self::Transport(_)
            | Self::Timeout(_)
            | Self::InvalidRequest(_)
            | Self::Configuration(_)
            | Self::Token(_)
            | Self::Job(_)
            | Self::File(_) => None,
        }
    }

    /// Returns the error code of the vendor, if the server sent one.
    pub fn code(&self) -> Option<i64> {
        self.api()?.code()
    }

    /// Returns the error code as a value of the enum of its product, for example to match it.
    ///
    /// Returns `None` if the server sent no code, or if the host has a different error format than the enum, because
    /// the same number can have different meanings.
    pub fn code_as<C: OpenCode>(&self) -> Option<C> {
        self.api()?.code_as()
    }

    /// Whether the server sent this error code. A code of a different product is never equal, even if the numbers are.
    pub fn is_code<C: OpenCode>(&self, code: C) -> bool {
        self.code_as::<C>().is_some_and(|found| found.number() == code.number())
    }

    /// Returns the request id of the server, which the support of the vendor may ask for.
    pub fn request_id(&self) -> Option<&str> {
        self.api()?.request_id()
    }

    /// Returns the error in the response of the server, if the server sent one.
    fn api(&self) -> Option<&ApiError> {
        match self {
            Self::Api(error) => Some(error),
            Self::Transport(_)
            | Self::Timeout(_)
            | Self::Decode(_)
            | Self::InvalidRequest(_)
            | Self::Configuration(_)
            | Self::Token(_)
            | Self::Job(_)
            | Self::File(_) => None,
        }
    }

    /// Returns the number of attempts. It is 0 if there was no attempt, for [`Error::File`], and for jobs, which have
    /// [`JobError::polls`].
    pub fn attempts(&self) -> u32 {
        self.summary().map_or(0, |summary| summary.attempts)
    }

    /// Whether the server may have executed the call, in any of the attempts.
    pub fn may_have_been_executed(&self) -> bool {
        matches!(self, Self::Decode(_)) || self.summary().is_some_and(|summary| summary.may_be_executed)
    }

    /// Whether the same call may succeed later and a retry is safe. The client has already retried the call within its
    /// limits, so this is for callers that can wait longer, such as a job queue.
    ///
    /// If a job did not end in time, or if the caller cancelled the waiting, this is true, because waiting again may
    /// succeed.
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Job(error) if error.is_retryable())
            || matches!(self, Self::Token(error) if error.is_retryable())
            || self.summary().is_some_and(CallSummary::is_retryable)
    }

    /// Returns how long the server asked to wait before the next call.
    ///
    /// A date is relative to the `Date` header of the response. With several values, the longest one applies. An
    /// invalid value counts as [`RetryPolicy::max_delay`](crate::RetryPolicy::max_delay).
    pub fn retry_after(&self) -> Option<Duration> {
        self.summary()?.retry_after
    }

    fn summary(&self) -> Option<&CallSummary> {
        match self {
            Self::Api(error) => Some(&error.summary),
            Self::Transport(error) => Some(&error.summary),
            Self::Timeout(error) => Some(&error.summary),
            Self::Decode(error) => Some(&error.summary),
            Self::InvalidRequest(error) => Some(&error.summary),
            Self::Token(error) => Some(&error.summary),
            Self::Configuration(_) | Self::Job(_) | Self::File(_) => None,
        }
    }

    pub(crate) fn with_summary(mut self, summary: CallSummary) -> Self {
        match &mut self {
            Self::Api(error) => error.summary = summary,
            Self::Transport(error) => error.summary = summary,
            Self::Timeout(error) => error.summary = summary,
            Self::Decode(error) => error.summary = summary,
            Self::Token(error) => error.summary = summary,
            // The last attempt was never sent.
            Self::InvalidRequest(error) => {
                error.summary = CallSummary { attempts: summary.attempts.saturating_sub(1), ..summary };
            }
            Self::Configuration(_) | Self::Job(_) | Self::File(_) => {}
        }
        self
    }

    /// Whether the requested resource does not exist.
    pub fn is_not_found(&self) -> bool {
        self.is_kind(ErrorCodeKind::NotFound)
    }

    /// Whether the resource to be created already exists.
    pub fn is_already_exists(&self) -> bool {
        self.is_kind(ErrorCodeKind::AlreadyExists)
    }

    /// Whether the token is missing, invalid or expired, or lacks permission.
    pub fn is_permission_denied(&self) -> bool {
        self.is_kind(ErrorCodeKind::PermissionDenied) || self.is_unauthenticated()
    }

    /// Whether the token is missing, invalid or expired. A different token may be accepted.
    pub fn is_unauthenticated(&self) -> bool {
        self.is_kind(ErrorCodeKind::Unauthenticated)
    }

    /// Whether the server rejected the call because of its rate limit.
    pub fn is_rate_limited(&self) -> bool {
        self.is_kind(ErrorCodeKind::RateLimited)
    }

    /// Whether a quota of the plan is used up.
    pub fn is_quota_exceeded(&self) -> bool {
        self.is_kind(ErrorCodeKind::QuotaExceeded)
    }

    /// Whether the request is invalid, by the response of the server or by a check of the client.
    pub fn is_invalid_request(&self) -> bool {
        matches!(self, Self::InvalidRequest(_)) || self.is_kind(ErrorCodeKind::InvalidRequest)
    }

    /// Whether the server failed.
    pub fn is_server_error(&self) -> bool {
        self.is_kind(ErrorCodeKind::ServerError)
    }

    /// Whether the server could not be reached or the connection failed.
    pub fn is_transport(&self) -> bool {
        matches!(self, Self::Transport(_))
    }

    /// Whether the call, or waiting for a job, took too long.
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Timeout(_)) || matches!(self, Self::Job(error) if error.kind() == JobErrorKind::TimedOut)
    }

    fn is_kind(&self, kind: ErrorCodeKind) -> bool {
        self.api().is_some_and(|error| error.kind() == kind)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(error) => error.fmt(formatter),
            Self::Transport(error) => error.fmt(formatter),
            Self::Timeout(error) => error.fmt(formatter),
            Self::Decode(error) => error.fmt(formatter),
            Self::InvalidRequest(error) => error.fmt(formatter),
            Self::Configuration(error) => error.fmt(formatter),
            Self::Token(error) => error.fmt(formatter),
            Self::Job(error) => error.fmt(formatter),
            Self::File(error) => error.fmt(formatter),
        }
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            Self::Token(error) => error.source(),
            Self::Job(error) => error.source(),
            // `Display` of these errors shows the whole cause.
            Self::Api(_)
            | Self::Timeout(_)
            | Self::Decode(_)
            | Self::InvalidRequest(_)
            | Self::Configuration(_)
            | Self::File(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn errors_are_send_sync_and_small() {
        fn check<T: Send + Sync + 'static>() {}
        check::<crate::Error>();
        assert!(size_of::<crate::Error>() <= 2 * size_of::<usize>());
    }
}
