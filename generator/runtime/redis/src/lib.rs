//! Rate limits and deduplication of webhook events over several processes, for generated API clients.
//!
//! - [`RedisRateLimiter`] is a [`RateLimiter`](api_client_runtime::RateLimiter): all processes together stay below the
//!   plan of a client.
//! - [`RedisDeduplicator`] detects duplicate deliveries of webhook events, also if they arrive at different processes.
//!
//! # If Redis is unavailable
//! A process continues alone: with its share of the plan, and with its own list of events. A request to Redis that fails,
//! or that takes longer than the timeout (default: 250 ms), starts an outage. During an outage, one call per second asks
//! Redis again. The first reply ends the outage. `status()` returns the current state. With the feature `tracing`, an
//! outage is one warning at its start and one event at its end, with the target `api_client`.
//!
//! A lost connection is not an outage if a new connection can be opened at once.
//!
//! # What is stored
//! Limits, HTTP methods, path templates, times and hashes of events. The keys begin with a prefix of your choice, and each
//! key expires. Tokens, bodies and values of calls never go to Redis.
//!
//! # Requirements
//! Redis 6 or newer, or Valkey, as a single server and not as a cluster. A primary with replicas counts as a single server.
//! The methods need a tokio runtime.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod connection;
mod deduplicator;
mod limiter;
mod trace;

pub use connection::RedisStatus;
pub use deduplicator::RedisDeduplicator;
pub use limiter::RedisRateLimiter;
/// The crate `redis`, for [`redis::Client`].
pub use redis;

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Names that are unique among all processes.
#[derive(Debug)]
struct Names {
    process: u64,
    count: AtomicU64,
}

impl Names {
    fn new() -> Self {
        Self { process: RandomState::new().hash_one(0_u64), count: AtomicU64::new(0) }
    }

    fn next(&self) -> String {
        format!("{:016x}-{:x}", self.process, self.count.fetch_add(1, Ordering::Relaxed))
    }
}

/// Returns a time in milliseconds, from 1 ms to 49 days. Redis rejects longer times to live.
fn millis(duration: Duration) -> u32 {
    u32::try_from(duration.as_millis()).unwrap_or(u32::MAX).max(1)
}
