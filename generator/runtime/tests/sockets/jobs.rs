//! Waiting for jobs: the time of each poll and the result, with a clock that only the waiting advances.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api_client_runtime::testing::{LoopbackServer, MockResponse};
use api_client_runtime::{Error, JobError, JobErrorKind, JobOutcome, JobState, RetryPolicy, wait_until};

use crate::client::{Client, Making, builder};
use crate::retries::TestClock;

/// A client without retries, with its own clock and the random number 0.5, so that there is no jitter.
fn client(server: &LoopbackServer) -> (Client, TestClock) {
    let clock = TestClock::default();
    let builder = builder(server).clock(clock.clone()).random(|| 0.5).retry(RetryPolicy::none());
    let builder = builder.timeout(Duration::from_secs(1000)).attempt_timeout(Duration::from_secs(1000));
    (builder.build().expect("the configuration is valid"), clock)
}

async fn server(responses: impl IntoIterator<Item = MockResponse>) -> LoopbackServer {
    let server = LoopbackServer::start().await;
    responses.into_iter().for_each(|response| server.queue(response));
    server
}

fn stage(stage: &str) -> MockResponse {
    MockResponse::json(200, format!(r#"{{"id":"1","stage":"{stage}"}}"#))
}

fn seconds(clock: &TestClock) -> Vec<f64> {
    clock.slept().iter().map(Duration::as_secs_f64).collect()
}

fn job(error: &Error) -> &JobError {
    match error {
        Error::Job(job) => job,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn job_is_polled_until_it_ends() {
    let server = server(["waiting", "unheard of", "waiting", "made"].map(stage)).await;
    let (client, clock) = client(&server);
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let hook = Arc::clone(&seen);
    let wait = client.making("1").wait().on_progress(move |making: &Making| {
        let stage = making.stage.as_ref().map_or("", |stage| stage.as_str());
        hook.lock().expect("no panic").push(stage.to_owned());
    });
    assert_eq!(server.requests().len(), 0, "nothing is sent before it is awaited");
    let making = wait.await.expect("the job is done");
    assert_eq!(making.stage.map(|stage| stage.to_string()).as_deref(), Some("made"));
    assert_eq!(*seen.lock().expect("no panic"), ["waiting", "unheard of", "waiting", "made"]);
    // The interval of the API, which grows by half each time.
    assert_eq!(seconds(&clock), [10.0, 15.0, 22.5]);
    assert!(server.requests().iter().all(|request| request.target == "/v1/widgets/1/making"));
}

#[tokio::test]
async fn unknown_state_is_a_warning() {
    let server = server(["unheard of", "nothing to make"].map(stage)).await;
    let warnings: Arc<Mutex<Vec<String>>> = Arc::default();
    let hook = Arc::clone(&warnings);
    let builder = builder(&server).on_warning(move |operation, warning| {
        hook.lock().expect("no panic").push(format!("{}: {warning}", operation.id()));
    });
    let client = builder.build().expect("the configuration is valid");
    client.making("1").wait().poll_interval(Duration::from_millis(1)).await.expect("the job is done");
    let warnings = warnings.lock().expect("no panic").join("\n");
    assert_eq!(warnings, "widgets.making: $.stage: unknown value `unheard of`");
}

#[tokio::test]
async fn failed_job_is_an_error_with_the_last_response() {
    let last = r#"{"id":"1","stage":"stopped","count":7}"#;
    let server = server([stage("waiting"), MockResponse::json(200, last)]).await;
    let (client, _) = client(&server);
    let outcome = client.making("1").wait().outcome().await;
    assert_eq!(outcome.last().and_then(|making| making.count), Some(7));
    assert!(!format!("{outcome:?}").contains("count"), "{outcome:?}");
    let error = outcome.into_result().expect_err("the job was stopped");
    assert_eq!(
        error.to_string(),
        "widgets.making: the job failed after 10.0s and 2 polls, last state `stopped`; \
         waiting longer will not help: see the last response for the reason, and start a new job"
    );
    let job = job(&error);
    assert_eq!((job.kind(), job.state(), job.polls()), (JobErrorKind::Failed, Some("stopped"), 2));
    assert_eq!((job.operation(), job.elapsed()), (Some("widgets.making"), Duration::from_secs(10)));
    assert!(!error.is_retryable() && !error.is_timeout() && error.operation() == Some("widgets.making"));
    assert_eq!((error.attempts(), error.may_have_been_executed()), (0, false));
}

#[tokio::test]
async fn last_poll_is_at_the_end_of_the_maximum_wait() {
    for (last, is_done) in [("waiting", false), ("made", true)] {
        let server = server(["waiting", "waiting", "waiting", last].map(stage)).await;
        let (client, clock) = client(&server);
        let wait = client.making("1").wait().poll_interval(Duration::from_secs(40)).max_wait(Duration::from_secs(99));
        let outcome = wait.outcome().await;
        assert_eq!(seconds(&clock), [40.0, 59.0], "40, then 60, of which 59 are left");
        assert_eq!(server.requests().len(), 3);
        let error = outcome.error().expect("the job has not ended by the third poll");
        assert_eq!(
            error.to_string(),
            "widgets.making: the job is not done after 99.0s and 3 polls, last state `waiting`; \
             it may still be running: wait again, with a longer `max_wait`"
        );
        assert!(error.is_timeout() && error.is_retryable());
        let again = client.making("1").wait().await;
        assert_eq!(again.is_ok(), is_done, "waiting again sees what came of it");
        if is_done {
            assert_eq!(server.requests().len(), 4);
        }
    }
}

/// The results of the polls in their order, and the number of polls that are sent.
#[tokio::test]
async fn temporary_errors_are_tolerated_and_others_end_the_waiting() {
    let failed = |status| MockResponse::new(status, &[], "");
    let gone = || MockResponse::json(400, r#"{"error":{"code":7,"message":"No such widget"}}"#);
    let cases: Vec<(&str, Vec<MockResponse>, usize, Option<&str>)> = vec![
        ("500 in between", vec![stage("waiting"), failed(500), stage("made")], 3, None),
        ("cut in between", vec![MockResponse::raw(""), stage("made")], 2, None),
        ("429 in between", vec![failed(429), stage("made")], 2, None),
        ("four failures in a row", [vec![failed(503); 4], vec![stage("made")]].concat(), 5, None),
        (
            "four failures twice",
            [vec![failed(503); 4], vec![stage("waiting")], vec![failed(502); 4], vec![stage("made")]].concat(),
            10,
            None,
        ),
        ("five failures in a row", vec![failed(503); 9], 5, Some("widgets.making: 503 Service Unavailable")),
        ("404", vec![stage("waiting"), failed(404), stage("made")], 2, Some("widgets.making: 404 Not Found")),
        ("a code for not found", vec![gone(), stage("made")], 1, Some("widgets.making: 400 (7 GONE)")),
        ("403", vec![failed(403), stage("made")], 1, Some("widgets.making: 403 Forbidden")),
        (
            "no JSON",
            vec![MockResponse::json(200, "oops"), stage("made")],
            1,
            Some("widgets.making: the response (200) can't be read"),
        ),
    ];
    for (name, responses, polls, expected) in cases {
        let server = server(responses).await;
        let (client, _) = client(&server);
        let result = client.making("1").wait().await;
        assert_eq!(server.requests().len(), polls, "{name}: {result:?}");
        match (result, expected) {
            (Ok(_), None) => {}
            (Err(error), Some(start)) => assert!(error.to_string().starts_with(start), "{name}: {error}"),
            (result, _) => panic!("{name}: {result:?}"),
        }
    }
}

#[tokio::test]
async fn server_can_request_a_delay_and_the_last_error_is_reported() {
    let wait = |seconds: &str| MockResponse::new(429, &[("Retry-After", seconds)], "");
    let server = server([stage("waiting"), wait("42"), wait("3"), wait("2000")]).await;
    let (client, clock) = client(&server);
    let outcome = client.making("1").wait().max_wait(Duration::from_secs(600)).outcome().await;
    assert_eq!(seconds(&clock), [10.0, 42.0, 22.5]);
    assert!(outcome.last().is_some(), "the response before the failures is kept");
    let error = outcome.error().expect("the time is up");
    let text = error.to_string();
    assert!(text.contains("last state `waiting` (the last poll failed: widgets.making: 429"), "{text}");
    assert_eq!(job(error).last_error().and_then(Error::status).map(|status| status.as_u16()), Some(429));
}

#[tokio::test]
async fn caller_can_cancel_during_and_between_polls() {
    // Between two polls: the hook cancels, and the last response is kept.
    let server = server(["waiting", "made"].map(stage)).await;
    let (client, _) = client(&server);
    let (cancel, cancelled) = tokio::sync::oneshot::channel::<()>();
    let mut cancel = Some(cancel);
    let wait = client.making("1").wait().on_progress(move |_| drop(cancel.take())).cancelled_by(cancelled);
    let outcome = wait.outcome().await;
    assert!(outcome.last().is_some());
    let error = outcome.into_result().expect_err("it was cancelled");
    assert_eq!(
        error.to_string(),
        "widgets.making: waiting for the job was cancelled after 0.0s and 1 poll, last state `waiting`; \
         it may still be running: wait again to get its result"
    );
    assert_eq!((job(&error).kind(), server.requests().len()), (JobErrorKind::Cancelled, 1));

    // During a poll: the server does not respond.
    let server = self::server([stage("made").delay(Duration::from_secs(3600))]).await;
    let client = self::client(&server).0;
    let arrived = async move {
        while server.requests().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    let outcome = tokio::spawn(client.making("1").wait().cancelled_by(arrived).outcome()).await.expect("no panic");
    assert!(matches!(&outcome, JobOutcome::NotDone { last: None, error } if job(error).polls() == 0), "{outcome:?}");

    // A caller that never cancels changes nothing.
    let server = self::server([stage("made")]).await;
    let wait = self::client(&server).0.making("1").wait().cancelled_by(std::future::pending::<()>());
    wait.await.expect("the job is done");
}

#[tokio::test]
async fn dropping_the_future_stops_polling() {
    let server = LoopbackServer::start_with(|_| stage("waiting")).await;
    let client = crate::client::client(&server);
    let wait = client.making("1").wait().poll_interval(Duration::from_millis(1));
    let limited = tokio::time::timeout(Duration::from_millis(50), wait.into_future()).await;
    assert!(limited.is_err());
    let polls = server.requests().len();
    tokio::time::sleep(Duration::from_millis(50)).await;
    // One poll may have been sent before.
    assert!((polls..=polls + 1).contains(&server.requests().len()) && polls > 0, "{polls}");
}

#[tokio::test]
async fn endless_poll_is_cancelled_one_minute_after_the_maximum_wait() {
    let clock = TestClock::default();
    let polls = AtomicU32::new(0);
    let wait = wait_until(
        move || {
            let count = polls.fetch_add(1, Ordering::Relaxed);
            async move {
                if count > 0 {
                    std::future::pending::<()>().await;
                }
                Ok::<_, Error>(count)
            }
        },
        |_| JobState::Running("busy".into()),
    );
    let outcome = wait
        .poll_interval(Duration::from_secs(4))
        .max_wait(Duration::from_secs(20))
        .clock(clock.clone())
        .outcome()
        .await;
    assert_eq!(outcome.last(), Some(&0), "what was seen before is kept");
    let error = outcome.into_result().expect_err("it does not end");
    assert!(error.is_timeout() && job(&error).kind() == JobErrorKind::TimedOut, "{error:?}");
    assert!(error.to_string().contains("last state `busy`"), "{error}");
    assert_eq!(clock.slept().iter().sum::<Duration>(), Duration::from_secs(80), "{:?}", clock.slept());
}

#[tokio::test]
async fn wait_until_polls_any_condition() {
    let colors = [r#"{"widget":{"id":"1"}}"#, r#"{"widget":{"id":"1","sold":true}}"#];
    let server = server(colors.map(|body| MockResponse::json(200, body))).await;
    let (client, clock) = client(&server);
    let request = client.get("1");
    let wait = wait_until(move || request.clone(), |widget| widget.sold == Some(true)).clock(clock.clone());
    let wait = wait.poll_interval(Duration::from_secs(70));
    assert_eq!(wait.await.expect("it is sold").id, "1");
    let slept = clock.slept();
    assert!(slept.len() == 1 && (63.0..=77.0).contains(&slept[0].as_secs_f64()), "{slept:?}");

    // Without a request of the API, and with a state that fails.
    let count = AtomicU32::new(0);
    let wait = wait_until(
        move || std::future::ready(Ok::<_, Error>(count.fetch_add(1, Ordering::Relaxed))),
        |count| if *count < 3 { JobState::Running("low".into()) } else { JobState::Failed("too high".into()) },
    );
    let outcome = wait.poll_interval(Duration::ZERO).outcome().await;
    assert_eq!(outcome.last(), Some(&3));
    let error = outcome.into_result().expect_err("the state fails");
    let text = error.to_string();
    assert!(text.starts_with("the job failed after ") && text.contains("4 polls, last state `too high`"), "{text}");
    assert_eq!((error.operation(), error.is_retryable()), (None, false));
}
