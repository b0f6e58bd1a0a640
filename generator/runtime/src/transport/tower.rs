//! Any tower service as a transport.

use std::error::Error;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use futures_core::Stream;
use http::{Request, Response};
use tower_service::Service;

use super::Transport;
use crate::body::Body;
use crate::box_future::BoxFuture;
use crate::error::{TransportError, TransportErrorKind};

/// A [tower](https://docs.rs/tower) service as a transport: another HTTP client, with any layers
/// around it.
///
/// The service sees each attempt of a call. It should follow no redirects, which would take the
/// token along, and not retry, since only the client knows which calls may be sent twice.
///
/// What the service fails with counts as [`TransportErrorKind::Request`]: the server may have
/// executed the call. An error that is a [`TransportError`] is taken as it is.
#[derive(Debug)]
pub struct Tower<S>(Mutex<S>);

impl<S> Tower<S> {
    /// A transport over a service.
    pub fn new(service: S) -> Self {
        Self(Mutex::new(service))
    }
}

impl<S, B> Transport for Tower<S>
where
    S: Service<Request<Body>, Response = Response<B>> + Clone + Send + 'static,
    S::Future: Send,
    S::Error: Into<Box<dyn Error + Send + Sync>>,
    B: http_body::Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    fn send(&self, request: Request<Body>) -> BoxFuture<Result<Response<Body>, TransportError>> {
        // Only cloned under the lock, which makes a service that is not `Sync` fit for threads.
        let mut service = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move {
            let failed = |error: S::Error| failed(TransportErrorKind::Request, error.into());
            poll_fn(|context| service.poll_ready(context)).await.map_err(failed)?;
            let response = service.call(request).await.map_err(failed)?;
            Ok(response.map(|body| Body::stream(Chunks(Box::pin(body)))))
        })
    }
}

fn failed(kind: TransportErrorKind, error: Box<dyn Error + Send + Sync>) -> TransportError {
    match error.downcast::<TransportError>() {
        Ok(error) => *error,
        Err(error) => TransportError::new(kind, error),
    }
}

/// The data of a body, piece by piece; trailers are left out.
struct Chunks<B>(Pin<Box<B>>);

impl<B> Stream for Chunks<B>
where
    B: http_body::Body,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match ready!(self.0.as_mut().poll_frame(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => {
                    return Poll::Ready(Some(Err(failed(TransportErrorKind::Response, error.into()))));
                }
                Some(Ok(frame)) => {
                    if let Ok(mut data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data.copy_to_bytes(data.remaining()))));
                    }
                }
            }
        }
    }
}
