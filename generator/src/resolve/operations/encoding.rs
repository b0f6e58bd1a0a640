//! The encoding of bodies: JSON, or a multipart form with files.

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, DeclaredEncoding, Encoding, Location, Parameter, Type};

use crate::source::node::Node;

/// Returns the encoding of an operation's body.
pub(super) fn resolve(node: &Node, api: &Api, parameters: &[Parameter], diagnostics: &mut Diagnostics) -> Encoding {
    let files = || parameters.iter().filter(|parameter| is_file(api, &parameter.type_));
    let declared = node.word("encoding", DeclaredEncoding::parse);
    if let (Some(DeclaredEncoding::Json), Some(file)) = (declared, files().next()) {
        diagnostics.push(
            Diagnostic::error(Id::Contradiction, node.key_place("encoding"), "a JSON body cannot contain a file")
                .expected("`encoding: multipart`, or a body without files")
                .related(file.name.place, "the file")
                .help("remove `encoding`; the body is then a multipart form if a file is set, and JSON otherwise"),
        );
    }
    let encoding = match declared {
        Some(DeclaredEncoding::Multipart) => Encoding::Form,
        Some(DeclaredEncoding::Json) | None if files().any(|file| file.required) => Encoding::Form,
        Some(DeclaredEncoding::Json) | None if files().next().is_some() => Encoding::FormWithFile,
        Some(DeclaredEncoding::Json) | None => Encoding::Json,
    };
    // The key that determines the encoding is at a different location.
    let cause = match (encoding, files().next()) {
        (Encoding::Form, Some(file)) if declared.is_none() => {
            (file.name.place, "the body is a form because of this file")
        }
        (Encoding::Form, _) => (node.key_place("encoding"), "the body is a form"),
        _ => (node.key_place("body"), "the body is JSON: nothing in it is a file"),
    };
    for parameter in parameters.iter().filter(|parameter| parameter.location == Location::Body) {
        let contradiction = match encoding {
            Encoding::Json if parameter.list.is_some() => {
                Some(("wire", "`wire` applies only to queries and forms", "remove `wire`: JSON has lists"))
            }
            Encoding::Form if parameter.nullable => {
                Some(("nullable", "a form cannot contain null", "remove `nullable`"))
            }
            _ => None,
        };
        if let Some((key, problem, help)) = contradiction {
            let declared = node.get("body").and_then(|body| body.get(&parameter.name.value));
            let place = declared.map_or(parameter.name.place, |declared| declared.key_place(key));
            diagnostics.push(
                Diagnostic::error(Id::Contradiction, place, problem)
                    .expected("keys that apply to the encoding of the body")
                    .related(cause.0, cause.1)
                    .help(help),
            );
        }
    }
    encoding
}

/// Whether a parameter is a file or a list of files.
pub(in crate::resolve) fn is_file(api: &Api, type_: &Type) -> bool {
    match api.target(type_) {
        Type::File => true,
        Type::List(item) => matches!(api.target(item), Type::File),
        _ => false,
    }
}
