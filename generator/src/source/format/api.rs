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
        Key::required("description", Kind::Text, "One line about the generated package."),
        Key::optional("repository", Kind::Url, "URL of the repository of the generated package."),
        Key::required("license", Kind::Text, "License of the generated package, as SPDX expression."),
        Key::optional("keywords", Kind::Texts, "Keywords of the generated package."),
        Key::optional("categories", Kind::Texts, "Categories of the generated package on the registry."),
        Key::optional(
            "dev_dependencies",
            Kind::Entries(&Kind::Fields(&DEV_DEPENDENCY)),
            "Packages that the examples and tests of the generated package use, beside those it uses anyway.",
        ),
        Key::optional(
            "guides",
            Kind::Texts,
            "Guides in the order in which they are read: files of `guides/`, without their ending.",
        ),
        Key::optional(
            "configuration",
            Kind::Entries(&Kind::Fields(&CONFIGURATION)),
            "Values that a client is built with, in the order of the builder's arguments.",
        ),
        Key::optional(
            "credentials",
            Kind::Entries(&Kind::Fields(&CREDENTIAL)),
            "Secrets that authorize calls; each becomes a method of the builder.",
        ),
        Key::optional("errors", Kind::Entries(&Kind::Fields(&ERROR_FORMAT)), "Formats of the bodies of errors."),
        Key::optional(
            "rate_limits",
            Kind::Entries(&Kind::Fields(&RATE_LIMIT)),
            "Rate limits of hosts, and the response headers that report them.",
        ),
        Key::required("hosts", Kind::Entries(&Kind::Fields(&HOST)), "Servers that operations are sent to."),
        Key::optional(
            "pagination",
            Kind::Entries(&Kind::Fields(&PAGINATION_STYLE)),
            "Ways in which a list goes on after a page.",
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
        Key::required("version", Kind::Text, "The versions that will do, as cargo writes it."),
        Key::optional("features", Kind::Texts, "Features of the package that are used."),
        Key::optional("default_features", Kind::Bool, "Whether its default features are used. Default: true."),
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
            "Kinds of this credential that some operations need, each with what it is.",
        ),
    ],
};

const ERROR_FORMAT: Shape = Shape {
    name: "an error format",
    keys: &[
        DOCS,
        Key::required("body", Kind::Fields(&ERROR_BODY), "Which fields of the body hold what."),
        Key::optional("codes", Kind::Entries(&Kind::Fields(&ERROR_CODE)), "The vendor's codes, by their number."),
    ],
};

const ERROR_BODY: Shape = Shape {
    name: "an error body",
    keys: &[
        Key::optional("code", Kind::Texts, "Field with the vendor's code; of several, the first that is there."),
        Key::required("message", Kind::Texts, "Field with the message; dots lead into objects."),
        Key::optional("request_id", Kind::Texts, "Field with the server's id of the request."),
        Key::optional(
            "recognized_by",
            Kind::Entries(&Kind::Scalar),
            "Fields with their values by which a body is an error whatever the status, if it has a code as well.",
        ),
    ],
};

const ERROR_CODE: Shape = Shape {
    name: "an error code",
    keys: &[
        Key::required("name", Kind::Text, "The vendor's name for the code."),
        Key::required("kind", Kind::OneOf(ErrorKind::WORDS), "Meaning of the code, by which the client groups codes."),
        Key::required("doc", Kind::Text, "Meaning of the code."),
        Key::optional("retryable", Kind::Bool, "Whether the same request can succeed later."),
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
            "Scope of the count: each method and path separately, or all calls of a class together.",
        ),
        Key::optional(
            "safe_to_retry",
            Kind::Bool,
            "Whether a call that was refused for the limit was certainly not carried out.",
        ),
        Key::optional("headers", Kind::Fields(&LIMIT_HEADERS), "Response headers with the state of the limit."),
        Key::optional("hints", Kind::Fields(&LIMIT_HINTS), "Pieces of error messages with the state of the limit."),
        Key::optional(
            "classes",
            Kind::Entries(&Kind::Text),
            "Groups of operations that share a limit, each with what is known of it.",
        ),
        Key::optional(
            "plans",
            Kind::Entries(&Kind::Fields(&RATE_PLAN)),
            "Plans of the vendor's customers, each with the calls that it allows; they need `per`.",
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
        Key::optional("limit", Kind::Text, "Header with the number of calls that are allowed."),
        Key::optional("remaining", Kind::Text, "Header with the number of calls that are left."),
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
        Key::optional("reset", Kind::Text, "Text around `{}`, which is the seconds until the limit is reset."),
        Key::optional("retry_after", Kind::Text, "Text around `{}`, which is the seconds to wait."),
    ],
};

const HOST: Shape = Shape {
    name: "a host",
    keys: &[
        DOC_REQUIRED,
        Key::required("url", Kind::Text, "`https://` and a host name; `{id}` is a configuration value."),
        Key::optional("base_path", Kind::Text, "What every path on the host begins with."),
        Key::optional("auth", Kind::Fields(&AUTH), "How calls are authorized; left out where they are not."),
        Key::required("errors", Kind::Text, "Error format of its responses."),
        Key::optional("rate_limit", Kind::Text, "Rate limit of the host."),
    ],
};

const AUTH: Shape = Shape {
    name: "the auth of a host",
    keys: &[
        Key::optional("header", Kind::Text, "Header that carries the credential."),
        Key::optional("prefix", Kind::Text, "What stands before the credential in the header, such as `Bearer `."),
        Key::optional("query", Kind::Text, "Query parameter that carries the credential, instead of a header."),
        Key::required("credential", Kind::Text, "The credential."),
    ],
};

const PAGINATION_STYLE: Shape = Shape {
    name: "a pagination style",
    keys: &[
        Key::optional("cursor", Kind::Fields(&CURSOR), "Each page names the next one."),
        Key::optional("offset", Kind::Fields(&OFFSET), "A page is asked for by the number of items before it."),
        Key::optional("window", Kind::Fields(&WINDOW), "A page is asked for by an item and what is around it."),
        DOC,
    ],
};

const CURSOR: Shape = Shape {
    name: "a cursor",
    keys: &[
        Key::required("request", Kind::Text, "Query parameter that takes the cursor."),
        Key::required("response", Kind::Text, "Response field with the cursor of the next page."),
        Key::optional("has_more", Kind::Text, "Field of the response that says whether there is a next page."),
        Key::optional(
            "repeats_last",
            Kind::Bool,
            "Whether the last page repeats the cursor that it was requested with. Default: false.",
        ),
        Key::optional("backwards", Kind::Fields(&BACKWARDS), "How the page before a page is requested."),
    ],
};

const BACKWARDS: Shape = Shape {
    name: "a cursor that leads backwards",
    keys: &[
        Key::required("request", Kind::Text, "Query parameter that takes the cursor."),
        Key::required("response", Kind::Text, "Field of the response with the cursor of the previous page."),
        Key::optional("has_more", Kind::Text, "Field of the response that says whether there is a previous page."),
    ],
};

const OFFSET: Shape = Shape {
    name: "an offset",
    keys: &[
        Key::required("request", Kind::Text, "Query parameter that takes the number of items to skip."),
        Key::optional("total", Kind::Text, "Response field with the number of all items."),
        Key::optional("next", Kind::Text, "Response field that is null or empty on the last page."),
    ],
};

const WINDOW: Shape = Shape {
    name: "a window",
    keys: &[
        Key::required("anchor", Kind::Text, "Query parameter that takes the item to go on from."),
        Key::required("item", Kind::Text, "Field of an item that the anchor is made of."),
        Key::optional("replaces", Kind::Texts, "Query parameters that the first page may have had as anchor instead."),
        Key::required("before", Kind::Text, "Query parameter with the number of items before the anchor."),
        Key::required("after", Kind::Text, "Query parameter with the number of items after the anchor."),
        Key::optional("inclusive", Kind::Text, "Query parameter that says whether the anchor itself is in the page."),
        Key::optional("reverse", Kind::Text, "Query parameter that turns the order of the items round."),
    ],
};

const PRODUCT: Shape = Shape {
    name: "a product",
    keys: &[TITLE, Key::required("host", Kind::Text, "Host of its operations."), DOC_REQUIRED, WAS, RUST],
};
