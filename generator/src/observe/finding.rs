//! Findings: elements that the spec lacks, or describes differently.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::shape::Observed;
use crate::model::{Api, ErrorFormatId, OperationId, ProductId, Response, TypeId, TypeShape, Union};
use crate::source::Place;

/// An element of an API that has fields or values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Owner {
    Type(TypeId),
    Response(OperationId),
    Events(ProductId),
    Errors(ErrorFormatId),
}

/// The kind of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// A field that the type lacks.
    UnknownField,
    /// A value that the enum lacks.
    UnknownEnumValue,
    /// A value of the discriminator, or a kind of JSON, that the union lacks.
    UnknownUnionMember,
    /// An event that the product lacks.
    UnknownEvent,
    /// The body of an operation or event whose type is `unknown`.
    UndocumentedBody,
    /// An error code that the error format lacks.
    UnknownErrorCode,
    /// An error response without a code of the error format.
    ErrorWithoutCode,
    /// A value of a different type.
    WrongType,
    /// A null in a list or a map.
    UnexpectedNull,
    /// A number that does not fit its type.
    OutOfRange,
    /// A string that does not have the form of its type.
    InvalidFormat,
    /// A time that probably has a different unit.
    ImplausibleTime,
    /// An object without a field that is always there.
    MissingIdentifier,
    /// A body with none of the fields of its type.
    NoKnownField,
    /// A body that is not JSON, or empty.
    UnreadableBody,
}

impl FindingKind {
    /// Returns the id in reports.
    pub fn id(self) -> &'static str {
        match self {
            Self::UnknownField => "unknown-field",
            Self::UnknownEnumValue => "unknown-enum-value",
            Self::UnknownUnionMember => "unknown-union-member",
            Self::UnknownEvent => "unknown-event",
            Self::UndocumentedBody => "undocumented-body",
            Self::UnknownErrorCode => "unknown-error-code",
            Self::ErrorWithoutCode => "error-without-code",
            Self::WrongType => "wrong-type",
            Self::UnexpectedNull => "unexpected-null",
            Self::OutOfRange => "out-of-range",
            Self::InvalidFormat => "invalid-format",
            Self::ImplausibleTime => "implausible-time",
            Self::MissingIdentifier => "missing-identifier",
            Self::NoKnownField => "no-known-field",
            Self::UnreadableBody => "unreadable-body",
        }
    }
}

/// The subject of a finding. Equal findings are counted together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) owner: Owner,
    pub(super) kind: FindingKind,
    /// The field or value. Names that can be personal data are `[*]`.
    pub(super) member: String,
    /// The expected and the found value, as text.
    pub(super) detail: String,
}

/// The observations of a finding.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    pub(super) count: usize,
    pub(super) sources: BTreeSet<String>,
    /// The JSON path of the first observation.
    pub(super) path: String,
    pub(super) example: Option<Json>,
    pub(super) observed: Observed,
}

pub(super) type Findings = BTreeMap<Key, Evidence>;

impl Owner {
    /// Returns its id in reports, such as `shop.Item` or `shop.items.view_item.response`.
    pub(super) fn id(self, api: &Api) -> String {
        match self {
            Self::Type(id) => format!("{}.{}", api.products[id.product].id.value, api.type_definition(id).name.value),
            Self::Response(id) => format!("{}.response", api.operation(id).id),
            Self::Events(product) => format!("{}.events", api.products[product].id.value),
            Self::Errors(format) => format!("api.errors.{}", api.error_formats[format].id.value),
        }
    }

    /// Returns the location of a field or value of it, otherwise that of its last one, after which others are added.
    pub(super) fn place(self, api: &Api, member: &str) -> Option<Place> {
        let is_member =
            |name: &str| member.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('['));
        let of = |names: Vec<(&str, Place)>| {
            let same = names.iter().find(|(name, _)| is_member(name)).copied();
            same.or_else(|| names.into_iter().max_by_key(|(_, place)| place.start)).map(|(_, place)| place)
        };
        match self {
            Self::Type(id) => {
                let definition = api.type_definition(id);
                let names = match &definition.shape {
                    TypeShape::Object(object) => {
                        object.fields.iter().map(|field| (field.name.value.as_str(), field.name.place)).collect()
                    }
                    TypeShape::Enum(values) => {
                        values.values.iter().map(|value| (value.value.value.as_str(), value.value.place)).collect()
                    }
                    TypeShape::Union(Union::Tagged { members, .. }) => {
                        members.iter().map(|member| (member.value.value.as_str(), member.value.place)).collect()
                    }
                    TypeShape::Union(Union::Kinds(_)) | TypeShape::Alias(_) => Vec::new(),
                };
                Some(of(names).unwrap_or(definition.name.place))
            }
            Self::Response(id) => {
                let operation = api.operation(id);
                let names = match &operation.response {
                    Response::Object(object) => {
                        object.fields.iter().map(|field| (field.name.value.as_str(), field.name.place)).collect()
                    }
                    _ => Vec::new(),
                };
                Some(of(names).unwrap_or(operation.name.place))
            }
            Self::Events(product) => {
                let events = &api.products[product].events.as_ref()?.events;
                of(events.iter().map(|event| (event.value.value.as_str(), event.value.place)).collect())
            }
            Self::Errors(format) => {
                let format = &api.error_formats[format];
                let last = format.codes.iter().map(|code| code.place).max_by_key(|place| place.start);
                Some(last.unwrap_or(format.id.place))
            }
        }
    }
}
