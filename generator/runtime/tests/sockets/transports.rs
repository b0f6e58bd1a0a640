//! Custom transports.

use api_client_runtime as rt;
use api_client_runtime::testing::{LoopbackServer, MockResponse};
use rt::{Body, BoxFuture, Error, JsonValue, Transport, TransportError};
#[cfg(feature = "tower")]
use rt::{Tower, TransportErrorKind};

use crate::client::{ClientBuilder, builder};

/// A transport that returns its request.
pub(crate) struct Echo;

impl Transport for Echo {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let sensitive = request.headers().get("x-key").is_some_and(http::HeaderValue::is_sensitive);
            let body = format!(r#"{{"uri":"{}","sensitive":{sensitive}}}"#, request.uri());
            Ok(http::Response::new(Body::from(body)))
        })
    }
}

#[tokio::test]
async fn custom_transport_receives_tokens_marked_as_sensitive() {
    let client = ClientBuilder::new("acme").key("k").transport(Echo).build().expect("the configuration is valid");
    let reply = client.get("1").response().await.expect_err("the body has no widget");
    let Error::Decode(reply) = reply else { panic!("{reply}") };
    let body = String::from_utf8_lossy(reply.body());
    assert_eq!(body, r#"{"uri":"https://acme.widgets.example/v1/widgets/1","sensitive":true}"#);
    let reply: JsonValue = client.settings().await.expect("the call succeeds");
    assert_eq!(reply["uri"], "https://other.widgets.example/v1/accounts/acme/settings?other%20key=other-k");
    // The key is in the URL that is sent, but is never shown.
    let settings = client.settings();
    let output =
        format!("{client:?} {settings:?} {:?}", settings.to_http_request().map(|request| request.uri().clone()));
    assert!(!output.contains("other-k"), "{output}");
}

/// A custom transport, as users write it: an HTTP client of a different library in 30 lines.
pub(crate) mod over_hyper {
    // begin
    use api_client_runtime::{Body, BoxFuture, Transport, TransportError, TransportErrorKind};
    use http_body_util::BodyExt;
    use hyper_util::client::legacy::{Client, connect::HttpConnector};
    use hyper_util::rt::TokioExecutor;

    pub(crate) struct OverHyper(Client<HttpConnector, Body>);

    impl OverHyper {
        pub(crate) fn new() -> Self {
            Self(Client::builder(TokioExecutor::new()).build_http())
        }
    }

    impl Transport for OverHyper {
        fn send(&self, request: http::Request<Body>) -> BoxFuture<Result<http::Response<Body>, TransportError>> {
            let reply = self.0.request(request);
            Box::pin(async move {
                let response = reply.await.map_err(|error| {
                    let connect = error.is_connect();
                    let kind = if connect { TransportErrorKind::Connect } else { TransportErrorKind::Request };
                    TransportError::new(kind, error)
                })?;
                let (head, body) = response.into_parts();
                let content = body.collect().await.map_err(|e| TransportError::new(TransportErrorKind::Response, e))?;
                Ok(http::Response::from_parts(head, content.to_bytes().into()))
            })
        }
    }
    // end
}

#[tokio::test]
async fn custom_transport_has_thirty_lines() {
    let source = include_str!("transports.rs");
    let lines = source.lines().skip_while(|line| line.trim() != "// begin").skip(1);
    let lines = lines.take_while(|line| line.trim() != "// end").filter(|line| !line.trim().is_empty());
    assert!((10..=30).contains(&lines.count()), "it has more than 30 lines");
    let server = LoopbackServer::start().await;
    server.queue(MockResponse::raw(""));
    server.queue(MockResponse::json(200, r#"{"widget":{"id":"1"}}"#));
    let client = builder(&server).transport(over_hyper::OverHyper::new()).random(|| 0.0).build().expect("valid");
    let widget = client.get("1").response().await.expect("the second attempt succeeds");
    assert_eq!((widget.id.as_str(), widget.attempts()), ("1", 2), "what the client does, it does over any transport");
}

#[cfg(feature = "tower")]
#[tokio::test]
async fn tower_service_with_layers_is_a_transport() {
    let server = LoopbackServer::start().await;
    for _ in 0..4 {
        server.queue(MockResponse::json(200, r#"{"widget":{"id":"1"}}"#));
    }
    let http = hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new()).build_http::<Body>();
    let add_header = |mut request: http::Request<Body>| {
        request.headers_mut().insert("x-layer", http::HeaderValue::from_static("1"));
        request
    };
    let service = tower::ServiceBuilder::new().concurrency_limit(1).map_request(add_header).service(http);
    let client = builder(&server).transport(Tower::new(service)).build().expect("valid");
    let calls: Vec<_> = (0..3).map(|_| tokio::spawn(client.get("1").send())).collect();
    for call in calls {
        assert_eq!(call.await.expect("no panic").expect("success").id, "1");
    }
    client.create().with(|call| call.extra_body_field("a", 1)).await.expect_err("the response has no id");
    let requests = server.requests();
    assert!(requests.iter().all(|request| request.header("x-layer") == Some("1")), "{requests:?}");
    assert_eq!(requests.last().map(|request| request.body.as_slice()), Some(br#"{"a":1}"#.as_slice()));
}

#[cfg(feature = "tower")]
#[tokio::test]
async fn errors_of_a_service_are_transport_errors() {
    for (kind, attempts) in [(Some(TransportErrorKind::Connect), 2), (None, 1)] {
        let service = tower::service_fn(move |_: http::Request<Body>| async move {
            let error: Box<dyn std::error::Error + Send + Sync> = match kind {
                Some(kind) => TransportError::new(kind, "not today").into(),
                None => "not today".into(),
            };
            Err::<http::Response<Body>, _>(error)
        });
        let policy = rt::RetryPolicy::new().max_attempts(2);
        let builder = ClientBuilder::new("acme").key("k").transport(Tower::new(service)).random(|| 0.0);
        let error = builder.retry(policy).build().expect("valid").create().await.expect_err("not today");
        assert_eq!(error.attempts(), attempts, "only what was not sent is sent again: {error}");
        assert!(error.to_string().contains("(not today)"), "{error}");
    }
}
