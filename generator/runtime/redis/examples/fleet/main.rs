//! Measures a fleet of four processes that share a rate limit and deduplicate events, with a real Redis server that is
//! slow, stops and returns.
//!
//! `tools/redis/fleet` builds and starts this program. It starts `redis-server` and an HTTP server that counts arrivals,
//! both on loopback, and four copies of itself with 16 tasks each. The run takes about a minute. It prints a table, and
//! exits with 1 if a figure misses its target.

mod processes;
mod report;
mod worker;

use std::error::Error;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use api_client_redis::redis;
use api_client_runtime::testing::{LoopbackServer, MockResponse};

use processes::{Fleet, RedisServer};
use report::{Arrivals, Report};

/// The processes of the fleet.
const PROCESSES: usize = 4;

/// The tasks of a process. Each task makes one call at a time.
const TASKS: usize = 16;

/// The calls per second that the processes together may send. All tasks are in the queue, because there are more tasks.
const PLAN: u32 = 60;

/// The time to live of an event.
const TTL: Duration = Duration::from_secs(3);

/// The prefix of the keys.
const PREFIX: &str = "fleet-example";

/// The delay that the HTTP server requests once.
const RETRY_AFTER: Duration = Duration::from_secs(2);

/// The length of ten windows of the limiter. In each window, the calls are a burst.
const TEN_WINDOWS: Duration = Duration::from_millis(10_500);

/// Each process exits after this time, also if this program was killed.
const TIME_LIMIT: Duration = Duration::from_secs(120);

const UNAVAILABLE: &str = "event: rate limiter: Redis is unavailable";
const AVAILABLE: &str = "event: rate limiter: Redis is available again";

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["worker", name, api, redis] => worker::run(name, api, redis).await.map(|()| true),
        [] => measure().await,
        _ => Err("unexpected arguments: run the program without any".into()),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// Runs the fleet. Returns whether all figures meet their targets.
async fn measure() -> Result<bool, Box<dyn Error>> {
    let busy = report::Busy::start();
    let mut redis = RedisServer::start().await?;
    let arrivals = Arc::new(Mutex::new(Arrivals::default()));
    let rejects = Arc::new(AtomicBool::new(false));
    let api = {
        let (arrivals, rejects) = (Arc::clone(&arrivals), Arc::clone(&rejects));
        LoopbackServer::start_with(move |request| {
            let worker = request.header("X-Worker").and_then(|name| name.parse().ok()).unwrap_or_default();
            arrivals.lock().unwrap_or_else(PoisonError::into_inner).add(worker);
            if rejects.swap(false, Ordering::Relaxed) {
                let seconds = RETRY_AFTER.as_secs().to_string();
                return MockResponse::new(429, &[("Retry-After", &seconds)], "");
            }
            MockResponse::json(200, "{}")
        })
        .await
    };
    let mut fleet = Fleet::start(api.url(), &redis.url())?;
    let mut report = Report::default();
    let counted = |from: Instant| arrivals.lock().unwrap_or_else(PoisonError::into_inner).since(from);

    println!("{PROCESSES} processes with {TASKS} tasks each, {PLAN} calls per second");
    // The first calls open their connections, which delays them on their way to the API.
    sleep(3000).await;
    let begin = Instant::now();
    tokio::time::sleep(TEN_WINDOWS).await;
    report.shared("with Redis", &counted(begin));

    rejects.store(true, Ordering::Relaxed);
    while rejects.load(Ordering::Relaxed) {
        sleep(1).await;
    }
    let rejected = Instant::now();
    tokio::time::sleep(RETRY_AFTER).await;
    // Calls with a slot in the next 100 ms do not ask Redis again.
    let late = counted(rejected).between(Duration::from_millis(200), RETRY_AFTER);
    report.line("calls after a rejection, from 0.2 s to its end", late.to_string(), "0", late == 0);
    sleep(1500).await;

    let firsts = fleet.firsts("shared", 100).await;
    report.line("first deliveries of 100 events", firsts.to_string(), "100", firsts == 100);
    tokio::time::sleep(TTL).await;
    let firsts = fleet.firsts("shared", 100).await;
    report.line("after their time to live", firsts.to_string(), "100", firsts == 100);

    let slow = Instant::now();
    redis.pause(Duration::from_secs(3)).await?;
    sleep(3000).await;
    // A process may have to wait for its whole window.
    let gap = counted(slow).longest_gap();
    let limit = Duration::from_millis(1050 + 250 + 200);
    report.window("Redis is slow", &counted(slow));
    report.line("longest pause while Redis is slow", format!("{gap:.2?}"), "at most 1.5s", gap <= limit);
    sleep(5000).await;
    report.window("Redis is fast again", &counted(slow));
    report.reported("outage reported, slow Redis", &fleet.count(UNAVAILABLE), 1);
    report.reported("return reported, slow Redis", &fleet.count(AVAILABLE), 1);

    let stopped = Instant::now();
    redis.kill()?;
    sleep(1500).await;
    let start = Instant::now();
    tokio::time::sleep(TEN_WINDOWS).await;
    report.shared("without Redis", &counted(start));
    report.window("Redis stops", &counted(stopped));
    report.reported("outage reported, stopped Redis", &fleet.count(UNAVAILABLE), 2);
    // Each process accepts an event once.
    let firsts = fleet.firsts("alone", 100).await + fleet.firsts("alone", 100).await;
    report.line("first deliveries without Redis", firsts.to_string(), "400", firsts == 100 * PROCESSES);

    let restarted = Instant::now();
    redis.restart().await?;
    sleep(5000).await;
    report.reported("return reported, new Redis", &fleet.count(AVAILABLE), 2);
    // The first event of each process finds out that Redis is available.
    fleet.firsts("probe", 1).await;
    let firsts = fleet.firsts("returned", 100).await;
    report.line("first deliveries, new Redis", firsts.to_string(), "100", firsts == 100);
    let start = Instant::now();
    tokio::time::sleep(TEN_WINDOWS).await;
    report.shared("with the new Redis", &counted(start));
    report.window("Redis returns", &counted(restarted));

    let keys = keys(&redis.url()).await?;
    let wrong = keys.iter().filter(|(key, expires)| !key.starts_with(PREFIX) || !expires).count();
    report.line("keys without the prefix or without expiry", format!("{wrong} of {}", keys.len()), "0", wrong == 0);
    report.window("whole run", &counted(begin));
    let states = fleet.status().await;
    report.reported("outages in the status", &states, 2);
    drop(fleet);
    let is_met = report.print();
    println!("{busy}");
    Ok(is_met)
}

async fn sleep(millis: u64) {
    tokio::time::sleep(Duration::from_millis(millis)).await;
}

/// Returns all keys of the server, and whether each of them expires.
async fn keys(url: &str) -> redis::RedisResult<Vec<(String, bool)>> {
    let mut connection = redis::Client::open(url)?.get_multiplexed_async_connection().await?;
    let mut keys = Vec::new();
    for key in redis::cmd("KEYS").arg("*").query_async::<Vec<String>>(&mut connection).await? {
        let left: i64 = redis::cmd("PTTL").arg(&key).query_async(&mut connection).await?;
        // -1: the key has no expiry. -2: it has expired in the meantime.
        keys.push((key, left != -1));
    }
    Ok(keys)
}
