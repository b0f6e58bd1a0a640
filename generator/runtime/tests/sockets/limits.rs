//! Rate limits: their status in responses, and the limiter of the client.

use std::future::{pending, ready};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use api_client_runtime::testing::{LoopbackServer, MockResponse};
use api_client_runtime::{BoxFuture, Error, LimitedCall, MaxWaitExceeded, RateLimitStatus, RateLimiter};

use crate::client::{PLAN, builder, client};

const WIDGET: &str = r#"{"id":"1","widget":{"id":"1"}}"#;

#[tokio::test]
async fn rate_limit_status_of_a_response_is_available() {
    let server = LoopbackServer::start().await;
    let headers = [("X-Limit", "100;w=60"), ("X-Remaining", "7"), ("X-Reset", "0.5")];
    server.queue(MockResponse::new(200, &headers, WIDGET));
    let response = client(&server).get("1").response().await.expect("success");
    let status = response.rate_limit();
    assert_eq!((status.limit, status.remaining), (Some(100), Some(7)));
    assert_eq!((status.window, status.reset), (Some(Duration::from_secs(60)), Some(Duration::from_millis(500))));
    server.queue(MockResponse::new(200, &[], WIDGET));
    let silent = client(&server).get("1").response().await.expect("success");
    assert_eq!(silent.rate_limit(), RateLimitStatus::default());
    assert!(!silent.rate_limit().is_known());
    server.queue(MockResponse::new(429, &[("X-Remaining", "0"), ("X-Wait", "9999")], ""));
    let error = client(&server).get("1").await.expect_err("refused");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(9999)));
    let Error::Api(error) = error else { panic!("{error}") };
    assert_eq!(error.rate_limit().remaining, Some(0));
}

/// A server with a rate limit rejects no call of a client that follows the plan.
#[tokio::test(flavor = "multi_thread")]
async fn busy_client_stays_below_the_limit() {
    let server = LoopbackServer::start_with(|_| MockResponse::json(200, WIDGET)).await;
    let client = builder(&server).rate_plan(PLAN).build().expect("valid");
    let start = Instant::now();
    let tasks: Vec<_> = (0..50)
        .map(|index| {
            let call = client.get(&index.to_string());
            tokio::spawn(async move { call.await.map(|_| start.elapsed()) })
        })
        .collect();
    let mut ends = Vec::new();
    for task in tasks {
        ends.push(task.await.expect("no panic").expect("success"));
    }
    ends.sort_unstable();
    assert_eq!(server.requests().len(), 50);
    assert!(ends[19] < Duration::from_millis(900), "the first ones need not wait: {ends:?}");
    assert!(ends[20] >= Duration::from_secs(1), "the next ones do: {ends:?}");
    assert!(ends[40] >= Duration::from_secs(2), "and so on: {ends:?}");
    assert!(ends[49] < Duration::from_secs(4), "no longer than needed: {ends:?}");
}

#[tokio::test]
async fn call_that_cannot_wait_fails_at_once() {
    let server = LoopbackServer::start_with(|_| MockResponse::json(200, WIDGET)).await;
    let client = builder(&server).rate_plan(PLAN.share(0.2)).build().expect("valid");
    client.create().await.expect("the first one goes");
    let start = Instant::now();
    let error =
        client.create().with(|call| call.timeout(Duration::from_millis(100))).await.expect_err("its turn is late");
    assert!(start.elapsed() < Duration::from_millis(90), "it does not wait in vain");
    assert!(error.is_timeout() && error.is_retryable() && !error.may_have_been_executed(), "{error}");
    assert!(error.to_string().contains("the rate plan of this client delays the call by 1.0s"), "{error}");
    assert_eq!((error.attempts(), server.requests().len()), (0, 1), "nothing was sent");
    // A call that is dropped while it waits frees its slot.
    let waiting = tokio::time::timeout(Duration::from_millis(50), client.create().send()).await;
    assert!(waiting.is_err(), "it waits");
    let next = client.create().response().await.expect("it is the next one");
    assert!(next.elapsed() < Duration::from_millis(1500), "{:?}", next.elapsed());
}

#[tokio::test]
async fn rejected_call_delays_the_others() {
    let server = LoopbackServer::start().await;
    server.queue(MockResponse::new(429, &[("X-Wait", "0.4")], ""));
    for _ in 0..3 {
        server.queue(MockResponse::json(200, WIDGET));
    }
    let client = builder(&server).rate_plan(PLAN).build().expect("valid");
    let first = tokio::spawn(client.get("1").send());
    while server.requests().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    let second = client.get("2").response().await.expect("it waits, and succeeds");
    assert!(second.elapsed() > Duration::from_millis(250) && second.attempts() == 1, "{second:?}");
    first.await.expect("no panic").expect("the second attempt succeeds");
}

/// A limiter that records what the client reports to it.
#[derive(Clone, Default)]
struct Recorder {
    /// How long each call waits; `None`: for ever.
    wait: Option<Duration>,
    events: Arc<Mutex<Vec<String>>>,
}

impl Recorder {
    fn waiting(wait: Option<Duration>) -> Self {
        Self { wait, ..Self::default() }
    }

    fn add(&self, event: String) {
        self.events.lock().expect("no panic").push(event);
    }

    fn events(&self) -> Vec<String> {
        self.events.lock().expect("no panic").clone()
    }
}

/// Records that a call was dropped before it was sent.
struct Waiting {
    recorder: Recorder,
    is_over: bool,
}

impl Waiting {
    fn end(mut self) {
        self.is_over = true;
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if !self.is_over {
            self.recorder.add("cancelled".into());
        }
    }
}

impl RateLimiter for Recorder {
    fn acquire(&self, call: LimitedCall) -> BoxFuture<Result<(), MaxWaitExceeded>> {
        let (key, (size, _)) = (call.key(), call.window());
        self.add(format!("{key}: {size}"));
        if let Some(wait) = self.wait.filter(|wait| *wait > call.max_wait()) {
            return Box::pin(ready(Err(MaxWaitExceeded::new(wait))));
        }
        let (wait, waiting) = (self.wait, Waiting { recorder: self.clone(), is_over: false });
        Box::pin(async move {
            match wait {
                Some(wait) => tokio::time::sleep(wait).await,
                None => pending().await,
            }
            waiting.end();
            Ok(())
        })
    }

    fn rejected(&self, call: LimitedCall, retry_after: Duration) -> BoxFuture<()> {
        self.add(format!("{}: rejected for {retry_after:?}", call.key()));
        Box::pin(ready(()))
    }
}

#[tokio::test]
async fn limiter_of_the_program_is_asked_before_each_attempt() {
    let server = LoopbackServer::start().await;
    server.queue(MockResponse::new(429, &[("X-Wait", "0.1")], ""));
    server.queue(MockResponse::json(200, WIDGET));
    // A delay that the call can't wait for is reported too.
    server.queue(MockResponse::new(429, &[("X-Wait", "9999")], ""));
    let limiter = Recorder::waiting(Some(Duration::from_millis(50)));
    let client = builder(&server).rate_plan(PLAN.share(0.5)).rate_limiter(limiter.clone()).build().expect("valid");
    let response = client.get("1").response().await.expect("the second attempt succeeds");
    assert!(response.attempts() == 2 && response.elapsed() >= Duration::from_millis(200), "{response:?}");
    assert!(client.get("2").await.expect_err("a long delay").is_rate_limited());
    let key = limiter.events()[0].strip_suffix(": 10").expect("half of the plan").to_owned();
    assert!(key.starts_with("main GET /"), "{key}");
    let (asked, rejected) = (format!("{key}: 10"), |wait: &str| format!("{key}: rejected for {wait}"));
    assert_eq!(limiter.events(), [asked.clone(), rejected("100ms"), asked.clone(), asked, rejected("9999s")]);
}

#[tokio::test]
async fn call_that_the_limiter_delays_too_long_fails() {
    let server = LoopbackServer::start().await;
    for (wait, reported, events) in [
        // The limiter refuses the call at once.
        (Some(Duration::from_secs(7)), "delays the call by 7.0s", 1),
        // The limiter never completes. The client gives up at the timeout, and drops the future.
        (None, "delays the call by 1", 2),
    ] {
        let limiter = Recorder::waiting(wait);
        let client = builder(&server).rate_plan(PLAN).rate_limiter(limiter.clone()).build().expect("valid");
        let call = client.get("1").with(|call| call.timeout(Duration::from_millis(100)));
        let error = call.await.expect_err("the limiter delays it");
        assert!(error.is_timeout() && error.is_retryable() && !error.may_have_been_executed(), "{error}");
        assert!(error.to_string().contains(reported), "{error}");
        assert_eq!(limiter.events().len(), events, "{:?}", limiter.events());
    }
    assert_eq!(server.requests().len(), 0, "nothing was sent");
}

#[tokio::test]
async fn dropped_call_drops_the_future_of_the_limiter() {
    let server = LoopbackServer::start().await;
    let limiter = Recorder::waiting(None);
    let client = builder(&server).rate_plan(PLAN).rate_limiter(Arc::new(limiter.clone())).build().expect("valid");
    let waiting = tokio::time::timeout(Duration::from_millis(20), client.get("1").send()).await;
    assert!(waiting.is_err(), "it waits");
    assert_eq!(limiter.events().last().map(String::as_str), Some("cancelled"));
}

#[tokio::test]
async fn limiter_without_a_plan_is_an_error() {
    let server = LoopbackServer::start().await;
    let error = builder(&server).rate_limiter(Recorder::default()).build().expect_err("it would have no effect");
    assert!(error.to_string().contains("no effect without a plan: set one with `rate_plan`"), "{error}");
}
