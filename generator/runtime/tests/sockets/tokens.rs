//! Tokens from a source, which may change while a client is in use.

use std::convert::Infallible;
use std::future::{pending, ready};
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api_client_runtime::testing::{LoopbackServer, MockResponse};
use api_client_runtime::{BoxFuture, Error, File, RetryPolicy, TokenSource, wait_until};

use crate::client::{Client, ClientBuilder, builder};

type AnyError = Box<dyn std::error::Error + Send + Sync>;

/// A source with a list of tokens. A rejected token is replaced by the next one. Records how it is used.
#[derive(Clone, Default)]
struct Rotating(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    tokens: Vec<&'static str>,
    asked: usize,
    rejected: Vec<String>,
}

impl Rotating {
    fn new(tokens: &[&'static str]) -> Self {
        Self(Arc::new(Mutex::new(State { tokens: tokens.to_vec(), ..State::default() })))
    }

    fn asked(&self) -> usize {
        self.0.lock().expect("no panic").asked
    }

    fn rejected(&self) -> Vec<String> {
        self.0.lock().expect("no panic").rejected.clone()
    }
}

impl TokenSource for Rotating {
    fn token(&self) -> BoxFuture<Result<String, AnyError>> {
        let mut state = self.0.lock().expect("no panic");
        state.asked += 1;
        let token = state.tokens.first().map(|token| (*token).to_owned()).ok_or_else(|| "the list is empty".into());
        Box::pin(ready(token))
    }

    fn rejected(&self, token: &str) -> BoxFuture<()> {
        let mut state = self.0.lock().expect("no panic");
        state.rejected.push(token.to_owned());
        if state.tokens.len() > 1 {
            state.tokens.retain(|known| *known != token);
        }
        Box::pin(ready(()))
    }
}

/// A server that accepts only one token.
async fn server_with(accepted: &'static str) -> LoopbackServer {
    LoopbackServer::start_with(move |request| {
        if request.header("x-key") == Some(&format!("Key {accepted}")) {
            MockResponse::json(200, r#"{"widget":{"id":"1"},"id":"1","widgets":[{"id":"1"}]}"#)
        } else {
            MockResponse::json(401, r#"{"error":{"message":"wrong key"}}"#)
        }
    })
    .await
}

fn with_source(server: &LoopbackServer, source: &Rotating) -> Client {
    builder(server).retry(RetryPolicy::none()).key_source(source.clone()).build().expect("the configuration is valid")
}

/// Returns the token headers of all requests.
fn sent(server: &LoopbackServer) -> Vec<String> {
    let header = |request: &api_client_runtime::testing::RecordedRequest| {
        request.header("x-key").unwrap_or_default().trim_start_matches("Key ").to_owned()
    };
    server.requests().iter().map(header).collect()
}

#[tokio::test]
async fn closures_and_sources_return_tokens() {
    let server = server_with("tok-1").await;
    let shared: Arc<dyn TokenSource> = Arc::new(Rotating::new(&["tok-1"]));
    let own = || builder(&server);
    let clients = [
        own().key_source(|| "tok-1".to_owned()),
        own().key_source(|| Ok::<_, Infallible>("tok-1".to_owned())),
        own().key_source(|| async { "tok-1".to_owned() }),
        own().key_source(|| async {
            tokio::time::sleep(Duration::from_millis(1)).await;
            Ok::<_, io::Error>("tok-1".to_owned())
        }),
        own().key_source(Rotating::new(&["tok-1"])),
        own().key_source(shared),
        // The last setting of a credential applies.
        own().key("wrong").key_source(|| "tok-1".to_owned()),
        own().key_source(|| "wrong".to_owned()).key("tok-1"),
    ];
    for (index, client) in clients.into_iter().enumerate() {
        let client = client.build().expect("the configuration is valid");
        client.get("1").await.unwrap_or_else(|error| panic!("{index}: {error}"));
    }
}

#[tokio::test]
async fn token_of_a_query_parameter_comes_from_a_source() {
    let server = LoopbackServer::start().await;
    server.queue(MockResponse::json(200, "{}"));
    let client = builder(&server).other_key_source(|| "a b".to_owned()).build().expect("valid");
    client.settings().await.expect("the call succeeds");
    assert_eq!(server.requests()[0].target, "/v1/accounts/acme/settings?other%20key=a%20b");
    assert!(!format!("{client:?}").contains("a b"));
}

#[tokio::test]
async fn rejected_token_is_replaced_once_per_call() {
    // The tokens of the source, the result, the sent tokens, and the reported ones.
    type Tokens = &'static [&'static str];
    let cases: &[(Tokens, bool, Tokens, Tokens)] = &[
        (&["good"], true, &["good"], &[]),
        (&["old", "good"], true, &["old", "good"], &["old"]),
        // The source has no other token.
        (&["old"], false, &["old"], &["old"]),
        // The second token is rejected too.
        (&["old", "older", "good"], false, &["old", "older"], &["old", "older"]),
    ];
    for (tokens, succeeds, expected, rejected) in cases {
        for idempotent in [true, false] {
            let (server, source) = (server_with("good").await, Rotating::new(tokens));
            let client = with_source(&server, &source);
            let result = if idempotent { client.get("1").await } else { client.create().await };
            assert_eq!(result.is_ok(), *succeeds, "{tokens:?}: {result:?}");
            assert_eq!(sent(&server), *expected, "{tokens:?}");
            assert_eq!(source.rejected(), *rejected, "{tokens:?}");
            if let Err(error) = result {
                assert!(error.is_unauthenticated() && error.is_permission_denied(), "{error}");
                assert!(!error.may_have_been_executed() && !error.is_retryable(), "{error}");
                assert_eq!(error.attempts() as usize, expected.len(), "{error}");
            }
        }
    }
}

#[tokio::test]
async fn error_code_of_an_invalid_token_counts_as_a_rejection() {
    let (server, source) = (LoopbackServer::start().await, Rotating::new(&["old", "good"]));
    server.queue(MockResponse::json(400, r#"{"error":{"code":6}}"#));
    server.queue(MockResponse::json(200, r#"{"widget":{"id":"1"}}"#));
    let widget = with_source(&server, &source).get("1").response().await.expect("the second attempt succeeds");
    assert_eq!((widget.attempts(), source.rejected()), (2, vec!["old".to_owned()]));
    // A missing permission is not a rejected token.
    server.queue(MockResponse::json(403, "{}"));
    let error = with_source(&server, &source).get("1").await.expect_err("403");
    assert!(error.is_permission_denied() && !error.is_unauthenticated(), "{error}");
    assert_eq!(source.rejected().len(), 1);
}

/// Each attempt asks, because a token may expire during a wait.
#[tokio::test]
async fn each_call_page_poll_and_retry_asks_for_the_token() {
    let (server, source) = (LoopbackServer::start().await, Rotating::new(&["good"]));
    let client = builder(&server).key_source(source.clone()).random(|| 0.0).build().expect("valid");
    let queue = |bodies: &[&str]| bodies.iter().for_each(|body| server.queue(MockResponse::json(200, *body)));

    server.queue(MockResponse::json(503, ""));
    queue(&[r#"{"widget":{"id":"1"}}"#]);
    client.get("1").await.expect("the retry succeeds");
    assert_eq!(source.asked(), 2);

    queue(&[r#"{"widgets":[{"id":"1"}],"next":"n","more":true}"#, r#"{"widgets":[{"id":"2"}],"more":false}"#]);
    let mut pages = client.list().pages();
    while pages.try_next().await.expect("the page is valid").is_some() {}
    assert_eq!(source.asked(), 4);

    queue(&[r#"{"id":"1","stage":"waiting"}"#, r#"{"id":"1","stage":"made"}"#]);
    client.making("1").wait().poll_interval(Duration::from_millis(1)).await.expect("the job is done");
    queue(&[r#"{"widget":{"id":"1"}}"#, r#"{"widget":{"id":"1","size":1}}"#]);
    let polled = client.clone();
    wait_until(move || polled.get("1"), |widget| widget.size == Some(1))
        .poll_interval(Duration::from_millis(1))
        .await
        .expect("the condition is met");
    assert_eq!(source.asked(), 8);
    assert!(sent(&server).iter().all(|token| token == "good"));
}

#[tokio::test]
async fn upload_is_repeated_with_a_new_token_unless_its_body_is_a_stream() {
    for (file, succeeds) in [
        (File::from_bytes("a", "content"), true),
        (File::from_stream("a", Once(Some("content".into())), Some(7)), false),
    ] {
        let (server, source) = (server_with("good").await, Rotating::new(&["old", "good"]));
        let client = with_source(&server, &source);
        let result = client.upload(file).await;
        assert_eq!(result.is_ok(), succeeds, "{result:?}");
        assert_eq!(source.rejected(), ["old"]);
        assert_eq!(sent(&server).len(), if succeeds { 2 } else { 1 });
    }
}

/// A stream of one chunk.
struct Once(Option<bytes::Bytes>);

impl futures_core::Stream for Once {
    type Item = Result<bytes::Bytes, api_client_runtime::TransportError>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.take().map(Ok))
    }
}

#[tokio::test]
async fn failed_source_fails_the_call_and_nothing_is_sent() {
    let server = LoopbackServer::start().await;
    let own = || builder(&server).attempt_timeout(Duration::from_millis(50));
    let failing = || Err::<String, _>(io::Error::other(anyhow::Error::msg("refused").context("no vault")));
    for (client, is_retryable, expected) in [
        (own().key_source(failing), true, "the token source of `key` failed (refused); nothing was sent"),
        (
            own().key_source(|| async { pending::<String>().await }),
            true,
            "the token source of `key` returned no token within 50ms; nothing was sent",
        ),
        (own().key_source(String::new), false, "returned a token that is empty or has characters"),
        (own().key_source(|| "a\nb".to_owned()), false, "returned a token that is empty or has characters"),
        (own().key_source(Rotating::default()), true, "failed (the list is empty)"),
    ] {
        let error = client.build().expect("valid").create().await.expect_err("there is no token");
        assert!(matches!(&error, Error::Token(error) if error.credential() == "key"), "{error:?}");
        assert!(error.to_string().starts_with("widgets.create: the token source of `key`"), "{error}");
        assert!(error.to_string().contains(expected), "{error}");
        assert_eq!(
            (error.attempts(), error.may_have_been_executed(), error.is_retryable()),
            (0, false, is_retryable),
            "{error}"
        );
    }
    assert!(server.requests().is_empty());
    // The call of a host without this credential is not affected.
    server.queue(MockResponse::json(200, "{}"));
    own().key_source(failing).build().expect("valid").settings().await.expect("the other key is fixed");
}

#[tokio::test]
async fn source_that_fails_after_a_rejection_is_the_error_of_the_call() {
    let (server, is_asked) = (server_with("good").await, Arc::new(Mutex::new(false)));
    let source = move || {
        let first = !std::mem::replace(&mut *is_asked.lock().expect("no panic"), true);
        if first { Ok("old".to_owned()) } else { Err(io::Error::other("the vault is sealed")) }
    };
    let client = builder(&server).key_source(source).build().expect("valid");
    let error = client.create().await.expect_err("there is no token");
    assert_eq!(
        error.to_string(),
        "widgets.create: the token source of `key` failed (the vault is sealed); check the token source; nothing was \
         executed, so the call can be retried"
    );
    assert_eq!((error.attempts(), error.is_retryable()), (1, true));
}

#[tokio::test]
async fn tokens_of_a_source_are_never_shown() {
    let canaries = ["canary-1", "canary-2"];
    let server = LoopbackServer::start_with(|request| {
        let key = request.header("x-key").unwrap_or_default();
        MockResponse::json(
            401,
            format!(r#"{{"error":{{"message":"unknown key {key}, not canary-1"}},"trace":"{key}"}}"#),
        )
    })
    .await;
    let source = Rotating::new(&canaries);
    let builder = builder(&server).key_source(source.clone());
    let client = builder.clone().build().expect("valid");
    let error = client.get("1").await.expect_err("401");
    assert_eq!(sent(&server), canaries);
    let quoting = || Err::<String, _>(io::Error::other("canary-2 is revoked"));
    let shared = client.clone();
    let mut texts = vec![format!("{builder:?} {client:?} {:?} {error} {error:?} {error:#?}", shared.get("1"))];
    assert!(texts[0].contains("[secret]"), "{}", texts[0]);

    // The source itself quotes a token that the client has sent before.
    let first = Arc::new(Mutex::new(true));
    let source =
        move || if std::mem::take(&mut *first.lock().expect("no panic")) { Ok("canary-2".into()) } else { quoting() };
    let client = ClientBuilder::new("acme").key("k").base_url(server.url()).key_source(source).build().expect("valid");
    let error = client.get("1").await.expect_err("the source fails after the rejection");
    texts.push(format!("{error} {error:?} {error:#?}"));
    for text in texts {
        assert!(!text.contains("canary"), "{text}");
    }
}

#[tokio::test]
async fn many_calls_replace_a_token_together() {
    let (server, source) = (server_with("good").await, Rotating::new(&["old", "good"]));
    let client = with_source(&server, &source);
    let calls: Vec<_> = (0..50).map(|_| tokio::spawn(client.create().send())).collect();
    for call in calls {
        call.await.expect("no panic").expect("each call gets the new token");
    }
    assert!(source.rejected().iter().all(|token| token == "old"), "{:?}", source.rejected());
}

#[cfg(feature = "blocking")]
#[test]
fn blocking_call_asks_an_asynchronous_source() {
    let server = LoopbackServer::start_blocking();
    server.queue(MockResponse::json(401, "{}"));
    server.queue(MockResponse::json(200, r#"{"widget":{"id":"1"}}"#));
    let count = Arc::new(Mutex::new(0));
    let source = move || {
        let count = Arc::clone(&count);
        async move {
            tokio::time::sleep(Duration::from_millis(1)).await;
            let mut count = count.lock().expect("no panic");
            *count += 1;
            format!("token-{count}")
        }
    };
    let client = builder(&server).key_source(source).build().expect("valid");
    client.get("1").send().blocking().expect("the second token is accepted");
    assert_eq!(sent(&server), ["token-1", "token-2"]);
}
