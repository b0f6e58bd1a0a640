//! Unused definitions.

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, CredentialId, ErrorFormatId, Host, RateLimitId, Signature, Usage};
use crate::source::Text;

pub(super) fn check(api: &Api, warnings: &mut Diagnostics) {
    // Without `..`, the compiler reports a new list of definitions.
    let Api {
        credentials,
        error_formats,
        rate_limits,
        hosts,
        pagination_styles,
        products,
        name: _,
        package: _,
        configuration: _,
        documented: _,
        missing: _,
        guides: _,
        vendor_clients: _,
    } = api;
    for definition in products.iter().flat_map(|product| &product.types) {
        if definition.usage == Usage::default() {
            warn("type", &definition.name, warnings);
        }
    }
    for (id, host) in hosts.with_ids() {
        let is_default = products.iter().any(|product| product.host == id);
        if !is_default && !api.operations().any(|operation| operation.host == id) {
            warn("host", &host.id, warnings);
        }
    }
    let mut used = References::default();
    hosts.iter().for_each(|host| used.add_host(host));
    let signatures = products.iter().filter_map(|product| product.events.as_ref()?.signature.as_ref());
    signatures.for_each(|signature| used.add_signature(signature));
    for (id, credential) in credentials.with_ids() {
        if !used.credentials.contains(&id) {
            warn("credential", &credential.id, warnings);
        }
    }
    for (id, format) in error_formats.with_ids() {
        if !used.error_formats.contains(&id) {
            warn("error format", &format.id, warnings);
        }
    }
    for (id, limit) in rate_limits.with_ids() {
        if !used.rate_limits.contains(&id) {
            warn("rate limit", &limit.id, warnings);
        }
    }
    for (id, style) in pagination_styles.with_ids() {
        let mut paginations = api.operations().filter_map(|operation| operation.pagination.as_ref());
        if !paginations.any(|pagination| pagination.style == id) {
            warn("pagination style", &style.id, warnings);
        }
    }
}

/// The definitions that hosts and signatures refer to.
///
/// Its methods name every field, so that the compiler reports a new reference.
#[derive(Default)]
struct References {
    credentials: Vec<CredentialId>,
    error_formats: Vec<ErrorFormatId>,
    rate_limits: Vec<RateLimitId>,
}

impl References {
    fn add_host(&mut self, host: &Host) {
        let Host { auth, errors, rate_limit, id: _, doc: _, url: _, base_path: _ } = host;
        self.credentials.extend(auth.as_ref().map(|auth| auth.credential));
        self.error_formats.push(*errors);
        self.rate_limits.extend(*rate_limit);
    }

    fn add_signature(&mut self, signature: &Signature) {
        let Signature { credential, header: _, algorithm: _, encoding: _, prefix: _, hint: _, unverified: _ } =
            signature;
        self.credentials.push(*credential);
    }
}

fn warn(what: &str, name: &Text, warnings: &mut Diagnostics) {
    warnings.push(
        Diagnostic::warning(Id::Unused, name.place, format!("unused {what} `{}`", name.value))
            .expected("a definition with at least one reference")
            .help("remove it, or refer to it"),
    );
}
