//! Types of the API, by what they consist of.

use proc_macro2::TokenStream;
use quote::quote;

use super::objects::ObjectNames;
use super::rust::Item;
use super::{Context, enums, ident, prose};
use crate::model::{TypeDefinition, TypeShape};
use crate::naming::TypeNames;

impl Context<'_> {
    /// The items of a named type.
    pub(super) fn type_items(&self, definition: &TypeDefinition, names: &TypeNames) -> Vec<Item> {
        let doc = prose::notes(&definition.name.value, &definition.notes);
        let mut items = match &definition.shape {
            TypeShape::Enum(values) => enums::items(values, names, &doc, definition.notes.deprecated.as_ref()),
            TypeShape::Object(object) => {
                let deprecated = definition.notes.deprecated.as_ref();
                let TypeNames { name, members, required, .. } = names;
                let names = ObjectNames { name, members, required: required.as_deref() };
                self.object_items(object, names, &doc, definition.usage, deprecated)
            }
            TypeShape::Union(union) => self.union_items(union, definition, names, &doc),
            TypeShape::Alias(target) => {
                let (doc, name, target) = (prose::attributes(&doc), ident(&names.name), self.types.owned(target));
                let deprecated = prose::deprecated(definition.notes.deprecated.as_ref());
                vec![quote!(#doc #deprecated pub type #name = #target;).into()]
            }
        };
        items.extend(names.former.iter().map(|[former, current]| alias(former, current).into()));
        items
    }
}

/// The former name of an item, which still works.
pub(super) fn alias(former: &str, current: &str) -> TokenStream {
    let doc = prose::attributes(&format!("The former name of [`{current}`]."));
    let note = format!("renamed to `{current}`");
    let (former, current) = (ident(former), ident(current));
    quote! {
        #doc
        #[deprecated(note = #note)]
        pub type #former = #current;
    }
}
