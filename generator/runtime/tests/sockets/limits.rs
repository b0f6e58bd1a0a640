//! Rate limits: their status in responses, and the limiter of the client.

use std::time::{Duration, Instant};

use api_client_runtime::testing::{LoopbackServer, MockResponse};
use api_client_runtime::{Error, RateLimitStatus};

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
