//! Long outages: the number of requests of all calls of a client.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api_client_runtime::testing::{LoopbackServer, MockResponse};
use api_client_runtime::{Error, RetryBudget, RetryPolicy};
use tokio::task::JoinSet;

use crate::calls::{Operation, call};
use crate::client::{Client, ClientBuilder};
use crate::server::{Server, Step};

const USED_UP: &str = "the retry budget of the client for this host is used up";

/// Four attempts with short waits.
fn builder(url: impl Into<String>) -> ClientBuilder {
    let policy = RetryPolicy::new().base_delay(Duration::from_millis(2));
    ClientBuilder::new("acme").key("k").base_url(url.into()).retry(policy)
}

fn client(url: impl Into<String>, budget: RetryBudget) -> Client {
    builder(url).retry_budget(budget).build().expect("the configuration is valid")
}

async fn failing(status: u16) -> LoopbackServer {
    LoopbackServer::start_with(move |_| MockResponse::new(status, &[], "")).await
}

fn widget() -> MockResponse {
    MockResponse::json(200, r#"{"id":"1","widget":{"id":"1"}}"#)
}

/// A server that fails the first request for each widget.
async fn flaky(then: MockResponse) -> LoopbackServer {
    let seen = Mutex::new(HashSet::new());
    LoopbackServer::start_with(move |request| {
        let is_first = seen.lock().expect("no panic").insert(request.target.clone());
        if is_first { MockResponse::new(503, &[], "") } else { then.clone() }
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn retry_budget_limits_requests_during_an_outage() {
    let server = failing(503).await;
    let client = builder(server.url()).build().expect("the configuration is valid");
    let errors = Arc::new(Mutex::new(Vec::new()));
    let mut calls = JoinSet::new();
    for _ in 0..50 {
        let (client, errors) = (client.clone(), Arc::clone(&errors));
        calls.spawn(async move {
            for _ in 0..10 {
                let error = client.get("1").await.expect_err("the server is down");
                errors.lock().expect("no panic").push(error);
            }
        });
    }
    calls.join_all().await;
    let (requests, errors) = (server.requests().len(), errors.lock().expect("no panic"));
    println!("500 calls made {requests} requests");
    assert_eq!((errors.len(), requests), (500, 600));
    let used_up = errors.iter().filter(|error| error.to_string().contains(USED_UP)).count();
    assert!(used_up >= 400, "{used_up}");
    assert!(errors.iter().all(|error| error.is_retryable() && error.is_server_error()));
    let attempts: u32 = errors.iter().map(Error::attempts).sum();
    assert_eq!(attempts as usize, requests);
}

#[tokio::test]
async fn error_names_the_used_up_budget() {
    let server = failing(503).await;
    for (capacity, text) in [
        (4, "widgets.get: 503 Service Unavailable (1 attempt; not retried: "),
        (5, "widgets.get: 503 Service Unavailable (2 attempts; not retried: "),
        (15, "widgets.get: 503 Service Unavailable (4 attempts); "),
    ] {
        let client = client(server.url(), RetryBudget::new().capacity(capacity));
        let error = client.get("1").await.expect_err("the server is down");
        assert!(error.to_string().starts_with(text), "{error}");
        assert_eq!(error.to_string().contains(USED_UP), capacity < 15, "{error}");
        assert!(error.is_retryable(), "{error}");
        assert!(
            error.to_string().ends_with("; the server or a proxy in front of it failed; try again later"),
            "{error}"
        );
    }
    let client = client("http://127.0.0.1:1", RetryBudget::new().capacity(0));
    let error = client.create().await.expect_err("the port is closed");
    assert!(error.to_string().contains(USED_UP) && error.is_retryable(), "{error}");
    assert!(error.to_string().contains("nothing was sent: check the host name"), "{error}");
}

/// Each row: the responses, the capacity, and the requests that two calls make.
#[tokio::test]
async fn retry_costs_tokens_by_the_kind_of_its_failure() {
    let limited = || vec![Step::Request, crate::server::response(429, &[], "")];
    let failed = || vec![Step::Request, crate::server::response(503, &[], "")];
    let too_early = || vec![Step::Request, crate::server::response(425, &[], "")];
    let hangs = || vec![Step::Request, Step::Hang];
    let closes = || vec![Step::Request];
    for (name, script, capacity, expected) in [
        ("a rate limit is free", limited(), 0, 8),
        ("a failure", failed(), 10, 4),
        ("a failure with few tokens", failed(), 9, 3),
        ("a closed connection", closes(), 10, 4),
        ("too early", too_early(), 10, 4),
        ("a timeout", hangs(), 10, 3),
        ("a timeout with few tokens", hangs(), 9, 2),
        ("a timeout with many tokens", hangs(), 20, 4),
    ] {
        let server = Server::start(script).await;
        let budget = RetryBudget::new().capacity(capacity);
        let client = builder(server.url()).retry_budget(budget).attempt_timeout(Duration::from_millis(150));
        let client = client.build().expect("the configuration is valid");
        for _ in 0..2 {
            call(&client.clone(), Operation::Get).await.expect_err(name);
        }
        assert_eq!(server.requests(), expected, "{name}");
    }
}

#[tokio::test]
async fn each_host_has_its_own_budget() {
    let (main, other) = (failing(503).await, failing(503).await);
    let budget = RetryBudget::new().capacity(5);
    let client = builder(main.url()).other_base_url(other.url()).retry_budget(budget).build().expect("it is valid");
    for _ in 0..3 {
        client.get("1").await.expect_err("the server is down");
    }
    client.settings().await.expect_err("the other server is down, too");
    assert_eq!((main.requests().len(), other.requests().len()), (3 + 1, 1 + 1));
}

/// With tokens for a single retry, hundreds of calls succeed: each returns what its retry took.
#[tokio::test]
async fn retry_that_succeeds_returns_its_tokens() {
    let server = flaky(widget()).await;
    let client = client(server.url(), RetryBudget::new().capacity(5));
    for index in 0..200 {
        let response = client.get(&index.to_string()).response().await.expect("the second attempt succeeds");
        assert_eq!(response.attempts(), 2);
    }
}

/// Each row: the response of the server that works again, and whether five calls pay for a retry.
#[tokio::test]
async fn only_responses_of_a_working_server_return_tokens() {
    let page = MockResponse::new(200, &[("Content-Type", "text/html")], "<html>");
    for (name, then, expected) in [
        ("a success", widget(), true),
        ("not found", MockResponse::new(404, &[], ""), true),
        ("a known code", MockResponse::json(400, r#"{"error":{"code":7}}"#), true),
        ("conflict", MockResponse::new(409, &[], ""), true),
        ("a failure that lasts", MockResponse::new(501, &[], ""), false),
        ("a code of a failure that lasts", MockResponse::json(500, r#"{"error":{"code":10}}"#), false),
        ("a proxy", MockResponse::new(407, &[], ""), false),
        ("a sign-in to the network", MockResponse::new(511, &[], ""), false),
        (
            "a redirect to a different origin",
            MockResponse::new(302, &[("Location", "https://elsewhere.example")], ""),
            false,
        ),
        ("a page that is decoded after the call", page, true),
    ] {
        let server = LoopbackServer::start().await;
        let client = client(server.url(), RetryBudget::new().capacity(5));
        server.queue(MockResponse::new(503, &[], ""));
        server.queue(MockResponse::new(503, &[], ""));
        client.get("1").await.expect_err("all tokens are spent");
        (0..5).for_each(|_| server.queue(then.clone()));
        for _ in 0..5 {
            let _ = client.get("1").await;
        }
        server.queue(MockResponse::new(503, &[], ""));
        server.queue(widget());
        assert_eq!(client.get("1").await.is_ok(), expected, "{name}");
    }
}

/// Calls that are dropped while they wait for a retry sent none.
#[tokio::test]
async fn dropped_retry_returns_its_tokens() {
    let server = failing(503).await;
    let policy = RetryPolicy::new().max_attempts(2).base_delay(Duration::from_secs(30));
    let budget = RetryBudget::new().capacity(5);
    let client = builder(server.url()).retry_budget(budget).build().expect("it is valid");
    for _ in 0..3 {
        let waiting = client.get("1").with(|call| call.retry(policy)).send();
        assert!(tokio::time::timeout(Duration::from_millis(200), waiting).await.is_err(), "it waits for its retry");
    }
    let error = client.get("1").await.expect_err("the server is down");
    assert_eq!(error.attempts(), 2, "the tokens are there: {error}");
}

#[tokio::test]
async fn budget_can_be_unlimited() {
    let server = failing(503).await;
    let client = client(server.url(), RetryBudget::unlimited());
    for _ in 0..150 {
        assert_eq!(client.get("1").await.expect_err("the server is down").attempts(), 4);
    }
}

/// Each poll is a call. One without a retry may still be followed by the next poll.
#[tokio::test]
async fn polling_continues_without_retry_tokens() {
    let server = LoopbackServer::start().await;
    for status in [503, 503, 200] {
        server.queue(MockResponse::json(status, r#"{"id":"1","stage":"made"}"#));
    }
    let client = client(server.url(), RetryBudget::new().capacity(0));
    client.making("1").wait().poll_interval(Duration::from_millis(10)).await.expect("the third poll sees the end");
    assert_eq!(server.requests().len(), 3);
}

#[cfg(feature = "blocking")]
#[test]
fn blocking_calls_share_the_budget() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let server = runtime.block_on(failing(503));
    let client = client(server.url(), RetryBudget::new().capacity(20));
    let calls: Vec<_> = (0..10)
        .map(|_| {
            let call = client.get("1");
            std::thread::spawn(move || call.send().blocking().expect_err("the server is down"))
        })
        .collect();
    for call in calls {
        assert!(call.join().expect("no panic").is_retryable());
    }
    assert_eq!(server.requests().len(), 10 + 4);
}
