//! The ids of the elements of the model, which are their positions.

/// Declares types of ids.
macro_rules! ids {
    ($($(#[$attribute:meta])* $id:ident,)+) => {
        $(
            $(#[$attribute])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $id(u32);

            impl From<usize> for $id {
                fn from(index: usize) -> Self {
                    Self(u32::try_from(index).unwrap_or(u32::MAX))
                }
            }

            impl From<$id> for usize {
                fn from(id: $id) -> Self {
                    id.0 as Self
                }
            }
        )+
    };
}

ids! {
    /// A configuration value of the API.
    ConfigurationId,
    /// A credential of the API.
    CredentialId,
    /// A scope of a credential.
    ScopeId,
    /// An error format of the API.
    ErrorFormatId,
    /// A code of an error format.
    ErrorCodeId,
    /// A rate limit of the API.
    RateLimitId,
    /// A class of a rate limit.
    RateClassId,
    /// A host of the API.
    HostId,
    /// A pagination style of the API.
    PaginationStyleId,
    /// An endpoint of the vendor's documentation.
    EndpointId,
    /// A guide of the API.
    GuideId,
    /// A client of the vendor.
    VendorClientId,
    /// A product of the API.
    ProductId,
    /// A section of a product.
    SectionId,
    /// The position of an operation in its section.
    OperationIndex,
    /// A parameter of an operation.
    ParameterId,
    /// The position of a resource in its product.
    ResourceId,
    /// The position of a type in its product.
    TypeIndex,
}

/// An operation, by its product, its section and its position there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationId {
    /// The product.
    pub product: ProductId,
    /// The section of the product.
    pub section: SectionId,
    /// The position in the section.
    pub index: OperationIndex,
}

/// A named type, by its product and its position there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId {
    /// The product.
    pub product: ProductId,
    /// The position in the product.
    pub index: TypeIndex,
}
