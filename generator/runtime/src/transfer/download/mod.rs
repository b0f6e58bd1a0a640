//! Files that are downloaded.

mod received;
mod save;

use std::future::IntoFuture;
use std::path::Path;
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
use crate::error::{Error, TimeoutError, TransportErrorKind};
use crate::executor::Run;
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
    timeout: Duration,
    attempt_timeout: Duration,
    stall_timeout: Duration,
    retry: RetryPolicy,
    on_progress: Option<ProgressHook>,
}

impl DownloadRequest {
    pub(crate) fn new(client: Client, url: SignedUrl) -> Self {
        let (attempt_timeout, retry) = (client.0.attempt_timeout, client.0.retry);
        Self {
            client,
            url,
            timeout: Duration::MAX,
            attempt_timeout,
            stall_timeout: attempt_timeout,
            retry,
            on_progress: None,
        }
    }

    /// Sets how long the whole download may take, with all attempts. Default: as long as it takes.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// Sets how long an attempt may take until the server answers, redirects included. Default: that of
    /// the client's attempts.
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.attempt_timeout = limit;
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
        self.retry = policy;
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
        let run = Run::new(self.client.clone(), &DOWNLOAD, self.timeout, self.retry, true);
        let run = run.with_server(&url).with_patience_of_a_call();
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
        loop {
            match self.try_to_open(rest).await {
                Ok(response) => return Ok(response),
                Err(error) => self.wait_after(error).await?,
            }
        }
    }

    async fn try_to_open(&mut self, rest: Option<&Rest>) -> Result<Response<Body>, Error> {
        let client = &self.request.client;
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
        let left = self.run.left();
        let limit = self.request.attempt_timeout.min(left);
        self.run.begin();
        let exchange = storage::exchange(client, &DOWNLOAD, &self.url, &mut self.secrets, None, &make);
        let answered = client.0.time.within(Some(&DOWNLOAD), limit, exchange).await?;
        let limit = if limit < left { limit } else { self.run.limit() };
        let response =
            answered.unwrap_or_else(|| Err(Error::Timeout(Box::new(TimeoutError::new(&DOWNLOAD, limit)))))?;
        if rest.is_none() && range::is_partial(response.status(), response.headers()) {
            let problem = "the server sent a part of the file, and not all of it, as it was asked to";
            let error = storage::broken(TransportErrorKind::Response, problem);
            return Err(Error::Transport(Box::new(error.with_operation(&DOWNLOAD))));
        }
        Ok(response)
    }

    /// Waits for the time of the next attempt, if there is one.
    async fn wait_after(&mut self, error: Error) -> Result<(), Error> {
        let wait = self.run.after(error, true)?;
        self.request.client.0.time.sleep(Some(&DOWNLOAD), wait).await
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
