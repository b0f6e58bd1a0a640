//! Sending a call: the one way that all operations take.
//!
//! `execute` makes attempts until one succeeds or no further one makes sense; `attempt` makes one,
//! with its redirects.

mod attempt;
mod failure;
mod read;

use std::pin::pin;
use std::time::Duration;

use crate::call::Call;
use crate::error::{Ending, Error, TimeoutError};
use crate::response::Answer;
use crate::retry::{self, Decision, Outcome, Reason, Situation};
use crate::trace;
use crate::transport::BoxFuture;

/// Sends a call and reads its answer, which is a success.
pub(crate) fn execute(call: Call) -> BoxFuture<Result<Answer, Error>> {
    trace::CallSpan::new(&call).around(run(call))
}

async fn run(call: Call) -> Result<Answer, Error> {
    let mut request = Some(call.to_request()?);
    let authorization = call.authorization()?;
    let is_replayable = request.as_ref().is_some_and(|request| request.body().is_replayable());
    let time = &call.client.0.time;
    let mut run = Run { start: time.now(), attempts: 0, may_be_executed: false, call: &call };
    loop {
        run.wait_for_turn().await?;
        let request = match request.take() {
            Some(request) => request,
            None => call.to_request()?,
        };
        // The first attempt begins with the call, and what a clock says of it is a waste of time.
        let left = if run.attempts == 0 && call.client.0.limiter.is_none() { call.time_limit() } else { run.left() };
        let limit = left.min(call.attempt_time_limit());
        run.attempts += 1;
        let result = {
            // Pinned here, since futures are large and would be moved about.
            let attempt = pin!(attempt::attempt(&call, request, authorization));
            time.within(limit, attempt).await
        };
        let error = match result {
            Some(Ok(answer)) => return Ok(answer.with_attempts(run.attempts, run.elapsed())),
            Some(Err(error)) => error,
            // Of the two limits, the one that ended the attempt.
            None => {
                let limit = if limit < left { limit } else { call.time_limit() };
                Error::Timeout(Box::new(TimeoutError::new(call.operation, limit)))
            }
        };
        match run.after(error, is_replayable) {
            Ok(wait) => time.sleep(wait).await,
            Err(error) => return Err(error),
        }
    }
}

/// A call on its way.
struct Run<'c> {
    call: &'c Call,
    start: Duration,
    attempts: u32,
    /// Whether the server may have executed an earlier attempt.
    may_be_executed: bool,
}

impl Run<'_> {
    fn elapsed(&self) -> Duration {
        self.call.client.0.time.now().saturating_sub(self.start)
    }

    /// The time that the call has left.
    fn left(&self) -> Duration {
        self.call.time_limit().saturating_sub(self.elapsed())
    }

    /// Waits until the limiter lets the call go, if there is one.
    async fn wait_for_turn(&self) -> Result<(), Error> {
        let client = &self.call.client.0;
        let Some(limiter) = &client.limiter else { return Ok(()) };
        loop {
            let operation = self.call.operation;
            let turn = limiter.turn(operation, client.time.now(), self.left()).map_err(|wait| {
                let limit = self.call.time_limit();
                let ending = Ending { reason: Some(Reason::Time), ..self.ending() };
                Error::Timeout(Box::new(TimeoutError::queued(operation, limit, wait).with_ending(ending)))
            })?;
            if !turn.wait.is_zero() {
                trace::queued(self.call, turn.wait);
                client.time.sleep(turn.wait).await;
            }
            if limiter.is_open(operation, client.time.now()) {
                turn.take();
                return Ok(());
            }
        }
    }

    /// How long to wait before the next attempt; or the error of the call, if there is none.
    fn after(&mut self, error: Error, is_replayable: bool) -> Result<Duration, Error> {
        let client = &self.call.client.0;
        let outcome = failure::outcome(&error, client.time.date());
        if let (Outcome::RateLimited { told: Some(wait), .. }, Some(limiter)) = (outcome, &client.limiter) {
            limiter.close(self.call.operation, client.time.now(), wait);
        }
        match retry::decide(self.call.retry_policy(), outcome, self.situation(is_replayable)) {
            Decision::Retry(wait) => {
                trace::retry(self.call, self.attempts, &error, wait);
                self.may_be_executed |= failure::may_be_executed(outcome);
                Ok(wait)
            }
            Decision::GiveUp(reason) => Err(self.end(error, outcome, reason)),
        }
    }

    fn situation(&self, is_replayable: bool) -> Situation {
        Situation {
            attempts: self.attempts,
            left: self.left(),
            is_idempotent: self.call.is_idempotent(),
            is_replayable,
            random: self.call.client.0.time.random(),
        }
    }

    fn ending(&self) -> Ending {
        Ending {
            attempts: self.attempts,
            may_be_executed: self.may_be_executed,
            is_idempotent: self.call.is_idempotent(),
            ..Ending::default()
        }
    }

    fn end(&self, error: Error, outcome: Outcome, reason: Reason) -> Error {
        let may_be_executed = self.may_be_executed || failure::may_be_executed(outcome);
        let told = failure::told(outcome);
        error.with_ending(Ending { may_be_executed, reason: Some(reason), told, ..self.ending() })
    }
}
