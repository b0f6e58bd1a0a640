//! Headers that only the client or its transport sets.

use super::api::check_header;
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, Carrier, Host, Location, Parameter};
use crate::source::Text;

/// Headers of the client and of the connection. The runtime has the same list for the calls of users.
const RESERVED: &[&str] = &[
    "accept",
    "connection",
    "content-length",
    "content-type",
    "expect",
    "host",
    "http2-settings",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];

/// The prefix of headers between a client and its proxy.
const PROXY: &str = "proxy-";

/// Headers that carry credentials by the definition of HTTP.
const CREDENTIALS: &[&str] = &["authorization", "cookie"];

fn is_reserved(header: &str) -> bool {
    let header = header.to_ascii_lowercase();
    RESERVED.contains(&header.as_str()) || header.starts_with(PROXY)
}

fn is_credential(header: &str) -> bool {
    CREDENTIALS.contains(&header.to_ascii_lowercase().as_str())
}

/// Reports a header in which no credential can be sent; returns whether there is none of these mistakes.
pub(super) fn check_carrier(header: &Text, diagnostics: &mut Diagnostics) -> bool {
    let is_name = check_header(header, diagnostics);
    if is_name && is_reserved(&header.value) {
        diagnostics.push(
            Diagnostic::error(
                Id::Contradiction,
                header.place,
                format!("reserved header `{}`: the client sets it", header.value),
            )
            .expected("a header for the credential only, such as `Authorization`")
            .help("use the header that the vendor documents for the credential"),
        );
        return false;
    }
    is_name
}

/// Reports a parameter that would replace a header of the client, or the credential of a host.
pub(super) fn check_parameter(api: &Api, host: Option<&Host>, parameter: &Parameter, diagnostics: &mut Diagnostics) {
    let name = &parameter.name;
    let carries = |host: &Host| match (parameter.location, host.auth.as_ref().map(|auth| &auth.carrier)) {
        (Location::Header, Some(Carrier::Header(header))) => header.eq_ignore_ascii_case(&name.value),
        (Location::Query, Some(Carrier::Query(query))) => *query == name.value,
        _ => false,
    };
    let carries_credential = match parameter.location {
        Location::Header => {
            check_header(name, diagnostics);
            api.hosts.iter().any(carries) || is_credential(&name.value)
        }
        Location::Query => host.is_some_and(carries),
        Location::Path | Location::Body => false,
    };
    let (problem, help) = if carries_credential {
        (
            format!("parameter `{}` is a credential", name.value),
            "remove the parameter: the client sends the credential of its builder",
        )
    } else if parameter.location == Location::Header && is_reserved(&name.value) {
        (format!("reserved header `{}`: the client sets it", name.value), "remove the parameter")
    } else {
        return;
    };
    diagnostics.push(
        Diagnostic::error(Id::Contradiction, name.place, problem)
            .expected(format!("a {} parameter that the client does not set", parameter.location.as_str()))
            .help(help),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With a header that the runtime rejects, no call of the operation would succeed.
    #[test]
    fn headers_that_the_runtime_rejects_are_errors_in_the_spec() {
        use api_client_runtime::private::{CONNECTION_HEADERS, CREDENTIAL_HEADERS};
        let of_runtime = CONNECTION_HEADERS.iter().chain(CREDENTIAL_HEADERS);
        let others = ["proxy-authorization", "proxy-x", "X-Trace", "If-Match", "Range", "Te-st", "Hostname", "Proxy"];
        let all = RESERVED.iter().chain(CREDENTIALS).chain(of_runtime).chain(&others);
        for header in all.flat_map(|header| [(*header).to_owned(), header.to_ascii_uppercase()]) {
            // The client sets these three, but a call may override them.
            let is_own = ["accept", "content-type", "user-agent"].contains(&header.to_ascii_lowercase().as_str());
            let is_refused_by_runtime = api_client_runtime::private::reserved_header(&header).is_some();
            let is_refused = is_reserved(&header) || is_credential(&header);
            assert_eq!(is_refused, is_refused_by_runtime || is_own, "{header}");
        }
    }
}
