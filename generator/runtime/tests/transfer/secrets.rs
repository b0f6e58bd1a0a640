//! Secrets that must not leak: the token to storage servers, and the signature to anyone.

use std::error::Error as _;
use std::fmt::Debug;
use std::pin::Pin;
use std::task::{Context, Poll};

use api_client_runtime::{Body, BoxFuture, Error, RetryPolicy, Transport, TransportError, TransportErrorKind};
use bytes::Bytes;
use futures_core::Stream;

use crate::client::{Client, ClientBuilder};
use crate::downloads;

pub(crate) const TOKEN: &str = "a-secret-token";

/// Adds a signature to a URL.
pub(crate) fn signed(url: &str) -> String {
    format!("{url}?X-Credential=someone&X-Signature=canary-signature")
}

/// Asserts that an error contains no part of the URL and the token.
pub(crate) fn assert_no_secret(error: &Error) {
    let mut texts = vec![format!("{error}"), format!("{error:?} {error:#?}")];
    let mut cause = error.source();
    while let Some(inner) = cause {
        texts.push(format!("{inner} {inner:?} {inner:#?}"));
        cause = inner.source();
    }
    if let Error::Api(error) = error {
        texts.push(format!("{:?} {:?} {:?}", error.headers(), error.body(), error.message()));
    }
    for text in texts {
        for secret in ["canary", "X-Signature", TOKEN] {
            assert!(!text.contains(secret), "{secret} is shown: {text}");
        }
    }
}

fn assert_debug_has_no_secret(value: &dyn Debug) {
    let text = format!("{value:?} {value:#?}");
    assert!(!text.contains("canary") && !text.contains(TOKEN), "{text}");
}

#[tokio::test]
async fn debug_shows_no_secret() {
    let client = downloads::client();
    let url = signed("https://files.example/canary-key");
    let request = client.download(&url);
    assert_debug_has_no_secret(&request);
    assert_debug_has_no_secret(&request.send());
    let upload = client.upload_form(&url).field("policy", "canary-policy");
    assert_debug_has_no_secret(&upload);
    assert_debug_has_no_secret(&upload.send());
}

/// A custom transport that repeats the URL in its errors or redirects to plain http.
struct Careless(&'static str);

impl Transport for Careless {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<Result<http::Response<Body>, TransportError>> {
        let response = match self.0 {
            "" => Err(TransportError::new(TransportErrorKind::Request, format!("can't load {}", request.uri()))),
            location => {
                let mut response = http::Response::new(Body::empty());
                *response.status_mut() = http::StatusCode::FOUND;
                response.headers_mut().insert("Location", http::HeaderValue::from_static(location));
                Ok(response)
            }
        };
        Box::pin(async { response })
    }
}

fn careless(location: &'static str) -> Client {
    let builder = ClientBuilder::new("acme").key(TOKEN).retry(RetryPolicy::none()).allow_plain_http();
    builder.transport(Careless(location)).build().expect("the configuration is valid")
}

#[tokio::test]
async fn url_in_an_error_of_a_transport_is_redacted() {
    let error = careless("").download(signed("https://files.example/x")).await.expect_err("it fails");
    assert!(error.to_string().contains("the reason contains the URL and is redacted"), "{error}");
    assert_no_secret(&error);
}

/// A transport that does not know the length of its bodies.
struct Unsure;

impl Transport for Unsure {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<Result<http::Response<Body>, TransportError>> {
        let body = Body::stream(Pieces(vec!["def", "abc"]));
        let response = http::Response::builder().header("Content-Length", "7").body(body);
        Box::pin(async { Ok(response.expect("it is one")) })
    }
}

/// In reverse order.
struct Pieces(Vec<&'static str>);

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop().map(|piece| Ok(Bytes::from_static(piece.as_bytes()))))
    }
}

#[tokio::test]
async fn incomplete_body_of_a_transport_is_an_error() {
    let client = ClientBuilder::new("acme").key(TOKEN).transport(Unsure).build().expect("the configuration is valid");
    let error = client.download("https://files.example/x").bytes(100).await.expect_err("it is cut off");
    assert!(error.to_string().contains("(the body is shorter than announced) after 6 of 7 bytes"), "{error}");
}

#[tokio::test]
async fn https_is_never_redirected_to_plain_http() {
    // Not even on this machine, and not even if plain http is allowed.
    for location in ["http://files.example/canary-key", "http://127.0.0.1:1/canary-key"] {
        let error = careless(location).download(signed("https://files.example/x")).await.expect_err("it is rejected");
        assert!(error.to_string().contains("not followed: it leads from https to plain http"), "{error}");
        assert_no_secret(&error);
    }
}
