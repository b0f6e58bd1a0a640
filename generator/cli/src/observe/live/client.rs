//! A client of any API, whose description is the model of its spec.

use std::time::Duration;

use api_client_generator::model::{self, Api, HostId, Operation};
use api_client_runtime as rt;

use super::arguments::Arguments;
use super::environment::Environment;

/// A client with the description of its API.
pub(super) struct Client {
    client: rt::Client,
    /// By the position in the API.
    hosts: Vec<&'static rt::Host>,
}

/// The result of a call.
pub(super) enum Called {
    /// A response of the server, with its status and body.
    Response(u16, rt::Bytes),
    /// The reason why there is none.
    Failed(String),
}

/// Descriptions of an API are constants of generated clients. This one lives as long as the program.
fn leak(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

fn leak_all(texts: impl IntoIterator<Item = impl AsRef<str>>) -> &'static [&'static str] {
    Box::leak(texts.into_iter().map(|text| leak(text.as_ref())).collect::<Vec<_>>().into_boxed_slice())
}

impl Client {
    /// Creates a client with the values of the environment.
    ///
    /// # Errors
    /// If a value is invalid, such as one that can't be a part of a host name.
    pub(super) fn new(
        api: &Api,
        environment: &Environment,
        base_urls: &[(Option<HostId>, String)],
    ) -> Result<Self, String> {
        let hosts: Vec<&'static rt::Host> =
            api.hosts.ids().map(|host| &*Box::leak(Box::new(describe(api, host)))).collect();
        let description = Box::leak(Box::new(rt::Api {
            crate_name: leak(&api.package.name.value),
            crate_version: leak(&api.package.version),
            configuration: leak_all(api.configuration.iter().map(|value| &value.id.value)),
            credentials: leak_all(api.credentials.iter().map(|credential| &credential.id.value)),
            hosts: Box::leak(hosts.clone().into_boxed_slice()),
        }));
        let mut builder = rt::ClientBuilder::new(description).attempt_timeout(Duration::from_secs(30));
        for (value, text) in api.configuration.iter().zip(&environment.configuration) {
            builder = builder.configure(leak(&value.id.value), text.clone());
        }
        for (id, credential) in api.credentials.with_ids() {
            if let Some(token) = environment.credential(id) {
                builder = builder.credential(leak(&credential.id.value), token.to_owned());
            }
        }
        // `base_url` replaces all URLs of hosts, so it comes first.
        for (host, url) in base_urls.iter().rev() {
            builder = match host {
                Some(host) => builder.host_base_url(hosts[usize::from(*host)].name, url.clone()),
                None => builder.base_url(url.clone()),
            };
        }
        let client = builder.build().map_err(|error| error.to_string())?;
        Ok(Self { client, hosts })
    }

    /// Sends the request of an operation, which is always a GET.
    pub(super) fn get(&self, operation: &Operation, arguments: &Arguments) -> Called {
        let host = self.hosts[usize::from(operation.host)];
        let mut call = self.client.raw(rt::Method::GET, host, leak(&operation.path.text));
        for (name, value) in &arguments.path {
            call = call.path(leak(name), value.as_str());
        }
        for (name, values) in &arguments.query {
            call = match &values[..] {
                [value] => call.extra_query(name, value),
                values => call.query_repeated(leak(name), values),
            };
        }
        for (name, value) in &arguments.headers {
            call = call.extra_header(name, value);
        }
        match call.response::<rt::Bytes>().blocking() {
            Ok(response) => Called::Response(response.status().as_u16(), response.raw_body().clone()),
            Err(rt::Error::Api(error)) => Called::Response(error.status().as_u16(), error.body().clone()),
            Err(rt::Error::Timeout(_)) => Called::Failed("the call took too long".into()),
            Err(rt::Error::InvalidRequest(_)) => Called::Failed("an id or example is not a valid argument".into()),
            Err(_) => Called::Failed("the server could not be reached".into()),
        }
    }
}

fn describe(api: &Api, id: HostId) -> rt::Host {
    let host = &api.hosts[id];
    let format = &api.error_formats[host.errors];
    let auth = host.auth.as_ref().map(|auth| rt::Auth {
        carrier: match &auth.carrier {
            model::Carrier::Header(name) => rt::Carrier::Header(leak(name)),
            model::Carrier::Query(name) => rt::Carrier::Query(leak(name)),
        },
        prefix: leak(&auth.prefix),
        credential: leak(&api.credentials[auth.credential].id.value),
    });
    rt::Host {
        name: leak(&host.id.value),
        url: leak(&host.url),
        path_prefixes: leak_all(api.path_prefixes(id)),
        base_url_method: "--base-url",
        auth,
        errors: Box::leak(Box::new(rt::ErrorFormat {
            code: leak_all(&format.code),
            message: leak_all(&format.message),
            request_id: leak_all(&format.request_id),
            // The observer recognizes errors.
            recognized_by: &[],
            codes: &[],
        })),
        rate_limit: host.rate_limit.map(|id| &*Box::leak(Box::new(rate_limit(&api.rate_limits[id])))),
    }
}

fn rate_limit(limit: &model::RateLimit) -> rt::RateLimit {
    let text = |name: &Option<String>| name.as_deref().map(leak).unwrap_or_default();
    rt::RateLimit {
        name: leak(&limit.id.value),
        per_endpoint: limit.per == model::LimitUnit::Endpoint,
        safe_to_retry: limit.safe_to_retry,
        limit: text(&limit.headers.limit),
        remaining: text(&limit.headers.remaining),
        reset: text(&limit.headers.reset),
        retry_after: text(&limit.headers.retry_after),
        reset_hint: text(&limit.hints.reset),
        retry_after_hint: text(&limit.hints.retry_after),
    }
}
