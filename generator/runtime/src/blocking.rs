//! Calls from programs that are not asynchronous.
//!
//! One thread in the background serves the connections and timers of all such calls; a call runs on
//! the thread that makes it. So nothing panics where a call is made from within a runtime: it only
//! blocks that thread, as it says.

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
    /// Blocks the thread until the call has ended.
    ///
    /// # Errors
    /// As the call itself; and if no thread can be started.
    pub fn blocking(self) -> Result<T, Error> {
        block_on(self)?
    }
}

impl<T: Decode> ResponseFuture<T> {
    /// Blocks the thread until the call has ended.
    ///
    /// # Errors
    /// As the call itself; and if no thread can be started.
    pub fn blocking(self) -> Result<Response<T>, Error> {
        block_on(self)?
    }
}

impl<T: Send + 'static> Wait<T> {
    /// Blocks the thread until the job has ended, or the waiting for it.
    ///
    /// # Errors
    /// As the waiting itself; and if no thread can be started.
    pub fn blocking(self) -> Result<T, Error> {
        self.blocking_outcome().into_result()
    }

    /// Blocks the thread as [`blocking`](Self::blocking) does, and keeps the last that was seen of the
    /// job, however it ended.
    pub fn blocking_outcome(self) -> JobOutcome<T> {
        block_on(self.outcome()).unwrap_or_else(|error| JobOutcome::NotDone { last: None, error })
    }
}

impl<T> TransferFuture<T> {
    /// Blocks the thread until the transfer has ended, or begun if that is what it is about.
    ///
    /// # Errors
    /// As the transfer itself; and if no thread can be started.
    pub fn blocking(self) -> Result<T, Error> {
        block_on(self)?
    }
}

impl Download {
    /// An iterator over the pieces, which blocks the thread until the next one is there.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking(self)
    }
}

impl<T: Unpin> Items<T> {
    /// An iterator that blocks the thread while it fetches a page.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking(self)
    }
}

impl<P> Pages<P> {
    /// An iterator that blocks the thread while it fetches a page.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking(self)
    }
}

/// The items or pages of a list, or the pieces of a file, for programs that are not asynchronous.
///
/// Ends after the last one, and after an error.
#[derive(Debug)]
#[must_use = "nothing is fetched until something is asked for"]
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

/// Runs a future on this thread; its connections and timers are served in the background.
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
