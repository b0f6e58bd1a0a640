//! Connections that can't be made, that are left over from another call, and that are given up.

use std::time::{Duration, Instant};

use api_client_runtime::{Error, RetryPolicy, TransportErrorKind};
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinSet;

use crate::calls::{ATTEMPTS, BOTH, Operation, SHORT, TO_CONNECT, assert_sent_once, builder, call, client};
use crate::client::ClientBuilder;
use crate::server::{Server, Step, answer, in_turn, repeat, widget, write};

/// Both operations fail to connect, which is tried as often as the policy allows, since nothing
/// was sent.
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
async fn nobody_listens() {
    assert_not_sent(builder("http://127.0.0.1:1"), "refused").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_nobody_has() {
    // How soon that is known is a matter of the machine, which may ask its network: the client
    // waits no longer than for any other connection.
    assert_not_sent(builder("https://name.invalid").connect_timeout(Duration::from_millis(500)), "").await;
}

/// On Linux, who listens for one connection and accepts none leaves the next ones without an
/// answer, which needs no network.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_host_that_does_not_answer() {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind("127.0.0.1:0".parse().expect("an address")).expect("loopback");
    let listener = socket.listen(0).expect("loopback can be listened on");
    let address = listener.local_addr().expect("an address");
    let mut waiting = Vec::new();
    while let Ok(stream) = tokio::time::timeout(Duration::from_millis(200), TcpStream::connect(address)).await {
        waiting.push(stream);
        assert!(waiting.len() < 10, "the listener has room for more than it should");
    }
    let start = Instant::now();
    assert_not_sent(builder(format!("http://{address}")).connect_timeout(TO_CONNECT), "").await;
    let expected = TO_CONNECT * ATTEMPTS * 2;
    assert!((expected..expected * 3).contains(&start.elapsed()), "{:?}", start.elapsed());
}

/// What the client sees of a connection that is reset as soon as it is there depends on the moment;
/// its conclusion must fit.
#[tokio::test(flavor = "multi_thread")]
async fn a_reset_at_once() {
    for operation in BOTH.repeat(10) {
        let server = Server::start(vec![Step::Reset]).await;
        let error = call(&client(&server), operation).await.expect_err("no connection lasts");
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

/// A connection that was used before, and ends when the next request is on it: HTTP libraries are
/// tempted to send that again by themselves.
#[tokio::test(flavor = "multi_thread")]
async fn a_used_connection_that_fails() {
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
                assert_eq!(server.ended(), 0, "{name}: {operation:?} was sent again behind the client's back");
                // A busy machine: the first connection was not ready to be used again.
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
    panic!("{name}: the client never uses a connection again");
}

/// Servers close connections that were idle for some time; calls must not notice.
#[tokio::test(flavor = "multi_thread")]
async fn an_idle_connection_that_was_closed() {
    for end in [vec![], vec![Step::Reset]] {
        let script = [vec![Step::Request, widget("1")], end].concat();
        let server = Server::start(script).await;
        let client = client(&server);
        for calls in 1..=3 {
            let response = call(&client, Operation::Post).await.expect("a new connection is made");
            assert_eq!((response.attempts(), server.connections()), (1, calls));
            server.sees_the_end_of(calls).await;
            // What the server has sent is soon there.
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

/// An answer longer than its length: the rest must not be taken for the answer of the next call.
#[tokio::test(flavor = "multi_thread")]
async fn the_rest_of_an_answer_does_not_leak() {
    let Step::Write(right) = widget("right") else { unreachable!("it is a whole answer") };
    let Step::Write(poison) = widget("poison") else { unreachable!("it is a whole answer") };
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
                let response = call(&client, operation).await.expect("the answers are right");
                assert_eq!((response.id.as_str(), response.attempts()), ("right", 1), "{operation:?}");
                if waits {
                    server.sees_the_end_of(1).await;
                }
            }
            assert_eq!(server.requests(), 3);
            assert!(server.connections() >= 2, "the first connection is given up");
        });
    }
    while let Some(case) = cases.join_next().await {
        case.expect("the case holds");
    }
}

/// The answer of a call that was given up is not that of the next one.
#[tokio::test(flavor = "multi_thread")]
async fn a_late_answer_is_not_that_of_the_next_call() {
    for operation in BOTH {
        let late = vec![Step::Request, Step::Pause(2 * SHORT), widget("late"), Step::Request, widget("late")];
        let server = Server::start_with(vec![late, vec![Step::Request, widget("right"), Step::Hang]]).await;
        let once = builder(server.url()).attempt_timeout(SHORT).retry(RetryPolicy::none());
        let client = once.build().expect("the configuration is valid");
        let error = call(&client, operation).await.expect_err("the answer is late");
        assert!(error.is_timeout() && error.may_have_been_executed(), "{error}");
        let next = call(&client, operation).await.expect("the next call succeeds");
        assert_eq!((next.id.as_str(), server.connections()), ("right", 2));
        server.sees_the_end_of(1).await;
        assert_eq!(server.requests(), 2);
    }
}

/// Whoever drops a call ends its connection, and other calls go on.
#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_is_dropped() {
    let head = write("HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n{\"id\"");
    for half in [vec![Step::Request, Step::Hang], vec![Step::Request, head, Step::Hang]] {
        for operation in BOTH {
            let server = Server::start_with(vec![half.clone(), vec![Step::Request, widget("2"), Step::Hang]]).await;
            let client = client(&server);
            let dropped = tokio::time::timeout(SHORT, call(&client, operation)).await;
            assert!(dropped.is_err(), "{dropped:?}");
            server.sees_the_end_of(1).await;
            let next = call(&client, operation).await.expect("the next call succeeds");
            assert_eq!((next.id.as_str(), server.connections(), server.requests()), ("2", 2, 2));
        }
    }
}

/// An operation without a response succeeds with an empty body and with JSON, and with nothing else: a page of a
/// captive portal is no sign that anything was deleted.
#[tokio::test]
async fn operation_without_a_response_accepts_an_empty_body_and_json() {
    for success in [
        answer(200, &[], ""),
        answer(200, &[], " \r\n"),
        answer(200, &[], "{}"),
        answer(200, &[], "null"),
        answer(200, &[("Content-Type", "text/html")], "[]"),
        answer(202, &[], r#"{"queued":true}"#),
        write("HTTP/1.1 204 No Content\r\n\r\n"),
    ] {
        let server = Server::start(vec![Step::Request, success]).await;
        client(&server).delete("1").await.expect("it is a success");
    }
    for (media_type, body) in
        [("text/html", "<html>"), ("text/plain", "OK"), ("application/json", "{"), ("text/html", "")]
    {
        let server = Server::start(vec![Step::Request, answer(200, &[("Content-Type", media_type)], body)]).await;
        let result = client(&server).delete("1").await;
        assert_eq!(result.is_ok(), body.is_empty(), "{body}: {result:?}");
        if let Err(error) = result {
            assert!(matches!(&error, Error::Decode(error) if !error.was_executed()), "{body}: {error}");
            assert!(error.may_have_been_executed() && error.attempts() == 1, "{body}: {error}");
        }
    }
    let server = Server::start(vec![Step::Request, write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")]).await;
    let error = client(&server).delete("1").await.expect_err("the answer is cut short");
    assert_eq!((error.attempts(), server.requests()), (ATTEMPTS, ATTEMPTS as usize), "{error}");
}

/// A server that is down for a moment.
#[tokio::test]
async fn errors_of_the_server_pass() {
    let script = in_turn(vec![answer(500, &[], ""), answer(503, &[], "<html>"), widget("1")]);
    let server = Server::start(script.clone()).await;
    let response = call(&client(&server), Operation::Get).await.expect("the third attempt succeeds");
    assert_eq!((response.attempts(), server.requests()), (3, 3));
    let server = Server::start(script).await;
    let error = call(&client(&server), Operation::Post).await.expect_err("it may have been executed");
    assert_sent_once(Operation::Post, &server, 0, "500");
    assert!(error.is_server_error() && error.may_have_been_executed() && !error.is_retryable(), "{error}");
    assert!(error.to_string().ends_with("the server may have executed the call: check before you retry it"), "{error}");
}
