//! The checked model of an API. Everything in it keeps its place in the spec and a stable id.

mod operation;
mod types;

pub use operation::{
    Argument, Evidence, Example, Location, Method, Operation, Pagination, Parameter, PathTemplate, Response, Segment,
    Source, WireExample,
};
pub use types::{Enum, EnumValue, Field, Object, Type, TypeDefinition, TypeId, TypeShape, Usage};

use crate::source::{Place, Text};

/// A whole API.
#[derive(Clone, Debug)]
pub struct Api {
    /// Its name, for documentation.
    pub name: String,
    /// The package that is generated.
    pub package: Package,
    /// The values that a client is built with.
    pub configuration: Vec<ConfigurationValue>,
    /// The secrets that a client may be given.
    pub credentials: Vec<Credential>,
    /// The shapes of error bodies.
    pub error_formats: Vec<ErrorFormat>,
    /// The hosts that operations are sent to.
    pub hosts: Vec<Host>,
    /// The ways in which lists are paged.
    pub pagination_styles: Vec<PaginationStyle>,
    /// The products, in the order of the spec.
    pub products: Vec<Product>,
    /// The endpoints of the vendor's documentation, in its order.
    pub documented: Vec<DocumentedEndpoint>,
    /// The documented endpoints that can't be written.
    pub missing: Vec<MissingEndpoint>,
}

/// What the manifest of the generated package says.
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
    /// Its licence, as SPDX.
    pub license: String,
    /// Its keywords.
    pub keywords: Vec<String>,
    /// Its categories.
    pub categories: Vec<String>,
}

/// A value that every client is built with, such as the id of an application.
#[derive(Clone, Debug)]
pub struct ConfigurationValue {
    /// Its id.
    pub id: Text,
    /// What it is.
    pub doc: String,
    /// A made-up value for examples and tests.
    pub example: String,
}

/// A secret that authorizes calls.
#[derive(Clone, Debug)]
pub struct Credential {
    /// Its id.
    pub id: Text,
    /// What it is and where it is found.
    pub doc: String,
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
    /// What it serves.
    pub doc: String,
    /// Its URL, a template over configuration values.
    pub url: String,
    /// What every path on it starts with.
    pub base_path: Option<Text>,
    /// The header that carries the credential.
    pub auth_header: String,
    /// What stands before the credential in that header.
    pub auth_prefix: String,
    /// The credential, as an index into [`Api::credentials`].
    pub credential: usize,
    /// The error format, as an index into [`Api::error_formats`].
    pub errors: usize,
}

/// The shape of error bodies, and what vendor codes mean.
#[derive(Clone, Debug)]
pub struct ErrorFormat {
    /// Its id.
    pub id: Text,
    /// The page that lists the codes.
    pub docs: Option<String>,
    /// The field with the vendor's code.
    pub code: Option<String>,
    /// The field with the message.
    pub message: String,
    /// The field with the request id.
    pub request_id: Option<String>,
    /// The known codes, sorted by number.
    pub codes: Vec<ErrorCode>,
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
    /// What it amounts to, one of the format's words.
    pub kind: String,
    /// Whether the same request may succeed later.
    pub retryable: bool,
    /// What it means.
    pub doc: String,
    /// What is doubtful about it.
    pub unverified: Option<String>,
    /// An explicit Rust name.
    pub rust: Option<Text>,
}

/// A way of paging through a list with a cursor.
#[derive(Clone, Debug)]
pub struct PaginationStyle {
    /// Its id.
    pub id: Text,
    /// The query parameter that takes the cursor.
    pub request: String,
    /// The response field that holds the next cursor.
    pub response: String,
    /// The response field that tells whether there is more.
    pub has_more: Option<String>,
}

/// A product of the vendor.
#[derive(Clone, Debug)]
pub struct Product {
    /// Its id.
    pub id: Text,
    /// Its title.
    pub title: String,
    /// What it is.
    pub doc: String,
    /// The host of its operations, as an index into [`Api::hosts`].
    pub host: usize,
    /// An explicit Rust name.
    pub rust: Option<Text>,
    /// Its sections, sorted by file name.
    pub sections: Vec<Section>,
    /// Its types, in reading order.
    pub types: Vec<TypeDefinition>,
}

impl Product {
    /// Its operations.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.sections.iter().flat_map(|section| &section.operations)
    }
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
    /// What it is about.
    pub doc: String,
    /// An explicit Rust name.
    pub rust: Option<Text>,
    /// Its operations, in the order of the file.
    pub operations: Vec<Operation>,
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
    /// The endpoint, as an index into [`Api::documented`].
    pub endpoint: usize,
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

    /// A named type.
    pub fn type_definition(&self, id: TypeId) -> &TypeDefinition {
        &self.products[id.product].types[id.index]
    }
}
