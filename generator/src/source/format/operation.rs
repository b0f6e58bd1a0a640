//! `<product>/<section>.yaml`: operations with their parameters, responses and examples.

use super::common::{
    CORRECTION, DEPRECATED, DOC, DOC_REQUIRED, DOCS, FORMAT, RUST, SENSITIVE, TITLE, TYPE_OPTIONAL, UNVERIFIED, WAS,
};
use super::types::{FIELDS, TYPES};
use super::words::{DeclaredEncoding, Evidence, ListStyle, Location, Stability};
use crate::source::shape::{Key, Kind, Shape};

/// The format of the file of a section.
pub const SECTION: Shape = Shape {
    name: "a section",
    keys: &[
        FORMAT,
        Key::required("section", Kind::Text, "Id of the section, which is the name of the file."),
        TITLE,
        DOCS,
        DOC_REQUIRED,
        WAS,
        RUST,
        Key::required(
            "operations",
            Kind::Entries(&Kind::Fields(&OPERATION)),
            "Operations of the section, by the names of their methods in Rust.",
        ),
        Key::optional("types", TYPES, "Types that only this section uses, by their name."),
        Key::optional(
            "missing",
            Kind::Entries(&Kind::Text),
            "Documented endpoints that can't be written, each with the reason.",
        ),
    ],
};

const OPERATION: Shape = Shape {
    name: "an operation",
    keys: &[
        Key::optional("documented", Kind::Texts, "Ids of the documented endpoints that this covers."),
        Key::optional(
            "substitute",
            Kind::Text,
            "Why this operation stands in for a documented endpoint that has no request of its own.",
        ),
        Key::optional(
            "variant_of",
            Kind::Text,
            "Operation with the same method and path, from which the parameters set this one apart.",
        ),
        Key::required("request", Kind::Text, "Method and full path; `{name}` marks a path parameter."),
        Key::optional("host", Kind::Text, "Host, where it is not the usual one of the product."),
        Key::required("summary", Kind::Text, "Summary in one sentence."),
        DOC,
        DOCS,
        Key::optional("idempotent", Kind::Bool, "Whether sending it twice has the effect of sending it once."),
        Key::optional("scope", Kind::Text, "Kind of credential that it needs."),
        Key::optional("rate_limit", Kind::Text, "Class of the host's rate limit that it counts towards."),
        Key::optional(Location::Path.as_str(), PARAMETERS, "Parameters in the path."),
        Key::optional(Location::Query.as_str(), PARAMETERS, "Parameters in the query."),
        Key::optional(Location::Header.as_str(), PARAMETERS, "Parameters in headers."),
        Key::optional(Location::Body.as_str(), PARAMETERS, "Fields of the body."),
        Key::optional(
            "encoding",
            Kind::OneOf(DeclaredEncoding::WORDS),
            "How the body is sent, where it does not follow from whether a file is set.",
        ),
        Key::optional(
            "one_of",
            Kind::Entries(&Kind::Texts),
            "Groups of parameters of which exactly one is given, by the name of the group.",
        ),
        Key::required("response", Kind::TextOr(&RESPONSE), "Response of a successful call."),
        Key::optional("pagination", Kind::TextOr(&PAGINATION), "How its list goes on, or `none`."),
        Key::optional("job", Kind::Fields(&JOB), "The job that it shows, and how one sees that it has ended."),
        Key::optional(
            "errors",
            Kind::Entries(&Kind::Text),
            "When it fails: codes of the host's errors, each with what it says of this operation.",
        ),
        Key::required("evidence", Kind::OneOf(Evidence::WORDS), "Evidence for the operation."),
        UNVERIFIED,
        Key::optional(
            "stability",
            Kind::OneOf(Stability::WORDS),
            "How far the vendor stands by it; `stable` unless said otherwise.",
        ),
        DEPRECATED,
        CORRECTION,
        WAS,
        RUST,
        Key::optional("examples", Kind::Entries(&Kind::Fields(&EXAMPLE)), "Calls of our own making, by their name."),
    ],
};

const PARAMETERS: Kind = Kind::Entries(&Kind::TextOr(&PARAMETER));

pub(super) const PARAMETER: Shape = Shape {
    name: "a parameter",
    keys: &[
        TYPE_OPTIONAL,
        Key::optional("value", Kind::Scalar, "The value that is always sent; the caller does not see the parameter."),
        Key::optional("from", Kind::Text, "Configuration value that it is filled from."),
        Key::optional("required", Kind::Bool, "Whether a call can't be made without it."),
        Key::optional("nullable", Kind::Bool, "Whether null can be sent on purpose, to clear it."),
        Key::optional(
            "wire",
            Kind::OneOf(ListStyle::WORDS),
            "How a list goes into a query or a form: `a=1,2`, `a=1&a=2` or `a=[1,2]`.",
        ),
        Key::optional("default", Kind::Scalar, "Default of the server."),
        Key::optional("min", Kind::Integer, "Smallest number that the server takes."),
        Key::optional("max", Kind::Integer, "Largest number that the server takes."),
        Key::optional("min_length", Kind::Integer, "Smallest number of characters."),
        Key::optional("max_length", Kind::Integer, "Largest number of characters."),
        Key::optional("max_items", Kind::Integer, "Largest number of items or entries."),
        Key::optional("not_with", Kind::Texts, "Parameters that can't be given together with it."),
        Key::optional(
            "required_when",
            Kind::Entries(&Kind::Scalar),
            "Values of other parameters with which it must be given.",
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
        Key::optional("can_be_empty", Kind::Bool, "Whether an empty object is a response as well. Default: false."),
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
        Key::required("state", Kind::Text, "Response field with the state of the job; dots lead into objects."),
        Key::required("done", Kind::Texts, "Values of that field by which it came to its end."),
        Key::optional("failed", Kind::Texts, "Values of that field by which it ended otherwise, and will not go on."),
        Key::optional("every", Kind::Integer, "Seconds between the first two looks, where five are not what fits."),
        Key::optional("progress", Kind::Fields(&PROGRESS), "Response fields with the progress of the job."),
    ],
};

const PROGRESS: Shape = Shape {
    name: "the progress of a job",
    keys: &[
        Key::required("done", Kind::Text, "Field with how much is done."),
        Key::required("total", Kind::Text, "Field with how much there is in all."),
    ],
};

const EXAMPLE: Shape = Shape {
    name: "an example",
    keys: &[
        Key::optional("with", Kind::Mapping, "Arguments, by the names of the parameters on the wire."),
        Key::required("wire", Kind::Text, "The request as it leaves the client: request line, headers, body."),
        Key::optional("response", Kind::Text, "The response body."),
    ],
};
