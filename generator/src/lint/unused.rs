//! Definitions that nothing refers to.

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, Usage};
use crate::source::Text;

pub(super) fn check(api: &Api, warnings: &mut Diagnostics) {
    for definition in api.products.iter().flat_map(|product| &product.types) {
        if definition.usage == Usage::default() {
            warn("type", &definition.name, warnings);
        }
    }
    for (index, host) in api.hosts.iter().enumerate() {
        let is_usual = api.products.iter().any(|product| product.host == index);
        if !is_usual && !api.operations().any(|operation| operation.host == index) {
            warn("host", &host.id, warnings);
        }
    }
    for (index, credential) in api.credentials.iter().enumerate() {
        let mut auths = api.hosts.iter().filter_map(|host| host.auth.as_ref());
        if !auths.any(|auth| auth.credential == index) && !signs_events(api, index) {
            warn("credential", &credential.id, warnings);
        }
    }
    for (index, format) in api.error_formats.iter().enumerate() {
        if !api.hosts.iter().any(|host| host.errors == index) {
            warn("error format", &format.id, warnings);
        }
    }
    for (index, limit) in api.rate_limits.iter().enumerate() {
        if !api.hosts.iter().any(|host| host.rate_limit == Some(index)) {
            warn("rate limit", &limit.id, warnings);
        }
    }
    for (index, style) in api.pagination_styles.iter().enumerate() {
        let mut paginations = api.operations().filter_map(|operation| operation.pagination.as_ref());
        if !paginations.any(|pagination| pagination.style == index) {
            warn("pagination style", &style.id, warnings);
        }
    }
}

fn signs_events(api: &Api, credential: usize) -> bool {
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
