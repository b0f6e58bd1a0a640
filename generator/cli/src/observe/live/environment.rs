//! Configuration values and credentials from environment variables.

use std::env;

use api_client_generator::model::{Api, CredentialId, Host};

/// The values of environment variables.
pub(super) struct Environment {
    /// By the position in the API.
    pub(super) configuration: Vec<String>,
    /// By the position in the API; none if the variable is not set.
    credentials: Vec<Option<String>>,
}

/// Returns the variable of a value, such as `SHOP_CLIENT_KEY` for `key` of the crate `shop-client`. The prefix
/// prevents that a token for a different server is sent.
pub(super) fn variable(api: &Api, id: &str) -> String {
    let name = format!("{}_{id}", api.package.name.value);
    name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { '_' }).collect()
}

fn read(api: &Api, id: &str) -> Option<String> {
    env::var(variable(api, id)).ok().filter(|value| !value.is_empty())
}

impl Environment {
    /// Reads the variables.
    ///
    /// # Errors
    /// If a configuration value is not set, or no credential.
    pub(super) fn read(api: &Api) -> Result<Self, String> {
        let credentials: Vec<Option<String>> =
            api.credentials.iter().map(|credential| read(api, &credential.id.value)).collect();
        let configuration: Vec<Option<String>> =
            api.configuration.iter().map(|value| read(api, &value.id.value)).collect();
        let is_open = api.hosts.iter().any(|host| host.auth.is_none());
        if configuration.iter().any(Option::is_none) || (credentials.iter().all(Option::is_none) && !is_open) {
            let values = api.configuration.iter().map(|value| (&value.id.value, &value.doc));
            let tokens = api.credentials.iter().map(|credential| (&credential.id.value, &credential.doc));
            let lines = values.chain(tokens).map(|(id, doc)| format!("\n  {}: {doc}", variable(api, id)));
            let lines: String = lines.collect();
            return Err(format!("`--live` needs environment variables, with at least one token:{lines}"));
        }
        Ok(Self { configuration: configuration.into_iter().flatten().collect(), credentials })
    }

    /// Returns a credential, if it is set.
    pub(super) fn credential(&self, id: CredentialId) -> Option<&str> {
        self.credentials.get(usize::from(id))?.as_deref()
    }

    /// Returns the variable of the host's credential if it is not set.
    pub(super) fn missing(&self, api: &Api, host: &Host) -> Option<String> {
        let auth = host.auth.as_ref()?;
        let is_missing = self.credential(auth.credential).is_none();
        is_missing.then(|| variable(api, &api.credentials[auth.credential].id.value))
    }
}
