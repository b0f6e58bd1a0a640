//! The types of the spec as Rust types.

use std::cell::RefCell;
use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::ident;
use crate::model::{Api, Field, Type, TypeId, TypeShape};
use crate::naming::Names;

/// Writes types, and collects the imports that a file needs for them.
pub(super) struct TypeWriter<'a> {
    api: &'a Api,
    names: &'a Names,
    mentions: RefCell<Mentions>,
}

/// The types that a file has to import.
#[derive(Default)]
pub(super) struct Mentions {
    pub(super) types: BTreeSet<TypeId>,
    pub(super) maps: bool,
    pub(super) deprecated: bool,
}

impl<'a> TypeWriter<'a> {
    pub(super) fn new(api: &'a Api, names: &'a Names) -> Self {
        Self { api, names, mentions: RefCell::default() }
    }

    /// Returns the mentions since the last call.
    pub(super) fn take_mentions(&self) -> Mentions {
        self.mentions.take()
    }

    /// The name of a spec type in Rust, which the file has to import.
    pub(super) fn type_name(&self, id: TypeId) -> Ident {
        let is_deprecated = self.api.type_definition(id).notes.deprecated.is_some();
        let mut mentions = self.mentions.borrow_mut();
        mentions.types.insert(id);
        mentions.deprecated |= is_deprecated;
        ident(&self.names[id].name)
    }

    /// The type of a field in structs.
    pub(super) fn owned(&self, type_: &Type) -> TokenStream {
        match type_ {
            Type::String | Type::Url => quote!(String),
            Type::Int => quote!(i64),
            Type::Float => quote!(f64),
            Type::Bool => quote!(bool),
            Type::Timestamp => quote!(rt::Timestamp),
            Type::TimestampMillis => quote!(rt::TimestampMillis),
            Type::TimestampSeconds => quote!(rt::TimestampSeconds),
            Type::DateTime => quote!(rt::DateTime),
            Type::Date => quote!(rt::Date),
            Type::JsonText => quote!(rt::JsonText),
            Type::Json => quote!(rt::JsonValue),
            Type::File => quote!(rt::File),
            Type::List(item) => {
                let item = self.owned(item);
                quote!(Vec<#item>)
            }
            Type::Map(value) => {
                self.mentions.borrow_mut().maps = true;
                let value = self.owned(value);
                quote!(BTreeMap<String, #value>)
            }
            Type::Named(id) => {
                let name = self.type_name(*id);
                quote!(#name)
            }
        }
    }

    /// The same, for a value that may be a secret.
    pub(super) fn kept(&self, type_: &Type, sensitive: bool) -> TokenStream {
        let owned = self.owned(type_);
        if sensitive { quote!(rt::Sensitive<#owned>) } else { owned }
    }

    /// The type of a field. In responses, absent lists and maps are empty. In requests, an absent list differs from an
    /// empty one.
    pub(super) fn field_type(&self, field: &Field, sent: bool) -> TokenStream {
        let owned = self.owned(&field.type_);
        let owned = if field.recursive { quote!(Box<#owned>) } else { owned };
        let owned = if field.sensitive { quote!(rt::Sensitive<#owned>) } else { owned };
        if self.is_bare(field, sent) {
            owned
        } else if sent && field.nullable {
            quote!(rt::Nullable<#owned>)
        } else {
            quote!(Option<#owned>)
        }
    }

    /// Whether the type of a field is its value type, without `Option` or `Nullable`.
    pub(super) fn is_bare(&self, field: &Field, sent: bool) -> bool {
        let is_collection = matches!(self.api.target(&field.type_), Type::List(_) | Type::Map(_)) && !field.sensitive;
        field.always || (sent && field.required) || (is_collection && !sent)
    }

    /// The type of an argument or a setter's parameter: concrete, but for text and collections.
    pub(super) fn argument(&self, type_: &Type) -> TokenStream {
        match self.api.target(type_) {
            Type::String | Type::Url => quote!(impl Into<String>),
            Type::DateTime => quote!(impl Into<rt::DateTime>),
            Type::Date => quote!(impl Into<rt::Date>),
            Type::JsonText => quote!(impl Into<rt::JsonText>),
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
        match self.api.target(type_) {
            Type::String | Type::Url => quote!(impl Into<String>),
            _ => self.owned(type_),
        }
    }

    /// An argument as the owned value of its type.
    pub(super) fn converted(&self, type_: &Type, argument: &Ident) -> TokenStream {
        let is_text = |type_: &Type| matches!(self.api.target(type_), Type::String | Type::Url);
        match self.api.target(type_) {
            Type::String | Type::Url | Type::DateTime | Type::Date | Type::JsonText | Type::Json => {
                quote!(#argument.into())
            }
            Type::List(item) if is_text(item) => quote!(rt::string_list(#argument)),
            Type::List(_) => quote!(rt::list(#argument)),
            Type::Map(value) if is_text(value) => quote!(rt::string_map(#argument)),
            Type::Map(_) => quote!(rt::map(#argument)),
            _ => quote!(#argument),
        }
    }

    /// Whether a member of a union is boxed. Objects are, because they are large and may contain the union again.
    pub(super) fn is_boxed(&self, type_: &Type) -> bool {
        match self.api.target(type_) {
            Type::Named(id) => !matches!(self.api.type_definition(*id).shape, TypeShape::Enum(_)),
            _ => false,
        }
    }
}
