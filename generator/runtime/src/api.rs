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
    /// How requests are authorized, if they are.
    pub auth: Option<Auth>,
    /// How errors look.
    pub errors: &'static ErrorFormat,
    /// How the number of calls is limited.
    pub rate_limit: Option<&'static RateLimit>,
}

/// How the requests to a host are authorized.
#[derive(Debug)]
pub struct Auth {
    /// Where the credential travels.
    pub carrier: Carrier,
    /// What stands before the credential in a header, such as `Bearer `.
    pub prefix: &'static str,
    /// The credential, by the builder method that takes it.
    pub credential: &'static str,
}

/// Where a credential travels.
#[derive(Clone, Copy, Debug)]
pub enum Carrier {
    /// In this header.
    Header(&'static str),
    /// In this query parameter.
    Query(&'static str),
}

/// How the number of calls is limited, and where answers say so. An empty name says that there is
/// no such header or hint.
#[derive(Debug)]
pub struct RateLimit {
    /// Its id.
    pub name: &'static str,
    /// Whether each endpoint, a method and a path, is counted by itself, and not all calls of a class
    /// together.
    pub per_endpoint: bool,
    /// Whether a call that was refused was certainly not carried out.
    pub safe_to_retry: bool,
    /// The header with the number of calls that are allowed.
    pub limit: &'static str,
    /// The header with the number of calls that are left.
    pub remaining: &'static str,
    /// The header with the time until the limit resets: seconds, an HTTP date or a Unix time.
    pub reset: &'static str,
    /// The header with the wait before the next call: seconds, an HTTP date or a Unix time.
    pub retry_after: &'static str,
    /// The piece of a message with the seconds until the limit starts anew, as `{}`.
    pub reset_hint: &'static str,
    /// The piece of a message with the seconds to wait, as `{}`.
    pub retry_after_hint: &'static str,
}

/// Where error bodies keep what, and what their codes mean. Field names may be dotted; of several,
/// the first that is there counts.
#[derive(Debug)]
pub struct ErrorFormat {
    /// The fields with the vendor's code.
    pub code: &'static [&'static str],
    /// The fields with the message.
    pub message: &'static [&'static str],
    /// The fields with the request id.
    pub request_id: &'static [&'static str],
    /// The fields by which an error is recognized whatever the status, each with its value. Empty if only the status
    /// tells.
    pub recognized_by: &'static [(&'static str, FieldValue)],
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

/// The value of a field by which something is recognized.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldValue {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A string.
    Text(&'static str),
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

/// How a list is paged: names of query parameters and of fields. An empty name says that there is
/// no such parameter or field.
#[derive(Debug)]
pub enum Pagination {
    /// Each page names the next one.
    Cursor(CursorPagination),
    /// A page is asked for by the number of items before it.
    Offset(OffsetPagination),
    /// A page is asked for by an item and what is around it.
    Window(WindowPagination),
}

/// How a list is paged by cursor.
#[derive(Debug)]
pub struct CursorPagination {
    /// The query parameter that takes the cursor.
    pub request: &'static str,
    /// The response field with the next cursor.
    pub response: &'static str,
    /// The response field that tells whether there is more.
    pub has_more: &'static str,
    /// Whether the last page repeats the cursor that it was requested with, instead of leaving it out.
    pub repeats_last: bool,
    /// How the previous page is requested; `None` if the list has one direction only.
    pub backwards: Option<BackwardsCursor>,
}

/// The cursor of the previous page.
#[derive(Debug)]
pub struct BackwardsCursor {
    /// The query parameter that takes the cursor.
    pub request: &'static str,
    /// The response field with the cursor of the previous page.
    pub response: &'static str,
    /// The response field that states whether there is a previous page.
    pub has_more: &'static str,
}

/// How a list is paged by the number of items before a page.
#[derive(Debug)]
pub struct OffsetPagination {
    /// The query parameter that takes the number.
    pub request: &'static str,
    /// The response field with the number of all items.
    pub total: &'static str,
    /// The response field that is null or empty on the last page.
    pub next: &'static str,
}

/// How a list is paged by an item and what is around it.
#[derive(Debug)]
pub struct WindowPagination {
    /// The query parameter that takes the item.
    pub anchor: &'static str,
    /// The field of an item that the anchor is made of.
    pub item: &'static str,
    /// Query parameters that the first page may have had instead.
    pub replaces: &'static [&'static str],
    /// The query parameter with the number of items before the anchor.
    pub before: &'static str,
    /// The query parameter with the number of items after the anchor.
    pub after: &'static str,
    /// The query parameter that says whether the anchor is in the page.
    pub inclusive: &'static str,
    /// The query parameter that turns the order round.
    pub reverse: &'static str,
}
