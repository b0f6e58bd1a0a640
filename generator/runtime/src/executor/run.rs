//! The attempts of a call: their number, the time that is left, and the retries.

use std::future::Future;
use std::time::Duration;

use url::Url;

use super::{Limits, failure};
use crate::client::Client;
use crate::error::{CallSummary, Error, TimeoutError};
use crate::operation::Operation;
use crate::rate::{LimitedCall, Limiter, RateLimiter};
use crate::retry::{self, BudgetHost, Decision, Outcome, Reason, Situation};
use crate::trace;

/// The attempts of a call or of a transfer, made by [`Run::with_retries`]. This is a trait instead of a closure,
/// because the compiler can't prove yet that the future of an async closure is `Send`.
pub(crate) trait Attempts {
    /// The result of an attempt that succeeds.
    type Success;

    /// Prepares the next attempt. Does nothing by default.
    ///
    /// # Errors
    /// Fails with the error of the call.
    fn prepare(&mut self, _: &Run) -> impl Future<Output = Result<(), Error>> + Send {
        async { Ok(()) }
    }

    /// Returns whether a failed attempt can be repeated at once, because it had an invalid token and there is a new one.
    /// Returns `false` by default.
    ///
    /// # Errors
    /// Fails with the error of the call.
    fn renew(&mut self, _: &Run, _: &Error, _: bool) -> impl Future<Output = Result<bool, Error>> + Send {
        async { Ok(false) }
    }

    /// Makes one attempt.
    ///
    /// # Errors
    /// Fails with an error that may be retried.
    fn attempt(&mut self, run: &Run) -> impl Future<Output = Result<Self::Success, Error>> + Send;
}

/// A running call or transfer.
pub(crate) struct Run {
    client: Client,
    operation: &'static Operation,
    limits: Limits,
    /// The maximum wait between two attempts.
    max_wait: Duration,
    is_idempotent: bool,
    start: Duration,
    attempts: u32,
    /// Whether the server may have executed an earlier attempt.
    may_be_executed: bool,
    /// The host whose retry budget this call uses.
    budget_host: BudgetHost,
    /// The number of tokens of the retry budget that the last retry took.
    cost: u32,
    /// Whether the last retry took tokens of the retry budget but has not begun yet.
    is_retry_due: bool,
}

impl Run {
    pub(crate) fn new(client: Client, operation: &'static Operation, limits: Limits, is_idempotent: bool) -> Self {
        let start = client.0.time.now();
        Self {
            client,
            operation,
            limits,
            max_wait: limits.timeout,
            is_idempotent,
            start,
            attempts: 0,
            may_be_executed: false,
            budget_host: BudgetHost::Borrowed(operation.host()),
            cost: 0,
            is_retry_due: false,
        }
    }

    /// Starts a transfer from or to a server that is not a host of the API.
    ///
    /// The server has its own retry budget. A transfer has no timeout by default, but no wait between its attempts is
    /// longer than the timeout of a call. If the server requests a longer delay, the transfer fails.
    pub(crate) fn of_transfer(client: Client, operation: &'static Operation, limits: Limits, url: &Url) -> Self {
        let mut run = Self::new(client, operation, limits, true);
        run.max_wait = limits.timeout.min(run.client.0.limits.timeout);
        let port = url.port_or_known_default().unwrap_or_default();
        run.budget_host = format!("{}:{port}", url.host_str().unwrap_or_default()).into();
        run
    }

    /// Makes attempts until one succeeds or no further one is allowed.
    ///
    /// The caller reports the success by [`succeeded`](Self::succeeded), because an attempt of a download succeeds
    /// before the file is complete.
    ///
    /// # Errors
    /// Fails with the error of the last attempt, or with an error of a wait.
    pub(crate) async fn with_retries<A: Attempts>(
        &mut self,
        is_replayable: bool,
        attempts: &mut A,
    ) -> Result<A::Success, Error> {
        loop {
            self.wait_for_permit().await?;
            attempts.prepare(self).await.map_err(|error| self.give_up(error))?;
            self.attempts += 1;
            self.is_retry_due = false;
            // The result must be dropped before the wait, because it would add to the size of each call.
            let error = match attempts.attempt(self).await {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            match attempts.renew(self, &error, is_replayable).await {
                Ok(true) => self.repeats(&error),
                Ok(false) => self.wait_after(error, is_replayable).await?,
                Err(error) => return Err(self.give_up(error)),
            }
        }
    }

    /// Runs one attempt with a timeout, which ends at the latest with the timeout of the call.
    ///
    /// # Errors
    /// Fails with the error of the attempt, or with a timeout.
    pub(crate) async fn within<T>(
        &self,
        limit: Duration,
        attempt: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let (wait, limit) = self.time_for(limit);
        let result = self.client.0.time.within(Some(self.operation), wait, attempt).await?;
        result.unwrap_or_else(|| Err(Error::Timeout(Box::new(TimeoutError::new(self.operation, limit)))))
    }

    /// Returns the time that an operation with this timeout may take, and the timeout that applies: this timeout, or
    /// the timeout of the call.
    pub(crate) fn time_for(&self, limit: Duration) -> (Duration, Duration) {
        let left = self.left();
        if limit < left { (limit, limit) } else { (left, self.limits.timeout) }
    }

    /// Returns the number of attempts, which includes the current one.
    pub(crate) fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns tokens to the retry budget, because the server works.
    pub(crate) fn succeeded(&mut self) {
        self.client.0.budgets.reward(&self.budget_host, std::mem::take(&mut self.cost));
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.client.0.time.now().saturating_sub(self.start)
    }

    /// Returns the time that is left.
    pub(crate) fn left(&self) -> Duration {
        self.limits.timeout.saturating_sub(self.elapsed())
    }

    /// Returns the timeout of the call.
    pub(crate) fn limit(&self) -> Duration {
        self.limits.timeout
    }

    /// Waits for a permit of the limiter, if there is one.
    async fn wait_for_permit(&self) -> Result<(), Error> {
        let client = &self.client.0;
        let Some(limits) = &client.rate_limits else { return Ok(()) };
        loop {
            let operation = self.operation;
            let Some(call) = limits.call(operation, self.left()) else { return Ok(()) };
            let windows = match &limits.limiter {
                Limiter::Windows(windows) => windows,
                // Boxed, because its state would add to the size of each call.
                Limiter::Custom(limiter) => return Box::pin(self.wait_for(&**limiter, call)).await,
            };
            let slot = windows.reserve(&call, client.time.now()).map_err(|exceeded| self.queued(exceeded.wait()))?;
            if !slot.wait().is_zero() {
                trace::queued(operation, slot.wait());
                client.time.sleep(Some(operation), slot.wait()).await?;
            }
            if windows.is_open(call.key(), client.time.now()) {
                slot.mark_used();
                return Ok(());
            }
        }
    }

    /// Waits for a limiter that replaces the default, up to the timeout of the call.
    async fn wait_for(&self, limiter: &dyn RateLimiter, call: LimitedCall) -> Result<(), Error> {
        let time = &self.client.0.time;
        let start = time.now();
        let acquired = time.within(Some(self.operation), call.max_wait(), limiter.acquire(call)).await?;
        let waited = time.now().saturating_sub(start);
        match acquired {
            Some(Ok(())) => {
                if waited >= Duration::from_millis(1) {
                    trace::queued(self.operation, waited);
                }
                Ok(())
            }
            Some(Err(exceeded)) => Err(self.queued(exceeded.wait())),
            None => Err(self.queued(waited)),
        }
    }

    /// Returns the error of a call that the limiter delays by this time, which is longer than the time that is left.
    fn queued(&self, wait: Duration) -> Error {
        let summary = CallSummary { reason: Some(Reason::Time), ..self.summary() };
        Error::Timeout(Box::new(TimeoutError::queued(self.operation, self.limits.timeout, wait).with_summary(summary)))
    }

    /// Reports the server-requested delay of a rejected call to the limiter.
    async fn close(&self, error: &Error) -> Result<(), Error> {
        let Outcome::RateLimited { retry_after: Some(wait), .. } = self.outcome(error) else { return Ok(()) };
        let client = &self.client.0;
        let Some(limits) = &client.rate_limits else { return Ok(()) };
        let Some(call) = limits.call(self.operation, self.left()) else { return Ok(()) };
        match &limits.limiter {
            Limiter::Windows(windows) => windows.close(call.key(), client.time.now(), wait),
            Limiter::Custom(limiter) => {
                let report = limiter.rejected(call, wait);
                Box::pin(client.time.within(Some(self.operation), call.max_wait(), report)).await?;
            }
        }
        Ok(())
    }

    /// Records that an attempt is repeated at once. It takes no tokens of the retry budget, because the server works.
    fn repeats(&mut self, error: &Error) {
        trace::retry(self.operation, self.attempts, error, Duration::ZERO);
        self.may_be_executed |= failure::may_be_executed(self.outcome(error));
    }

    /// Waits until the next attempt may begin.
    ///
    /// # Errors
    /// Fails with the error of the call, if no further attempt is allowed.
    pub(crate) async fn wait_after(&mut self, error: Error, is_replayable: bool) -> Result<(), Error> {
        self.close(&error).await?;
        let wait = self.after(error, is_replayable)?;
        self.client.0.time.sleep(Some(self.operation), wait).await
    }

    /// Returns the wait before the next attempt, or the error of the call if there is none.
    fn after(&mut self, error: Error, is_replayable: bool) -> Result<Duration, Error> {
        let client = &self.client.0;
        let outcome = self.outcome(&error);
        match retry::decide(&self.limits.retry, outcome, self.situation(is_replayable)) {
            Decision::Retry(wait) => {
                // A retry after a rate limit takes no tokens, because the server works.
                if !matches!(outcome, Outcome::RateLimited { .. }) {
                    let Some(cost) = client.budgets.spend(&self.budget_host, failure::is_timeout(&error)) else {
                        return Err(self.end(error, outcome, Reason::Budget));
                    };
                    (self.cost, self.is_retry_due) = (cost, true);
                }
                trace::retry(self.operation, self.attempts, &error, wait);
                self.may_be_executed |= failure::may_be_executed(outcome);
                Ok(wait)
            }
            Decision::GiveUp(reason) => {
                if reason == Reason::Final && failure::is_of_a_working_server(&error) {
                    self.succeeded();
                }
                Err(self.end(error, outcome, reason))
            }
        }
    }

    fn outcome(&self, error: &Error) -> Outcome {
        failure::outcome(error, self.client.0.time.date(), self.limits.retry.longest_wait())
    }

    /// Returns the error of a call that can't be retried, such as a transfer of which the caller has already received a
    /// part.
    pub(crate) fn give_up(&self, error: Error) -> Error {
        let outcome = self.outcome(&error);
        let reason = if matches!(outcome, Outcome::Final { .. }) { Reason::Final } else { Reason::Attempts };
        self.end(error, outcome, reason)
    }

    fn situation(&self, is_replayable: bool) -> Situation {
        Situation {
            attempts: self.attempts,
            left: self.left().min(self.max_wait),
            is_idempotent: self.is_idempotent,
            is_replayable,
            random: self.client.0.time.random(),
        }
    }

    fn summary(&self) -> CallSummary {
        CallSummary {
            attempts: self.attempts,
            may_be_executed: self.may_be_executed,
            is_idempotent: self.is_idempotent,
            ..CallSummary::default()
        }
    }

    fn end(&self, error: Error, outcome: Outcome, reason: Reason) -> Error {
        let may_be_executed = self.may_be_executed || failure::may_be_executed(outcome);
        let retry_after = failure::retry_after(outcome);
        error.with_summary(CallSummary { may_be_executed, reason: Some(reason), retry_after, ..self.summary() })
    }
}

/// Returns the tokens of a retry to the retry budget, if the retry never began because the call was dropped or timed
/// out.
impl Drop for Run {
    fn drop(&mut self) {
        if self.is_retry_due {
            self.client.0.budgets.give_back(&self.budget_host, self.cost);
        }
    }
}
