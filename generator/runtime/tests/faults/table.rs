//! A table of faults of connections and responses, each for an idempotent operation and one that is not.

use std::ops::RangeInclusive;
use std::time::Duration;

use api_client_runtime::{Error, TransportErrorKind};
use tokio::task::JoinSet;

use crate::calls::{ATTEMPTS, BOTH, BOUND, Operation, SHORT, assert_sent_once, builder, call};
use crate::client::Client;
use crate::server::{Server, Step, widget, write};

/// The end of a call.
#[derive(Clone, Copy, Debug)]
enum End {
    Success,
    Transport(&'static [TransportErrorKind]),
    Timeout,
    Decode,
    Api(u16),
}

/// The possible conclusions of the client.
#[derive(Clone, Copy, Debug)]
enum Sense {
    /// The server may have executed the call. Only an idempotent call is retried.
    Unknown,
    /// The server rejected the call permanently, and did not execute it.
    Refused,
    /// The call was not executed and may succeed later. It is retried in any case.
    NotExecuted,
    /// The call may have been executed, and a retry would not change the response.
    Answered,
}

#[derive(Clone)]
struct Fault {
    name: &'static str,
    script: Vec<Step>,
    end: End,
    sense: Sense,
    /// A part of the error message.
    says: &'static str,
    /// The number of attempts that arrive completely at the server.
    arrives: RangeInclusive<usize>,
    /// Only the attempt timeout ends the attempt.
    hangs: bool,
}

fn fault(name: &'static str, script: Vec<Step>, end: End, sense: Sense, says: &'static str) -> Fault {
    Fault { name, script, end, sense, says, arrives: 1..=1, hangs: false }
}

impl Fault {
    fn arrives(self, times: RangeInclusive<usize>) -> Self {
        Self { arrives: times, ..self }
    }

    fn hangs(self) -> Self {
        Self { hangs: true, ..self }
    }
}

const REQUEST: End = End::Transport(&[TransportErrorKind::Request]);
const RESPONSE: End = End::Transport(&[TransportErrorKind::Response]);
const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
const BODY: &str = r#"{"id":"1","widget":{"id":"1"}}"#;
/// gzip of an empty string.
#[cfg(not(feature = "gzip"))]
const GZIP: [u8; 20] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

fn with_head(rest: &str) -> Step {
    write(format!("{HEAD}{rest}"))
}

/// Long enough for the client to read the previous bytes.
fn pause() -> Step {
    Step::Pause(Duration::from_millis(100))
}

/// A complete response, after which the script closes the connection.
fn response(status: u16, headers: &[(&str, &str)], body: &str) -> Step {
    crate::server::response(status, &[headers, &[("Connection", "close")]].concat(), body)
}

/// The description of the page below in an error. The content of the page may be user content.
const PAGE: &str = "not in the format of the API's errors (text/html, 56 bytes, title \"Sign in\")";

fn html(status: u16) -> Step {
    response(status, &[("Content-Type", "text/html")], "<html><title>Sign in</title><h1>user content</h1></html>")
}

#[cfg(not(feature = "gzip"))]
fn gzip(status: u16) -> Step {
    let mut bytes = format!(
        "HTTP/1.1 {status} MockResponse\r\nContent-Encoding: gzip\r\nConnection: close\r\nContent-Length: 20\r\n\r\n"
    )
    .into_bytes();
    bytes.extend(GZIP);
    write(bytes)
}

#[allow(clippy::enum_glob_use, reason = "the table is read by its columns")]
fn faults() -> Vec<Fault> {
    use End::*;
    use Sense::*;
    use Step::{Drip, Hang, Request, Reset};
    let many_headers: String = (0..10_000).map(|index| format!("X-{index}: 1\r\n")).collect();
    let long_header = format!("X-Long: {}\r\n", "x".repeat(1 << 20));
    vec![
        // The connection ends.
        fault("reset while it sends", vec![Step::Bytes(1), Reset], REQUEST, Unknown, "the connection failed (")
            .arrives(0..=0),
        fault("closed at once", vec![], REQUEST, Unknown, "the connection failed (").arrives(0..=0),
        fault("reset before the head", vec![Request, Reset], REQUEST, Unknown, "the connection failed ("),
        fault("closed before the head", vec![Request], REQUEST, Unknown, "connection closed before message completed"),
        fault(
            "reset within the head",
            vec![Request, write("HTTP/1.1 200 O"), pause(), Reset],
            REQUEST,
            Unknown,
            "the connection failed (",
        ),
        fault(
            "closed within the head",
            vec![Request, write("HTTP/1.1 200 O")],
            REQUEST,
            Unknown,
            "connection closed before message completed",
        ),
        fault(
            "reset after the head",
            vec![Request, with_head("Content-Length: 30\r\n\r\n"), pause(), Reset],
            RESPONSE,
            Unknown,
            "the connection failed during the response (",
        ),
        fault(
            "reset within the body",
            vec![Request, with_head("Content-Length: 30\r\n\r\n{\"id\":"), pause(), Reset],
            RESPONSE,
            Unknown,
            "the connection failed during the response (",
        ),
        fault(
            "body shorter than its length",
            vec![Request, with_head("Content-Length: 99\r\n\r\n{\"id\":")],
            RESPONSE,
            Unknown,
            "the connection failed during the response (",
        ),
        fault(
            "chunks without an end",
            vec![Request, with_head("Transfer-Encoding: chunked\r\n\r\n6\r\n{\"id\":\r\n")],
            RESPONSE,
            Unknown,
            "the connection failed during the response (",
        ),
        // The attempt times out.
        fault("no response", vec![Request, Hang], Timeout, Unknown, "no response within 500ms").hangs(),
        fault(
            "nothing is read",
            vec![Step::Pause(Duration::from_secs(9))],
            Timeout,
            Unknown,
            "no response within 500ms",
        )
        .arrives(0..=0)
        .hangs(),
        fault("head in single bytes", vec![Request, Drip(HEAD.into())], Timeout, Unknown, "no response within 500ms")
            .hangs(),
        fault(
            "body in single bytes",
            vec![Request, with_head("Content-Length: 30\r\n\r\n"), Drip(BODY.into())],
            Timeout,
            Unknown,
            "no response within 500ms",
        )
        .hangs(),
        fault(
            "endless error page",
            vec![Request, write("HTTP/1.1 400 Bad\r\nContent-Length: 30\r\n\r\n{"), Hang],
            Timeout,
            Unknown,
            "no response within 500ms",
        )
        .hangs(),
        // The response is not HTTP.
        fault("garbage", vec![Request, write("What?\r\n\r\n")], REQUEST, Unknown, "invalid HTTP"),
        fault(
            "garbage for a chunk's size",
            vec![Request, with_head("Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n")],
            RESPONSE,
            Unknown,
            "the connection failed during the response (",
        ),
        fault(
            "a chunk larger than all memory",
            vec![Request, with_head("Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}"), pause()],
            RESPONSE,
            Unknown,
            "the connection failed during the response (",
        ),
        fault(
            "two lengths",
            vec![Request, with_head(&format!("Content-Length: 30\r\nContent-Length: 31\r\n\r\n{BODY}"))],
            REQUEST,
            Unknown,
            "invalid content-length",
        ),
        fault("header of 1 MiB", vec![Request, with_head(&long_header)], REQUEST, Unknown, "message head is too large"),
        fault("10,000 headers", vec![Request, with_head(&many_headers)], REQUEST, Unknown, "message head is too large"),
        // The response is not from the API.
        fault("HTML with 502", vec![Request, html(502)], Api(502), Unknown, PAGE),
        fault("HTML with 503", vec![Request, html(503)], Api(503), Unknown, PAGE),
        fault("HTML with 404", vec![Request, html(404)], Api(404), Refused, PAGE),
        fault(
            "text with 500",
            vec![Request, response(500, &[], "user content")],
            Api(500),
            Unknown,
            "not in the format of the API's errors (text, 12 bytes)",
        ),
        fault(
            "other JSON with 400",
            vec![Request, response(400, &[], r#"{"request":"user content"}"#)],
            Api(400),
            Refused,
            "not in the format of the API's errors (JSON, 26 bytes)",
        ),
        fault("HTML with 200", vec![Request, html(200)], Decode, Answered, "it is not JSON but text/html"),
        #[cfg(not(feature = "gzip"))]
        fault("compressed", vec![Request, gzip(200)], Decode, Answered, "it is compressed (gzip)"),
        #[cfg(not(feature = "gzip"))]
        fault("compressed, with 500", vec![Request, gzip(500)], Api(500), Unknown, "compressed (gzip)"),
        #[cfg(not(feature = "gzip"))]
        fault("compressed, with 400", vec![Request, gzip(400)], Api(400), Refused, "compressed (gzip)"),
        fault(
            "switched protocol",
            vec![Request, write("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n")],
            Api(101),
            Answered,
            "101 Switching Protocols",
        ),
        // Unusual responses of the API.
        fault(
            "error without fields",
            vec![Request, response(400, &[], "{\"error\":{}}")],
            Api(400),
            Refused,
            "not in the format of the API's errors (JSON, 12 bytes)",
        ),
        fault(
            "425",
            vec![Request, response(425, &[], "")],
            Api(425),
            NotExecuted,
            "(3 attempts); the server does not execute a request that may be replayed; nothing was executed",
        ),
        fault("421", vec![Request, response(421, &[], "")], Api(421), Refused, "check the base URL"),
        fault("501", vec![Request, response(501, &[], "")], Api(501), Refused, "retrying it will not help"),
        fault("505", vec![Request, response(505, &[], "")], Api(505), Refused, "a different HTTP version"),
        fault("511", vec![Request, html(511)], Api(511), Refused, "title \"Sign in\"); the network requires a sign-in"),
        fault(
            "500 without fields",
            vec![Request, response(500, &[], "{}")],
            Api(500),
            Unknown,
            "500 Internal Server Error",
        ),
        fault(
            "500 without a body",
            vec![Request, response(500, &[], "")],
            Api(500),
            Unknown,
            "500 Internal Server Error",
        ),
        fault(
            "200 without a body",
            vec![Request, response(200, &[], "")],
            Decode,
            Answered,
            "its response has no body",
        ),
        fault(
            "204",
            vec![Request, write("HTTP/1.1 204 No Content\r\n\r\n")],
            Decode,
            Answered,
            "the server executed the call (204), but its response has no body",
        ),
        fault(
            "incomplete error",
            vec![Request, write("HTTP/1.1 400 Bad\r\nContent-Length: 99\r\n\r\n{\"error\":")],
            Api(400),
            Refused,
            "400 Bad Request, not in the format of the API's errors (text, 9 of 99 bytes)",
        ),
        fault(
            "a final error",
            vec![Request, response(500, &[], r#"{"error":{"code":10,"message":"Broken."}}"#)],
            Api(500),
            Answered,
            "500 (10 BROKEN): Broken",
        ),
        fault(
            "an error of the API with 200",
            vec![Request, response(200, &[], r#"{"failed":true,"error":{"code":7,"message":"No such widget"}}"#)],
            Api(200),
            Refused,
            "200 (7 GONE): No such widget",
        ),
        fault(
            "a temporary error of the API with 200",
            vec![Request, response(200, &[], "{\"failed\":true,\"error\":{\"code\":11}}")],
            Api(200),
            Unknown,
            "200 (11 HICCUP)",
        ),
        fault("none of its fields", vec![Request, response(200, &[], r#"{"ok":true}"#)], Decode, Answered, "has no"),
        fault(
            "interim responses",
            vec![
                Request,
                write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
                widget("1"),
            ],
            Success,
            Answered,
            "",
        ),
        fault("no length, closed at the end", vec![Request, with_head(&format!("\r\n{BODY}"))], Success, Answered, ""),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn each_fault_ends_as_documented() {
    let (mut ready, mut cases) = (Vec::new(), JoinSet::new());
    for fault in faults() {
        for operation in BOTH {
            let fault = fault.clone();
            let server = Server::start(fault.script.clone()).await;
            let limit = if fault.hangs { SHORT } else { BOUND };
            // This takes long enough to disturb running cases, if there are many.
            let client = builder(server.url()).attempt_timeout(limit).build().expect("the configuration is valid");
            ready.push((fault, operation, server, client));
        }
    }
    for (fault, operation, server, client) in ready {
        cases.spawn(async move { meet(&fault, operation, &server, &client).await });
    }
    // A failed case prints its reason; the others continue.
    let mut failed = 0;
    while let Some(case) = cases.join_next().await {
        failed += usize::from(case.is_err());
    }
    assert_eq!(failed, 0, "number of failed cases");
}

async fn meet(fault: &Fault, operation: Operation, server: &Server, client: &Client) {
    let name = format!("{} ({operation:?})", fault.name);
    let result = call(client, operation).await;
    let is_retryable = match fault.sense {
        Sense::Unknown => operation == Operation::Get,
        Sense::NotExecuted => true,
        Sense::Refused | Sense::Answered => false,
    };
    let attempts = if is_retryable { ATTEMPTS } else { 1 };
    let is_executed = !matches!(fault.sense, Sense::Refused | Sense::NotExecuted);
    assert_sent_once(operation, server, if is_executed { 0 } else { attempts as usize - 1 }, &name);
    assert_eq!(server.connections(), attempts as usize, "{name}: connections; {result:?}");
    let error = match (result, fault.end) {
        (Ok(response), End::Success) => {
            assert_eq!((response.id.as_str(), response.attempts()), ("1", 1), "{name}");
            return;
        }
        (Ok(_), end) => panic!("{name}: success, and not {end:?}"),
        (Err(error), _) => error,
    };
    match (&error, fault.end) {
        (Error::Transport(error), End::Transport(kinds)) => assert!(kinds.contains(&error.kind()), "{name}: {error}"),
        (Error::Timeout(error), End::Timeout) => assert_eq!(error.limit(), SHORT, "{name}"),
        (Error::Decode(error), End::Decode) => assert!(error.status().is_success(), "{name}: {error}"),
        (Error::Api(error), End::Api(status)) => assert_eq!(error.status(), status, "{name}: {error}"),
        (error, end) => panic!("{name}: {error:?}, and not {end:?}"),
    }
    assert!(error.to_string().contains(fault.says), "{name}: {error}");
    assert!(!format!("{error} {error:?}").contains("user content"), "{name}: {error:?}");
    assert_eq!(error.attempts(), attempts, "{name}: {error}");
    assert_eq!(error.may_have_been_executed(), is_executed, "{name}: {error}");
    assert_eq!(error.is_retryable(), is_retryable, "{name}: {error}");
    let arrived = fault.arrives.start() * attempts as usize..=fault.arrives.end() * attempts as usize;
    assert!(arrived.contains(&server.requests()), "{name}: {} requests", server.requests());
}
