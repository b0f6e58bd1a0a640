//! Servers that refuse one call after the other for there being too many, in real time.

use std::time::{Duration, SystemTime};

use tokio::task::JoinSet;

use crate::calls::{ATTEMPTS, BOTH, Operation, assert_sent_once, call, client};
use crate::server::{Server, Step, answer, in_turn, widget};

/// A way to say how long to wait.
#[derive(Clone, Copy)]
struct Form {
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
    /// What it says, in milliseconds.
    told: u64,
}

const FORMS: [Form; 6] = [
    Form { headers: &[("X-Wait", "0.15")], body: "", told: 150 },
    Form { headers: &[("X-Wait", "0.2s")], body: "", told: 200 },
    Form { headers: &[("Retry-After", "1")], body: "", told: 1000 },
    Form { headers: &[("X-Wait", "0.05"), ("Retry-After", "1")], body: "", told: 1000 },
    Form {
        headers: &[],
        body: r#"{"error":{"code":9,"message":"Too many (retry_after: 0.25s, reset: 9s)"}}"#,
        told: 250,
    },
    Form { headers: &[], body: "", told: 0 },
];

fn refusal(form: Form) -> Step {
    answer(429, form.headers, form.body)
}

/// Refused twice, both succeed in the third attempt; refused for good, both end with what the
/// server says. Neither is ever earlier than told.
#[tokio::test(flavor = "multi_thread")]
async fn refusals_are_waited_out() {
    let mut cases = JoinSet::new();
    for form in FORMS {
        for operation in BOTH {
            let passing = vec![refusal(form), refusal(form), widget("1")];
            for (answers, passes) in [(passing, true), (vec![refusal(form)], false)] {
                let server = Server::start(in_turn(answers)).await;
                let client = client(&server);
                cases.spawn(async move {
                    let told = Duration::from_millis(form.told);
                    let attempts = match call(&client, operation).await {
                        Ok(response) => {
                            assert!(passes, "it is refused for good");
                            response.attempts()
                        }
                        Err(error) => {
                            assert!(!passes && error.is_rate_limited(), "{error}");
                            assert!(error.is_retryable() && !error.may_have_been_executed(), "{error}");
                            assert_eq!(error.retry_after().unwrap_or_default(), told, "{error}");
                            assert!(error.to_string().contains("(3 attempts); wait "), "{error}");
                            error.attempts()
                        }
                    };
                    assert_eq!((attempts, server.requests()), (ATTEMPTS, ATTEMPTS as usize));
                    assert_sent_once(operation, &server, 2, "429");
                    let waits = server.waits();
                    assert!(waits.len() == 2 && waits.iter().all(|wait| *wait >= told), "{told:?}: {waits:?}");
                });
            }
        }
    }
    while let Some(case) = cases.join_next().await {
        case.expect("the case holds");
    }
}

/// A date has whole seconds, and both ends read the same clock.
#[tokio::test]
async fn a_date_is_waited_for() {
    let date = SystemTime::now() + Duration::from_secs(2);
    let second = date.duration_since(SystemTime::UNIX_EPOCH).expect("it is later").as_secs();
    let end = SystemTime::UNIX_EPOCH + Duration::from_secs(second);
    let refusal = answer(429, &[("Retry-After", &httpdate::fmt_http_date(end))], "");
    let server = Server::start(in_turn(vec![refusal, widget("1")])).await;
    let response = call(&client(&server), Operation::Post).await.expect("the second attempt succeeds");
    assert_eq!((response.attempts(), server.requests()), (2, 2));
    assert!(SystemTime::now() >= end, "{:?}", server.waits());
}

/// A wait that is longer than the call may take is not begun.
#[tokio::test]
async fn too_long_a_wait() {
    let server = Server::start(in_turn(vec![answer(429, &[("X-Wait", "9")], "")])).await;
    for operation in BOTH {
        let error = call(&client(&server), operation).await.expect_err("there is no time for that");
        assert_eq!((error.attempts(), error.retry_after()), (1, Some(Duration::from_secs(9))), "{error}");
        assert!(error.is_retryable() && !error.may_have_been_executed(), "{error}");
        assert!(
            error.to_string().ends_with("wait 9.0s before sending more requests, as the server requests"),
            "{error}"
        );
    }
    assert_eq!(server.requests(), 2);
}

/// Each refusal allows one more attempt; what comes in between does not.
#[tokio::test]
async fn a_refusal_and_then_a_fault() {
    let server = Server::start(in_turn(vec![refusal(FORMS[0]), Step::Reset])).await;
    let error = call(&client(&server), Operation::Post).await.expect_err("the connection ends");
    assert!(error.is_transport() && error.may_have_been_executed() && !error.is_retryable(), "{error}");
    assert_eq!((error.attempts(), server.requests()), (2, 2), "{error}");
    assert_sent_once(Operation::Post, &server, 1, "429 and a fault");
}
