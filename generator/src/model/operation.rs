//! Operations of the API.

use super::types::{Object, Type};
use crate::source::{Place, Text};

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// GET
    Get,
    /// HEAD
    Head,
    /// POST
    Post,
    /// PUT
    Put,
    /// PATCH
    Patch,
    /// DELETE
    Delete,
}

impl Method {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Get, Self::Head, Self::Post, Self::Put, Self::Patch, Self::Delete];

    /// Its name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Whether HTTP defines it as safe to send twice.
    pub fn is_idempotent(self) -> bool {
        !matches!(self, Self::Post | Self::Patch)
    }

    /// Whether a request usually has a body.
    pub fn has_body(self) -> bool {
        matches!(self, Self::Post | Self::Put | Self::Patch)
    }
}

/// What a fact rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// A page of the vendor's documentation.
    Documented,
    /// The vendor's published SDK or machine-readable description.
    OfficialSdk,
    /// Recorded answers, or independent clients that agree.
    Observed,
    /// Analogy with a neighbour.
    Inferred,
}

impl Evidence {
    /// All of them, the strongest first.
    pub const ALL: &'static [Self] = &[Self::Documented, Self::OfficialSdk, Self::Observed, Self::Inferred];

    /// The word of the spec.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::OfficialSdk => "official_sdk",
            Self::Observed => "observed",
            Self::Inferred => "inferred",
        }
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

/// One thing that a client can ask the server to do.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its stable id, `product.section.operation`.
    pub id: String,
    /// Its name in the section.
    pub name: Text,
    /// The documented endpoints that it covers, as indices into the API's list.
    pub documented: Vec<usize>,
    /// The HTTP method.
    pub method: Method,
    /// The path.
    pub path: PathTemplate,
    /// The host, as an index into the API's list.
    pub host: usize,
    /// One sentence on what it does.
    pub summary: String,
    /// More about it.
    pub doc: Option<String>,
    /// Its page in the vendor's documentation.
    pub docs: Option<String>,
    /// Sending it twice has the same effect as once.
    pub idempotent: bool,
    /// What it takes: path parameters in template order, then query, then body.
    pub parameters: Vec<Parameter>,
    /// What it answers.
    pub response: Response,
    /// What is said about the answer.
    pub response_doc: Option<String>,
    /// How its list is paged.
    pub pagination: Option<Pagination>,
    /// What it rests on.
    pub evidence: Evidence,
    /// What is doubtful about it.
    pub unverified: Option<String>,
    /// What to use instead.
    pub deprecated: Option<String>,
    /// An explicit Rust name.
    pub rust: Option<Text>,
    /// Examples; the first is shown in the documentation.
    pub examples: Vec<Example>,
}

impl Operation {
    /// Whether it takes a JSON body.
    pub fn has_body(&self) -> bool {
        self.parameters.iter().any(|parameter| parameter.location == Location::Body)
    }
}

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query, as one value.
    Query,
    /// In the query, as one value with commas between the items.
    QueryComma,
    /// In the query, once an item.
    QueryRepeated,
    /// As a field of the JSON body.
    Body,
}

/// Where the value of a parameter comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The caller.
    Caller,
    /// The client's configuration, as an index into the API's list.
    Configuration(usize),
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
    /// Where its value comes from.
    pub source: Source,
    /// It must be given.
    pub required: bool,
    /// It may be sent as null.
    pub nullable: bool,
    /// Documented constraints, ready to print.
    pub limits: Vec<String>,
    /// What it is.
    pub doc: Option<String>,
    /// What is doubtful about it.
    pub unverified: Option<String>,
    /// What to use instead.
    pub deprecated: Option<String>,
    /// An explicit Rust name.
    pub rust: Option<Text>,
}

/// What an operation answers.
#[derive(Clone, Debug)]
pub enum Response {
    /// Nobody has seen it: raw JSON.
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
    /// The style, as an index into the API's list.
    pub style: usize,
    /// The field with the items.
    pub items: String,
    /// The type of an item.
    pub item: Type,
}

/// An example of a call.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its name.
    pub name: Text,
    /// The arguments in the order given.
    pub arguments: Vec<Argument>,
    /// What goes over the wire.
    pub wire: WireExample,
    /// The body of the answer.
    pub response: Option<String>,
}

/// An argument of an example.
#[derive(Clone, Debug)]
pub struct Argument {
    /// The parameter, as an index into the operation's list.
    pub parameter: usize,
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
