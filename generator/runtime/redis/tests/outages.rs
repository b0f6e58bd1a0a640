//! The limiter and the deduplicator without Redis, and with servers that behave like Redis in a few replies. A real Redis
//! is tested by `tools/redis/fleet`.

mod server;

use std::time::{Duration, Instant};

use api_client_redis::{RedisDeduplicator, RedisRateLimiter, redis};
use api_client_runtime::{LimitedCall, RateLimitKey, RateLimiter};

use server::{FakeRedis, Reply};

const READ: RateLimitKey = RateLimitKey::endpoint("main", "GET", "/widgets/{id}");
const TTL: Duration = Duration::from_secs(60);

/// A call of a plan with 24 calls per second.
fn call() -> LimitedCall {
    LimitedCall::new(READ, 24.0, Duration::from_secs(30))
}

fn client(port: u16) -> redis::Client {
    redis::Client::open(format!("redis://127.0.0.1:{port}/")).expect("a valid URL")
}

/// A port on which nothing listens.
fn closed_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("loopback");
    listener.local_addr().expect("it listens").port()
}

async fn acquire(limiter: &RedisRateLimiter) -> Duration {
    let start = Instant::now();
    limiter.acquire(call()).await.expect("the call can wait");
    start.elapsed()
}

#[tokio::test]
async fn process_without_redis_keeps_its_share() {
    let limiter = RedisRateLimiter::new(client(closed_port()), "test", 4);
    let start = Instant::now();
    for _ in 0..5 {
        acquire(&limiter).await;
    }
    assert!(start.elapsed() < Duration::from_millis(900), "the share at first: {:?}", start.elapsed());
    acquire(&limiter).await;
    assert!(start.elapsed() >= Duration::from_millis(1050), "the next one waits: {:?}", start.elapsed());
    for _ in 0..5 {
        acquire(&limiter).await;
    }
    assert!(start.elapsed() < Duration::from_millis(1950), "a quarter of the plan: {:?}", start.elapsed());
    acquire(&limiter).await;
    assert!(start.elapsed() >= Duration::from_millis(2100), "the next one waits: {:?}", start.elapsed());
    assert_eq!((limiter.status().is_available, limiter.status().outages), (false, 1));

    limiter.rejected(call(), Duration::from_millis(1500)).await;
    assert!(acquire(&limiter).await >= Duration::from_millis(1400), "the server requested a delay");

    let hurried = LimitedCall::new(READ, 0.01, Duration::from_secs(1));
    let error = limiter.acquire(hurried).await.expect_err("the window of one call is 420 seconds");
    assert!(error.wait() > Duration::from_secs(300), "{error}");
}

#[tokio::test]
async fn silent_server_delays_one_call_by_the_timeout() {
    // The server accepts connections, and never replies.
    let server = FakeRedis::start(|_| None).await;
    let limiter = RedisRateLimiter::new(client(server.port()), "test", 1).timeout(Duration::from_millis(100));
    let first = acquire(&limiter).await;
    assert!((100..400).contains(&first.as_millis()), "{first:?}");
    let next = acquire(&limiter).await;
    assert!(next < Duration::from_millis(50), "during the outage, Redis is not asked: {next:?}");
    assert_eq!(limiter.status().outages, 1);

    let events = RedisDeduplicator::new(client(server.port()), "test", TTL).timeout(Duration::from_millis(100));
    let start = Instant::now();
    assert!(events.is_first("a").await && !events.is_first("a").await);
    assert!(start.elapsed() < Duration::from_millis(400), "{:?}", start.elapsed());
}

#[tokio::test]
async fn limiter_returns_to_redis_and_keeps_its_share_for_a_while() {
    let port = closed_port();
    let limiter = RedisRateLimiter::new(client(port), "test", 4);
    acquire(&limiter).await;
    assert!(!limiter.status().is_available);
    let server = FakeRedis::start_on(port, |_| Some(Reply::Numbers(&[1, 0]))).await;
    acquire(&limiter).await;
    assert_eq!(server.commands("EVALSHA"), 0, "the next request is one second after the failed one");
    tokio::time::sleep(Duration::from_millis(1050)).await;
    for _ in 0..6 {
        acquire(&limiter).await;
    }
    assert!(limiter.status().is_available);
    assert_eq!((server.commands("EVALSHA"), limiter.status().outages), (6, 1));
    assert!(acquire(&limiter).await > Duration::from_millis(500), "other processes may not have returned yet");
    tokio::time::sleep(Duration::from_millis(3100)).await;
    let start = Instant::now();
    for _ in 0..20 {
        acquire(&limiter).await;
    }
    assert!(start.elapsed() < Duration::from_millis(500), "only Redis limits the calls: {:?}", start.elapsed());
}

#[tokio::test]
async fn redis_decides_about_waits() {
    let server = FakeRedis::start(|command| {
        Some(match command {
            "EVALSHA" => Reply::Numbers(&[1, 200_000]),
            _ => Reply::Number(0),
        })
    })
    .await;
    let limiter = RedisRateLimiter::new(client(server.port()), "test", 1);
    let wait = acquire(&limiter).await;
    assert!((200..500).contains(&wait.as_millis()), "{wait:?}");
    assert_eq!(server.commands("PTTL"), 1, "the API may have rejected a call of another process in the meantime");

    // A call that is dropped while it waits frees its slot.
    drop(tokio::time::timeout(Duration::from_millis(40), limiter.acquire(call())).await);
    let start = Instant::now();
    while server.commands("ZREM") == 0 && start.elapsed() < Duration::from_secs(5) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(server.commands("ZREM"), 1);

    let refusing = FakeRedis::start(|_| Some(Reply::Numbers(&[0, 7_000_000]))).await;
    let limiter = RedisRateLimiter::new(client(refusing.port()), "test", 1);
    let error = limiter.acquire(call()).await.expect_err("the wait is too long");
    assert_eq!(error.wait(), Duration::from_secs(7));
    assert!(limiter.status().is_available);
}

#[tokio::test]
async fn errors_of_redis_are_outages() {
    for error in ["-NOAUTH Authentication required.", "-READONLY You can't write against a read only replica."] {
        let server = FakeRedis::start(move |_| Some(Reply::Error(error))).await;
        let limiter = RedisRateLimiter::new(client(server.port()), "test", 1);
        acquire(&limiter).await;
        assert_eq!((limiter.status().is_available, limiter.status().outages), (false, 1), "{error}");
    }
}

#[tokio::test]
async fn lost_connection_is_opened_again_without_an_outage() {
    let server = FakeRedis::start(|_| Some(Reply::Numbers(&[1, 0]))).await;
    let limiter = RedisRateLimiter::new(client(server.port()), "test", 1);
    for connections in 1..=3 {
        acquire(&limiter).await;
        assert_eq!(server.connections(), connections);
        server.close_connections();
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(limiter.status().outages, 0);
}

/// A connection is driven by a task of its runtime, which does not run between two calls of `block_on`.
#[test]
fn each_runtime_has_its_own_connection() {
    let background = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let background = background.expect("a runtime");
    let server = background.block_on(FakeRedis::start(|_| Some(Reply::Numbers(&[1, 0]))));
    let limiter = RedisRateLimiter::new(client(server.port()), "test", 1);
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (first, second) = (runtime(), runtime());
    for runtime in [&first, &second, &first] {
        runtime.block_on(acquire(&limiter));
    }
    assert_eq!((server.connections(), limiter.status().outages), (2, 0));
    drop(first);
    second.block_on(acquire(&limiter));
    assert_eq!((server.connections(), limiter.status().outages), (2, 0));
}

#[tokio::test]
async fn keys_have_the_prefix_and_no_values_of_calls() {
    let server = FakeRedis::start(|_| Some(Reply::Numbers(&[1, 0]))).await;
    let limiter = RedisRateLimiter::new(client(server.port()), "orders", 1);
    acquire(&limiter).await;
    let keys = server.arguments("orders:");
    assert_eq!(
        keys,
        ["orders:rate:main GET /widgets/{id}:slots", "orders:rate:main GET /widgets/{id}:closed"],
        "the keys contain the path template"
    );
}

#[tokio::test]
async fn forgotten_and_expired_events_are_first_again() {
    let events = RedisDeduplicator::new(client(closed_port()), "test", Duration::from_millis(300));
    assert!(events.is_first("a").await && events.is_first("b").await);
    events.forget("a").await;
    events.forget("unknown").await;
    assert!(events.is_first("a").await && !events.is_first("b").await);
    tokio::time::sleep(Duration::from_millis(310)).await;
    assert!(events.is_first("b").await && !events.is_first("b").await, "the time to live is over");
    assert_eq!((events.status().is_available, events.status().outages), (false, 1));
}

#[tokio::test]
async fn dropped_delivery_is_not_marked() {
    // The reply to the first request never comes.
    let server = FakeRedis::start(|command| (command != "EVALSHA").then_some(Reply::Number(1))).await;
    let events = RedisDeduplicator::new(client(server.port()), "test", TTL).timeout(Duration::from_secs(2));
    drop(tokio::time::timeout(Duration::from_millis(100), events.is_first("a")).await);
    let start = Instant::now();
    while server.commands("EVALSHA") < 2 && start.elapsed() < Duration::from_secs(5) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(server.commands("EVALSHA"), 2, "the second request removes the mark");
    assert_eq!(server.arguments("test:event:a").len(), 2);
}

#[test]
fn debug_contains_no_password() {
    let client = redis::Client::open("redis://:hunter2@127.0.0.1:1/").expect("a valid URL");
    let limiter = RedisRateLimiter::new(client.clone(), "test", 1);
    let events = RedisDeduplicator::new(client, "test", TTL);
    assert!(!format!("{limiter:?} {events:?}").contains("hunter2"));
}
