//! The connection to Redis, its outages and its return.

use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, RedisError, RedisResult};
use tokio::runtime::{Handle, Id};
use tokio::time::Instant;

use crate::trace;

/// The default timeout of a request to Redis.
pub(crate) const TIMEOUT: Duration = Duration::from_millis(250);

/// The minimum time between two requests during an outage.
const RETRY_INTERVAL: Duration = Duration::from_secs(1);

/// Whether Redis is available, as the last requests found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RedisStatus {
    /// Whether Redis is available. A process without calls does not notice a change.
    pub is_available: bool,
    /// The number of outages since the start, including the current one.
    pub outages: u64,
}

/// The maximum number of connections, one for each tokio runtime. The least recently used one is closed.
const MAX_CONNECTIONS: usize = 256;

/// A connection that is opened when it is needed.
pub(crate) struct Connection {
    client: Client,
    /// The type that uses the connection, and what it does without Redis.
    user: (&'static str, &'static str),
    state: Mutex<State>,
}

struct State {
    timeout: Duration,
    /// The most recently used one first. A task of its runtime drives a connection, so other runtimes can't use it.
    runtimes: Vec<OfRuntime>,
    /// The number of connections that were opened.
    opened: u64,
    outages: u64,
    availability: Availability,
}

/// The connection of a tokio runtime.
struct OfRuntime {
    id: Id,
    open: Option<Open>,
    /// Held by the request that opens the connection.
    opening: Arc<tokio::sync::Mutex<()>>,
}

/// An open connection, with its number.
#[derive(Clone)]
struct Open {
    connection: MultiplexedConnection,
    number: u64,
    /// Whether this request opened it.
    is_new: bool,
}

#[derive(Clone, Copy)]
enum Availability {
    /// There was no outage.
    Always,
    /// There is an outage, with its start. The next request may be sent at this time.
    Outage { start: Instant, next: Instant },
    /// The last outage ended at this time.
    Since(Instant),
}

/// Whether a request may be sent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Permission {
    Yes,
    /// As the only request that finds out whether the outage is over.
    Probe,
    No,
}

impl Connection {
    pub(crate) fn new(client: Client, user: (&'static str, &'static str)) -> Self {
        let availability = Availability::Always;
        let state = State { timeout: TIMEOUT, runtimes: Vec::new(), opened: 0, outages: 0, availability };
        Self { client, user, state: Mutex::new(state) }
    }

    pub(crate) fn set_timeout(&self, timeout: Duration) {
        self.state().timeout = timeout.clamp(Duration::from_millis(1), Duration::from_secs(60));
    }

    /// Sends a request and returns its reply; `None` if Redis is unavailable.
    ///
    /// The request may be executed twice, if the connection is lost.
    pub(crate) async fn request<T, F>(&self, send: impl Fn(MultiplexedConnection) -> F) -> Option<T>
    where
        F: Future<Output = RedisResult<T>>,
    {
        let (permission, timeout) = self.permission();
        if permission == Permission::No {
            return None;
        }
        let result = tokio::time::timeout(timeout, async {
            let open = self.open().await?;
            match send(open.connection).await {
                // Servers and firewalls close idle connections.
                Err(error) if !open.is_new && is_of_connection(&error) => {
                    self.close(open.number);
                    send(self.open().await?.connection).await
                }
                result => result,
            }
        });
        match result.await {
            Ok(Ok(reply)) => {
                if permission == Permission::Probe {
                    self.returned();
                }
                return Some(reply);
            }
            Ok(Err(error)) => self.failed(&error.to_string()),
            Err(_) => self.failed(&format!("no response within {timeout:?}")),
        }
        None
    }

    pub(crate) fn status(&self) -> RedisStatus {
        let state = self.state();
        let is_available = !matches!(state.availability, Availability::Outage { .. });
        RedisStatus { is_available, outages: state.outages }
    }

    /// Whether there is no outage, and all processes have had the time to notice the end of the last one, plus this time.
    pub(crate) fn is_settled(&self, length: Duration) -> bool {
        let state = self.state();
        match state.availability {
            Availability::Always => true,
            Availability::Outage { .. } => false,
            Availability::Since(end) => end.elapsed() > (2 * state.retry_interval()).saturating_add(length),
        }
    }

    /// Whether there is an outage that started at most this time ago.
    pub(crate) fn is_new_outage(&self, age: Duration) -> bool {
        matches!(self.state().availability, Availability::Outage { start, .. } if start.elapsed() <= age)
    }

    /// Returns whether a request may be sent, and its timeout.
    fn permission(&self) -> (Permission, Duration) {
        let mut state = self.state();
        let (now, interval) = (Instant::now(), state.retry_interval());
        let permission = match &mut state.availability {
            Availability::Always | Availability::Since(_) => Permission::Yes,
            Availability::Outage { next, .. } if *next <= now => {
                *next = now + interval;
                Permission::Probe
            }
            Availability::Outage { .. } => Permission::No,
        };
        (permission, state.timeout)
    }

    fn failed(&self, error: &str) {
        let mut state = self.state();
        // A probe opens a new connection, because this one may hang.
        state.runtimes.clear();
        if !matches!(state.availability, Availability::Outage { .. }) {
            let start = Instant::now();
            state.availability = Availability::Outage { start, next: start + state.retry_interval() };
            state.outages += 1;
            drop(state);
            let (user, fallback) = self.user;
            trace::unavailable(user, fallback, error);
        }
    }

    fn returned(&self) {
        self.state().availability = Availability::Since(Instant::now());
        trace::available(self.user.0);
    }

    /// Returns the open connection of this runtime, or opens it.
    async fn open(&self) -> RedisResult<Open> {
        let runtime = Handle::current().id();
        let opening = {
            let mut state = self.state();
            let of_runtime = state.of_runtime(runtime);
            if let Some(open) = &of_runtime.open {
                return Ok(open.clone());
            }
            Arc::clone(&of_runtime.opening)
        };
        let _opening = opening.lock().await;
        if let Some(open) = &self.state().of_runtime(runtime).open {
            return Ok(open.clone());
        }
        // `request` limits the time.
        let config = AsyncConnectionConfig::new().set_connection_timeout(None).set_response_timeout(None);
        let connection = self.client.get_multiplexed_async_connection_with_config(&config).await?;
        let mut state = self.state();
        state.opened += 1;
        let open = Open { connection, number: state.opened, is_new: false };
        state.of_runtime(runtime).open = Some(open.clone());
        Ok(Open { is_new: true, ..open })
    }

    /// Drops the connection with this number, so that the next request opens a new one.
    fn close(&self, number: u64) {
        for of_runtime in &mut self.state().runtimes {
            if of_runtime.open.as_ref().is_some_and(|open| open.number == number) {
                of_runtime.open = None;
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn of_runtime(&mut self, id: Id) -> &mut OfRuntime {
        match self.runtimes.iter().position(|runtime| runtime.id == id) {
            Some(index) => self.runtimes[..=index].rotate_right(1),
            None => {
                self.runtimes.truncate(MAX_CONNECTIONS - 1);
                self.runtimes.insert(0, OfRuntime { id, open: None, opening: Arc::default() });
            }
        }
        &mut self.runtimes[0]
    }

    /// A request of before the outage ends before a request can end the outage.
    fn retry_interval(&self) -> Duration {
        RETRY_INTERVAL.max(self.timeout)
    }
}

fn is_of_connection(error: &RedisError) -> bool {
    error.is_io_error() || error.is_connection_dropped() || error.is_unrecoverable_error()
}

/// Leaves out the client, because its URL may contain a password.
impl fmt::Debug for Connection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Connection").field("status", &self.status()).finish_non_exhaustive()
    }
}
