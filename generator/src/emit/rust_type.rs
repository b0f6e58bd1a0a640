//! Types of the API as Rust types: as fields, as arguments, and how arguments are encoded.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{Context, ident};
use crate::model::{Field, Type};

impl Context<'_> {
    /// The name of a spec type in Rust.
    pub(super) fn type_name(&self, id: crate::model::TypeId) -> Ident {
        ident(&self.names.products[id.product].types[id.index].name)
    }

    /// A type as it stands in structs.
    pub(super) fn owned(&self, type_: &Type) -> TokenStream {
        match type_ {
            Type::String | Type::Url => quote!(String),
            Type::Int => quote!(i64),
            Type::Float => quote!(f64),
            Type::Bool => quote!(bool),
            Type::TimestampMillis => quote!(rt::TimestampMillis),
            Type::TimestampSeconds => quote!(rt::TimestampSeconds),
            Type::Json => quote!(rt::JsonValue),
            Type::List(item) => {
                let item = self.owned(item);
                quote!(Vec<#item>)
            }
            Type::Map(value) => {
                let value = self.owned(value);
                quote!(BTreeMap<String, #value>)
            }
            Type::Named(id) => {
                let name = self.type_name(*id);
                quote!(#name)
            }
        }
    }

    /// The type of a field. Absent lists and maps of an answer are empty; where the object is
    /// sent, leaving one out differs from sending it empty.
    pub(super) fn field_type(&self, field: &Field, sent: bool) -> TokenStream {
        let owned = self.owned(&field.type_);
        let owned = if field.recursive { quote!(Box<#owned>) } else { owned };
        let is_collection = matches!(field.type_, Type::List(_) | Type::Map(_));
        if field.always || (sent && field.required) || (is_collection && !sent) {
            owned
        } else {
            quote!(Option<#owned>)
        }
    }

    /// The type of an argument or a setter's parameter: concrete, but for text and collections.
    pub(super) fn argument(&self, type_: &Type) -> TokenStream {
        match type_ {
            Type::String | Type::Url => quote!(impl Into<String>),
            Type::Json => quote!(impl Into<rt::JsonValue>),
            Type::List(item) => {
                let item = self.item_argument(item);
                quote!(impl IntoIterator<Item = #item>)
            }
            Type::Map(value) => {
                let value = self.item_argument(value);
                quote!(impl IntoIterator<Item = (impl Into<String>, #value)>)
            }
            _ => self.owned(type_),
        }
    }

    /// The type of an item of an argument.
    fn item_argument(&self, type_: &Type) -> TokenStream {
        match type_ {
            Type::String | Type::Url => quote!(impl Into<String>),
            _ => self.owned(type_),
        }
    }
}

/// An argument as the owned value of its type.
pub(super) fn converted(type_: &Type, argument: &Ident) -> TokenStream {
    match type_ {
        Type::String | Type::Url | Type::Json => quote!(#argument.into()),
        Type::List(item) => match &**item {
            Type::String | Type::Url => quote!(rt::string_list(#argument)),
            _ => quote!(rt::list(#argument)),
        },
        Type::Map(value) => match &**value {
            Type::String | Type::Url => quote!(rt::string_map(#argument)),
            _ => quote!(rt::map(#argument)),
        },
        _ => quote!(#argument),
    }
}
