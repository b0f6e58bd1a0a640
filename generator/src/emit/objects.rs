//! Objects: the struct, its decoding and its encoding.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote};

use super::operation::required_values;
use super::rust::Item;
use super::{Context, ident, prose, rust};
use crate::model::{Deprecation, Field, Object, Type, Usage};
use crate::naming::{MemberNames, Members};
use crate::tokens;

/// The names of an object in Rust.
#[derive(Clone, Copy)]
pub(super) struct ObjectNames<'a> {
    pub(super) name: &'a str,
    pub(super) members: &'a Members,
    /// The struct that names the required values.
    pub(super) required: Option<&'a str>,
}

impl Context<'_> {
    /// The items of an object.
    pub(super) fn object_items(
        &self,
        object: &Object,
        names: ObjectNames<'_>,
        doc: &str,
        usage: Usage,
        deprecated: Option<&Deprecation>,
    ) -> Vec<Item> {
        let ObjectNames { name, members, required } = names;
        let required_values = required.map(|required| self.required_fields(object, name, members, required));
        let name = ident(name);
        if !usage.request {
            return vec![self.record(object, &name, members, doc, deprecated)];
        }
        let doc = prose::attributes(doc);
        let fields = members.fields(object).map(|(field, member)| {
            let (doc, member) = (prose::attributes(&field_doc(field)), ident(&member.name));
            let type_ = self.types.field_type(field, usage.request);
            let deprecated = prose::deprecated(field.notes.deprecated.as_ref());
            quote!(#doc #deprecated pub #member: #type_)
        });
        let deprecated = prose::deprecated(deprecated);
        let debug = (!object.is_private()).then(|| quote!(Debug,));
        let mut items = vec![
            quote! {
                #doc
                #deprecated
                #[derive(Clone, #debug Default, PartialEq)]
                #[non_exhaustive]
                pub struct #name { #(#fields),* }
            },
            self.constructor(object, &name, members, required),
            self.encoding(object, &name, members),
            quote!(rt::encode_object!(#name);),
        ];
        items.extend(required_values);
        if usage.response {
            items.push(decoding(object, &name, members));
            items.push(quote!(rt::record!(#name);));
        }
        let mut items: Vec<Item> = items.into_iter().map(Item::from).collect();
        if object.is_private() {
            items.insert(1, redacted_debug(object, &name, members));
        }
        items
    }

    /// An object that occurs only in responses: a struct with the wire names of its fields.
    fn record(
        &self,
        object: &Object,
        name: &Ident,
        members: &Members,
        doc: &str,
        deprecated: Option<&Deprecation>,
    ) -> Item {
        let deprecated = prose::deprecated(deprecated);
        let mut members_declared = TokenStream::new();
        let mut text = String::from("rt::record! {\n");
        rust::attributes(&mut text, 1, doc, &deprecated);
        let redacted = match redacted_fields(object, members) {
            fields if fields.is_empty() => String::new(),
            fields => format!("redacted {} ", rust::list(&fields, 1, &format!("pub struct {name} redacted "), " {")),
        };
        text.push_str(&format!("    pub struct {name} {redacted}{{\n"));
        for (field, member) in members.fields(object) {
            let (member, type_) = (ident(&member.name), self.types.field_type(field, false));
            let deprecated = prose::deprecated(field.notes.deprecated.as_ref());
            rust::attributes(&mut text, 2, &field_doc(field), &deprecated);
            text.push_str(&format!("        pub {member}: {}{},\n", tokens::one_line(&type_), wire(field)));
            members_declared.extend(quote!(#deprecated pub #member: #type_,));
        }
        text.push_str("    }\n}\n");
        let debug = object.is_private().then(|| quote!(rt::redacted_debug!(#name);));
        let declares = quote! {
            #deprecated
            #[non_exhaustive]
            pub struct #name { #members_declared }
            rt::record!(#name);
            #debug
        };
        Item::Declaration { text, declares }
    }

    /// The struct with the required fields, which have the types of the object's own.
    fn required_fields(&self, object: &Object, name: &str, members: &Members, required: &str) -> TokenStream {
        let fields = members.fields(object).filter(|(field, _)| field.is_given()).map(|(field, member)| {
            let (doc, member) = (prose::attributes(&field_doc(field)), ident(&member.name));
            let type_ = self.types.field_type(field, true);
            let deprecated = prose::deprecated(field.notes.deprecated.as_ref());
            quote!(#doc #deprecated pub #member: #type_)
        });
        required_values(required, name, fields)
    }

    /// `new` with the required fields, and setters for the others.
    fn constructor(&self, object: &Object, name: &Ident, members: &Members, required: Option<&str>) -> TokenStream {
        let given = || {
            let given = members.fields(object).filter(|(field, _)| field.is_given());
            given.map(|(field, member)| (field, ident(&member.name)))
        };
        let arguments: Vec<TokenStream> = match required.map(ident) {
            Some(required) => vec![quote!(required: #required)],
            None => given()
                .map(|(field, member)| {
                    let type_ = self.types.argument(&field.type_);
                    quote!(#member: #type_)
                })
                .collect(),
        };
        let values = given().map(|(field, member)| {
            if required.is_some() {
                return quote!(#member: required.#member);
            }
            let value = self.kept_value(field, &member);
            // A field that is its argument is named once.
            if member == value.to_string() { quote!(#member) } else { quote!(#member: #value) }
        });
        let setters = members.fields(object).filter(|(field, _)| !field.is_given());
        let setters = setters.map(|(field, names)| self.field_setter(field, names));
        let is_complete = object.fields.iter().all(Field::is_given);
        let rest = if is_complete { TokenStream::new() } else { quote!(..Default::default()) };
        // A setter with the name `default` hides the function of the trait.
        let hides_default = members.fields(object).any(|(_, member)| member.name == "default");
        let (doc, value) = match given().next() {
            Some(_) => (" Creates a value with the required fields.", quote!(Self { #(#values,)* #rest })),
            None if hides_default => (" Creates a value without any field.", quote!(<Self as Default>::default())),
            None => (" Creates a value without any field.", quote!(Self::default())),
        };
        quote! {
            impl #name {
                #[doc = #doc]
                #[must_use]
                pub fn new(#(#arguments),*) -> Self {
                    #value
                }
                #(#setters)*
            }
        }
    }

    fn encoding(&self, object: &Object, name: &Ident, members: &Members) -> TokenStream {
        let fields = members.fields(object).map(|(field, member)| {
            let (wire, member) = (&field.name.value, ident(&member.name));
            let is_id = field.is_given() && self.ids.contains(self.api, wire, &field.type_);
            let value = match self.api.target(&field.type_) {
                _ if !is_id => quote!(&self.#member),
                Type::List(_) if field.sensitive => quote!(&rt::Sensitive::from(rt::not_empty(self.#member.expose()))),
                Type::List(_) => quote!(&rt::not_empty(&self.#member)),
                _ => quote!(&rt::NotEmpty(&self.#member)),
            };
            quote!(object.field(#wire, #value);)
        });
        let nothing = object.fields.is_empty().then(|| quote!(let _ = object;));
        quote! {
            impl rt::EncodeObject for #name {
                fn encode(&self, object: &mut rt::ObjectWriter<'_>) {
                    #(#fields)*
                    #nothing
                }
            }
        }
    }

    fn field_setter(&self, field: &Field, names: &MemberNames) -> TokenStream {
        let member = &ident(&names.name);
        let (doc, type_) = (prose::attributes(&field_doc(field)), self.types.argument(&field.type_));
        let value = self.kept_value(field, member);
        let value = if field.nullable { quote!(rt::Nullable::Value(#value)) } else { quote!(Some(#value)) };
        let deprecated = prose::deprecated(field.notes.deprecated.as_ref());
        let clear = names.clear.as_ref().map(|clear| {
            let doc = prose::attributes(&format!("Clears `{}` by sending null.", field.name.value));
            let clear = ident(clear);
            quote! {
                #doc
                #deprecated
                #[must_use]
                pub fn #clear(mut self) -> Self {
                    self.#member = rt::Nullable::Null;
                    self
                }
            }
        });
        quote! {
            #doc
            #deprecated
            #[must_use]
            pub fn #member(mut self, #member: #type_) -> Self {
                self.#member = #value;
                self
            }
            #clear
        }
    }

    /// An argument as the value of its field, without `Option` and `Nullable`.
    fn kept_value(&self, field: &Field, argument: &Ident) -> TokenStream {
        let value = self.types.converted(&field.type_, argument);
        let value = if field.recursive { quote!(Box::new(#value)) } else { value };
        let is_text = matches!(self.api.target(&field.type_), Type::String | Type::Url);
        match field.sensitive {
            // `into` alone would have two types to choose from.
            true if is_text => quote!(rt::Sensitive::from(Into::<String>::into(#argument))),
            true => quote!(rt::Sensitive::from(#value)),
            false => value,
        }
    }
}

/// `Debug` of an object with personal data. Other objects derive it.
fn redacted_debug(object: &Object, name: &Ident, members: &Members) -> Item {
    let all = rust::idents(members.fields(object).map(|(_, member)| member.name.as_str()));
    let text = rust::declaration_of_lists(
        "rt::redacted_debug!",
        name,
        &[("redacted", &redacted_fields(object, members)), ("all", &all)],
        "",
    );
    Item::Declaration { text, declares: quote!(rt::redacted_debug!(#name);) }
}

/// The members whose values are personal.
fn redacted_fields(object: &Object, members: &Members) -> Vec<String> {
    let fields = members.fields(object).filter(|(field, _)| field.private);
    rust::idents(fields.map(|(_, member)| member.name.as_str()))
}

fn decoding(object: &Object, name: &Ident, members: &Members) -> TokenStream {
    let names = object.fields.iter().map(|field| &field.name.value);
    let also = object.fields.iter().flat_map(|field| {
        let name = &field.name.value;
        field.also.iter().map(move |also| {
            let also = &also.value;
            quote!((#also, #name))
        })
    });
    let always = object.fields.iter().filter(|field| field.always).map(|field| &field.name.value);
    let last = object.fields.len().saturating_sub(1);
    let arms = members.fields(object).enumerate().map(|(index, (field, member))| {
        let (member, number) = (ident(&member.name), Literal::usize_unsuffixed(index));
        let pattern = if index == last { quote!(_) } else { quote!(#number) };
        let absent = field.absent.iter().map(absent);
        if field.absent.is_empty() {
            quote!(#pattern => value.read(&mut self.#member))
        } else {
            quote!(#pattern => if !(#(value.skip_if_absent(#absent))||*) { value.read(&mut self.#member) })
        }
    });
    let fields: Vec<_> = members.fields(object).collect();
    let body = match fields.as_slice() {
        [] => quote!(let _ = (field, value);),
        // A match with one arm would be none.
        [(only, member)] => {
            let member = ident(&member.name);
            let absent = only.absent.iter().map(absent);
            let read = quote!(value.read(&mut self.#member););
            let read =
                if only.absent.is_empty() { read } else { quote!(if !(#(value.skip_if_absent(#absent))||*) { #read }) };
            quote!(let _ = field; #read)
        }
        _ => quote!(match field { #(#arms),* }),
    };
    quote! {
        impl rt::Record for #name {
            const FIELDS: rt::Fields =
                rt::Fields { names: &[#(#names),*], also: &[#(#also),*], always: &[#(#always),*] };
            fn set(&mut self, field: usize, value: &mut rt::Reader<'_, '_>) {
                #body
            }
        }
    }
}

/// The part of a field's declaration after its type.
fn wire(field: &Field) -> String {
    // Only sent fields can be required or null. Private fields are listed before all fields.
    let Field {
        name,
        also,
        absent,
        always,
        type_: _,
        required: _,
        nullable: _,
        sensitive: _,
        private: _,
        recursive: _,
        notes: _,
    } = field;
    let mut text = format!(" = {}", Literal::string(&name.value));
    for also in also {
        text.push_str(&format!(" | {}", Literal::string(&also.value)));
    }
    if !absent.is_empty() {
        let absent: Vec<String> = absent.iter().map(|value| tokens::one_line(&self::absent(value))).collect();
        text.push_str(&format!(" except [{}]", absent.join(", ")));
    }
    if *always {
        text.push_str("; always");
    }
    text
}

/// A value that means the same as an absent field.
fn absent(value: &serde_json::Value) -> TokenStream {
    let small = value.as_i64().and_then(|number| i32::try_from(number).ok());
    match (small, value.as_f64()) {
        (Some(number), _) if number < 0 => {
            let magnitude = Literal::u32_unsuffixed(number.unsigned_abs());
            quote!(-#magnitude)
        }
        (Some(number), _) => Literal::i32_unsuffixed(number).into_token_stream(),
        (None, Some(number)) if number < 0.0 => {
            let magnitude = Literal::f64_unsuffixed(number.abs());
            quote!(-#magnitude)
        }
        (None, Some(number)) => Literal::f64_unsuffixed(number).into_token_stream(),
        (None, None) => Literal::string(value.as_str().unwrap_or_default()).into_token_stream(),
    }
}

/// The documentation of a field.
fn field_doc(field: &Field) -> String {
    prose::notes(&field.name.value, &field.notes)
}
