//! Errors about headers that only the client or its transport sets.

use super::api::check_header;
use super::reserved_headers::{is_credential, is_reserved};
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, Carrier, Host, Location, Parameter};
use crate::source::Text;

/// Reports a header in which no credential can be sent; returns whether there is none of these mistakes.
pub(super) fn check_carrier(header: &Text, diagnostics: &mut Diagnostics) -> bool {
    let is_name = check_header(header, diagnostics);
    if is_name && is_reserved(&header.value) {
        diagnostics.push(
            Diagnostic::error(
                Id::Contradiction,
                header.place,
                format!("reserved header `{}`: the client sets it", header.value),
            )
            .expected("a header for the credential only, such as `Authorization`")
            .help("use the header that the vendor documents for the credential"),
        );
        return false;
    }
    is_name
}

/// Reports a parameter that would replace a header of the client, or the credential of a host.
pub(super) fn check_parameter(api: &Api, host: Option<&Host>, parameter: &Parameter, diagnostics: &mut Diagnostics) {
    let name = &parameter.name;
    let carries = |host: &Host| match (parameter.location, host.auth.as_ref().map(|auth| &auth.carrier)) {
        (Location::Header, Some(Carrier::Header(header))) => header.eq_ignore_ascii_case(&name.value),
        (Location::Query, Some(Carrier::Query(query))) => *query == name.value,
        _ => false,
    };
    let carries_credential = match parameter.location {
        Location::Header => {
            check_header(name, diagnostics);
            api.hosts.iter().any(carries) || is_credential(&name.value)
        }
        Location::Query => host.is_some_and(carries),
        Location::Path | Location::Body => false,
    };
    let (problem, help) = if carries_credential {
        (
            format!("parameter `{}` is a credential", name.value),
            "remove the parameter: the client sends the credential of its builder",
        )
    } else if parameter.location == Location::Header && is_reserved(&name.value) {
        (format!("reserved header `{}`: the client sets it", name.value), "remove the parameter")
    } else {
        return;
    };
    diagnostics.push(
        Diagnostic::error(Id::Contradiction, name.place, problem)
            .expected(format!("a {} parameter that the client does not set", parameter.location.as_str()))
            .help(help),
    );
}
