//! Hosts, error formats and pagination styles as statics; vendor codes as enums.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Context, Output, ident, prose, rust};
use crate::model::{
    Auth, BackwardsCursor, Carrier, ErrorCode, ErrorFormat, ErrorKind, Host, LimitUnit, Operation, PaginationKind,
    RateLimit, RateLimitHeaders, RateLimitHints,
};
use crate::naming::ErrorNames;

pub(super) fn emit(context: &Context<'_>, output: &mut Output) {
    let origin = context.origin("api.yaml");
    output.add_rust(
        "src/hosts.rs".into(),
        rust::file(&origin, "The hosts of the API, for [`Client::raw`](crate::Client::raw).", statics(context)),
    );
    let formats = context.names.error_formats(context.api).filter(|(_, format, _)| !format.codes.is_empty());
    let enums: Vec<TokenStream> = formats.flat_map(|(_, format, names)| code_enum(format, names)).collect();
    if !enums.is_empty() {
        let mut items = vec![quote!(
            use api_client_runtime as rt;
        )];
        items.extend(enums);
        let doc = "The vendor's error codes, with one enum for each error format.";
        output.add_rust("src/errors.rs".into(), rust::file(&origin, doc, items));
    }
}

fn statics(context: &Context<'_>) -> Vec<TokenStream> {
    let mut items = vec![quote!(
        use api_client_runtime as rt;
    )];
    for (host_id, host, names) in context.names.hosts(context.api) {
        let constant = ident(&names.constant);
        // `path_prefixes` reads the base path.
        let Host { id, doc, url, base_path: _, auth, errors, rate_limit } = host;
        let path_prefixes = context.api.path_prefixes(host_id);
        let errors = ident(&context.names[*errors].constant);
        let (name, base_url) = (&id.value, &names.base_url);
        let doc = prose::attributes(&prose::escape(doc));
        let auth = self::auth(context, auth.as_ref());
        let rate_limit = match rate_limit {
            Some(limit) => {
                let limit = ident(&context.names[*limit].constant);
                quote!(Some(&#limit))
            }
            None => quote!(None),
        };
        items.push(quote! {
            #doc
            pub static #constant: rt::Host = rt::Host {
                name: #name,
                url: #url,
                path_prefixes: &[#(#path_prefixes),*],
                base_url_method: #base_url,
                auth: #auth,
                errors: &#errors,
                rate_limit: #rate_limit,
            };
        });
    }
    for (id, limit, names) in context.names.rate_limits(context.api) {
        // A limit that no host has would be dead code.
        if context.api.hosts.iter().any(|host| host.rate_limit == Some(id)) {
            items.push(rate_limit(limit, &names.constant));
        }
    }
    for (id, format, names) in context.names.error_formats(context.api) {
        // A format that neither a host nor an enum of codes has would be dead code.
        if format.codes.is_empty() && !context.api.hosts.iter().any(|host| host.errors == id) {
            continue;
        }
        let visibility = if format.codes.is_empty() { quote!() } else { quote!(pub(crate)) };
        let constant = ident(&names.constant);
        let ErrorFormat { code, message, request_id, recognized_by, codes, id: _, docs: _ } = format;
        let recognized_by = recognized_by.iter().map(|(name, value)| {
            let (name, value) = (&name.value, field_value(value));
            quote!((#name, #value))
        });
        let codes = codes.iter().map(error_code);
        items.push(quote! {
            #visibility static #constant: rt::ErrorFormat = rt::ErrorFormat {
                code: &[#(#code),*],
                message: &[#(#message),*],
                request_id: &[#(#request_id),*],
                recognized_by: &[#(#recognized_by),*],
                codes: &[#(#codes),*],
            };
        });
    }
    for (id, style, name) in context.names.pagination_styles(context.api) {
        let uses = |operation: &Operation| operation.pagination.as_ref().is_some_and(|paging| paging.style == id);
        // A style that no operation uses yet would be dead code.
        if !context.api.operations().any(uses) {
            continue;
        }
        let constant = ident(name);
        let products = users_of(context, uses);
        let value = pagination(&style.kind);
        items.push(quote! {
            #products
            pub(crate) static #constant: rt::Pagination = #value;
        });
    }
    items
}

fn field_value(value: &serde_json::Value) -> TokenStream {
    match (value.as_bool(), value.as_i64()) {
        (Some(value), _) => quote!(rt::FieldValue::Bool(#value)),
        (None, Some(number)) => {
            let number = Literal::i64_unsuffixed(number);
            quote!(rt::FieldValue::Integer(#number))
        }
        (None, None) => {
            let text = value.as_str().unwrap_or_default();
            quote!(rt::FieldValue::Text(#text))
        }
    }
}

fn auth(context: &Context<'_>, auth: Option<&Auth>) -> TokenStream {
    let Some(Auth { carrier, prefix, credential }) = auth else { return quote!(None) };
    let carrier = match carrier {
        Carrier::Header(name) => quote!(rt::Carrier::Header(#name)),
        Carrier::Query(name) => quote!(rt::Carrier::Query(#name)),
    };
    let credential = &context.names[*credential];
    quote!(Some(rt::Auth { carrier: #carrier, prefix: #prefix, credential: #credential }))
}

fn rate_limit(limit: &RateLimit, name: &str) -> TokenStream {
    // Classes belong to operations, and plans are constants of their own.
    let RateLimit { id, doc, docs: _, per, safe_to_retry, headers, hints, classes: _, plans: _, unverified } = limit;
    let doc = prose::attributes(&prose::paragraphs(&[prose::escape(doc), prose::unverified(unverified.as_ref())]));
    let (static_name, id) = (ident(name), &id.value);
    let per_endpoint = match per {
        LimitUnit::Endpoint => true,
        LimitUnit::Class => false,
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let RateLimitHeaders { limit, remaining, reset, retry_after } = headers;
    let [allowed, remaining, reset, retry_after] = [limit, remaining, reset, retry_after].map(text);
    let RateLimitHints { reset: reset_hint, retry_after: retry_after_hint } = hints;
    let [reset_hint, retry_after_hint] = [reset_hint, retry_after_hint].map(text);
    quote! {
        #doc
        pub(crate) static #static_name: rt::RateLimit = rt::RateLimit {
            name: #id,
            per_endpoint: #per_endpoint,
            safe_to_retry: #safe_to_retry,
            limit: #allowed,
            remaining: #remaining,
            reset: #reset,
            retry_after: #retry_after,
            reset_hint: #reset_hint,
            retry_after_hint: #retry_after_hint,
        };
    }
}

fn pagination(kind: &PaginationKind) -> TokenStream {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    match kind {
        PaginationKind::Cursor { request, response, has_more, repeats_last, limit: _, backwards } => {
            let has_more = text(has_more);
            let backwards = match backwards {
                None => quote!(None),
                Some(BackwardsCursor { request, response, has_more }) => {
                    let has_more = text(has_more);
                    quote! {
                        Some(rt::BackwardsCursor { request: #request, response: #response, has_more: #has_more })
                    }
                }
            };
            quote! {
                rt::Pagination::Cursor(rt::CursorPagination {
                    request: #request,
                    response: #response,
                    has_more: #has_more,
                    repeats_last: #repeats_last,
                    backwards: #backwards,
                })
            }
        }
        PaginationKind::Offset { request, limit: _, total, next } => {
            let (total, next) = (text(total), text(next));
            quote!(rt::Pagination::Offset(rt::OffsetPagination { request: #request, total: #total, next: #next }))
        }
        PaginationKind::Window { anchor, item, replaces, before, after, inclusive, reverse } => {
            let (inclusive, reverse) = (text(inclusive), text(reverse));
            quote! {
                rt::Pagination::Window(rt::WindowPagination {
                    anchor: #anchor,
                    item: #item,
                    replaces: &[#(#replaces),*],
                    before: #before,
                    after: #after,
                    inclusive: #inclusive,
                    reverse: #reverse,
                })
            }
        }
    }
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
    let ErrorCode { code, name, kind, retryable, doc, unverified: _, rust: _, place: _ } = code;
    let (number, name) = (Literal::i64_unsuffixed(*code), &name.value);
    let kind = match kind {
        ErrorKind::NotFound => quote!(NotFound),
        ErrorKind::AlreadyExists => quote!(AlreadyExists),
        ErrorKind::Unauthenticated => quote!(Unauthenticated),
        ErrorKind::Denied => quote!(PermissionDenied),
        ErrorKind::InvalidRequest => quote!(InvalidRequest),
        ErrorKind::RateLimited => quote!(RateLimited),
        ErrorKind::QuotaExceeded => quote!(QuotaExceeded),
        ErrorKind::ServerError => quote!(ServerError),
        ErrorKind::Other => quote!(Other),
    };
    quote! {
        rt::ErrorCode { code: #number, name: #name, kind: rt::ErrorCodeKind::#kind, retryable: #retryable, doc: #doc }
    }
}

fn code_enum(format: &ErrorFormat, names: &ErrorNames) -> Vec<TokenStream> {
    let (name, format_constant) = (ident(&names.code_enum), ident(&names.constant));
    let page = format.docs.as_ref().map(|docs| format!("[The vendor's list]({docs}).")).unwrap_or_default();
    let doc = prose::attributes(&prose::paragraphs(&[
        format!("The error codes of the format `{}`.", format.id.value),
        "[`Error::is_code`](crate::Error::is_code) compares an error with a code, and \
         [`Error::code_as`](crate::Error::code_as) returns the code of an error."
            .into(),
        page,
    ]));
    let declared = names.codes(format).map(|(code, variant)| {
        let variant = ident(variant);
        let doc = prose::paragraphs(&[
            format!("`{}` {}: {}", code.code, prose::escape(&code.name.value), prose::escape(&code.doc)),
            prose::unverified(code.unverified.as_ref()),
        ]);
        let doc = prose::attributes(&doc);
        quote!(#doc #variant)
    });
    let known = names.codes(format).map(|(code, variant)| {
        let variant = ident(variant);
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
                const FORMAT: &'static rt::ErrorFormat = &crate::hosts::#format_constant;
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
