//! Spans and events for [`tracing`](https://docs.rs/tracing), behind the feature of that name.
//!
//! They contain the static description of an operation and the result of a call, but never a filled-in URL, a header, a
//! body or a token.

use std::time::Duration;

use http::StatusCode;

use crate::decode::Warning;
use crate::error::Error;
use crate::operation::Operation;

#[cfg(feature = "tracing")]
pub(crate) use on::CallSpan;

#[cfg(not(feature = "tracing"))]
pub(crate) use off::CallSpan;

/// Records that an attempt failed and will be retried.
#[cfg_attr(not(feature = "tracing"), allow(unused_variables))]
pub(crate) fn retry(operation: &Operation, attempts: u32, error: &Error, wait: Duration) {
    #[cfg(feature = "tracing")]
    tracing::info!(
        target: on::TARGET,
        operation = operation.id(),
        attempt = attempts,
        error = on::kind(error),
        http.response.status_code = error.status().map(|status| status.as_u16()),
        wait_ms = on::millis(wait),
        "an attempt failed and will be retried"
    );
}

/// Records that a call waits in the queue of the rate plan.
#[cfg_attr(not(feature = "tracing"), allow(unused_variables))]
pub(crate) fn queued(operation: &Operation, wait: Duration) {
    #[cfg(feature = "tracing")]
    tracing::debug!(
        target: on::TARGET,
        operation = operation.id(),
        wait_ms = on::millis(wait),
        "the call waits for the rate limit"
    );
}

/// Records the warnings about a response.
#[cfg_attr(not(feature = "tracing"), allow(unused_variables))]
pub(crate) fn warnings(operation: &Operation, warnings: &[Warning]) {
    #[cfg(feature = "tracing")]
    for warning in warnings {
        tracing::warn!(
            target: on::TARGET,
            operation = operation.id(),
            path = warning.redacted_path(),
            kind = ?warning.kind(),
            "warning about a response"
        );
    }
}

/// The result of a successful call, for its span.
#[cfg_attr(not(feature = "tracing"), allow(dead_code, reason = "without the feature, there are no spans"))]
pub(crate) trait Traced: Send + 'static {
    fn status(&self) -> StatusCode;

    fn attempts(&self) -> u32;
}

#[cfg(feature = "tracing")]
mod on {
    use std::future::Future;
    use std::time::{Duration, Instant};

    use http::StatusCode;
    use tracing::{Instrument, Span, field};

    use super::Traced;
    use crate::box_future::BoxFuture;
    use crate::error::Error;
    use crate::operation::Operation;

    pub(super) const TARGET: &str = "api_client";

    /// The span of a call, with the attribute names of OpenTelemetry.
    pub(crate) struct CallSpan(Span);

    impl CallSpan {
        pub(crate) fn new(operation: &'static Operation) -> Self {
            Self(tracing::info_span!(
                target: TARGET,
                "api_call",
                otel.name = operation.id(),
                otel.kind = "client",
                operation = operation.id(),
                host = operation.host(),
                http.request.method = operation.method().as_str(),
                url.template = operation.path_template(),
                http.response.status_code = field::Empty,
                attempts = field::Empty,
                duration_ms = field::Empty,
                error.type = field::Empty,
                error.code = field::Empty,
                request_id = field::Empty,
            ))
        }

        pub(crate) fn around<T: Traced>(
            self,
            future: impl Future<Output = Result<T, Error>> + Send + 'static,
        ) -> BoxFuture<Result<T, Error>> {
            let future = Box::pin(future.instrument(self.0.clone()));
            Box::pin(self.finish(future))
        }

        async fn finish<T>(self, future: BoxFuture<Result<T, Error>>) -> Result<T, Error>
        where
            T: Traced,
        {
            let start = Instant::now();
            let result = future.await;
            self.0.record("duration_ms", millis(start.elapsed()));
            let (status, attempts): (Option<StatusCode>, u32) = match &result {
                Ok(response) => (Some(response.status()), response.attempts()),
                Err(error) => (error.status(), error.attempts()),
            };
            self.0.record("attempts", attempts);
            if let Some(status) = status {
                self.0.record("http.response.status_code", status.as_u16());
            }
            if let Err(error) = &result {
                self.0.record("error.type", kind(error));
                if let Some(code) = error.code() {
                    self.0.record("error.code", code);
                }
                if let Some(id) = error.request_id() {
                    self.0.record("request_id", id);
                }
            }
            result
        }
    }

    pub(super) fn millis(duration: Duration) -> u64 {
        u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
    }

    /// Returns the kind of an error as one of a few words, for metrics.
    pub(super) fn kind(error: &Error) -> &'static str {
        match error {
            Error::Api(_) => "api",
            Error::Transport(_) => "transport",
            Error::Timeout(_) => "timeout",
            Error::Decode(_) => "decode",
            Error::InvalidRequest(_) => "invalid_request",
            Error::Configuration(_) => "configuration",
            Error::Token(_) => "token",
            Error::Job(_) => "job",
            Error::File(_) => "file",
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use std::future::Future;

    use crate::box_future::BoxFuture;
    use crate::operation::Operation;

    /// An empty type.
    pub(crate) struct CallSpan;

    impl CallSpan {
        pub(crate) fn new(_: &'static Operation) -> Self {
            Self
        }

        #[allow(clippy::unused_self, reason = "with the feature, `self` is the span")]
        pub(crate) fn around<T>(self, future: impl Future<Output = T> + Send + 'static) -> BoxFuture<T> {
            Box::pin(future)
        }
    }
}
