//! Errors of calls and their messages.

use std::time::{Duration, Instant};

use api_client_runtime::testing::{LoopbackServer, MockResponse};
use api_client_runtime::{
    Body, BoxFuture, Error, ErrorFormat, JsonValue, Method, OpenCode, RetryPolicy, Transport, TransportError,
    TransportErrorKind,
};

use crate::client::{ClientBuilder, MAIN, builder, client};

type Predicate = fn(&Error) -> bool;

async fn outcome(response: MockResponse) -> Error {
    let server = LoopbackServer::start().await;
    server.queue(response);
    let once = client(&server).get("secret-id").with(|call| call.retry(RetryPolicy::none()));
    once.await.expect_err("no success")
}

/// The same for calls that are not idempotent, and after more than one attempt.
#[tokio::test]
async fn errors_state_whether_a_call_can_be_retried() {
    let rate_limited = r#"{"error":{"code":9,"message":"Too many (retry_after: 0.25s)"}}"#;
    let cases: &[(MockResponse, u32, &str)] = &[
        (
            MockResponse::new(503, &[], ""),
            1,
            "widgets.create: 503 Service Unavailable; the server or a proxy in front of it failed; the server may have executed the call: check before you retry it",
        ),
        (
            MockResponse::raw(""),
            1,
            "widgets.create: the connection failed (connection closed before message completed); the server may have executed the call: check before you retry it",
        ),
        (
            MockResponse::json(429, rate_limited),
            2,
            "widgets.create: 429 (9 BUSY): Too many (retry_after: 0.25s) (2 attempts); wait 250.0ms before sending more requests, as the server requests",
        ),
        (
            MockResponse::new(429, &[("X-Wait", "3600")], ""),
            1,
            "widgets.create: 429 Too Many Requests; wait 3600.0s before sending more requests, as the server requests",
        ),
        (
            MockResponse::json(200, "{}"),
            1,
            "widgets.create: the server executed the call (200), but its response can't be read: $: has no usable `id`, which identifies it; do not retry it",
        ),
    ];
    for (response, attempts, expected) in cases {
        let server = LoopbackServer::start().await;
        for _ in 0..*attempts {
            server.queue(response.clone());
        }
        let call = client(&server).create().with(|call| call.retry(RetryPolicy::new().max_attempts(2)));
        let error = call.await.expect_err("no success");
        assert_eq!(error.to_string(), *expected);
        assert_eq!((error.attempts(), server.requests().len()), (*attempts, *attempts as usize), "{expected}");
    }
}

/// One line per error, with the failure and advice. Review changed messages here.
#[tokio::test]
async fn errors_have_one_line_with_failure_and_advice() {
    let cases = [
        (
            MockResponse::json(400, r#"{"error":{"code":7,"message":"No such widget."},"trace":"t-1"}"#),
            "widgets.get: 400 (7 GONE): No such widget [request t-1]; check the ids, and that they belong to this application",
        ),
        (
            MockResponse::json(400, r#"{"error":{"code":"8"},"trace":12}"#),
            "widgets.get: 400 (8 TAKEN) [request 12]; use the existing one, or choose a different id",
        ),
        (
            MockResponse::json(403, r#"{"error":{"code":99,"message":"no\nway"}}"#),
            "widgets.get: 403 (99): no way; check the token, its permissions and the plan",
        ),
        (
            MockResponse::new(404, &[], ""),
            "widgets.get: 404 Not Found; check the ids, and that they belong to this application",
        ),
        (
            MockResponse::new(502, &[], "<html><title>\n  bad\u{1b}[0m gateway</title>user content"),
            "widgets.get: 502 Bad Gateway, not in the format of the API's errors (HTML, 51 bytes, title \"bad\\u{1b}[0m gateway\"); the server or a proxy in front of it failed; try again later",
        ),
        (
            MockResponse::new(429, &[], "{}"),
            "widgets.get: 429 Too Many Requests, not in the format of the API's errors (JSON, 2 bytes); wait before sending more requests",
        ),
        (
            MockResponse::new(404, &[("Content-Type", "text/plain; charset=utf-8")], "user content"),
            "widgets.get: 404 Not Found, not in the format of the API's errors (text/plain, 12 bytes); check the ids, and that they belong to this application",
        ),
        (
            MockResponse::json(500, r#"{"request":"user content"}"#),
            "widgets.get: 500 Internal Server Error, not in the format of the API's errors (application/json, 26 bytes); the server or a proxy in front of it failed; try again later",
        ),
        (
            MockResponse::new(302, &[("Location", "https://elsewhere.example/x?token=1")], ""),
            "widgets.get: 302 Found; the redirect was not followed: it leads to a different origin (https://elsewhere.example), which must not receive the token",
        ),
        (MockResponse::new(302, &[], ""), "widgets.get: 302 Found; the redirect was not followed: it has no target"),
        (
            MockResponse::json(200, r#"{"widget":{"size":1}}"#),
            "widgets.get: the server executed the call (200), but its response can't be read: $.widget: has no usable `id`, which identifies it; do not retry it",
        ),
        (
            MockResponse::json(200, "oops"),
            "widgets.get: the response (200) can't be read: it is not JSON (expected value at line 1 column 1); the call can be retried safely",
        ),
        (
            MockResponse::json(200, r#"{"failed":true,"error":{"code":7,"message":"No such widget."}}"#),
            "widgets.get: 200 (7 GONE): No such widget; check the ids, and that they belong to this application",
        ),
        (
            MockResponse::json(200, ""),
            "widgets.get: the server executed the call (200), but its response has no body; do not retry it",
        ),
        (
            MockResponse::json(200, r#"{"other":1}"#),
            "widgets.get: the server executed the call (200), but its response can't be read: $: has no `widget`; do not retry it",
        ),
    ];
    for (response, expected) in cases {
        let error = outcome(response).await;
        assert_eq!(error.to_string(), expected);
        assert_eq!(error.operation(), Some("widgets.get"));
        assert!(!format!("{error:?}").contains("secret-id"), "no filled-in URL: {error:?}");
    }
}

/// Statuses with their own advice, for an idempotent call and one that is not.
#[tokio::test]
async fn special_statuses_have_their_own_advice() {
    const SAFE: &str = "; the call can be retried safely";
    const LOOK: &str = "; the server may have executed the call: check before you retry it";
    const AGAIN: &str = "; nothing was executed, so the call can be retried";
    let cases: &[(u16, &str, &str, &str)] = &[
        (300, "the server offers several locations, and the client follows none: check the base URL", "", LOOK),
        (
            304,
            "only a conditional request gets this response: remove conditional headers such as `If-None-Match` from the call",
            "",
            LOOK,
        ),
        (
            305,
            "the server requires a proxy, which the client does not take from a response: set it on the client's builder",
            "",
            "",
        ),
        (
            407,
            "a proxy requires a user name and a password: set them in the URL of the proxy, with `proxy` on the client's builder or in the environment",
            "",
            "",
        ),
        (
            408,
            "the server waited too long for the request: check the connection and the size of the request",
            SAFE,
            LOOK,
        ),
        (417, "the server does not support the header `Expect`: remove it from the call", "", ""),
        (
            421,
            "the request reached a server that does not serve this host: check the base URL and proxies on the way",
            "",
            "",
        ),
        (425, "the server does not execute a request that may be replayed", AGAIN, AGAIN),
        (426, "the server requires a different HTTP version: check the transport and proxies on the way", "", ""),
        (431, "the headers of the request are too large: send fewer or shorter ones", "", ""),
        (501, "the server does not support this; retrying it will not help", "", ""),
        (505, "the server requires a different HTTP version: check the transport and proxies on the way", "", ""),
        (511, "the network requires a sign-in: sign in with a browser, or use a different network", "", ""),
    ];
    for (status, advice, idempotent, other) in cases {
        for (is_idempotent, then) in [(true, idempotent), (false, other)] {
            let server = LoopbackServer::start().await;
            server.queue(MockResponse::new(*status, &[], ""));
            let client = builder(&server).retry(RetryPolicy::none()).build().expect("valid");
            let error = if is_idempotent { client.get("1").await.err() } else { client.create().await.err() };
            let error = error.expect("no success");
            assert!(error.to_string().ends_with(&format!("; {advice}{then}")), "{status} {is_idempotent}: {error}");
            let may_be_executed = matches!(status, 300 | 304 | 408);
            assert_eq!(error.may_have_been_executed(), may_be_executed, "{status}: {error}");
            assert_eq!(error.is_retryable(), *status == 425 || *status == 408 && is_idempotent, "{status}: {error}");
        }
        // The code of the vendor is more specific. A 304 has no body.
        if *status == 304 {
            continue;
        }
        let error = outcome(MockResponse::json(*status, r#"{"error":{"code":7}}"#)).await.to_string();
        assert!(error.ends_with("check the ids, and that they belong to this application"), "{status}: {error}");
    }
}

/// A transport that repeats the request in its error, as the message and as a cause.
struct Repeats;

impl Transport for Repeats {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<Result<http::Response<Body>, TransportError>> {
        let error = format!("can't send {}, twice: {}", request.uri(), request.uri().to_string().to_uppercase());
        Box::pin(async { Err(TransportError::new(TransportErrorKind::Request, error)) })
    }
}

/// Tokens in any text and notation, also if they overlap each other or the mark.
#[tokio::test]
async fn repeated_tokens_are_redacted_once() {
    let token = "a/secret\"token+1";
    let cases: &[(&str, &str, &str)] = &[
        (token, "key a/secret\"token+1 is wrong", "key [secret] is wrong"),
        (token, "key a%2Fsecret%22token%2b1 is wrong", "key [secret] is wrong"),
        (token, "key a\\/secret\\u0022token+1 is wrong", "key [secret] is wrong"),
        (token, "key a/secret&quot;token&#43;1 is wrong", "key [secret] is wrong"),
        // `other-` and the token is the other token of this client.
        (token, "other-a/secret\"token+1 is wrong", "[secret] is wrong"),
        ("secret", "key secret, other-secret", "key [secret], [secret]"),
        ("e", "key e", "k[secret]y [secret]"),
        ("red", "key red or [redacted]", "key [secret] or [[secret]acted]"),
    ];
    for (token, text, expected) in cases {
        let server = LoopbackServer::start().await;
        let client = builder(&server).key(token).retry(RetryPolicy::none()).build().expect("valid");
        let body = serde_json::json!({ "error": { "message": text }, "trace": text });
        server.queue(MockResponse::json(400, body.to_string()));
        let error = client.get("1").await.expect_err("no success");
        let start = format!("widgets.get: 400 Bad Request: {expected} [request {expected}]; ");
        assert!(error.to_string().starts_with(&start), "{error}");
        assert_eq!(error.request_id(), Some(*expected));
        let Error::Api(error) = error else { panic!("{error}") };
        assert_eq!(error.message(), Some(*expected));
        assert!(format!("{error:?}").matches(&format!("Some({expected:?})")).count() == 2, "{error:?}");
        // The title of a page.
        let page = format!("<title>{}</title>", text.replace('"', "&quot;"));
        server.queue(MockResponse::new(502, &[("Content-Type", "text/html")], &page));
        let error = client.get("1").await.expect_err("no success").to_string();
        assert!(error.contains(&format!("title \"{expected}\"")), "{error}");
    }

    let token = "a-secret-token";
    let own = ClientBuilder::new("acme").key(token).retry(RetryPolicy::none());
    let client = own.transport(Repeats).build().expect("valid");
    let error = client.settings().await.expect_err("the transport fails");
    let expected = "widgets.settings: the connection failed (can't send https://other.widgets.example/v1/accounts/acme/\
                 settings?other%20key=[secret], twice: HTTPS://OTHER.WIDGETS.EXAMPLE/V1/ACCOUNTS/ACME/\
                 SETTINGS?OTHER%20KEY=[secret]); the call can be retried safely";
    assert_eq!(error.to_string(), expected);
    assert!(!format!("{error:?}").to_lowercase().contains(token), "{error:?}");

    let server = LoopbackServer::start().await;
    let client = builder(&server).key(token).build().expect("valid");
    server.queue(MockResponse::new(302, &[("Location", "https://A-SECRET-TOKEN.example/")], ""));
    let error = client.get("1").await.expect_err("it is not followed").to_string();
    assert!(
        error.contains("it leads to a different origin (https://[secret].example), which must not receive"),
        "{error}"
    );
    server.queue(MockResponse::json(200, r#"{"id":"1","stage":"a-secret-token"}"#));
    let wait = client.making("1").wait().max_wait(Duration::ZERO);
    let error = wait.await.expect_err("it is not done").to_string();
    assert!(error.contains("last state `[secret]`"), "{error}");
}

#[tokio::test]
async fn code_decides_the_kind_of_an_error_before_the_status() {
    let cases: &[(u16, &str, Predicate)] = &[
        (500, r#"{"error":{"code":7}}"#, Error::is_not_found),
        (404, r#"{"error":{"code":8}}"#, Error::is_already_exists),
        (404, "{}", Error::is_not_found),
        (410, "", Error::is_not_found),
        (409, "", Error::is_already_exists),
        (401, "", Error::is_permission_denied),
        (403, r#"{"error":{"code":12345}}"#, Error::is_permission_denied),
        (429, "", Error::is_rate_limited),
        (400, "", Error::is_invalid_request),
        (422, "", Error::is_invalid_request),
        (426, "", Error::is_invalid_request),
        (428, "", Error::is_invalid_request),
        (431, "", Error::is_invalid_request),
        (503, "", Error::is_server_error),
    ];
    let predicates = [
        Error::is_not_found,
        Error::is_already_exists,
        Error::is_permission_denied,
        Error::is_rate_limited,
        Error::is_invalid_request,
        Error::is_server_error,
        Error::is_quota_exceeded,
        Error::is_timeout,
    ];
    for (status, body, is_it) in cases {
        let error = outcome(MockResponse::new(*status, &[], body)).await;
        assert!(is_it(&error), "{status} {body}: {error}");
        assert_eq!(
            predicates.iter().filter(|predicate| predicate(&error)).count(),
            1,
            "{status} {body}: it is one thing"
        );
    }
}

#[tokio::test]
async fn failed_connection_reports_the_phase() {
    let refused = ClientBuilder::new("acme").key("k").base_url("http://127.0.0.1:1").build().expect("valid");
    let cases = [
        (refused.get("1").await.expect_err("refused"), TransportErrorKind::Connect, "(4 attempts); nothing was sent"),
        (outcome(MockResponse::raw("")).await, TransportErrorKind::Request, "; the call can be retried safely"),
        (
            outcome(MockResponse::raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"wid")).await,
            TransportErrorKind::Response,
            "failed during the response",
        ),
    ];
    for (error, kind, words) in cases {
        let text = error.to_string();
        assert!(text.contains(words), "{text}");
        let Error::Transport(transport) = error else { panic!("{text}") };
        assert_eq!(transport.kind(), kind, "{text}");
        assert!(std::error::Error::source(&*transport).is_some(), "the outer causes are kept");
        assert!(!format!("{transport:?}").contains("/v1/"), "no URL: {transport:?}");
    }
}

#[tokio::test]
async fn call_ends_with_its_timeout() {
    // A server that accepts and never responds, and one that stops in the middle.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let client = ClientBuilder::new("acme").key("k").base_url(url).build().expect("valid");
    let start = Instant::now();
    let error = client.get("1").with(|call| call.timeout(Duration::from_millis(100))).await.expect_err("too long");
    assert!(error.is_timeout() && start.elapsed() < Duration::from_secs(5));
    assert_eq!(error.to_string(), "widgets.get: no response within 100ms; the call can be retried safely");
    let error = client.create().with(|call| call.timeout(Duration::from_millis(50))).await.expect_err("too long");
    assert!(error.to_string().ends_with("the server may have executed the call: check before you retry it"), "{error}");
    assert_eq!((error.attempts(), error.may_have_been_executed(), error.is_retryable()), (1, true, false));
    let attempts = client.get("1").with(|call| {
        let policy = RetryPolicy::new().max_attempts(3).base_delay(Duration::from_millis(1));
        call.attempt_timeout(Duration::from_millis(50)).retry(policy)
    });
    let error = attempts.await.expect_err("too long");
    assert_eq!(error.to_string(), "widgets.get: no response within 50ms (3 attempts); the call can be retried safely");
    assert!(error.is_retryable());
}

#[tokio::test]
async fn response_larger_than_the_limit_is_an_error() {
    let server = LoopbackServer::start().await;
    let small = builder(&server).max_response_bytes(1000).build().expect("valid");
    let body = format!(r#"{{"widget":{{"id":"{}"}}}}"#, "x".repeat(200_000));
    server.queue(MockResponse::json(200, body.clone()));
    let chunks: String = body
        .as_bytes()
        .chunks(500)
        .map(|chunk| format!("{:x}\r\n{}\r\n", chunk.len(), String::from_utf8_lossy(chunk)))
        .collect();
    server.queue(MockResponse::raw(format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}0\r\n\r\n")));
    for _ in 0..2 {
        let error = small.get("1").await.expect_err("too large");
        assert!(error.to_string().contains("larger than the limit of 1000 bytes"), "{error}");
    }
    server.queue(MockResponse::json(200, body));
    client(&server).get("1").await.expect("the response is within the default limit");
}

#[tokio::test]
async fn redirects_repeat_the_request_within_its_origin() {
    let server = LoopbackServer::start().await;
    let client = client(&server);
    for _ in 0..2 {
        server.queue(MockResponse::new(307, &[("Location", "/moved")], ""));
    }
    server.queue(MockResponse::json(200, r#"{"id":"1"}"#));
    client.create().with(|call| call.extra_body_field("a", 1)).await.expect("a 307 repeats the request");
    let last = server.requests().pop().unwrap_or_default();
    assert_eq!(
        (last.method.as_str(), last.target.as_str(), last.body.as_slice()),
        ("POST", "/moved", br#"{"a":1}"#.as_slice())
    );
    assert_eq!(last.header("x-key"), Some("Key k"), "within the origin the token goes along");
    server.queue(MockResponse::new(302, &[("Location", "/moved")], ""));
    let error = client.create().await.expect_err("a POST must not become a GET");
    assert!(error.to_string().contains("it would turn the call into a GET"), "{error}");
    for _ in 0..10 {
        server.queue(MockResponse::new(302, &[("Location", "/again")], ""));
    }
    let before = server.requests().len();
    let error = client.get("1").await.expect_err("a loop ends");
    assert!(error.to_string().contains("it is the 6th in a row"), "{error}");
    assert_eq!(server.requests().len() - before, 6);
}

/// An API can mark errors in the body. Such a body is an error whatever the status, because an error must not be
/// decoded as a result.
#[tokio::test]
async fn marked_error_is_an_error_with_any_status() {
    let error = r#"{"error":{"code":7,"message":"No such widget."},"failed":true}"#;
    let with_mark = |mark: &str| format!(r#"{{"id":"1","widget":{{"id":"1"}},"failed":{mark},"error":{{"code":7}}}}"#);
    for (status, body, is_error) in [
        (200, error.to_owned(), true),
        (201, error.to_owned(), true),
        (202, format!(" \n{error}"), true),
        (200, format!("\u{feff}{error}"), true),
        (200, error.replace("No such", "No \u{1} such"), true),
        (200, with_mark("true"), true),
        // A response with several statuses contains several results.
        (207, with_mark("true"), false),
        (200, with_mark("false"), false),
        (200, with_mark("\"true\""), false),
        (200, with_mark("1"), false),
        (200, with_mark("null"), false),
        // Without a code, it is not an error of the API.
        (200, with_mark("true").replace("code", "note"), false),
        // The mark is not at the top level.
        (200, format!(r#"{{"widget":{{"id":"1","extra":{error}}}}}"#), false),
    ] {
        let server = LoopbackServer::start_with(move |_| MockResponse::json(status, body.clone())).await;
        let client = client(&server);
        let Err(error) = client.get("1").await else {
            assert!(!is_error, "{status} is an error");
            continue;
        };
        assert!(is_error && matches!(error, Error::Api(_)), "{status}: {error}");
        assert!(error.is_not_found() && !error.may_have_been_executed(), "{error}");
        assert_eq!((error.code(), error.status().map(|status| status.as_u16())), (Some(7), Some(status)));
        // The same for a response of any JSON, for no response, and for a list.
        let raw = client.raw(Method::GET, &MAIN, "/v1/any").send::<JsonValue>().await;
        assert!(matches!(raw, Err(Error::Api(_))), "{raw:?}");
        let deleted = client.delete("1").await;
        assert!(matches!(deleted, Err(Error::Api(_))), "{deleted:?}");
        let listed = client.list().items().try_next().await;
        assert!(matches!(listed, Err(Error::Api(_))), "{listed:?}");
    }
}

/// The code of a marked error decides about retries and limits, as for any other error.
#[tokio::test]
async fn marked_error_is_retried_by_its_code() {
    let server = LoopbackServer::start().await;
    server.queue(MockResponse::json(200, r#"{"failed":true,"error":{"code":11}}"#));
    server.queue(MockResponse::json(200, r#"{"failed":true,"error":{"code":9,"message":"retry_after: 0.1s"}}"#));
    server.queue(MockResponse::json(200, r#"{"widget":{"id":"1"}}"#));
    let response = client(&server).get("1").response().await.expect("the third attempt succeeds");
    assert_eq!((response.id.as_str(), response.attempts()), ("1", 3));
}

/// The codes of the test API.
#[derive(Clone, Copy, Debug, PartialEq)]
enum WidgetCode {
    Gone,
    Taken,
    Unknown(i64),
}

impl OpenCode for WidgetCode {
    const KNOWN: &'static [(i64, Self)] = &[(7, Self::Gone), (8, Self::Taken)];
    const FORMAT: &'static ErrorFormat = &crate::client::ERRORS;

    fn unknown(code: i64) -> Self {
        Self::Unknown(code)
    }

    fn as_unknown(&self) -> Option<i64> {
        if let Self::Unknown(code) = self { Some(*code) } else { None }
    }
}

/// Codes with the same numbers in a format that is equal in all parts.
#[derive(Clone, Copy, Debug, PartialEq)]
enum OtherCode {
    Gone,
    Unknown(i64),
}

static OTHER_ERRORS: ErrorFormat =
    ErrorFormat { code: &["error.code"], message: &[], request_id: &[], recognized_by: &[], codes: &[] };

impl OpenCode for OtherCode {
    const KNOWN: &'static [(i64, Self)] = &[(7, Self::Gone)];
    const FORMAT: &'static ErrorFormat = &OTHER_ERRORS;

    fn unknown(code: i64) -> Self {
        Self::Unknown(code)
    }

    fn as_unknown(&self) -> Option<i64> {
        if let Self::Unknown(code) = self { Some(*code) } else { None }
    }
}

#[tokio::test]
async fn code_is_compared_with_the_enum_of_its_product_only() {
    let server = LoopbackServer::start().await;
    for (body, code) in [
        (r#"{"error":{"code":7}}"#, Some(WidgetCode::Gone)),
        (r#"{"error":{"code":8}}"#, Some(WidgetCode::Taken)),
        (r#"{"error":{"code":99}}"#, Some(WidgetCode::Unknown(99))),
        ("{}", None),
    ] {
        server.queue(MockResponse::json(400, body));
        let error = client(&server).get("1").await.expect_err("400");
        assert_eq!(error.code_as::<WidgetCode>(), code, "{body}");
        for other in [WidgetCode::Gone, WidgetCode::Taken, WidgetCode::Unknown(99)] {
            assert_eq!(error.is_code(other), Some(other) == code, "{body} {other:?}");
        }
        // The number counts, also if it was unknown to the program that wrote it.
        assert_eq!(error.is_code(WidgetCode::Unknown(7)), code == Some(WidgetCode::Gone));
        assert_eq!(error.code_as::<OtherCode>(), None, "{body}");
        assert!(!error.is_code(OtherCode::Gone) && !error.is_code(OtherCode::Unknown(99)), "{body}");
    }
    let error = client(&server).get("").await.expect_err("nothing is sent");
    assert_eq!(error.code_as::<WidgetCode>(), None);
}
