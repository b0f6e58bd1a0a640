//! The executor, which sends the calls of all operations.
//!
//! `run` makes attempts until one succeeds or no further one is allowed; transfers use it too. `attempt` is one attempt
//! of a call, with its redirects.

mod attempt;
mod failure;
mod limits;
mod read;
mod run;
mod token;

use std::pin::pin;

use crate::box_future::BoxFuture;
use crate::call::{Call, Request};
use crate::error::Error;
use crate::response::RawResponse;
use crate::trace;

pub(crate) use limits::Limits;
pub(crate) use read::error_body;
pub(crate) use run::{Attempts, Run};
use token::Tokens;

/// Sends a call and reads its successful response.
pub(crate) fn execute(call: Call) -> BoxFuture<Result<RawResponse, Error>> {
    trace::CallSpan::new(call.operation).around(run(call))
}

async fn run(call: Call) -> Result<RawResponse, Error> {
    let request = call.to_request()?;
    let tokens = Tokens::new(call.authorization()?);
    let is_replayable = request.body().is_replayable();
    let mut run = Run::new(call.client.clone(), call.operation, *call.limits(), call.is_idempotent());
    let mut attempts = CallAttempts { call: &call, tokens, first: Some(request) };
    let response = run.with_retries(is_replayable, &mut attempts).await?;
    run.succeeded();
    Ok(response.with_attempts(run.attempts(), run.elapsed()))
}

struct CallAttempts<'c> {
    call: &'c Call,
    tokens: Tokens<'c>,
    /// The request of the first attempt. Retries are rare, so the request is created again instead of copied in
    /// advance.
    first: Option<Request>,
}

impl Attempts for CallAttempts<'_> {
    type Success = RawResponse;

    async fn prepare(&mut self, run: &Run) -> Result<(), Error> {
        match &mut self.tokens {
            Tokens::None | Tokens::Fixed(_) => Ok(()),
            Tokens::Changing(tokens) => tokens.prepare(self.call, run).await,
        }
    }

    async fn renew(&mut self, run: &Run, error: &Error, is_replayable: bool) -> Result<bool, Error> {
        match &mut self.tokens {
            Tokens::Changing(tokens) if failure::is_of_token(error) => {
                tokens.renew(self.call, run, is_replayable).await
            }
            Tokens::None | Tokens::Fixed(_) | Tokens::Changing(_) => Ok(false),
        }
    }

    async fn attempt(&mut self, run: &Run) -> Result<RawResponse, Error> {
        let request = match self.first.take() {
            Some(request) => request,
            None => self.call.to_request()?,
        };
        // Pinned here, because moving a large future is expensive.
        let attempt = pin!(attempt::attempt(self.call, request, self.tokens.authorization(), run.attempts()));
        run.within(self.call.limits().attempt_timeout, attempt).await
    }
}
