//! The catalog of error codes.

use super::super::{Context, prose};
use super::{error_page, link_to, number};
use crate::model::{ErrorFormat, ErrorFormatId, ErrorKind, OperationId};

pub(super) fn overview(context: &Context<'_>) -> String {
    let api = context.api;
    let rows = api.error_formats.with_ids().map(|(id, format)| {
        let codes = number(format.codes.iter().count(), "code");
        format!("- [{}]({}): {codes} of {}", prose::escape(&format.id.value), error_page(format), hosts(context, id))
    });
    let rows: Vec<String> = rows.collect();
    format!("# Error codes\n\nEach host has one list of error codes:\n\n{}\n", rows.join("\n"))
}

/// The hosts that use an error format.
fn hosts(context: &Context<'_>, id: ErrorFormatId) -> String {
    let hosts = context.api.hosts.iter().filter(|host| host.errors == id);
    let hosts: Vec<String> = hosts.map(|host| prose::code(&host.id.value)).collect();
    if hosts.len() == 1 { format!("the host {}", hosts[0]) } else { format!("the hosts {}", hosts.join(", ")) }
}

pub(super) fn page(context: &Context<'_>, id: ErrorFormatId, format: &ErrorFormat) -> String {
    let api = context.api;
    let mut parts = vec![
        format!("# Error codes: {}", prose::escape(&format.id.value)),
        format!("These are the known error codes of {}.", hosts(context, id)),
    ];
    parts.extend(format.docs.as_ref().map(|url| format!("[Page of the vendor]({url})")));
    if format.codes.is_empty() {
        parts.push("No error code is known.".into());
    }
    for (code_id, code) in format.codes.with_ids() {
        parts.push(format!("## {0} {1} {{#{0}}}", code.code, prose::code(&code.name.value)));
        parts.push(prose::escape(&code.doc));
        let retry = if code.retryable { "The same request can succeed later." } else { "" };
        parts.push(format!("{} {retry}", meaning(code.kind)).trim().to_owned());
        parts.push(prose::unverified(code.unverified.as_ref()));
        let users = api.operations_with_ids().filter(|(_, operation)| {
            api.hosts[operation.host].errors == id && operation.errors.iter().any(|error| error.code == code_id)
        });
        let users: Vec<OperationId> = users.map(|(id, _)| id).collect();
        let links: Vec<String> = users.into_iter().map(|id| link_to(context, id, "")).collect();
        if !links.is_empty() {
            parts.push(format!("Documented for {}", links.join(", ")));
        }
    }
    prose::paragraphs(&parts) + "\n"
}

fn meaning(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::NotFound => "Kind: the element does not exist.",
        ErrorKind::AlreadyExists => "Kind: the element exists already.",
        ErrorKind::Unauthenticated => "Kind: the token is missing, invalid or expired.",
        ErrorKind::Denied => "Kind: the token does not permit the call.",
        ErrorKind::InvalidRequest => "Kind: the request is invalid.",
        ErrorKind::RateLimited => "Kind: a rate limit is reached.",
        ErrorKind::QuotaExceeded => "Kind: a quota is used up.",
        ErrorKind::ServerError => "Kind: the server failed.",
        ErrorKind::Other => "",
    }
}
