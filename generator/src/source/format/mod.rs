//! The table of the spec format: which keys stand where, and what they hold.

use super::shape::{Key, Kind, Shape};

/// The version of the format that this generator reads.
pub(crate) const VERSION: &str = "1";

const VERSIONS: Kind = Kind::OneOf(&[VERSION]);

/// `api.yaml`.
pub(crate) const API: Shape = Shape {
    name: "the API",
    keys: &[
        Key::required("format", VERSIONS),
        Key::required("name", Kind::Text),
        Key::required("crate", Kind::Text),
        Key::required("version", Kind::Text),
        Key::required("description", Kind::Text),
        Key::optional("repository", Kind::Text),
        Key::required("license", Kind::Text),
        Key::optional("keywords", Kind::Texts),
        Key::optional("categories", Kind::Texts),
        Key::optional("configuration", Kind::Entries(&Kind::Fields(&CONFIGURATION))),
        Key::optional("credentials", Kind::Entries(&Kind::Fields(&CREDENTIAL))),
        Key::optional("errors", Kind::Entries(&Kind::Fields(&ERROR_FORMAT))),
        Key::required("hosts", Kind::Entries(&Kind::Fields(&HOST))),
        Key::optional("pagination", Kind::Entries(&Kind::Fields(&PAGINATION_STYLE))),
        Key::required("products", Kind::Entries(&Kind::Fields(&PRODUCT))),
    ],
};

const CONFIGURATION: Shape = Shape {
    name: "a configuration value",
    keys: &[Key::required("doc", Kind::Text), Key::required("example", Kind::Text)],
};

const CREDENTIAL: Shape = Shape { name: "a credential", keys: &[Key::required("doc", Kind::Text)] };

const ERROR_FORMAT: Shape = Shape {
    name: "an error format",
    keys: &[
        Key::optional("docs", Kind::Text),
        Key::required("body", Kind::Fields(&ERROR_BODY)),
        Key::optional("codes", Kind::Entries(&Kind::Fields(&ERROR_CODE))),
    ],
};

const ERROR_BODY: Shape = Shape {
    name: "an error body",
    keys: &[
        Key::optional("code", Kind::Text),
        Key::required("message", Kind::Text),
        Key::optional("request_id", Kind::Text),
    ],
};

/// The kinds of vendor codes, by the names that the runtime's predicates have.
pub(crate) const ERROR_KINDS: &[&str] = &[
    "not_found",
    "already_exists",
    "denied",
    "invalid_request",
    "rate_limited",
    "quota_exceeded",
    "server_error",
    "other",
];

const ERROR_CODE: Shape = Shape {
    name: "an error code",
    keys: &[
        Key::required("name", Kind::Text),
        Key::required("kind", Kind::OneOf(ERROR_KINDS)),
        Key::optional("retryable", Kind::Bool),
        Key::required("doc", Kind::Text),
        Key::optional("unverified", Kind::Text),
        Key::optional("rust", Kind::Text),
    ],
};

const HOST: Shape = Shape {
    name: "a host",
    keys: &[
        Key::required("doc", Kind::Text),
        Key::required("url", Kind::Text),
        Key::optional("base_path", Kind::Text),
        Key::required("auth", Kind::Fields(&AUTH)),
        Key::required("errors", Kind::Text),
    ],
};

const AUTH: Shape = Shape {
    name: "the auth of a host",
    keys: &[
        Key::required("header", Kind::Text),
        Key::optional("prefix", Kind::Text),
        Key::required("credential", Kind::Text),
    ],
};

const PAGINATION_STYLE: Shape = Shape {
    name: "a pagination style",
    keys: &[Key::required("cursor", Kind::Fields(&CURSOR)), Key::optional("doc", Kind::Text)],
};

const CURSOR: Shape = Shape {
    name: "a cursor",
    keys: &[
        Key::required("request", Kind::Text),
        Key::required("response", Kind::Text),
        Key::optional("has_more", Kind::Text),
    ],
};

const PRODUCT: Shape = Shape {
    name: "a product",
    keys: &[
        Key::required("title", Kind::Text),
        Key::required("host", Kind::Text),
        Key::required("doc", Kind::Text),
        Key::optional("rust", Kind::Text),
    ],
};

/// `documented.yaml`.
pub(crate) const DOCUMENTED: Shape = Shape {
    name: "the documented list",
    keys: &[
        Key::required("format", VERSIONS),
        Key::required("documented", Kind::Entries(&Kind::Fields(&DOCUMENTED_PRODUCT))),
    ],
};

const DOCUMENTED_PRODUCT: Shape = Shape {
    name: "a documented product",
    keys: &[
        Key::required("title", Kind::Text),
        Key::required("sections", Kind::Entries(&Kind::Fields(&DOCUMENTED_SECTION))),
    ],
};

const DOCUMENTED_SECTION: Shape = Shape {
    name: "a documented section",
    keys: &[Key::required("title", Kind::Text), Key::required("endpoints", Kind::Entries(&Kind::Text))],
};

/// `<product>/types.yaml`.
pub(crate) const TYPES_FILE: Shape = Shape {
    name: "a file of shared types",
    keys: &[
        Key::required("format", VERSIONS),
        Key::optional("doc", Kind::Text),
        Key::required("types", Kind::Entries(&Kind::Fields(&TYPE))),
    ],
};

/// `<product>/<section>.yaml`.
pub(crate) const SECTION: Shape = Shape {
    name: "a section",
    keys: &[
        Key::required("format", VERSIONS),
        Key::required("section", Kind::Text),
        Key::required("title", Kind::Text),
        Key::optional("docs", Kind::Text),
        Key::required("doc", Kind::Text),
        Key::optional("rust", Kind::Text),
        Key::required("operations", Kind::Entries(&Kind::Fields(&OPERATION))),
        Key::optional("types", Kind::Entries(&Kind::Fields(&TYPE))),
        Key::optional("missing", Kind::Entries(&Kind::Text)),
    ],
};

pub(crate) const EVIDENCE: &[&str] = &["documented", "official_sdk", "observed", "inferred"];

const OPERATION: Shape = Shape {
    name: "an operation",
    keys: &[
        Key::optional("documented", Kind::Texts),
        Key::required("request", Kind::Text),
        Key::optional("host", Kind::Text),
        Key::required("summary", Kind::Text),
        Key::optional("doc", Kind::Text),
        Key::optional("docs", Kind::Text),
        Key::optional("idempotent", Kind::Bool),
        Key::optional("path", Kind::Entries(&Kind::TextOr(&PATH_PARAMETER))),
        Key::optional("query", Kind::Entries(&Kind::TextOr(&QUERY_PARAMETER))),
        Key::optional("body", Kind::Entries(&Kind::TextOr(&BODY_FIELD))),
        Key::required("response", Kind::TextOr(&RESPONSE)),
        Key::optional("pagination", Kind::Fields(&PAGINATION)),
        Key::required("evidence", Kind::OneOf(EVIDENCE)),
        Key::optional("unverified", Kind::Text),
        Key::optional("deprecated", Kind::Text),
        Key::optional("rust", Kind::Text),
        Key::required("examples", Kind::Entries(&Kind::Fields(&EXAMPLE))),
    ],
};

const PATH_PARAMETER: Shape = Shape {
    name: "a path parameter",
    keys: &[
        Key::optional("type", Kind::Text),
        Key::optional("from", Kind::Text),
        Key::optional("min_length", Kind::Integer),
        Key::optional("max_length", Kind::Integer),
        Key::optional("min", Kind::Integer),
        Key::optional("max", Kind::Integer),
        Key::optional("doc", Kind::Text),
        Key::optional("unverified", Kind::Text),
        Key::optional("rust", Kind::Text),
    ],
};

const QUERY_PARAMETER: Shape = Shape {
    name: "a query parameter",
    keys: &[
        Key::required("type", Kind::Text),
        Key::optional("required", Kind::Bool),
        Key::optional("wire", Kind::OneOf(&["comma", "repeated"])),
        Key::optional("default", Kind::Scalar),
        Key::optional("min", Kind::Integer),
        Key::optional("max", Kind::Integer),
        Key::optional("min_length", Kind::Integer),
        Key::optional("max_length", Kind::Integer),
        Key::optional("max_items", Kind::Integer),
        Key::optional("doc", Kind::Text),
        Key::optional("unverified", Kind::Text),
        Key::optional("deprecated", Kind::Text),
        Key::optional("rust", Kind::Text),
    ],
};

const BODY_FIELD: Shape = Shape {
    name: "a body field",
    keys: &[
        Key::required("type", Kind::Text),
        Key::optional("required", Kind::Bool),
        Key::optional("nullable", Kind::Bool),
        Key::optional("default", Kind::Scalar),
        Key::optional("min", Kind::Integer),
        Key::optional("max", Kind::Integer),
        Key::optional("min_length", Kind::Integer),
        Key::optional("max_length", Kind::Integer),
        Key::optional("max_items", Kind::Integer),
        Key::optional("doc", Kind::Text),
        Key::optional("unverified", Kind::Text),
        Key::optional("deprecated", Kind::Text),
        Key::optional("rust", Kind::Text),
    ],
};

const RESPONSE: Shape = Shape {
    name: "a response",
    keys: &[
        Key::optional("type", Kind::Text),
        Key::optional("in", Kind::Text),
        Key::optional("fields", Kind::Entries(&Kind::TextOr(&FIELD))),
        Key::optional("doc", Kind::Text),
        Key::optional("unverified", Kind::Text),
    ],
};

const FIELD: Shape = Shape {
    name: "a field",
    keys: &[
        Key::required("type", Kind::Text),
        Key::optional("always", Kind::Bool),
        Key::optional("also", Kind::Texts),
        Key::optional("required", Kind::Bool),
        Key::optional("doc", Kind::Text),
        Key::optional("unverified", Kind::Text),
        Key::optional("deprecated", Kind::Text),
        Key::optional("rust", Kind::Text),
    ],
};

const PAGINATION: Shape = Shape {
    name: "the pagination of an operation",
    keys: &[Key::required("style", Kind::Text), Key::required("items", Kind::Text)],
};

const EXAMPLE: Shape = Shape {
    name: "an example",
    keys: &[
        Key::optional("with", Kind::Mapping),
        Key::required("wire", Kind::Text),
        Key::optional("response", Kind::Text),
    ],
};

const TYPE: Shape = Shape {
    name: "a type",
    keys: &[
        Key::required("doc", Kind::Text),
        Key::optional("enum", Kind::Entries(&Kind::OptionalText)),
        Key::optional("fields", Kind::Entries(&Kind::TextOr(&FIELD))),
        Key::optional("unverified", Kind::Text),
        Key::optional("rust", Kind::Text),
    ],
};
