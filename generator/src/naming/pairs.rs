//! Pairs of the elements of the model and their names. Only this module combines the two lists.

use std::ops::Index;

use super::{
    ErrorNames, EventNames, EventsNames, GroupNames, HostNames, MemberNames, Members, Names, OperationNames,
    ProductNames, RateLimitNames, SectionNames, TypeNames,
};
use crate::model::{
    Api, ConfigurationId, ConfigurationValue, Credential, CredentialId, Enum, EnumValue, ErrorCode, ErrorFormat,
    ErrorFormatId, Event, Events, Example, Field, Guide, GuideId, Host, HostId, JsonKind, Member, Object, OneOf,
    Operation, OperationId, OperationIndex, PaginationStyle, PaginationStyleId, Parameter, ParameterId, Product,
    ProductId, RateLimit, RateLimitId, RatePlan, Section, SectionId, Type, TypeDefinition, TypeId, Union,
};

/// Declares a method for each list of the API that returns its elements with their ids and names.
macro_rules! lists {
    ($($list:ident: $id:ident, $element:ident => $names:ident,)+) => {
        impl Names {
            $(
                #[doc = concat!("The elements of `", stringify!($list), "` with their ids and names.")]
                pub fn $list<'a>(
                    &'a self,
                    api: &'a Api,
                ) -> impl Iterator<Item = ($id, &'a $element, &'a $names)> + Clone {
                    api.$list.pairs(&self.$list)
                }
            )+
        }

        $(
            impl Index<$id> for Names {
                type Output = $names;

                fn index(&self, id: $id) -> &$names {
                    &self.$list[id]
                }
            }
        )+
    };
}

lists! {
    configuration: ConfigurationId, ConfigurationValue => String,
    credentials: CredentialId, Credential => String,
    hosts: HostId, Host => HostNames,
    error_formats: ErrorFormatId, ErrorFormat => ErrorNames,
    rate_limits: RateLimitId, RateLimit => RateLimitNames,
    pagination_styles: PaginationStyleId, PaginationStyle => String,
    products: ProductId, Product => ProductNames,
    guides: GuideId, Guide => String,
}

impl Names {
    /// The builder method that sets the token source of a credential.
    pub fn credential_source(&self, id: CredentialId) -> &str {
        &self.credential_sources[id]
    }
}

impl Index<OperationId> for Names {
    type Output = OperationNames;

    fn index(&self, id: OperationId) -> &OperationNames {
        &self[id.product].sections[id.section].operations[id.index]
    }
}

impl Index<TypeId> for Names {
    type Output = TypeNames;

    fn index(&self, id: TypeId) -> &TypeNames {
        &self[id.product].types[id.index]
    }
}

impl ErrorNames {
    /// The error codes with their variants.
    pub fn codes<'a>(&'a self, format: &'a ErrorFormat) -> impl Iterator<Item = (&'a ErrorCode, &'a str)> {
        format.codes.pairs(&self.codes).map(|(_, code, variant)| (code, variant.as_str()))
    }
}

impl RateLimitNames {
    /// The plans with their constants.
    pub fn plans<'a>(&'a self, limit: &'a RateLimit) -> impl Iterator<Item = (&'a RatePlan, &'a str)> {
        limit.plans.iter().zip(self.plans.iter().map(String::as_str))
    }
}

impl ProductNames {
    /// The sections with their ids and names.
    pub fn sections<'a>(
        &'a self,
        product: &'a Product,
    ) -> impl Iterator<Item = (SectionId, &'a Section, &'a SectionNames)> + Clone {
        product.sections.pairs(&self.sections)
    }

    /// The types with their names.
    pub fn types<'a>(&'a self, product: &'a Product) -> impl Iterator<Item = (&'a TypeDefinition, &'a TypeNames)> {
        product.types.pairs(&self.types).map(|(_, definition, names)| (definition, names))
    }

    /// The events, if the product has any, with their names.
    pub fn events<'a>(&'a self, product: &'a Product) -> Option<(&'a Events, &'a EventsNames)> {
        product.events.as_ref().zip(self.events.as_ref())
    }
}

impl SectionNames {
    /// The operations with their indexes and names.
    pub fn operations<'a>(
        &'a self,
        section: &'a Section,
    ) -> impl Iterator<Item = (OperationIndex, &'a Operation, &'a OperationNames)> {
        section.operations.pairs(&self.operations)
    }
}

impl OperationNames {
    /// The groups of parameters with their names.
    pub fn groups<'a>(&'a self, operation: &'a Operation) -> impl Iterator<Item = (&'a OneOf, &'a GroupNames)> {
        operation.one_of.iter().zip(&self.groups)
    }

    /// The examples with their tests.
    pub fn examples<'a>(&'a self, operation: &'a Operation) -> impl Iterator<Item = (&'a Example, &'a str)> {
        operation.examples.iter().zip(self.tests.iter().map(String::as_str))
    }
}

impl GroupNames {
    /// The parameters of the group with their variants.
    pub fn choices<'a>(
        &'a self,
        group: &'a OneOf,
        operation: &'a Operation,
    ) -> impl Iterator<Item = (ParameterId, &'a Parameter, &'a str)> {
        let choices = group.parameters.iter().zip(&self.variants);
        choices.map(|(id, variant)| (*id, &operation.parameters[*id], variant.as_str()))
    }
}

impl EventsNames {
    /// The events with their names.
    pub fn events<'a>(&'a self, events: &'a Events) -> impl Iterator<Item = (&'a Event, &'a EventNames)> {
        events.events.iter().zip(&self.events)
    }
}

impl Members {
    /// The fields of an object with their names.
    pub fn fields<'a>(&'a self, object: &'a Object) -> impl Iterator<Item = (&'a Field, &'a MemberNames)> + Clone {
        object.fields.iter().zip(&self.0)
    }

    /// The values of an enum with their names.
    pub fn values<'a>(&'a self, values: &'a Enum) -> impl Iterator<Item = (&'a EnumValue, &'a MemberNames)> {
        values.values.iter().zip(&self.0)
    }

    /// The members of a tagged union with their names.
    pub fn tagged<'a>(&'a self, members: &'a [Member]) -> impl Iterator<Item = (&'a Member, &'a MemberNames)> {
        members.iter().zip(&self.0)
    }

    /// The kinds of JSON of a union with their types and variants.
    pub fn kinds<'a>(
        &'a self,
        kinds: &'a [(JsonKind, Type)],
    ) -> impl Iterator<Item = (JsonKind, &'a Type, &'a str)> + Clone {
        kinds.iter().zip(&self.0).map(|((kind, type_), names)| (*kind, type_, names.name.as_str()))
    }

    /// The types of a union with their variants.
    pub fn types<'a>(&'a self, union: &'a Union) -> Vec<(&'a Type, &'a str)> {
        match union {
            Union::Tagged { members, .. } => {
                self.tagged(members).map(|(member, names)| (&member.type_, names.name.as_str())).collect()
            }
            Union::Kinds(kinds) => self.kinds(kinds).map(|(_, type_, variant)| (type_, variant)).collect(),
        }
    }
}
