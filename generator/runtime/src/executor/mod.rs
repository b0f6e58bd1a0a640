//! Sending a call: the one way that all operations take.
//!
//! `execute` makes attempts until one succeeds or no further one makes sense; `attempt` makes one,
//! with its redirects.

mod attempt;
mod failure;
mod read;
mod run;

use std::pin::pin;

use crate::call::Call;
use crate::error::{Error, TimeoutError};
use crate::response::Answer;
use crate::trace;
use crate::transport::BoxFuture;

pub(crate) use read::explanation;
pub(crate) use run::Run;

/// Sends a call and reads its answer, which is a success.
pub(crate) fn execute(call: Call) -> BoxFuture<Result<Answer, Error>> {
    trace::CallSpan::new(call.operation).around(run(call))
}

async fn run(call: Call) -> Result<Answer, Error> {
    let mut request = Some(call.to_request()?);
    let authorization = call.authorization()?;
    let is_replayable = request.as_ref().is_some_and(|request| request.body().is_replayable());
    let time = &call.client.0.time;
    let mut run =
        Run::new(call.client.clone(), call.operation, call.time_limit(), *call.retry_policy(), call.is_idempotent());
    loop {
        run.wait_for_turn().await?;
        let request = match request.take() {
            Some(request) => request,
            None => call.to_request()?,
        };
        // The first attempt begins with the call, and what a clock says of it is a waste of time.
        let left = if run.attempts() == 0 && call.client.0.limiter.is_none() { call.time_limit() } else { run.left() };
        let limit = left.min(call.attempt_time_limit());
        run.begin();
        let result = {
            // Pinned here, since futures are large and would be moved about.
            let attempt = pin!(attempt::attempt(&call, request, authorization, run.attempts()));
            time.within(Some(call.operation), limit, attempt).await?
        };
        let error = match result {
            Some(Ok(answer)) => {
                run.succeeded();
                return Ok(answer.with_attempts(run.attempts(), run.elapsed()));
            }
            Some(Err(error)) => error,
            // Of the two limits, the one that ended the attempt.
            None => {
                let limit = if limit < left { limit } else { call.time_limit() };
                Error::Timeout(Box::new(TimeoutError::new(call.operation, limit)))
            }
        };
        match run.after(error, is_replayable) {
            Ok(wait) => time.sleep(Some(call.operation), wait).await?,
            Err(error) => return Err(error),
        }
    }
}
