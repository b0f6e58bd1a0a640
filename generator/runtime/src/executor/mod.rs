//! Sending a call: the one way that all operations take.
//!
//! `run` makes attempts until one succeeds or no further one is allowed; transfers use it as well. `attempt` is one attempt
//! of a call, with its redirects.

mod attempt;
mod failure;
mod limits;
mod read;
mod run;

use std::pin::pin;

use crate::authorization::Authorization;
use crate::box_future::BoxFuture;
use crate::call::{Call, Request};
use crate::error::Error;
use crate::response::RawResponse;
use crate::trace;

pub(crate) use limits::Limits;
pub(crate) use read::explanation;
pub(crate) use run::{Attempts, Run};

/// Sends a call and reads its answer, which is a success.
pub(crate) fn execute(call: Call) -> BoxFuture<Result<RawResponse, Error>> {
    trace::CallSpan::new(call.operation).around(run(call))
}

async fn run(call: Call) -> Result<RawResponse, Error> {
    let request = call.to_request()?;
    let authorization = call.authorization()?;
    let is_replayable = request.body().is_replayable();
    let mut run = Run::new(call.client.clone(), call.operation, *call.limits(), call.is_idempotent());
    let mut attempts = CallAttempts { call: &call, authorization, first: Some(request) };
    let answer = run.with_retries(is_replayable, &mut attempts).await?;
    run.succeeded();
    Ok(answer.with_attempts(run.attempts(), run.elapsed()))
}

struct CallAttempts<'c> {
    call: &'c Call,
    authorization: Option<&'c Authorization>,
    /// The request of the first attempt. A retry is rare, so its request is made again rather than copied in advance.
    first: Option<Request>,
}

impl Attempts for CallAttempts<'_> {
    type Success = RawResponse;

    async fn attempt(&mut self, run: &Run) -> Result<RawResponse, Error> {
        let request = match self.first.take() {
            Some(request) => request,
            None => self.call.to_request()?,
        };
        // Pinned here, because futures are large and would be moved.
        let attempt = pin!(attempt::attempt(self.call, request, self.authorization, run.attempts()));
        run.within(self.call.limits().attempt_timeout, attempt).await
    }
}
