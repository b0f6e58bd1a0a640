//! Calls of a process without free file descriptors. The limit is set in a separate process.

#![cfg(unix)]

use std::fs::File;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api_client_runtime::testing::{LoopbackServer, MockResponse};
use api_client_runtime::{Body, BoxFuture, Error, RetryPolicy, Transport, TransportError, TransportErrorKind};

#[allow(dead_code, reason = "other tests call the rest of it")]
#[path = "sockets/client.rs"]
mod client;

/// Set in the process with the limit.
const LIMITED: &str = "OPEN_FILES_ARE_LIMITED";

#[test]
fn too_many_open_files_are_reported_as_such() {
    if std::env::var_os(LIMITED).is_some() {
        return runtime().block_on(calls_without_files());
    }
    let this = std::env::current_exe().expect("the test has a path");
    let script = r#"ulimit -n 64 && exec "$0" --exact too_many_open_files_are_reported_as_such --nocapture"#;
    let status = Command::new("sh").arg("-c").arg(script).arg(this).env(LIMITED, "1").status();
    assert!(status.expect("there is a shell").success());
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// Opens as many files as possible.
fn all_files() -> Vec<File> {
    std::iter::from_fn(|| File::open("/dev/null").ok()).collect()
}

/// A transport whose system reports too many open files as an unknown name, as some systems do.
struct UnknownName;

impl Transport for UnknownName {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<Result<http::Response<Body>, TransportError>> {
        let error = std::io::Error::other("failed to lookup address information: Name or service not known");
        let error = TransportError::new(TransportErrorKind::Connect, error);
        Box::pin(async { Err(error) })
    }
}

async fn calls_without_files() {
    let builder = client::ClientBuilder::new("acme").key("k").no_proxy();
    let files = all_files();
    // On systems with certificates in files, the files can't be read.
    let error = match builder.build() {
        Ok(client) => client.get("1").await.expect_err("there is no socket"),
        Err(error) => error,
    };
    drop(files);
    let text = error.to_string();
    assert!(text.contains("Too many open files") && text.contains("raise the limit (`ulimit -n`)"), "{text}");

    let server = LoopbackServer::start().await;
    for url in ["http://127.0.0.1:1", "https://api.widgets.example", "http://localhost:1"] {
        let policy = RetryPolicy::new().max_attempts(2).base_delay(Duration::from_millis(1));
        let client = client::ClientBuilder::new("acme").key("k").base_url(url).no_proxy().retry(policy).build();
        let client = client.expect("the configuration is valid");
        // The first call opens its own files.
        let _ = client.get("1").await;
        let files = all_files();
        let error = client.get("1").await.expect_err("there is no socket");
        drop(files);
        let text = error.to_string();
        assert!(text.contains("could not connect (Too many open files"), "{url}: {text}");
        assert!(text.contains("nothing was sent: this process or the system has too many open files"), "{url}: {text}");
        assert!(!text.contains("host name"), "{url}: {text}");
        assert!(error.is_retryable() && !error.may_have_been_executed() && error.attempts() == 2, "{url}: {text}");
        let Error::Transport(error) = error else { panic!("{url}: {text}") };
        assert_eq!(error.kind(), TransportErrorKind::Connect, "{url}: {text}");
    }

    let builder = client::ClientBuilder::new("acme").key("k").retry(RetryPolicy::none()).transport(UnknownName);
    let client = builder.build().expect("the configuration is valid");
    let files = all_files();
    let error = client.get("1").await.expect_err("there is no socket").to_string();
    drop(files);
    assert!(error.contains("could not connect (Too many open files"), "{error}");
    assert!(!error.contains("host name"), "{error}");
    let error = client.get("1").await.expect_err("there is no such name").to_string();
    assert!(error.contains("Name or service not known") && error.contains("check the host name"), "{error}");

    // The files are closed while the call waits for its retry.
    let client = client::builder(&server).build().expect("the configuration is valid");
    let files = Arc::new(Mutex::new(all_files()));
    let closing = Arc::clone(&files);
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(50)).await;
        closing.lock().expect("no panic").clear();
    });
    server.queue(MockResponse::json(200, r#"{"id":"1","widget":{"id":"1"}}"#));
    let response = client.get("1").response().await.expect("the second attempt succeeds");
    assert_eq!(response.attempts(), 2);
}
