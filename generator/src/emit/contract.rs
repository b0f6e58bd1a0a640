//! The contract test: every example of the spec, sent over a real socket and compared byte by byte.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::example::CallExample;
use super::{Context, Output, ident, rust};
use crate::model::Section;
use crate::names::SectionNames;

pub(super) fn emit(context: &Context<'_>, output: &mut Output) {
    let mut items = vec![quote!(
        use api_client_runtime::testing::{Answer, ExpectedRequest, LoopbackServer};
    )];
    items.extend(harness(context));
    items.push(client(context));
    for (index, product, names) in context.products() {
        let sections: Vec<TokenStream> = product
            .sections
            .iter()
            .zip(&names.sections)
            .filter(|(section, _)| section.operations.iter().any(|operation| !operation.examples.is_empty()))
            .map(|(section, section_names)| section_tests(context, index, section, section_names))
            .collect();
        if sections.is_empty() {
            continue;
        }
        let (module, feature) = (ident(&names.module), &names.module);
        items.push(quote! {
            #[cfg(feature = #feature)]
            #[allow(deprecated, reason = "what is deprecated must still work")]
            mod #module { #(#sections)* }
        });
    }
    let doc = "Sends every example of the spec to a server on loopback: the request must have the bytes that the\n\
               spec says, to the host that it says, and the answer must decode without a warning.";
    output.add_rust("tests/contract.rs".into(), rust::file(&context.origin(""), doc, &items));
}

/// A module for each operation, in which each example is a test.
fn section_tests(context: &Context<'_>, product: usize, section: &Section, names: &SectionNames) -> TokenStream {
    let krate = ident(&context.crate_name());
    let operations = section.operations.iter().zip(&names.operations);
    let operations = operations.filter(|(operation, _)| !operation.examples.is_empty());
    let modules = operations.map(|(operation, operation_names)| {
        let mut imports = BTreeSet::new();
        let host = &context.api.hosts[operation.host].id.value;
        let tests = operation.examples.iter().zip(&operation_names.tests).map(|(example, test)| {
            let call = CallExample::new(context, operation, operation_names, product, example);
            imports.extend(call.imports.iter().cloned());
            let (wire, request) = (&example.wire.text, &call.request);
            let response = match &example.response {
                Some(body) => quote!(Some(#body)),
                None => quote!(None),
            };
            let test = ident(test);
            quote! {
                #[tokio::test]
                async fn #test() {
                    let contract = Contract::start(#host, #wire, #response).await;
                    let client = contract.client();
                    contract.check(#request.response().await);
                }
            }
        });
        let tests: Vec<TokenStream> = tests.collect();
        let uses = imports.iter().map(|path| {
            let parts = path.split("::").map(ident);
            quote!(use #krate #(::#parts)*;)
        });
        let module = ident(&operation_names.method);
        quote! {
            mod #module {
                use crate::Contract;
                #(#uses)*
                #(#tests)*
            }
        }
    });
    let section = ident(&names.module);
    quote!(mod #section { #(#modules)* })
}

fn harness(context: &Context<'_>) -> [TokenStream; 2] {
    let krate = ident(&context.crate_name());
    let declaration = quote! {
        struct Contract {
            server: LoopbackServer,
            host: &'static str,
            expected: ExpectedRequest,
            answered: bool,
        }
    };
    let implementation = quote! {
        impl Contract {
            async fn start(host: &'static str, wire: &str, response: Option<&str>) -> Self {
                let server = LoopbackServer::start().await;
                server.answer(Answer::json(200, response.unwrap_or("{}")));
                Self { server, host, expected: ExpectedRequest::parse(wire), answered: response.is_some() }
            }

            fn client(&self) -> #krate::Client {
                client(self.host, self.server.url())
            }

            fn check<T>(&self, outcome: Result<#krate::Response<T>, #krate::Error>) {
                let requests = self.server.requests();
                assert_eq!(requests.len(), 1, "one request to the host `{}`; {:?}", self.host, outcome.as_ref().err());
                self.expected.assert_matches(&requests[0]);
                // An answer that the spec has no example of is not held against its type.
                if let (true, Err(error)) = (self.answered, outcome) {
                    panic!("the example response does not decode: {error}");
                }
            }
        }
    };
    [declaration, implementation]
}

/// A client that reaches the server as one host only: a call to any other host fails.
fn client(context: &Context<'_>) -> TokenStream {
    let krate = ident(&context.crate_name());
    let values = context.api.configuration.iter().map(|value| &value.example);
    let credentials = context.api.credentials.iter().zip(&context.names.credentials).map(|(credential, name)| {
        let (method, example) = (ident(name), credential.example());
        quote!(.#method(#example))
    });
    let hosts = context.api.hosts.iter().zip(&context.names.hosts).map(|(host, names)| {
        let (id, method) = (&host.id.value, ident(&names.base_url));
        quote!(#id => builder.#method(url))
    });
    quote! {
        fn client(host: &str, url: &str) -> #krate::Client {
            let builder = #krate::Client::builder(#(#values),*)
                #(#credentials)*
                .strict(true)
                .base_url("http://127.0.0.1:1");
            let builder = match host {
                #(#hosts,)*
                _ => builder,
            };
            builder.build().expect("the configuration of the examples is valid")
        }
    }
}
