//! Operations of the API.

use super::ids::{
    ConfigurationId, EndpointId, ErrorCodeId, HostId, PaginationStyleId, ParameterId, RateClassId, ScopeId,
};
use super::types::{Object, Type};
use super::{IndexVec, Notes};
use crate::source::format::words::{Evidence, ListStyle, Location, Method, Stability};
use crate::source::{Place, Text};

impl Method {
    /// Whether HTTP defines it as safe to send twice.
    pub fn is_idempotent(self) -> bool {
        !matches!(self, Self::Post | Self::Patch)
    }

    /// Whether a request usually has a body.
    pub fn has_body(self) -> bool {
        matches!(self, Self::Post | Self::Put | Self::Patch)
    }
}

/// A path with named parameters.
#[derive(Clone, Debug)]
pub struct PathTemplate {
    /// The template as written.
    pub text: String,
    /// Its place.
    pub place: Place,
    /// Its segments.
    pub segments: Vec<Segment>,
}

/// A segment of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Fixed text.
    Literal(String),
    /// The value of a parameter.
    Parameter(String),
}

impl Segment {
    /// The name of the parameter, if it is one.
    pub fn parameter(&self) -> Option<&str> {
        match self {
            Self::Parameter(name) => Some(name),
            Self::Literal(_) => None,
        }
    }
}

/// One thing that a client can ask the server to do.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its stable id, `product.section.operation`.
    pub id: String,
    /// Its name in the section.
    pub name: Text,
    /// The documented endpoints that it covers.
    pub documented: Vec<EndpointId>,
    /// Why it stands in for a documented endpoint that has no request of its own.
    pub substitute: Option<String>,
    /// The operation whose request it shares, as `section.operation`.
    pub variant_of: Option<Text>,
    /// The HTTP method.
    pub method: Method,
    /// The path.
    pub path: PathTemplate,
    /// The host.
    pub host: HostId,
    /// One sentence on what it does.
    pub summary: String,
    /// Its page in the vendor's documentation.
    pub docs: Option<String>,
    /// Sending it twice has the same effect as once.
    pub idempotent: bool,
    /// The scope that it needs of the host's credential.
    pub scope: Option<ScopeId>,
    /// The class of the host's rate limit that it counts towards.
    pub rate_limit: Option<RateClassId>,
    /// Its parameters: path parameters in template order, then query, headers and body.
    pub parameters: IndexVec<ParameterId, Parameter>,
    /// Groups of parameters of which exactly one is given.
    pub one_of: Vec<OneOf>,
    /// How its body is sent.
    pub encoding: Encoding,
    /// Its response.
    pub response: Response,
    /// Whether an empty object is a response as well.
    pub can_be_empty: bool,
    /// Documentation of the response.
    pub response_notes: Notes,
    /// How its list is paged.
    pub pagination: Option<Pagination>,
    /// The spec says that its list has no further pages.
    pub is_unpaged: bool,
    /// The job that it shows.
    pub job: Option<Job>,
    /// The vendor's codes that matter to those who call it.
    pub errors: Vec<OperationError>,
    /// The evidence for it.
    pub evidence: Evidence,
    /// The vendor's commitment to it.
    pub stability: Stability,
    /// Examples; the first is shown in the documentation.
    pub examples: Vec<Example>,
    /// Its documentation, doubts and deprecation.
    pub notes: Notes,
}

impl Operation {
    /// Whether it takes a body.
    pub fn has_body(&self) -> bool {
        self.parameters.iter().any(|parameter| parameter.location == Location::Body)
    }

    /// The documentation of the response.
    pub fn response_doc(&self) -> Option<String> {
        let Notes { doc, unverified, .. } = &self.response_notes;
        match (doc, unverified) {
            (doc, None) => doc.clone(),
            (doc, Some(unverified)) => {
                let doc = doc.as_ref().map(|doc| format!("{doc} ")).unwrap_or_default();
                Some(format!("{doc}Unverified response: {unverified}"))
            }
        }
    }

    /// The group that a parameter belongs to.
    pub fn group_of(&self, parameter: ParameterId) -> Option<usize> {
        self.one_of.iter().position(|group| group.parameters.contains(&parameter))
    }
}

/// A vendor's code that an operation fails with.
#[derive(Clone, Debug)]
pub struct OperationError {
    /// The code of the host's error format.
    pub code: ErrorCodeId,
    /// When it comes.
    pub doc: String,
}

/// How a body is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// As a JSON object.
    Json,
    /// As a form where a file is set, else as a JSON object.
    FormWithFile,
    /// As a form.
    Form,
}

/// A group of parameters of which exactly one is given.
#[derive(Clone, Debug)]
pub struct OneOf {
    /// Its name.
    pub name: Text,
    /// The parameters.
    pub parameters: Vec<ParameterId>,
}

/// Where the value of a parameter comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The caller.
    Caller,
    /// The client's configuration.
    Configuration(ConfigurationId),
    /// The spec: it is always the same.
    Fixed(serde_json::Value),
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name on the wire.
    pub name: Text,
    /// Its type.
    pub type_: Type,
    /// Where it travels.
    pub location: Location,
    /// How it is written, if it is a list in a query or a form.
    pub list: Option<ListStyle>,
    /// Where its value comes from.
    pub source: Source,
    /// It must be given.
    pub required: bool,
    /// It may be sent as null.
    pub nullable: bool,
    /// It is a secret.
    pub sensitive: bool,
    /// Documented constraints, ready to print.
    pub limits: Vec<String>,
    /// The same as values, as far as they are about this parameter alone.
    pub bounds: Bounds,
    /// Parameters that can't be given together with it.
    pub not_with: Vec<Text>,
    /// Values of other parameters with which it must be given.
    pub required_when: Vec<(Text, serde_json::Value)>,
    /// Its documentation, doubts and deprecation.
    pub notes: Notes,
}

/// The values that the server accepts for a parameter, as documented.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// The default of the server, as written in the spec.
    pub default: Option<String>,
    /// The smallest number.
    pub min: Option<i64>,
    /// The largest number.
    pub max: Option<i64>,
    /// The smallest number of characters.
    pub min_length: Option<i64>,
    /// The largest number of characters.
    pub max_length: Option<i64>,
    /// The largest number of items or entries.
    pub max_items: Option<i64>,
}

impl Parameter {
    /// Whether the caller gives its value.
    pub fn is_argument(&self) -> bool {
        self.source == Source::Caller
    }
}

/// The response of an operation.
#[derive(Clone, Debug)]
pub enum Response {
    /// Unknown type: raw JSON.
    Unknown,
    /// Nothing of interest.
    None,
    /// A type, perhaps inside a field of an object.
    Type {
        /// The type.
        type_: Type,
        /// The field that holds it.
        wrapper: Option<String>,
    },
    /// An object of its own.
    Object(Object),
}

/// How the list of an operation is paged.
#[derive(Clone, Debug)]
pub struct Pagination {
    /// The style.
    pub style: PaginationStyleId,
    /// The field with the items.
    pub items: String,
    /// The type of an item.
    pub item: Type,
}

/// A job that runs on the server, as an operation shows it.
#[derive(Clone, Debug)]
pub struct Job {
    /// The field that says how far it is: the names on the way to it.
    pub state: Vec<String>,
    /// The values by which it came to its end.
    pub done: Vec<String>,
    /// The values by which it ended otherwise.
    pub failed: Vec<String>,
    /// Seconds between the first two looks, where that is said.
    pub every: Option<u64>,
    /// The fields that count what is done, and what there is in all: the names on the way to them.
    pub progress: Option<[Vec<String>; 2]>,
}

/// An example of a call.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its name.
    pub name: Text,
    /// The arguments in the order given.
    pub arguments: Vec<Argument>,
    /// The literal request.
    pub wire: WireExample,
    /// The response body.
    pub response: Option<String>,
}

/// An argument of an example.
#[derive(Clone, Debug)]
pub struct Argument {
    /// The parameter.
    pub parameter: ParameterId,
    /// Its value.
    pub value: serde_json::Value,
}

/// The literal request of an example.
#[derive(Clone, Debug)]
pub struct WireExample {
    /// The whole message.
    pub text: String,
    /// Its place.
    pub place: Place,
}
