//! The contract test: every example of the spec, sent over a real socket and compared byte by byte.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::example::CallExample;
use super::{Context, Output, ident, rust};
use crate::model::{Events, Operation};
use crate::names::{EventNames, OperationNames, ProductNames};

pub(super) fn emit(context: &Context<'_>, output: &mut Output) {
    let mut items = vec![quote!(
        use api_client_runtime::testing::{Answer, ExpectedRequest, LoopbackServer};
    )];
    items.extend(harness(context));
    items.push(client(context));
    let doc = "Sends every example of the spec to a server on loopback: the request must have the bytes that the\n\
               spec says, to the host that it says, and the answer must decode without a warning.";
    let mut file = rust::file(&context.origin(""), doc, items);
    file.text.push_str(&tests(context));
    output.add_text("tests/contract.rs", file.text);
}

/// The tests of all products.
///
/// They are written as text: their frame is always the same, and what is in it was formatted for
/// the documentation.
fn tests(context: &Context<'_>) -> String {
    let mut text = String::new();
    for (index, product, names) in context.products() {
        let mut sections = String::new();
        for (section, section_names) in product.sections.iter().zip(&names.sections) {
            let operations = section.operations.iter().zip(&section_names.operations);
            let operations = operations.filter(|(operation, _)| !operation.examples.is_empty());
            let modules: Vec<String> =
                operations.map(|(operation, names)| operation_tests(context, index, operation, names)).collect();
            if !modules.is_empty() {
                sections.push_str(&module(&section_names.module, &modules.join("\n")));
            }
        }
        if let Some((events, event_names)) = product.events.as_ref().zip(names.events.as_ref()) {
            sections.push_str(&event_tests(context, names, events, event_names));
        }
        if !sections.is_empty() {
            let feature = &names.module;
            text.push_str(&format!("\n#[cfg(feature = \"{feature}\")]\n"));
            text.push_str("#[allow(deprecated, reason = \"what is deprecated must still work\")]\n");
            text.push_str(&module(&names.module, &sections));
        }
    }
    text
}

/// A module in which each made-up body of an event is read.
fn event_tests(context: &Context<'_>, product: &ProductNames, events: &Events, names: &EventNames) -> String {
    let mut tests = String::new();
    for ((event, test), variant) in events.events.iter().zip(&names.tests).zip(&names.variants) {
        let Some(body) = &event.example else { continue };
        tests.push_str(&format!(
            "\n#[test]\nfn {test}() {{\n    \
             let event = Event::from_json({}.as_bytes()).expect(\"the example is an event\");\n    \
             assert!(event.warnings().is_empty(), \"{{:?}}\", event.warnings());\n    \
             assert!(matches!(*event, Event::{variant}(_)), \"{{event:?}}\");\n}}\n",
            literal(body)
        ));
    }
    if tests.is_empty() {
        return tests;
    }
    let (krate, module_name, name) = (context.crate_name(), &product.module, &names.name);
    module("events", &format!("use {krate}::{module_name}::{name};\n{tests}"))
}

/// A module in which each example of an operation is a test.
fn operation_tests(context: &Context<'_>, product: usize, operation: &Operation, names: &OperationNames) -> String {
    let mut imports = BTreeSet::new();
    let host = &context.api.hosts[operation.host].id.value;
    let mut tests = String::new();
    for (example, test) in operation.examples.iter().zip(&names.tests) {
        let call = CallExample::new(context, operation, names, product, example);
        imports.extend(call.imports.iter().cloned());
        let wire = literal(&example.wire.text);
        let response =
            example.response.as_ref().map_or_else(|| "None".into(), |body| format!("Some({})", literal(body)));
        let request = indented(call.request_statement());
        tests.push_str(&format!(
            "\n#[tokio::test]\nasync fn {test}() {{\n    \
             let wire = {wire};\n    \
             let response = {response};\n    \
             let contract = Contract::start({host:?}, wire, response).await;\n    \
             let client = contract.client();\n{request}    \
             contract.check(request.response().await);\n}}\n",
        ));
    }
    let krate = context.crate_name();
    let uses: String = imports.iter().map(|path| format!("use {krate}::{path};\n")).collect();
    module(&names.method, &format!("use crate::Contract;\n{uses}{tests}"))
}

/// A text as a literal, on one line: it is indented with what is around it.
fn literal(text: &str) -> String {
    let longest = text.split('"').skip(1).map(|part| part.len() - part.trim_start_matches('#').len()).max();
    match longest {
        // Nothing in a raw literal is escaped, so that the text is seen as it is.
        Some(hashes) if !text.contains(|character: char| character.is_control()) => {
            let hashes = "#".repeat(hashes + 1);
            format!("r{hashes}\"{text}\"{hashes}")
        }
        _ => format!("{text:?}"),
    }
}

fn module(name: &str, content: &str) -> String {
    format!("mod {name} {{\n{}}}\n", indented(content))
}

fn indented(text: &str) -> String {
    let lines = text.lines().map(|line| if line.is_empty() { "\n".into() } else { format!("    {line}\n") });
    lines.collect()
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
                requests[0].assert_accepted();
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
