//! Open enums of texts.

use proc_macro2::TokenStream;
use quote::quote;

use super::{ident, prose};
use crate::model::Enum;
use crate::names::TypeNames;

/// The items of an enum.
pub(super) fn items(values: &Enum, names: &TypeNames, doc: &str, deprecated: Option<&String>) -> Vec<TokenStream> {
    let name = ident(&names.name);
    let (doc, deprecated) = (prose::attributes(doc), prose::deprecated(deprecated));
    let variants: Vec<_> = names.members.names.iter().map(|member| ident(member)).collect();
    let declared = values.values.iter().zip(&variants).map(|(value, variant)| {
        let doc = prose::attributes(&prose::notes(&value.value.value, &value.notes));
        let deprecated = prose::deprecated(value.notes.deprecated.as_ref());
        quote!(#doc #deprecated #variant)
    });
    let wire = values.values.iter().map(|value| &value.value.value);
    let mut items = vec![
        quote! {
            #doc
            #deprecated
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
    ];
    items.extend(former_values(names));
    items.push(quote!(rt::open_enum!(#name);));
    items
}

/// The values under their former names.
fn former_values(names: &TypeNames) -> Option<TokenStream> {
    let renamed = names.members.former.iter().zip(&names.members.names);
    let constants: Vec<TokenStream> = renamed
        .filter_map(|(former, current)| {
            let former = former.as_ref()?;
            let doc = prose::attributes(&format!("The former name of [`{current}`](Self::{current})."));
            let note = format!("renamed to `{current}`");
            let (former, current) = (ident(former), ident(current));
            Some(quote! {
                #doc
                #[deprecated(note = #note)]
                pub const #former: Self = Self::#current;
            })
        })
        .collect();
    let name = ident(&names.name);
    (!constants.is_empty()).then(|| {
        quote! {
            #[allow(non_upper_case_globals, reason = "they stand for variants")]
            impl #name { #(#constants)* }
        }
    })
}
