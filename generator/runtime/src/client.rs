//! The client behind generated clients.

use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, HeaderValue, Method};

use crate::api::Host;
use crate::authorization::{Credential, HostAuthorization, IssuedTokens};
use crate::call::{Call, template};
use crate::clock::Time;
use crate::decode::Warning;
use crate::executor::Limits;
use crate::operation::{self, Operation};
use crate::rate::RateLimits;
use crate::redaction;
use crate::retry::Budgets;
use crate::secret::Secret;
use crate::transfer::{DownloadRequest, FormUpload, SignedUrl};
use crate::transport::Transport;

/// A hook that is called with each warning and the operation that the response belongs to.
pub(crate) type WarningHook = Arc<dyn Fn(&Operation, &Warning) + Send + Sync>;

/// A client with its hosts, credentials and transport. Clones are cheap and share connections and limits.
#[derive(Clone)]
pub struct Client(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) hosts: Vec<ConfiguredHost>,
    pub(crate) configuration: Vec<(&'static str, String)>,
    pub(crate) credentials: Vec<(&'static str, Credential)>,
    /// The tokens that the token sources returned.
    pub(crate) issued_tokens: IssuedTokens,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) user_agent: HeaderValue,
    /// Headers of each call to a host of the API.
    pub(crate) default_headers: HeaderMap,
    pub(crate) limits: Limits,
    pub(crate) budgets: Budgets,
    /// `None` without a plan.
    pub(crate) rate_limits: Option<RateLimits>,
    pub(crate) time: Time,
    pub(crate) max_response_bytes: usize,
    pub(crate) allow_plain_http: bool,
    pub(crate) strict: bool,
    pub(crate) on_warning: Option<WarningHook>,
}

/// A host with the base URL of its calls.
#[derive(Debug)]
pub(crate) struct ConfiguredHost {
    pub(crate) host: &'static Host,
    pub(crate) base_url: String,
    /// The authorization of its calls, if the client has the credential for it.
    pub(crate) authorization: Option<HostAuthorization>,
}

impl Client {
    /// Starts a call.
    pub fn call(&self, operation: &'static Operation) -> Call {
        Call::new(self.clone(), operation)
    }

    /// Starts a call of an endpoint without its own method, with the same credential, retries, limits and errors.
    /// [`Call::path`] sets the value of `{name}` in the path. The call fails with
    /// [`Error::InvalidRequest`](crate::Error::InvalidRequest) if the path is not a valid template.
    pub fn raw(&self, method: Method, host: &'static Host, path: &'static str) -> Call {
        let problem = match method {
            Method::CONNECT => Some("the method `CONNECT` has no path".to_owned()),
            _ => template::problem(path),
        };
        let call = self.call(operation::raw(method, host, path));
        match problem {
            Some(problem) => call.with_problem(problem),
            None => call,
        }
    }

    /// Starts a download from a URL that requires no token, such as a signed one.
    pub fn download(&self, url: impl Into<SignedUrl>) -> DownloadRequest {
        DownloadRequest::new(self.clone(), url.into())
    }

    /// Starts an upload to a signed form.
    pub fn upload_form(&self, url: impl Into<SignedUrl>) -> FormUpload {
        FormUpload::new(self.clone(), url.into())
    }

    /// Removes the credentials of this client from text of a server, which may repeat them.
    pub(crate) fn redact(&self, text: &str) -> String {
        self.without_credentials(text, 1)
    }

    /// Removes the credentials of this client from text with parts that do not come from a server, such as the error of
    /// a transport. Very short credentials stay, because they occur in such text by chance: `k` is in `broken pipe`.
    pub(crate) fn redact_mixed(&self, text: &str) -> String {
        self.without_credentials(text, redaction::MIN_SECRET_LENGTH)
    }

    /// Removes credentials of at least this length.
    fn without_credentials(&self, text: &str, min_length: usize) -> String {
        let issued = self.0.issued_tokens.all();
        let fixed = self.0.credentials.iter().filter_map(|(_, credential)| match credential {
            Credential::Token(secret) => Some(secret),
            Credential::Source(_) => None,
        });
        let secrets = fixed.chain(issued.iter().map(|token| &**token)).map(Secret::expose);
        redaction::redact(text, &secrets.filter(|secret| secret.len() >= min_length).collect::<Vec<_>>())
    }

    pub(crate) fn host(&self, host: &Host) -> Option<&ConfiguredHost> {
        self.0.hosts.iter().find(|configured| configured.host.name == host.name)
    }

    pub(crate) fn configuration(&self, name: &str) -> Option<&str> {
        self.0.configuration.iter().find(|(id, _)| *id == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn is_strict(&self) -> bool {
        self.0.strict
    }

    pub(crate) fn report(&self, operation: &Operation, warnings: &[Warning]) {
        if let Some(hook) = &self.0.on_warning {
            for warning in warnings {
                hook(operation, warning);
            }
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("hosts", &self.0.hosts.iter().map(|host| (host.host.name, &host.base_url)).collect::<Vec<_>>())
            .field("configuration", &self.0.configuration)
            .field("credentials", &self.0.credentials)
            .field("timeout", &self.0.limits.timeout)
            .field("attempt_timeout", &self.0.limits.attempt_timeout)
            .field("retry", &self.0.limits.retry)
            .finish_non_exhaustive()
    }
}
