//! The module for tests of users: a fake server of the API, and functions that only decode responses.

use std::collections::BTreeSet;

use askama::Template;
use proc_macro2::TokenStream;
use quote::quote;

use super::example::CallExample;
use super::rust::{Item, plain};
use super::{Context, Output, ident, prose, rust};
use crate::model::{Operation, OperationId, Response, Role};

pub(super) fn emit(context: &Context<'_>, output: &mut Output) {
    let items = vec![
        quote!(
            use api_client_runtime as rt;
        ),
        quote!(
            pub use api_client_runtime::testing::{
                MockResponse, FakeRequest, FormPart, RecordedRequest, Rule, SeedError, Upload, Violation,
            };
        ),
        quote! {
            static FAKE: rt::testing::FakeApi =
                rt::testing::FakeApi::new(&crate::client::API, include_str!("testing.json"));
        },
    ];
    let mut items = plain(items);
    items.extend(server().map(Item::from));
    items.extend(events(context));
    items.push(decoders(context).into());
    let documentation = prose::rendered(&Documentation { example: example(context) });
    let file = rust::file_that(false, &context.origin(""), &documentation, &items);
    output.add_rust("src/testing.rs".into(), file);
}

/// Whether an event has an example payload.
fn has_events(context: &Context<'_>) -> bool {
    let mut events = context.products().filter_map(|(_, product, _)| product.events.as_ref());
    events.any(|events| events.events.iter().any(|event| event.example.is_some()))
}

/// The functions for tests of webhook receivers.
fn events(context: &Context<'_>) -> Vec<Item> {
    if !has_events(context) {
        return Vec::new();
    }
    // The formatter would break the return type into three lines.
    let bodies = r#"/// Returns the names and the example payloads of all events of a product. Call this function as
/// `event_payloads::<Event>()` with the `Event` of the product.
#[cfg(feature = "webhooks")]
pub fn event_payloads<E: rt::WebhookEvent>() -> impl Iterator<Item = (&'static str, &'static str)> {
    FAKE.event_payloads(E::PRODUCT)
}
"#;
    let body = quote! {
        /// Returns the example payload of the event with this name.
        ///
        /// # Panics
        /// Panics if the event has no example. The message lists the events with examples.
        #[cfg(feature = "webhooks")]
        pub fn event_payload<E: rt::WebhookEvent>(name: &str) -> &'static str {
            FAKE.event_payload(E::PRODUCT, name)
        }
    };
    let is_signed = context
        .products()
        .any(|(_, product, _)| product.events.as_ref().is_some_and(|events| events.signature.is_some()));
    let sign = is_signed.then(|| {
        quote! {
            #[cfg(feature = "webhooks")]
            pub use api_client_runtime::testing::sign;
        }
    });
    sign.map(Item::from).into_iter().chain([Item::written(bodies), body.into()]).collect()
}

fn server() -> [TokenStream; 3] {
    let declaration = quote! {
        /// A fake server of this API on loopback. Dropping it stops the server.
        ///
        /// The methods for rules, recorded requests and files are on the type that this server dereferences to.
        /// The documentation of the module has an example.
        #[derive(Debug)]
        pub struct FakeServer(rt::testing::FakeServer);
    };
    let implementation = quote! {
        impl FakeServer {
            /// Starts a server.
            ///
            /// # Panics
            /// Panics if the server can't listen on loopback.
            pub async fn start() -> Self {
                Self(rt::testing::FakeServer::start(&FAKE).await)
            }

            /// Starts a server on a background thread, for tests without `async` and for a server that several tests
            /// share.
            ///
            /// # Panics
            /// Panics if the server can't listen on loopback, or can't start a thread.
            pub fn start_blocking() -> Self {
                Self(rt::testing::FakeServer::start_blocking(&FAKE))
            }

            /// Returns the server without its memory: it responds to all requests with examples.
            #[must_use]
            pub fn stateless(self) -> Self {
                Self(self.0.stateless())
            }

            /// Returns a client of this server with the configuration and the tokens of the examples. Each warning is
            /// an error.
            ///
            /// # Panics
            /// Panics if there is no transport, because the features `ring` and `aws_lc` are off. In this case, set a
            /// transport with [`builder`](Self::builder).
            pub fn client(&self) -> crate::Client {
                self.builder().build().expect("the examples are a valid configuration")
            }

            /// Returns the builder of the client that [`client`](Self::client) returns, for example to change its
            /// retries.
            pub fn builder(&self) -> crate::ClientBuilder {
                crate::ClientBuilder(self.0.builder())
            }
        }
    };
    let deref = quote! {
        impl ::std::ops::Deref for FakeServer {
            type Target = rt::testing::FakeServer;
            fn deref(&self) -> &rt::testing::FakeServer {
                &self.0
            }
        }
    };
    [declaration, implementation, deref]
}

/// The functions that only decode responses, grouped by product.
fn decoders(context: &Context<'_>) -> TokenStream {
    let products = context.products().map(|(_, product, names)| {
        let (module, feature) = (ident(&names.module), &names.module);
        let decoders: Vec<TokenStream> = names
            .sections(product)
            .flat_map(|(_, section, section_names)| {
                section_names.operations(section).flat_map(|(_, operation, names)| {
                    let (section, request) = (ident(&section_names.module), ident(&names.request));
                    let path = quote!(#module::#section::#request);
                    let page = operation.pagination.as_ref().map(|_| quote!(rt::decoder!(#path, items)));
                    [Some(quote!(rt::decoder!(#path))), page].into_iter().flatten()
                })
            })
            .collect();
        quote! {
            #[cfg(feature = #feature)]
            &[#(#decoders),*]
        }
    });
    // Imported, because the formatter does not break paths in the arguments of a macro.
    let uses = context.products().map(|(_, _, names)| {
        let (module, feature) = (ident(&names.module), &names.module);
        quote! {
            #[cfg(feature = #feature)]
            use crate::#module;
        }
    });
    quote! {
        /// Functions for fuzzing and benchmarks, grouped by product. Each operation has a function that decodes a
        /// successful response. Lists have a second function that decodes item by item.
        #[doc(hidden)]
        pub fn decoders() -> &'static [&'static [rt::testing::Decoder]] {
            #(#uses)*
            &[#(#products),*]
        }
    }
}

/// The documentation of the module.
#[derive(Template)]
#[template(path = "testing.md.txt", escape = "none")]
struct Documentation {
    example: Option<String>,
}

/// An example test of the operation with the shortest example.
fn example(context: &Context<'_>) -> Option<String> {
    let id = shortest(context)?;
    let (operation, names, product) = (context.api.operation(id), &context.names[id], &context.names[id.product]);
    let section = &product.sections[id.section].module;
    let call = CallExample::new(context, id, &operation.examples[0]);
    let krate = context.crate_name();
    let constant = format!("{}::OPERATION", names.request);
    let own = [format!("{}::{section}::{}", product.module, names.request), "testing::FakeServer".to_owned()];
    let imports: BTreeSet<&String> = call.imports.iter().chain(&own).collect();
    let uses: String = imports.iter().map(|path| format!("use {krate}::{path};\n")).collect();
    Some(format!(
        "use std::time::Duration;\n\n\
         {uses}\n\
         # #[tokio::main(flavor = \"current_thread\")]\n\
         # async fn main() -> Result<(), {krate}::Error> {{\n\
         let fake = FakeServer::start().await;\n\
         let client = fake.client();\n\
         {statement}\
         request.clone().await?;\n\
         assert_eq!(fake.requests_of({constant}).len(), 1);\n\
         \n\
         // The server rejects the next calls because of a rate limit.\n\
         fake.on({constant}).rate_limited(Duration::ZERO);\n\
         let error = request.await.expect_err(\"the call fails\");\n\
         assert!(error.is_rate_limited());\n\
         \n\
         fake.assert_no_violations();\n\
         # Ok(())\n\
         # }}\n",
        statement = call.request_statement(),
    ))
}

/// The operation with the shortest example that has a response with content. The server responds to it without an object
/// that was created before.
fn shortest(context: &Context<'_>) -> Option<OperationId> {
    let resources = context.api.products.iter().flat_map(|product| product.resources.iter());
    let uses = resources.flat_map(|resource| resource.uses.iter().map(move |found| (resource, found)));
    let needs_object: BTreeSet<OperationId> = uses
        .filter(|(resource, found)| !resource.belongs_to.is_empty() || !matches!(found.role, Role::Create | Role::List))
        .map(|(_, found)| found.operation)
        .collect();
    let is_meant = |operation: &Operation| {
        !operation.examples.is_empty()
            && operation.notes.deprecated.is_none()
            && matches!(operation.response, Response::Type { .. } | Response::Object(_))
    };
    let operations = context.api.operations_with_ids();
    let operations = operations.filter(|(id, operation)| is_meant(operation) && !needs_object.contains(id));
    operations.min_by_key(|(_, operation)| operation.examples[0].arguments.len()).map(|(id, _)| id)
}
