//! Many concurrent calls to a server that fails sometimes. Every call ends, only calls that are safe to retry are sent
//! twice, and memory does not grow.

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
/// The number of calls per fault.
const FAULT_EVERY: usize = 50;
/// The maximum growth of the process's memory from the first quarter to the end, in bytes.
const MAX_GROWTH: u64 = 16 << 20;

/// The number of attempts of a call, or its error.
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

/// Injects the next fault. The kinds alternate.
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
        // Longer than the timeout of an attempt.
        _ => rule.delay(Duration::from_secs(5)).pass_through(),
    }
}

/// Returns the resident memory of this process in bytes; `None` if the system has no `/proc`.
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
async fn every_call_ends_under_load() {
    let fake = FakeServer::start().await.stateless();
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
                        // Idempotent calls are retried until they succeed. The other calls are retried only after
                        // 429, so their last error is a different fault.
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
        // The panic of a worker ends the test with its message.
        if let Ok(Some(worker)) = tokio::time::timeout(Duration::from_millis(20), workers.join_next()).await {
            worker.expect("all calls of a worker ended as expected");
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
    assert!(failed > 0 && attempts > CALLS, "some calls failed, and some were retried");
    assert_eq!(arrived, attempts, "the client counts the requests that the server received");
    let sent = (0..CALLS).filter(|index| index % 7 == 6).count();
    // A message that got 429 is sent again, all others once.
    assert!((sent..=sent + faults / 8 + 1).contains(&messages), "{messages} messages arrived of {sent}");
    assert!(after < before + MAX_GROWTH, "memory grew from {before} to {after} bytes");
}
