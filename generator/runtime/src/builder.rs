//! The builder of clients.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::api::{Api, Auth};
use crate::authorization::{Credential, HostAuthorization, IssuedTokens};
use crate::base_url;
use crate::call::reserved_for;
use crate::client::{Client, ConfiguredHost, Inner, WarningHook};
use crate::clock::{Clock, Time};
use crate::decode::Warning;
use crate::error::{ConfigurationError, Error};
use crate::executor::Limits;
use crate::operation::Operation;
use crate::rate::{RateLimiter, RateLimits};
use crate::rate_plan::RatePlan;
use crate::retry::{Budgets, RetryBudget, RetryPolicy};
use crate::secret::Secret;
use crate::token_source::TokenSource;
use crate::transport::{Connections, Proxy, Transport};

const DEFAULT_MAX_RESPONSE_BYTES: usize = 64 << 20;

/// A builder of a [`Client`].
#[derive(Clone)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    api: &'static Api,
    configuration: Vec<(&'static str, String)>,
    credentials: Vec<(&'static str, Credential)>,
    base_url: Option<String>,
    host_base_urls: Vec<(&'static str, String)>,
    transport: Option<Arc<dyn Transport>>,
    default_headers: Vec<(String, String)>,
    user_agent_suffix: Option<String>,
    limits: Limits,
    connections: Connections,
    retry_budget: RetryBudget,
    rate_plans: Vec<RatePlan>,
    rate_limiter: Option<Arc<dyn RateLimiter>>,
    time: Time,
    max_response_bytes: usize,
    allow_plain_http: bool,
    strict: bool,
    on_warning: Option<WarningHook>,
}

impl ClientBuilder {
    /// Creates a builder for clients of an API.
    pub fn new(api: &'static Api) -> Self {
        Self {
            api,
            configuration: Vec::new(),
            credentials: Vec::new(),
            base_url: None,
            host_base_urls: Vec::new(),
            transport: None,
            default_headers: Vec::new(),
            user_agent_suffix: None,
            limits: Limits::default(),
            connections: Connections::default(),
            retry_budget: RetryBudget::new(),
            rate_plans: Vec::new(),
            rate_limiter: None,
            time: Time::default(),
            max_response_bytes: DEFAULT_MAX_RESPONSE_BYTES,
            allow_plain_http: false,
            strict: false,
            on_warning: None,
        }
    }

    /// Sets a configuration value.
    pub fn configure(mut self, name: &'static str, value: String) -> Self {
        set(&mut self.configuration, name, value);
        self
    }

    /// Sets a credential.
    pub fn credential(mut self, name: &'static str, token: String) -> Self {
        set(&mut self.credentials, name, Credential::Token(Secret::new(token)));
        self
    }

    /// Sets the source of a credential.
    pub fn credential_source(mut self, name: &'static str, source: Arc<dyn TokenSource>) -> Self {
        set(&mut self.credentials, name, Credential::Source(source));
        self
    }

    /// Adds a header to each call. It replaces an earlier default header with this name, and `Accept` or `User-Agent` of the
    /// client.
    pub fn default_header(mut self, name: String, value: String) -> Self {
        self.default_headers.push((name, value));
        self
    }

    /// Sets the text after the name of the crate in the header `User-Agent`.
    pub fn user_agent_suffix(mut self, suffix: String) -> Self {
        self.user_agent_suffix = Some(suffix);
        self
    }

    /// Sets the URL of a host. A later call of [`base_url`](Self::base_url) overrides this URL.
    pub fn host_base_url(mut self, host: &'static str, url: String) -> Self {
        set(&mut self.host_base_urls, host, url);
        self
    }

    /// Sets the URL of all hosts, including URLs that were set for single hosts before.
    pub fn base_url(mut self, url: String) -> Self {
        self.host_base_urls.clear();
        self.base_url = Some(url);
        self
    }

    /// Sets the timeout of a call, which includes all attempts and the waits before and between them.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.timeout = timeout;
        self
    }

    /// Sets the timeout of one attempt, which includes reading the response.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.limits.attempt_timeout = timeout;
        self
    }

    /// Sets the timeout of the built-in transport for connecting, which includes the name lookup and the TLS handshake.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connections.timeout = Some(timeout);
        self
    }

    /// Sets how long the built-in transport keeps an idle connection open.
    pub fn pool_idle_timeout(mut self, timeout: Duration) -> Self {
        self.connections.pool_idle_timeout = Some(timeout);
        self
    }

    /// Sets how many idle connections the built-in transport keeps open for each host.
    pub fn pool_max_idle_per_host(mut self, connections: usize) -> Self {
        self.connections.pool_max_idle_per_host = Some(connections);
        self
    }

    /// Sets the proxy of the built-in transport.
    pub fn proxy(mut self, url: String) -> Self {
        self.connections.proxy = Proxy::At(Secret::new(url));
        self
    }

    /// Turns off all proxies of the built-in transport.
    pub fn no_proxy(mut self) -> Self {
        self.connections.proxy = Proxy::None;
        self
    }

    /// Adds certificates that the built-in transport trusts, in PEM.
    pub fn root_certificates(mut self, pem: &[u8]) -> Self {
        self.connections.roots.push(pem.to_vec());
        self
    }

    /// Sets the client certificate of the built-in transport with its private key, in PEM.
    pub fn client_certificate(mut self, pem: &[u8]) -> Self {
        self.connections.identity = Some(Secret::new(String::from_utf8_lossy(pem).into_owned()));
        self
    }

    /// Sets the number of attempts and the backoff of retries.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.limits.retry = policy;
        self
    }

    /// Limits the retries of all calls of this client and its clones while a host fails.
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.retry_budget = budget;
        self
    }

    /// Keeps the calls of this client and its clones below the rate limit of a plan.
    pub fn rate_plan(mut self, plan: RatePlan) -> Self {
        self.rate_plans.retain(|other| other.rate_limit().name != plan.rate_limit().name);
        self.rate_plans.push(plan);
        self
    }

    /// Sets the limiter that keeps the calls below the limits of the plans.
    pub fn rate_limiter(mut self, limiter: impl RateLimiter) -> Self {
        self.rate_limiter = Some(Arc::new(limiter));
        self
    }

    /// Sets the clock. Default: the clock of the system.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.time.clock = Some(Arc::new(clock));
        self
    }

    /// Sets the source of the jitter of retries, which returns numbers from 0 to 1.
    pub fn random(mut self, random: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        self.time.random = Some(Arc::new(random));
        self
    }

    /// Sets the transport that sends the requests.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sets a hook that is called with each warning.
    pub fn on_warning(mut self, hook: impl Fn(&Operation, &Warning) + Send + Sync + 'static) -> Self {
        self.on_warning = Some(Arc::new(hook));
        self
    }

    /// Sets whether each warning is an error.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Sets the maximum size of a response in bytes.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// Allows base URLs with plain http for any host.
    pub fn allow_plain_http(mut self) -> Self {
        self.allow_plain_http = true;
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    /// Fails with [`Error::Configuration`] if a value is invalid.
    pub fn build(self) -> Result<Client, Error> {
        self.try_build().map_err(|problem| Error::Configuration(Box::new(ConfigurationError::new(None, problem))))
    }

    fn try_build(self) -> Result<Client, String> {
        let hosts = self.hosts()?;
        for (name, credential) in &self.credentials {
            let Credential::Token(secret) = credential else { continue };
            if secret.is_empty() || secret.header("").is_none() {
                return Err(format!("the value of `{name}` is empty or has characters that a header can't contain"));
            }
        }
        let (default_headers, user_agent) = (self.default_headers()?, self.user_agent()?);
        let transport = match self.transport {
            Some(transport) => match self.connections.first_set() {
                None => transport,
                Some(method) => {
                    return Err(format!("`{method}` configures the built-in transport, but `transport` replaces it"));
                }
            },
            None => default_transport(&self.connections, &hosts, self.allow_plain_http)?,
        };
        if self.rate_limiter.is_some() && self.rate_plans.is_empty() {
            return Err("the limiter of `rate_limiter` has no effect without a plan: set one with `rate_plan`".into());
        }
        let has_plans = !self.rate_plans.is_empty();
        let inner = Inner {
            hosts,
            configuration: self.configuration,
            credentials: self.credentials,
            issued_tokens: IssuedTokens::default(),
            transport,
            user_agent,
            default_headers,
            limits: self.limits,
            budgets: Budgets::new(self.retry_budget),
            rate_limits: has_plans.then(|| RateLimits::new(self.rate_plans, self.rate_limiter)),
            time: self.time,
            max_response_bytes: self.max_response_bytes,
            allow_plain_http: self.allow_plain_http,
            strict: self.strict,
            on_warning: self.on_warning,
        };
        Ok(Client(Arc::new(inner)))
    }

    fn default_headers(&self) -> Result<HeaderMap, String> {
        let mut headers = HeaderMap::new();
        for (name, value) in &self.default_headers {
            let problem = |reason: &str| format!("the header `{name}` of `default_header` {reason}");
            let (Ok(header), Ok(mut value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) else {
                return Err(problem("has an invalid name or value"));
            };
            if let Some(reason) = reserved_for(self.api.hosts.iter().copied(), name) {
                return Err(problem(&reason));
            }
            if header == CONTENT_TYPE {
                return Err(problem("can't be set: it belongs to the body of a call, so set it on the call"));
            }
            // The value may be a secret, so it must not be logged.
            value.set_sensitive(true);
            headers.insert(header, value);
        }
        Ok(headers)
    }

    fn user_agent(&self) -> Result<HeaderValue, String> {
        let mut agent = format!("{}/{}", self.api.crate_name, self.api.crate_version);
        if let Some(suffix) = &self.user_agent_suffix {
            let is_valid = suffix.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
            if !is_valid || suffix.trim().is_empty() {
                return Err(
                    "the text of `user_agent_suffix` is empty or has characters that are not visible ASCII".into()
                );
            }
            agent.push(' ');
            agent.push_str(suffix.trim());
        }
        Ok(HeaderValue::try_from(agent).unwrap_or(HeaderValue::from_static("api-client")))
    }

    fn hosts(&self) -> Result<Vec<ConfiguredHost>, String> {
        let value_of =
            |name: &str| self.configuration.iter().find(|(id, _)| *id == name).map(|(_, value)| value.clone());
        let configured = self.api.hosts.iter().map(|host| {
            // The URL of the API is checked even if it is overridden, because an invalid value is an error in any case.
            let own = base_url::fill(host.url, value_of)?;
            let replaced = self.host_base_urls.iter().find(|(name, _)| *name == host.name);
            let (url, method) = match (replaced, &self.base_url) {
                (Some((_, url)), _) => (url, host.base_url_method),
                (None, Some(url)) => (url, "base_url"),
                (None, None) => (&own, host.base_url_method),
            };
            let base_url = base_url::check(url, self.allow_plain_http)
                .and_then(|url| base_url::doubled_path(&url, host).map_or(Ok(url), Err))
                .map_err(|problem| format!("the URL of `{method}` can't be used: {problem}"))?;
            let credential = |auth: &Auth| self.credentials.iter().find(|(name, _)| *name == auth.credential);
            let authorization = host.auth.as_ref().and_then(|auth| HostAuthorization::new(auth, &credential(auth)?.1));
            Ok(ConfiguredHost { host, base_url, authorization })
        });
        configured.collect()
    }
}

#[cfg(feature = "reqwest")]
fn default_transport(
    connections: &Connections,
    hosts: &[ConfiguredHost],
    allow_plain_http: bool,
) -> Result<Arc<dyn Transport>, String> {
    let transport = crate::transport::ReqwestTransport::new(connections, allow_plain_http)?;
    for host in hosts {
        transport.check(&host.base_url)?;
    }
    Ok(Arc::new(transport))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_: &Connections, _: &[ConfiguredHost], _: bool) -> Result<Arc<dyn Transport>, String> {
    Err("there is no transport: enable the feature `ring` or `aws_lc`, or set your own with `transport`".into())
}

fn set<T>(list: &mut Vec<(&'static str, T)>, name: &'static str, value: T) {
    match list.iter_mut().find(|(id, _)| *id == name) {
        Some(entry) => entry.1 = value,
        None => list.push((name, value)),
    }
}

/// Shows which URLs are overridden, but not their values, because a URL may contain a secret.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let replaced: Vec<&str> = self.host_base_urls.iter().map(|(host, _)| *host).collect();
        formatter
            .debug_struct("ClientBuilder")
            .field("configuration", &self.configuration)
            .field("credentials", &self.credentials)
            .field("base_url", &self.base_url.is_some())
            .field("host_base_urls", &replaced)
            .field("default_headers", &self.default_headers.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .field("user_agent_suffix", &self.user_agent_suffix)
            .field("timeout", &self.limits.timeout)
            .field("attempt_timeout", &self.limits.attempt_timeout)
            .field("connections", &self.connections)
            .field("retry", &self.limits.retry)
            .field("retry_budget", &self.retry_budget)
            .field("rate_plans", &self.rate_plans)
            .field("rate_limiter", &self.rate_limiter.is_some())
            .finish_non_exhaustive()
    }
}
