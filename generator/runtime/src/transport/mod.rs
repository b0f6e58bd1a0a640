//! What carries requests to servers.

mod connections;
#[cfg(feature = "reqwest")]
mod pools;
#[cfg(feature = "reqwest")]
mod proxies;
#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(feature = "reqwest")]
mod tls;
#[cfg(feature = "tower")]
mod tower;

use crate::body::Body;
use crate::box_future::BoxFuture;
use crate::error::TransportError;

pub(crate) use self::connections::{Connections, Proxy};
#[cfg(feature = "reqwest")]
pub(crate) use self::reqwest::Reqwest;
#[cfg(feature = "tower")]
pub use self::tower::Tower;

/// Sends requests and receives answers: the place for another HTTP client, a proxy, a recorder.
///
/// A transport sends one request as it is. It follows no redirects (the client does, so that
/// tokens stay with their origin), does not retry, and keeps no time: the client does both.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request; the future ends when the headers of the answer are there.
    fn send(&self, request: http::Request<Body>) -> BoxFuture<Result<http::Response<Body>, TransportError>>;
}
