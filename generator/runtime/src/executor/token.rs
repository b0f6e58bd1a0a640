//! The tokens of the attempts of one call.

use std::sync::Arc;

use super::Run;
use crate::api::Auth;
use crate::authorization::{Authorization, HostAuthorization};
use crate::call::Call;
use crate::error::{Error, TokenError, TokenProblem};
use crate::secret::Secret;
use crate::token_source::TokenSource;

/// The authorization of the attempts of one call.
pub(super) enum Tokens<'c> {
    /// The host requires no token.
    None,
    /// The token never changes.
    Fixed(&'c Authorization),
    /// A source returns the tokens.
    Changing(Changing<'c>),
}

pub(super) struct Changing<'c> {
    auth: &'static Auth,
    source: &'c dyn TokenSource,
    /// The token of the current or next attempt.
    current: Option<(Arc<Secret>, Authorization)>,
    /// Whether `current` was not sent yet.
    is_unused: bool,
    /// Whether an attempt was already repeated with a new token.
    is_renewed: bool,
}

impl<'c> Tokens<'c> {
    pub(super) fn new(authorization: Option<&'c HostAuthorization>) -> Self {
        match authorization {
            None => Self::None,
            Some(HostAuthorization::Token(authorization)) => Self::Fixed(authorization),
            Some(HostAuthorization::Source(auth, source)) => {
                Self::Changing(Changing { auth, source: &**source, current: None, is_unused: false, is_renewed: false })
            }
        }
    }

    /// Returns the authorization of the attempt that is about to begin.
    pub(super) fn authorization(&mut self) -> Option<&Authorization> {
        match self {
            Self::None => None,
            Self::Fixed(authorization) => Some(authorization),
            Self::Changing(tokens) => {
                tokens.is_unused = false;
                tokens.current.as_ref().map(|(_, authorization)| authorization)
            }
        }
    }
}

impl Changing<'_> {
    /// Gets the token of the next attempt, unless there is an unused one.
    ///
    /// # Errors
    /// Fails if the source fails or returns an invalid token.
    pub(super) async fn prepare(&mut self, call: &Call, run: &Run) -> Result<(), Error> {
        if self.is_unused {
            return Ok(());
        }
        let token = self.within(call, run, self.source.token()).await?;
        let token = token.map_err(|error| self.error(call, TokenProblem::failed(error)))?;
        let secret = call.client.0.issued_tokens.add(Secret::new(token));
        let authorization = Authorization::new(self.auth, &secret).filter(|_| !secret.is_empty());
        let authorization = authorization.ok_or_else(|| self.error(call, TokenProblem::Invalid))?;
        (self.current, self.is_unused) = (Some((secret, authorization)), true);
        Ok(())
    }

    /// Reports the current token as rejected, and returns whether there is a different one for a further attempt.
    ///
    /// # Errors
    /// Fails as [`prepare`](Self::prepare) does.
    pub(super) async fn renew(&mut self, call: &Call, run: &Run, is_replayable: bool) -> Result<bool, Error> {
        let Some((rejected, _)) = self.current.take() else { return Ok(false) };
        self.within(call, run, self.source.rejected(rejected.expose())).await?;
        if self.is_renewed || !is_replayable {
            return Ok(false);
        }
        self.is_renewed = true;
        self.prepare(call, run).await?;
        Ok(self.current.as_ref().is_some_and(|(token, _)| *token != rejected))
    }

    /// Returns the output of a future of the source.
    async fn within<T>(&self, call: &Call, run: &Run, future: impl Future<Output = T> + Send) -> Result<T, Error> {
        let (wait, limit) = run.time_for(call.limits().attempt_timeout);
        let output = call.client.0.time.within(Some(call.operation), wait, future).await?;
        output.ok_or_else(|| self.error(call, TokenProblem::TimedOut(limit)))
    }

    fn error(&self, call: &Call, problem: TokenProblem) -> Error {
        let error = TokenError::new(call.operation, self.auth.credential, problem);
        Error::Token(Box::new(error.redacted(&call.client)))
    }
}
