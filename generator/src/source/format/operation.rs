//! `<product>/<section>.yaml`: operations with their parameters, responses and examples.

use super::common::{
    CORRECTION, DEPRECATED, DOC, DOC_REQUIRED, DOCS, FORMAT, RUST, SENSITIVE, TITLE, TYPE_OPTIONAL, UNVERIFIED, WAS,
};
use super::resource::RESOURCE;
use super::types::{FIELDS, TYPES};
use super::words::{DeclaredEncoding, Evidence, ListStyle, Location, Stability};
use crate::source::shape::{Key, Kind, Shape};

/// The format of a section file.
pub const SECTION: Shape = Shape {
    name: "a section",
    keys: &[
        FORMAT,
        Key::required("section", Kind::Text, "Id of the section: the name of the file without `.yaml`."),
        TITLE,
        DOCS,
        DOC_REQUIRED,
        WAS,
        RUST,
        Key::optional(
            "resources",
            Kind::Entries(&Kind::Fields(&RESOURCE)),
            "Objects that the fake server of the client remembers, by name.",
        ),
        Key::required(
            "operations",
            Kind::Entries(&Kind::Fields(&OPERATION)),
            "Operations of the section, by method name in Rust.",
        ),
        Key::optional("types", TYPES, "Types that only this section uses, by name."),
        Key::optional(
            "missing",
            Kind::Entries(&Kind::Text),
            "Documented endpoints that have no operation, each with the reason.",
        ),
    ],
};

const OPERATION: Shape = Shape {
    name: "an operation",
    keys: &[
        Key::optional("documented", Kind::Texts, "Ids of the documented endpoints that it covers."),
        Key::optional(
            "substitute",
            Kind::Text,
            "Reason why it covers a documented endpoint that has no request of its own.",
        ),
        Key::optional("variant_of", Kind::Text, "Operation with the same method and path, but different parameters."),
        Key::required("request", Kind::Text, "Method and full path; `{name}` is a path parameter."),
        Key::optional("host", Kind::Text, "Host, if it is not the default of the product."),
        Key::required("summary", Kind::Text, "Summary in one sentence."),
        DOC,
        DOCS,
        Key::optional(
            "idempotent",
            Kind::Bool,
            "Whether two calls have the same effect as one. Default: by the method.",
        ),
        Key::optional("scope", Kind::Text, "Required kind of credential."),
        Key::optional("rate_limit", Kind::Text, "Class of the host's rate limit that it counts towards."),
        Key::optional(Location::Path.as_str(), PARAMETERS, "Parameters in the path."),
        Key::optional(Location::Query.as_str(), PARAMETERS, "Parameters in the query."),
        Key::optional(Location::Header.as_str(), PARAMETERS, "Parameters in headers."),
        Key::optional(Location::Body.as_str(), PARAMETERS, "Fields of the body."),
        Key::optional(
            "encoding",
            Kind::OneOf(DeclaredEncoding::WORDS),
            "Encoding of the body. Default: a multipart form if a file is set, otherwise JSON.",
        ),
        Key::optional(
            "one_of",
            Kind::Entries(&Kind::Texts),
            "Groups of parameters, by name. Each call has exactly one parameter of a group.",
        ),
        Key::required("response", Kind::TextOr(&RESPONSE), "Response of a successful call."),
        Key::optional("pagination", Kind::TextOr(&PAGINATION), "Pagination of its list, or `none`."),
        Key::optional("job", Kind::Fields(&JOB), "The long-running job whose state it returns."),
        Key::optional(
            "errors",
            Kind::Entries(&Kind::Text),
            "Error codes of the host that it returns, each with the cause.",
        ),
        Key::required("evidence", Kind::OneOf(Evidence::WORDS), "Evidence for the operation."),
        UNVERIFIED,
        Key::optional(
            "stability",
            Kind::OneOf(Stability::WORDS),
            "Stability as documented by the vendor. Default: `stable`.",
        ),
        DEPRECATED,
        CORRECTION,
        WAS,
        RUST,
        Key::optional(
            "examples",
            Kind::Entries(&Kind::Fields(&EXAMPLE)),
            "Example calls with made-up values, by name.",
        ),
    ],
};

const PARAMETERS: Kind = Kind::Entries(&Kind::TextOr(&PARAMETER));

pub(super) const PARAMETER: Shape = Shape {
    name: "a parameter",
    keys: &[
        TYPE_OPTIONAL,
        Key::optional("value", Kind::Scalar, "Fixed value that is always sent; the parameter is not an argument."),
        Key::optional("from", Kind::Text, "Configuration value that provides its value."),
        Key::optional("required", Kind::Bool, "Whether every call must have it."),
        Key::optional("nullable", Kind::Bool, "Whether null can be sent, to clear the value."),
        Key::optional(
            "wire",
            Kind::OneOf(ListStyle::WORDS),
            "Encoding of a list in a query or a form: `a=1,2`, `a=1&a=2` or `a=[1,2]`.",
        ),
        Key::optional("default", Kind::Scalar, "Default of the server."),
        Key::optional("min", Kind::Integer, "Smallest number that the server accepts."),
        Key::optional("max", Kind::Integer, "Largest number that the server accepts."),
        Key::optional("min_length", Kind::Integer, "Smallest number of characters."),
        Key::optional("max_length", Kind::Integer, "Largest number of characters."),
        Key::optional("max_items", Kind::Integer, "Largest number of items or entries."),
        Key::optional("not_with", Kind::Texts, "Parameters that cannot be sent together with it."),
        Key::optional(
            "required_when",
            Kind::Entries(&Kind::Scalar),
            "Values of other parameters for which it is required.",
        ),
        SENSITIVE,
        DOC,
        UNVERIFIED,
        DEPRECATED,
        CORRECTION,
        WAS,
        RUST,
    ],
};

pub(super) const RESPONSE: Shape = Shape {
    name: "a response",
    keys: &[
        Key::optional("type", Kind::Text, "Type of the body, or of the field that `in` names."),
        Key::optional("in", Kind::Text, "Field of the body that contains the response."),
        Key::optional("fields", FIELDS, "Fields of a body that only this operation has."),
        Key::optional("can_be_empty", Kind::Bool, "Whether the response can also be an empty object. Default: false."),
        DOC,
        UNVERIFIED,
        CORRECTION,
    ],
};

const PAGINATION: Shape = Shape {
    name: "the pagination of an operation",
    keys: &[
        Key::required("style", Kind::Text, "Pagination style of the API."),
        Key::required("items", Kind::Text, "Response field with the items of a page."),
    ],
};

const JOB: Shape = Shape {
    name: "the job of an operation",
    keys: &[
        Key::required("state", Kind::Text, "Response field with the state of the job; dots select fields of objects."),
        Key::required("done", Kind::Texts, "States of a job that has succeeded."),
        Key::optional("failed", Kind::Texts, "States of a job that has failed."),
        Key::optional("every", Kind::Integer, "Seconds between the first two polls. Default: 5."),
        Key::optional("progress", Kind::Fields(&PROGRESS), "Response fields with the progress of the job."),
    ],
};

const PROGRESS: Shape = Shape {
    name: "the progress of a job",
    keys: &[
        Key::required("done", Kind::Text, "Field with the amount of work that is done."),
        Key::required("total", Kind::Text, "Field with the total amount of work."),
    ],
};

const EXAMPLE: Shape = Shape {
    name: "an example",
    keys: &[
        Key::optional("with", Kind::Mapping, "Arguments, by parameter name on the wire."),
        Key::required("wire", Kind::Text, "The request as sent: request line, headers, body."),
        Key::optional("response", Kind::Text, "The response body."),
    ],
};
