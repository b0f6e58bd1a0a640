//! Bodies of requests and responses.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use crate::error::TransportError;
use crate::transfer::{ProgressHook, Watched};

pub(crate) type ChunkStream = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// The body of a request or a response: bytes, or a stream of bytes.
pub struct Body(Content);

enum Content {
    Bytes(Bytes),
    /// The chunks, and their total length if it is known.
    Stream(SyncStream, Option<u64>),
}

/// A stream that is `Sync`, as HTTP libraries require. Sharing it gives no access to the stream.
struct SyncStream(Mutex<ChunkStream>);

impl SyncStream {
    fn get_mut(&mut self) -> &mut ChunkStream {
        // The mutex is never locked.
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Body {
    /// Returns a body without content.
    pub fn empty() -> Self {
        Self(Content::Bytes(Bytes::new()))
    }

    /// Creates a body from a stream of chunks.
    pub fn stream(stream: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static) -> Self {
        Self::sized_stream(stream, None)
    }

    /// Creates a body from a stream of chunks, with its length in bytes if it is known.
    pub fn sized_stream(
        stream: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static,
        length: Option<u64>,
    ) -> Self {
        Self(Content::Stream(SyncStream(Mutex::new(Box::pin(stream))), length))
    }

    /// Returns the length in bytes, if it is known.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Content::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Content::Stream(_, length) => *length,
        }
    }

    /// Returns the bytes, if the body is in memory.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes),
            Content::Stream(..) => None,
        }
    }

    /// Returns the bytes, if the body is in memory.
    #[cfg(feature = "reqwest")]
    pub(crate) fn into_bytes(self) -> Result<Bytes, Self> {
        match self.0 {
            Content::Bytes(bytes) => Ok(bytes),
            Content::Stream(..) => Err(self),
        }
    }

    /// Returns the next chunk; `None` at the end.
    ///
    /// # Errors
    /// Fails if the connection fails.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        poll_fn(|context| self.poll_chunk(context)).await.transpose()
    }

    /// Returns the same body in chunks of at most 64 KiB, and calls the hook with each chunk that is taken.
    pub(crate) fn watched(self, hook: ProgressHook, attempt: u32) -> Self {
        let length = self.length();
        if length == Some(0) { self } else { Self::sized_stream(Watched::new(self, hook, attempt), length) }
    }

    pub(crate) fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, TransportError>>> {
        match &mut self.0 {
            Content::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            Content::Bytes(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Content::Stream(stream, left) => {
                let chunk = ready!(stream.get_mut().as_mut().poll_next(context));
                if let (Some(Ok(bytes)), Some(left)) = (&chunk, left) {
                    *left = left.saturating_sub(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
                }
                Poll::Ready(chunk)
            }
        }
    }
}

/// The interface that other HTTP libraries use.
impl http_body::Body for Body {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, TransportError>>> {
        self.poll_chunk(context).map(|chunk| chunk.map(|chunk| chunk.map(http_body::Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.length() == Some(0)
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.length().map_or_else(http_body::SizeHint::default, http_body::SizeHint::with_exact)
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Content::Bytes(bytes))
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self(Content::Bytes(text.into()))
    }
}

/// Shows only the length, because bodies contain user content.
impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Content::Bytes(bytes) => write!(formatter, "Body({} bytes)", bytes.len()),
            Content::Stream(..) => formatter.write_str("Body(stream)"),
        }
    }
}
