//! The root of the crate.

use askama::Template;
use proc_macro2::TokenStream;
use quote::quote;

use super::example::CallExample;
use super::{Context, Output, guides, ident, product, prose, rust};
use crate::model::{GuidePart, Product};
use crate::naming::{ProductNames, required_parameters};

pub(super) fn emit(context: &Context<'_>, output: &mut Output) {
    let mut items = vec![
        // On docs.rs, the documentation shows the required features of each item.
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
    if super::rate_plans::has_rate_plans(context) {
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
    if guides::has_guides(context) {
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
    items.push(versions(context));
    output.add_rust("src/lib.rs".into(), rust::file(&context.origin(""), &documentation(context), items));
}

/// The public items of the runtime.
fn runtime_items() -> TokenStream {
    quote! {
        #[cfg(feature = "blocking")]
        pub use api_client_runtime::Blocking;
        #[cfg(feature = "reqwest")]
        pub use api_client_runtime::{ReqwestTransport, ReqwestTransportBuilder};
        #[cfg(feature = "tower")]
        pub use api_client_runtime::Tower;
        #[cfg(feature = "serde")]
        pub use api_client_runtime::{Decoded, FromJsonError, WithSecrets, from_json};
        #[cfg(feature = "webhooks")]
        pub use api_client_runtime::{
            EventError, EventVerifier, Received, Signature, SignatureAlgorithm, SignatureEncoding, SignedEvent,
            WebhookError, WebhookErrorKind, WebhookEvent,
        };
        pub use api_client_runtime::{
            ApiError, Body, BoxFuture, Bytes, Call, Clock, ConfigurationError, Date, DateTime, DecodeError, Download,
            DownloadRequest, Error, ErrorCodeKind, File, FileError, FormFields, FormUpload, Host,
            IntoToken, IntoTokenSource, InvalidRequestError, Items, Job, JobError, JobErrorKind, JobOutcome, JobState, JsonText, JsonValue, LimitedCall, ListProgress, MaxWaitExceeded, Method,
            Nullable, Operation, Pages, Progress, RateLimitKey, RateLimitStatus, RateLimiter, RatePlan, RateSlot, RateWindows, Response, ResponseFuture, RetryBudget, RetryPolicy, SendFuture, Sensitive,
            SignedUrl, StatusCode, TimeError, TimeoutError, Timestamp, TimestampMillis, TimestampSeconds, TokenError, TokenSource,
            TransferFuture, Transport, TransportError, TransportErrorKind, UnknownField, UnknownString, Wait, Warning, WarningKind,
            wait_until,
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
        /// The metadata of all operations, grouped by product.
        pub static OPERATIONS: &[&[&Operation]] = &[#(#lists),*];
    }
}

/// The constants that state from what the crate was generated.
fn versions(context: &Context<'_>) -> TokenStream {
    let (version, hash) = (&context.api.package.version, context.spec_hash);
    quote! {
        /// The version of this crate, which the header `User-Agent` contains.
        pub const VERSION: &str = env!("CARGO_PKG_VERSION");

        /// The version of the spec that this crate was generated from.
        pub const SPEC_VERSION: &str = #version;

        /// A hash of the spec that this crate was generated from: 32 hexadecimal digits.
        ///
        /// Equal hashes mean equal descriptions of the API. Comments, layout and guides do not count. Use the hash
        /// to compare deployed programs, for example in a health check. It is not a cryptographic hash.
        pub const SPEC_HASH: &str = #hash;
    }
}

/// The documentation of the crate.
#[derive(Template)]
#[template(path = "library.md.txt", escape = "none")]
#[allow(clippy::struct_excessive_bools, reason = "each is the condition of a section")]
struct Documentation<'a> {
    context: &'a Context<'a>,
    description: String,
    /// The first call of a new user, as an example.
    first_call: Option<String>,
    has_guides: bool,
    products: Vec<ProductRow<'a>>,
    required: Option<RequiredParameters>,
    has_jobs: bool,
    has_plans: bool,
    has_events: bool,
}

struct ProductRow<'a> {
    module: &'a str,
    operations: usize,
    token: String,
}

/// Two examples that differ only in the required parameters, so only their absence can break the second one.
struct RequiredParameters {
    complete: String,
    incomplete: String,
}

impl Documentation<'_> {
    /// A link to the guide with this name, if the spec has one. The link is a path, because a guide is absent if its
    /// features are off.
    fn guide(&self, name: &str) -> String {
        let guide = guides::guides(self.context).find(|(guide, _)| guide.name.value == name);
        let link = guide.map(|(guide, module)| {
            let title = prose::escape(&guide.title);
            format!("Guide: [{title}](guide/{module}/index.html).")
        });
        link.unwrap_or_default()
    }
}

fn documentation(context: &Context<'_>) -> String {
    let api = context.api;
    let documentation = Documentation {
        context,
        description: format!("{}.", prose::escape(api.package.description.trim_end_matches('.'))),
        first_call: first_call(context),
        has_guides: guides::has_guides(context),
        products: context.products().map(|(_, product, names)| product_row(context, product, names)).collect(),
        required: required_parameters_example(context),
        has_jobs: api.operations().any(|operation| operation.job.is_some()),
        has_plans: super::rate_plans::has_rate_plans(context),
        has_events: context.products().any(|(_, product, _)| product.events.is_some()),
    };
    prose::rendered(&documentation)
}

fn product_row<'a>(context: &'a Context<'_>, product: &'a Product, names: &'a ProductNames) -> ProductRow<'a> {
    let auth = context.api.hosts[product.host].auth.as_ref();
    let token = auth.map(|auth| format!("[`{0}`](ClientBuilder::{0})", context.names[auth.credential]));
    ProductRow {
        module: &names.module,
        operations: product.operations().count(),
        token: token.unwrap_or_else(|| "none".into()),
    }
}

/// The first call of the first guide; without guides, the first call of the spec.
fn first_call(context: &Context<'_>) -> Option<String> {
    let with_example = || context.api.operations_with_ids().filter(|(_, operation)| !operation.examples.is_empty());
    let guide: String = guides::guides(context)
        .take(1)
        .flat_map(|(guide, _)| &guide.parts)
        .filter_map(|part| match part {
            GuidePart::Written(text) => Some(text.as_str()),
            GuidePart::VendorNames(_) => None,
        })
        .collect();
    let calls = with_example().filter_map(|(id, _)| {
        let (product, section) = (&context.names[id.product], &context.names[id.product].sections[id.section]);
        let call = format!(".{}().{}().{}(", product.module, section.module, context.names[id].method);
        Some((guide.find(&call)?, id))
    });
    let first = calls.min_by_key(|(position, _)| *position).map(|(_, id)| id);
    let id = first.or_else(|| with_example().next().map(|(id, _)| id))?;
    let call = CallExample::new(context, id, &context.api.operation(id).examples[0]);
    Some(call.documentation_with_client())
}

/// The first operation whose required parameters are arguments.
fn required_parameters_example(context: &Context<'_>) -> Option<RequiredParameters> {
    let (id, operation) = context.api.operations_with_ids().find(|(id, operation)| {
        required_parameters(operation).next().is_some()
            && context.names[*id].required.is_none()
            && !operation.examples.is_empty()
    })?;
    let call = CallExample::new(context, id, &operation.examples[0]);
    let (names, operation_names) = (&context.names[id.product], &context.names[id]);
    let section = &names.sections[id.section];
    let incomplete =
        format!("let request = client.{}().{}().{}();\n", names.module, section.module, operation_names.method);
    let krate = context.crate_name();
    let frame =
        |uses: &str, statement: &str| format!("{uses}# fn example(client: &{krate}::Client) {{\n{statement}# }}\n");
    Some(RequiredParameters {
        complete: frame(&call.uses(), call.request_statement()),
        incomplete: frame("", &incomplete),
    })
}
