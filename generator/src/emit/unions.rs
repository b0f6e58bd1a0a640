//! Unions: values that have one of several types.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::rust::Item;
use super::{Context, ident, prose, rust};
use crate::model::{JsonKind, Member, Type, TypeDefinition, Union};
use crate::naming::{Members, TypeNames};

/// A variant of a union that a field of the object selects.
pub(super) struct Variant<'a> {
    pub(super) name: Ident,
    pub(super) value: &'a str,
    pub(super) type_: Option<&'a Type>,
    pub(super) doc: String,
}

impl Context<'_> {
    pub(super) fn union_items(
        &self,
        union: &Union,
        definition: &TypeDefinition,
        names: &TypeNames,
        doc: &str,
    ) -> Vec<Item> {
        let name = ident(&names.name);
        let deprecated = prose::deprecated(definition.notes.deprecated.as_ref());
        let mut items = match union {
            Union::Tagged { field, members } => {
                let variants: Vec<Variant<'_>> =
                    names.members.tagged(members).map(|(member, names)| variant(member, &names.name)).collect();
                let members = variants.iter().map(|variant| (variant.name.clone(), variant.type_));
                let mut items = vec![
                    self.tagged(&name, &variants, doc, &deprecated).into(),
                    self.debug(&name, members, Some(field)),
                    self.shared_fields(&name, &variants).into(),
                ];
                if definition.usage.response {
                    items.extend(tagged_decoding(&name, field, &variants, definition.usage.request));
                }
                if definition.usage.request {
                    items.push(tagged_encoding(&name, field, &variants).into());
                }
                items
            }
            Union::Kinds(kinds) => {
                let members = || names.members.kinds(kinds);
                let variants: Vec<Ident> = members().map(|(.., variant)| ident(variant)).collect();
                let types = members().map(|(_, type_, variant)| (ident(variant), Some(type_)));
                let mut items =
                    vec![self.kinds(&name, members(), doc, &deprecated).into(), self.debug(&name, types, None)];
                if definition.usage.response {
                    items.extend(kinds_decoding(&name, &variants, definition.usage.request));
                }
                if definition.usage.request {
                    items.push(kinds_encoding(&name, &variants).into());
                }
                items
            }
        };
        let plain = self.plain_members(union, &names.members);
        items.push(quote!(rt::union!(#name #(, #plain)*);).into());
        items
    }

    /// The members that are a string, a number or a boolean, each with its Rust type.
    fn plain_members(&self, union: &Union, members: &Members) -> Vec<TokenStream> {
        let Union::Kinds(kinds) = union else { return Vec::new() };
        let members = members.kinds(kinds).filter_map(|(_, type_, variant)| {
            let variant = ident(variant);
            match self.api.target(type_) {
                Type::String | Type::Url => Some(quote!(#variant: String)),
                Type::Bool => Some(quote!(#variant: bool)),
                Type::Int => Some(quote!(#variant: i64)),
                Type::Float => Some(quote!(#variant: f64)),
                _ => None,
            }
        });
        members.collect()
    }

    /// An enum of objects whose variant a field selects.
    pub(super) fn tagged(
        &self,
        name: &Ident,
        variants: &[Variant<'_>],
        doc: &str,
        deprecated: &TokenStream,
    ) -> TokenStream {
        let declared = variants.iter().map(|variant| {
            let (doc, name) = (prose::attributes(&variant.doc), &variant.name);
            let type_ = variant.type_.map_or_else(|| quote!(rt::JsonValue), |type_| self.boxed(type_));
            quote!(#doc #name(#type_))
        });
        declaration(name, doc, declared, deprecated)
    }

    /// An enum of values whose variant the kind of JSON selects.
    fn kinds<'a>(
        &self,
        name: &Ident,
        kinds: impl Iterator<Item = (JsonKind, &'a Type, &'a str)>,
        doc: &str,
        deprecated: &TokenStream,
    ) -> TokenStream {
        let declared = kinds.map(|(kind, type_, variant)| {
            let variant = ident(variant);
            let (doc, type_) = (format!(" Sent as a JSON {}.", kind.as_str()), self.boxed(type_));
            quote!(#[doc = #doc] #variant(#type_))
        });
        declaration(name, doc, declared, deprecated)
    }

    /// `Debug` of a union. It is not derived, because the derived one would print the content of JSON values.
    pub(super) fn debug<'a>(
        &self,
        name: &Ident,
        members: impl Iterator<Item = (Ident, Option<&'a Type>)>,
        field: Option<&str>,
    ) -> Item {
        let (raw, printed): (Vec<_>, Vec<_>) =
            members.partition(|(_, type_)| type_.is_none_or(|type_| self.holds_json(type_)));
        let [raw, printed] =
            [raw, printed].map(|part| part.iter().map(|(name, _)| name.to_string()).collect::<Vec<_>>());
        let by = field.map_or_else(String::new, |field| format!("by: {}", Literal::string(field)));
        let text = rust::declaration_of_lists("rt::union_debug!", name, &[("members", &printed), ("raw", &raw)], &by);
        Item::Declaration { text, declares: quote!(rt::union_debug!(#name);) }
    }

    fn holds_json(&self, type_: &Type) -> bool {
        match self.api.target(type_) {
            Type::Json | Type::JsonText => true,
            Type::List(inner) | Type::Map(inner) => self.holds_json(inner),
            _ => false,
        }
    }

    fn boxed(&self, type_: &Type) -> TokenStream {
        let owned = self.types.owned(type_);
        if self.types.is_boxed(type_) { quote!(Box<#owned>) } else { owned }
    }
}

fn declaration(
    name: &Ident,
    doc: &str,
    variants: impl Iterator<Item = TokenStream>,
    deprecated: &TokenStream,
) -> TokenStream {
    let doc = prose::attributes(doc);
    quote! {
        #doc
        #deprecated
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A value that this version of the crate does not know, as JSON.
            Unknown(rt::JsonValue),
        }
    }
}

fn variant<'a>(member: &'a Member, name: &str) -> Variant<'a> {
    let doc = prose::notes(&member.value.value, &member.notes);
    Variant { name: ident(name), value: &member.value.value, type_: Some(&member.type_), doc }
}

/// The decoding of a tagged union. A union that is not sent has no encoding of its own, so the macro lists the members.
pub(super) fn tagged_decoding(name: &Ident, field: &str, variants: &[Variant<'_>], is_sent: bool) -> [Item; 2] {
    let values = variants.iter().map(|variant| variant.value);
    let arms = variants.iter().enumerate().map(|(index, variant)| {
        let (index, name) = (Literal::usize_unsuffixed(index), &variant.name);
        quote!(#index => value.member().map(Self::#name))
    });
    let decoding = quote! {
        impl rt::TaggedUnion for #name {
            const FIELD: &'static str = #field;
            const VALUES: &'static [&'static str] = &[#(#values),*];
            fn read(member: usize, value: &mut rt::Reader<'_, '_>) -> Option<Self> {
                match member {
                    #(#arms,)*
                    _ => value.member().map(Self::Unknown),
                }
            }
            fn unknown(value: rt::JsonValue) -> Self {
                Self::Unknown(value)
            }
        }
    };
    let members = variants.iter().map(|variant| format!("{} = {}", variant.name, rust::string(variant.value)));
    let members: Vec<String> = if is_sent { Vec::new() } else { members.collect() };
    [decoding.into(), macro_with_members("rt::tagged!", name, &members, quote!(rt::tagged!(#name);))]
}

fn kinds_decoding(name: &Ident, variants: &[Ident], is_sent: bool) -> [Item; 2] {
    let decoding = quote! {
        impl rt::UntaggedUnion for #name {
            const KINDS: &'static [rt::JsonKind] = &[#(rt::JsonKind::#variants),*];
            fn read(kind: rt::JsonKind, value: &mut rt::Reader<'_, '_>) -> Option<Self> {
                match kind {
                    #(rt::JsonKind::#variants => value.member().map(Self::#variants),)*
                    #[allow(unreachable_patterns)]
                    _ => value.member().map(Self::Unknown),
                }
            }
            fn unknown(value: rt::JsonValue) -> Self {
                Self::Unknown(value)
            }
        }
    };
    let members: Vec<String> = if is_sent { Vec::new() } else { variants.iter().map(Ident::to_string).collect() };
    [decoding.into(), macro_with_members("rt::untagged!", name, &members, quote!(rt::untagged!(#name);))]
}

/// A call of a macro with a type and its members. As the declaration of public items, the members do not matter.
fn macro_with_members(call: &str, name: &Ident, members: &[String], declares: TokenStream) -> Item {
    Item::Declaration { text: rust::call_with_names(call, name, members), declares }
}

/// The union writes the field that selects the variant, because the members do not have the field.
fn tagged_encoding(name: &Ident, field: &str, variants: &[Variant<'_>]) -> TokenStream {
    let arms = variants.iter().map(|variant| {
        let (variant, value) = (&variant.name, variant.value);
        quote! {
            Self::#variant(member) => {
                json.object(|object| {
                    object.field(#field, #value);
                    rt::EncodeObject::encode(&**member, object);
                });
            }
        }
    });
    quote! {
        impl rt::Encode for #name {
            fn encode(&self, json: &mut rt::JsonBuffer) {
                match self {
                    #(#arms)*
                    Self::Unknown(value) => rt::Encode::encode(value, json),
                }
            }
        }
    }
}

fn kinds_encoding(name: &Ident, variants: &[Ident]) -> TokenStream {
    quote! {
        impl rt::Encode for #name {
            fn encode(&self, json: &mut rt::JsonBuffer) {
                match self {
                    #(Self::#variants(value) => rt::Encode::encode(value, json),)*
                    Self::Unknown(value) => rt::Encode::encode(value, json),
                }
            }
        }
    }
}
