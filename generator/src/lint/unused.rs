//! Definitions that nothing refers to.

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, CredentialId, Usage};
use crate::source::Text;

pub(super) fn check(api: &Api, warnings: &mut Diagnostics) {
    for definition in api.products.iter().flat_map(|product| &product.types) {
        if definition.usage == Usage::default() {
            warn("type", &definition.name, warnings);
        }
    }
    for (id, host) in api.hosts.with_ids() {
        let is_usual = api.products.iter().any(|product| product.host == id);
        if !is_usual && !api.operations().any(|operation| operation.host == id) {
            warn("host", &host.id, warnings);
        }
    }
    for (id, credential) in api.credentials.with_ids() {
        let mut auths = api.hosts.iter().filter_map(|host| host.auth.as_ref());
        if !auths.any(|auth| auth.credential == id) && !signs_events(api, id) {
            warn("credential", &credential.id, warnings);
        }
    }
    for (id, format) in api.error_formats.with_ids() {
        if !api.hosts.iter().any(|host| host.errors == id) {
            warn("error format", &format.id, warnings);
        }
    }
    for (id, limit) in api.rate_limits.with_ids() {
        if !api.hosts.iter().any(|host| host.rate_limit == Some(id)) {
            warn("rate limit", &limit.id, warnings);
        }
    }
    for (id, style) in api.pagination_styles.with_ids() {
        let mut paginations = api.operations().filter_map(|operation| operation.pagination.as_ref());
        if !paginations.any(|pagination| pagination.style == id) {
            warn("pagination style", &style.id, warnings);
        }
    }
}

fn signs_events(api: &Api, credential: CredentialId) -> bool {
    let events = api.products.iter().filter_map(|product| product.events.as_ref());
    events.filter_map(|events| events.signature.as_ref()).any(|signature| signature.credential == credential)
}

fn warn(what: &str, name: &Text, warnings: &mut Diagnostics) {
    warnings.push(
        Diagnostic::warning(Id::Unused, name.place, format!("nothing uses the {what} `{}`", name.value))
            .expected("a definition that something refers to")
            .help("remove it, or use it where it belongs"),
    );
}
