//! Deduplication of events for several processes.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use redis::{Client, Script};
use tokio::runtime::Handle;
use tokio::time::Instant;

use crate::connection::{Connection, RedisStatus};
use crate::{Names, millis};

/// Detects duplicate deliveries of webhook events, also if they arrive at different processes.
///
/// The first process that asks for a hash marks it in Redis (`SET` with `NX` and a time to live). Clones share the
/// connection.
///
/// # If Redis is unavailable
/// Each process continues with its own list of the events that it accepted. It then detects its own duplicates, but not
/// those of other processes: an event may be handled more than once, but is never lost. Handlers should therefore be
/// idempotent. If Redis is slow, a delivery waits at most one [timeout](Self::timeout) for it, by default 250 ms.
///
/// # Examples
/// ```
/// use std::time::Duration;
///
/// use api_client_redis::{RedisDeduplicator, redis};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), redis::RedisError> {
/// let client = redis::Client::open("redis://127.0.0.1/")?;
/// # let client = redis::Client::open("redis://127.0.0.1:1/")?;
/// let events = RedisDeduplicator::new(client, "orders", Duration::from_secs(300));
/// assert!(events.is_first("3f2a").await, "the first delivery");
/// assert!(!events.is_first("3f2a").await, "a duplicate");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct RedisDeduplicator(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    connection: Connection,
    prefix: String,
    ttl: Duration,
    accepted: Mutex<Accepted>,
    names: Names,
    mark: Script,
    unmark: Script,
}

/// The events that this process accepted in the last time to live.
#[derive(Debug, Default)]
struct Accepted {
    /// The name of the request that marked each event.
    names: HashMap<String, String>,
    /// The events in their order, with the name of the request.
    order: VecDeque<(Instant, String, String)>,
}

/// A request that marks an event. If it is dropped before its result is known, it removes its mark.
struct Mark {
    deduplicator: Arc<Inner>,
    hash: String,
    name: String,
    is_decided: bool,
}

impl RedisDeduplicator {
    /// Creates a deduplicator. It connects to Redis when it is first used.
    ///
    /// The processes that receive the same events have the same prefix. `ttl` is the time to live of a hash, from 1 ms to
    /// 49 days. It should be longer than the time in which the API repeats a delivery. If two separate events can have the
    /// same body, it should be as short as possible: a few minutes.
    pub fn new(client: Client, prefix: impl Into<String>, ttl: Duration) -> Self {
        let fallback = "this process only detects duplicates among its own events";
        Self(Arc::new(Inner {
            connection: Connection::new(client, ("deduplicator", fallback)),
            prefix: prefix.into(),
            ttl,
            accepted: Mutex::default(),
            names: Names::new(),
            mark: Script::new(include_str!("mark.lua")),
            unmark: Script::new(include_str!("unmark.lua")),
        }))
    }

    /// Sets the timeout of a request to Redis, which includes opening the connection: from 1 ms to 60 seconds. Default:
    /// 250 ms. A longer request starts an outage. The setting applies to all clones.
    #[must_use]
    pub fn timeout(self, timeout: Duration) -> Self {
        self.0.connection.set_timeout(timeout);
        self
    }

    /// Marks an event as seen by its hash, and returns whether this is its first delivery.
    ///
    /// After `true`, the caller handles the event. If that fails, call [`forget`](Self::forget), so that the next delivery
    /// is handled. If the future is dropped, for example because the sender closed the connection, the mark is removed.
    pub async fn is_first(&self, hash: &str) -> bool {
        let inner = &self.0;
        let mut mark = Mark {
            deduplicator: Arc::clone(inner),
            hash: hash.to_owned(),
            name: inner.names.next(),
            is_decided: false,
        };
        let mut request = inner.mark.key(inner.key(hash));
        request.arg(&mark.name).arg(millis(inner.ttl));
        let request = &request;
        let is_marked =
            inner.connection.request(|mut redis| async move { request.invoke_async::<bool>(&mut redis).await }).await;
        mark.is_decided = true;
        match is_marked {
            Some(false) => false,
            Some(true) => {
                inner.accepted().insert(hash, &mark.name, inner.ttl);
                true
            }
            None => inner.accepted().insert_new(hash, &mark.name, inner.ttl),
        }
    }

    /// Removes the mark of an event that this process accepted but could not handle, so that the next delivery counts as the
    /// first one.
    ///
    /// Marks of other processes stay. If Redis is unavailable, the mark in Redis stays until its time to live ends.
    pub async fn forget(&self, hash: &str) {
        let name = self.0.accepted().names.remove(hash);
        if let Some(name) = name {
            self.0.unmark(hash, &name).await;
        }
    }

    /// Returns whether Redis is available, as the last requests found.
    pub fn status(&self) -> RedisStatus {
        self.0.connection.status()
    }
}

impl Inner {
    /// Removes the mark in Redis, if the request with this name made it.
    async fn unmark(&self, hash: &str, name: &str) {
        let mut request = self.unmark.key(self.key(hash));
        request.arg(name);
        let request = &request;
        self.connection.request(|mut redis| async move { request.invoke_async::<i64>(&mut redis).await }).await;
    }

    fn key(&self, hash: &str) -> String {
        format!("{}:event:{hash}", self.prefix)
    }

    fn accepted(&self) -> MutexGuard<'_, Accepted> {
        self.accepted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Accepted {
    /// Adds an event that was accepted by the request with this name.
    fn insert(&mut self, hash: &str, name: &str, ttl: Duration) {
        self.remove_expired(ttl);
        self.names.insert(hash.to_owned(), name.to_owned());
        self.order.push_back((Instant::now(), hash.to_owned(), name.to_owned()));
    }

    /// Adds an event, and returns whether it is new.
    fn insert_new(&mut self, hash: &str, name: &str, ttl: Duration) -> bool {
        self.remove_expired(ttl);
        let is_new = !self.names.contains_key(hash);
        if is_new {
            self.insert(hash, name, ttl);
        }
        is_new
    }

    fn remove_expired(&mut self, ttl: Duration) {
        while self.order.front().is_some_and(|(at, ..)| at.elapsed() >= ttl) {
            let Some((_, hash, name)) = self.order.pop_front() else { break };
            // The event may have been forgotten and accepted again.
            if self.names.get(&hash) == Some(&name) {
                self.names.remove(&hash);
            }
        }
    }
}

impl Drop for Mark {
    fn drop(&mut self) {
        if self.is_decided {
            return;
        }
        // Outside of a runtime, the mark stays until its time to live ends.
        let Ok(handle) = Handle::try_current() else { return };
        let (deduplicator, hash, name) =
            (Arc::clone(&self.deduplicator), std::mem::take(&mut self.hash), std::mem::take(&mut self.name));
        handle.spawn(async move { deduplicator.unmark(&hash, &name).await });
    }
}
