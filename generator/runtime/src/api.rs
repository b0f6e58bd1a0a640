//! The description of an API, as generated code contains it.

/// An API, as the generated client describes it.
#[derive(Debug)]
pub struct Api {
    /// Name of the generated crate, for the `User-Agent` header.
    pub crate_name: &'static str,
    /// Version of the generated crate, for the `User-Agent` header.
    pub crate_version: &'static str,
    /// The names of the configuration values that each client requires.
    pub configuration: &'static [&'static str],
    /// The credentials of a client: the names of the builder methods that set them.
    pub credentials: &'static [&'static str],
    /// The hosts of the operations.
    pub hosts: &'static [&'static Host],
}

/// A host of an API.
#[derive(Debug)]
pub struct Host {
    /// The id.
    pub name: &'static str,
    /// The URL without path and trailing slash. `{name}` is a placeholder for a configuration value.
    pub url: &'static str,
    /// The prefixes of the operations' paths. A base URL must not end with one, because calls would repeat the prefix.
    pub path_prefixes: &'static [&'static str],
    /// The builder method that overrides the URL, for error messages.
    pub base_url_method: &'static str,
    /// The authorization of requests, if the host requires one.
    pub auth: Option<Auth>,
    /// The format of errors.
    pub errors: &'static ErrorFormat,
    /// The rate limit, if the host has one.
    pub rate_limit: Option<&'static RateLimit>,
}

/// The authorization of requests to a host.
#[derive(Debug)]
pub struct Auth {
    /// The location of the credential in a request.
    pub carrier: Carrier,
    /// The text before the credential in a header, such as `Bearer `.
    pub prefix: &'static str,
    /// The credential: the name of the builder method that sets it.
    pub credential: &'static str,
}

/// The location of a credential in a request.
#[derive(Clone, Copy, Debug)]
pub enum Carrier {
    /// The header with this name.
    Header(&'static str),
    /// The query parameter with this name.
    Query(&'static str),
}

/// A rate limit, and the headers and messages that report it. An empty name means that there is no such header or hint.
#[derive(Debug)]
pub struct RateLimit {
    /// The id.
    pub name: &'static str,
    /// Whether each endpoint (method and path) has its own limit. Otherwise all calls of a class share one limit.
    pub per_endpoint: bool,
    /// Whether a call that was rejected because of the limit was certainly not executed.
    pub safe_to_retry: bool,
    /// The header with the number of allowed calls.
    pub limit: &'static str,
    /// The header with the number of remaining calls.
    pub remaining: &'static str,
    /// The header with the time until the limit resets: seconds, an HTTP date or a Unix time.
    pub reset: &'static str,
    /// The header with the wait before the next call: seconds, an HTTP date or a Unix time.
    pub retry_after: &'static str,
    /// The part of an error message that contains the seconds until the limit resets; `{}` stands for the number.
    pub reset_hint: &'static str,
    /// The part of an error message that contains the seconds to wait; `{}` stands for the number.
    pub retry_after_hint: &'static str,
}

/// The format of error bodies: the names of fields, and the meaning of codes. Dots in a name separate nested fields. If
/// there are several names, the first one that the body contains applies.
#[derive(Debug)]
pub struct ErrorFormat {
    /// The fields with the error code of the vendor.
    pub code: &'static [&'static str],
    /// The fields with the error message.
    pub message: &'static [&'static str],
    /// The fields with the request id.
    pub request_id: &'static [&'static str],
    /// The fields and values that mark a body as an error, even if the status is a success. Empty if only the status
    /// marks errors.
    pub recognized_by: &'static [(&'static str, FieldValue)],
    /// The known codes, sorted by number.
    pub codes: &'static [ErrorCode],
}

impl ErrorFormat {
    /// Returns the description of a code, if it is known.
    pub fn find(&self, code: i64) -> Option<&'static ErrorCode> {
        let index = self.codes.binary_search_by_key(&code, |known| known.code).ok()?;
        self.codes.get(index)
    }
}

/// The value of a field that marks a body as an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldValue {
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A string.
    Text(&'static str),
}

/// An error code of the vendor.
#[derive(Debug)]
pub struct ErrorCode {
    /// The number.
    pub code: i64,
    /// The name that the vendor gives the code.
    pub name: &'static str,
    /// The kind of error.
    pub kind: ErrorCodeKind,
    /// Whether the same request may succeed later.
    pub retryable: bool,
    /// The meaning.
    pub doc: &'static str,
}

/// The kind of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCodeKind {
    /// The requested resource does not exist.
    NotFound,
    /// The resource to be created already exists.
    AlreadyExists,
    /// The credential is missing, invalid or expired.
    Unauthenticated,
    /// The credential lacks permission.
    PermissionDenied,
    /// The request is invalid.
    InvalidRequest,
    /// There were too many requests.
    RateLimited,
    /// A quota of the plan is used up; retrying soon will not help.
    QuotaExceeded,
    /// The server failed.
    ServerError,
    /// Any other error.
    Other,
}

/// The pagination of a list: names of query parameters and fields. An empty name means that there is no such parameter
/// or field.
#[derive(Debug)]
pub enum Pagination {
    /// Each page contains a cursor for the next one.
    Cursor(CursorPagination),
    /// A request for a page contains the number of items before the page.
    Offset(OffsetPagination),
    /// A request for a page names an item, the anchor. The page contains the items around the anchor.
    Window(WindowPagination),
}

impl Pagination {
    /// Returns the fields of a page that the client reads to find the next page.
    pub(crate) fn response_fields(&self) -> Vec<&'static str> {
        match self {
            Self::Cursor(CursorPagination { response, has_more, backwards, .. }) => {
                let backwards = backwards.iter().flat_map(|back| [back.response, back.has_more]);
                [*response, *has_more].into_iter().chain(backwards).collect()
            }
            Self::Offset(OffsetPagination { total, next, .. }) => vec![total, next],
            Self::Window(_) => Vec::new(),
        }
    }
}

/// Pagination by cursor.
#[derive(Debug)]
pub struct CursorPagination {
    /// The query parameter with the cursor.
    pub request: &'static str,
    /// The response field with the next cursor.
    pub response: &'static str,
    /// The response field that states whether there is another page.
    pub has_more: &'static str,
    /// Whether the last page repeats the cursor of its request. Otherwise the last page contains no cursor.
    pub repeats_last: bool,
    /// The cursor of the previous page; `None` if the list has one direction only.
    pub backwards: Option<BackwardsCursor>,
}

/// The cursor of the previous page.
#[derive(Debug)]
pub struct BackwardsCursor {
    /// The query parameter with the cursor.
    pub request: &'static str,
    /// The response field with the cursor of the previous page.
    pub response: &'static str,
    /// The response field that states whether there is a previous page.
    pub has_more: &'static str,
}

/// Pagination by the number of items before a page.
#[derive(Debug)]
pub struct OffsetPagination {
    /// The query parameter with the number.
    pub request: &'static str,
    /// The response field with the total number of items.
    pub total: &'static str,
    /// The response field that is null or empty on the last page.
    pub next: &'static str,
}

/// Pagination by an item and the items around it.
#[derive(Debug)]
pub struct WindowPagination {
    /// The query parameter with the item.
    pub anchor: &'static str,
    /// The field of an item that identifies it as an anchor.
    pub item: &'static str,
    /// The query parameters that select the first page. In the requests for further pages, the anchor replaces them.
    pub replaces: &'static [&'static str],
    /// The query parameter with the number of items before the anchor.
    pub before: &'static str,
    /// The query parameter with the number of items after the anchor.
    pub after: &'static str,
    /// The query parameter that states whether the page includes the anchor.
    pub inclusive: &'static str,
    /// The query parameter that reverses the order.
    pub reverse: &'static str,
}
