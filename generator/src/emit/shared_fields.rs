//! Methods of unions that return the fields which all members share.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::unions::Variant;
use super::{Context, ident, prose};
use crate::model::{Field, Type};
use crate::naming::{SharedField, shared_fields};

/// Documentation of the cases without a value.
const NONE: &str = "Returns `None` if the value is absent, and for a variant that contains JSON.";

/// How a method returns the value of a field.
#[derive(Clone, Copy)]
enum Form {
    /// By value.
    Copied,
    /// As a reference to the content: a string slice, a slice, or the value in a box.
    Dereferenced,
    /// As a reference.
    Borrowed,
}

impl Context<'_> {
    /// The methods of a union; empty if the members share no field.
    pub(super) fn shared_fields(&self, name: &Ident, variants: &[Variant<'_>]) -> TokenStream {
        let shared = shared_fields(self.api, variants.iter().filter_map(|variant| variant.type_));
        let methods = shared.iter().filter_map(|shared| self.shared_field(shared, variants));
        let methods: Vec<TokenStream> = methods.collect();
        if methods.is_empty() {
            return TokenStream::new();
        }
        quote!(impl #name { #(#methods)* })
    }

    fn shared_field(&self, shared: &SharedField<'_>, variants: &[Variant<'_>]) -> Option<TokenStream> {
        let SharedField { name, fields } = shared;
        let (first, name) = (*fields.first()?, ident(name));
        let (doc, output) = (prose::attributes(&doc(fields)), self.shared_type(first));
        let deprecated = fields.iter().find_map(|field| field.notes.deprecated.as_ref());
        let deprecated = prose::deprecated(deprecated);
        let known = variants.iter().filter_map(|variant| Some((&variant.name, variant.type_?)));
        // Variants with the same type have one arm.
        let mut arms: Vec<(&Type, Vec<&Ident>, &Field)> = Vec::new();
        for ((variant, type_), field) in known.zip(fields) {
            let type_ = self.api.target(type_);
            match arms.iter_mut().find(|(other, ..)| *other == type_) {
                Some((_, variants, _)) => variants.push(variant),
                None => arms.push((type_, vec![variant], field)),
            }
        }
        let arms = arms.into_iter().map(|(type_, variants, field)| {
            let value = self.shared_value(field, &name, self.is_sent(type_));
            quote!(#(Self::#variants(member))|* => #value)
        });
        let unknown = variants.iter().filter(|variant| variant.type_.is_none()).map(|variant| &variant.name);
        Some(quote! {
            #doc
            #deprecated
            pub fn #name(&self) -> Option<#output> {
                match self {
                    #(#arms,)*
                    #(Self::#unknown(_) |)* Self::Unknown(_) => None,
                }
            }
        })
    }

    /// The type in the `Option` that a method returns.
    fn shared_type(&self, field: &Field) -> TokenStream {
        let owned = self.types.owned(&field.type_);
        if field.sensitive {
            let owned = if field.recursive { quote!(Box<#owned>) } else { owned };
            return quote!(&rt::Sensitive<#owned>);
        }
        match (self.form(field), self.api.target(&field.type_)) {
            (Form::Copied, _) => owned,
            (_, Type::String | Type::Url) => quote!(&str),
            (_, Type::List(item)) => {
                let item = self.types.owned(item);
                quote!(&[#item])
            }
            _ => quote!(&#owned),
        }
    }

    fn form(&self, field: &Field) -> Form {
        match self.api.target(&field.type_) {
            _ if field.sensitive => Form::Borrowed,
            Type::Int | Type::Float | Type::Bool | Type::Timestamp | Type::TimestampMillis | Type::TimestampSeconds => {
                Form::Copied
            }
            Type::String | Type::Url | Type::List(_) => Form::Dereferenced,
            _ if field.recursive => Form::Dereferenced,
            _ => Form::Borrowed,
        }
    }

    /// The field of a member as an `Option`.
    fn shared_value(&self, field: &Field, name: &Ident, is_sent: bool) -> TokenStream {
        let form = self.form(field);
        if self.types.is_bare(field, is_sent) {
            return match form {
                Form::Copied => quote!(Some(member.#name)),
                Form::Dereferenced | Form::Borrowed => quote!(Some(&member.#name)),
            };
        }
        match (form, is_sent && field.nullable) {
            (Form::Copied, false) => quote!(member.#name),
            (Form::Copied, true) => quote!(member.#name.value().copied()),
            (Form::Dereferenced, false) => quote!(member.#name.as_deref()),
            (Form::Dereferenced, true) => quote!(member.#name.value().map(|value| &**value)),
            (Form::Borrowed, false) => quote!(member.#name.as_ref()),
            (Form::Borrowed, true) => quote!(member.#name.value()),
        }
    }

    /// Whether requests contain an object of a type, so that its fields have three states.
    fn is_sent(&self, type_: &Type) -> bool {
        let Type::Named(id) = self.api.target(type_) else { return false };
        self.api.type_definition(*id).usage.request
    }
}

/// The documentation of a method: that of the field, if it is the same in all members.
fn doc(fields: &[&Field]) -> String {
    let Some((first, others)) = fields.split_first() else { return String::new() };
    let field = prose::code(&first.name.value);
    let text = first.notes.doc.as_ref().filter(|doc| others.iter().all(|other| other.notes.doc.as_ref() == Some(*doc)));
    let returns = match text {
        Some(text) => format!("Returns {field}: {}", prose::escape(text)),
        None => format!("Returns {field}, which all known members have."),
    };
    prose::paragraphs(&[returns, NONE.into()])
}
