//! The description of an API for the runtime, created from the model of its spec.
//!
//! The descriptions are constants in generated clients. Here, they live as long as the program.

use api_client_generator::model::{self, Api, ErrorKind, HostId};
use api_client_runtime as rt;
use serde_json::Value as Json;

pub(crate) fn leak(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

fn leak_all(texts: impl IntoIterator<Item = impl AsRef<str>>) -> &'static [&'static str] {
    leak_list(texts.into_iter().map(|text| leak(text.as_ref())))
}

fn leak_list<T>(items: impl IntoIterator<Item = T>) -> &'static [T] {
    Box::leak(items.into_iter().collect::<Vec<T>>().into_boxed_slice())
}

/// Returns the description of an API. Hosts have their positions in the model, and credentials have their ids.
pub(crate) fn describe(api: &Api) -> &'static rt::Api {
    Box::leak(Box::new(rt::Api {
        crate_name: leak(&api.package.name.value),
        crate_version: leak(&api.package.version),
        configuration: leak_all(api.configuration.iter().map(|value| &value.id.value)),
        credentials: leak_all(api.credentials.iter().map(|credential| &credential.id.value)),
        hosts: leak_list(api.hosts.ids().map(|id| &*Box::leak(Box::new(host(api, id))))),
    }))
}

fn host(api: &Api, id: HostId) -> rt::Host {
    let host = &api.hosts[id];
    let auth = host.auth.as_ref().map(|auth| rt::Auth {
        carrier: match &auth.carrier {
            model::Carrier::Header(name) => rt::Carrier::Header(leak(name)),
            model::Carrier::Query(name) => rt::Carrier::Query(leak(name)),
        },
        prefix: leak(&auth.prefix),
        credential: leak(&api.credentials[auth.credential].id.value),
    });
    rt::Host {
        name: leak(&host.id.value),
        url: leak(&host.url),
        path_prefixes: leak_all(api.path_prefixes(id)),
        base_url_method: "--base-url",
        auth,
        errors: Box::leak(Box::new(error_format(&api.error_formats[host.errors]))),
        rate_limit: host.rate_limit.map(|id| &*Box::leak(Box::new(rate_limit(&api.rate_limits[id])))),
    }
}

fn error_format(format: &model::ErrorFormat) -> rt::ErrorFormat {
    let recognized_by = format.recognized_by.iter();
    rt::ErrorFormat {
        code: leak_all(&format.code),
        message: leak_all(&format.message),
        request_id: leak_all(&format.request_id),
        recognized_by: leak_list(recognized_by.map(|(name, value)| (leak(&name.value), field_value(value)))),
        codes: leak_list(format.codes.iter().map(|code| rt::ErrorCode {
            code: code.code,
            name: leak(&code.name.value),
            kind: error_kind(code.kind),
            retryable: code.retryable,
            doc: leak(&code.doc),
        })),
    }
}

fn field_value(value: &Json) -> rt::FieldValue {
    match (value.as_bool(), value.as_i64()) {
        (Some(value), _) => rt::FieldValue::Bool(value),
        (None, Some(number)) => rt::FieldValue::Integer(number),
        (None, None) => rt::FieldValue::Text(leak(value.as_str().unwrap_or_default())),
    }
}

fn error_kind(kind: ErrorKind) -> rt::ErrorCodeKind {
    match kind {
        ErrorKind::NotFound => rt::ErrorCodeKind::NotFound,
        ErrorKind::AlreadyExists => rt::ErrorCodeKind::AlreadyExists,
        ErrorKind::Unauthenticated => rt::ErrorCodeKind::Unauthenticated,
        ErrorKind::Denied => rt::ErrorCodeKind::PermissionDenied,
        ErrorKind::InvalidRequest => rt::ErrorCodeKind::InvalidRequest,
        ErrorKind::RateLimited => rt::ErrorCodeKind::RateLimited,
        ErrorKind::QuotaExceeded => rt::ErrorCodeKind::QuotaExceeded,
        ErrorKind::ServerError => rt::ErrorCodeKind::ServerError,
        ErrorKind::Other => rt::ErrorCodeKind::Other,
    }
}

fn rate_limit(limit: &model::RateLimit) -> rt::RateLimit {
    let text = |name: &Option<String>| name.as_deref().map(leak).unwrap_or_default();
    rt::RateLimit {
        name: leak(&limit.id.value),
        per_endpoint: limit.per == model::LimitUnit::Endpoint,
        safe_to_retry: limit.safe_to_retry,
        limit: text(&limit.headers.limit),
        remaining: text(&limit.headers.remaining),
        reset: text(&limit.headers.reset),
        retry_after: text(&limit.headers.retry_after),
        reset_hint: text(&limit.hints.reset),
        retry_after_hint: text(&limit.hints.retry_after),
    }
}
