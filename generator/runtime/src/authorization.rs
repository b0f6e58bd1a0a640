//! The authorization of calls to a host.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use http::request::Parts;
use http::{HeaderName, HeaderValue, Uri};

use crate::api::{Auth, Carrier};
use crate::percent;
use crate::secret::Secret;
use crate::token_source::TokenSource;

/// A credential of a client.
#[derive(Clone)]
pub(crate) enum Credential {
    Token(Secret),
    Source(Arc<dyn TokenSource>),
}

impl fmt::Debug for Credential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(secret) => secret.fmt(formatter),
            Self::Source(_) => formatter.write_str("TokenSource"),
        }
    }
}

/// The authorization of calls to a host, created once for each host of a client.
#[derive(Clone)]
pub(crate) enum HostAuthorization {
    Token(Authorization),
    Source(&'static Auth, Arc<dyn TokenSource>),
}

impl HostAuthorization {
    /// Creates the authorization; `None` if the token is invalid.
    pub(crate) fn new(auth: &'static Auth, credential: &Credential) -> Option<Self> {
        Some(match credential {
            Credential::Token(secret) => Self::Token(Authorization::new(auth, secret)?),
            Credential::Source(source) => Self::Source(auth, Arc::clone(source)),
        })
    }
}

impl fmt::Debug for HostAuthorization {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(authorization) => authorization.fmt(formatter),
            Self::Source(..) => formatter.write_str("TokenSource"),
        }
    }
}

/// The authorization of calls with one token.
#[derive(Clone)]
pub(crate) enum Authorization {
    /// A header with the credential.
    Header(HeaderName, HeaderValue),
    /// A percent-encoded pair of the query with the credential.
    Query(String),
}

impl Authorization {
    /// Creates the authorization; `None` if the header name is invalid or the secret can't be a header value.
    pub(crate) fn new(auth: &Auth, secret: &Secret) -> Option<Self> {
        match auth.carrier {
            Carrier::Header(name) => {
                let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
                Some(Self::Header(name, secret.header(auth.prefix)?))
            }
            Carrier::Query(name) => {
                let mut pair = String::new();
                percent::encode(name, &mut pair);
                pair.push('=');
                percent::encode(secret.expose(), &mut pair);
                Some(Self::Query(pair))
            }
        }
    }

    /// Adds the credential to a request that is about to be sent. No other copy of the request contains it.
    ///
    /// # Errors
    /// Fails if the URL is too long with the credential.
    pub(crate) fn authorize(&self, request: &mut Parts) -> Result<(), http::uri::InvalidUri> {
        match self {
            Self::Header(name, value) => {
                request.headers.insert(name, value.clone());
            }
            Self::Query(pair) => {
                let separator = if request.uri.query().is_some() { '&' } else { '?' };
                request.uri = Uri::try_from(format!("{}{separator}{pair}", request.uri))?;
            }
        }
        Ok(())
    }
}

/// Shows the location of the credential, but not its value.
impl fmt::Debug for Authorization {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(name, _) => write!(formatter, "Header({name})"),
            Self::Query(_) => formatter.write_str("Query"),
        }
    }
}

/// The number of tokens from token sources that a client keeps for redaction. Tokens of running calls are kept in
/// addition.
const KEPT_TOKENS: usize = 16;

/// The tokens that sources returned, the latest one last. They are removed from text of servers.
#[derive(Default)]
pub(crate) struct IssuedTokens(Mutex<Vec<Arc<Secret>>>);

impl IssuedTokens {
    /// Adds a token. It is kept at least as long as the returned reference.
    pub(crate) fn add(&self, token: Secret) -> Arc<Secret> {
        let mut tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = tokens.iter().position(|known| **known == token);
        let token = known.map_or_else(|| Arc::new(token), |index| tokens.remove(index));
        while tokens.len() >= KEPT_TOKENS
            && let Some(unused) = tokens.iter().position(|token| Arc::strong_count(token) == 1)
        {
            tokens.remove(unused);
        }
        tokens.push(Arc::clone(&token));
        token
    }

    pub(crate) fn all(&self) -> Vec<Arc<Secret>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latest_tokens_and_tokens_in_use_are_kept() {
        let issued = IssuedTokens::default();
        let add = |name: &str| issued.add(Secret::new(name.to_owned()));
        let has = |name: &str| issued.all().iter().any(|token| token.expose() == name);
        let in_use = add("in use");
        add("repeated");
        for index in 0..100 {
            add(&index.to_string());
            add("repeated");
        }
        assert!(has("in use") && has("repeated") && has("99") && has("90") && !has("50"));
        assert_eq!(issued.all().len(), KEPT_TOKENS);
        assert!(Arc::ptr_eq(&in_use, &add("in use")), "an equal token is kept once");
        drop(in_use);
        for index in 0..KEPT_TOKENS {
            add(&index.to_string());
        }
        assert!(!has("in use"));
    }
}
