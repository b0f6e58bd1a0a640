//! Open enums of strings.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::rust::Item;
use super::{ident, prose, rust};
use crate::model::{Deprecation, Enum};
use crate::naming::{MemberNames, TypeNames};

/// The items of an enum.
pub(super) fn items(values: &Enum, names: &TypeNames, doc: &str, deprecated: Option<&Deprecation>) -> Vec<Item> {
    let name = ident(&names.name);
    let deprecated = prose::deprecated(deprecated);
    let mut members_declared = TokenStream::new();
    let mut text = String::from("rt::open_enum! {\n");
    rust::attributes(&mut text, 1, doc, &deprecated);
    text.push_str(&format!("    pub enum {name} {{\n"));
    for (value, member) in names.members.values(values) {
        let variant = ident(&member.name);
        let deprecated = prose::deprecated(value.notes.deprecated.as_ref());
        let wire = &value.value.value;
        rust::attributes(&mut text, 2, &prose::notes(wire, &value.notes), &deprecated);
        text.push_str(&format!("        {variant} = {},\n", Literal::string(wire)));
        members_declared.extend(quote!(#deprecated #variant,));
    }
    text.push_str("    }\n}\n");
    let declares = quote! {
        #deprecated
        #[non_exhaustive]
        pub enum #name {
            #members_declared
            Unknown(rt::UnknownString),
        }
        rt::open_enum!(#name);
    };
    let mut items = vec![Item::Declaration { text, declares }];
    items.extend(former_values(values, names).map(Item::from));
    items
}

/// The values under their former names.
fn former_values(values: &Enum, names: &TypeNames) -> Option<TokenStream> {
    let constants: Vec<TokenStream> = names
        .members
        .values(values)
        .filter_map(|(_, MemberNames { name: current, former, .. })| {
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
