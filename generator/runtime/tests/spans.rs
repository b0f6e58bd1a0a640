//! The content of spans and events, and what they must not contain.
//!
//! This is a separate program, because a subscriber receives all spans of a process.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use api_client_runtime::testing::{LoopbackServer, MockResponse};
use api_client_runtime::{Body, BoxFuture, Transport, TransportError, TransportErrorKind};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

#[allow(dead_code, reason = "other tests call the rest of it")]
#[path = "sockets/client.rs"]
mod client;

use client::{ClientBuilder, builder};

/// Records each span and event with all of its fields.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<String>>);

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        // Writing into a String can't fail.
        let _ = write!(self.0, " {field}={value:?}");
    }
}

impl Recorder {
    fn write(&self, what: &str, record: impl FnOnce(&mut dyn Visit)) {
        let mut line = Line(what.to_owned());
        record(&mut line);
        let mut text = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        text.push_str(&line.0);
        text.push('\n');
    }

    fn text(&self) -> String {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        // Events of libraries count too, because they could leak secrets.
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.write(&format!("span {}:", span.metadata().name()), |visit| span.record(visit));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        self.write("record:", |visit| values.record(visit));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.write("event:", |visit| event.record(visit));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Events that libraries send with `log`.
impl log::Log for Recorder {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        self.write(&format!("log {}: {}", record.target(), record.args()), |_| {});
    }

    fn flush(&self) {}
}

const CANARY: &str = "CANARY-51c2";

/// A transport that repeats the request in its error.
struct Repeating;

impl Transport for Repeating {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<Result<http::Response<Body>, TransportError>> {
        let error = format!("{} {:?}", request.uri(), request.headers().get("x-secret"));
        Box::pin(async { Err(TransportError::new(TransportErrorKind::Request, error)) })
    }
}

#[tokio::test]
async fn span_has_the_result_of_a_call_but_not_its_content() {
    let server = LoopbackServer::start().await;
    let recorder = Recorder::default();
    tracing::subscriber::set_global_default(recorder.clone()).expect("there is no other subscriber");
    log::set_logger(Box::leak(Box::new(recorder.clone()))).expect("there is no other logger");
    log::set_max_level(log::LevelFilter::Trace);
    let client = builder(&server).key(CANARY).random(|| 0.0).build().expect("valid");
    let call = |client: &client::Client| {
        client.get(CANARY).with(|call| call.extra_header("x-secret", CANARY).extra_query("q", CANARY))
    };
    server.queue(MockResponse::new(503, &[("X-Echo", CANARY)], CANARY));
    server.queue(MockResponse::json(
        200,
        format!(r#"{{"widget":{{"id":"{CANARY}","size":"{CANARY}","labels":{{"{CANARY}":1}}}}}}"#),
    ));
    call(&client).await.expect("the second attempt succeeds");
    server.queue(MockResponse::json(400, format!(r#"{{"error":{{"code":7,"message":"{CANARY}"}},"trace":"t-1"}}"#)));
    call(&client).await.expect_err("gone");
    // The server repeats the token as the request id, and a page repeats it in any place.
    server.queue(MockResponse::json(400, format!(r#"{{"error":{{"code":7}},"trace":"{CANARY}"}}"#)));
    call(&client).await.expect_err("gone");
    server.queue(MockResponse::new(404, &[("Content-Type", "text/html")], &format!("<title>{CANARY}</title>{CANARY}")));
    call(&client).await.expect_err("not found");
    let builder = ClientBuilder::new("acme").key(CANARY).retry(api_client_runtime::RetryPolicy::none());
    let repeating = builder.transport(Repeating).build().expect("valid");
    call(&repeating).await.expect_err("the transport fails");
    client.create().with(|call| call.extra_body_field("text", CANARY)).await.expect_err("no response");
    let refused = ClientBuilder::new("acme").key(CANARY).base_url("http://127.0.0.1:1").build().expect("valid");
    refused.get(CANARY).with(|call| call.retry(api_client_runtime::RetryPolicy::none())).await.expect_err("refused");

    let signed = format!("{}/{CANARY}?signature={CANARY}", server.url());
    server.queue(MockResponse::new(302, &[("Location", &signed)], ""));
    server.queue(MockResponse::new(200, &[("ETag", CANARY)], CANARY));
    client.download(&signed).bytes(1000).await.expect("the redirect is followed");
    server.queue(MockResponse::new(
        403,
        &[("X-Echo", CANARY)],
        &format!("<RequestId>t-2</RequestId><Key>{CANARY}</Key>"),
    ));
    client.download(&signed).await.expect_err("it is rejected");
    server.queue(MockResponse::new(204, &[], ""));
    let file = api_client_runtime::File::from_bytes(CANARY, CANARY);
    client.upload_form(&signed).field("policy", CANARY).file(file).await.expect("it is accepted");

    let text = recorder.text();
    assert!(!text.contains(CANARY), "{text}");
    assert!(text.contains("$.widget.labels[*]"), "a warning shows its path without the keys of maps: {text}");
    assert!(text.contains("log reqwest"), "the events of libraries are recorded too: {text}");
    for expected in [
        "span api_call: otel.name=\"widgets.get\" otel.kind=\"client\" operation=\"widgets.get\" host=\"main\" http.request.method=\"GET\" url.template=\"/v1/widgets/{id}\"",
        "event: message=an attempt failed and will be retried operation=\"widgets.get\" attempt=1 error=\"api\" http.response.status_code=503 wait_ms=125",
        "record: attempts=2",
        "record: http.response.status_code=200",
        "record: duration_ms=",
        "record: error.type=\"api\"",
        "record: error.code=7",
        "record: request_id=\"t-1\"",
        "record: request_id=\"[secret]\"",
        "record: error.type=\"transport\"",
        "operation=\"download\" host=\"storage\" http.request.method=\"GET\" url.template=\"{signed_url}\"",
        "record: request_id=\"t-2\"",
        "operation=\"upload_form\" host=\"storage\" http.request.method=\"POST\" url.template=\"{signed_url}\"",
        "record: http.response.status_code=204",
        "event: message=warning about a response operation=\"widgets.get\" path=\"$.widget.size\" kind=WrongType",
    ] {
        assert!(text.contains(expected), "no `{expected}` in\n{text}");
    }
}
