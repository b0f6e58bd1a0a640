//! Structs and enums of the API's types.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::rust_type::converted;
use super::{Context, ident, prose};
use crate::model::{Enum, Field, Object, TypeDefinition, TypeShape, Usage};
use crate::names::TypeNames;

impl Context<'_> {
    /// The items of a named type.
    pub(super) fn type_items(&self, definition: &TypeDefinition, names: &TypeNames) -> Vec<TokenStream> {
        let doc =
            prose::paragraphs(&[prose::escape(&definition.doc), prose::unverified(definition.unverified.as_ref())]);
        match &definition.shape {
            TypeShape::Enum(values) => enum_items(values, names, &doc),
            TypeShape::Object(object) => self.object_items(object, &names.name, &names.members, &doc, definition.usage),
        }
    }

    /// The items of an object: the struct, and how it is read and written.
    pub(super) fn object_items(
        &self,
        object: &Object,
        name: &str,
        members: &[String],
        doc: &str,
        usage: Usage,
    ) -> Vec<TokenStream> {
        let name = ident(name);
        let doc = prose::attributes(doc);
        let fields = object.fields.iter().zip(members).map(|(field, member)| {
            let (doc, member) = (prose::attributes(&field_doc(field)), ident(member));
            let type_ = self.field_type(field, usage.request);
            let deprecated = deprecated(field.deprecated.as_ref());
            quote!(#doc #deprecated pub #member: #type_)
        });
        let mut items = vec![quote! {
            #doc
            #[derive(Clone, Debug, Default, PartialEq)]
            #[non_exhaustive]
            pub struct #name { #(#fields),* }
        }];
        if usage.request {
            items.push(self.constructor(object, &name, members));
            items.push(encoding(object, &name, members));
            items.push(quote!(rt::encode_object!(#name);));
        }
        if usage.response {
            items.push(decoding(object, &name, members));
            items.push(quote!(rt::record!(#name);));
        }
        items
    }

    /// `new` with the required fields, and setters for the others.
    fn constructor(&self, object: &Object, name: &proc_macro2::Ident, members: &[String]) -> TokenStream {
        let fields: Vec<_> = object.fields.iter().zip(members).map(|(field, member)| (field, ident(member))).collect();
        let is_given = |field: &Field| field.required || field.always;
        let arguments = fields.iter().filter(|(field, _)| is_given(field)).map(|(field, member)| {
            let type_ = self.argument(&field.type_);
            quote!(#member: #type_)
        });
        let values = fields.iter().filter(|(field, _)| is_given(field)).map(|(field, member)| {
            let value = boxed(field, converted(&field.type_, member));
            quote!(#member: #value)
        });
        let setters = fields.iter().filter(|(field, _)| !is_given(field)).map(|(field, member)| {
            let (doc, type_) = (prose::attributes(&field_doc(field)), self.argument(&field.type_));
            let value = boxed(field, converted(&field.type_, member));
            let deprecated = deprecated(field.deprecated.as_ref());
            quote! {
                #doc
                #deprecated
                #[must_use]
                pub fn #member(mut self, #member: #type_) -> Self {
                    self.#member = Some(#value);
                    self
                }
            }
        });
        let allow = allow_deprecated(object);
        quote! {
            #allow
            impl #name {
                /// A value with all that is required.
                #[must_use]
                #[allow(clippy::needless_update)]
                pub fn new(#(#arguments),*) -> Self {
                    Self { #(#values,)* ..Self::default() }
                }
                #(#setters)*
            }
        }
    }
}

/// Recursive fields need an indirection.
fn boxed(field: &Field, value: TokenStream) -> TokenStream {
    if field.recursive { quote!(Box::new(#value)) } else { value }
}

fn encoding(object: &Object, name: &proc_macro2::Ident, members: &[String]) -> TokenStream {
    let fields = object.fields.iter().zip(members).map(|(field, member)| {
        let (wire, member) = (&field.name.value, ident(member));
        quote!(object.field(#wire, &self.#member);)
    });
    let allow = allow_deprecated(object);
    quote! {
        #allow
        impl rt::EncodeObject for #name {
            fn encode(&self, object: &mut rt::ObjectWriter<'_>) {
                #(#fields)*
            }
        }
    }
}

fn decoding(object: &Object, name: &proc_macro2::Ident, members: &[String]) -> TokenStream {
    let wire_names = object.fields.iter().map(|field| &field.name.value);
    let mut extra: Vec<(&String, usize)> = Vec::new();
    for (index, field) in object.fields.iter().enumerate() {
        extra.extend(field.also.iter().map(|also| (&also.value, index)));
    }
    let extra_names = extra.iter().map(|(name, _)| *name);
    let always = Literal::usize_unsuffixed(object.fields.iter().filter(|field| field.always).count());
    let last = object.fields.len().saturating_sub(1);
    let arms = members.iter().enumerate().map(|(index, member)| {
        let member = ident(member);
        let extra = extra.iter().enumerate().filter(|(_, (_, field))| *field == index);
        let numbers = std::iter::once(index)
            .chain(extra.map(|(position, _)| object.fields.len() + position))
            .map(Literal::usize_unsuffixed);
        let pattern = if index == last { quote!(_) } else { quote!(#(#numbers)|*) };
        quote!(#pattern => value.read(&mut self.#member))
    });
    let body = if members.is_empty() { quote!(let _ = (field, value);) } else { quote!(match field { #(#arms),* }) };
    let allow = allow_deprecated(object);
    quote! {
        #allow
        impl rt::Record for #name {
            const FIELDS: &'static [&'static str] = &[#(#wire_names,)* #(#extra_names),*];
            const ALWAYS: usize = #always;
            fn set(&mut self, field: usize, value: &mut rt::Reader<'_, '_>) {
                #body
            }
        }
    }
}

fn enum_items(values: &Enum, names: &TypeNames, doc: &str) -> Vec<TokenStream> {
    let name = ident(&names.name);
    let doc = prose::attributes(doc);
    let variants: Vec<_> = names.members.iter().map(|member| ident(member)).collect();
    let declared = values.values.iter().zip(&variants).map(|(value, variant)| {
        let text = value.doc.as_ref().map_or_else(|| format!("`{}`", value.value.value), |doc| prose::escape(doc));
        let doc = prose::attributes(&text);
        quote!(#doc #variant)
    });
    let wire = values.values.iter().map(|value| &value.value.value);
    vec![
        quote! {
            #doc
            #[derive(Clone, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum #name {
                #(#declared,)*
                /// A value that this version of the crate does not know.
                Unknown(rt::UnknownValue),
            }
        },
        quote! {
            impl rt::OpenEnum for #name {
                const KNOWN: &'static [Self] = &[#(Self::#variants),*];
                fn unknown(value: rt::UnknownValue) -> Self {
                    Self::Unknown(value)
                }
                fn as_str(&self) -> &str {
                    match self {
                        #(Self::#variants => #wire,)*
                        Self::Unknown(value) => value.as_str(),
                    }
                }
            }
        },
        quote!(rt::open_enum!(#name);),
    ]
}

/// The documentation of a field.
fn field_doc(field: &Field) -> String {
    let doc = field.doc.as_ref().map_or_else(|| format!("`{}`", field.name.value), |doc| prose::escape(doc));
    prose::paragraphs(&[doc, prose::unverified(field.unverified.as_ref())])
}

/// Deprecated fields are read and written all the same.
fn allow_deprecated(object: &Object) -> TokenStream {
    let any = object.fields.iter().any(|field| field.deprecated.is_some());
    if any { quote!(#[allow(deprecated)]) } else { TokenStream::new() }
}

/// The attribute of something deprecated.
pub(super) fn deprecated(note: Option<&String>) -> TokenStream {
    note.map(|note| quote!(#[deprecated(note = #note)])).unwrap_or_default()
}
