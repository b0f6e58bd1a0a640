//! Events that a client receives, and the verifier of their signatures. The spec calls them events; the feature
//! and the module of the runtime are called webhooks, as in the documentation of vendors.

use askama::Template;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::rust::Item;
use super::unions::{Variant, tagged_decoding};
use super::{Context, ident, prose};
use crate::model::{Event, Events, Signature, SignatureAlgorithm, SignatureEncoding};
use crate::naming::{EventsNames, ProductNames, VERIFIER};

impl Context<'_> {
    /// The enum of all events of a product.
    pub(super) fn event_items(&self, events: &Events, names: &EventsNames, product: &ProductNames) -> Vec<Item> {
        // The names contain the Rust names of the events, and the fake server contains their examples.
        let Events { file: _, title, docs, doc, by, signature, events: _ } = events;
        let variants: Vec<Variant<'_>> = names
            .events(events)
            .map(|(event, names)| {
                let Event { value, type_, doc, evidence: _, unverified, rust: _, example: _ } = event;
                Variant {
                    name: ident(&names.variant),
                    value: &value.value,
                    type_: type_.as_ref(),
                    doc: prose::paragraphs(&[
                        format!("`{}`: {}", value.value.replace('`', ""), prose::escape(doc)),
                        prose::unverified(unverified.as_ref()),
                    ]),
                }
            })
            .collect();
        let docs = docs.as_ref().map(|url| format!("[Vendor's documentation]({url}).")).unwrap_or_default();
        let doc = prose::paragraphs(&[
            format!("{}.", prose::escape(title.trim_end_matches('.'))),
            prose::escape(doc),
            self.signature_doc(events),
            docs,
            "Requires the feature `webhooks`.".into(),
        ]);
        let name = ident(&names.name);
        let members = variants.iter().map(|variant| (variant.name.clone(), variant.type_));
        let mut items = vec![
            self.tagged(&name, &variants, &doc, &TokenStream::new()).into(),
            self.debug(&name, members, Some(&by.value)),
            self.shared_fields(&name, &variants).into(),
        ];
        items.extend(tagged_decoding(&name, &by.value, &variants, false));
        items.push(event_name(&name, &by.value, &variants).into());
        let module = &product.module;
        items.push(quote!(rt::event!(#name, #module);).into());
        if let Some(signature) = signature {
            items.push(self.signature(signature, &name).into());
            items.push(self.verifier(signature, product).into());
        }
        items
    }

    /// The signature of events, as data for the runtime.
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
        // The header and the encoding of the signature are data of the event type.
        let Signature { header: _, algorithm: _, encoding: _, prefix: _, credential, hint, unverified: _ } = signature;
        let doc = prose::attributes(&prose::rendered(&VerifierDoc {
            credential: &self.names[*credential],
            hint: prose::escape(hint.as_deref().unwrap_or_default()),
            krate: self.crate_name(),
            module: &product.module,
        }));
        let verifier = ident(VERIFIER);
        quote! {
            #doc
            pub type #verifier = rt::EventVerifier<Event>;
        }
    }

    fn signature_doc(&self, events: &Events) -> String {
        let Some(signature) = &events.signature else {
            return "The signature of these events is not known, so this crate cannot verify the sender. Receive the \
                    events at a URL that is hard to guess, and allow only known IP addresses of the vendor. Before the \
                    program acts on an event, it should request the current state from the API."
                .into();
        };
        // The verifier shows the hint.
        let Signature { header, algorithm, encoding, prefix, credential, hint: _, unverified } = signature;
        let prefix = if prefix.is_empty() { String::new() } else { format!(", after the prefix `{prefix}`") };
        let credential = &self.api.credentials[*credential].id.value;
        let text = format!(
            "The header `{header}` contains the signature of the raw body, in {encoding}{prefix}. The algorithm is \
             `{algorithm}`, and the key is `{credential}`. [`{VERIFIER}`] checks this signature.",
        );
        prose::paragraphs(&[text, prose::unverified(unverified.as_ref())])
    }
}

/// The documentation of the verifier of a product.
#[derive(Template)]
#[template(path = "verifier.md.txt", escape = "none")]
struct VerifierDoc<'a> {
    credential: &'a str,
    hint: String,
    krate: String,
    module: &'a str,
}

/// The method that returns the name of an event, also of an unknown event.
fn event_name(name: &Ident, field: &str, variants: &[Variant<'_>]) -> TokenStream {
    let arms = variants.iter().map(|variant| {
        let (variant, value) = (&variant.name, variant.value);
        quote!(Self::#variant(_) => #value)
    });
    let doc = format!(
        " Returns the name of the event, from its field `{}`. The name is empty if the field is missing.",
        field.replace('`', "")
    );
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
