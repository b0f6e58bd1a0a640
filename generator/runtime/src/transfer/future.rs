//! Running transfers.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::box_future::BoxFuture;
use crate::error::Error;

/// A running transfer. Dropping it cancels the transfer.
#[must_use = "nothing is transferred until the future is awaited"]
pub struct TransferFuture<T>(BoxFuture<Result<T, Error>>);

impl<T> TransferFuture<T> {
    pub(super) fn new(future: impl Future<Output = Result<T, Error>> + Send + 'static) -> Self {
        Self(Box::pin(future))
    }
}

impl<T> Future for TransferFuture<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context)
    }
}

impl<T> fmt::Debug for TransferFuture<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TransferFuture")
    }
}
