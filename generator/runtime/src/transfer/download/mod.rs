//! Files that are downloaded.

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

/// A download in the making: it starts when it is awaited, and ends in a [`Download`] as soon as the
/// server has answered.
///
/// It asks without any token. Redirects are followed wherever they lead, up to 10 in a row, but never
/// from https to plain http, which is only taken for loopback addresses unless the client allows it.
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

    /// Sets how long the whole download may take, with all attempts. Default: as long as it takes.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.limits.timeout = limit;
        self
    }

    /// Sets how long an attempt may take until the server answers, redirects included. Default: that of
    /// the client's attempts.
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.limits.attempt_timeout = limit;
        self
    }

    /// Sets how long the server may send nothing once it has begun. Default: the time of the client's
    /// attempts.
    pub fn stall_timeout(mut self, limit: Duration) -> Self {
        self.stall_timeout = limit;
        self
    }

    /// Sets how often and how soon it is tried again: starting, and with [`save_to`](Self::save_to) also
    /// going on after a connection that broke, both counted together. Default: the client's policy.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.limits.retry = policy;
        self
    }

    /// Sets what is called with every piece that arrives. It should return soon, since the download
    /// waits for it.
    pub fn on_progress(mut self, hook: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.on_progress = Some(ProgressHook::new(hook));
        self
    }

    /// Starts the download, as awaiting it does. The future fails with an [`Error`]: of the kind
    /// [`InvalidRequest`](Error::InvalidRequest) if the URL can't be used, and
    /// [`Api`](Error::Api) if the server refuses.
    pub fn send(self) -> TransferFuture<Download> {
        let span = CallSpan::new(&DOWNLOAD);
        TransferFuture::new(span.around(self.start()))
    }

    /// Downloads into memory, up to a limit in bytes; see [`Download::bytes`].
    pub fn bytes(self, limit: usize) -> TransferFuture<Bytes> {
        let start = self.send();
        TransferFuture::new(async move { start.await?.bytes(limit).await })
    }

    /// Downloads into a file, and ends in the number of bytes; see [`Download::save_to`].
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

/// Where a download comes from, with what it took so far.
struct Source {
    request: DownloadRequest,
    url: Url,
    run: Run,
    secrets: Secrets,
}

impl Source {
    /// Asks until there is an answer: the file, or its rest. What the server says when it has no such
    /// rest any more is an error like others, which the caller knows.
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
            // Lengths and ranges count the bytes of the file, not what they are packed to.
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
            headers.insert(USER_AGENT, client.0.user_agent.clone());
            if let Some(rest) = rest {
                rest.ask(headers);
            }
            Ok(request)
        };
        let exchange = pin!(storage::exchange(client, &DOWNLOAD, self.url, self.secrets, None, &make));
        let response = run.within(limits.attempt_timeout, exchange).await?;
        if rest.is_none() && range::is_partial(response.status(), response.headers()) {
            let problem = "the server sent a part of the file, and not all of it, as it was asked to";
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

/// What is said of a file before its content.
struct Head {
    status: StatusCode,
    headers: HeaderMap,
    length: Option<u64>,
}

impl Head {
    fn of(response: Response<Body>) -> (Self, Body) {
        let (parts, body) = response.into_parts();
        let (status, headers) = (parts.status, parts.headers);
        // Not every transport tells the length of its bodies.
        let announced = || headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok();
        let length = body.length().or_else(|| announced().filter(|_| !headers.contains_key(CONTENT_ENCODING)));
        (Self { status, headers, length }, body)
    }
}
