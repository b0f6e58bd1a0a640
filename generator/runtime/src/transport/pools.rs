//! One pool of connections for each tokio runtime.
//!
//! A connection is driven by a task of the runtime that opened the connection. If a different runtime used the
//! connection, calls could wait for a task that does not run, or fail when the first runtime ends.

use std::mem;
use std::process;
use std::sync::{Mutex, PoisonError};

use tokio::runtime::Id;

/// The maximum number of pools. If there are more, the least recently used pool is dropped, which closes its idle
/// connections. The number is large because some servers have a runtime for each core.
const MAX_POOLS: usize = 256;

/// The pools, the most recently used one first.
#[derive(Default)]
pub(super) struct Pools(Mutex<Vec<Pool>>);

struct Pool {
    runtime: Id,
    /// The process that opened the connections. A forked process has copies of them, but no thread that drives them.
    process: u32,
    client: Option<reqwest::Client>,
}

const FORKED: &str = "the tokio runtime was started before this process was forked, and does not run here; start one \
                      in this process";

impl Pools {
    /// Returns the client of a runtime. `make` builds the client for the first call of the runtime.
    ///
    /// # Errors
    /// Fails with the errors of `make`, or if the parent process started the runtime before a fork.
    pub(super) fn client(
        &self,
        runtime: Id,
        make: impl FnOnce() -> Result<reqwest::Client, String>,
    ) -> Result<reqwest::Client, String> {
        let process = process::id();
        let mut pools = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = pools.iter().position(|pool| pool.runtime == runtime) {
            pools[..=index].rotate_right(1);
            if pools[0].process != process {
                return Err(FORKED.into());
            }
            if let Some(client) = &pools[0].client {
                return Ok(client.clone());
            }
        }
        let client = make()?;
        pools.truncate(MAX_POOLS - 1);
        pools.insert(0, Pool { runtime, process, client: Some(client.clone()) });
        Ok(client)
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        // Closing connections of the parent process could wait for a lock that one of its threads held at the fork.
        if self.process != process::id() {
            mem::forget(self.client.take());
        }
    }
}

#[cfg(all(test, any(feature = "ring", feature = "aws_lc")))]
mod tests {
    use tokio::runtime::Builder;

    use super::super::{Connections, tls::Tls};
    use super::*;

    #[test]
    fn least_recently_used_pool_is_dropped_first() {
        let runtimes: Vec<_> =
            (0..=MAX_POOLS).map(|_| Builder::new_current_thread().build().expect("a runtime")).collect();
        let tls = Tls::new(&Connections::default()).expect("TLS can be used");
        let pools = Pools::default();
        let is_known = |index: usize| {
            let mut is_known = true;
            let make = || {
                is_known = false;
                Ok(reqwest::Client::builder()
                    .tls_backend_preconfigured(tls.config())
                    .build()
                    .expect("the client can be built"))
            };
            pools.client(runtimes[index].handle().id(), make).expect("the client can be built");
            is_known
        };
        for index in 0..MAX_POOLS {
            assert!(!is_known(index));
        }
        assert!(is_known(0), "the first one is the most recently used now");
        assert!(!is_known(MAX_POOLS), "one more replaces the second one");
        assert!(is_known(0) && is_known(2) && !is_known(1));
    }
}
