//! A rate limiter for several processes.

use std::sync::Arc;
use std::time::Duration;

use api_client_runtime::{BoxFuture, LimitedCall, MaxWaitExceeded, RateLimitKey, RateLimiter, RateWindows};
use redis::{Client, Script};
use tokio::runtime::Handle;
use tokio::time::Instant;

use crate::connection::{Connection, RedisStatus};
use crate::{Names, millis};

/// The part of its share that each process has used for sure before an outage. Processes that used more would otherwise
/// exceed the plan together with processes that used less, and now use their whole share.
const EVENLY_SHARED: f64 = 0.85;

/// How long before its slot a call asks Redis whether the API rejects calls. The call is not late if the reply is slow.
const LEAD: Duration = Duration::from_millis(100);

/// The milliseconds from the request about rejections to the slot of the call, and some for rounding.
const SLOT_AND_ROUNDING: i64 = 105;

/// The delay of a call that a window tolerates.
const MARGIN: Duration = Duration::from_millis(20);

/// A rate limiter for a client in several processes, which together stay below the plan of the client.
///
/// The processes share one queue in Redis, with the clock of the Redis server. The rule is the same as without this
/// limiter: each call reserves the next free slot of a sliding window, first in, first out over all processes. If the API
/// requests a delay, all processes wait. A call that is dropped while it waits frees its slot. Clones share the
/// connection.
///
/// # If Redis is unavailable
/// Each process continues with its share: the plan divided by `processes`. State the maximum number of processes that run
/// at the same time, including those of a deployment. With a smaller number, the processes together exceed the plan
/// during an outage.
///
/// If Redis is slow, a call waits at most two [timeouts](Self::timeout) for it, by default 500 ms.
///
/// The processes together stay below the plan when an outage starts and ends, if they share the plan evenly. The share
/// counts the calls shortly before the outage, and is 15 % smaller in the first second. After the outage, each process also
/// keeps its share for about three seconds, until all processes have noticed that Redis is available. If only one
/// process loses the connection to Redis, its share is added to the plan of the others.
///
/// # Examples
/// ```
/// use api_client_redis::{RedisRateLimiter, redis};
///
/// # fn main() -> Result<(), redis::RedisError> {
/// let limiter = RedisRateLimiter::new(redis::Client::open("redis://127.0.0.1/")?, "orders", 4);
/// assert!(limiter.status().is_available, "no call has found Redis unavailable yet");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct RedisRateLimiter(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    connection: Connection,
    prefix: String,
    processes: u32,
    /// The calls of this process, for its share during an outage.
    windows: RateWindows,
    start: Instant,
    names: Names,
    reserve: Script,
    close: Script,
}

impl RedisRateLimiter {
    /// Creates a limiter. It connects to Redis when the first call needs it.
    ///
    /// The processes whose clients share the limit have the same prefix. Clients with different accounts need different
    /// prefixes, because each account has its own limit. A number of 0 processes counts as 1.
    pub fn new(client: Client, prefix: impl Into<String>, processes: u32) -> Self {
        let fallback = "this process continues with its share of the rate limit";
        Self(Arc::new(Inner {
            connection: Connection::new(client, ("rate limiter", fallback)),
            prefix: prefix.into(),
            processes: processes.max(1),
            windows: RateWindows::default(),
            start: Instant::now(),
            names: Names::new(),
            reserve: Script::new(include_str!("reserve.lua")),
            close: Script::new(include_str!("close.lua")),
        }))
    }

    /// Sets the timeout of a request to Redis, which includes opening the connection: from 1 ms to 60 seconds. Default:
    /// 250 ms. A longer request starts an outage. The setting applies to all clones.
    #[must_use]
    pub fn timeout(self, timeout: Duration) -> Self {
        self.0.connection.set_timeout(timeout);
        self
    }

    /// Returns whether Redis is available, as the last calls found.
    pub fn status(&self) -> RedisStatus {
        self.0.connection.status()
    }
}

impl RateLimiter for RedisRateLimiter {
    fn acquire(&self, call: LimitedCall) -> BoxFuture<Result<(), MaxWaitExceeded>> {
        let inner = Arc::clone(&self.0);
        Box::pin(async move { inner.acquire(Remaining { call, start: Instant::now() }).await })
    }

    fn rejected(&self, call: LimitedCall, retry_after: Duration) -> BoxFuture<()> {
        let inner = Arc::clone(&self.0);
        inner.windows.close(call.key(), inner.now(), retry_after);
        // As a task, so that the other processes learn of the delay even if the call is dropped.
        let report = Handle::try_current().map(|handle| {
            handle.spawn(async move {
                let key = inner.key_of_closed(call.key());
                let mut close = inner.close.key(key);
                close.arg(millis(retry_after));
                let close = &close;
                inner
                    .connection
                    .request::<i64, _>(|mut redis| async move { close.invoke_async(&mut redis).await })
                    .await;
            })
        });
        Box::pin(async move {
            if let Ok(report) = report {
                // A panic of the task was reported by its runtime.
                drop(report.await);
            }
        })
    }
}

/// A call, with the maximum wait that is left.
#[derive(Clone, Copy)]
struct Remaining {
    call: LimitedCall,
    start: Instant,
}

impl Remaining {
    fn call(self) -> LimitedCall {
        let left = self.call.max_wait().saturating_sub(self.start.elapsed());
        LimitedCall::new(self.call.key(), self.call.per_second(), left)
    }
}

/// A slot in Redis. If it is dropped before it is used, it becomes free.
struct Slot {
    limiter: Arc<Inner>,
    key: String,
    name: String,
    is_used: bool,
}

impl Inner {
    /// Waits until the call may be sent.
    async fn acquire(self: Arc<Self>, call: Remaining) -> Result<(), MaxWaitExceeded> {
        let (_, length) = call.call.window();
        if self.connection.is_settled(length) {
            if self.wait_for_slot(call).await? {
                // For the share, if an outage follows.
                self.windows.record(&self.share(call.call), self.now());
                return Ok(());
            }
            return self.wait_for_share(call).await;
        }
        if !self.connection.status().is_available {
            // Asks whether Redis is available, if the last request was long ago. The slot of the share comes last, so
            // that a slow reply does not delay the call after its slot.
            self.wait_for_slot(call).await?;
            return self.wait_for_share(call).await;
        }
        // Other processes may still use their shares, which nothing in Redis counts.
        self.wait_for_share(call).await?;
        let start = self.now();
        self.wait_for_slot(call).await?;
        if self.now().saturating_sub(start) > MARGIN {
            // The slot of the share was too early to count the call.
            self.windows.record(&self.share(call.call), self.now());
        }
        Ok(())
    }

    /// Waits for a slot of all processes. Returns false if Redis is unavailable.
    async fn wait_for_slot(self: &Arc<Self>, call: Remaining) -> Result<bool, MaxWaitExceeded> {
        loop {
            let mut slot = Slot {
                limiter: Arc::clone(self),
                key: format!("{}:rate:{}:slots", self.prefix, call.call.key()),
                name: self.names.next(),
                is_used: false,
            };
            let closed = self.key_of_closed(call.call.key());
            let (size, length) = call.call.window();
            let mut reserve = self.reserve.key(&slot.key);
            reserve.key(&closed).arg(size).arg(micros(length)).arg(micros(call.call().max_wait())).arg(&slot.name);
            let reserve = &reserve;
            let request = |mut redis| async move { reserve.invoke_async(&mut redis).await };
            let Some((is_reserved, wait)) = self.connection.request::<(bool, u64), _>(request).await else {
                slot.is_used = true;
                return Ok(false);
            };
            let wait = Duration::from_micros(wait);
            if !is_reserved {
                slot.is_used = true;
                return Err(MaxWaitExceeded::new(wait));
            }
            let at = Instant::now() + wait;
            if let Some(before) = wait.checked_sub(LEAD) {
                tokio::time::sleep(before).await;
                // The API may have rejected a call of another process in the meantime.
                let closed = &closed;
                let request = |mut redis| async move { redis::cmd("PTTL").arg(closed).query_async(&mut redis).await };
                match self.connection.request::<i64, _>(request).await {
                    // The slot may be the end of a delay that was known before.
                    Some(left) if left <= SLOT_AND_ROUNDING => {}
                    Some(_) => continue,
                    None => {
                        slot.is_used = true;
                        return Ok(false);
                    }
                }
            }
            tokio::time::sleep_until(at).await;
            slot.is_used = true;
            return Ok(true);
        }
    }

    /// Waits for a slot of the share of this process.
    async fn wait_for_share(&self, call: Remaining) -> Result<(), MaxWaitExceeded> {
        loop {
            let slot = self.windows.reserve(&self.share(call.call()), self.now())?;
            if !slot.wait().is_zero() {
                tokio::time::sleep(slot.wait()).await;
            }
            if self.windows.is_open(call.call.key(), self.now()) {
                slot.mark_used();
                return Ok(());
            }
        }
    }

    /// Returns a call with the share of this process.
    fn share(&self, call: LimitedCall) -> LimitedCall {
        let (_, length) = call.window();
        let evenly = if self.connection.is_new_outage(length) { EVENLY_SHARED } else { 1.0 };
        call.share(evenly / f64::from(self.processes))
    }

    fn key_of_closed(&self, key: RateLimitKey) -> String {
        format!("{}:rate:{key}:closed", self.prefix)
    }

    fn now(&self) -> Duration {
        self.start.elapsed()
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        if self.is_used {
            return;
        }
        // Outside of a runtime, the slot stays reserved until it has passed.
        let Ok(handle) = Handle::try_current() else { return };
        let (limiter, key, name) =
            (Arc::clone(&self.limiter), std::mem::take(&mut self.key), std::mem::take(&mut self.name));
        handle.spawn(async move {
            let (key, name) = (&key, &name);
            let request =
                |mut redis| async move { redis::cmd("ZREM").arg(key).arg(name).query_async(&mut redis).await };
            limiter.connection.request::<i64, _>(request).await;
        });
    }
}

/// Returns a time in microseconds, up to 49 days as in [`millis`].
fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX).min(u64::from(u32::MAX) * 1000)
}
