//! The attempts of a call: how many there were, how much time is left, and whether another one follows.

use std::time::Duration;

use url::Url;

use super::failure;
use crate::client::Client;
use crate::error::{Ending, Error, TimeoutError};
use crate::operation::Operation;
use crate::retry::{self, BudgetHost, Decision, Outcome, Reason, RetryPolicy, Situation};
use crate::trace;

/// A call on its way, or a transfer.
pub(crate) struct Run {
    client: Client,
    operation: &'static Operation,
    /// The time that all attempts have together.
    limit: Duration,
    /// The longest wait between two of them.
    patience: Duration,
    policy: RetryPolicy,
    is_idempotent: bool,
    start: Duration,
    attempts: u32,
    /// Whether the server may have executed an earlier attempt.
    may_be_executed: bool,
    /// The host whose retry budget this call uses.
    budget_host: BudgetHost,
    /// The tokens that the last retry took.
    cost: u32,
    /// Whether the last retry took tokens but has not begun yet.
    is_retry_due: bool,
}

impl Run {
    pub(crate) fn new(
        client: Client,
        operation: &'static Operation,
        limit: Duration,
        policy: RetryPolicy,
        is_idempotent: bool,
    ) -> Self {
        let start = client.0.time.now();
        Self {
            client,
            operation,
            limit,
            patience: limit,
            policy,
            is_idempotent,
            start,
            attempts: 0,
            may_be_executed: false,
            budget_host: BudgetHost::Borrowed(operation.host()),
            cost: 0,
            is_retry_due: false,
        }
    }

    /// Uses the retry budget of a server that is not a host of the API.
    pub(crate) fn with_server(mut self, url: &Url) -> Self {
        let port = url.port_or_known_default().unwrap_or_default();
        self.budget_host = format!("{}:{port}", url.host_str().unwrap_or_default()).into();
        self
    }

    /// For what may take any time: waits between attempts are no longer than a call may take, even if
    /// a server asks for it.
    pub(crate) fn with_patience_of_a_call(mut self) -> Self {
        self.patience = self.limit.min(self.client.0.timeout);
        self
    }

    /// How many attempts there were, with the one that is under way.
    pub(crate) fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Counts an attempt that begins.
    pub(crate) fn begin(&mut self) {
        self.attempts += 1;
        self.is_retry_due = false;
    }

    /// Returns tokens to the retry budget, because the server works.
    pub(crate) fn succeeded(&mut self) {
        self.client.0.budgets.reward(&self.budget_host, std::mem::take(&mut self.cost));
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.client.0.time.now().saturating_sub(self.start)
    }

    /// The time that is left.
    pub(crate) fn left(&self) -> Duration {
        self.limit.saturating_sub(self.elapsed())
    }

    /// The time that all attempts have together.
    pub(crate) fn limit(&self) -> Duration {
        self.limit
    }

    /// Waits until the limiter lets the call go, if there is one.
    pub(crate) async fn wait_for_turn(&self) -> Result<(), Error> {
        let client = &self.client.0;
        let Some(limiter) = &client.limiter else { return Ok(()) };
        loop {
            let operation = self.operation;
            let turn = limiter.turn(operation, client.time.now(), self.left()).map_err(|wait| {
                let ending = Ending { reason: Some(Reason::Time), ..self.ending() };
                Error::Timeout(Box::new(TimeoutError::queued(operation, self.limit, wait).with_ending(ending)))
            })?;
            if !turn.wait.is_zero() {
                trace::queued(operation, turn.wait);
                client.time.sleep(Some(operation), turn.wait).await?;
            }
            if limiter.is_open(operation, client.time.now()) {
                turn.take();
                return Ok(());
            }
        }
    }

    /// How long to wait before the next attempt; or the error of the call, if there is none.
    pub(crate) fn after(&mut self, error: Error, is_replayable: bool) -> Result<Duration, Error> {
        let client = &self.client.0;
        let outcome = self.outcome(&error);
        if let (Outcome::RateLimited { told: Some(wait), .. }, Some(limiter)) = (outcome, &client.limiter) {
            limiter.close(self.operation, client.time.now(), wait);
        }
        match retry::decide(&self.policy, outcome, self.situation(is_replayable)) {
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
        failure::outcome(error, self.client.0.time.date(), self.policy.longest_wait())
    }

    /// The error of a call that is given up, since whoever made it has what came so far.
    pub(crate) fn give_up(&self, error: Error) -> Error {
        let outcome = self.outcome(&error);
        let reason = if matches!(outcome, Outcome::Final { .. }) { Reason::Final } else { Reason::Attempts };
        self.end(error, outcome, reason)
    }

    fn situation(&self, is_replayable: bool) -> Situation {
        Situation {
            attempts: self.attempts,
            left: self.left().min(self.patience),
            is_idempotent: self.is_idempotent,
            is_replayable,
            random: self.client.0.time.random(),
        }
    }

    fn ending(&self) -> Ending {
        Ending {
            attempts: self.attempts,
            may_be_executed: self.may_be_executed,
            is_idempotent: self.is_idempotent,
            ..Ending::default()
        }
    }

    fn end(&self, error: Error, outcome: Outcome, reason: Reason) -> Error {
        let may_be_executed = self.may_be_executed || failure::may_be_executed(outcome);
        let told = failure::told(outcome);
        error.with_ending(Ending { may_be_executed, reason: Some(reason), told, ..self.ending() })
    }
}

/// Returns the tokens of a retry that never began, because its call was dropped or the time was up.
impl Drop for Run {
    fn drop(&mut self) {
        if self.is_retry_due {
            self.client.0.budgets.give_back(&self.budget_host, self.cost);
        }
    }
}
