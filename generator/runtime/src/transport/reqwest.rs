//! The transport over reqwest with rustls.

use std::pin::Pin;
use std::sync::{OnceLock, PoisonError, RwLock};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use url::Url;

use super::connections::{Connections, Proxy};
use super::{BoxFuture, Transport};
use crate::base_url;
use crate::body::Body;
use crate::error::{TransportError, TransportErrorKind};
use crate::secret::Secret;

const DEFAULT_CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

#[derive(Debug)]
pub(crate) struct Reqwest {
    client: reqwest::Client,
    /// For what stays on this machine without TLS: a proxy would see the token, and would not reach it. Made when it is
    /// needed.
    direct: OnceLock<Option<reqwest::Client>>,
    connect_timeout: Duration,
    origins: Origins,
}

impl Reqwest {
    /// Takes proxies from the environment, unless others are wanted.
    ///
    /// # Errors
    /// What is wrong with the settings.
    pub(crate) fn new(connections: &Connections) -> Result<Self, String> {
        let connect_timeout = connections.timeout.unwrap_or(DEFAULT_CONNECT_TIMEOUT);
        let mut builder = builder(connect_timeout);
        builder = match &connections.proxy {
            Proxy::Environment => builder,
            Proxy::None => builder.no_proxy(),
            Proxy::At(url) => builder.proxy(proxy(url)?),
        };
        for bundle in &connections.roots {
            // An empty bundle would be taken without a word.
            let roots = reqwest::Certificate::from_pem_bundle(bundle).ok().filter(|roots| !roots.is_empty());
            builder = builder.tls_certs_merge(roots.ok_or("`root_certificates` were given no certificate in PEM")?);
        }
        if let Some(identity) = &connections.identity {
            let identity = reqwest::Identity::from_pem(identity.expose().as_bytes())
                .map_err(|_| "`client_certificate` was not given a certificate and its private key in PEM")?;
            builder = builder.identity(identity);
        }
        let client = builder.build().map_err(|error| {
            let Some(error) = TransportError::of_open_files() else {
                let reason = failed(TransportErrorKind::Connect, error).reason();
                return format!("the settings for connections can't be used: {reason}; check the certificates");
            };
            error.to_string()
        })?;
        Ok(Self { client, direct: OnceLock::new(), connect_timeout, origins: Origins::default() })
    }

    /// Who sends a request to this URL.
    fn client_for(&self, url: &Url) -> Result<&reqwest::Client, TransportError> {
        if url.scheme() != "http" || !base_url::is_on_this_machine(url) {
            return Ok(&self.client);
        }
        let direct = self.direct.get_or_init(|| {
            // Reading the certificates of this machine takes longer than the call, which needs none.
            let builder = builder(self.connect_timeout).no_proxy().tls_certs_only([]);
            builder.build().ok()
        });
        direct.as_ref().ok_or_else(|| {
            TransportError::new(TransportErrorKind::Connect, "no connection without a proxy could be set up")
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
        let answer = self.request(request).and_then(|request| Ok(self.client_for(request.url())?.execute(request)));
        Box::pin(async move {
            let mut response = answer?.await.map_err(|error| {
                let kind = if error.is_connect() { TransportErrorKind::Connect } else { TransportErrorKind::Request };
                failed(kind, error)
            })?;
            // Taken apart by hand: as a whole it would take its URL along, which nobody looks at.
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

fn builder(connect_timeout: Duration) -> reqwest::ClientBuilder {
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).connect_timeout(connect_timeout)
}

/// The text of an error would repeat the URL, which may hold a password.
fn proxy(url: &Secret) -> Result<reqwest::Proxy, String> {
    let is_proxy = Url::parse(url.expose()).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    let proxy = is_proxy.then(|| reqwest::Proxy::all(url.expose()).ok()).flatten();
    proxy.ok_or_else(|| "the URL of `proxy` can't be used: expected `http://` or `https://` and a host".into())
}

/// So many origins are remembered: an API has few hosts.
const MOST_ORIGINS: usize = 16;

/// The origins that requests went to, already parsed: looking at a host name takes longer than all
/// else about a URL.
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
        if origins.len() < MOST_ORIGINS && is_of(uri, &origin) {
            origins.push(origin);
        }
        Ok(url)
    }
}

/// Whether a URI is written with this origin, letter by letter. One that is written otherwise, such
/// as with capitals, is parsed each time.
fn is_of(uri: &http::Uri, origin: &Url) -> bool {
    let rest = uri.scheme_str().and_then(|scheme| origin.as_str().strip_prefix(scheme)?.strip_prefix("://"));
    let rest = rest.and_then(|rest| rest.strip_prefix(uri.authority()?.as_str()));
    rest == Some("/")
}

/// The text of reqwest's errors has the URL, which may hold ids and other personal data.
fn failed(kind: TransportErrorKind, error: reqwest::Error) -> TransportError {
    TransportError::new(kind, error.without_url())
}

/// The data of a body, piece by piece; trailers are left out.
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

    #[test]
    fn a_url_is_the_same_whether_its_origin_is_known_or_not() {
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
    fn only_so_many_origins_are_remembered_and_none_for_another() {
        let origins = Origins::default();
        for index in 0..100 {
            let uri: http::Uri = format!("https://h{index}.example/a?b").parse().unwrap_or_default();
            assert_eq!(origins.url(&uri).map(String::from).as_deref(), Ok(uri.to_string().as_str()));
        }
        assert_eq!(origins.0.read().map(|origins| origins.len()).unwrap_or_default(), MOST_ORIGINS);
        let other: http::Uri = "https://h1.example.evil/a".parse().unwrap_or_default();
        assert_eq!(origins.url(&other).map(String::from).as_deref(), Ok("https://h1.example.evil/a"));
    }
}
