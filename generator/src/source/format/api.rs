//! `api.yaml`.

use super::common::{DOC, DOC_REQUIRED, DOCS, FORMAT, RUST, TITLE, UNVERIFIED, WAS};
use super::words::{ErrorKind, LimitUnit};
use crate::source::shape::{Key, Kind, Shape};

/// The format of `api.yaml`.
pub const API: Shape = Shape {
    name: "the API",
    keys: &[
        FORMAT,
        Key::required("name", Kind::Text, "Name of the API."),
        Key::required("crate", Kind::Text, "Name of the generated package."),
        Key::required("version", Kind::Text, "Version of the generated package."),
        Key::required("description", Kind::Text, "One-line description of the generated package."),
        Key::optional("repository", Kind::Url, "URL of the repository of the generated package."),
        Key::required("license", Kind::Text, "License of the generated package, as an SPDX expression."),
        Key::optional("keywords", Kind::Texts, "Keywords of the generated package."),
        Key::optional("categories", Kind::Texts, "Categories of the generated package on the registry."),
        Key::optional(
            "dev_dependencies",
            Kind::Entries(&Kind::Fields(&DEV_DEPENDENCY)),
            "Additional dependencies of the examples and tests of the generated package.",
        ),
        Key::optional("guides", Kind::Texts, "Guides in reading order: files of `guides/`, without `.md`."),
        Key::optional(
            "configuration",
            Kind::Entries(&Kind::Fields(&CONFIGURATION)),
            "Configuration values of a client, in the order of the builder's arguments.",
        ),
        Key::optional(
            "credentials",
            Kind::Entries(&Kind::Fields(&CREDENTIAL)),
            "Secrets that authorize calls; the builder has a method for each.",
        ),
        Key::optional("errors", Kind::Entries(&Kind::Fields(&ERROR_FORMAT)), "Formats of error bodies."),
        Key::optional(
            "rate_limits",
            Kind::Entries(&Kind::Fields(&RATE_LIMIT)),
            "Rate limits of hosts, and the response headers that report them.",
        ),
        Key::required("hosts", Kind::Entries(&Kind::Fields(&HOST)), "Servers of the operations."),
        Key::optional(
            "pagination",
            Kind::Entries(&Kind::Fields(&PAGINATION_STYLE)),
            "Ways to request the next page of a list.",
        ),
        Key::required(
            "products",
            Kind::Entries(&Kind::Fields(&PRODUCT)),
            "Parts of the API; each has a folder of this name.",
        ),
    ],
};

const DEV_DEPENDENCY: Shape = Shape {
    name: "a package",
    keys: &[
        Key::required("version", Kind::Text, "Version requirement, in the syntax of cargo."),
        Key::optional("features", Kind::Texts, "Enabled features of the package."),
        Key::optional("default_features", Kind::Bool, "Whether its default features are enabled. Default: true."),
    ],
};

const CONFIGURATION: Shape = Shape {
    name: "a configuration value",
    keys: &[DOC_REQUIRED, Key::required("example", Kind::Text, "Made-up value for examples and tests.")],
};

const CREDENTIAL: Shape = Shape {
    name: "a credential",
    keys: &[
        DOC_REQUIRED,
        Key::optional(
            "scopes",
            Kind::Entries(&Kind::Text),
            "Kinds of this credential that some operations require, each with its description.",
        ),
    ],
};

const ERROR_FORMAT: Shape = Shape {
    name: "an error format",
    keys: &[
        DOCS,
        Key::required("body", Kind::Fields(&ERROR_BODY), "Meaning of the fields of the body."),
        Key::optional("codes", Kind::Entries(&Kind::Fields(&ERROR_CODE)), "Error codes of the vendor, by number."),
    ],
};

const ERROR_BODY: Shape = Shape {
    name: "an error body",
    keys: &[
        Key::optional(
            "code",
            Kind::Texts,
            "Field with the vendor's code; of several fields, the first that is present.",
        ),
        Key::required("message", Kind::Texts, "Field with the message; dots select fields of objects."),
        Key::optional("request_id", Kind::Texts, "Field with the request id of the server."),
        Key::optional(
            "recognized_by",
            Kind::Entries(&Kind::Scalar),
            "Fields and values that mark a body with a code as an error, with any status.",
        ),
    ],
};

const ERROR_CODE: Shape = Shape {
    name: "an error code",
    keys: &[
        Key::required("name", Kind::Text, "Name of the code in the vendor's documentation."),
        Key::required("kind", Kind::OneOf(ErrorKind::WORDS), "Category of the code, for the predicates of the client."),
        Key::required("doc", Kind::Text, "Meaning of the code."),
        Key::optional("retryable", Kind::Bool, "Whether a retry of the same request can succeed."),
        UNVERIFIED,
        RUST,
    ],
};

const RATE_LIMIT: Shape = Shape {
    name: "a rate limit",
    keys: &[
        DOC_REQUIRED,
        DOCS,
        Key::optional(
            "per",
            Kind::OneOf(LimitUnit::WORDS),
            "Scope of the limit: each method and path separately, or all calls of a class together.",
        ),
        Key::optional("safe_to_retry", Kind::Bool, "Whether a call that the limit rejects is never executed."),
        Key::optional("headers", Kind::Fields(&LIMIT_HEADERS), "Response headers with the state of the limit."),
        Key::optional("hints", Kind::Fields(&LIMIT_HINTS), "Parts of error messages with the state of the limit."),
        Key::optional(
            "classes",
            Kind::Entries(&Kind::Text),
            "Groups of operations that share a limit, each with its description.",
        ),
        Key::optional(
            "plans",
            Kind::Entries(&Kind::Fields(&RATE_PLAN)),
            "Plans of the vendor's customers, each with its limits; requires `per`.",
        ),
        UNVERIFIED,
    ],
};

const RATE_PLAN: Shape = Shape {
    name: "a rate plan",
    keys: &[
        DOC_REQUIRED,
        Key::required(
            "per_second",
            Kind::Entries(&Kind::Integer),
            "Calls per second, for each class of the rate limit.",
        ),
        UNVERIFIED,
    ],
};

const LIMIT_HEADERS: Shape = Shape {
    name: "the headers of a rate limit",
    keys: &[
        Key::optional("limit", Kind::Text, "Header with the number of allowed calls."),
        Key::optional("remaining", Kind::Text, "Header with the number of remaining calls."),
        Key::optional(
            "reset",
            Kind::Text,
            "Header with the time until the limit resets: seconds, an HTTP date or a Unix time.",
        ),
        Key::optional(
            "retry_after",
            Kind::Text,
            "Header with the time until the next call: seconds, an HTTP date or a Unix time.",
        ),
    ],
};

const LIMIT_HINTS: Shape = Shape {
    name: "the hints of a rate limit",
    keys: &[
        Key::optional("reset", Kind::Text, "Text around `{}`, which replaces the seconds until the limit resets."),
        Key::optional("retry_after", Kind::Text, "Text around `{}`, which replaces the seconds until the next call."),
    ],
};

const HOST: Shape = Shape {
    name: "a host",
    keys: &[
        DOC_REQUIRED,
        Key::required("url", Kind::Text, "`https://` and a host name; `{id}` is a configuration value."),
        Key::optional("base_path", Kind::Text, "Common prefix of all paths on the host."),
        Key::optional("auth", Kind::Fields(&AUTH), "Authorization of calls; absent if calls have none."),
        Key::required("errors", Kind::Text, "Error format of its responses."),
        Key::optional("rate_limit", Kind::Text, "Rate limit of the host."),
    ],
};

const AUTH: Shape = Shape {
    name: "the auth of a host",
    keys: &[
        Key::optional("header", Kind::Text, "Header with the credential."),
        Key::optional("prefix", Kind::Text, "Prefix of the credential in the header, such as `Bearer `."),
        Key::optional("query", Kind::Text, "Query parameter with the credential, instead of a header."),
        Key::required("credential", Kind::Text, "The credential."),
    ],
};

const PAGINATION_STYLE: Shape = Shape {
    name: "a pagination style",
    keys: &[
        Key::optional("cursor", Kind::Fields(&CURSOR), "Each page has a cursor for the next one."),
        Key::optional("offset", Kind::Fields(&OFFSET), "Pages are requested by the number of items before them."),
        Key::optional(
            "window",
            Kind::Fields(&WINDOW),
            "Pages are requested by an item and the number of items around it.",
        ),
        DOC,
    ],
};

const CURSOR: Shape = Shape {
    name: "a cursor",
    keys: &[
        Key::required("request", Kind::Text, "Query parameter for the cursor."),
        Key::required("response", Kind::Text, "Response field with the cursor of the next page."),
        Key::optional("has_more", Kind::Text, "Boolean response field: whether there is a next page."),
        Key::optional(
            "repeats_last",
            Kind::Bool,
            "Whether the last page repeats the cursor that it was requested with. Default: false.",
        ),
        Key::optional("limit", Kind::Text, "Query parameter for the number of items on a page."),
        Key::optional("backwards", Kind::Fields(&BACKWARDS), "Request of the previous page."),
    ],
};

const BACKWARDS: Shape = Shape {
    name: "a cursor of the previous page",
    keys: &[
        Key::required("request", Kind::Text, "Query parameter for the cursor."),
        Key::required("response", Kind::Text, "Response field with the cursor of the previous page."),
        Key::optional("has_more", Kind::Text, "Boolean response field: whether there is a previous page."),
    ],
};

const OFFSET: Shape = Shape {
    name: "an offset",
    keys: &[
        Key::required("request", Kind::Text, "Query parameter for the number of items to skip."),
        Key::optional("limit", Kind::Text, "Query parameter for the number of items on a page."),
        Key::optional("total", Kind::Text, "Response field with the total number of items."),
        Key::optional("next", Kind::Text, "Response field that is null or empty on the last page."),
    ],
};

const WINDOW: Shape = Shape {
    name: "a window",
    keys: &[
        Key::required("anchor", Kind::Text, "Query parameter for the anchor, the item to continue from."),
        Key::required("item", Kind::Text, "Item field with the value of the anchor."),
        Key::optional(
            "replaces",
            Kind::Texts,
            "Alternative anchor parameters of the first page, which later pages omit.",
        ),
        Key::required("before", Kind::Text, "Query parameter for the number of items before the anchor."),
        Key::required("after", Kind::Text, "Query parameter for the number of items after the anchor."),
        Key::optional("inclusive", Kind::Text, "Boolean query parameter: whether the page contains the anchor."),
        Key::optional("reverse", Kind::Text, "Boolean query parameter: whether the order of the items is reversed."),
    ],
};

const PRODUCT: Shape = Shape {
    name: "a product",
    keys: &[TITLE, Key::required("host", Kind::Text, "Default host of its operations."), DOC_REQUIRED, WAS, RUST],
};
