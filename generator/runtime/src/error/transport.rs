//! Connections that could not be opened, or failed.

use std::error;
use std::fmt;
use std::io;

use super::call_summary::CallSummary;
use super::cause::{Causes, chain};
use super::obstacle::Obstacle;
use super::{ConfigurationError, Error};
use crate::client::Client;
use crate::operation::Operation;

/// The server could not be reached, or the connection failed.
///
/// `Display` shows the innermost cause. `source()` returns the outer causes, as errors that have only a text.
/// [`transport_error`](Self::transport_error) returns the error of the transport itself.
pub struct TransportError {
    operation: Option<&'static Operation>,
    kind: TransportErrorKind,
    /// The error as the transport returned it.
    original: Box<dyn error::Error + Send + Sync>,
    /// Whether the body of the request is the cause.
    is_of_body: bool,
    /// A cause that a retry cannot fix, such as an untrusted certificate.
    obstacle: Option<Obstacle>,
    causes: Causes,
    /// How many bytes of a body were received, and how many were expected.
    received: Option<(u64, Option<u64>)>,
    pub(super) summary: CallSummary,
}

/// The cause of a transport error if the request body could not be sent.
#[derive(Debug)]
pub(crate) struct BodyFailure(pub(crate) String);

impl fmt::Display for BodyFailure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl error::Error for BodyFailure {}

/// The cause of a transport error if the settings of the built-in transport are invalid.
#[derive(Debug)]
struct Unusable(String);

impl fmt::Display for Unusable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl error::Error for Unusable {}

/// The phase of a request in which the connection failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// Nothing was sent.
    Connect,
    /// The server may have received the request.
    Request,
    /// The server had begun to respond.
    Response,
}

impl TransportError {
    /// Creates the error of a transport. Only [`TransportErrorKind::Connect`] states that nothing was sent; such a call
    /// is retried even if it is not idempotent.
    ///
    /// A call is not retried if the text of a cause names an untrusted certificate, a rejected client certificate or a
    /// proxy that requires a password.
    pub fn new(kind: TransportErrorKind, error: impl Into<Box<dyn error::Error + Send + Sync>>) -> Self {
        let original = error.into();
        let is_of_body = chain(&*original).any(<dyn error::Error>::is::<BodyFailure>);
        let mut causes = Causes::of(&*original, summary(kind, is_of_body));
        let mut obstacle = None;
        if !is_of_body && let Some((found, hidden)) = Obstacle::find(kind, &*original) {
            if let Some(hidden) = hidden {
                causes = causes.around(hidden);
            }
            obstacle = Some(found);
        }
        Self {
            operation: None,
            kind,
            original,
            is_of_body,
            obstacle,
            causes,
            received: None,
            summary: CallSummary::default(),
        }
    }

    /// Whether each further attempt would fail for the same reason.
    pub(crate) fn is_permanent(&self) -> bool {
        self.obstacle.is_some_and(Obstacle::is_permanent)
    }

    /// Checks whether the process or the system has too many open files, and returns a connection error if it has.
    ///
    /// Otherwise the error would be that the CA certificates of the system are missing, because their files cannot be
    /// opened.
    #[cfg(feature = "reqwest")]
    pub(crate) fn of_open_files() -> Option<Self> {
        super::obstacle::too_many_open_files().map(|error| Self::new(TransportErrorKind::Connect, error))
    }

    /// Whether connecting took too long.
    pub(crate) fn is_timeout(&self) -> bool {
        chain(&*self.original).any(|cause| {
            let of_socket = cause.downcast_ref().map(io::Error::kind) == Some(io::ErrorKind::TimedOut);
            // The error of the built-in transport's connect timeout has a private type.
            of_socket || cause.to_string() == "operation timed out"
        })
    }

    /// Returns a configuration error as an error of a transport, because a transport can return no other type.
    #[cfg(feature = "reqwest")]
    pub(crate) fn configuration(problem: String) -> Self {
        Self::new(TransportErrorKind::Connect, Unusable(problem))
    }

    /// Converts the error to the error of a call, and adds the operation.
    pub(crate) fn into_error(self, operation: &'static Operation) -> Error {
        match self.original.downcast_ref::<Unusable>() {
            Some(Unusable(problem)) => {
                Error::Configuration(Box::new(ConfigurationError::of_call(Some(operation), problem.clone())))
            }
            None => Error::Transport(Box::new(self.with_operation(operation))),
        }
    }

    pub(crate) fn with_operation(mut self, operation: &'static Operation) -> Self {
        self.operation = Some(operation);
        self
    }

    /// Removes the credentials of a client from the text of this error, because a transport may quote the request.
    pub(crate) fn redacted(mut self, client: &Client) -> Self {
        self.causes = self.causes.map(|text| client.redact_mixed(text));
        self
    }

    /// Replaces all causes with this text.
    pub(crate) fn with_cause(mut self, text: &str) -> Self {
        self.causes = Causes::only(text);
        self
    }

    /// Returns the id of the operation.
    pub fn operation(&self) -> Option<&'static str> {
        self.operation.map(Operation::id)
    }

    /// Adds how much of a body was received before the connection failed.
    pub(crate) fn with_received(mut self, bytes: u64, of: Option<u64>) -> Self {
        self.received = Some((bytes, of));
        self
    }

    /// Returns the text of the causes, from the outermost to the innermost.
    pub(crate) fn causes(&self) -> impl Iterator<Item = &str> {
        self.causes.texts()
    }

    /// Returns the text of the innermost cause.
    pub(crate) fn reason(&self) -> String {
        self.causes.innermost().to_owned()
    }

    /// Returns the phase in which the connection of the last attempt failed.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns the error of the transport, for example for a downcast.
    ///
    /// The returned error has its own `source()`, for example down to the [`io::Error`](std::io::Error) of a socket.
    /// The returned error is not redacted: the error of a custom transport may contain a URL or a credential.
    ///
    /// ```
    /// use api_client_runtime::{TransportError, TransportErrorKind};
    ///
    /// let error = TransportError::new(TransportErrorKind::Connect, std::io::Error::from_raw_os_error(2));
    /// let cause = error.transport_error().downcast_ref::<std::io::Error>();
    /// assert_eq!(cause.and_then(std::io::Error::raw_os_error), Some(2));
    /// ```
    pub fn transport_error(&self) -> &(dyn error::Error + Send + Sync + 'static) {
        &*self.original
    }
}

/// Returns a short description of the failure.
fn summary(kind: TransportErrorKind, is_of_body: bool) -> &'static str {
    match kind {
        _ if is_of_body => "the body of the request could not be sent",
        TransportErrorKind::Connect => "could not connect",
        TransportErrorKind::Request => "the connection failed",
        TransportErrorKind::Response => "the connection failed during the response",
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.operation {
            write!(formatter, "{}: ", operation.id())?;
        }
        let summary = summary(self.kind, self.is_of_body);
        formatter.write_str(summary)?;
        if !summary.contains(self.causes.innermost()) {
            write!(formatter, " ({})", self.causes)?;
        }
        match self.received {
            Some((bytes, Some(length))) => write!(formatter, " after {bytes} of {length} bytes")?,
            Some((bytes, None)) => write!(formatter, " after {bytes} bytes")?,
            None => {}
        }
        write!(formatter, "{}; ", self.summary)?;
        if let Some(obstacle) = self.obstacle {
            return match (self.kind, self.summary.may_be_executed) {
                (_, true) => write!(formatter, "{}; {}", obstacle.advice(), self.summary.advice()),
                (TransportErrorKind::Connect, false) => write!(formatter, "nothing was sent: {}", obstacle.advice()),
                (_, false) => write!(formatter, "nothing was executed: {}", obstacle.advice()),
            };
        }
        match (self.kind, self.summary.may_be_executed) {
            (TransportErrorKind::Connect, false) => {
                formatter.write_str("nothing was sent: check the host name, the network and proxies on the way")
            }
            _ => formatter.write_str(self.summary.advice()),
        }
    }
}

/// Shows the text of the causes. `Debug` of the transport's error may show more than its text, such as a whole request.
impl fmt::Debug for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TransportError")
            .field("operation", &self.operation)
            .field("kind", &self.kind)
            .field("causes", &self.causes)
            .field("received", &self.received)
            .field("summary", &self.summary)
            .finish_non_exhaustive()
    }
}

impl error::Error for TransportError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.causes.outer()
    }
}
