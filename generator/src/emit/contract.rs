//! The contract test. It sends every example of the spec over a real socket, and compares the requests byte by byte.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::example::CallExample;
use super::{Context, Output, ident, rust};
use crate::model::{Events, OperationId};
use crate::naming::{EventNames, EventsNames, ProductNames, VERIFIER};

pub(super) fn emit(context: &Context<'_>, output: &mut Output) {
    let krate = ident(&context.crate_name());
    let items = vec![
        quote!(
            use api_client_runtime::testing::{RoundTrip, assert_round_trip};
        ),
        quote!(
            use #krate::testing::FakeServer;
        ),
        quote!(
            use #krate::WithSecrets;
        ),
        harness(context),
    ];
    let doc = "Sends every example of the spec to the fake server. The request must have the host and the bytes in\n\
               `src/testing.json`. The response must decode without a warning. It must be the same after it was written\n\
               and read again, as JSON and as CBOR.";
    let mut file = rust::file(&context.origin(""), doc, items);
    file.text.push_str(&tests(context));
    output.add_text("tests/contract.rs", file.text);
}

/// The tests of all products.
///
/// They are written as text, because the documentation already contains the formatted calls.
fn tests(context: &Context<'_>) -> String {
    let mut text = String::new();
    for (product_id, product, names) in context.products() {
        let mut sections = String::new();
        for (section_id, section, section_names) in names.sections(product) {
            let operations = section.operations.with_ids().filter(|(_, operation)| !operation.examples.is_empty());
            let modules: Vec<String> = operations
                .map(|(index, _)| OperationId { product: product_id, section: section_id, index })
                .map(|id| operation_tests(context, id))
                .collect();
            if !modules.is_empty() {
                sections.push_str(&module(&section_names.module, &modules.join("\n")));
            }
        }
        if let Some((events, event_names)) = names.events(product) {
            sections.push_str(&event_tests(context, names, events, event_names));
        }
        if !sections.is_empty() {
            let feature = &names.module;
            text.push_str(&format!("\n#[cfg(feature = \"{feature}\")]\n"));
            text.push_str("#[allow(deprecated, reason = \"deprecated items must still work\")]\n");
            text.push_str(&module(&names.module, &sections));
        }
    }
    text
}

/// A module with a test for each event that has an example payload. The test signs the payload if the product signs its
/// events.
fn event_tests(context: &Context<'_>, product: &ProductNames, events: &Events, names: &EventsNames) -> String {
    let mut tests = String::new();
    for (event, EventNames { variant, test }) in names.events(events) {
        if event.example.is_none() {
            continue;
        }
        tests.push_str(&format!(
            "\n#[test]\nfn {test}() {{\n    \
             assert!(matches!(read({:?}), Event::{variant}(_)));\n}}\n",
            event.value.value
        ));
    }
    if tests.is_empty() {
        return tests;
    }
    let (krate, module_name, name) = (context.crate_name(), &product.module, &names.name);
    let (types, tools, read) = match &events.signature {
        Some(_) => (
            format!("{{{name}, {VERIFIER}}}"),
            "{event_payload, sign}",
            "let (_, signature) = sign::<Event>(\"EXAMPLE-TOKEN\", body);\n    \
             let verifier = EventVerifier::new(\"EXAMPLE-TOKEN\").expect(\"the token is valid\");\n    \
             let event = verifier.read_with_signature([signature], body.as_bytes()).expect(\"the example is an event\");",
        ),
        None => (
            name.clone(),
            "event_payload",
            "let event = Event::from_json(body.as_bytes()).expect(\"the example is an event\");",
        ),
    };
    let helper = format!(
        "\nfn read(name: &str) -> Event {{\n    \
         let body = event_payload::<Event>(name);\n    {read}\n    \
         assert!(event.warnings().is_empty(), \"{{:?}}\", event.warnings());\n    \
         assert_eq!(event.name(), name);\n    \
         let event = event.into_event();\n    \
         assert_event_round_trip(&event, body);\n    \
         check_cbor(&event);\n    \
         event\n}}\n"
    );
    let uses = format!(
        "use crate::check_cbor;\nuse api_client_runtime::testing::assert_event_round_trip;\n\
         use {krate}::{module_name}::{types};\nuse {krate}::testing::{tools};\n"
    );
    module("events", &format!("{uses}{helper}{tests}"))
}

/// A module with a test for each example of an operation.
fn operation_tests(context: &Context<'_>, id: OperationId) -> String {
    let (operation, names, product) = (context.api.operation(id), &context.names[id], &context.names[id.product]);
    let section = &product.sections[id.section].module;
    let mut imports = BTreeSet::from([format!("{}::{section}::{}", product.module, names.request)]);
    let mut tests = String::new();
    for (example, test) in names.examples(operation) {
        let call = CallExample::new(context, id, example);
        imports.extend(call.imports.iter().cloned());
        let request = indented(call.request_statement());
        let mut before = operation.examples.iter().take_while(|before| before.name.value != example.name.value);
        // Several examples can have the same request, so the test selects the response by name.
        let is_repeated = before.any(|before| before.wire.text == example.wire.text) && example.response.is_some();
        let rule = if is_repeated {
            format!("    fake.on({}::OPERATION).example({:?});\n", names.request, example.name.value)
        } else {
            String::new()
        };
        tests.push_str(&format!(
            "\n#[tokio::test]\nasync fn {test}() {{\n    \
             let fake = FakeServer::start().await.stateless();\n    \
             let client = fake.client();\n{rule}{request}    \
             check(&fake, {}::OPERATION, {:?}, request.response().await);\n}}\n",
            names.request, example.name.value,
        ));
    }
    let krate = context.crate_name();
    let uses: String = imports.iter().map(|path| format!("use {krate}::{path};\n")).collect();
    module(&names.method, &format!("use crate::{{FakeServer, check}};\n{uses}{tests}"))
}

fn module(name: &str, content: &str) -> String {
    format!("mod {name} {{\n{}}}\n", indented(content))
}

fn indented(text: &str) -> String {
    let lines = text.lines().map(|line| if line.is_empty() { "\n".into() } else { format!("    {line}\n") });
    lines.collect()
}

fn harness(context: &Context<'_>) -> TokenStream {
    let krate = ident(&context.crate_name());
    quote! {
        /// Asserts that one request arrived, that it matches the example, and that its response was decoded and can be
        /// written and read again.
        fn check<T: RoundTrip>(
            fake: &FakeServer,
            operation: &'static #krate::Operation,
            example: &str,
            outcome: Result<#krate::Response<T>, #krate::Error>,
        ) {
            let requests = fake.requests();
            assert_eq!(requests.len(), 1, "one request; {:?}", outcome.as_ref().err());
            fake.assert_example(operation, example);
            requests[0].assert_valid();
            match outcome {
                Ok(response) => {
                    assert_round_trip(&response);
                    check_cbor(&*response);
                }
                Err(error) => panic!("the example response does not decode: {error}"),
            }
        }

        /// Asserts that a value is the same after it was written as CBOR and read again.
        fn check_cbor<T: RoundTrip>(value: &T) {
            let mut cbor = Vec::new();
            ciborium::into_writer(&WithSecrets(value), &mut cbor).expect("CBOR can represent the value");
            let read: T = ciborium::from_reader(cbor.as_slice()).expect("the CBOR can be read");
            assert!(read == *value, "the value is the same after it was written as CBOR and read");
        }
    }
}
