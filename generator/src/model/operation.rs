//! Operations of the API.

pub use api_client_description::Bounds;

use super::ids::{
    ConfigurationId, EndpointId, ErrorCodeId, HostId, PaginationStyleId, ParameterId, RateClassId, ScopeId,
};
use super::types::{Object, Type};
use super::{IndexVec, Notes};
use crate::source::format::words::{Evidence, ListStyle, Location, Method, Stability};
use crate::source::{Place, Text};

impl Method {
    /// Whether HTTP defines it as idempotent.
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
    /// Returns the name of the parameter, if it is one.
    pub fn parameter(&self) -> Option<&str> {
        match self {
            Self::Parameter(name) => Some(name),
            Self::Literal(_) => None,
        }
    }
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its stable id, `product.section.operation`.
    pub id: String,
    /// Its name in the section.
    pub name: Text,
    /// The documented endpoints that it covers.
    pub documented: Vec<EndpointId>,
    /// Why it covers a documented endpoint that has no request of its own.
    pub substitute: Option<String>,
    /// The operation whose request it shares, as `section.operation`.
    pub variant_of: Option<Text>,
    /// The HTTP method.
    pub method: Method,
    /// The path.
    pub path: PathTemplate,
    /// The host.
    pub host: HostId,
    /// Its summary in one sentence.
    pub summary: String,
    /// Its page in the vendor's documentation.
    pub docs: Option<String>,
    /// Whether two calls have the same effect as one.
    pub idempotent: bool,
    /// The required scope of the host's credential.
    pub scope: Option<ScopeId>,
    /// The class of the host's rate limit that it counts towards.
    pub rate_limit: Option<RateClassId>,
    /// Its parameters: path parameters in template order, then query, headers and body.
    pub parameters: IndexVec<ParameterId, Parameter>,
    /// Groups of parameters, of which each call has exactly one.
    pub one_of: Vec<OneOf>,
    /// The encoding of its body.
    pub encoding: Encoding,
    /// Its response.
    pub response: Response,
    /// Whether the response can also be an empty object.
    pub can_be_empty: bool,
    /// Documentation of the response.
    pub response_notes: Notes,
    /// The pagination of its list.
    pub pagination: Option<Pagination>,
    /// Whether the spec declares that its list has one page.
    pub is_unpaged: bool,
    /// The long-running job whose state it returns.
    pub job: Option<Job>,
    /// The documented error codes of the operation.
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
    /// Whether its request has a body.
    pub fn has_body(&self) -> bool {
        self.parameters.iter().any(|parameter| parameter.location == Location::Body)
    }

    /// Returns the documentation of the response.
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

    /// Returns the group of a parameter.
    pub fn group_of(&self, parameter: ParameterId) -> Option<usize> {
        self.one_of.iter().position(|group| group.parameters.contains(&parameter))
    }
}

/// An error code of an operation.
#[derive(Clone, Debug)]
pub struct OperationError {
    /// The code of the host's error format.
    pub code: ErrorCodeId,
    /// The cause of the error.
    pub doc: String,
}

/// The encoding of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// A JSON object.
    Json,
    /// A multipart form if a file is set, otherwise a JSON object.
    FormWithFile,
    /// A multipart form.
    Form,
}

/// A group of parameters, of which each call has exactly one.
#[derive(Clone, Debug)]
pub struct OneOf {
    /// Its name.
    pub name: Text,
    /// The parameters.
    pub parameters: Vec<ParameterId>,
}

/// The source of a parameter's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The caller.
    Caller,
    /// The client's configuration.
    Configuration(ConfigurationId),
    /// The spec, with a fixed value.
    Fixed(serde_json::Value),
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name on the wire.
    pub name: Text,
    /// Its type.
    pub type_: Type,
    /// Its place in the request.
    pub location: Location,
    /// The encoding of a list in a query or a form.
    pub list: Option<ListStyle>,
    /// The source of its value.
    pub source: Source,
    /// Whether it is required.
    pub required: bool,
    /// Whether null can be sent.
    pub nullable: bool,
    /// Whether it is a secret.
    pub sensitive: bool,
    /// The documented constraints, as sentences.
    pub limits: Vec<String>,
    /// The default of the server, as written in the spec.
    pub default: Option<String>,
    /// The limits on its value.
    pub bounds: Bounds,
    /// Parameters that cannot be sent together with it.
    pub not_with: Vec<Text>,
    /// Values of other parameters for which it is required.
    pub required_when: Vec<(Text, serde_json::Value)>,
    /// Its documentation, doubts and deprecation.
    pub notes: Notes,
}

impl Parameter {
    /// Whether it is an argument.
    pub fn is_argument(&self) -> bool {
        self.source == Source::Caller
    }
}

/// The response of an operation.
#[derive(Clone, Debug)]
pub enum Response {
    /// Unknown type: raw JSON.
    Unknown,
    /// No response body that matters.
    None,
    /// A type, optionally in a field of an object.
    Type {
        /// The type.
        type_: Type,
        /// The field that contains it.
        wrapper: Option<String>,
    },
    /// An object that only this operation has.
    Object(Object),
}

/// The pagination of an operation's list.
#[derive(Clone, Debug)]
pub struct Pagination {
    /// The style.
    pub style: PaginationStyleId,
    /// The field with the items.
    pub items: String,
    /// The type of an item.
    pub item: Type,
}

/// A long-running job, as described by the operation that returns its state.
#[derive(Clone, Debug)]
pub struct Job {
    /// The path of the field with its state.
    pub state: Vec<String>,
    /// The states of a job that has succeeded.
    pub done: Vec<String>,
    /// The states of a job that has failed.
    pub failed: Vec<String>,
    /// The documented poll interval in seconds.
    pub every: Option<u64>,
    /// The paths of the fields with the work that is done and the total work.
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
