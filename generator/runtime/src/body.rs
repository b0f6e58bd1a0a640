//! Bodies of requests and responses.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;

use bytes::Bytes;
use futures_core::Stream;

use crate::error::TransportError;

pub(crate) type ChunkStream = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// The body of a request or a response: bytes, or a stream of them.
pub struct Body(Content);

enum Content {
    Bytes(Bytes),
    Stream(ChunkStream, Option<u64>),
}

impl Body {
    /// A body without content.
    pub fn empty() -> Self {
        Self(Content::Bytes(Bytes::new()))
    }

    /// A body that comes in pieces.
    pub fn stream(stream: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static) -> Self {
        Self(Content::Stream(Box::pin(stream), None))
    }

    /// A body that comes in pieces, with its length in bytes if that is known.
    pub fn sized_stream(
        stream: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static,
        length: Option<u64>,
    ) -> Self {
        Self(Content::Stream(Box::pin(stream), length))
    }

    /// How many bytes it has, if that is known.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Content::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Content::Stream(_, length) => *length,
        }
    }

    /// The bytes, if they are all here.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes),
            Content::Stream(..) => None,
        }
    }

    /// The bytes, or the stream of them.
    #[cfg(feature = "reqwest")]
    pub(crate) fn into_parts(self) -> Result<Bytes, ChunkStream> {
        match self.0 {
            Content::Bytes(bytes) => Ok(bytes),
            Content::Stream(stream, _) => Err(stream),
        }
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// If the connection fails on the way.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        match &mut self.0 {
            Content::Bytes(bytes) if bytes.is_empty() => Ok(None),
            Content::Bytes(bytes) => Ok(Some(std::mem::take(bytes))),
            Content::Stream(stream, _) => poll_fn(|context| stream.as_mut().poll_next(context)).await.transpose(),
        }
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

/// Shows the length only: bodies hold what users write.
impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Content::Bytes(bytes) => write!(formatter, "Body({} bytes)", bytes.len()),
            Content::Stream(..) => formatter.write_str("Body(stream)"),
        }
    }
}
