//! Events that a client receives, and the verifier of their signatures. The spec calls them events; the feature
//! and the module of the runtime are called webhooks, as in the documentation of vendors.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::rust::Item;
use super::unions::{Variant, tagged_decoding};
use super::{Context, ident, prose};
use crate::model::{Events, Signature, SignatureAlgorithm, SignatureEncoding};
use crate::naming::{EventsNames, ProductNames, VERIFIER};

impl Context<'_> {
    /// The enum of all events of a product.
    pub(super) fn event_items(&self, events: &Events, names: &EventsNames, product: &ProductNames) -> Vec<Item> {
        let variants: Vec<Variant<'_>> = names
            .events(events)
            .map(|(event, names)| Variant {
                name: ident(&names.variant),
                value: &event.value.value,
                type_: event.type_.as_ref(),
                doc: prose::paragraphs(&[
                    format!("`{}`: {}", event.value.value.replace('`', ""), prose::escape(&event.doc)),
                    prose::unverified(event.unverified.as_ref()),
                ]),
            })
            .collect();
        let docs = events.docs.as_ref().map(|url| format!("[The vendor's documentation]({url}).")).unwrap_or_default();
        let doc = prose::paragraphs(&[
            format!("{}.", prose::escape(events.title.trim_end_matches('.'))),
            prose::escape(&events.doc),
            self.signature_doc(events),
            docs,
            "With the feature `webhooks`.".into(),
        ]);
        let name = ident(&names.name);
        let members = variants.iter().map(|variant| (variant.name.clone(), variant.type_));
        let mut items = vec![
            self.tagged(&name, &variants, &doc, &TokenStream::new()).into(),
            self.debug(&name, members, Some(&events.by.value)),
        ];
        items.extend(tagged_decoding(&name, &events.by.value, &variants).map(Item::from));
        items.push(event_name(&name, &events.by.value, &variants).into());
        let module = &product.module;
        items.push(quote!(rt::event!(#name, #module);).into());
        if let Some(signature) = &events.signature {
            items.push(self.signature(signature, &name).into());
            items.push(self.verifier(signature, product).into());
        }
        items
    }

    /// How events are signed, as the runtime has it.
    fn signature(&self, signature: &Signature, name: &Ident) -> TokenStream {
        let Signature { header, algorithm, encoding, prefix, credential, hint, unverified: _ } = signature;
        let algorithm = match algorithm {
            SignatureAlgorithm::HmacSha256 => quote!(HmacSha256),
            SignatureAlgorithm::HmacSha1 => quote!(HmacSha1),
        };
        let encoding = match encoding {
            SignatureEncoding::Hex => quote!(Hex),
            SignatureEncoding::Base64 => quote!(Base64),
        };
        let (credential, hint) = (&self.names[*credential], hint.as_deref().unwrap_or_default());
        quote! {
            impl rt::SignedEvent for #name {
                const SIGNATURE: &'static rt::Signature = &rt::Signature {
                    header: #header,
                    algorithm: rt::SignatureAlgorithm::#algorithm,
                    encoding: rt::SignatureEncoding::#encoding,
                    prefix: #prefix,
                    credential: #credential,
                    hint: #hint,
                };
            }
        }
    }

    fn verifier(&self, signature: &Signature, product: &ProductNames) -> TokenStream {
        let (krate, module, verifier) = (self.crate_name(), &product.module, ident(VERIFIER));
        let credential = &self.names[signature.credential];
        let doc = prose::attributes(&prose::paragraphs(&[
            format!(
                "Proves that an [`Event`] was sent by the vendor, with `{credential}`, and reads it. With the feature \
                 `webhooks`."
            ),
            prose::escape(signature.hint.as_deref().unwrap_or_default()),
            format!(
                "```no_run\n\
                 use {krate}::{module}::{{Event, EventVerifier}};\n\n\
                 # fn example(token: String, signature: Option<&str>, body: &[u8]) -> Result<(), Box<dyn std::error::Error>> {{\n\
                 // Once, where the program starts:\n\
                 let verifier = EventVerifier::new(token)?;\n\
                 // For each request, with the value of the header `EventVerifier::HEADER` and the raw body:\n\
                 let event = verifier.read_with_signature(signature, body)?;\n\
                 match &*event {{\n    \
                     Event::Unknown(json) => println!(\"{{}} is not known yet\", event.name()),\n    \
                     known => println!(\"{{known:?}}\"),\n\
                 }}\n\
                 # Ok(())\n\
                 # }}\n\
                 ```"
            ),
        ]));
        quote! {
            #doc
            pub type #verifier = rt::EventVerifier<Event>;
        }
    }

    fn signature_doc(&self, events: &Events) -> String {
        let Some(signature) = &events.signature else {
            return "How these events are signed, or whether they are, is not known, so that nothing proves who sent one: \
                    there is no verifier for them. Receive them at an address that nobody can guess, let only the \
                    vendor's addresses in where they are known, and before acting on an event, ask the API for what it \
                    tells of."
                .into();
        };
        let prefix =
            if signature.prefix.is_empty() { String::new() } else { format!(", after `{}`", signature.prefix) };
        let credential = &self.api.credentials[signature.credential].id.value;
        let text = format!(
            "Signed in the header `{}`: `{}` of the raw body with `{credential}` as key, in {}{prefix}.",
            signature.header, signature.algorithm, signature.encoding
        );
        let verifier = format!("[`{VERIFIER}`] verifies that.");
        prose::paragraphs(&[format!("{text} {verifier}"), prose::unverified(signature.unverified.as_ref())])
    }
}

/// What an event is called, also one that is not known.
fn event_name(name: &Ident, field: &str, variants: &[Variant<'_>]) -> TokenStream {
    let arms = variants.iter().map(|variant| {
        let (variant, value) = (&variant.name, variant.value);
        quote!(Self::#variant(_) => #value)
    });
    let doc = format!(" What the event is called: its `{}`. Empty if it has none.", field.replace('`', ""));
    quote! {
        impl #name {
            #[doc = #doc]
            pub fn name(&self) -> &str {
                match self {
                    #(#arms,)*
                    Self::Unknown(json) => json.get(#field).and_then(rt::JsonValue::as_str).unwrap_or_default(),
                }
            }
        }
    }
}
