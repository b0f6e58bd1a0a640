//! The built-in transport, for clients that share it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::Transport;
use super::connections::{Connections, Proxy};
use super::reqwest::Reqwest;
use crate::body::Body;
use crate::box_future::BoxFuture;
use crate::error::{ConfigurationError, Error, TransportError};
use crate::secret::Secret;

/// The built-in transport, reqwest with rustls. Clones share the connections, so clients with clones of one transport
/// share them too.
///
/// If no transport is set, a client creates one, which only the clones of this client share. If several clients share a
/// transport, the certificates are loaded once, and clients with the same host use the same connections.
/// The transport keeps no tokens: each client sends its own. Rate limits and retry budgets belong to the clients.
///
/// # Examples
/// ```
/// use api_client_runtime::ReqwestTransport;
///
/// let transport = ReqwestTransport::builder().pool_max_idle_per_host(8).build()?;
/// let clone = transport.clone();
/// # let _ = clone;
/// # Ok::<(), api_client_runtime::Error>(())
/// ```
#[derive(Clone)]
pub struct ReqwestTransport(Arc<Reqwest>);

impl ReqwestTransport {
    /// Returns a builder of a transport.
    pub fn builder() -> ReqwestTransportBuilder {
        ReqwestTransportBuilder { connections: Connections::default(), allow_plain_http: false }
    }

    /// # Errors
    /// Returns the reason if a setting is invalid.
    pub(crate) fn new(connections: &Connections, allow_plain_http: bool) -> Result<Self, String> {
        Ok(Self(Arc::new(Reqwest::new(connections, allow_plain_http)?)))
    }

    /// Checks that the proxy of the settings accepts requests to this base URL.
    ///
    /// # Errors
    /// Returns the reason if the proxy does not.
    pub(crate) fn check(&self, base_url: &str) -> Result<(), String> {
        self.0.check(base_url)
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<Result<http::Response<Body>, TransportError>> {
        self.0.send(request)
    }
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ReqwestTransport").finish_non_exhaustive()
    }
}

/// A builder of a [`ReqwestTransport`]. The settings are those of a client's builder with the same names.
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ReqwestTransportBuilder {
    connections: Connections,
    allow_plain_http: bool,
}

impl ReqwestTransportBuilder {
    /// Sets the timeout for connecting, which includes the name lookup and the TLS handshake. Default: 10 seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connections.timeout = Some(timeout);
        self
    }

    /// Sets how long an idle connection stays open. Default: 55 seconds.
    pub fn pool_idle_timeout(mut self, timeout: Duration) -> Self {
        self.connections.pool_idle_timeout = Some(timeout);
        self
    }

    /// Sets how many idle connections are kept open for each host. Default: no limit.
    pub fn pool_max_idle_per_host(mut self, connections: usize) -> Self {
        self.connections.pool_max_idle_per_host = Some(connections);
        self
    }

    /// Sets the proxy of all requests. Default: the proxy of the environment.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.connections.proxy = Proxy::At(Secret::new(url.into()));
        self
    }

    /// Turns off all proxies, including those of the environment.
    pub fn no_proxy(mut self) -> Self {
        self.connections.proxy = Proxy::None;
        self
    }

    /// Adds certificates to trust, one or more in PEM. Default: the certificates that the system trusts.
    pub fn root_certificates(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.connections.roots.push(pem.as_ref().to_vec());
        self
    }

    /// Sets the certificate of the client with its chain and private key, in PEM. Default: none.
    pub fn client_certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.connections.identity = Some(Secret::new(String::from_utf8_lossy(pem.as_ref()).into_owned()));
        self
    }

    /// Allows requests with plain http to this machine to go through a [`proxy`](Self::proxy) on a different machine.
    pub fn allow_plain_http(mut self) -> Self {
        self.allow_plain_http = true;
        self
    }

    /// Builds the transport.
    ///
    /// # Errors
    /// Fails with [`Error::Configuration`] if a setting is invalid.
    pub fn build(self) -> Result<ReqwestTransport, Error> {
        ReqwestTransport::new(&self.connections, self.allow_plain_http)
            .map_err(|problem| Error::Configuration(Box::new(ConfigurationError::of_transport(problem))))
    }
}
