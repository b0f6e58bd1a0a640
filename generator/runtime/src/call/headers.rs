//! Headers and query parameters that neither a call nor the default headers of a client can set.

use super::Call;
use super::parts::Kind;
use crate::api::{Carrier, Host};

/// Headers that frame a message or belong to one connection. A second value for one of them can split a request in two.
pub const CONNECTION_HEADERS: &[&str] = &[
    "connection",
    "content-length",
    "expect",
    "host",
    "http2-settings",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// The beginning of the names of headers between a client and its proxy.
const PROXY: &str = "proxy-";

/// Headers that carry credentials by the definition of HTTP.
pub const CREDENTIAL_HEADERS: &[&str] = &["authorization", "cookie"];

/// Returns the reason why a header can't be set, whatever the API. The case of the name is ignored.
pub fn reserved_header(name: &str) -> Option<&'static str> {
    let is_one_of = |names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
    let is_proxy = name.get(..PROXY.len()).is_some_and(|start| start.eq_ignore_ascii_case(PROXY));
    if is_one_of(CONNECTION_HEADERS) || is_proxy {
        Some("can't be set: it belongs to the connection, and only the transport sets it")
    } else if is_one_of(CREDENTIAL_HEADERS) {
        Some("can't be set, because it carries a credential: set the credential on the client's builder")
    } else {
        None
    }
}

impl Call {
    /// Returns the first header or query parameter that a call can't set, with the reason.
    pub(super) fn reserved(&self) -> Option<String> {
        let parts = |kind: Kind| self.parts.iter().filter(move |part| part.kind == kind).map(|part| part.name.as_ref());
        let mut headers = parts(Kind::Header).chain(self.headers.keys().map(http::HeaderName::as_str));
        let header = headers.find_map(|name| {
            let reason = reserved_for(self.client.0.hosts.iter().map(|configured| configured.host), name)?;
            Some(format!("the header `{name}` {reason}"))
        });
        header.or_else(|| {
            let auth = self.operation.host_data().auth.as_ref()?;
            let Carrier::Query(credential) = auth.carrier else { return None };
            let name = parts(Kind::Query).find(|name| *name == credential)?;
            Some(format!("the query parameter `{name}` {}", set_on_builder(auth.credential)))
        })
    }
}

/// Returns the reason why a header of calls to these hosts can't be set. Checks the token headers of all hosts, because
/// a token must not reach a different host either.
pub(crate) fn reserved_for(hosts: impl Iterator<Item = &'static Host>, name: &str) -> Option<String> {
    let credential = || {
        let mut auths = hosts.filter_map(|host| host.auth.as_ref());
        let auth =
            auths.find(|auth| matches!(auth.carrier, Carrier::Header(header) if header.eq_ignore_ascii_case(name)))?;
        Some(set_on_builder(auth.credential))
    };
    reserved_header(name).map(str::to_owned).or_else(credential)
}

fn set_on_builder(credential: &str) -> String {
    format!("can't be set, because it carries a credential: call `{credential}` on the client's builder")
}
