//! Futures of running calls.
//!
//! These are named types instead of an `async` block for each operation. Generated crates compile faster, because only
//! the decoding is compiled for each type.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::box_future::BoxFuture;
use crate::decode::Decode;
use crate::error::Error;
use crate::response::{RawResponse, Response};

/// A running call. It returns the whole response.
#[must_use = "a call is only sent when its future is awaited"]
pub struct ResponseFuture<T> {
    response: BoxFuture<Result<RawResponse, Error>>,
    decode: fn(RawResponse) -> Result<Response<T>, Error>,
}

impl<T: Decode> ResponseFuture<T> {
    pub(crate) fn new(response: BoxFuture<Result<RawResponse, Error>>) -> Self {
        Self { response, decode: RawResponse::decode::<T> }
    }
}

impl<T> Future for ResponseFuture<T> {
    type Output = Result<Response<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let response = ready!(self.response.as_mut().poll(context))?;
        Poll::Ready((self.decode)(response))
    }
}

impl<T> fmt::Debug for ResponseFuture<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ResponseFuture")
    }
}

/// A running call. It returns the value of the response.
#[derive(Debug)]
#[must_use = "a call is only sent when its future is awaited"]
pub struct SendFuture<T>(ResponseFuture<T>);

impl<T: Decode> SendFuture<T> {
    pub(crate) fn new(response: BoxFuture<Result<RawResponse, Error>>) -> Self {
        Self(ResponseFuture::new(response))
    }
}

impl<T> Future for SendFuture<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let response = ready!(Pin::new(&mut self.0).poll(context))?;
        Poll::Ready(Ok(response.into_value()))
    }
}
