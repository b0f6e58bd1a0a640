//! Downloads whose response has begun.

use std::fmt;
use std::future::poll_fn;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, Response, StatusCode};

use super::{DOWNLOAD, Head, Source};
use crate::body::Body;
use crate::box_future::BoxFuture;
use crate::error::{DecodeError, DecodeProblem, Error, TimeoutError, TransportErrorKind};
use crate::transfer::future::TransferFuture;
use crate::transfer::progress::Progress;
use crate::transfer::storage;

/// The maximum memory in bytes that is allocated in advance for a file with an announced length.
const MAX_PREALLOCATED: usize = 1 << 20;

/// A file whose download has begun. Read its content in chunks with [`chunk`](Self::chunk) or as a stream, or as a
/// whole with [`bytes`](Self::bytes) or [`save_to`](Self::save_to).
///
/// The request asks for the uncompressed file. If the headers of the response name a compression, the content is
/// compressed.
#[must_use = "the content of the file is not read yet"]
pub struct Download {
    pub(super) source: Source,
    pub(super) head: Head,
    body: Body,
    pub(super) received: u64,
    timer: Option<(BoxFuture<Result<(), Error>>, Duration)>,
    has_ended: bool,
}

impl Download {
    pub(super) fn new(source: Source, response: Response<Body>) -> Self {
        let (head, body) = Head::of(response);
        let download = Self { source, head, body, received: 0, timer: None, has_ended: false };
        download.report_progress();
        download
    }

    /// Continues with the rest of the same file.
    pub(super) fn resume(&mut self, body: Body) {
        (self.body, self.timer, self.has_ended) = (body, None, false);
        self.report_progress();
    }

    /// Starts again with the whole file, which may have changed.
    pub(super) fn restart(&mut self, response: Response<Body>) {
        let (head, body) = Head::of(response);
        self.head = head;
        self.received = 0;
        self.resume(body);
    }

    /// Returns the HTTP status.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// Returns the headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// Returns the media type of the file, such as `application/zip`, if the server sends it.
    pub fn content_type(&self) -> Option<&str> {
        self.head.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// Returns the length of the file in bytes, if the server sends it.
    pub fn length(&self) -> Option<u64> {
        self.head.length
    }

    /// Returns the number of attempts. It is 1 if the first attempt succeeded.
    pub fn attempts(&self) -> u32 {
        self.source.run.attempts()
    }

    /// Returns the next chunk; `None` at the end of the file.
    ///
    /// # Errors
    /// Fails if the connection fails, if the server sends nothing for too long, or if the file is shorter than
    /// announced. After an error, the download has ended.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        self.piece().await.map_err(|error| self.source.run.give_up(error))
    }

    /// Reads the whole file into memory. The future fails with [`Error::Decode`] if the file is larger than `limit`
    /// bytes, otherwise with the errors of [`chunk`](Self::chunk).
    pub fn bytes(mut self, limit: usize) -> TransferFuture<Bytes> {
        TransferFuture::new(async move {
            let expected = usize::try_from(self.head.length.unwrap_or_default()).unwrap_or(usize::MAX);
            if expected > limit {
                return Err(self.too_large(limit));
            }
            let mut content = BytesMut::with_capacity(expected.min(MAX_PREALLOCATED));
            while let Some(piece) = self.chunk().await? {
                if content.len() + piece.len() > limit {
                    return Err(self.too_large(limit));
                }
                content.extend_from_slice(&piece);
            }
            Ok(content.freeze())
        })
    }

    /// Writes the whole file to the disk and returns its length in bytes.
    ///
    /// The content is written to a hidden file in the same folder, which is renamed to the path when it is complete and
    /// synced. The path therefore never contains an incomplete file, and an existing file is only replaced by a
    /// complete one. If the download fails or the future is dropped, the hidden file is removed.
    ///
    /// After a failed connection, the download resumes if the server supports ranges and the file is unchanged.
    /// Otherwise the download starts again. The retry policy limits all attempts since the start. The future fails with
    /// [`Error::File`] if the file can't be written, otherwise with the errors of [`chunk`](Self::chunk).
    pub fn save_to(self, path: impl AsRef<Path>) -> TransferFuture<u64> {
        let path = path.as_ref().to_owned();
        TransferFuture::new(super::save::save(self, path))
    }

    /// Returns the next chunk, or an error without a call summary.
    pub(super) async fn piece(&mut self) -> Result<Option<Bytes>, Error> {
        poll_fn(|context| self.poll_piece(context)).await.transpose()
    }

    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        if self.has_ended {
            return Poll::Ready(None);
        }
        let result = match self.body.poll_chunk(context) {
            // A server that sends continuously does not extend the timeout.
            Poll::Ready(Some(_)) if self.source.run.left().is_zero() => Some(Err(self.out_of_time())),
            Poll::Pending => match self.poll_timer(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(limit) => Some(Err(limit.map_or_else(
                    |error| error,
                    |limit| Error::Timeout(Box::new(TimeoutError::transferring(&DOWNLOAD, limit, self.received))),
                ))),
            },
            Poll::Ready(Some(Err(error))) => {
                let error = error.with_received(self.received, self.head.length);
                Some(Err(storage::transport(&DOWNLOAD, &self.source.secrets, error)))
            }
            Poll::Ready(Some(Ok(piece))) => self.count(piece).transpose(),
            Poll::Ready(None) => match self.end() {
                Ok(()) => {
                    self.source.run.succeeded();
                    None
                }
                Err(error) => Some(Err(error)),
            },
        };
        self.timer = None;
        self.has_ended = !matches!(result, Some(Ok(_)));
        Poll::Ready(result)
    }

    fn out_of_time(&self) -> Error {
        let limit = self.source.run.limit();
        Error::Timeout(Box::new(TimeoutError::transferring(&DOWNLOAD, limit, self.received)))
    }

    /// Returns the limit that was exceeded, if one was.
    fn poll_timer(&mut self, context: &mut Context<'_>) -> Poll<Result<Duration, Error>> {
        let source = &self.source;
        let (timer, limit) = self.timer.get_or_insert_with(|| {
            let (wait, limit) = source.run.time_for(source.request.stall_timeout);
            let time = source.request.client.0.time.clone();
            (Box::pin(async move { time.sleep(Some(&DOWNLOAD), wait).await }), limit)
        });
        timer.as_mut().poll(context).map_ok(|()| *limit)
    }

    fn count(&mut self, piece: Bytes) -> Result<Option<Bytes>, Error> {
        self.received += piece.len() as u64;
        if self.head.length.is_some_and(|length| self.received > length) {
            return Err(self.broken("the body is longer than announced"));
        }
        self.report_progress();
        Ok(Some(piece))
    }

    fn end(&self) -> Result<(), Error> {
        match self.head.length {
            Some(length) if self.received < length => Err(self.broken("the body is shorter than announced")),
            _ => Ok(()),
        }
    }

    pub(super) fn broken(&self, problem: &str) -> Error {
        let error = storage::broken(TransportErrorKind::Response, problem);
        Error::Transport(Box::new(error.with_received(self.received, self.head.length).with_operation(&DOWNLOAD)))
    }

    fn report_progress(&self) {
        if let Some(hook) = &self.source.request.on_progress {
            hook.report(Progress::new(self.received, self.head.length, self.attempts()));
        }
    }

    fn too_large(&self, limit: usize) -> Error {
        let problem = format!("the file is larger than the limit of {limit} bytes");
        let problem = DecodeProblem::Unreadable(problem);
        let error = DecodeError::new(&DOWNLOAD, self.head.status, &Bytes::new(), problem);
        self.source.run.give_up(Error::Decode(Box::new(error)))
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let download = &mut *self;
        download.poll_piece(context).map_err(|error| download.source.run.give_up(error))
    }
}

/// Shows neither the URL nor the values of headers.
impl fmt::Debug for Download {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Download")
            .field("status", &self.head.status)
            .field("headers", &self.head.headers.keys().map(HeaderName::as_str).collect::<Vec<_>>())
            .field("length", &self.head.length)
            .field("received", &self.received)
            .field("attempts", &self.attempts())
            .finish_non_exhaustive()
    }
}
