//! A client of any API, whose description is the model of its spec.

use std::time::Duration;

use api_client_generator::model::{Api, HostId, Operation};
use api_client_runtime as rt;

use super::arguments::Arguments;
use super::environment::Environment;
use crate::runtime_api::{self, leak};

/// A client with the description of its API.
pub(super) struct Client {
    client: rt::Client,
    /// By the position in the API.
    hosts: &'static [&'static rt::Host],
}

/// The result of a call.
pub(super) enum Called {
    /// A response of the server, with its status and body.
    Response(u16, rt::Bytes),
    /// The reason why there is none.
    Failed(String),
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
        let description = runtime_api::describe(api);
        let hosts = description.hosts;
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
