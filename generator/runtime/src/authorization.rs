//! The authorization of calls to a host.

use std::fmt;

use http::request::Parts;
use http::{HeaderName, HeaderValue, Uri};

use crate::api::{Auth, Carrier};
use crate::percent;
use crate::secret::Secret;

/// The authorization of calls, created once for each host of a client.
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
