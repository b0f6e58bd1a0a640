//! What generated code says about its API.

/// An API, as the generated client describes it.
#[derive(Debug)]
pub struct Api {
    /// Name of the generated crate, for the `User-Agent` header.
    pub crate_name: &'static str,
    /// Version of the generated crate, for the `User-Agent` header.
    pub crate_version: &'static str,
    /// The values that every client is built with.
    pub configuration: &'static [&'static str],
    /// The secrets that a client may be given, by the builder methods that take them.
    pub credentials: &'static [&'static str],
    /// The hosts that operations are sent to.
    pub hosts: &'static [&'static Host],
}

/// A host of an API.
#[derive(Debug)]
pub struct Host {
    /// Its id.
    pub name: &'static str,
    /// Its URL; `{name}` stands for a configuration value. No path and no trailing slash.
    pub url: &'static str,
    /// The builder method that replaces the URL, for the text of errors.
    pub base_url_method: &'static str,
    /// How requests are authorized.
    pub auth: Auth,
    /// How errors look.
    pub errors: &'static ErrorFormat,
}

/// How the requests to a host are authorized.
#[derive(Debug)]
pub struct Auth {
    /// The header that carries the credential.
    pub header: &'static str,
    /// What stands before the credential in that header, such as `Bearer `.
    pub prefix: &'static str,
    /// The credential, by the builder method that takes it.
    pub credential: &'static str,
}

/// Where error bodies keep what, and what their codes mean. Field names may be dotted, and an
/// empty name says that there is no such field.
#[derive(Debug)]
pub struct ErrorFormat {
    /// The field with the vendor's code.
    pub code: &'static str,
    /// The field with the message.
    pub message: &'static str,
    /// The field with the request id.
    pub request_id: &'static str,
    /// The known codes, sorted by number.
    pub codes: &'static [ErrorCode],
}

impl ErrorFormat {
    /// What is known of a code.
    pub fn find(&self, code: i64) -> Option<&'static ErrorCode> {
        let index = self.codes.binary_search_by_key(&code, |known| known.code).ok()?;
        self.codes.get(index)
    }
}

/// A vendor's error code.
#[derive(Debug)]
pub struct ErrorCode {
    /// The number.
    pub code: i64,
    /// The vendor's name for it.
    pub name: &'static str,
    /// What it amounts to.
    pub kind: ErrorCodeKind,
    /// Whether the same request may succeed later.
    pub retryable: bool,
    /// What it means.
    pub doc: &'static str,
}

/// What a vendor's error code amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCodeKind {
    /// What was asked for does not exist.
    NotFound,
    /// What was to be made exists already.
    AlreadyExists,
    /// The credential may not do this, or is not valid.
    Denied,
    /// The request is not as the server wants it.
    InvalidRequest,
    /// Too many requests.
    RateLimited,
    /// A quota of the plan is used up; waiting a little does not help.
    QuotaExceeded,
    /// The server failed.
    ServerError,
    /// Something else.
    Other,
}

/// How a list is paged by cursor: names of the fields.
#[derive(Debug)]
pub struct CursorPagination {
    /// The query parameter that takes the cursor.
    pub request: &'static str,
    /// The response field with the next cursor.
    pub response: &'static str,
    /// The response field that tells whether there is more; empty if there is none.
    pub has_more: &'static str,
}
