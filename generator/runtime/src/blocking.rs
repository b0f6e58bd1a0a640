//! Blocking calls, for programs that are not asynchronous.
//!
//! One background thread serves the connections and timers of all blocking calls; each call runs on the thread of its
//! caller. A blocking call inside of an async runtime therefore does not panic; it only blocks its thread.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use futures_core::Stream;

use crate::background;
use crate::decode::Decode;
use crate::error::{ConfigurationError, Error};
use crate::future::{ResponseFuture, SendFuture};
use crate::job::{JobOutcome, Wait};
use crate::paging::{Items, Pages};
use crate::response::Response;
use crate::transfer::{Download, TransferFuture};

impl<T: Decode> SendFuture<T> {
    /// Blocks the thread until the call ends.
    ///
    /// # Errors
    /// Fails with the errors of the call, or if the background thread can't be started.
    pub fn blocking(self) -> Result<T, Error> {
        block_on(self)?
    }
}

impl<T: Decode> ResponseFuture<T> {
    /// Blocks the thread until the call ends.
    ///
    /// # Errors
    /// Fails with the errors of the call, or if the background thread can't be started.
    pub fn blocking(self) -> Result<Response<T>, Error> {
        block_on(self)?
    }
}

impl<T: Send + 'static> Wait<T> {
    /// Blocks the thread until the job or the maximum wait ends.
    ///
    /// # Errors
    /// Fails with the errors of the awaited future, or if the background thread can't be started.
    pub fn blocking(self) -> Result<T, Error> {
        self.blocking_outcome().into_result()
    }

    /// Blocks the thread as [`blocking`](Self::blocking) does, and returns the result with the last response, even if
    /// the job failed.
    pub fn blocking_outcome(self) -> JobOutcome<T> {
        block_on(self.outcome()).unwrap_or_else(|error| JobOutcome::NotDone { last: None, error })
    }
}

impl<T> TransferFuture<T> {
    /// Blocks the thread until the transfer ends. The start of a download blocks only until the response begins.
    ///
    /// # Errors
    /// Fails with the errors of the transfer, or if the background thread can't be started.
    pub fn blocking(self) -> Result<T, Error> {
        block_on(self)?
    }
}

impl Download {
    /// Returns an iterator over the chunks. It blocks the thread until the next chunk is received.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking(self)
    }
}

impl<T: Unpin> Items<T> {
    /// Returns an iterator that blocks the thread while it fetches a page.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking(self)
    }
}

impl<P> Pages<P> {
    /// Returns an iterator that blocks the thread while it fetches a page.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking(self)
    }
}

/// A blocking iterator over the items or pages of a list, or over the chunks of a file.
///
/// The iterator ends after the last element, and after an error.
#[derive(Debug)]
#[must_use = "nothing is fetched until the iterator is used"]
pub struct Blocking<S>(S);

impl<T, S: Stream<Item = Result<T, Error>> + Unpin> Iterator for Blocking<S> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        block_on(Next(&mut self.0)).unwrap_or_else(|error| Some(Err(error)))
    }
}

struct Next<'s, S>(&'s mut S);

impl<S: Stream + Unpin> Future for Next<'_, S> {
    type Output = Option<S::Item>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut *self.0).poll_next(context)
    }
}

/// Runs a future on this thread. The background thread serves its connections and timers.
fn block_on<F: Future>(future: F) -> Result<F::Output, Error> {
    let background = background::runtime().map_err(|error| {
        let problem = format!("no thread could be started for blocking calls ({error})");
        Error::Configuration(Box::new(ConfigurationError::of_call(None, problem)))
    })?;
    let _entered = background.enter();
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return Ok(output);
        }
        thread::park();
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.unpark();
    }
}
