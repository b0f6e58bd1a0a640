//! The root of the crate.

use proc_macro2::TokenStream;
use quote::quote;

use super::example::CallExample;
use super::{Context, Output, ident, product, prose, rust};
use crate::naming::required_parameters;

pub(super) fn emit(context: &Context<'_>, output: &mut Output) {
    let mut items = vec![
        // The documentation says of each item which features it needs, where it is built with nightly Rust.
        quote!(#![cfg_attr(docsrs, feature(doc_cfg))]),
        quote!(
            mod client;
        ),
    ];
    let has_codes = context.api.error_formats.iter().any(|format| !format.codes.is_empty());
    if has_codes {
        items.push(quote!(
            mod errors;
        ));
    }
    items.push(quote!(
        pub mod hosts;
    ));
    if super::rate_plans::are_there(context) {
        items.push(quote!(
            pub mod rate_plans;
        ));
    }
    items.extend(context.products().map(|(_, _, names)| {
        let (module, feature) = (ident(&names.module), &names.module);
        quote! {
            #[cfg(feature = #feature)]
            pub mod #module;
        }
    }));
    items.extend(context.products().filter_map(|(_, _, names)| {
        let (former, module) = (names.former.as_ref()?, ident(&names.module));
        let feature = &former.module;
        let condition = quote!(#[cfg(feature = #feature)]);
        Some(product::former_module(former, &names.module, &names.handle, &quote!(crate::#module), &condition))
    }));
    items.push(quote!(
        #[cfg(feature = "testing")]
        pub mod testing;
    ));
    if super::guides::are_there(context) {
        items.push(quote!(
            #[cfg(doc)]
            pub mod guide;
        ));
    }
    items.push(if super::client::is_named(context) {
        quote!(
            pub use client::{Client, ClientBuilder, Configuration};
        )
    } else {
        quote!(
            pub use client::{Client, ClientBuilder};
        )
    });
    if has_codes {
        items.push(quote!(
            pub use errors::*;
        ));
    }
    items.push(runtime_items());
    items.push(operations(context));
    output.add_rust("src/lib.rs".into(), rust::file(&context.origin(""), &documentation(context), items));
}

/// What users meet of the runtime; the rest of it stays hidden.
fn runtime_items() -> TokenStream {
    quote! {
        #[cfg(feature = "blocking")]
        pub use api_client_runtime::Blocking;
        #[cfg(feature = "tower")]
        pub use api_client_runtime::Tower;
        #[cfg(feature = "webhooks")]
        pub use api_client_runtime::{
            EventError, EventVerifier, Received, Signature, SignatureAlgorithm, SignatureEncoding, SignedEvent,
            WebhookError, WebhookErrorKind, WebhookEvent,
        };
        pub use api_client_runtime::{
            ApiError, Body, BoxFuture, Bytes, Call, Clock, ConfigurationError, Date, DateTime, DecodeError, Download,
            DownloadRequest, Error, ErrorCodeKind, File, FileError, FormFields, FormUpload, Host,
            InvalidRequestError, Items, Job, JobError, JobErrorKind, JobOutcome, JobState, JsonText, JsonValue, ListProgress, Method,
            Nullable, Operation, Pages, Progress, RateLimitStatus, RatePlan, Response, RetryBudget, RetryPolicy, Sensitive,
            SignedUrl, StatusCode, TimeoutError, Timestamp, TimestampMillis, TimestampSeconds, TransferFuture, Transport,
            TransportError, TransportErrorKind, UnknownString, Wait, Warning, WarningKind, wait_until,
        };
    }
}

fn operations(context: &Context<'_>) -> TokenStream {
    let lists = context.products().map(|(_, product, names)| {
        let (module, feature) = (ident(&names.module), &names.module);
        let constants = names.sections(product).flat_map(|(_, section, section_names)| {
            let section_module = ident(&section_names.module);
            let module = module.clone();
            section_names.operations(section).map(move |(.., names)| {
                let constant = ident(&names.constant);
                quote!(&#module::#section_module::#constant)
            })
        });
        let constants: Vec<TokenStream> = constants.collect();
        quote! {
            #[cfg(feature = #feature)]
            &[#(#constants),*]
        }
    });
    quote! {
        /// What is known of every operation, by product.
        pub static OPERATIONS: &[&[&Operation]] = &[#(#lists),*];
    }
}

fn documentation(context: &Context<'_>) -> String {
    let api = context.api;
    let mut parts = vec![
        format!("{}.", prose::escape(api.package.description.trim_end_matches('.'))),
        format!(
            "A [`Client`] is built once, with the tokens that the application has; its products and their sections \
             lead to the operations. A request is a value: it is sent when it is awaited, and `response()` gives \
             status, headers and warnings along with the answer.",
        ),
    ];
    if super::guides::are_there(context) {
        parts.push(
            "The [guides](guide/index.html) show how it is used, from the first call to webhooks; what follows is the \
             reference in short."
                .into(),
        );
    }
    parts.push(products(context));
    parts.extend(required_values(context));
    parts.push(LENIENT.into());
    parts.push(ERRORS.into());
    parts.push(RETRIES.into());
    if context.api.operations().any(|operation| operation.job.is_some()) {
        parts.push(JOBS.into());
    }
    if super::rate_plans::are_there(context) {
        parts.push(RATE_PLANS.into());
    }
    parts.push(SECRETS.into());
    parts.push(OTHER_WAYS.into());
    if context.products().any(|(_, product, _)| product.events.is_some()) {
        parts.push(EVENTS.into());
    }
    parts.push(TESTS.into());
    parts.push(EVIDENCE.into());
    prose::paragraphs(&parts)
}

const LENIENT: &str = "# What servers send\n\n\
    Answers are read leniently: a missing, null or oddly typed field, an unknown value or an odd element of a list \
    costs that field or element, never the call. Each is a [`Warning`] with its JSON path, in the [`Response`] and in \
    the hook of `ClientBuilder::on_warning`.";

const EVIDENCE: &str = "# How sure the descriptions are\n\n\
    Each operation names the evidence that it rests on: the vendor's documentation (documented), a description or SDK \
    that the vendor publishes (official sdk), recorded traffic or programs of others (observed), or a conclusion from \
    something similar (inferred). What is doubtful in detail is marked as unverified, at the operation, parameter or \
    field that it is about.";

const ERRORS: &str = "# Errors\n\n\
    Every call fails with [`Error`], whose text says in one line what happened and what to do. Its predicates, such as \
    [`Error::is_not_found`], know what the vendor's codes mean on each host; [`Error::may_have_been_executed`] and \
    [`Error::is_retryable`] tell what a queue of jobs wants to know. Operations list the codes that matter to them, \
    where these were seen or follow from the vendor's list; any call can fail with others.";

const RETRIES: &str = "# Retries and time\n\n\
    A call is tried again where that does no harm: after a connection that could not be made, and after a refusal for \
    too many calls if the API says that such a call was not executed; if the operation is idempotent, also after a \
    connection that failed, an attempt that took too long and errors of the server. A wait is never shorter than the \
    server asks for, and chance spreads it. [`Response::attempts`] and [`Error::attempts`] tell how often it was. A \
    [`RetryBudget`] for each host limits the retries of all calls, so that an outage is not multiplied.\n\n\
    By default there are up to 4 attempts of up to 30 seconds each, 10 of them for connecting, and a call takes no \
    more than 60 seconds in all. [`ClientBuilder`] changes that for a client and `with` for one call: \
    `request.with(|call| call.timeout(limit).retry(RetryPolicy::none()))`. What you know to be safe to repeat, such as \
    a message with an id of yours, is marked by `with(|call| call.idempotent(true))`. Dropping a call cancels it: \
    its connection is closed, and the server may have executed it.";

const JOBS: &str = "# Long-running jobs\n\n\
    A request that shows something which the server does in its own time has a method `wait`: it looks again and again \
    until the job has ended, and [`Wait`] says how often, how long, and what may end it before. [`wait_until`] does the \
    same with any request.";

const RATE_PLANS: &str = "# Rate limits\n\n\
    What an answer says of limits is in [`Response::rate_limit`]. A client that is given a plan of [`rate_plans`] by \
    [`ClientBuilder::rate_plan`] stays below its limits: calls wait for their turn, first come, first served. Where \
    several processes share a limit, each takes its [`RatePlan::share`].";

const SECRETS: &str = "# What is shown, and what never is\n\n\
    Tokens are shown nowhere, and taken out of what servers say in errors. Neither do requests, answers and errors show \
    what was sent or received when they are printed for debugging; a value shows itself where it is printed by itself, \
    but for what people write and who they are, which is `[private]` then. With the feature `tracing` each call is a \
    span with the operation's id, method and path template, the status, the vendor's code and request id, the number of \
    attempts and the time, and nothing else.";

const OTHER_WAYS: &str = "# Other ways\n\n\
    * What this crate has no method for: [`Client::raw`], with the same token, retries, limits and errors.\n\
    * Answers that travel compressed: with the feature `gzip`. The limit on their size counts what they are unpacked \
    to.\n\
    * Programs that are not asynchronous: with the feature `blocking`, `request.send().blocking()` and \
    `request.items().blocking()`.\n\
    * Files at signed URLs, such as exports: [`Client::download`] and [`Client::upload_form`], which send no token.\n\
    * Another HTTP client, a proxy, a recorder: a [`Transport`], or with the feature `tower` any tower service.";

const EVENTS: &str = "# Events\n\n\
    With the feature `webhooks`, products whose vendor sends events have an `Event` each, and where it signs them an \
    `EventVerifier`, which proves who sent one before anything of it is read. With the feature `axum`, a verified event is \
    an extractor.";

const TESTS: &str = "# Tests\n\n\
    With the feature `testing`, the module `testing` has a server that knows this API: it answers from the examples of \
    the spec, tells what is wrong with requests, and fails as a test wants it to.";

fn products(context: &Context<'_>) -> String {
    // No links: a module is only there if its feature is on.
    let rows: Vec<String> = context
        .products()
        .map(|(_, product, names)| {
            let auth = context.api.hosts[product.host].auth.as_ref();
            let token = auth.map_or_else(|| "none".into(), |auth| format!("`{}`", context.names[auth.credential]));
            let count = product.operations().count();
            format!("| `{0}` | `{0}` | {count} | {token} |", names.module)
        })
        .collect();
    format!("| module | feature | operations | token |\n|---|---|---|---|\n{}", rows.join("\n"))
}

/// The first operation with required values, once with and once without them: the two examples
/// differ in nothing else, so the second one can only fail for the missing values.
fn required_values(context: &Context<'_>) -> Option<String> {
    let (id, operation) = context.api.operations_with_ids().find(|(id, operation)| {
        required_parameters(operation).next().is_some()
            && context.names[*id].required.is_none()
            && !operation.examples.is_empty()
    })?;
    let call = CallExample::new(context, id, &operation.examples[0]);
    let (names, operation_names) = (&context.names[id.product], &context.names[id]);
    let section = &names.sections[id.section];
    let complete = call.request_statement();
    let incomplete =
        format!("let request = client.{}().{}().{}();\n", names.module, section.module, operation_names.method);
    let krate = context.crate_name();
    let uses = call.uses();
    let frame = |statement: &str, hidden_uses: &str| {
        let mut lines = String::new();
        lines.push_str(hidden_uses);
        lines.push_str(&format!("# fn example(client: &{krate}::Client) {{\n"));
        lines.push_str(statement);
        lines.push_str("# }\n");
        lines
    };
    Some(format!(
        "# Required values\n\n\
         Required values are arguments of the method:\n\n\
         ```no_run\n{}```\n\n\
         Leaving them out does not compile:\n\n\
         ```compile_fail\n{}```\n\n\
         Values that could be swapped unnoticed are fields of a struct, whose name ends in `Required`. No method and \
         no `new` of a type takes two arguments of the same kind.\n\n\
         An empty id fails the call with [`Error::InvalidRequest`], and nothing is sent.",
        frame(complete, &uses),
        frame(&incomplete, ""),
    ))
}
