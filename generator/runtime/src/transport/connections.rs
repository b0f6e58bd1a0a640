//! The connection settings of the built-in transport.

use std::fmt;
use std::time::Duration;

use crate::secret::Secret;

/// The connection settings of the built-in transport, which the client's builder sets.
#[derive(Clone, Default)]
pub(crate) struct Connections {
    pub(crate) timeout: Option<Duration>,
    /// The time that an idle connection stays open.
    pub(crate) pool_idle_timeout: Option<Duration>,
    pub(crate) pool_max_idle_per_host: Option<usize>,
    pub(crate) proxy: Proxy,
    /// PEM bundles of certificates that are trusted in addition to the system's.
    pub(crate) roots: Vec<Vec<u8>>,
    /// A client certificate and its key in PEM.
    pub(crate) identity: Option<Secret>,
}

/// The proxy between the client and the servers.
#[derive(Clone, Default)]
#[cfg_attr(not(feature = "reqwest"), allow(dead_code, reason = "without the built-in transport, this is unused"))]
pub(crate) enum Proxy {
    /// The proxy of the environment.
    #[default]
    Environment,
    /// No proxy.
    None,
    /// A URL, which may contain a password.
    At(Secret),
}

impl Connections {
    /// Returns the first setting that a custom transport would ignore, by the name of its builder method.
    pub(crate) fn first_set(&self) -> Option<&'static str> {
        let settings = [
            ("connect_timeout", self.timeout.is_some()),
            ("pool_idle_timeout", self.pool_idle_timeout.is_some()),
            ("pool_max_idle_per_host", self.pool_max_idle_per_host.is_some()),
            ("proxy", matches!(self.proxy, Proxy::At(_))),
            ("no_proxy", matches!(self.proxy, Proxy::None)),
            ("root_certificates", !self.roots.is_empty()),
            ("client_certificate", self.identity.is_some()),
        ];
        settings.into_iter().find(|(_, is_set)| *is_set).map(|(method, _)| method)
    }
}

impl fmt::Debug for Connections {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let proxy = match self.proxy {
            Proxy::Environment => "environment",
            Proxy::None => "none",
            Proxy::At(_) => "set",
        };
        formatter
            .debug_struct("Connections")
            .field("timeout", &self.timeout)
            .field("pool_idle_timeout", &self.pool_idle_timeout)
            .field("pool_max_idle_per_host", &self.pool_max_idle_per_host)
            .field("proxy", &proxy)
            .field("root_certificates", &self.roots.len())
            .field("client_certificate", &self.identity.is_some())
            .finish()
    }
}
