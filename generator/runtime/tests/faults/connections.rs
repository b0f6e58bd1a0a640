//! Connections that fail to open, that are reused after a fault, and that are abandoned.

use std::time::Duration;

use api_client_runtime::{Error, RetryPolicy, TransportErrorKind};
use tokio::task::JoinSet;

use crate::calls::{ATTEMPTS, BOTH, Operation, SHORT, assert_sent_once, builder, call, client};
use crate::client::ClientBuilder;
use crate::server::{Server, Step, in_turn, repeat, response, widget, write};

/// Asserts that both operations fail to connect and use all attempts, because nothing was sent.
pub(crate) async fn assert_not_sent(builder: ClientBuilder, says: &str) {
    let client = builder.build().expect("the configuration is valid");
    for operation in BOTH {
        let error = call(&client, operation).await.expect_err("there is no connection");
        assert!(error.to_string().contains(says), "{says}: {error}");
        assert!(error.to_string().contains("could not connect ("), "{error}");
        assert!(error.to_string().contains("(3 attempts); nothing was sent: check the host name"), "{error}");
        assert_eq!(error.attempts(), ATTEMPTS, "{error}");
        assert!(error.is_retryable() && !error.may_have_been_executed(), "{error}");
        let Error::Transport(error) = error else { panic!("{error:?}") };
        assert_eq!(error.kind(), TransportErrorKind::Connect, "{error}");
    }
}

#[tokio::test]
async fn missing_listener_is_an_error() {
    assert_not_sent(builder("http://127.0.0.1:1"), "refused").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_host_name_is_an_error() {
    // The time of the error depends on the name service of the machine. The client waits no longer than for any other
    // connection.
    assert_not_sent(builder("https://name.invalid").connect_timeout(Duration::from_millis(500)), "").await;
}

/// On Linux, a listener with a backlog of one that accepts nothing leaves further connections without a response. This
/// needs no network.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn host_that_does_not_respond_is_an_error() {
    use std::time::Instant;

    use tokio::net::{TcpSocket, TcpStream};

    use crate::calls::TO_CONNECT;

    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind("127.0.0.1:0".parse().expect("an address")).expect("loopback");
    let listener = socket.listen(0).expect("loopback can be listened on");
    let address = listener.local_addr().expect("an address");
    let mut waiting = Vec::new();
    while let Ok(stream) = tokio::time::timeout(Duration::from_millis(200), TcpStream::connect(address)).await {
        waiting.push(stream);
        assert!(waiting.len() < 10, "the backlog of the listener is too large");
    }
    let start = Instant::now();
    assert_not_sent(builder(format!("http://{address}")).connect_timeout(TO_CONNECT), "").await;
    let expected = TO_CONNECT * ATTEMPTS * 2;
    assert!((expected..expected * 3).contains(&start.elapsed()), "{:?}", start.elapsed());
}

/// The error of an early reset depends on the timing; the conclusion of the client must match it.
#[tokio::test(flavor = "multi_thread")]
async fn reset_after_connecting_is_an_error() {
    for operation in BOTH.repeat(10) {
        let server = Server::start(vec![Step::Reset]).await;
        let error = call(&client(&server), operation).await.expect_err("each connection fails");
        let Error::Transport(transport) = &error else { panic!("{error}") };
        match (transport.kind(), operation) {
            (TransportErrorKind::Connect, _) | (_, Operation::Get) => assert_eq!(error.attempts(), ATTEMPTS),
            (kind, Operation::Post) => {
                assert_eq!(kind, TransportErrorKind::Request);
                assert!(error.may_have_been_executed(), "{error}");
            }
        }
        assert_eq!(server.connections(), error.attempts() as usize, "{error}");
        assert_eq!(server.requests(), 0);
    }
}

/// A reused connection that ends during the next request. HTTP libraries may retry such a request by themselves.
#[tokio::test(flavor = "multi_thread")]
async fn failed_reused_connection_is_retried_only_if_safe() {
    use Step::{Bytes, Request, Reset};
    let cases = [
        ("reset before the head", vec![Request, widget("1"), Request, Reset], 1),
        ("closed before the head", vec![Request, widget("1"), Request], 1),
        ("reset while it sends", vec![Request, widget("1"), Bytes(1), Reset], 0),
    ];
    for (name, script, arrives) in cases {
        for operation in BOTH {
            used_connection_fails(name, &script, operation, arrives).await;
        }
    }
}

async fn used_connection_fails(name: &str, script: &[Step], operation: Operation, arrives: usize) {
    for _ in 0..20 {
        let scripts = vec![script.to_vec(), vec![Step::Request, widget("2"), Step::Hang]];
        let server = Server::start_with(scripts).await;
        let client = client(&server);
        call(&client, Operation::Get).await.expect("the first call succeeds");
        tokio::time::sleep(Duration::from_millis(50)).await;
        match (call(&client, operation).await, operation) {
            (Ok(response), _) if response.attempts() == 1 => {
                tokio::time::sleep(Duration::from_millis(100)).await;
                assert_eq!(server.ended(), 0, "{name}: {operation:?} was sent again by the HTTP library");
                // On a busy machine, the first connection may not be ready for reuse.
                continue;
            }
            (Ok(response), Operation::Get) => {
                assert_eq!((response.id.as_str(), response.attempts()), ("2", 2), "{name}");
                assert_eq!((server.connections(), server.requests()), (2, 1 + arrives + 1), "{name}");
            }
            (Err(error), Operation::Post) => {
                assert!(error.is_transport() && error.may_have_been_executed(), "{name}: {error}");
                assert_eq!((server.connections(), server.requests()), (1, 1 + arrives), "{name}: {error}");
            }
            (result, _) => panic!("{name}: {result:?}"),
        }
        return;
    }
    panic!("{name}: the client never reuses a connection");
}

/// Servers close idle connections; the next call must not fail.
#[tokio::test(flavor = "multi_thread")]
async fn closed_idle_connection_is_replaced() {
    for end in [vec![], vec![Step::Reset]] {
        let script = [vec![Step::Request, widget("1")], end].concat();
        let server = Server::start(script).await;
        let client = client(&server);
        for calls in 1..=3 {
            let response = call(&client, Operation::Post).await.expect("a new connection is made");
            assert_eq!((response.attempts(), server.connections()), (1, calls));
            server.waits_for_end_of(calls).await;
            // The end of the connection arrives after a short time.
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

/// A response longer than its length: the rest must not be read as the response of the next call.
#[tokio::test(flavor = "multi_thread")]
async fn rest_of_a_response_is_not_read_by_the_next_call() {
    let Step::Write(right) = widget("right") else { unreachable!("a complete response") };
    let Step::Write(poison) = widget("poison") else { unreachable!("a complete response") };
    let both = [&right[..], &poison[..]].concat();
    let apart = vec![Step::Request, write(right), Step::Pause(Duration::from_millis(30)), write(poison)];
    let together = vec![Step::Request, write(both)];
    let mut cases = JoinSet::new();
    for (first, waits) in [(&together, false), (&together, true), (&apart, true)].repeat(5) {
        let first = [first.as_slice(), &[Step::Request, widget("right"), Step::Request, widget("right")]].concat();
        let server = Server::start_with(vec![first, repeat(&[Step::Request, widget("right")], 3)]).await;
        let client = client(&server);
        cases.spawn(async move {
            for operation in [Operation::Get, Operation::Post, Operation::Get] {
                let response = call(&client, operation).await.expect("the responses are valid");
                assert_eq!((response.id.as_str(), response.attempts()), ("right", 1), "{operation:?}");
                if waits {
                    server.waits_for_end_of(1).await;
                }
            }
            assert_eq!(server.requests(), 3);
            assert!(server.connections() >= 2, "the first connection is closed");
        });
    }
    while let Some(case) = cases.join_next().await {
        case.expect("the case holds");
    }
}

/// The response of an abandoned call is not that of the next one.
#[tokio::test(flavor = "multi_thread")]
async fn late_response_is_not_read_by_the_next_call() {
    for operation in BOTH {
        let late = vec![Step::Request, Step::Pause(2 * SHORT), widget("late"), Step::Request, widget("late")];
        let server = Server::start_with(vec![late, vec![Step::Request, widget("right"), Step::Hang]]).await;
        let once = builder(server.url()).attempt_timeout(SHORT).retry(RetryPolicy::none());
        let client = once.build().expect("the configuration is valid");
        let error = call(&client, operation).await.expect_err("the response is late");
        assert!(error.is_timeout() && error.may_have_been_executed(), "{error}");
        let next = call(&client, operation).await.expect("the next call succeeds");
        assert_eq!((next.id.as_str(), server.connections()), ("right", 2));
        server.waits_for_end_of(1).await;
        assert_eq!(server.requests(), 2);
    }
}

/// Dropping a call closes its connection, and other calls continue.
#[tokio::test(flavor = "multi_thread")]
async fn dropped_call_closes_its_connection() {
    let head = write("HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n{\"id\"");
    for half in [vec![Step::Request, Step::Hang], vec![Step::Request, head, Step::Hang]] {
        for operation in BOTH {
            let server = Server::start_with(vec![half.clone(), vec![Step::Request, widget("2"), Step::Hang]]).await;
            let client = client(&server);
            let dropped = tokio::time::timeout(SHORT, call(&client, operation)).await;
            assert!(dropped.is_err(), "{dropped:?}");
            server.waits_for_end_of(1).await;
            let next = call(&client, operation).await.expect("the next call succeeds");
            assert_eq!((next.id.as_str(), server.connections(), server.requests()), ("2", 2, 2));
        }
    }
}

/// An operation without a response succeeds with an empty body or with JSON, but not with the page of a captive portal.
#[tokio::test]
async fn operation_without_a_response_accepts_an_empty_body_and_json() {
    for success in [
        response(200, &[], ""),
        response(200, &[], " \r\n"),
        response(200, &[], "{}"),
        response(200, &[], "null"),
        response(200, &[("Content-Type", "text/html")], "[]"),
        response(202, &[], r#"{"queued":true}"#),
        write("HTTP/1.1 204 No Content\r\n\r\n"),
    ] {
        let server = Server::start(vec![Step::Request, success]).await;
        client(&server).delete("1").await.expect("it is a success");
    }
    for (media_type, body) in
        [("text/html", "<html>"), ("text/plain", "OK"), ("application/json", "{"), ("text/html", "")]
    {
        let server = Server::start(vec![Step::Request, response(200, &[("Content-Type", media_type)], body)]).await;
        let result = client(&server).delete("1").await;
        assert_eq!(result.is_ok(), body.is_empty(), "{body}: {result:?}");
        if let Err(error) = result {
            assert!(matches!(&error, Error::Decode(error) if !error.was_executed()), "{body}: {error}");
            assert!(error.may_have_been_executed() && error.attempts() == 1, "{body}: {error}");
        }
    }
    let server = Server::start(vec![Step::Request, write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")]).await;
    let error = client(&server).delete("1").await.expect_err("the response is incomplete");
    assert_eq!((error.attempts(), server.requests()), (ATTEMPTS, ATTEMPTS as usize), "{error}");
}

/// A server that is down for a short time.
#[tokio::test]
async fn temporary_server_errors_are_retried() {
    let script = in_turn(vec![response(500, &[], ""), response(503, &[], "<html>"), widget("1")]);
    let server = Server::start(script.clone()).await;
    let response = call(&client(&server), Operation::Get).await.expect("the third attempt succeeds");
    assert_eq!((response.attempts(), server.requests()), (3, 3));
    let server = Server::start(script).await;
    let error = call(&client(&server), Operation::Post).await.expect_err("it may have been executed");
    assert_sent_once(Operation::Post, &server, 0, "500");
    assert!(error.is_server_error() && error.may_have_been_executed() && !error.is_retryable(), "{error}");
    assert!(error.to_string().ends_with("the server may have executed the call: check before you retry it"), "{error}");
}
