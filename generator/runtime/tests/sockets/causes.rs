//! Reports of an error with its causes: each cause is listed once, and the innermost one is in the first line.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use api_client_runtime::testing::{LoopbackServer, MockResponse};
use api_client_runtime::{
    Body, BoxFuture, Error, File, RetryPolicy, Transport, TransportError, TransportErrorKind, wait_until,
};
use bytes::Bytes;

use crate::client::{ClientBuilder, client};
use crate::transports::over_hyper::OverHyper;

/// Returns an error and its causes, from the outermost to the innermost.
fn chain<'e>(error: &'e (dyn StdError + 'static)) -> impl Iterator<Item = &'e (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error| (*error).source())
}

/// Asserts that a report lists each cause once, and that the first line contains the innermost one, which is the last
/// one here.
fn assert_each_cause_once(name: &str, error: impl StdError + Send + Sync + 'static, causes: &[&str]) {
    let (text, chain) = (error.to_string(), chain(&error).map(ToString::to_string).collect::<Vec<_>>());
    let innermost = causes.last().expect("there is a cause");
    assert!(text.contains(innermost), "{name}: no `{innermost}` in: {text}");
    let error = anyhow::Error::new(error);
    let one_line = format!("{error:#}");
    assert_eq!(one_line, chain.join(": "), "{name}");
    let lines = format!("{error:?}");
    let lines = lines.split("Stack backtrace").next().unwrap_or_default();
    for (form, report) in [("{:#}", one_line.as_str()), ("{:?}", lines)] {
        for text in causes.iter().copied().chain(chain[1..].iter().map(String::as_str)) {
            assert_eq!(report.matches(text).count(), 1, "{name}: `{text}` in {form}: {report}");
        }
    }
}

/// An error that wraps others, as in many libraries.
#[derive(Debug)]
struct Layer(&'static str, Option<Box<dyn StdError + Send + Sync>>);

impl fmt::Display for Layer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }
}

impl StdError for Layer {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.1.as_deref().map(|source| source as _)
    }
}

fn layers(texts: &[&'static str]) -> Layer {
    let (first, rest) = texts.split_first().expect("there is a text");
    Layer(first, (!rest.is_empty()).then(|| layers(rest).into()))
}

/// A custom transport that fails with the created error.
struct Failing(Arc<dyn Fn() -> TransportError + Send + Sync>);

impl Transport for Failing {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<Result<http::Response<Body>, TransportError>> {
        let error = (self.0)();
        Box::pin(async { Err(error) })
    }
}

async fn failing(make: impl Fn() -> TransportError + Send + Sync + 'static) -> Error {
    let builder = ClientBuilder::new("acme").key("k").retry(RetryPolicy::none());
    let client = builder.transport(Failing(Arc::new(make))).build().expect("the configuration is valid");
    client.get("1").await.expect_err("the transport fails")
}

/// A stream that fails at once.
struct Broken(Option<TransportError>);

impl futures_core::Stream for Broken {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Err))
    }
}

/// Returns the error of a call with this response.
async fn responded(response: MockResponse) -> Error {
    let server = LoopbackServer::start().await;
    server.queue(response);
    client(&server).get("1").with(|call| call.retry(RetryPolicy::none())).await.expect_err("no success")
}

fn not_built(builder: ClientBuilder) -> Error {
    builder.build().expect_err("it can't be built")
}

const NOBODY_LISTENS: &str = "http://127.0.0.1:1";

/// Messages of the system.
const REFUSED: &str = if cfg!(windows) { "actively refused it" } else { "Connection refused" };
const NO_FILE: &str =
    if cfg!(windows) { "The system cannot find the path specified" } else { "No such file or directory" };
const UNREADABLE: &str = if cfg!(windows) {
    "a file can't be read: The system cannot find the path specified"
} else {
    "a file can't be read: No such file or directory"
};

/// Each variant of `Error` with the text of its causes, from the outermost to the innermost.
#[tokio::test]
async fn each_cause_is_shown_once() {
    let transport = |error| TransportError::new(TransportErrorKind::Request, error);
    let own = || ClientBuilder::new("acme").key("k").base_url(NOBODY_LISTENS).retry(RetryPolicy::none());
    let refused = || own().build().expect("the configuration is valid").get("1");
    let garbage = "-----BEGIN CERTIFICATE-----\nYWJj\n-----END CERTIFICATE-----\n";
    let server = LoopbackServer::start().await;
    let upload = |file| client(&server).upload(file);
    let broken = |error| upload(File::from_stream("a", Broken(Some(error)), Some(3)));
    let over_hyper = own().transport(OverHyper::new()).build().expect("the configuration is valid");
    // The listener accepts connections and never responds.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let silent = own().base_url(format!("http://{}", listener.local_addr().expect("an address")));
    let silent = silent.build().expect("the configuration is valid");
    let wait = |call: crate::client::Get| {
        wait_until(move || call.clone(), |_: &crate::client::Widget| false).max_wait(Duration::ZERO)
    };
    let cases: Vec<(&str, Error, &[&str])> = vec![
        (
            "Api",
            responded(MockResponse::json(400, r#"{"error":{"code":7,"message":"No such widget"}}"#)).await,
            &["No such widget"],
        ),
        (
            "Transport: refused",
            refused().await.expect_err("refused"),
            &["error sending request", "client error (Connect)", "tcp connect error", REFUSED],
        ),
        (
            "Transport: refused, with another library",
            over_hyper.get("1").await.expect_err("refused"),
            &["client error (Connect)", "tcp connect error", REFUSED],
        ),
        ("Transport: closed", responded(MockResponse::raw("")).await, &["connection closed before message completed"]),
        (
            "Transport: body cut short",
            responded(MockResponse::raw("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{")).await,
            &["end of file before message length reached"],
        ),
        (
            "Transport: the same text at several levels",
            failing(move || transport(layers(&["lost", "tcp error", "tcp error", "tcp error", "broken pipe"]))).await,
            &["lost", "tcp error", "broken pipe"],
        ),
        (
            "Transport: each level repeats the next",
            failing(move || transport(layers(&["lost: tcp: broken pipe", "tcp: broken pipe", "broken pipe"]))).await,
            &["broken pipe"],
        ),
        (
            "Transport: a text that the error has already",
            failing(move || transport(layers(&["the connection failed", "failed", "broken pipe"]))).await,
            &["broken pipe"],
        ),
        (
            "Transport: no more than the error has already",
            failing(|| TransportError::new(TransportErrorKind::Connect, "could not connect")).await,
            &["could not connect"],
        ),
        (
            "Transport: an error in an error of the system",
            failing(|| {
                TransportError::new(TransportErrorKind::Request, io::Error::other(layers(&["a wall", "a stone"])))
            })
            .await,
            &["a wall", "a stone"],
        ),
        (
            "Transport: one in another",
            failing(move || {
                TransportError::new(
                    TransportErrorKind::Connect,
                    Layer("my proxy", Some(transport(layers(&["gone"])).into())),
                )
            })
            .await,
            &["my proxy", "gone"],
        ),
        (
            "Transport: a file that ends too soon",
            upload(File::from_stream("a", Broken(None), Some(3))).await.expect_err("it is too short"),
            &["a file ended after 0 of 3 bytes: it changed while it was sent, or its stream is shorter"],
        ),
        (
            "Transport: a stream that fails",
            broken(TransportError::new(TransportErrorKind::Request, io::Error::other("the camera is off")))
                .await
                .expect_err("it fails"),
            &["the camera is off"],
        ),
        (
            "Timeout",
            silent.get("1").with(|call| call.timeout(Duration::from_millis(50))).await.expect_err("no response"),
            &["no response within 50ms"],
        ),
        ("Decode: no JSON", responded(MockResponse::json(200, "oops")).await, &["expected value at line 1 column 1"]),
        ("Decode", responded(MockResponse::json(200, r#"{"other":1}"#)).await, &["has no `widget`"]),
        (
            "InvalidRequest: a file that is not there",
            upload(File::from_path("/not/there")).await.expect_err("the file does not exist"),
            &[UNREADABLE],
        ),
        ("InvalidRequest: a path value", client(&server).get("").await.expect_err("it is empty"), &["`id`"]),
        (
            "InvalidRequest: a signed URL",
            client(&server).download("/not/whole").await.expect_err("an invalid URL"),
            &["the URL is invalid"],
        ),
        ("Configuration: a base URL", not_built(own().base_url("widgets.example")), &["relative URL without a base"]),
        ("Configuration: a proxy", not_built(own().proxy("proxy")), &["the URL of `proxy` can't be used"]),
        ("Configuration: no certificate", not_built(own().root_certificates("abc")), &["no certificate in PEM"]),
        ("Configuration: a broken certificate", not_built(own().root_certificates(garbage)), &["BadEncoding"]),
        (
            "Token",
            {
                let source = || Err::<String, _>(layers(&["no token", "the vault failed", "the vault is sealed"]));
                own().key_source(source).build().expect("valid").get("1").await.expect_err("there is no token")
            },
            &["no token", "the vault failed", "the vault is sealed"],
        ),
        (
            "Job: the last poll failed",
            wait(refused()).await.expect_err("it is not done"),
            &["error sending request", "client error (Connect)", "tcp connect error", REFUSED],
        ),
        (
            "File",
            {
                server.queue(MockResponse::new(200, &[], "content"));
                let download = client(&server).download(server.url()).await.expect("it is there");
                download.save_to("/not/there").await.expect_err("there is no such folder")
            },
            &[NO_FILE],
        ),
    ];
    for (name, error, causes) in cases {
        let variant = name.split(':').next().unwrap_or_default();
        assert!(format!("{error:?}").starts_with(variant), "{name}: {error:?}");
        assert_each_cause_once(name, error, causes);
    }
}

#[tokio::test]
async fn errors_return_their_cause() {
    let own =
        |error: io::Error| move || TransportError::new(TransportErrorKind::Request, io::Error::from(error.kind()));
    let error = failing(own(io::ErrorKind::BrokenPipe.into())).await;
    let Error::Transport(error) = error else { panic!("{error}") };
    let cause = error.transport_error().downcast_ref::<io::Error>().map(io::Error::kind);
    assert_eq!(cause, Some(io::ErrorKind::BrokenPipe), "a transport's error keeps its type");

    let client = ClientBuilder::new("acme").key("k").base_url(NOBODY_LISTENS).retry(RetryPolicy::none());
    let client = client.build().expect("the configuration is valid");
    let error = client.get("1").await.expect_err("refused");
    let Error::Transport(error) = error else { panic!("{error}") };
    let cause = chain(error.transport_error()).find_map(|cause| cause.downcast_ref::<io::Error>());
    let kind = cause.map(io::Error::kind);
    assert_eq!(kind, Some(io::ErrorKind::ConnectionRefused), "it leads to the error of the socket");

    let wait = wait_until(move || client.get("1"), |_: &crate::client::Widget| false).max_wait(Duration::ZERO);
    let error = wait.await.expect_err("it is not done");
    let Error::Job(error) = error else { panic!("{error}") };
    assert!(matches!(error.last_error(), Some(Error::Transport(_))), "{error}");

    let server = LoopbackServer::start().await;
    server.queue(MockResponse::new(200, &[], "content"));
    let download = crate::client::client(&server).download(server.url()).await.expect("it is there");
    let error = download.save_to("/not/there").await.expect_err("there is no such folder");
    let Error::File(error) = error else { panic!("{error}") };
    assert_eq!(error.io_error().kind(), io::ErrorKind::NotFound);
}
