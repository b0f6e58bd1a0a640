//! Time and random numbers, which tests can replace.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::future::{Future, poll_fn};
use std::hash::BuildHasher;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, SystemTime};

use tokio::runtime::Handle;
use tokio::time::Instant;

use crate::box_future::BoxFuture;
use crate::error::{ConfigurationError, Error};
use crate::operation::Operation;

/// The reason why the built-in transport and the system's clock fail outside of a runtime.
pub(crate) const NO_RUNTIME: &str = "it was polled outside of a tokio runtime; run it inside one, or use \
                                     `.blocking()` of the feature `blocking`";

/// A clock that replaces the system's clock in tests. The client uses the clock for timeouts, for the waits before
/// retries and for rate limits.
pub trait Clock: Send + Sync + 'static {
    /// Returns the time since a fixed moment. It never decreases.
    fn now(&self) -> Duration;

    /// Returns the current date and time. The client needs them because servers may send the end of a delay as a date.
    fn date(&self) -> SystemTime;

    /// Returns a future that completes after this time.
    fn sleep(&self, duration: Duration) -> BoxFuture<()>;
}

type Random = dyn Fn() -> f64 + Send + Sync;

/// The clock and the random numbers of a client.
#[derive(Clone, Default)]
pub(crate) struct Time {
    pub(crate) clock: Option<Arc<dyn Clock>>,
    pub(crate) random: Option<Arc<Random>>,
    start: Start,
}

#[derive(Clone, Copy)]
struct Start(Instant);

impl Default for Start {
    fn default() -> Self {
        Self(Instant::now())
    }
}

impl Time {
    pub(crate) fn with_clock(self, clock: impl Clock) -> Self {
        Self { clock: Some(Arc::new(clock)), ..self }
    }

    pub(crate) fn now(&self) -> Duration {
        // The clock of tokio, so that tests can pause it.
        self.clock.as_ref().map_or_else(|| self.start.0.elapsed(), |clock| clock.now())
    }

    pub(crate) fn date(&self) -> SystemTime {
        self.clock.as_ref().map_or_else(SystemTime::now, |clock| clock.date())
    }

    /// Waits for this time. An error names the operation.
    ///
    /// # Errors
    /// Fails if the system's clock is used outside of a runtime, because tokio would panic.
    pub(crate) async fn sleep(&self, operation: Option<&'static Operation>, duration: Duration) -> Result<(), Error> {
        match &self.clock {
            Some(clock) => clock.sleep(duration).await,
            None => {
                require_runtime(operation)?;
                tokio::time::sleep(duration).await;
            }
        }
        Ok(())
    }

    /// Returns the output of a future; `None` if the future does not finish within this time.
    ///
    /// # Errors
    /// Fails as [`sleep`](Self::sleep) does.
    pub(crate) async fn within<F: Future>(
        &self,
        operation: Option<&'static Operation>,
        limit: Duration,
        future: F,
    ) -> Result<Option<F::Output>, Error> {
        let Some(clock) = &self.clock else {
            require_runtime(operation)?;
            return Ok(tokio::time::timeout(limit, future).await.ok());
        };
        let (mut future, mut sleep) = (pin!(future), clock.sleep(limit));
        poll_fn(|context| {
            if let Poll::Ready(output) = future.as_mut().poll(context) {
                return Poll::Ready(Ok(Some(output)));
            }
            sleep.as_mut().poll(context).map(|()| Ok(None))
        })
        .await
    }

    /// Returns a random number from 0 to 1.
    pub(crate) fn random(&self) -> f64 {
        match &self.random {
            Some(random) => random(),
            None => unit(RandomState::new().hash_one(0_u64)),
        }
    }
}

fn require_runtime(operation: Option<&'static Operation>) -> Result<(), Error> {
    let failed = |_| Error::Configuration(Box::new(ConfigurationError::of_call(operation, NO_RUNTIME.to_owned())));
    Handle::try_current().map(drop).map_err(failed)
}

/// Returns a number from 0 to 1 from random bits, with the precision of a float.
fn unit(bits: u64) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "a float has 53 bits")]
    let (part, whole) = ((bits >> 11) as f64, (1_u64 << 53) as f64);
    part / whole
}

impl fmt::Debug for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Time")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_numbers_cover_the_whole_range() {
        assert!((unit(0), unit(u64::MAX)) < (0.001, 1.0));
        let time = Time::default();
        let numbers: Vec<f64> = (0..1000).map(|_| time.random()).collect();
        assert!(numbers.iter().all(|number| (0.0..1.0).contains(number)));
        let tenths = |from: f64| numbers.iter().filter(|number| (from..from + 0.1).contains(*number)).count();
        for index in 0..10 {
            assert!((50..150).contains(&tenths(f64::from(index) / 10.0)), "{numbers:?}");
        }
    }
}
