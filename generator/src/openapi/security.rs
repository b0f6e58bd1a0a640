//! Servers and their authorization.

use serde_json::{Value, json};

use super::Object;
use super::document::Document;
use super::schemas::put;
use super::text;
use crate::model::{Auth, Carrier, ConfigurationValue, Credential, Host, Operation};

impl Document<'_> {
    /// Returns the server object of a host.
    pub(super) fn server(&self, host: &Host) -> Value {
        // Paths begin with the base path.
        let Host { url, doc, id: _, base_path: _, auth: _, errors: _, rate_limit: _ } = host;
        let mut server = json!({ "url": url, "description": text::escape(doc) });
        let variables = self.api.configuration.iter().filter(|value| url.contains(&format!("{{{}}}", value.id.value)));
        let variables = variables.map(|ConfigurationValue { id, doc, example }| {
            (id.value.clone(), json!({ "default": example, "description": text::escape(doc) }))
        });
        let variables: Object = variables.collect();
        if !variables.is_empty() {
            put(&mut server, "variables", variables.into());
        }
        server
    }

    /// Returns the security schemes of the hosts in this document.
    pub(super) fn security_schemes(&self) -> Object {
        let hosts = self.hosts.iter().map(|index| &self.api.hosts[*index]);
        let schemes = hosts.filter_map(|host| {
            let auth = host.auth.as_ref()?;
            Some((self.scheme_name(host, auth), self.scheme(auth)))
        });
        schemes.collect()
    }

    /// Returns the name of the credential, with a suffix if hosts receive it in different ways.
    fn scheme_name(&self, host: &Host, auth: &Auth) -> String {
        let credential = &self.api.credentials[auth.credential].id.value;
        let mut others = self.api.hosts.iter().filter_map(|host| host.auth.as_ref());
        let differs = others.any(|other| {
            other.credential == auth.credential && (other.carrier != auth.carrier || other.prefix != auth.prefix)
        });
        if differs { format!("{credential}_{}", host.id.value) } else { credential.clone() }
    }

    fn scheme(&self, auth: &Auth) -> Value {
        let Auth { carrier, prefix, credential } = auth;
        let Credential { id: _, doc, scopes } = &self.api.credentials[*credential];
        let mut parts = vec![text::escape(doc)];
        let scopes = scopes.iter().map(|(id, doc)| format!("- `{}`: {}", id.value, text::escape(doc)));
        let scopes: Vec<String> = scopes.collect();
        if !scopes.is_empty() {
            parts.push(format!("Some operations require a specific kind:\n\n{}", scopes.join("\n")));
        }
        let (location, name) = match carrier {
            Carrier::Header(name) if name.eq_ignore_ascii_case("authorization") && prefix == "Bearer " => {
                return json!({ "type": "http", "scheme": "bearer", "description": text::paragraphs(&parts) });
            }
            Carrier::Header(name) => ("header", name),
            Carrier::Query(name) => ("query", name),
        };
        if !prefix.is_empty() {
            parts.push(format!("In the header, the prefix {} is before the credential.", text::code(prefix)));
        }
        json!({ "type": "apiKey", "in": location, "name": name, "description": text::paragraphs(&parts) })
    }

    /// Returns the security requirement of an operation.
    pub(super) fn requirement(&self, operation: &Operation) -> Option<Value> {
        let host = &self.api.hosts[operation.host];
        let auth = host.auth.as_ref()?;
        let scopes = &self.api.credentials[auth.credential].scopes;
        let scope: Vec<&str> = operation.scope.map(|index| scopes[index].0.value.as_str()).into_iter().collect();
        Some(json!({ self.scheme_name(host, auth): scope }))
    }
}
