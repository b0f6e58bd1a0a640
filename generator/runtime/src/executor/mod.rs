//! Sending a call: the one way that all operations take.
//!
//! `execute` makes attempts until one succeeds or no further one makes sense; `attempt` makes one,
//! with its redirects.

mod attempt;
mod failure;
mod read;

use std::time::Duration;

use crate::authorization::Authorization;
use crate::call::{Call, Request};
use crate::error::{Ending, Error, TimeoutError};
use crate::response::Answer;
use crate::retry::{self, Decision, Outcome, Reason, Situation};
use crate::trace;

/// Sends a call and reads its answer, which is a success.
pub(crate) async fn execute(call: Call) -> Result<Answer, Error> {
    let span = trace::CallSpan::new(&call);
    span.around(run(call)).await
}

async fn run(call: Call) -> Result<Answer, Error> {
    let mut request = Some(call.to_request()?);
    let authorization = call.authorization()?;
    let is_replayable = request.as_ref().is_some_and(|request| request.body().is_replayable());
    let mut run = Run { start: call.client.0.time.now(), attempts: 0, may_be_executed: false, call: &call };
    loop {
        run.wait_for_turn().await?;
        let error = match run.attempt(request.take(), authorization).await {
            Ok(answer) => return Ok(answer.with_attempts(run.attempts, run.elapsed())),
            Err(error) => error,
        };
        let outcome = failure::outcome(&error, run.date());
        if let (Outcome::RateLimited { told: Some(wait), .. }, Some(limiter)) = (outcome, &call.client.0.limiter) {
            limiter.close(call.operation, call.client.0.time.now(), wait);
        }
        match retry::decide(call.retry_policy(), outcome, run.situation(is_replayable)) {
            Decision::Retry(wait) => {
                trace::retry(&call, run.attempts, &error, wait);
                run.may_be_executed |= failure::may_be_executed(outcome);
                call.client.0.time.sleep(wait).await;
            }
            Decision::GiveUp(reason) => return Err(run.end(error, outcome, reason)),
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

    fn date(&self) -> std::time::SystemTime {
        self.call.client.0.time.date()
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

    /// One attempt within its time.
    async fn attempt(
        &mut self,
        request: Option<Request>,
        authorization: Option<&Authorization>,
    ) -> Result<Answer, Error> {
        let (call, left) = (self.call, self.left());
        let limit = left.min(call.attempt_time_limit());
        self.attempts += 1;
        let request = match request {
            Some(request) => request,
            None => call.to_request()?,
        };
        let attempt = attempt::attempt(call, request, authorization);
        call.client.0.time.within(limit, attempt).await.unwrap_or_else(|| {
            // Of the two limits, the one that ended the attempt.
            let limit = if limit < left { limit } else { call.time_limit() };
            Err(Error::Timeout(Box::new(TimeoutError::new(call.operation, limit))))
        })
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
