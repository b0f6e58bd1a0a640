//! The checked model of an API. Everything in it keeps its place in the spec and a stable id.

mod events;
mod guide;
mod identifying;
mod ids;
mod index_vec;
mod notes;
mod operation;
mod rate_limit;
mod types;
mod vendor_names;

pub use events::{Event, Events, Signature};
pub use guide::{Guide, GuidePart};
pub use identifying::Ids;
pub use ids::{
    ConfigurationId, CredentialId, EndpointId, ErrorCodeId, ErrorFormatId, GuideId, HostId, OperationId,
    OperationIndex, PaginationStyleId, ParameterId, ProductId, RateClassId, RateLimitId, ScopeId, SectionId, TypeId,
    TypeIndex, VendorClientId,
};
pub use index_vec::IndexVec;
pub use notes::{Deprecation, Notes};
pub use operation::{
    Argument, Bounds, Encoding, Example, Job, OneOf, Operation, OperationError, Pagination, Parameter, PathTemplate,
    Response, Segment, Source, WireExample,
};
pub use rate_limit::{RateLimit, RateLimitHeaders, RateLimitHints, RatePlan};
pub use types::{Enum, EnumValue, Field, Member, Object, Type, TypeDefinition, TypeShape, Union, Usage};
pub use vendor_names::{Counterpart, VendorClass, VendorClient, VendorMethod};

pub use crate::source::format::words::{
    DeclaredEncoding, ErrorKind, Evidence, JsonKind, LimitUnit, ListStyle, Location, Method, SignatureAlgorithm,
    SignatureEncoding, Stability,
};
use crate::source::{Place, Text};

/// Features of every client beside those of its products.
pub const FEATURES: &[&str] =
    &["reqwest", "ring", "aws_lc", "http2", "gzip", "blocking", "tracing", "tower", "testing", "webhooks", "axum"];

/// More names than this behind each other are no help to anybody.
pub const MAX_ALIASES: usize = 16;

/// A whole API.
#[derive(Clone, Debug)]
pub struct Api {
    /// Its name, for documentation.
    pub name: String,
    /// The package that is generated.
    pub package: Package,
    /// The values that a client is built with.
    pub configuration: IndexVec<ConfigurationId, ConfigurationValue>,
    /// The secrets that a client may be given.
    pub credentials: IndexVec<CredentialId, Credential>,
    /// The shapes of error bodies.
    pub error_formats: IndexVec<ErrorFormatId, ErrorFormat>,
    /// How hosts limit the number of calls.
    pub rate_limits: IndexVec<RateLimitId, RateLimit>,
    /// The hosts that operations are sent to.
    pub hosts: IndexVec<HostId, Host>,
    /// The ways in which lists are paged.
    pub pagination_styles: IndexVec<PaginationStyleId, PaginationStyle>,
    /// The products, in the order of the spec.
    pub products: IndexVec<ProductId, Product>,
    /// The endpoints of the vendor's documentation, in its order.
    pub documented: IndexVec<EndpointId, DocumentedEndpoint>,
    /// The documented endpoints that can't be written.
    pub missing: Vec<MissingEndpoint>,
    /// The guides, in the order of the spec.
    pub guides: IndexVec<GuideId, Guide>,
    /// The vendor's own clients, whose users look for what they know.
    pub vendor_clients: IndexVec<VendorClientId, VendorClient>,
}

/// Metadata in the manifest of the generated package.
#[derive(Clone, Debug)]
pub struct Package {
    /// Its name.
    pub name: Text,
    /// Its version.
    pub version: String,
    /// One line about it.
    pub description: String,
    /// Its repository.
    pub repository: Option<String>,
    /// Its license, as an SPDX expression.
    pub license: String,
    /// Its keywords.
    pub keywords: Vec<String>,
    /// Its categories.
    pub categories: Vec<String>,
    /// Packages that its examples and tests use.
    pub dev_dependencies: Vec<DevDependency>,
}

/// A package that examples and tests of the generated package use.
#[derive(Clone, Debug)]
pub struct DevDependency {
    /// Its name.
    pub name: Text,
    /// The versions that will do, as cargo writes it.
    pub version: String,
    /// The features that are used.
    pub features: Vec<String>,
    /// Whether it comes with its default features.
    pub default_features: bool,
}

/// A value that every client is built with, such as the id of an application.
#[derive(Clone, Debug)]
pub struct ConfigurationValue {
    /// Its id.
    pub id: Text,
    /// Its documentation.
    pub doc: String,
    /// A made-up value for examples and tests.
    pub example: String,
}

/// A secret that authorizes calls.
#[derive(Clone, Debug)]
pub struct Credential {
    /// Its id.
    pub id: Text,
    /// Its documentation, including where to find it.
    pub doc: String,
    /// Kinds of it that some operations need, with what they are.
    pub scopes: IndexVec<ScopeId, (Text, String)>,
}

impl Credential {
    /// The made-up value that stands for it in examples and tests.
    pub fn example(&self) -> String {
        format!("EXAMPLE-{}", self.id.value.to_uppercase().replace('_', "-"))
    }
}

/// A host with its auth.
#[derive(Clone, Debug)]
pub struct Host {
    /// Its id.
    pub id: Text,
    /// Its documentation.
    pub doc: String,
    /// Its URL, a template over configuration values.
    pub url: String,
    /// What every path on it starts with.
    pub base_path: Option<Text>,
    /// How calls are authorized, if they are.
    pub auth: Option<Auth>,
    /// The error format.
    pub errors: ErrorFormatId,
    /// The rate limit.
    pub rate_limit: Option<RateLimitId>,
}

/// How the calls to a host are authorized.
#[derive(Clone, Debug)]
pub struct Auth {
    /// Where the credential travels.
    pub carrier: Carrier,
    /// What stands before the credential.
    pub prefix: String,
    /// The credential.
    pub credential: CredentialId,
}

/// Where a credential travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// In this header.
    Header(String),
    /// In this query parameter.
    Query(String),
}

/// The shape of error bodies, and what vendor codes mean.
#[derive(Clone, Debug)]
pub struct ErrorFormat {
    /// Its id.
    pub id: Text,
    /// The page that lists the codes.
    pub docs: Option<String>,
    /// The fields with the vendor's code; the first that is there counts.
    pub code: Vec<String>,
    /// The fields with the message.
    pub message: Vec<String>,
    /// The fields with the request id.
    pub request_id: Vec<String>,
    /// The fields by which an error is recognized whatever the status, each with its value.
    pub recognized_by: Vec<(Text, serde_json::Value)>,
    /// The known codes, sorted by number.
    pub codes: IndexVec<ErrorCodeId, ErrorCode>,
}

/// A vendor's error code.
#[derive(Clone, Debug)]
pub struct ErrorCode {
    /// The number.
    pub code: i64,
    /// Where it stands.
    pub place: Place,
    /// The vendor's name for it.
    pub name: Text,
    /// Its meaning.
    pub kind: ErrorKind,
    /// Whether the same request may succeed later.
    pub retryable: bool,
    /// Its documentation.
    pub doc: String,
    /// Doubts about its description.
    pub unverified: Option<String>,
    /// An explicit Rust name.
    pub rust: Option<Text>,
}

/// A way of paging through a list.
#[derive(Clone, Debug)]
pub struct PaginationStyle {
    /// Its id.
    pub id: Text,
    /// How it works.
    pub kind: PaginationKind,
    /// Its documentation.
    pub doc: Option<String>,
}

/// A pagination style: names of query parameters and of response fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaginationKind {
    /// Each page names the next one.
    Cursor {
        /// The parameter that takes the cursor.
        request: String,
        /// The field that holds the next cursor.
        response: String,
        /// The field that tells whether there is more.
        has_more: Option<String>,
        /// Whether the last page repeats the cursor that it was requested with.
        repeats_last: bool,
        /// How the page before a page is requested.
        backwards: Option<BackwardsCursor>,
    },
    /// A page is asked for by the number of items before it.
    Offset {
        /// The parameter that takes the number.
        request: String,
        /// The field with the number of all items.
        total: Option<String>,
        /// The field that is null or empty on the last page.
        next: Option<String>,
    },
    /// A page is asked for by an item and what is around it.
    Window {
        /// The parameter that takes the item.
        anchor: String,
        /// The field of an item that the anchor is made of.
        item: String,
        /// Parameters that the first page may have had instead.
        replaces: Vec<String>,
        /// The parameter with the number of items before the anchor.
        before: String,
        /// The parameter with the number of items after the anchor.
        after: String,
        /// The parameter that says whether the anchor is in the page.
        inclusive: Option<String>,
        /// The parameter that turns the order round.
        reverse: Option<String>,
    },
}

impl PaginationKind {
    /// Whether a list is paged forwards and backwards.
    #[must_use]
    pub fn is_two_way(&self) -> bool {
        match self {
            Self::Cursor { backwards, .. } => backwards.is_some(),
            Self::Offset { .. } => false,
            Self::Window { .. } => true,
        }
    }
}

/// A cursor that leads to the page before a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackwardsCursor {
    /// The parameter that takes the cursor.
    pub request: String,
    /// The field that holds the cursor of the previous page.
    pub response: String,
    /// The field that tells whether there is a previous page.
    pub has_more: Option<String>,
}

/// A product of the vendor.
#[derive(Clone, Debug)]
pub struct Product {
    /// Its id.
    pub id: Text,
    /// Its title.
    pub title: String,
    /// Its documentation.
    pub doc: String,
    /// The host of its operations.
    pub host: HostId,
    /// Its former name.
    pub was: Option<Text>,
    /// An explicit Rust name.
    pub rust: Option<Text>,
    /// Its sections, sorted by file name.
    pub sections: IndexVec<SectionId, Section>,
    /// Its types, in reading order.
    pub types: IndexVec<TypeIndex, TypeDefinition>,
    /// The file of types that its sections share.
    pub types_file: Option<TypesFile>,
    /// The webhook events, which the vendor sends to servers of its users.
    pub events: Option<Events>,
}

impl Product {
    /// Its operations.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.sections.iter().flat_map(|section| &section.operations)
    }
}

/// A file of types that the sections of a product share.
#[derive(Clone, Debug)]
pub struct TypesFile {
    /// Its start.
    pub place: Place,
    /// Its documentation.
    pub doc: Option<String>,
}

/// A section of a product's documentation: one file of the spec.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its id.
    pub id: Text,
    /// The file's path inside the spec.
    pub file: String,
    /// Its title.
    pub title: String,
    /// Its page in the vendor's documentation.
    pub docs: Option<String>,
    /// Its documentation.
    pub doc: String,
    /// Its former name.
    pub was: Option<Text>,
    /// An explicit Rust name.
    pub rust: Option<Text>,
    /// Its operations, in the order of the file.
    pub operations: IndexVec<OperationIndex, Operation>,
}

/// An endpoint of the vendor's documentation.
#[derive(Clone, Debug)]
pub struct DocumentedEndpoint {
    /// Its stable id, `product/section/endpoint`.
    pub id: String,
    /// Where it is listed.
    pub place: Place,
    /// The product's title.
    pub product: String,
    /// The section's title.
    pub section: String,
    /// Its title as documented.
    pub title: String,
}

/// A documented endpoint that can't be written.
#[derive(Clone, Debug)]
pub struct MissingEndpoint {
    /// The endpoint.
    pub endpoint: EndpointId,
    /// Where this is said.
    pub place: Place,
    /// Why.
    pub reason: String,
}

impl Api {
    /// All operations, by product and section.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.products.iter().flat_map(Product::operations)
    }

    /// The ids of all types, by product.
    pub fn type_ids(&self) -> impl Iterator<Item = TypeId> {
        self.products
            .with_ids()
            .flat_map(|(product, content)| content.types.ids().map(move |index| TypeId { product, index }))
    }

    /// The codes that an operation is known to fail with, each with when it does.
    pub fn errors_of<'a>(&'a self, operation: &'a Operation) -> impl Iterator<Item = (&'a ErrorCode, &'a str)> {
        let errors = &operation.errors;
        errors.iter().map(|error| {
            let format = &self.error_formats[self.hosts[operation.host].errors];
            (&format.codes[error.code], error.doc.as_str())
        })
    }

    /// All operations with their ids, by product and section.
    pub fn operations_with_ids(&self) -> impl Iterator<Item = (OperationId, &Operation)> {
        let sections = self.products.with_ids().flat_map(|(product, content)| {
            content.sections.with_ids().map(move |(section, content)| (product, section, content))
        });
        sections.flat_map(|(product, section, content)| {
            let operations = content.operations.with_ids();
            operations.map(move |(index, operation)| (OperationId { product, section, index }, operation))
        })
    }

    /// An operation.
    pub fn operation(&self, id: OperationId) -> &Operation {
        &self.products[id.product].sections[id.section].operations[id.index]
    }

    /// The class of the rate limit that an operation counts towards, with its description.
    pub fn rate_class(&self, operation: &Operation) -> Option<&(Text, String)> {
        let limit = self.hosts[operation.host].rate_limit?;
        Some(&self.rate_limits[limit].classes[operation.rate_limit?])
    }

    /// A named type.
    pub fn type_definition(&self, id: TypeId) -> &TypeDefinition {
        &self.products[id.product].types[id.index]
    }

    /// Resolves aliases of a type.
    pub fn target<'a>(&'a self, type_: &'a Type) -> &'a Type {
        let mut target = type_;
        // Aliases that lead in a circle are a mistake, which was reported.
        for _ in 0..MAX_ALIASES {
            let Type::Named(id) = target else { break };
            let TypeShape::Alias(next) = &self.type_definition(*id).shape else { break };
            target = next;
        }
        target
    }

    /// The fields of a type that is an object.
    pub fn object<'a>(&'a self, type_: &'a Type) -> Option<&'a Object> {
        let Type::Named(id) = self.target(type_) else { return None };
        match &self.type_definition(*id).shape {
            TypeShape::Object(object) => Some(object),
            _ => None,
        }
    }
}
