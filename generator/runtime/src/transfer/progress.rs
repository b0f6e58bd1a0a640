//! The progress of a transfer.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use crate::body::Body;
use crate::error::TransportError;

/// The maximum size of a chunk. Without it, a body in memory would be one step of the progress.
const PIECE: usize = 64 << 10;

/// The progress of an upload or a download.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    bytes: u64,
    total: Option<u64>,
    attempt: u32,
}

impl Progress {
    pub(crate) fn new(bytes: u64, total: Option<u64>, attempt: u32) -> Self {
        Self { bytes, total, attempt }
    }

    /// Returns the number of bytes that were sent or received. A new attempt from the start begins at 0.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Returns the total number of bytes, if it is known.
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    /// Returns the completed fraction, from 0 to 1, if the total is known.
    pub fn fraction(&self) -> Option<f64> {
        #[allow(clippy::cast_precision_loss, reason = "a fraction needs no more precision")]
        let (bytes, total) = (self.bytes as f64, self.total? as f64);
        Some(if total == 0.0 { 1.0 } else { (bytes / total).min(1.0) })
    }

    /// Returns the number of the attempt, starting at 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }
}

/// A hook that is called with each step.
#[derive(Clone)]
pub(crate) struct ProgressHook(Arc<dyn Fn(Progress) + Send + Sync>);

impl ProgressHook {
    pub(crate) fn new(hook: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Self(Arc::new(hook))
    }

    pub(crate) fn report(&self, progress: Progress) {
        (self.0)(progress);
    }
}

impl fmt::Debug for ProgressHook {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ProgressHook")
    }
}

/// A body in small chunks that reports its progress.
pub(crate) struct Watched {
    body: Body,
    /// The remaining part of a large chunk.
    rest: Bytes,
    sent: u64,
    total: Option<u64>,
    attempt: u32,
    has_begun: bool,
    hook: ProgressHook,
}

impl Watched {
    pub(crate) fn new(body: Body, hook: ProgressHook, attempt: u32) -> Self {
        let total = body.length();
        Self { body, rest: Bytes::new(), sent: 0, total, attempt, has_begun: false, hook }
    }

    fn report(&self) {
        self.hook.report(Progress::new(self.sent, self.total, self.attempt));
    }
}

impl Stream for Watched {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if !self.has_begun {
            self.has_begun = true;
            self.report();
        }
        if self.rest.is_empty() {
            match ready!(self.body.poll_chunk(context)) {
                Some(Ok(bytes)) => self.rest = bytes,
                other => return Poll::Ready(other),
            }
        }
        let length = self.rest.len().min(PIECE);
        let piece = self.rest.split_to(length);
        if !piece.is_empty() {
            self.sent += piece.len() as u64;
            self.report();
        }
        Poll::Ready(Some(Ok(piece)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fraction_is_at_most_one() {
        for (bytes, total, expected) in [
            (0, Some(4), Some(0.0)),
            (1, Some(4), Some(0.25)),
            (9, Some(4), Some(1.0)),
            (0, Some(0), Some(1.0)),
            (3, None, None),
        ] {
            assert_eq!(Progress::new(bytes, total, 1).fraction(), expected, "{bytes} of {total:?}");
        }
    }
}
