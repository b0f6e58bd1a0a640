//! The checked model of an API. Its elements have a location in the spec and a stable id.

mod events;
mod guide;
mod identifying;
mod ids;
mod index_vec;
mod notes;
mod operation;
mod rate_limit;
mod resource;
mod types;
mod vendor_names;

pub use events::{Event, Events, Signature};
pub use guide::{Guide, GuidePart};
pub use identifying::Ids;
pub use ids::{
    ConfigurationId, CredentialId, EndpointId, ErrorCodeId, ErrorFormatId, GuideId, HostId, OperationId,
    OperationIndex, PaginationStyleId, ParameterId, ProductId, RateClassId, RateLimitId, ResourceId, ScopeId,
    SectionId, TypeId, TypeIndex, VendorClientId,
};
pub use index_vec::IndexVec;
pub use notes::{Deprecation, Notes};
pub use operation::{
    Argument, Bounds, Encoding, Example, Job, OneOf, Operation, OperationError, Pagination, Parameter, PathTemplate,
    Response, Segment, Source, WireExample,
};
pub use rate_limit::{RateLimit, RateLimitHeaders, RateLimitHints, RatePlan};
pub use resource::{Body, FieldAt, FieldPath, ObjectPath, Resource, ResourceUse, Role};
pub(crate) use types::is_same_json;
pub use types::{Enum, EnumValue, Field, Member, Object, Type, TypeDefinition, TypeShape, Union, Usage};
pub use vendor_names::{Counterpart, VendorClass, VendorClient, VendorMethod};

pub use crate::source::format::words::{
    DeclaredEncoding, ErrorKind, Evidence, JsonKind, LimitUnit, ListStyle, Location, Method, SignatureAlgorithm,
    SignatureEncoding, Stability,
};
use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::source::{Place, Text};

/// Features of every client, in addition to those of its products.
pub const FEATURES: &[&str] = &[
    "reqwest", "ring", "aws_lc", "http2", "gzip", "blocking", "tracing", "chrono", "jiff", "tower", "testing",
    "webhooks", "axum", "serde",
];

/// The maximum number of aliases between a name and its type.
pub const MAX_ALIASES: usize = 16;

/// A whole API.
#[derive(Clone, Debug)]
pub struct Api {
    /// Its name, for documentation.
    pub name: String,
    /// The package that is generated.
    pub package: Package,
    /// The configuration values of a client.
    pub configuration: IndexVec<ConfigurationId, ConfigurationValue>,
    /// The credentials of a client.
    pub credentials: IndexVec<CredentialId, Credential>,
    /// The formats of error bodies.
    pub error_formats: IndexVec<ErrorFormatId, ErrorFormat>,
    /// Rate limits of hosts.
    pub rate_limits: IndexVec<RateLimitId, RateLimit>,
    /// The hosts.
    pub hosts: IndexVec<HostId, Host>,
    /// The pagination styles.
    pub pagination_styles: IndexVec<PaginationStyleId, PaginationStyle>,
    /// The products, in the order of the spec.
    pub products: IndexVec<ProductId, Product>,
    /// The endpoints of the vendor's documentation, in its order.
    pub documented: IndexVec<EndpointId, DocumentedEndpoint>,
    /// The documented endpoints without an operation, with the reason.
    pub missing: Vec<MissingEndpoint>,
    /// The guides, in the order of the spec.
    pub guides: IndexVec<GuideId, Guide>,
    /// The vendor's own clients, whose method names users search for.
    pub vendor_clients: IndexVec<VendorClientId, VendorClient>,
}

/// Metadata in the manifest of the generated package.
#[derive(Clone, Debug)]
pub struct Package {
    /// Its name.
    pub name: Text,
    /// Its version.
    pub version: String,
    /// Its one-line description.
    pub description: String,
    /// Its repository.
    pub repository: Option<String>,
    /// Its license, as an SPDX expression.
    pub license: String,
    /// Its keywords.
    pub keywords: Vec<String>,
    /// Its categories.
    pub categories: Vec<String>,
    /// Dependencies of its examples and tests.
    pub dev_dependencies: Vec<DevDependency>,
}

/// A dependency of examples and tests of the generated package.
#[derive(Clone, Debug)]
pub struct DevDependency {
    /// Its name.
    pub name: Text,
    /// The version requirement, in the syntax of cargo.
    pub version: String,
    /// The enabled features.
    pub features: Vec<String>,
    /// Whether its default features are enabled.
    pub default_features: bool,
}

/// A configuration value of every client, such as the id of an application.
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
    /// Kinds of the credential that some operations require, with their descriptions.
    pub scopes: IndexVec<ScopeId, (Text, String)>,
}

impl Credential {
    /// Returns the made-up value in examples and tests.
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
    /// The common prefix of its paths.
    pub base_path: Option<Text>,
    /// The authorization of calls.
    pub auth: Option<Auth>,
    /// The error format.
    pub errors: ErrorFormatId,
    /// The rate limit.
    pub rate_limit: Option<RateLimitId>,
}

/// The authorization of the calls to a host.
#[derive(Clone, Debug)]
pub struct Auth {
    /// The place of the credential.
    pub carrier: Carrier,
    /// The prefix of the credential.
    pub prefix: String,
    /// The credential.
    pub credential: CredentialId,
}

/// The place of a credential in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// In this header.
    Header(String),
    /// In this query parameter.
    Query(String),
}

/// The format of error bodies, and the meaning of vendor codes.
#[derive(Clone, Debug)]
pub struct ErrorFormat {
    /// Its id.
    pub id: Text,
    /// The page that lists the codes.
    pub docs: Option<String>,
    /// The fields with the vendor's code; the first that is present counts.
    pub code: Vec<String>,
    /// The fields with the message.
    pub message: Vec<String>,
    /// The fields with the request id.
    pub request_id: Vec<String>,
    /// The fields and values that mark a body as an error, with any status.
    pub recognized_by: Vec<(Text, serde_json::Value)>,
    /// The known codes, sorted by number.
    pub codes: IndexVec<ErrorCodeId, ErrorCode>,
}

/// A vendor's error code.
#[derive(Clone, Debug)]
pub struct ErrorCode {
    /// The number.
    pub code: i64,
    /// Its location.
    pub place: Place,
    /// Its name in the vendor's documentation.
    pub name: Text,
    /// Its meaning.
    pub kind: ErrorKind,
    /// Whether a retry of the same request can succeed.
    pub retryable: bool,
    /// Its documentation.
    pub doc: String,
    /// Doubts about its description.
    pub unverified: Option<String>,
    /// An explicit Rust name.
    pub rust: Option<Text>,
}

/// A pagination style.
#[derive(Clone, Debug)]
pub struct PaginationStyle {
    /// Its id.
    pub id: Text,
    /// Its kind.
    pub kind: PaginationKind,
    /// Its documentation.
    pub doc: Option<String>,
}

/// The kind of a pagination style, with names of query parameters and response fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaginationKind {
    /// Each page has a cursor for the next one.
    Cursor {
        /// The parameter for the cursor.
        request: String,
        /// The field with the next cursor.
        response: String,
        /// The field for whether there is a next page.
        has_more: Option<String>,
        /// Whether the last page repeats the cursor that it was requested with.
        repeats_last: bool,
        /// The parameter for the number of items on a page.
        limit: Option<String>,
        /// The request of the previous page.
        backwards: Option<BackwardsCursor>,
    },
    /// Pages are requested by the number of items before them.
    Offset {
        /// The parameter for the number.
        request: String,
        /// The parameter for the number of items on a page.
        limit: Option<String>,
        /// The field with the total number of items.
        total: Option<String>,
        /// The field that is null or empty on the last page.
        next: Option<String>,
    },
    /// Pages are requested by an item and the number of items around it.
    Window {
        /// The parameter for the anchor.
        anchor: String,
        /// The item field with the value of the anchor.
        item: String,
        /// Alternative anchor parameters of the first page.
        replaces: Vec<String>,
        /// The parameter with the number of items before the anchor.
        before: String,
        /// The parameter with the number of items after the anchor.
        after: String,
        /// The parameter for whether the page contains the anchor.
        inclusive: Option<String>,
        /// The parameter for the reversed order.
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

/// The cursor of the previous page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackwardsCursor {
    /// The parameter for the cursor.
    pub request: String,
    /// The field with the cursor of the previous page.
    pub response: String,
    /// The field for whether there is a previous page.
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
    /// The default host of its operations.
    pub host: HostId,
    /// Its former name.
    pub was: Option<Text>,
    /// An explicit Rust name.
    pub rust: Option<Text>,
    /// Its sections, sorted by file name.
    pub sections: IndexVec<SectionId, Section>,
    /// The objects that its fake server remembers. A resource is after those that it belongs to.
    pub resources: IndexVec<ResourceId, Resource>,
    /// Its types, in reading order.
    pub types: IndexVec<TypeIndex, TypeDefinition>,
    /// The file of types that its sections share.
    pub types_file: Option<TypesFile>,
    /// The webhook events, which the vendor sends to servers of its users.
    pub events: Option<Events>,
}

impl Product {
    /// Returns its operations.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.sections.iter().flat_map(|section| &section.operations)
    }
}

/// A file of types that the sections of a product share.
#[derive(Clone, Debug)]
pub struct TypesFile {
    /// The start of the file.
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
    /// Its location.
    pub place: Place,
    /// The product's title.
    pub product: String,
    /// The section's title.
    pub section: String,
    /// Its title as documented.
    pub title: String,
}

/// A documented endpoint without an operation.
#[derive(Clone, Debug)]
pub struct MissingEndpoint {
    /// The endpoint.
    pub endpoint: EndpointId,
    /// The location of the entry.
    pub place: Place,
    /// The reason.
    pub reason: String,
}

impl Api {
    /// Returns all operations, by product and section.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.products.iter().flat_map(Product::operations)
    }

    /// Returns the ids of all types, by product.
    pub fn type_ids(&self) -> impl Iterator<Item = TypeId> {
        self.products
            .with_ids()
            .flat_map(|(product, content)| content.types.ids().map(move |index| TypeId { product, index }))
    }

    /// Returns the beginnings of paths of a host, which a base URL must not repeat: the base path. Without a base path, the
    /// versions at the beginning of paths; other first segments can also be the prefix of a gateway.
    pub fn path_prefixes(&self, host: HostId) -> BTreeSet<Cow<'_, str>> {
        if let Some(base_path) = &self.hosts[host].base_path {
            return BTreeSet::from([Cow::Borrowed(base_path.value.as_str())]);
        }
        let is_version = |segment: &&str| {
            let number = segment.strip_prefix('v').unwrap_or_default();
            !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
        };
        let operations = self.operations().filter(|operation| operation.host == host);
        let versions = operations.filter_map(|operation| operation.path.text.split('/').nth(1).filter(is_version));
        versions.map(|version| Cow::Owned(format!("/{version}"))).collect()
    }

    /// Returns the documented error codes of an operation, each with its cause.
    pub fn errors_of<'a>(&'a self, operation: &'a Operation) -> impl Iterator<Item = (&'a ErrorCode, &'a str)> {
        let errors = &operation.errors;
        errors.iter().map(|error| {
            let format = &self.error_formats[self.hosts[operation.host].errors];
            (&format.codes[error.code], error.doc.as_str())
        })
    }

    /// Returns all operations with their ids, by product and section.
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

    /// Returns the rate limit class of an operation, with its description.
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
        // A cycle of aliases was reported.
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
