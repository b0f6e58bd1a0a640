//! The transport over reqwest with rustls.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use super::{BoxFuture, Transport};
use crate::body::Body;
use crate::error::{TransportError, TransportErrorKind};

#[derive(Debug)]
pub(crate) struct Reqwest(reqwest::Client);

impl Reqwest {
    /// Takes proxies from the environment, unless all calls are `local`.
    pub(crate) fn new(local: bool, connect_timeout: Duration) -> Result<Self, TransportError> {
        let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        let builder = builder.connect_timeout(connect_timeout);
        let builder = if local { builder.no_proxy() } else { builder };
        builder.build().map(Self).map_err(|error| failed(TransportErrorKind::Connect, error))
    }
}

impl Transport for Reqwest {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<Result<http::Response<Body>, TransportError>> {
        let client = self.0.clone();
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = match body.into_bytes() {
                Ok(bytes) => reqwest::Body::from(bytes),
                Err(stream) => reqwest::Body::wrap(stream),
            };
            let request = reqwest::Request::try_from(http::Request::from_parts(parts, body));
            let request = request.map_err(|error| failed(TransportErrorKind::Connect, error))?;
            let response = client.execute(request).await.map_err(|error| {
                let kind = if error.is_connect() { TransportErrorKind::Connect } else { TransportErrorKind::Request };
                failed(kind, error)
            })?;
            let response = http::Response::<reqwest::Body>::from(response);
            Ok(response.map(|body| {
                let length = http_body::Body::size_hint(&body).exact();
                Body::sized_stream(Chunks(body), length)
            }))
        })
    }
}

/// The text of reqwest's errors has the URL, which may hold ids and other personal data.
fn failed(kind: TransportErrorKind, error: reqwest::Error) -> TransportError {
    TransportError::new(kind, error.without_url())
}

/// The data of a body, piece by piece; trailers are left out.
struct Chunks(reqwest::Body);

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        use http_body::Body as _;
        loop {
            match ready!(Pin::new(&mut self.0).poll_frame(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(failed(TransportErrorKind::Response, error)))),
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
            }
        }
    }
}
