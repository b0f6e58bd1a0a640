//! Transports, which send requests to servers.

mod connections;
#[cfg(feature = "reqwest")]
mod pools;
#[cfg(feature = "reqwest")]
mod proxies;
#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(feature = "reqwest")]
mod shared;
#[cfg(feature = "reqwest")]
mod tls;
#[cfg(feature = "tower")]
mod tower;

use std::sync::Arc;

use crate::body::Body;
use crate::box_future::BoxFuture;
use crate::error::TransportError;

pub(crate) use self::connections::{Connections, Proxy};
#[cfg(feature = "reqwest")]
pub use self::shared::{ReqwestTransport, ReqwestTransportBuilder};
#[cfg(feature = "tower")]
pub use self::tower::Tower;

/// Sends requests and receives responses. Implement it for a different HTTP client, a proxy or a recorder.
///
/// A transport sends one request unchanged. It must not follow redirects, retry or apply timeouts, because the client
/// does this. The client follows redirects itself, so that a token is never sent to a different origin.
///
/// Several clients can share a transport: give each client a clone of an `Arc` of the transport.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a transport",
    label = "`Transport` is not implemented",
    note = "implement `Transport`, or wrap a tower service in `Tower`, which needs the feature `tower`"
)]
pub trait Transport: Send + Sync + 'static {
    /// Sends a request. The future completes when the headers of the response are received.
    fn send(&self, request: http::Request<Body>) -> BoxFuture<Result<http::Response<Body>, TransportError>>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<Result<http::Response<Body>, TransportError>> {
        (**self).send(request)
    }
}
