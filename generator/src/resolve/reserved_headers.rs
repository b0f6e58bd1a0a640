//! Headers that only the client or its transport sets.

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

/// Whether only the client, the connection or a proxy uses a header.
pub(super) fn is_reserved(header: &str) -> bool {
    let header = header.to_ascii_lowercase();
    RESERVED.contains(&header.as_str()) || header.starts_with(PROXY)
}

/// Whether a header carries credentials by the definition of HTTP.
pub(super) fn is_credential(header: &str) -> bool {
    CREDENTIALS.contains(&header.to_ascii_lowercase().as_str())
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
