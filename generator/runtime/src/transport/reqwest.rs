//! The transport over reqwest with rustls.

use std::pin::Pin;
use std::sync::{PoisonError, RwLock};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use tokio::runtime::Handle;
use url::Url;

use super::Transport;
use super::connections::Connections;
use super::pools::Pools;
use super::proxies::{Proxies, REFUSAL};
use super::tls::Tls;
use crate::body::Body;
use crate::box_future::BoxFuture;
use crate::clock::NO_RUNTIME;
use crate::error::{TransportError, TransportErrorKind};

const DEFAULT_CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Shorter than the 60 seconds after which load balancers often close idle connections. If a request is sent at that
/// moment, the client can't know whether it was executed.
const DEFAULT_POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(55);

/// The maximum idle timeout. It replaces longer values, because the clocks of the HTTP libraries could overflow.
const MAX_POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(365 * 24 * 60 * 60);

#[cfg(feature = "http2")]
const PING_INTERVAL: Duration = Duration::from_secs(15);
#[cfg(feature = "http2")]
const PING_TIMEOUT: Duration = Duration::from_secs(10);

/// The shared part of all clones of the transport.
pub(super) struct Reqwest {
    connect_timeout: Duration,
    pool_idle_timeout: Duration,
    pool_max_idle_per_host: usize,
    proxies: Proxies,
    tls: Tls,
    pools: Pools,
    origins: Origins,
}

impl Reqwest {
    /// Uses the proxies of the environment, unless the settings override them.
    ///
    /// # Errors
    /// Returns the reason if a setting is invalid.
    pub(super) fn new(connections: &Connections, allow_plain_http: bool) -> Result<Self, String> {
        let idle_timeout = connections.pool_idle_timeout.unwrap_or(DEFAULT_POOL_IDLE_TIMEOUT);
        Ok(Self {
            connect_timeout: connections.timeout.unwrap_or(DEFAULT_CONNECT_TIMEOUT),
            pool_idle_timeout: idle_timeout.min(MAX_POOL_IDLE_TIMEOUT),
            pool_max_idle_per_host: connections.pool_max_idle_per_host.unwrap_or(usize::MAX),
            proxies: Proxies::new(&connections.proxy, allow_plain_http)?,
            tls: Tls::new(connections)?,
            pools: Pools::default(),
            origins: Origins::default(),
        })
    }

    /// Checks that the proxy of the settings accepts requests to this base URL.
    ///
    /// # Errors
    /// Returns the reason if the proxy does not.
    pub(super) fn check(&self, base_url: &str) -> Result<(), String> {
        match Url::parse(base_url) {
            Ok(url) if self.proxies.refuses(&url) => Err(REFUSAL.into()),
            _ => Ok(()),
        }
    }

    /// Returns the client of the current runtime for a request to this URL.
    fn client_for(&self, url: &Url) -> Result<reqwest::Client, String> {
        let runtime = Handle::try_current().map_err(|_| NO_RUNTIME)?.id();
        if self.proxies.needs_tls(url)? {
            self.tls.load()?;
        }
        self.pools.client(runtime, || self.build())
    }

    fn build(&self) -> Result<reqwest::Client, String> {
        let builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(self.connect_timeout)
            .pool_idle_timeout(self.pool_idle_timeout)
            .pool_max_idle_per_host(self.pool_max_idle_per_host)
            .tls_backend_preconfigured(self.tls.config());
        // A call that times out leaves its HTTP/2 connection open. Without pings, later calls would reuse this
        // connection after a network failure.
        #[cfg(feature = "http2")]
        let builder = builder.http2_keep_alive_interval(PING_INTERVAL).http2_keep_alive_timeout(PING_TIMEOUT);
        self.proxies.apply(builder).build().map_err(|error| {
            let reason = failed(TransportErrorKind::Connect, error).reason();
            format!("the settings for connections can't be used: {reason}; check them")
        })
    }

    fn request(&self, request: http::Request<Body>) -> Result<reqwest::Request, TransportError> {
        let (parts, body) = request.into_parts();
        let url =
            self.origins.url(&parts.uri).map_err(|error| TransportError::new(TransportErrorKind::Connect, error))?;
        let mut request = reqwest::Request::new(parts.method, url);
        *request.headers_mut() = parts.headers;
        *request.body_mut() = match body.into_bytes() {
            Ok(bytes) => Some(reqwest::Body::from(bytes)),
            Err(stream) => Some(reqwest::Body::wrap(stream)),
        };
        Ok(request)
    }
}

impl Transport for Reqwest {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<Result<http::Response<Body>, TransportError>> {
        let sent = self.request(request).and_then(|request| {
            let client = self.client_for(request.url()).map_err(|problem| {
                TransportError::of_open_files().unwrap_or_else(|| TransportError::configuration(problem))
            })?;
            Ok(client.execute(request))
        });
        Box::pin(async move {
            let mut response = sent?.await.map_err(|error| {
                let kind = if error.is_connect() { TransportErrorKind::Connect } else { TransportErrorKind::Request };
                failed(kind, error)
            })?;
            // Converted by hand, because the built-in conversion also copies the URL, which is not used.
            let (status, version) = (response.status(), response.version());
            let headers = std::mem::take(response.headers_mut());
            let body = reqwest::Body::from(response);
            let length = http_body::Body::size_hint(&body).exact();
            let mut response = http::Response::new(Body::sized_stream(Chunks(body), length));
            (*response.status_mut(), *response.version_mut(), *response.headers_mut()) = (status, version, headers);
            Ok(response)
        })
    }
}

/// The maximum number of origins that are kept. An API has few hosts.
const MAX_ORIGINS: usize = 16;

/// The parsed origins of requests. Parsing the host name takes most of the time of parsing a URL.
#[derive(Debug, Default)]
struct Origins(RwLock<Vec<Url>>);

impl Origins {
    fn url(&self, uri: &http::Uri) -> Result<Url, url::ParseError> {
        let known = {
            let origins = self.0.read().unwrap_or_else(PoisonError::into_inner);
            origins.iter().find(|origin| is_of(uri, origin)).cloned()
        };
        let Some(mut url) = known else { return self.remember(uri) };
        url.set_path(uri.path());
        url.set_query(uri.query());
        Ok(url)
    }

    fn remember(&self, uri: &http::Uri) -> Result<Url, url::ParseError> {
        let url = Url::parse(&uri.to_string())?;
        let mut origin = url.clone();
        origin.set_path("");
        origin.set_query(None);
        let mut origins = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if origins.len() < MAX_ORIGINS && is_of(uri, &origin) {
            origins.push(origin);
        }
        Ok(url)
    }
}

/// Whether a URI starts with this origin, byte for byte. A different notation, such as with capital letters, is parsed
/// each time.
fn is_of(uri: &http::Uri, origin: &Url) -> bool {
    let rest = uri.scheme_str().and_then(|scheme| origin.as_str().strip_prefix(scheme)?.strip_prefix("://"));
    let rest = rest.and_then(|rest| rest.strip_prefix(uri.authority()?.as_str()));
    rest == Some("/")
}

/// The text of reqwest's errors contains the URL, which may contain ids and other personal data.
fn failed(kind: TransportErrorKind, error: reqwest::Error) -> TransportError {
    TransportError::new(kind, error.without_url())
}

/// The data of a body in chunks; trailers are ignored.
struct Chunks(reqwest::Body);

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        use http_body::Body as _;
        loop {
            match ready!(Pin::new(&mut self.0).poll_frame(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(failed(TransportErrorKind::Response, error)))),
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(any(feature = "ring", feature = "aws_lc"))]
    #[test]
    fn idle_timeout_is_shorter_than_that_of_load_balancers() {
        let idle_time = |setting| {
            let connections = Connections { pool_idle_timeout: setting, ..Connections::default() };
            Reqwest::new(&connections, false).map(|transport| transport.pool_idle_timeout)
        };
        assert_eq!(idle_time(None), Ok(Duration::from_secs(55)));
        assert_eq!(idle_time(Some(Duration::from_secs(70))), Ok(Duration::from_secs(70)));
        assert_eq!(idle_time(Some(Duration::MAX)), Ok(MAX_POOL_IDLE_TIMEOUT));
    }

    #[test]
    fn url_is_the_same_with_a_known_and_an_unknown_origin() {
        for uri in [
            "https://api.example.com",
            "https://api.example.com/",
            "https://api.example.com/v1/a%2Fb%3Fc?d=e%20f&g=%25",
            "https://api.example.com/v1/~x!$'()*,;=:@",
            "https://api.example.com:8443/x",
            "http://127.0.0.1:8080/prefix/v1?q",
            "http://[::1]:9/x?",
            "https://API.Example.com/x",
            "https://b\u{fc}cher.example/x",
        ] {
            let Ok(uri) = uri.parse::<http::Uri>() else { continue };
            let parsed = Url::parse(&uri.to_string());
            let origins = Origins::default();
            for _ in 0..3 {
                assert_eq!(origins.url(&uri), parsed, "{uri}");
            }
        }
    }

    #[test]
    fn number_of_kept_origins_is_limited() {
        let origins = Origins::default();
        for index in 0..100 {
            let uri: http::Uri = format!("https://h{index}.example/a?b").parse().unwrap_or_default();
            assert_eq!(origins.url(&uri).map(String::from).as_deref(), Ok(uri.to_string().as_str()));
        }
        assert_eq!(origins.0.read().map(|origins| origins.len()).unwrap_or_default(), MAX_ORIGINS);
        let other: http::Uri = "https://h1.example.evil/a".parse().unwrap_or_default();
        assert_eq!(origins.url(&other).map(String::from).as_deref(), Ok("https://h1.example.evil/a"));
    }
}
