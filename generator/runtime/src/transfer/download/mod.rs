//! Downloads of files.

mod received;
mod save;

use std::future::IntoFuture;
use std::path::Path;
use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use url::Url;

use super::future::TransferFuture;
use super::progress::{Progress, ProgressHook};
use super::range::{self, Rest};
use super::signed_url::SignedUrl;
use super::storage::{self, STORAGE, Secrets};
use crate::body::Body;
use crate::client::Client;
use crate::error::{Error, TransportErrorKind};
use crate::executor::{Attempts, Limits, Run};
use crate::operation::Operation;
use crate::retry::RetryPolicy;
use crate::trace::{CallSpan, Traced};

pub use received::Download;

static DOWNLOAD: Operation = Operation::new("download", Method::GET, "{signed_url}", &STORAGE).idempotent();

/// A download that is not started yet. It starts when it is awaited, and returns a [`Download`] when the server has
/// responded.
///
/// No token is sent. Redirects to any host are followed, up to 10 in a row, but never from https to plain http. Plain
/// http is allowed for loopback addresses only, unless the client allows it.
///
/// ```no_run
/// # async fn example(client: api_client_runtime::Client, url: String) -> Result<(), api_client_runtime::Error> {
/// let bytes = client
///     .download(&url)
///     .on_progress(|progress| println!("{} bytes", progress.bytes()))
///     .save_to("export.zip")
///     .await?;
/// # let _ = bytes;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a download is only started when it is awaited"]
pub struct DownloadRequest {
    client: Client,
    url: SignedUrl,
    limits: Limits,
    stall_timeout: Duration,
    on_progress: Option<ProgressHook>,
}

impl DownloadRequest {
    pub(crate) fn new(client: Client, url: SignedUrl) -> Self {
        let limits = client.0.limits.of_transfer();
        Self { client, url, limits, stall_timeout: limits.attempt_timeout, on_progress: None }
    }

    /// Sets the timeout of the whole download, which includes all attempts. Default: no timeout.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.limits.timeout = limit;
        self
    }

    /// Sets the timeout of an attempt until the server responds, which includes redirects. Default: the attempt timeout
    /// of the client.
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.limits.attempt_timeout = limit;
        self
    }

    /// Sets the maximum time without data after the response has begun. Default: the attempt timeout of the client.
    pub fn stall_timeout(mut self, limit: Duration) -> Self {
        self.stall_timeout = limit;
        self
    }

    /// Sets the number of attempts and the backoff of retries. With [`save_to`](Self::save_to), each resumption after a
    /// failed connection counts as an attempt. Default: the policy of the client.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.limits.retry = policy;
        self
    }

    /// Sets a hook that is called with each received chunk. The hook delays the download, so it should return quickly.
    pub fn on_progress(mut self, hook: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.on_progress = Some(ProgressHook::new(hook));
        self
    }

    /// Starts the download. Awaiting this value does the same.
    ///
    /// The future fails with [`InvalidRequest`](Error::InvalidRequest) if the URL is invalid, and with
    /// [`Api`](Error::Api) if the server rejects the request.
    pub fn send(self) -> TransferFuture<Download> {
        let span = CallSpan::new(&DOWNLOAD);
        TransferFuture::new(span.around(self.start()))
    }

    /// Downloads the file into memory, up to a limit in bytes; see [`Download::bytes`].
    pub fn bytes(self, limit: usize) -> TransferFuture<Bytes> {
        let start = self.send();
        TransferFuture::new(async move { start.await?.bytes(limit).await })
    }

    /// Downloads the file to a path and returns the number of bytes; see [`Download::save_to`].
    pub fn save_to(self, path: impl AsRef<Path>) -> TransferFuture<u64> {
        let (start, path) = (self.send(), path.as_ref().to_owned());
        TransferFuture::new(async move { start.await?.save_to(path).await })
    }

    async fn start(self) -> Result<Download, Error> {
        let url = self.url.parse(self.client.0.allow_plain_http);
        let url = url.map_err(|problem| storage::invalid(&DOWNLOAD, problem))?;
        let run = Run::of_transfer(self.client.clone(), &DOWNLOAD, self.limits, &url);
        let mut source = Source { request: self, url, run, secrets: Secrets::default() };
        let response = source.open(None).await?;
        Ok(Download::new(source, response))
    }
}

impl IntoFuture for DownloadRequest {
    type Output = Result<Download, Error>;
    type IntoFuture = TransferFuture<Download>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

/// The source of a download, with the state of its attempts.
struct Source {
    request: DownloadRequest,
    url: Url,
    run: Run,
    secrets: Secrets,
}

impl Source {
    /// Sends the request until there is a response with the file or its rest. If the server responds that the rest no
    /// longer exists, this is an error, which the caller handles.
    async fn open(&mut self, rest: Option<&Rest>) -> Result<Response<Body>, Error> {
        let Self { request, url, run, secrets } = self;
        run.with_retries(true, &mut OpenAttempts { request, url, secrets, rest }).await
    }
}

struct OpenAttempts<'s> {
    request: &'s DownloadRequest,
    url: &'s Url,
    secrets: &'s mut Secrets,
    rest: Option<&'s Rest>,
}

impl Attempts for OpenAttempts<'_> {
    type Success = Response<Body>;

    async fn attempt(&mut self, run: &Run) -> Result<Response<Body>, Error> {
        let DownloadRequest { client, limits, .. } = self.request;
        let rest = self.rest;
        let make = || {
            let mut request = Request::new(Body::empty());
            let headers = request.headers_mut();
            headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
            // Lengths and ranges must count the bytes of the file, not of its compressed form.
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
            headers.insert(USER_AGENT, client.0.user_agent.clone());
            if let Some(rest) = rest {
                rest.add_to(headers);
            }
            Ok(request)
        };
        let exchange = pin!(storage::exchange(client, &DOWNLOAD, self.url, self.secrets, None, &make));
        let response = run.within(limits.attempt_timeout, exchange).await?;
        if rest.is_none() && range::is_partial(response.status(), response.headers()) {
            let problem = "the server sent a part of the file, but the request was for the whole file";
            let error = storage::broken(TransportErrorKind::Response, problem);
            return Err(Error::Transport(Box::new(error.with_operation(&DOWNLOAD))));
        }
        Ok(response)
    }
}

impl Traced for Download {
    fn status(&self) -> StatusCode {
        Self::status(self)
    }

    fn attempts(&self) -> u32 {
        Self::attempts(self)
    }
}

/// The part of a response that is known before the content of the file.
struct Head {
    status: StatusCode,
    headers: HeaderMap,
    length: Option<u64>,
}

impl Head {
    fn of(response: Response<Body>) -> (Self, Body) {
        let (parts, body) = response.into_parts();
        let (status, headers) = (parts.status, parts.headers);
        // Not every transport knows the length of its bodies.
        let announced = || headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok();
        let length = body.length().or_else(|| announced().filter(|_| !headers.contains_key(CONTENT_ENCODING)));
        (Self { status, headers, length }, body)
    }
}
