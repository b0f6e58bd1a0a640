//! Blocking calls: the same builders in a program without a runtime.

use std::time::Duration;

use api_client_runtime::Error;
use api_client_runtime::testing::{LoopbackServer, MockResponse};

use crate::client::{Client, client};

/// Starts a server on its own runtime, with a client.
fn server() -> (tokio::runtime::Runtime, LoopbackServer, Client) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let server = runtime.block_on(LoopbackServer::start());
    let client = client(&server);
    (runtime, server, client)
}

#[test]
fn calls_and_lists_block() {
    let (_runtime, server, client) = server();
    server.queue(MockResponse::json(200, r#"{"widget":{"id":"1"}}"#));
    assert_eq!(client.get("1").send().blocking().expect("success").id, "1");
    server.queue(MockResponse::json(200, r#"{"widget":{"id":"2"}}"#));
    assert_eq!(client.get("2").response().blocking().expect("success").attempts(), 1);
    server.queue(MockResponse::json(200, r#"{"widgets":[{"id":"1"},{"id":"2"}],"next":"c","more":true}"#));
    server.queue(MockResponse::json(200, r#"{"widgets":[{"id":"3"}],"more":false}"#));
    let ids: Result<Vec<String>, _> = client.list().items().blocking().map(|item| item.map(|item| item.id)).collect();
    assert_eq!(ids.expect("success"), ["1", "2", "3"]);
    server.queue(MockResponse::new(400, &[], ""));
    let mut pages = client.list().pages().blocking();
    assert!(pages.next().expect("there is something").is_err());
    assert!(pages.next().is_none(), "an error ends the list");
}

#[test]
fn waiting_for_a_job_blocks() {
    let (_runtime, server, client) = server();
    let queue_polls = || {
        server.queue(MockResponse::json(200, r#"{"id":"1","stage":"waiting"}"#));
        server.queue(MockResponse::json(200, r#"{"id":"1","stage":"broken","count":3}"#));
    };
    let wait = || client.making("1").wait().poll_interval(Duration::from_millis(1));
    queue_polls();
    let error = wait().blocking().expect_err("the job fails");
    assert!(matches!(&error, Error::Job(job) if job.state() == Some("broken")), "{error}");
    queue_polls();
    assert_eq!(wait().blocking_outcome().last().and_then(|making| making.count), Some(3));
    assert_eq!(server.requests().len(), 4);
}

#[test]
fn many_threads_share_a_client() {
    let (_runtime, server, client) = server();
    for _ in 0..40 {
        server.queue(MockResponse::json(200, r#"{"widget":{"id":"1"}}"#));
    }
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let client = client.clone();
            std::thread::spawn(move || (0..5).filter(|_| client.get("1").send().blocking().is_ok()).count())
        })
        .collect();
    let count: usize = threads.into_iter().map(|thread| thread.join().expect("no panic")).sum();
    assert_eq!((count, server.requests().len()), (40, 40));
}

/// Blocking a thread of a runtime is bad practice, but it must neither panic nor hang.
#[test]
fn blocking_call_inside_a_runtime_does_not_panic() {
    let (_runtime, server, client) = server();
    server.queue(MockResponse::json(200, r#"{"widget":{"id":"1"}}"#));
    let inner = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let widget = inner.block_on(async move { client.get("1").send().blocking() });
    assert_eq!(widget.expect("success").id, "1");
}
