//! Retries: which calls, how many and when. A server counts the attempts, and only the calls advance the clock.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use api_client_runtime::testing::{LoopbackServer, MockResponse};
use api_client_runtime::{BoxFuture, Clock, Error, File, RetryPolicy};
use bytes::Bytes;
use tokio::io::AsyncReadExt;

use crate::client::{Client, ClientBuilder, builder};

/// A clock that only sleeping advances, and that records each sleep. Attempts have unlimited real time.
#[derive(Clone, Default)]
pub(crate) struct TestClock(Arc<Mutex<Vec<Duration>>>);

impl TestClock {
    pub(crate) fn slept(&self) -> Vec<Duration> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Clock for TestClock {
    fn now(&self) -> Duration {
        self.slept().iter().sum()
    }

    fn date(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777) + self.now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<()> {
        let slept = Arc::clone(&self.0);
        // A sleep that is the timeout of an attempt is polled during the attempt, and must not end it.
        let is_bound = duration >= BOUND;
        Box::pin(async move {
            if is_bound {
                std::future::pending::<()>().await;
            }
            slept.lock().unwrap_or_else(PoisonError::into_inner).push(duration);
        })
    }
}

/// Waits of the tests are shorter than this, and timeouts of attempts are longer.
const BOUND: Duration = Duration::from_secs(100);

/// A client with its own clock and the random number 0.5: the waits are 75, 150 and 300 ms.
fn client(server: &LoopbackServer) -> (Client, TestClock) {
    let clock = TestClock::default();
    let policy = RetryPolicy::new().base_delay(Duration::from_millis(100));
    let builder = builder(server).clock(clock.clone()).random(|| 0.5).retry(policy);
    let builder = builder.timeout(BOUND * 10).attempt_timeout(BOUND * 5);
    (builder.build().expect("the configuration is valid"), clock)
}

fn widget() -> MockResponse {
    MockResponse::json(200, r#"{"id":"1","widget":{"id":"1"}}"#)
}

const ONCE: &[u64] = &[];
const THREE_MORE: &[u64] = &[75, 150, 300];

/// The waits in milliseconds between the attempts of an idempotent operation and of one that is not, if all responses
/// are the same.
#[tokio::test]
async fn failed_calls_are_retried_only_if_that_is_safe() {
    let status = |status| MockResponse::new(status, &[], "");
    let cases: Vec<(&str, MockResponse, &[u64], &[u64])> = vec![
        ("closed without a response", MockResponse::raw(""), THREE_MORE, ONCE),
        ("closed within the head", MockResponse::raw("HTTP/1.1 200 O"), THREE_MORE, ONCE),
        ("not HTTP", MockResponse::raw("What?\r\n\r\n"), THREE_MORE, ONCE),
        ("incomplete body", MockResponse::raw("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"id"), THREE_MORE, ONCE),
        ("500", status(500), THREE_MORE, ONCE),
        ("502", status(502), THREE_MORE, ONCE),
        ("503", status(503), THREE_MORE, ONCE),
        ("504", status(504), THREE_MORE, ONCE),
        ("408", status(408), THREE_MORE, ONCE),
        ("425: rejected, not executed", status(425), THREE_MORE, THREE_MORE),
        ("not implemented", status(501), ONCE, ONCE),
        ("a different HTTP version", status(505), ONCE, ONCE),
        ("a sign-in to the network", status(511), ONCE, ONCE),
        ("400", status(400), ONCE, ONCE),
        ("417", status(417), ONCE, ONCE),
        ("421", status(421), ONCE, ONCE),
        ("426", status(426), ONCE, ONCE),
        ("431", status(431), ONCE, ONCE),
        ("403", status(403), ONCE, ONCE),
        ("404", status(404), ONCE, ONCE),
        ("a code that is final", MockResponse::json(500, r#"{"error":{"code":10}}"#), ONCE, ONCE),
        ("429: rejected, not executed", status(429), THREE_MORE, THREE_MORE),
        ("a code of the rate limit", MockResponse::json(400, r#"{"error":{"code":9}}"#), THREE_MORE, THREE_MORE),
        ("not JSON", MockResponse::json(200, "oops"), ONCE, ONCE),
        (
            "redirect to a different origin",
            MockResponse::new(302, &[("Location", "https://elsewhere.example")], ""),
            ONCE,
            ONCE,
        ),
    ];
    for (name, response, idempotent, other) in cases {
        for (is_idempotent, expected) in [(true, idempotent), (false, other)] {
            let server = LoopbackServer::start().await;
            (0..9).for_each(|_| server.queue(response.clone()));
            let (client, clock) = client(&server);
            let error = if is_idempotent {
                client.get("1").await.expect_err(name)
            } else {
                client.create().await.expect_err(name)
            };
            let waits: Vec<u128> = clock.slept().iter().map(Duration::as_millis).collect();
            assert_eq!(waits, expected.iter().map(|wait| u128::from(*wait)).collect::<Vec<_>>(), "{name}: {error}");
            assert_eq!(server.requests().len(), expected.len() + 1, "{name}: {error}");
            assert_eq!(error.attempts() as usize, expected.len() + 1, "{name}: {error}");
        }
    }
}

#[tokio::test]
async fn server_requested_delay_is_respected() {
    let date = "Sun, 06 Nov 1994 08:49:47 GMT";
    let hint = r#"{"error":{"code":9,"message":"Too many requests (retry_after: 0.25s, reset: 0.75s)"}}"#;
    // The server's clock is an hour fast.
    let (fast_now, fast_end) = ("Sun, 06 Nov 1994 09:49:37 GMT", "Sun, 06 Nov 1994 09:49:47 GMT");
    let fast = |name: &'static str| MockResponse::new(429, &[(name, fast_end), ("Date", fast_now)], "");
    let retry_after = |value: &str| MockResponse::new(429, &[("Retry-After", value)], "");
    for (name, response, expected) in [
        ("its own header", MockResponse::new(429, &[("X-Wait", "1.5")], ""), 1575),
        ("its own header with a unit", MockResponse::new(429, &[("X-Wait", "1.5s")], ""), 1575),
        ("the standard header", retry_after("2"), 2075),
        ("a fraction", retry_after("0.5"), 575),
        ("spaces", retry_after("  2  "), 2075),
        ("a date", retry_after(date), 10_075),
        ("a date as of RFC 850", retry_after("Sunday, 06-Nov-94 08:49:47 GMT"), 10_075),
        ("a date as of asctime", retry_after("Sun Nov  6 08:49:47 1994"), 10_075),
        ("a date by a fast clock", fast("Retry-After"), 10_075),
        ("its own header with a date by a fast clock", fast("X-Wait"), 10_075),
        ("the reset time by a fast clock", fast("X-Reset"), 10_075),
        (
            "a date beside an absurd one",
            MockResponse::new(429, &[("Retry-After", date), ("Date", "Thu, 01 Jan 1970 00:00:00 GMT")], ""),
            10_075,
        ),
        ("a date that is past", retry_after("Sun, 06 Nov 1994 08:00:00 GMT"), 75),
        ("the longer of both", MockResponse::new(429, &[("X-Wait", "1.5"), ("Retry-After", "3")], ""), 3075),
        (
            "the longer of both, in the other header",
            MockResponse::new(429, &[("X-Wait", "4"), ("Retry-After", "3")], ""),
            4075,
        ),
        (
            "the longest of several lines",
            MockResponse::new(429, &[("Retry-After", "2"), ("Retry-After", "5")], ""),
            5075,
        ),
        ("the longest, in any order", MockResponse::new(429, &[("Retry-After", "5"), ("Retry-After", "2")], ""), 5075),
        ("the message", MockResponse::json(429, hint), 325),
        ("the reset time", MockResponse::new(429, &[("X-Reset", "7")], ""), 7075),
        ("nothing", MockResponse::new(429, &[], ""), 75),
        // The maximum wait of the policy.
        ("not a number", retry_after("tomorrow"), 8075),
        ("nothing in the header", retry_after(""), 8075),
        ("a negative number", retry_after("-1"), 8075),
        ("an infinite number", retry_after("inf"), 8075),
        ("a number that is too large", retry_after("1e999"), 8075),
        ("its own header with a negative number", MockResponse::new(429, &[("X-Wait", "-1")], ""), 8075),
        ("a server that is down", MockResponse::new(503, &[("Retry-After", "5")], ""), 5075),
        ("a server that is down, with an invalid delay", MockResponse::new(503, &[("Retry-After", "-5")], ""), 8075),
    ] {
        let server = LoopbackServer::start().await;
        server.queue(response);
        server.queue(widget());
        let (client, clock) = client(&server);
        let response = client.get("1").response().await.expect(name);
        assert_eq!(clock.slept(), [Duration::from_millis(expected)], "{name}");
        assert_eq!((response.attempts(), response.elapsed()), (2, Duration::from_millis(expected)), "{name}");
    }
}

#[tokio::test]
async fn delay_longer_than_the_timeout_fails_the_call() {
    let server = LoopbackServer::start().await;
    server.queue(MockResponse::new(429, &[("X-Wait", "20")], ""));
    let start = Instant::now();
    let short = builder(&server).timeout(Duration::from_secs(10)).build().expect("valid").create();
    let error = short.await.expect_err("the server asks for more time than the call has");
    assert!(start.elapsed() < Duration::from_secs(5), "it does not wait in vain");
    assert_eq!((error.attempts(), error.retry_after()), (1, Some(Duration::from_secs(20))));
    assert!(error.is_rate_limited() && error.is_retryable() && !error.may_have_been_executed(), "{error}");
}

#[tokio::test]
async fn call_marked_as_idempotent_is_retried() {
    let server = LoopbackServer::start().await;
    let (client, _) = client(&server);
    server.queue(MockResponse::new(503, &[], ""));
    server.queue(widget());
    let widget_made = client.create().with(|call| call.idempotent(true)).response().await.expect("the second succeeds");
    assert_eq!(widget_made.attempts(), 2);
    server.queue(MockResponse::new(503, &[], ""));
    let error = client.get("1").with(|call| call.idempotent(false)).await.expect_err("once only");
    assert_eq!((error.attempts(), error.may_have_been_executed(), error.is_retryable()), (1, true, false));
}

#[tokio::test]
async fn each_attempt_sends_the_same_request() {
    let server = LoopbackServer::start().await;
    server.queue(MockResponse::new(429, &[], ""));
    server.queue(MockResponse::new(307, &[("Location", "/moved")], ""));
    server.queue(MockResponse::new(429, &[], ""));
    server.queue(widget());
    let (client, _) = client(&server);
    client.create().with(|call| call.extra_body_field("a", 1).extra_query("q", "x y")).await.expect("it succeeds");
    let requests = server.requests();
    let targets: Vec<&str> = requests.iter().map(|request| request.target.as_str()).collect();
    assert_eq!(targets, ["/v1/widgets?q=x%20y", "/v1/widgets?q=x%20y", "/moved", "/v1/widgets?q=x%20y"]);
    for request in &requests {
        assert_eq!((request.header("x-key"), request.body.as_slice()), (Some("Key k"), br#"{"a":1}"#.as_slice()));
    }
}

struct Pieces(Vec<&'static [u8]>);

impl futures_core::Stream for Pieces {
    type Item = Result<Bytes, api_client_runtime::TransportError>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.pop().map(|piece| Ok(Bytes::from_static(piece))))
    }
}

#[tokio::test]
async fn stream_is_sent_once() {
    let server = LoopbackServer::start().await;
    let (client, clock) = client(&server);
    server.queue(MockResponse::new(429, &[], ""));
    let stream = File::from_stream("a.txt", Pieces(vec![b"abc"]), Some(3));
    let error = client.upload(stream).await.expect_err("a stream can't be sent again");
    assert_eq!((error.attempts(), clock.slept().len()), (1, 0), "{error}");
    assert!(error.is_retryable(), "with a new stream it may succeed");
    server.queue(MockResponse::new(307, &[("Location", "/moved")], ""));
    let moved = client.upload(File::from_stream("a.txt", Pieces(vec![b"abc"]), Some(3))).await.expect_err("once only");
    assert!(moved.to_string().contains("the redirect was not followed: the body is a stream"), "{moved}");
    server.queue(MockResponse::new(429, &[], ""));
    server.queue(widget());
    let bytes = File::from_bytes("a.txt", "abc");
    let response = client.upload(bytes).response().await.expect("bytes can be sent again");
    assert_eq!(response.attempts(), 2);
    let missing = client.upload(File::from_path("/no/such/file")).await.expect_err("there is no file");
    assert_eq!(missing.attempts(), 0);
    assert!(missing.to_string().starts_with("widgets.upload: nothing was sent: a file can't be read"), "{missing}");
    let folder = client.upload(File::from_path(std::env::temp_dir())).await.expect_err("not a file");
    assert!(folder.to_string().contains("is not a regular file"), "{folder}");
    let endless = File::from_stream("a.txt", Pieces(vec![b"abc"]), Some(u64::MAX));
    let endless = client.upload(endless).await.expect_err("no form can be so long");
    assert!(endless.to_string().contains("the length of a stream is too large"), "{endless}");
    assert_eq!(server.requests().len(), 4, "nothing was sent for any of them");

    // A file that is removed before the second attempt.
    let path = std::env::temp_dir().join(format!("retries-{}", std::process::id()));
    std::fs::write(&path, "abc").expect("the folder can be written to");
    let server = LoopbackServer::start_with({
        let path = path.clone();
        move |_| {
            std::fs::remove_file(&path).expect("it is there");
            MockResponse::new(503, &[], "")
        }
    });
    let server = server.await;
    let (client, _) = self::client(&server);
    let upload = client.upload(File::from_path(&path)).with(|call| call.idempotent(true));
    let error = upload.await.expect_err("there is nothing to send again");
    assert!(matches!(error, Error::InvalidRequest(_)) && error.may_have_been_executed(), "{error}");
    assert!(
        error.to_string().starts_with("widgets.upload: the call could not be retried: a file can't be read"),
        "{error}"
    );
    assert_eq!(error.attempts(), 1);
}

#[tokio::test]
async fn earlier_attempt_may_have_been_executed() {
    // The server receives the first attempt and stops, so the others can't connect.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        drop(listener);
        let _ = stream.read(&mut [0; 1024]).await;
    });
    let client = ClientBuilder::new("acme").key("k").base_url(url).random(|| 0.1).build().expect("valid");
    let error = client.get("1").await.expect_err("the server has stopped");
    assert_eq!(error.attempts(), 4);
    assert!(error.may_have_been_executed(), "{error}");
    assert!(error.to_string().ends_with("(4 attempts); the call can be retried safely"), "{error}");
}

/// A repeated deletion finds nothing to delete.
#[tokio::test]
async fn error_names_the_possible_effect_of_an_earlier_attempt() {
    let server = LoopbackServer::start().await;
    let (client, _) = client(&server);
    server.queue(MockResponse::raw(""));
    server.queue(MockResponse::json(400, r#"{"error":{"code":7,"message":"No such widget."}}"#));
    let error = client.delete("1").await.expect_err("the widget does not exist");
    assert!(error.is_not_found() && error.may_have_been_executed() && error.attempts() == 2, "{error}");
    assert!(error.to_string().ends_with("but may have been executed: this may be its result"), "{error}");
    server.queue(MockResponse::json(400, r#"{"error":{"code":7,"message":"No such widget."}}"#));
    let error = client.delete("1").await.expect_err("the widget does not exist");
    assert!(!error.may_have_been_executed() && error.to_string().contains("check the ids"), "{error}");
}
