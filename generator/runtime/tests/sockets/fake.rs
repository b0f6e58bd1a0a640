//! The fake server with an invented API: its validation and its simulated failures.

use std::time::{Duration, Instant};

use api_client_runtime::testing::{
    FakeApi, FakeRequest, FakeServer, HandledRequest, MockResponse, decode_page, decode_response,
};
use api_client_runtime::{
    Api, Auth, Call, Carrier, Client, CursorPagination, Error, ErrorCode, ErrorCodeKind, ErrorFormat, Host, JsonValue,
    Method, Operation, Pagination, RateLimit,
};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

static ERRORS: ErrorFormat = ErrorFormat {
    code: &["error.code", "code"],
    message: &["error.message", "message"],
    request_id: &[],
    recognized_by: &[],
    codes: &[
        ErrorCode { code: 7, name: "BAD", kind: ErrorCodeKind::InvalidRequest, retryable: false, doc: "It is bad." },
        ErrorCode {
            code: 400_001,
            name: "WORSE",
            kind: ErrorCodeKind::InvalidRequest,
            retryable: false,
            doc: "Worse.",
        },
        ErrorCode {
            code: 400_002,
            name: "GONE",
            kind: ErrorCodeKind::NotFound,
            retryable: false,
            doc: "It does not exist.",
        },
        ErrorCode {
            code: 401_001,
            name: "WHO",
            kind: ErrorCodeKind::PermissionDenied,
            retryable: false,
            doc: "Who is it?",
        },
        ErrorCode { code: 500_910, name: "BUSY", kind: ErrorCodeKind::RateLimited, retryable: true, doc: "Busy." },
    ],
};
static PLAIN_ERRORS: ErrorFormat =
    ErrorFormat { code: &[], message: &["detail"], request_id: &[], recognized_by: &[], codes: &[] };
static LIMIT: RateLimit = RateLimit {
    name: "main",
    per_endpoint: true,
    safe_to_retry: true,
    limit: "",
    remaining: "X-Left",
    reset: "",
    retry_after: "X-Wait",
    reset_hint: "",
    retry_after_hint: "wait: {}s",
};
static MAIN: Host = Host {
    name: "main",
    url: "https://main.example.com",
    path_prefixes: &["/v1"],
    base_url_method: "main_base_url",
    auth: Some(Auth { carrier: Carrier::Header("Authorization"), prefix: "Bearer ", credential: "token" }),
    errors: &ERRORS,
    rate_limit: Some(&LIMIT),
};
static SIDE: Host = Host {
    name: "side",
    url: "https://side.example.com",
    path_prefixes: &["/v1"],
    base_url_method: "side_base_url",
    auth: Some(Auth { carrier: Carrier::Query("key"), prefix: "", credential: "side_key" }),
    errors: &PLAIN_ERRORS,
    rate_limit: None,
};
pub(crate) static API: Api = Api {
    crate_name: "widgets",
    crate_version: "1.0.0",
    configuration: &["realm"],
    credentials: &["token", "side_key"],
    hosts: &[&MAIN, &SIDE],
};
static CURSOR: Pagination = Pagination::Cursor(CursorPagination {
    request: "after",
    response: "next",
    has_more: "more",
    repeats_last: false,
    backwards: None,
});
static LIST: Operation =
    Operation::new("w.widgets.list", Method::GET, "/v1/{realm}/widgets", &MAIN).paginated(&CURSOR, "widgets");
static MAKE: Operation = Operation::new("w.widgets.make", Method::POST, "/v1/widgets", &MAIN).json_body();
static SIDE_GET: Operation = Operation::new("w.side.get", Method::GET, "/v1/things/{id}", &SIDE).wrapped_in("thing");
static FAKE: FakeApi = FakeApi::new(&API, include_str!("fake.json"));

/// Sends one request over its own connection and returns the response as text.
pub(crate) async fn exchange(fake: &FakeServer, host: &str, message: &str) -> String {
    exchange_at(fake.url(host).expect("the host is known"), message).await
}

async fn exchange_at(base_url: &str, message: &str) -> String {
    let address = base_url.trim_start_matches("http://");
    let (head, body) = message.split_once("\n\n").unwrap_or((message, ""));
    let (line, headers) = head.split_once('\n').unwrap_or((head, ""));
    let body = if head.contains("multipart") { body.replace('\n', "\r\n") } else { body.to_owned() };
    let length = if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    let mut text = format!("{line} HTTP/1.1\r\nHost: x\r\n{length}");
    text.extend(headers.lines().map(|header| format!("{header}\r\n")));
    text.push_str("\r\n");
    text.push_str(&body);
    let mut stream = TcpStream::connect(address).await.expect("the server listens");
    stream.write_all(text.as_bytes()).await.expect("the server reads");
    stream.shutdown().await.expect("the connection is there");
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply).await.expect("the server responds");
    String::from_utf8_lossy(&reply).into_owned()
}

pub(crate) fn status(reply: &str) -> &str {
    reply.split(' ').nth(1).unwrap_or_default()
}

pub(crate) fn body(reply: &str) -> &str {
    reply.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

fn client(fake: &FakeServer) -> Client {
    fake.builder().timeout(Duration::from_secs(5)).build().expect("the configuration is valid")
}

fn list(client: &Client) -> Call {
    client.call(&LIST).path("realm", "big co").query("shade", "dark")
}

const AUTH: &str = "Authorization: Bearer EXAMPLE-TOKEN";
const JSON: &str = "Authorization: Bearer EXAMPLE-TOKEN\nContent-Type: application/json";
const FORM: &str = "Authorization: Bearer EXAMPLE-TOKEN\nContent-Type: multipart/form-data; boundary=edge-1";

/// Returns a part of a form.
fn part(name: &str, rest: &str, content: &str) -> String {
    format!("--edge-1\nContent-Disposition: form-data; name=\"{name}\"{rest}\n\n{content}\n")
}

#[tokio::test]
async fn valid_requests_get_responses_of_examples() {
    let name = "\"name\":\"x\"";
    let file = part("file", "; filename=\"a.txt\"\nContent-Type: text/plain", "a");
    for (request, operation, example, response) in [
        (
            format!("GET /v1/big%20co/widgets?shade=dark\n{AUTH}"),
            "w.widgets.list",
            Some("first"),
            r#"{"widgets":[{"id":1}],"next":"c","more":true}"#,
        ),
        (
            format!("GET /v1/big%20co/widgets?shade=light\n{AUTH}"),
            "w.widgets.list",
            None,
            r#"{"widgets":[{"id":1}],"next":"c","more":true}"#,
        ),
        // The page after the page of the example is empty.
        (format!("GET /v1/big%20co/widgets?shade=dark&after=c\n{AUTH}"), "w.widgets.list", None, r#"{"widgets":[]}"#),
        (
            format!(
                "GET /v1/big%20co/widgets?limit=10&on=true&ids=1,2&tags=a&tags=b&box=%7B%22side%22%3A3%7D&day=2026-01-31&at=2026-01-31T08:30:00Z&ratio=1.5\n{AUTH}"
            ),
            "w.widgets.list",
            None,
            r#"{"widgets":[{"id":1}],"next":"c","more":true}"#,
        ),
        (
            format!("GET /v1/big%20co/widgets?ids=\n{AUTH}"),
            "w.widgets.list",
            None,
            r#"{"widgets":[{"id":1}],"next":"c","more":true}"#,
        ),
        // Two operations share this line; the fixed value selects one.
        (format!("POST /v1/widgets\n{JSON}\n\n{{\"kind\":\"plain\",{name}}}"), "w.widgets.make", None, r#"{"id":2}"#),
        (format!("POST /v1/widgets\n{JSON}\n\n{{\"kind\":\"wide\",\"width\":3}}"), "w.widgets.make_wide", None, "{}"),
        (
            format!(
                "POST /v1/widgets\n{JSON}\n\n{{\"kind\":\"plain\",{name},\"note\":null,\"box\":{{\"side\":1,\"lid\":{{\"side\":2}}}},\"shape\":{{\"type\":\"round\",\"radius\":2}},\"mix\":[\"a\"],\"map\":{{\"k\":1}}}}"
            ),
            "w.widgets.make",
            None,
            r#"{"id":2}"#,
        ),
        // Unions are open.
        (
            format!("POST /v1/widgets\n{JSON}\n\n{{\"kind\":\"plain\",{name},\"shape\":{{\"type\":\"new\",\"x\":2}}}}"),
            "w.widgets.make",
            None,
            r#"{"id":2}"#,
        ),
        // A name is distinguished from a literal by its known values.
        (format!("GET /v1/colors/red\n{AUTH}"), "w.colors.get", None, "{}"),
        (format!("GET /v1/sizes/red\n{AUTH}"), "w.groups.get", None, "{}"),
        (format!("GET /v1/colors/mine\n{AUTH}"), "w.colors.mine", None, "{}"),
        (
            format!("PUT /v1/file\n{FORM}\n\n{file}{}--edge-1--\n", part("ids", "", "1,2")),
            "w.files.put",
            Some("form"),
            r#"{"ok":true}"#,
        ),
        (format!("PUT /v1/file\n{JSON}\n\n{{\"ids\":[1]}}"), "w.files.put", None, r#"{"ok":true}"#),
        (
            format!(
                "PUT /v1/form\n{FORM}\n\n{}{}{}--edge-1--\n",
                part("many", "", "1"),
                part("many", "", "2"),
                part("text", "", "[3]")
            ),
            "w.files.form",
            None,
            "{}",
        ),
        // Clients in other languages write the boundary in quotes, or no line break at the end.
        (
            format!("PUT /v1/form\n{}\n\n{}--edge-1--", FORM.replace("edge-1", "\"edge-1\""), part("many", "", "1")),
            "w.files.form",
            None,
            "{}",
        ),
    ] {
        let fake = FakeServer::start(&FAKE).await;
        let reply = exchange(&fake, "main", &request).await;
        fake.assert_no_violations();
        assert_eq!((status(&reply), body(&reply)), ("200", response), "{request}");
        let found: Vec<FakeRequest> = fake.requests();
        assert_eq!(
            (found[0].operation, found[0].example, found[0].host),
            (Some(operation), example, "main"),
            "{request}"
        );
    }
    let fake = FakeServer::start(&FAKE).await;
    let reply = exchange(&fake, "side", "GET /v1/things/5?key=EXAMPLE-SIDE-KEY").await;
    assert_eq!(body(&reply), r#"{"thing":{"id":5}}"#);
    let reply = exchange(&fake, "side", "HEAD /v1/things/5?key=EXAMPLE-SIDE-KEY").await;
    assert_eq!((status(&reply), body(&reply)), ("200", ""), "the response to HEAD has a length and no body: {reply}");
    fake.assert_no_violations();
}

#[tokio::test]
async fn invalid_requests_are_violations() {
    let get = |query: &str| format!("GET /v1/big%20co/widgets?{query}\n{AUTH}");
    let post = |fields: &str| format!("POST /v1/widgets\n{JSON}\n\n{{\"kind\":\"plain\",\"name\":\"x\"{fields}}}");
    let form = |parts: &str| format!("PUT /v1/form\n{FORM}\n\n{parts}--edge-1--\n");
    for (request, problem) in [
        (get("limit=x"), "query parameter `limit` is not an integer (\"x\")"),
        (get("limit=0"), "query parameter `limit` is 0; the minimum is 1"),
        (get("limit=101"), "query parameter `limit` is 101; the maximum is 100"),
        (get("limit=1&limit=2"), "query parameter `limit` is set 2 times"),
        (get("on=1"), "query parameter `on` is not a boolean (\"1\")"),
        (get("ratio=wide"), "query parameter `ratio` is not a number (\"wide\")"),
        (get("day=today"), "query parameter `day` is not a date such as 2026-01-31 (\"today\")"),
        (get("at=now"), "query parameter `at` is not a time such as 2026-01-31T23:59:59Z (\"now\")"),
        (get("ids=1,x"), "query parameter `ids[1]` is not an integer (\"x\")"),
        (get("ids=1,2,3"), "query parameter `ids` has 3 items; the maximum is 2"),
        (get("box=x"), "query parameter `box` is not an object (\"x\")"),
        (get("box=%7B%22side%22%3A%22x%22%7D"), "query parameter `box.side` is not an integer (\"x\")"),
        (get("color=red"), "query parameter `color` is unknown to the operation"),
        (
            "GET /v1/other/widgets\nAuthorization: Bearer EXAMPLE-TOKEN".into(),
            "path parameter `realm` is not `big co`, which is its only value (\"other\")",
        ),
        ("GET /v1/big%20co/widgets".into(), "header `Authorization` is missing: it has the credential `token`"),
        (
            "GET /v1/big%20co/widgets\nAuthorization: Bearer other".into(),
            "header `Authorization` is not `Bearer EXAMPLE-TOKEN`, the example of `token`",
        ),
        (
            "GET /v1/big%20co/widgets\nAuthorization: EXAMPLE-TOKEN".into(),
            "header `Authorization` is not `Bearer EXAMPLE-TOKEN`, the example of `token`",
        ),
        (format!("GET /v1/headers\n{AUTH}\nX-Level: high"), "header `X-Level` is not an integer (\"high\")"),
        (format!("GET /v1/headers\n{AUTH}"), "header `X-Level` is missing"),
        (format!("POST /v1/widgets\n{AUTH}"), "header `Content-Length` is missing; use 0 for an empty body"),
        (format!("GET /v1/nothing\n{AUTH}"), "the host `main` has no operation with this method and path"),
        (format!("DELETE /v1/headers\n{AUTH}"), "this path accepts GET, not DELETE"),
        (format!("GET /v1/things/5\n{AUTH}"), "the host `main` does not have this operation, but `side` does"),
        (post(",\"x\":1"), "body field `x` is unknown to the operation"),
        (post(",\"note\":7"), "body field `note` is not a string (7)"),
        (post(",\"note\":\"abcdef\""), "body field `note` has 6 characters; the maximum is 5"),
        (post(",\"note\":\"\""), "body field `note` has 0 characters; the minimum is 1"),
        (post(",\"box\":null"), "body field `box` is not an object (null)"),
        (post(",\"box\":{}"), "body field `box.side` is missing"),
        (
            post(",\"box\":{\"side\":1,\"lid\":{\"side\":1,\"x\":2}}"),
            "body field `box.lid.x` is unknown to the type of the object",
        ),
        (post(",\"shape\":{\"radius\":1}"), "body field `shape.type` is missing; it selects the type of the object"),
        (
            post(",\"shape\":{\"type\":\"round\",\"radius\":\"x\"}"),
            "body field `shape.radius` is not an integer (\"x\")",
        ),
        (post(",\"mix\":true"), "body field `mix` is not one of list, string (true)"),
        (post(",\"mix\":[1]"), "body field `mix[0]` is not a string (1)"),
        (post(",\"map\":{\"k\":\"v\"}"), "body field `map.k` is not an integer (\"v\")"),
        (format!("POST /v1/widgets\n{JSON}\n\n{{\"kind\":\"plain\"}}"), "body field `name` is missing"),
        (
            format!("POST /v1/widgets\n{JSON}\n\n{{\"kind\":\"other\",\"name\":\"x\"}}"),
            "body field `kind` is not `plain`, which is its only value (\"other\")",
        ),
        (
            format!("POST /v1/widgets\n{JSON}\n\n[]"),
            "the body is not a JSON object (invalid type: sequence, expected a map at line 1 column 0)",
        ),
        (
            format!("POST /v1/widgets\n{AUTH}\nContent-Type: text/plain\n\n{{}}"),
            "header `Content-Type` is `text/plain`, but the body must be JSON",
        ),
        (format!("POST /v1/choice\n{JSON}\n\n{{}}"), "0 of `a`, `b` are set; set exactly one"),
        (format!("POST /v1/choice\n{JSON}\n\n{{\"a\":1,\"b\":2}}"), "2 of `a`, `b` are set; set exactly one"),
        (form(""), "body field `many` is missing"),
        (form(&part("x", "", "1")), "body field `x` is unknown to the operation"),
        (form(&part("many", "", "x")), "body field `many[0]` is not an integer (\"x\")"),
        (form(&format!("{}{}", part("text", "", "[1]"), part("text", "", "[2]"))), "body field `text` is set 2 times"),
        (form(&part("text", "", "x")), "body field `text` is not JSON (\"x\")"),
        (form(&part("text", "; filename=\"a\"", "x")), "body field `text` is a file but must not be one"),
        (format!("PUT /v1/form\n{FORM}\n\nnonsense"), "the body is not a form"),
        (format!("PUT /v1/file\n{FORM}\n\n{}--edge-1--\n", part("file", "", "x")), "body field `file` is not a file"),
        (format!("GET /v1/headers\n{JSON}\nX-Level: 1\n\n{{\"a\":1}}"), "body field `a` is unknown to the operation"),
    ] {
        let fake = FakeServer::start(&FAKE).await;
        let reply = exchange(&fake, "main", &request).await;
        let problems: Vec<String> = fake.violations().into_iter().map(|violation| violation.problem).collect();
        assert!(problems.iter().any(|found| found == problem), "{request}\n{problem}\n{problems:?}");
        let expected = if problem.contains("Authorization") { ("401", 401_001) } else { ("400", 400_001) };
        let error: JsonValue = serde_json::from_str(body(&reply)).expect("errors are JSON");
        assert_eq!((status(&reply), error["error"]["code"].as_i64()), (expected.0, Some(expected.1)), "{request}");
        assert_eq!(error["error"]["message"], format!("the fake server: {}", problems.join("; ")), "{request}");
        let output = fake.violations()[0].to_string();
        assert!(output.contains(request.split(['?', '\n']).next().unwrap_or_default()), "{output}");
    }
}

#[tokio::test]
async fn files_are_served_and_accepted_without_tokens() {
    let header = "contains a token, which only the hosts of the API may receive";
    let form = |parts: &str| format!("Content-Type: multipart/form-data; boundary=edge-1\n\n{parts}--edge-1--\n");
    let file = part("file", "; filename=\"a\"", "1");
    // The request to the file or to the form, the response, and the problem.
    for (is_form, method, more, rest, expected, problem) in [
        (false, "GET", "", "", ("200", "0123456789"), String::new()),
        (false, "GET", "", "Range: bytes=4-", ("206", "456789"), String::new()),
        (false, "GET", "", "Range: bytes=4-\nIf-Range: \"1/a%20b\"", ("206", "456789"), String::new()),
        (false, "GET", "", "Range: bytes=4-\nIf-Range: \"other\"", ("200", "0123456789"), String::new()),
        (false, "GET", "", "Range: bytes=10-", ("416", "InvalidRange"), String::new()),
        (
            true,
            "POST",
            "",
            &form(&[part("b", "", "2"), part("a", "", "1"), file.clone()].concat()),
            ("204", ""),
            String::new(),
        ),
        (false, "GET", "x", "", ("403", "SignatureDoesNotMatch"), "the signature does not match the signed URL".into()),
        (false, "GET", "&key=x", "", ("400", "InvalidArgument"), "the query contains a token".into()),
        (false, "GET", "&a=EXAMPLE-TOKEN", "", ("400", "InvalidArgument"), "the query contains a token".into()),
        (false, "GET", "", AUTH, ("400", "InvalidArgument"), format!("the header `Authorization` {header}")),
        (
            false,
            "GET",
            "",
            "X-Other: EXAMPLE-SIDE-KEY",
            ("400", "InvalidArgument"),
            format!("the header `X-Other` {header}"),
        ),
        (false, "POST", "", "", ("405", "MethodNotAllowed"), "this URL accepts GET".into()),
        (true, "GET", "", "", ("405", "MethodNotAllowed"), "this URL accepts POST".into()),
        (true, "POST", "", "", ("400", "MalformedPOSTRequest"), "the body is not a form".into()),
        (
            true,
            "POST",
            "",
            &form(&[file.clone(), part("a", "", "1")].concat()),
            ("400", "MalformedPOSTRequest"),
            "the last part of the form is not the file".into(),
        ),
        (
            true,
            "POST",
            "",
            &form(&[file.clone(), file.clone()].concat()),
            ("400", "MalformedPOSTRequest"),
            "the form has more than one file".into(),
        ),
        (
            true,
            "POST",
            "",
            &form(""),
            ("400", "MalformedPOSTRequest"),
            "the last part of the form is not the file".into(),
        ),
    ] {
        let fake = FakeServer::start(&FAKE).await;
        let url = if is_form { fake.upload_url() } else { fake.serve_file("a b", "0123456789") };
        let (host, path) = url.split_at(url[7..].find('/').expect("there is a path") + 7);
        let reply = exchange_at(host, &format!("{method} {path}{more}\n{rest}")).await;
        let is_expected =
            if problem.is_empty() { body(&reply) == expected.1 } else { body(&reply).contains(expected.1) };
        assert!(status(&reply) == expected.0 && (is_expected || expected.0 == "416"), "{method} {rest}: {reply}");
        let problems: Vec<String> = fake.violations().into_iter().map(|violation| violation.problem).collect();
        assert!(problems.len() == usize::from(!problem.is_empty()), "{method} {rest}: {problems:?}");
        assert!(problems.iter().all(|found| found.contains(&problem)), "{method} {rest}: {problems:?}");
        assert!(fake.violations().iter().all(|violation| !violation.request.contains('?')), "no signature is shown");
        let uploads = fake.uploads();
        assert_eq!(uploads.len(), usize::from(expected.0 == "204"), "{method} {rest}");
        for upload in uploads {
            let fields = [("b".to_owned(), "2".to_owned()), ("a".to_owned(), "1".to_owned())];
            assert_eq!(
                (upload.url, upload.fields.as_slice(), upload.file.text()),
                (url.clone(), &fields[..], "1".to_owned())
            );
        }
    }
    let fake = FakeServer::start(&FAKE).await;
    let gone = fake.serve_file("a", "").replace("/1/a", "/2/a");
    let error = client(&fake).download(&gone).await.expect_err("the file does not exist");
    assert!(error.is_not_found() && error.to_string().contains("NoSuchKey"), "{error}");
    assert_ne!(fake.upload_url(), fake.upload_url());
    fake.assert_no_violations();
}

#[tokio::test]
async fn each_host_has_its_own_error_format_and_unknown_values_can_be_allowed() {
    let fake = FakeServer::start(&FAKE).await;
    for (target, problem) in [
        ("/v1/things/5", "query parameter `key` is missing: it has the credential `side_key`"),
        ("/v1/things/5?key=x", "query parameter `key` is not `EXAMPLE-SIDE-KEY`, the example of `side_key`"),
    ] {
        let reply = exchange(&fake, "side", &format!("GET {target}")).await;
        let expected = json!({ "detail": format!("the fake server: {problem}") }).to_string();
        assert_eq!((status(&reply), body(&reply)), ("401", expected.as_str()));
    }
    assert!(fake.violations().iter().all(|violation| violation.request == "GET /v1/things/5"), "no key is shown");

    let fake = FakeServer::start(&FAKE).await;
    fake.allow_unknown(true);
    let call = || list(&client(&fake)).extra_query("color", "red");
    call().send::<JsonValue>().await.expect("unknown parameters are allowed");
    let elsewhere = || client(&fake).raw(Method::GET, &MAIN, "/v1/nowhere").send::<JsonValue>();
    let error = elsewhere().await.expect_err("nothing is known of it");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404), "{error}");
    fake.on(&LIST).status(500);
    fake.on_any().times(1).json(200, json!({ "here": true }));
    assert_eq!(elsewhere().await.expect("as the rule says"), json!({ "here": true }));
    fake.assert_no_violations();
    fake.allow_unknown(false);
    let error = call().send::<JsonValue>().await.expect_err("they are not");
    assert!(error.to_string().contains("query parameter `color` is unknown to the operation"), "{error}");
    let refused = tokio::task::spawn_blocking(move || fake.assert_no_violations()).await;
    assert!(refused.is_err_and(|error| error.is_panic()));
}

#[tokio::test]
async fn each_simulated_failure_reaches_the_client() {
    type Case = (&'static str, fn(&FakeServer), fn(&Error) -> bool);
    let cases: &[Case] = &[
        (
            "status",
            |fake| fake.on(&LIST).status(503),
            |error| {
                error.status().is_some_and(|status| status == 503) && error.is_server_error() && error.code().is_none()
            },
        ),
        (
            "status with a code",
            |fake| fake.on(&LIST).status(404),
            |error| error.is_not_found() && error.code() == Some(400_002),
        ),
        (
            "code with a status",
            |fake| fake.on(&LIST).error(401_001),
            |error| {
                error.is_permission_denied()
                    && error.status().is_some_and(|status| status == 401)
                    && error.to_string().contains("Who is it?")
            },
        ),
        (
            "code without",
            |fake| fake.on(&LIST).error(7),
            |error| error.is_invalid_request() && error.status().is_some_and(|status| status == 400),
        ),
        ("unknown code", |fake| fake.on(&LIST).error(9), |error| error.code() == Some(9)),
        (
            "rate limit",
            |fake| fake.on(&LIST).rate_limited(Duration::from_millis(1)),
            |error| match error {
                Error::Api(error) => {
                    let header = |name| error.headers().get(name).is_some_and(|value| value == "1");
                    error.kind() == ErrorCodeKind::RateLimited
                        && error.status() == 429
                        && error.code() == Some(500_910)
                        && header("retry-after")
                        && header("x-wait")
                        && error.headers().get("x-left").is_some_and(|value| value == "0")
                        && error.message() == Some("the fake server: too many calls, wait: 1s")
                }
                _ => false,
            },
        ),
        (
            "page",
            |fake| fake.on(&LIST).html(502),
            |error| error.is_server_error() && error.to_string().contains("(text/html, 69 bytes, title \"502\")"),
        ),
        ("garbage", |fake| fake.on(&LIST).garbage(), |error| matches!(error, Error::Transport(_))),
        ("truncated", |fake| fake.on(&LIST).truncated(), |error| matches!(error, Error::Transport(_))),
        ("reset", |fake| fake.on(&LIST).reset(), |error| matches!(error, Error::Transport(_))),
        ("other JSON", |fake| fake.on(&LIST).json(418, json!({"error": {"code": 7}})), |error| error.code() == Some(7)),
        ("other response", |fake| fake.on(&LIST).respond(MockResponse::json(409, "{}")), Error::is_already_exists),
        ("any operation", |fake| fake.on_any().status(500), Error::is_server_error),
        ("late", |fake| fake.on(&LIST).delay(Duration::from_secs(30)).pass_through(), Error::is_timeout),
    ];
    for (name, inject, is_expected) in cases {
        let fake = FakeServer::start(&FAKE).await;
        inject(&fake);
        let call = list(&client(&fake)).timeout(if *name == "late" {
            Duration::from_millis(200)
        } else {
            Duration::from_secs(5)
        });
        let error = call.send::<JsonValue>().await.expect_err("the call fails");
        assert!(is_expected(&error), "{name}: {error} {error:?}");
        fake.assert_no_violations();
        assert!(!fake.requests_of(&LIST).is_empty() && fake.requests_of(&MAKE).is_empty(), "{name}");
    }
    // A host without its own headers, hints and codes uses the standard header.
    let fake = FakeServer::start(&FAKE).await;
    fake.on(&SIDE_GET).rate_limited(Duration::from_secs(2));
    let reply = exchange(&fake, "side", "GET /v1/things/5?key=EXAMPLE-SIDE-KEY").await;
    assert!(reply.contains("\r\nRetry-After: 2\r\n"), "{reply}");
    assert_eq!(body(&reply), r#"{"detail":"the fake server: too many calls"}"#);
}

#[tokio::test]
async fn rules_apply_in_order_and_up_to_their_limit() {
    let fake = FakeServer::start(&FAKE).await;
    fake.on(&MAKE).status(500);
    fake.on(&LIST).times(1).pass_through();
    fake.on(&LIST).times(2).status(404);
    fake.on_any().times(1).delay(Duration::from_millis(120)).json(200, json!({"late": true}));
    let line = format!("GET /v1/big%20co/widgets\n{AUTH}");
    let mut statuses = Vec::new();
    let mut times = Vec::new();
    for _ in 0..5 {
        let start = Instant::now();
        let reply = exchange(&fake, "main", &line).await;
        statuses.push((status(&reply).to_owned(), body(&reply).contains("late")));
        times.push(start.elapsed());
        // An invalid request does not use up a rule.
        exchange(&fake, "main", &format!("GET /v1/big%20co/widgets?x=1\n{AUTH}")).await;
    }
    let expected = [("200", false), ("404", false), ("404", false), ("200", true), ("200", false)];
    assert_eq!(statuses, expected.map(|(status, late)| (status.to_owned(), late)));
    assert!(times[3] >= Duration::from_millis(120), "{times:?}");
    assert_eq!(fake.requests_of(&LIST).len(), 10);

    let fake = FakeServer::start(&FAKE).await;
    fake.on(&LIST).example("empty");
    assert_eq!(body(&exchange(&fake, "main", &line).await), r#"{"widgets":[]}"#);
    let missing = tokio::task::spawn_blocking(move || fake.on(&LIST).example("other")).await;
    assert!(missing.is_err_and(|error| error.is_panic()), "a rule can't use a missing example");
}

#[tokio::test]
async fn list_of_the_fake_server_ends() {
    let fake = FakeServer::start(&FAKE).await;
    let mut items = list(&client(&fake)).items::<JsonValue>();
    let mut all = Vec::new();
    while let Some(item) = items.try_next().await.expect("the pages are right") {
        all.push(item);
    }
    assert_eq!(all, [json!({"id": 1})]);
    let requests = fake.requests_of(&LIST);
    let targets: Vec<&str> = requests.iter().map(|request| request.target.as_str()).collect();
    assert_eq!(targets, ["/v1/big%20co/widgets?shade=dark", "/v1/big%20co/widgets?shade=dark&after=c"]);
    fake.assert_no_violations();
}

#[tokio::test]
async fn example_is_asserted_byte_for_byte() {
    let fake = FakeServer::start(&FAKE).await;
    list(&client(&fake)).send::<JsonValue>().await.expect("the call succeeds");
    fake.assert_example(&LIST, "first");
    list(&client(&fake)).send::<JsonValue>().await.expect("the call succeeds");
    let other = FakeServer::start(&FAKE).await;
    list(&client(&other)).query("limit", &1_i64).send::<JsonValue>().await.expect("the call succeeds");
    for (fake, example, message) in [
        (fake, "first", "there must be one request"),
        (other, "first", "--- the expected request ---\nGET /v1/big%20co/widgets?shade=dark\n"),
        (FakeServer::start(&FAKE).await, "none", "`w.widgets.list` has no example `none`"),
    ] {
        let panic = tokio::task::spawn_blocking(move || fake.assert_example(&LIST, example)).await;
        let panic =
            panic.expect_err("it is not so").into_panic().downcast::<String>().expect("the panic message is a string");
        assert!(panic.contains(message), "{panic}");
    }
}

#[test]
fn bodies_are_decoded_without_a_server() {
    let read = |body: &str| decode_response(Send::of::<JsonValue>, &SIDE_GET, body.as_bytes()).is_ok();
    assert!(read(r#"{"thing":{"id":5}}"#) && !read("[") && !read(r#"{"other":1}"#));
    let read = |body: &str| decode_page(Send::items_of::<String>, &LIST, body.as_bytes()).is_ok();
    assert!(read(r#"{"widgets":["a",7],"next":"c"}"#));
    assert!(!read(r#"{"widgets":[],"next":{}}"#), "a cursor that can't be read is an error");
}

/// The methods of a request.
struct Send;

impl Send {
    fn of<T: api_client_runtime::Decode>(call: Call) -> api_client_runtime::SendFuture<T> {
        call.send()
    }

    fn items_of<T: api_client_runtime::Decode>(call: Call) -> api_client_runtime::Items<T> {
        call.items()
    }
}

#[tokio::test]
async fn one_address_serves_all_hosts_and_logs_each_request() {
    let (sender, received) = std::sync::mpsc::channel();
    let any_port = (std::net::Ipv4Addr::LOCALHOST, 0).into();
    let log = move |handled: &HandledRequest| sender.send(handled.clone()).expect("the test is running");
    let fake = FakeServer::start_at(&FAKE, any_port, log).await.expect("there is a free port");
    let url = fake.url("main").expect("the host is known").to_owned();
    assert_eq!(fake.url("side"), Some(url.as_str()));
    for (message, expected_status, host, operation, problems) in [
        (format!("GET /v1/big%20co/widgets?shade=dark\n{AUTH}"), 200, "main", Some("w.widgets.list"), vec![]),
        (
            "GET /v1/big%20co/widgets?shade=dark".to_owned(),
            401,
            "main",
            Some("w.widgets.list"),
            vec!["header `Authorization` is missing: it has the credential `token`"],
        ),
        // The error has the format of the operation's host.
        (
            "GET /v1/things/1".to_owned(),
            401,
            "side",
            Some("w.side.get"),
            vec!["query parameter `key` is missing: it has the credential `side_key`"],
        ),
        ("GET /nowhere".to_owned(), 400, "main", None, vec!["no operation has this method and path"]),
        ("DELETE /v1/things/1".to_owned(), 400, "main", None, vec!["this path accepts GET, not DELETE"]),
    ] {
        let reply = exchange_at(&url, &message).await;
        assert_eq!(status(&reply), expected_status.to_string(), "{message}: {reply}");
        assert_eq!(body(&reply).contains("detail"), host == "side", "{message}: {reply}");
        let handled = received.try_recv().expect("each request is logged before its response");
        assert_eq!((handled.status, handled.request.host), (expected_status, host), "{message}");
        assert_eq!(handled.request.operation, operation, "{message}");
        assert_eq!(handled.problems, problems, "{message}");
    }
    // The memory of a server that runs for days does not grow.
    assert_eq!((fake.requests().len(), fake.violations().len()), (0, 0));

    // A client with the URLs of this server works as with the URLs of single hosts.
    let thing: JsonValue = client(&fake).call(&SIDE_GET).path("id", "7").send().await.expect("success");
    assert!(thing.is_object(), "{thing}");
    let taken = FakeServer::start_at(&FAKE, url.trim_start_matches("http://").parse().expect("an address"), |_| {});
    assert_eq!(taken.await.expect_err("the port is in use").kind(), std::io::ErrorKind::AddrInUse);
}

#[tokio::test]
async fn bytes_that_are_not_http_get_an_error() {
    let fake = FakeServer::start(&FAKE).await;
    let url = fake.url("main").expect("the host is known");
    let mut stream = TcpStream::connect(url.trim_start_matches("http://")).await.expect("the server listens");
    // The start of a TLS connection, as for a URL with https.
    stream.write_all(b"\x16\x03\x01\x02\x00\x01").await.expect("the server reads");
    let mut reply = String::new();
    stream.read_to_string(&mut reply).await.expect("the server responds and closes the connection");
    assert_eq!(status(&reply), "400");
    assert!(body(&reply).starts_with("this server accepts HTTP/1.1 without encryption"), "{reply}");
}
