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

/// The future of a call that returns the whole response, with status, headers, warnings and raw body. The method
/// `response` of a request creates it.
///
/// It has the same properties as [`SendFuture`].
#[must_use = "a call is only sent when its future is awaited: add `.await`"]
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

/// The future of a call that returns the value of the response. The method `send` of a request creates it, and awaiting
/// a request creates it too.
///
/// A request is no future: it implements [`IntoFuture`], which only `.await` and a few functions call. Functions that
/// take futures, such as `tokio::spawn` and `join_all`, need `.send()`.
///
/// The future sends nothing until it is polled. It is `Send`, `Unpin` and `'static`, so it can be a field, an item of a
/// list, and a task. If the values of two operations have the same type, their futures have the same type. Dropping the
/// future ends the call: nothing more is sent, but the server may still execute a request that it received.
///
/// # Examples
/// ```
/// use api_client_runtime::{Call, Error, JsonValue, SendFuture};
///
/// struct Job {
///     name: String,
///     call: SendFuture<JsonValue>,
/// }
///
/// async fn run(calls: Vec<(String, Call)>) -> Result<(), Error> {
///     let jobs: Vec<Job> = calls.into_iter().map(|(name, call)| Job { name, call: call.send() }).collect();
///     for job in jobs {
///         println!("{}: {}", job.name, job.call.await?);
///     }
///     Ok(())
/// }
/// ```
#[derive(Debug)]
#[must_use = "a call is only sent when its future is awaited: add `.await`"]
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
