//! Each job of the API, from the first poll to each terminal state, against the fake server.

use std::future::IntoFuture;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use sendbird_platform::chat::announcement::ViewAnnouncement;
use sendbird_platform::chat::data_export::ViewDataExport;
use sendbird_platform::chat::privacy::ViewGdprRequest;
use sendbird_platform::chat::{Announcement, DataExportType};
use sendbird_platform::testing::FakeServer;
use sendbird_platform::{
    BoxFuture, Client, Clock, Error, JobErrorKind, JobOutcome, JsonValue, OPERATIONS, Operation, RetryPolicy, Wait,
};

/// Starts a server whose responses of an operation have these states in order. The last state is repeated.
async fn server(operation: &'static Operation, states: &[&str]) -> FakeServer {
    let fake = FakeServer::start().await;
    for (index, state) in states.iter().enumerate() {
        let rule = fake.on(operation);
        let rule = if index + 1 < states.len() { rule.times(1) } else { rule };
        match state.parse::<u16>() {
            Ok(code) => rule.status(code),
            Err(_) => rule.json(200, response(state)),
        }
    }
    fake
}

/// Returns a response with this state, and with the identifiers of all jobs.
fn response(state: &str) -> JsonValue {
    let text = format!(r#"{{"request_id":"j","unique_id":"j","status":"{state}","sent_channel_count":3}}"#);
    text.parse().expect("the text is JSON")
}

/// Returns a client without retries that accepts unknown states. Its random number is always 0.5, which means no jitter.
fn client(fake: &FakeServer) -> Client {
    fake.builder().strict(false).retry(RetryPolicy::none()).random(|| 0.5).build().expect("the configuration is valid")
}

/// A clock that advances only when a task sleeps. Sleeping takes no real time.
#[derive(Default)]
struct ManualClock(Arc<Mutex<Duration>>);

impl Clock for ManualClock {
    fn now(&self) -> Duration {
        *self.0.lock().expect("no panic")
    }

    fn date(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + self.now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<()> {
        let now = Arc::clone(&self.0);
        Box::pin(async move { *now.lock().expect("no panic") += duration })
    }
}

fn export(client: &Client) -> Wait<sendbird_platform::chat::DataExport> {
    client.chat().data_export().view_data_export(DataExportType::Messages, "j").wait()
}

const MILLISECOND: Duration = Duration::from_millis(1);

/// The states of a job, the result of waiting, and the number of polls. An hour at the default intervals has 66 polls.
type Case = (&'static [&'static str], Result<(), JobErrorKind>, usize);

/// Runs cases of one job.
async fn run<T: Send + 'static>(operation: &'static Operation, wait: fn(&Client) -> Wait<T>, cases: &[Case]) {
    for (states, expected, polls) in cases {
        let fake = server(operation, states).await;
        let outcome = wait(&client(&fake)).clock(ManualClock::default()).outcome().await;
        assert!(outcome.last().is_some(), "{states:?}: {outcome:?}");
        assert_eq!(fake.requests().len(), *polls, "{states:?}: {outcome:?}");
        match outcome.into_result() {
            Ok(_) => assert_eq!(*expected, Ok(()), "{states:?}"),
            Err(Error::Job(job)) => {
                assert_eq!(*expected, Err(job.kind()), "{states:?}: {job}");
                assert_eq!((job.state(), job.operation()), (states.last().copied(), Some(operation.id())));
            }
            Err(other) => panic!("{states:?}: {other}"),
        }
        fake.assert_no_violations();
    }
}

const FAILED: Result<(), JobErrorKind> = Err(JobErrorKind::Failed);
const TIMED_OUT: Result<(), JobErrorKind> = Err(JobErrorKind::TimedOut);

#[tokio::test]
async fn data_export_ends_in_its_terminal_states() {
    run(
        ViewDataExport::OPERATION,
        export,
        &[
            (&["done"], Ok(()), 1),
            (&["scheduled", "exporting", "exporting", "done"], Ok(()), 4),
            (&["exporting", "no data"], Ok(()), 2),
            (&["scheduled", "failed"], FAILED, 2),
            (&["scheduled", "500", "503", "done"], Ok(()), 4),
            (&["scheduled", "something new", "done"], Ok(()), 3),
            (&["exporting"], TIMED_OUT, 66),
        ],
    )
    .await;
}

#[tokio::test]
async fn announcement_ends_in_its_terminal_states() {
    let wait = |client: &Client| client.chat().announcement().view_announcement("j").wait();
    run(
        ViewAnnouncement::OPERATION,
        wait,
        &[
            (&["scheduled", "ready", "running", "on-hold", "running", "paused", "running", "completed"], Ok(()), 8),
            (&["scheduled", "canceled"], FAILED, 2),
            (&["running", "stopped"], FAILED, 2),
            (&["running", "incompleted"], FAILED, 2),
            (&["removed"], FAILED, 1),
            (&["running", "502", "completed"], Ok(()), 3),
            (&["paused"], TIMED_OUT, 66),
        ],
    )
    .await;
}

#[tokio::test]
async fn gdpr_request_ends_in_its_terminal_states() {
    let wait = |client: &Client| client.chat().privacy().view_gdpr_request("j").wait();
    run(
        ViewGdprRequest::OPERATION,
        wait,
        &[
            (&["scheduled", "done"], Ok(()), 2),
            (&["scheduled", "500", "done"], Ok(()), 3),
            // The vendor documents no failed state, so this word is unknown.
            (&["failed", "done"], Ok(()), 2),
            (&["scheduled"], TIMED_OUT, 66),
        ],
    )
    .await;
}

#[tokio::test]
async fn every_job_has_a_test() {
    let jobs = OPERATIONS.iter().flat_map(|operations| operations.iter()).filter(|operation| operation.job().is_some());
    let jobs: Vec<&str> = jobs.map(|operation| operation.id()).collect();
    let tested = [ViewAnnouncement::OPERATION, ViewDataExport::OPERATION, ViewGdprRequest::OPERATION];
    assert_eq!(jobs, tested.map(Operation::id));
}

#[tokio::test]
async fn caller_gets_progress_and_can_cancel() {
    let fake = server(ViewAnnouncement::OPERATION, &["scheduled", "running"]).await;
    let counts: Arc<Mutex<Vec<Option<i64>>>> = Arc::default();
    let hook = Arc::clone(&counts);
    let (cancel, cancelled) = tokio::sync::oneshot::channel();
    let mut cancel = Some(cancel);
    let wait = client(&fake).chat().announcement().view_announcement("j").wait().poll_interval(MILLISECOND);
    let wait = wait.on_progress(move |announcement: &Announcement| {
        let mut counts = hook.lock().expect("no panic");
        counts.push(announcement.sent_channel_count);
        if counts.len() == 2 {
            cancel.take().map(|cancel| cancel.send(()));
        }
    });
    let outcome = tokio::spawn(wait.cancelled_by(cancelled).outcome()).await.expect("no panic");
    assert_eq!(*counts.lock().expect("no panic"), [Some(3); 2]);
    match outcome {
        JobOutcome::NotDone { last: Some(last), error: Error::Job(job) } => {
            assert_eq!((job.kind(), job.polls(), last.unique_id.as_str()), (JobErrorKind::Cancelled, 2, "j"));
            assert!(job.to_string().contains("cancelled") && job.to_string().contains("`running`"), "{job}");
        }
        outcome => panic!("{outcome:?}"),
    }
}

#[tokio::test]
async fn errors_that_are_not_retryable_end_the_waiting() {
    for (status, is_not_found) in [("404", true), ("403", false)] {
        let fake = server(ViewDataExport::OPERATION, &["scheduled", status]).await;
        let error = export(&client(&fake)).poll_interval(MILLISECOND).await.expect_err("the second poll fails");
        assert_eq!(error.is_not_found(), is_not_found, "{error}");
        assert_eq!(fake.requests().len(), 2, "{error}");
    }
    let fake = FakeServer::start().await;
    fake.on(ViewDataExport::OPERATION).error(400_201);
    let error = export(&client(&fake)).poll_interval(MILLISECOND).await.expect_err("the export does not exist");
    assert!(error.is_not_found() && fake.requests().len() == 1, "{error}");
}

#[tokio::test]
async fn polls_keep_call_options_and_waiting_can_be_spawned() {
    fn assert_send<T: Send + 'static>(_: &T) {}
    let fake = server(ViewDataExport::OPERATION, &["scheduled", "done"]).await;
    let request = client(&fake).chat().data_export().view_data_export(DataExportType::Messages, "j");
    let wait = request.with(|call| call.extra_header("x-trace", "t")).wait().poll_interval(MILLISECOND);
    assert_send(&wait);
    let waiting = wait.into_future();
    assert_send(&waiting);
    tokio::spawn(waiting).await.expect("no panic").expect("the export is done");
    assert_eq!(fake.requests().len(), 2);
}
