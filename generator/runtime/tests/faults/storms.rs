//! Servers that reject many calls because of a rate limit, in real time.

use std::time::{Duration, SystemTime};

use tokio::task::JoinSet;

use crate::calls::{ATTEMPTS, BOTH, Operation, assert_sent_once, call, client};
use crate::server::{Server, Step, in_turn, response, widget};

/// A notation of the server-requested delay.
#[derive(Clone, Copy)]
struct Notation {
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
    /// The delay in milliseconds.
    requested: u64,
}

const NOTATIONS: [Notation; 6] = [
    Notation { headers: &[("X-Wait", "0.15")], body: "", requested: 150 },
    Notation { headers: &[("X-Wait", "0.2s")], body: "", requested: 200 },
    Notation { headers: &[("Retry-After", "1")], body: "", requested: 1000 },
    Notation { headers: &[("X-Wait", "0.05"), ("Retry-After", "1")], body: "", requested: 1000 },
    Notation {
        headers: &[],
        body: r#"{"error":{"code":9,"message":"Too many (retry_after: 0.25s, reset: 9s)"}}"#,
        requested: 250,
    },
    Notation { headers: &[], body: "", requested: 0 },
];

fn refusal(notation: Notation) -> Step {
    response(429, notation.headers, notation.body)
}

/// With two rejections, the third attempt succeeds. With permanent rejections, both operations fail with the last one.
/// No attempt is earlier than requested.
#[tokio::test(flavor = "multi_thread")]
async fn calls_wait_for_the_requested_delay() {
    let mut cases = JoinSet::new();
    for notation in NOTATIONS {
        for operation in BOTH {
            let passing = vec![refusal(notation), refusal(notation), widget("1")];
            for (responses, passes) in [(passing, true), (vec![refusal(notation)], false)] {
                let server = Server::start(in_turn(responses)).await;
                let client = client(&server);
                cases.spawn(async move {
                    let requested = Duration::from_millis(notation.requested);
                    let attempts = match call(&client, operation).await {
                        Ok(response) => {
                            assert!(passes, "it is rejected permanently");
                            response.attempts()
                        }
                        Err(error) => {
                            assert!(!passes && error.is_rate_limited(), "{error}");
                            assert!(error.is_retryable() && !error.may_have_been_executed(), "{error}");
                            assert_eq!(error.retry_after().unwrap_or_default(), requested, "{error}");
                            assert!(error.to_string().contains("(3 attempts); wait "), "{error}");
                            error.attempts()
                        }
                    };
                    assert_eq!((attempts, server.requests()), (ATTEMPTS, ATTEMPTS as usize));
                    assert_sent_once(operation, &server, 2, "429");
                    let waits = server.waits();
                    assert!(
                        waits.len() == 2 && waits.iter().all(|wait| *wait >= requested),
                        "{requested:?}: {waits:?}"
                    );
                });
            }
        }
    }
    while let Some(case) = cases.join_next().await {
        case.expect("the case holds");
    }
}

/// A date has whole seconds, and both ends have the same clock.
#[tokio::test]
async fn calls_wait_for_a_requested_date() {
    let date = SystemTime::now() + Duration::from_secs(2);
    let second = date.duration_since(SystemTime::UNIX_EPOCH).expect("it is later").as_secs();
    let end = SystemTime::UNIX_EPOCH + Duration::from_secs(second);
    let refusal = response(429, &[("Retry-After", &httpdate::fmt_http_date(end))], "");
    let server = Server::start(in_turn(vec![refusal, widget("1")])).await;
    let response = call(&client(&server), Operation::Post).await.expect("the second attempt succeeds");
    assert_eq!((response.attempts(), server.requests()), (2, 2));
    assert!(SystemTime::now() >= end, "{:?}", server.waits());
}

/// The client does not wait longer than the time that the call has left.
#[tokio::test]
async fn delay_longer_than_the_timeout_is_an_error() {
    let server = Server::start(in_turn(vec![response(429, &[("X-Wait", "9")], "")])).await;
    for operation in BOTH {
        let error = call(&client(&server), operation).await.expect_err("the delay is longer than the timeout");
        assert_eq!((error.attempts(), error.retry_after()), (1, Some(Duration::from_secs(9))), "{error}");
        assert!(error.is_retryable() && !error.may_have_been_executed(), "{error}");
        assert!(
            error.to_string().ends_with("wait 9.0s before sending more requests, as the server requests"),
            "{error}"
        );
    }
    assert_eq!(server.requests(), 2);
}

/// Each rejection allows one more attempt; a fault in between does not.
#[tokio::test]
async fn fault_after_429_is_handled_like_any_fault() {
    let server = Server::start(in_turn(vec![refusal(NOTATIONS[0]), Step::Reset])).await;
    let error = call(&client(&server), Operation::Post).await.expect_err("the connection ends");
    assert!(error.is_transport() && error.may_have_been_executed() && !error.is_retryable(), "{error}");
    assert_eq!((error.attempts(), server.requests()), (2, 2), "{error}");
    assert_sent_once(Operation::Post, &server, 1, "429 and a fault");
}
