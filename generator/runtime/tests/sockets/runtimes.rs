//! One client in several tokio runtimes, in blocking calls, and outside of any runtime.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::{Duration, Instant};

use api_client_runtime as rt;
use api_client_runtime::testing::{LoopbackServer, MockResponse};
use rt::{Error, File};
use tokio::runtime::{Builder, Runtime};

use crate::client::{Client, ClientBuilder, client};
use crate::connections::counting;
use crate::transports::Echo;

/// For operations that return it at the top level, and in a field.
const WIDGET: &str = r#"{"id":"1","widget":{"id":"1"}}"#;
const CALLS: usize = 5;

/// Starts a server on its own thread, with a client.
fn server() -> (LoopbackServer, Client) {
    let server = LoopbackServer::start_blocking();
    let client = client(&server);
    (server, client)
}

fn expect_calls(server: &LoopbackServer, calls: usize) {
    for _ in 0..calls {
        server.queue(MockResponse::json(200, WIDGET));
    }
}

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime")
}

fn multi_thread() -> Runtime {
    Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime")
}

async fn call(client: &Client) {
    let response = client.get("1").response().await.expect("the server responds");
    assert_eq!(response.attempts(), 1);
}

/// As in tests of one program: each test has its own runtime, and all share a client.
#[test]
fn runtimes_that_end_can_share_a_client() {
    let (server, client) = server();
    let (threads, rounds) = (4, 25);
    expect_calls(&server, threads * rounds * CALLS);
    let run = |make: fn() -> Runtime| {
        for _ in 0..rounds {
            make().block_on(async {
                for _ in 0..CALLS {
                    call(&client).await;
                }
            });
        }
    };
    thread::scope(|scope| {
        for index in 0..threads {
            scope.spawn(move || run(if index % 2 == 0 { current_thread } else { multi_thread }));
        }
    });
    assert_eq!(server.requests().len(), threads * rounds * CALLS);
}

/// A runtime that does not run must not block the others.
#[test]
fn stopped_runtime_does_not_block_others() {
    let (server, client) = server();
    let (idle, busy) = (current_thread(), current_thread());
    expect_calls(&server, 3);
    let start = Instant::now();
    idle.block_on(call(&client));
    busy.block_on(call(&client));
    idle.block_on(call(&client));
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    assert_eq!(server.requests().len(), 3);
}

#[cfg(feature = "blocking")]
#[test]
fn blocking_calls_share_no_connection_with_asynchronous_ones() {
    let (server, client) = server();
    let runtime = current_thread();
    let rounds = 10;
    expect_calls(&server, 3 * rounds);
    for _ in 0..rounds {
        runtime.block_on(call(&client));
        assert_eq!(client.get("1").response().blocking().expect("the server responds").attempts(), 1);
        // Neither call may be sent twice, so a hanging connection would be an error.
        runtime.block_on(async { client.create().send().blocking() }).expect("the server responds");
    }
    assert_eq!(server.requests().len(), 3 * rounds);
}

#[test]
fn concurrent_runtimes_keep_their_connections() {
    let background = multi_thread();
    let (url, connections) = background.block_on(counting());
    let client = ClientBuilder::new("acme").key("k").base_url(url).build().expect("the configuration is valid");
    let runtimes: Vec<Runtime> = (0..40).map(|_| current_thread()).collect();
    for runtime in runtimes.iter().chain(&runtimes) {
        runtime.block_on(call(&client));
    }
    assert_eq!(connections.load(Ordering::Relaxed), runtimes.len());
}

/// Runs a future without a runtime.
fn outside<F: Future>(future: F) -> F::Output {
    struct Unpark(thread::Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        thread::park_timeout(Duration::from_secs(30));
    }
}

fn assert_names_tokio(name: &str, error: &Error) {
    let text = error.to_string();
    assert!(matches!(error, Error::Configuration(_)), "{name}: {error:?}");
    assert!(text.contains("tokio runtime") && text.contains("`blocking`"), "{name}: {text}");
    assert!(!error.may_have_been_executed() && !error.is_retryable() && error.attempts() == 0, "{name}: {error:?}");
}

/// A clock that needs no runtime.
struct Still;

impl rt::Clock for Still {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn date(&self) -> std::time::SystemTime {
        std::time::SystemTime::UNIX_EPOCH
    }

    fn sleep(&self, _: Duration) -> rt::BoxFuture<()> {
        Box::pin(std::future::pending())
    }
}

#[test]
fn calls_outside_of_a_runtime_fail_with_advice() {
    let (server, client) = server();
    let other_clock = ClientBuilder::new("acme").key("k").base_url(server.url()).clock(Still);
    let other_clock = other_clock.build().expect("the configuration is valid");
    let other_transport = ClientBuilder::new("acme").key("k").transport(Echo).build().expect("it is valid");
    for (name, client) in [("neither", &client), ("clock", &other_clock), ("transport", &other_transport)] {
        let error = outside(client.get("1").send()).expect_err(name);
        assert_names_tokio(name, &error);
        assert_eq!(error.operation(), Some("widgets.get"), "{name}");
    }
    let url = format!("{}/file", server.url());
    assert_names_tokio("download", &outside(client.download(url.as_str()).send()).expect_err("no runtime"));
    let upload = client.upload_form(url.as_str()).file(File::from_bytes("a", "b"));
    assert_names_tokio("upload", &outside(upload.send()).expect_err("no runtime"));
    assert_names_tokio("list", &outside(client.list().items().try_next()).expect_err("no runtime"));
    let wait = rt::wait_until(move || client.get("1"), |_: &crate::client::Widget| true);
    assert_names_tokio("job", &outside(wait.into_future()).expect_err("no runtime"));
    assert!(server.requests().is_empty());
}

/// With a custom clock and transport, only files need a runtime.
#[test]
fn client_with_custom_parts_works_outside_of_a_runtime() {
    struct Read;
    impl rt::Transport for Read {
        fn send(
            &self,
            request: http::Request<rt::Body>,
        ) -> rt::BoxFuture<Result<http::Response<rt::Body>, rt::TransportError>> {
            Box::pin(async move {
                let mut body = request.into_body();
                while body.chunk().await?.is_some() {}
                Ok(http::Response::new(rt::Body::from(WIDGET.to_owned())))
            })
        }
    }
    let client = ClientBuilder::new("acme").key("k").transport(Read).clock(Still).build().expect("it is valid");
    assert_eq!(outside(client.get("1").send()).expect("nothing is missing").id, "1");
    let error = outside(client.upload(File::from_path(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))).send())
        .expect_err("files need threads");
    assert!(error.to_string().contains("outside of a tokio runtime"), "{error}");
}
