//! Hosts, error formats and pagination styles as statics; vendor codes as enums.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Context, Output, ident, prose, rust};
use crate::model::{ErrorCode, ErrorFormat, Operation};
use crate::names::ErrorNames;

pub(super) fn emit(context: &Context<'_>, output: &mut Output) {
    let origin = context.origin("api.yaml");
    output.add_rust("src/hosts.rs".into(), rust::file(&origin, "The hosts, and how they answer.", &statics(context)));
    let enums: Vec<TokenStream> = context
        .api
        .error_formats
        .iter()
        .zip(&context.names.error_formats)
        .filter(|(format, _)| !format.codes.is_empty())
        .flat_map(|(format, names)| code_enum(format, names))
        .collect();
    if !enums.is_empty() {
        let mut items = vec![quote!(
            use api_client_runtime as rt;
        )];
        items.extend(enums);
        let doc = "The vendor's error codes, by the error format of the host that sends them.";
        output.add_rust("src/errors.rs".into(), rust::file(&origin, doc, &items));
    }
}

fn statics(context: &Context<'_>) -> Vec<TokenStream> {
    let mut items = vec![quote!(
        use api_client_runtime as rt;
    )];
    for (host, names) in context.api.hosts.iter().zip(&context.names.hosts) {
        let constant = ident(&names.constant);
        let errors = ident(&context.names.error_formats[host.errors].constant);
        let (name, url, base_url) = (&host.id.value, &host.url, &names.base_url);
        let (header, prefix) = (&host.auth_header, &host.auth_prefix);
        let credential = &context.names.credentials[host.credential];
        let doc = prose::attributes(&prose::escape(&host.doc));
        items.push(quote! {
            #doc
            pub(crate) static #constant: rt::Host = rt::Host {
                name: #name,
                url: #url,
                base_url_method: #base_url,
                auth: rt::Auth { header: #header, prefix: #prefix, credential: #credential },
                errors: &#errors,
            };
        });
    }
    for (format, names) in context.api.error_formats.iter().zip(&context.names.error_formats) {
        let constant = ident(&names.constant);
        let code = format.code.as_deref().unwrap_or_default();
        let message = &format.message;
        let request_id = format.request_id.as_deref().unwrap_or_default();
        let codes = format.codes.iter().map(error_code);
        items.push(quote! {
            static #constant: rt::ErrorFormat = rt::ErrorFormat {
                code: #code,
                message: #message,
                request_id: #request_id,
                codes: &[#(#codes),*],
            };
        });
    }
    let styles = context.api.pagination_styles.iter().zip(&context.names.pagination_styles);
    for (index, (style, name)) in styles.enumerate() {
        let uses = |operation: &Operation| operation.pagination.as_ref().is_some_and(|paging| paging.style == index);
        // A style that no operation uses yet would be dead code.
        if !context.api.operations().any(uses) {
            continue;
        }
        let constant = ident(name);
        let (request, response) = (&style.request, &style.response);
        let has_more = style.has_more.as_deref().unwrap_or_default();
        let products = users_of(context, uses);
        items.push(quote! {
            #products
            pub(crate) static #constant: rt::CursorPagination = rt::CursorPagination {
                request: #request,
                response: #response,
                has_more: #has_more,
            };
        });
    }
    items
}

/// The `cfg` that keeps an item where one of the products with such an operation is on.
fn users_of(context: &Context<'_>, uses: impl Fn(&Operation) -> bool) -> TokenStream {
    let features: Vec<&String> = context
        .products()
        .filter(|(_, product, _)| product.operations().any(&uses))
        .map(|(_, _, names)| &names.module)
        .collect();
    match features.as_slice() {
        [feature] => quote!(#[cfg(feature = #feature)]),
        _ => quote!(#[cfg(any(#(feature = #features),*))]),
    }
}

fn error_code(code: &ErrorCode) -> TokenStream {
    let number = Literal::i64_unsuffixed(code.code);
    let (name, doc, retryable) = (&code.name.value, &code.doc, code.retryable);
    let kind = ident(match code.kind.as_str() {
        "not_found" => "NotFound",
        "already_exists" => "AlreadyExists",
        "denied" => "Denied",
        "invalid_request" => "InvalidRequest",
        "rate_limited" => "RateLimited",
        "quota_exceeded" => "QuotaExceeded",
        "server_error" => "ServerError",
        _ => "Other",
    });
    quote! {
        rt::ErrorCode { code: #number, name: #name, kind: rt::ErrorCodeKind::#kind, retryable: #retryable, doc: #doc }
    }
}

fn code_enum(format: &ErrorFormat, names: &ErrorNames) -> Vec<TokenStream> {
    let name = ident(&names.code_enum);
    let variants: Vec<_> = names.variants.iter().map(|variant| ident(variant)).collect();
    let page = format.docs.as_ref().map(|docs| format!("[The vendor's list]({docs}).")).unwrap_or_default();
    let doc = prose::attributes(&prose::paragraphs(&[
        format!("The error codes of the format `{}`, made from [`Error::code`](crate::Error::code).", format.id.value),
        page,
    ]));
    let declared = format.codes.iter().zip(&variants).map(|(code, variant)| {
        let doc = prose::paragraphs(&[
            format!("`{}` {}: {}", code.code, prose::escape(&code.name.value), prose::escape(&code.doc)),
            prose::unverified(code.unverified.as_ref()),
        ]);
        let doc = prose::attributes(&doc);
        quote!(#doc #variant)
    });
    let known = format.codes.iter().zip(&variants).map(|(code, variant)| {
        let number = Literal::i64_unsuffixed(code.code);
        quote!((#number, Self::#variant))
    });
    vec![
        quote! {
            #doc
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum #name {
                #(#declared,)*
                /// A code that this version of the crate does not know.
                Unknown(i64),
            }
        },
        quote! {
            impl rt::OpenCode for #name {
                const KNOWN: &'static [(i64, Self)] = &[#(#known),*];
                fn unknown(code: i64) -> Self {
                    Self::Unknown(code)
                }
                fn as_unknown(&self) -> Option<i64> {
                    match self {
                        Self::Unknown(code) => Some(*code),
                        _ => None,
                    }
                }
            }
        },
        quote!(rt::open_code!(#name);),
    ]
}
