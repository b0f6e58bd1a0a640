//! Many calls at once to a server that fails now and then: every call is accounted for, nothing is
//! sent twice that may do harm, and memory does not grow.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sendbird_platform::calls::RoomType;
use sendbird_platform::chat::ChannelType;
use sendbird_platform::chat::message::{SendTextMessage, SendTextMessageRequired};
use sendbird_platform::testing::FakeServer;
use sendbird_platform::{Client, Error, RetryPolicy};

const CALLS: usize = 20_000;
const IN_FLIGHT: usize = 64;
/// One call in so many meets a fault: 2 %.
const FAULT_EVERY: usize = 50;
/// So much may the memory of the process grow from the first quarter to the end.
const MOST_GROWTH: u64 = 16 << 20;

/// What came of a call: the attempts it took, or its error.
type Outcome = Result<u32, Error>;

async fn call(client: &Client, index: usize) -> Outcome {
    let (chat, id) = (client.chat(), format!("user-{index}"));
    match index % 7 {
        0 => chat.user().view_user(id).response().await.map(|response| response.attempts()),
        1 => chat.user().list_users().limit(100).response().await.map(|response| response.attempts()),
        2 => chat.user().update_user(id).nickname("Mina").response().await.map(|response| response.attempts()),
        3 => chat.user().delete_user(id).response().await.map(|response| response.attempts()),
        4 => {
            let rooms = client.calls().group_call();
            rooms.create_room(RoomType::SmallRoomForVideo).response().await.map(|response| response.attempts())
        }
        5 => client.desk().ticket().view_ticket(7).response().await.map(|response| response.attempts()),
        _ => {
            let required = SendTextMessageRequired {
                channel_type: ChannelType::GroupChannels,
                channel_url: "channel".into(),
                user_id: id,
                message: "Hello".into(),
            };
            chat.message().send_text_message(required).response().await.map(|response| response.attempts())
        }
    }
}

/// The next fault; each kind in turn.
fn inject(fake: &FakeServer, number: usize) {
    let rule = fake.on_any().times(1);
    match number % 8 {
        0 => rule.status(503),
        1 => rule.rate_limited(Duration::ZERO),
        2 => rule.html(502),
        3 => rule.reset(),
        4 => rule.truncated(),
        5 => rule.garbage(),
        6 => rule.status(500),
        // Later than the client waits.
        _ => rule.delay(Duration::from_secs(5)).pass_through(),
    }
}

/// The memory of this process that is in use; `None` where the system does not tell it this way.
fn memory() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = text.split(' ').nth(1)?.parse().ok()?;
    Some(pages * 4096)
}

#[derive(Default)]
struct Counts {
    started: AtomicUsize,
    succeeded: AtomicUsize,
    failed: AtomicUsize,
    attempts: AtomicUsize,
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_is_accounted_for() {
    let fake = FakeServer::start().await;
    let policy = RetryPolicy::new().max_attempts(8).base_delay(Duration::from_millis(5));
    let builder = fake.builder().retry(policy).attempt_timeout(Duration::from_secs(3));
    let client = builder.build().expect("the configuration is valid");
    let counts = Arc::new(Counts::default());
    let (mut arrived, mut faults, mut messages) = (0, 0, 0);
    let mut memory_before = None;
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..IN_FLIGHT {
        let (client, counts) = (client.clone(), Arc::clone(&counts));
        workers.spawn(async move {
            loop {
                let index = counts.started.fetch_add(1, Ordering::Relaxed);
                if index >= CALLS {
                    return;
                }
                let attempts = match call(&client, index).await {
                    Ok(attempts) => {
                        counts.succeeded.fetch_add(1, Ordering::Relaxed);
                        attempts
                    }
                    Err(error) => {
                        // What is idempotent is tried again until it succeeds; what is not may have been
                        // refused for too many calls before, but is not sent again after another fault.
                        assert!([4, 6].contains(&(index % 7)), "call {index}: {error}");
                        assert!(error.may_have_been_executed() && !error.is_rate_limited(), "call {index}: {error}");
                        counts.failed.fetch_add(1, Ordering::Relaxed);
                        error.attempts()
                    }
                };
                counts.attempts.fetch_add(attempts as usize, Ordering::Relaxed);
            }
        });
    }
    while !workers.is_empty() {
        // A worker that panicked ends the test with what it said.
        if let Ok(Some(worker)) = tokio::time::timeout(Duration::from_millis(20), workers.join_next()).await {
            worker.expect("all calls of a worker ended as they should");
        }
        let done = counts.succeeded.load(Ordering::Relaxed) + counts.failed.load(Ordering::Relaxed);
        while faults < done / FAULT_EVERY {
            inject(&fake, faults);
            faults += 1;
        }
        if memory_before.is_none() && done > CALLS / 4 {
            memory_before = memory();
        }
        let requests = fake.take_requests();
        let is_message = |id: Option<&str>| id == Some(SendTextMessage::OPERATION.id());
        messages += requests.iter().filter(|request| is_message(request.operation)).count();
        arrived += requests.len();
    }
    let (before, after) = (memory_before.unwrap_or_default(), memory().unwrap_or_default());
    fake.assert_no_violations();
    let count = |counter: &AtomicUsize| counter.load(Ordering::Relaxed);
    let (succeeded, failed, attempts) = (count(&counts.succeeded), count(&counts.failed), count(&counts.attempts));
    println!(
        "{succeeded} succeeded, {failed} failed, {faults} faults, {attempts} attempts, {arrived} requests, \
         memory {} to {} MiB",
        before >> 20,
        after >> 20
    );
    assert_eq!(succeeded + failed, CALLS, "every call ended");
    assert!(faults >= CALLS / FAULT_EVERY - 1 && failed <= faults, "{failed} failures by {faults} faults");
    assert!(failed > 0 && attempts > CALLS, "faults were met, and calls were tried again");
    assert_eq!(arrived, attempts, "what the client says of its attempts is what the server saw");
    let sent = (0..CALLS).filter(|index| index % 7 == 6).count();
    // A message that was refused for too many calls is sent again, all others once.
    assert!((sent..=sent + faults / 8 + 1).contains(&messages), "{messages} messages arrived of {sent}");
    assert!(after < before + MOST_GROWTH, "memory grew from {before} to {after} bytes");
}
