//! Calls on their way.
//!
//! Named types instead of an `async` block for each operation: generated crates compile much
//! faster that way, since only the decoding is made anew for each type.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::box_future::BoxFuture;
use crate::decode::Decode;
use crate::error::Error;
use crate::response::{RawResponse, Response};

/// A call on its way, which ends in the answer with everything that came with it.
#[must_use = "a call is only made when its future is awaited"]
pub struct ResponseFuture<T> {
    answer: BoxFuture<Result<RawResponse, Error>>,
    decode: fn(RawResponse) -> Result<Response<T>, Error>,
}

impl<T: Decode> ResponseFuture<T> {
    pub(crate) fn new(answer: BoxFuture<Result<RawResponse, Error>>) -> Self {
        Self { answer, decode: RawResponse::decode::<T> }
    }
}

impl<T> Future for ResponseFuture<T> {
    type Output = Result<Response<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = ready!(self.answer.as_mut().poll(context))?;
        Poll::Ready((self.decode)(answer))
    }
}

impl<T> fmt::Debug for ResponseFuture<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ResponseFuture")
    }
}

/// A call on its way, which ends in the value of the answer.
#[derive(Debug)]
#[must_use = "a call is only made when its future is awaited"]
pub struct SendFuture<T>(ResponseFuture<T>);

impl<T: Decode> SendFuture<T> {
    pub(crate) fn new(answer: BoxFuture<Result<RawResponse, Error>>) -> Self {
        Self(ResponseFuture::new(answer))
    }
}

impl<T> Future for SendFuture<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let response = ready!(Pin::new(&mut self.0).poll(context))?;
        Poll::Ready(Ok(response.into_value()))
    }
}
