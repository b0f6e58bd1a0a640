//! The module for tests of users: a fake server of the API, and functions that only decode.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::example::CallExample;
use super::{Context, Output, ident, prose, rust};
use crate::model::{Operation, OperationId, Response};

pub(super) fn emit(context: &Context<'_>, output: &mut Output) {
    let mut items = vec![
        quote!(
            use api_client_runtime as rt;
        ),
        quote!(
            pub use api_client_runtime::testing::{
                MockResponse, FakeRequest, FormPart, RecordedRequest, Rule, Upload, Violation,
            };
        ),
        quote! {
            static FAKE: rt::testing::FakeApi =
                rt::testing::FakeApi::new(&crate::client::API, include_str!("testing.json"));
        },
    ];
    items.extend(server());
    items.extend(events(context));
    items.push(decoders(context));
    let file = rust::file(&context.origin(""), &documentation(context), items);
    output.add_rust("src/testing.rs".into(), file);
}

/// Whether there are events whose bodies are made up somewhere.
fn has_events(context: &Context<'_>) -> bool {
    let mut events = context.products().filter_map(|(_, product, _)| product.events.as_ref());
    events.any(|events| events.events.iter().any(|event| event.example.is_some()))
}

/// What a test of a receiver of events needs.
fn events(context: &Context<'_>) -> Vec<TokenStream> {
    if !has_events(context) {
        return Vec::new();
    }
    let bodies = quote! {
        /// The made-up bodies of all events of a product that have one, with their names: `event_payloads::<Event>()`
        /// with the `Event` of the product.
        #[cfg(feature = "webhooks")]
        pub fn event_payloads<E: rt::WebhookEvent>() -> impl Iterator<Item = (&'static str, &'static str)> {
            FAKE.event_payloads(E::PRODUCT)
        }
    };
    let body = quote! {
        /// The made-up body of one event, as the vendor would send it.
        ///
        /// # Panics
        /// If there is none of that name, which ends a test with those that there are.
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
    sign.into_iter().chain([bodies, body]).collect()
}

fn server() -> [TokenStream; 3] {
    let declaration = quote! {
        /// A server on loopback that knows this API; see the documentation of the module. It stops
        /// when it is dropped.
        ///
        /// What it can do beside making clients, such as `on`, `requests` and `assert_no_violations`,
        /// are methods of what it dereferences to.
        #[derive(Debug)]
        pub struct FakeServer(rt::testing::FakeServer);
    };
    let implementation = quote! {
        impl FakeServer {
            /// Starts a server.
            ///
            /// # Panics
            /// If loopback can't be listened on, which ends a test with the reason.
            pub async fn start() -> Self {
                Self(rt::testing::FakeServer::start(&FAKE).await)
            }

            /// Starts a server on a thread in the background: for tests that are not asynchronous, and for a server that
            /// several tests share.
            ///
            /// # Panics
            /// If loopback can't be listened on, or no thread can be started.
            pub fn start_blocking() -> Self {
                Self(rt::testing::FakeServer::start_blocking(&FAKE))
            }

            /// A client of this server, with the configuration and the tokens of the examples. Every
            /// warning is an error to it.
            ///
            /// # Panics
            /// If there is no transport, because the features `ring` and `aws_lc` are off: use
            /// [`builder`](Self::builder) then.
            pub fn client(&self) -> crate::Client {
                self.builder().build().expect("the examples are a valid configuration")
            }

            /// A builder for such a client, to change what it does.
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

/// The functions that only decode, by product.
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
    // Imported, since the formatter knows no paths in the arguments of a macro.
    let uses = context.products().map(|(_, _, names)| {
        let (module, feature) = (ident(&names.module), &names.module);
        quote! {
            #[cfg(feature = #feature)]
            use crate::#module;
        }
    });
    quote! {
        /// For each operation, by product, a function that reads a body as a successful answer of it is
        /// read; for lists, another one that reads it item by item. For fuzzing and benchmarks.
        #[doc(hidden)]
        pub fn decoders() -> &'static [&'static [rt::testing::Decoder]] {
            #(#uses)*
            &[#(#products),*]
        }
    }
}

fn documentation(context: &Context<'_>) -> String {
    let mut parts = vec![
        "A server for tests that knows this API.".to_owned(),
        "It runs in the process of the test, on loopback, with a port for each host. A request that equals an example of \
         the spec is answered with the response of that example; others get the longest response that the operation \
         has an example of. A request that does not fit the API (a value that is missing, unknown or of another type, \
         another token, another host) is answered with an error, and kept in `violations`."
            .to_owned(),
    ];
    parts.extend(example(context));
    parts.push(
        "A rule of `on` or `on_any` says what happens instead of the usual answer: an error of the vendor (`error`, \
         `status`, `rate_limited`), the response of an example (`example`) or one of your own (`json`, \
         `respond`), a proxy's page (`html`), or a broken \
         answer (`garbage`, `truncated`, `reset`); how often (`times`), and how late (`delay`)."
            .to_owned(),
    );
    parts.push(
        "Files are at a port of their own: `serve_file` gives a signed URL to download from, `upload_url` a signed form, \
         and `uploads` what arrived there. A token that arrives there is a violation."
            .to_owned(),
    );
    prose::paragraphs(&parts)
}

/// A call, a refused call and a look at both, with an operation that takes little.
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
        "```\n\
         use std::time::Duration;\n\n\
         {uses}\n\
         # #[tokio::main(flavor = \"current_thread\")]\n\
         # async fn main() -> Result<(), {krate}::Error> {{\n\
         let fake = FakeServer::start().await;\n\
         let client = fake.client();\n\
         {statement}\
         request.clone().await?;\n\
         assert_eq!(fake.requests_of({constant}).len(), 1);\n\
         \n\
         // From now on, the server is too busy.\n\
         fake.on({constant}).rate_limited(Duration::ZERO);\n\
         let error = request.await.expect_err(\"the call is refused\");\n\
         assert!(error.is_rate_limited());\n\
         \n\
         fake.assert_no_violations();\n\
         # Ok(())\n\
         # }}\n\
         ```",
        statement = call.request_statement(),
    ))
}

/// The operation with the shortest example that has a response with content.
fn shortest(context: &Context<'_>) -> Option<OperationId> {
    let is_meant = |operation: &Operation| {
        !operation.examples.is_empty()
            && operation.notes.deprecated.is_none()
            && matches!(operation.response, Response::Type { .. } | Response::Object(_))
    };
    let operations = context.api.operations_with_ids().filter(|(_, operation)| is_meant(operation));
    operations.min_by_key(|(_, operation)| operation.examples[0].arguments.len()).map(|(id, _)| id)
}
