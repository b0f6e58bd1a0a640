//! The classification of errors for retries.

use std::time::{Duration, SystemTime};

use http::StatusCode;

use crate::api::ErrorCodeKind;
use crate::error::{ApiError, Error, TransportErrorKind};
use crate::rate;
use crate::retry::Outcome;

/// Returns the outcome of a failed attempt.
///
/// `invalid_delay` is used if the value of a server-requested delay is invalid.
pub(super) fn outcome(error: &Error, now: SystemTime, invalid_delay: Duration) -> Outcome {
    match error {
        Error::Api(error) => of_response(error, now, invalid_delay),
        // Each further attempt would fail in the same way before the request is executed.
        Error::Transport(error) if error.is_permanent() => Outcome::Final { may_be_executed: false },
        Error::Transport(error) => match error.kind() {
            TransportErrorKind::Connect => Outcome::NotSent,
            TransportErrorKind::Request | TransportErrorKind::Response => Outcome::Unknown,
        },
        Error::Timeout(_) => Outcome::Unknown,
        // A further attempt would get the same response, or send the same request.
        Error::Decode(_) => Outcome::Final { may_be_executed: true },
        Error::InvalidRequest(_) | Error::Configuration(_) | Error::Token(_) | Error::Job(_) | Error::File(_) => {
            Outcome::Final { may_be_executed: false }
        }
    }
}

fn of_response(error: &ApiError, now: SystemTime, invalid_delay: Duration) -> Outcome {
    let limit = error.operation_data().host_data().rate_limit;
    let retry_after = rate::retry_after(limit, error.headers(), error.message(), now, invalid_delay);
    if error.kind() == ErrorCodeKind::RateLimited {
        return Outcome::RateLimited { may_be_executed: !limit.is_some_and(|limit| limit.safe_to_retry), retry_after };
    }
    let is_retryable = match error.known_code() {
        Some(code) => code.retryable,
        // 501 and 505 name a feature that the server lacks, and 511 a sign-in to the network. All are permanent.
        None => matches!(error.status().as_u16(), 408 | 425 | 500 | 502..=504 | 506..=510 | 512..=599),
    };
    // 425 (Too Early) states that the request was not executed, because it may be replayed.
    let may_be_executed = error.status().as_u16() != 425;
    if is_retryable {
        Outcome::Failed { may_be_executed, retry_after }
    } else {
        Outcome::Final { may_be_executed: may_be_executed && !is_refusal(error) }
    }
}

/// Whether a response states that nothing was executed. A permanent failure of the server does not state this. A
/// redirect to a page about the result does not state this either.
fn is_refusal(error: &ApiError) -> bool {
    match error.known_code() {
        Some(code) => code.kind != ErrorCodeKind::ServerError,
        None => matches!(error.status().as_u16(), 305 | 307 | 308 | 400..=499 | 501 | 505 | 511),
    }
}

/// Whether the server rejected the token of an attempt.
pub(super) fn is_of_token(error: &Error) -> bool {
    error.is_unauthenticated() || error.status().is_some_and(|status| status == StatusCode::UNAUTHORIZED)
}

/// Whether an attempt failed because of a timeout.
pub(super) fn is_timeout(error: &Error) -> bool {
    match error {
        Error::Timeout(_) => true,
        Error::Transport(error) => error.is_timeout(),
        _ => false,
    }
}

/// Whether this error proves that the server works. A proxy, or a server that is down, never sends such an error.
pub(super) fn is_of_a_working_server(error: &Error) -> bool {
    let Error::Api(error) = error else { return false };
    let is_rejection = !matches!(error.kind(), ErrorCodeKind::ServerError | ErrorCodeKind::RateLimited);
    is_rejection
        && (error.known_code().is_some() || matches!(error.status().as_u16(), 400..=406 | 409..=424 | 426..=499))
}

/// Whether the server may have executed the attempt.
pub(super) fn may_be_executed(outcome: Outcome) -> bool {
    match outcome {
        Outcome::NotSent => false,
        Outcome::Unknown => true,
        Outcome::RateLimited { may_be_executed, .. }
        | Outcome::Failed { may_be_executed, .. }
        | Outcome::Final { may_be_executed } => may_be_executed,
    }
}

/// Returns the server-requested delay.
pub(super) fn retry_after(outcome: Outcome) -> Option<Duration> {
    match outcome {
        Outcome::RateLimited { retry_after, .. } | Outcome::Failed { retry_after, .. } => retry_after,
        Outcome::NotSent | Outcome::Unknown | Outcome::Final { .. } => None,
    }
}
