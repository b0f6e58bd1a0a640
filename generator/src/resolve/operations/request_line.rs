//! `POST /v1/items/{item_id}`: method and path, checked against the declared parameters.

use crate::diagnostics::{Diagnostic, Diagnostics, Id, suggest};
use crate::model::{Host, Method, PathTemplate, Segment};
use crate::source::node::Entry;
use crate::source::shape::list;
use crate::source::{Place, Text};

/// Returns the method and the path of a request.
pub(super) fn parse(text: &Text, diagnostics: &mut Diagnostics) -> Option<(Method, PathTemplate)> {
    let Some((word, path)) = text.value.split_once(' ') else {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, text.place, format!("invalid request `{}`", text.value))
                .expected("a method and a path, such as `GET /v1/items/{item_id}`")
                .help("write a method, one space and a path"),
        );
        return None;
    };
    let method = Method::parse(word);
    if method.is_none() {
        diagnostics.push(
            Diagnostic::error(Id::UnknownValue, text.place.part(0, word.len()), format!("unknown method `{word}`"))
                .expected(format!("one of {}", list(Method::WORDS)))
                .help(
                    suggest::did_you_mean(word, Method::WORDS)
                        .unwrap_or_else(|| "write the method in upper case".into()),
                ),
        );
    }
    let path = self::path(text, word.len() + 1, path, diagnostics)?;
    Some((method?, path))
}

fn path(text: &Text, start: usize, path: &str, diagnostics: &mut Diagnostics) -> Option<PathTemplate> {
    let place = text.place.part(start, text.value.len());
    let segments = path.strip_prefix('/').map(|rest| rest.split('/').map(segment).collect::<Option<Vec<_>>>());
    let Some(Some(segments)) = segments else {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, place, format!("invalid path `{path}`"))
                .expected(
                    "`/` and a segment, repeated; a segment is one `{parameter}`, or letters, digits, `-`, `_` and `.`",
                )
                .help(if path.contains("://") {
                    "write only the path: hosts are in api.yaml"
                } else if path.contains('?') {
                    "declare the parameters of the query under `query`"
                } else if path.contains("/:") {
                    "write parameters in braces, such as `/items/{item_id}`"
                } else {
                    "start the path with `/`, and remove empty segments and spaces"
                }),
        );
        return None;
    };
    let mut names: Vec<&str> = Vec::new();
    for name in segments.iter().filter_map(Segment::parameter) {
        if names.contains(&name) {
            diagnostics.push(
                Diagnostic::error(
                    Id::PathMismatch,
                    parameter_place(place, path, name, names.len()),
                    format!("duplicate `{{{name}}}` in the path"),
                )
                .expected("each parameter once")
                .help("rename the second one"),
            );
            return None;
        }
        names.push(name);
    }
    Some(PathTemplate { text: path.to_owned(), place, segments })
}

/// Returns the place of the parameter with this index in the path.
fn parameter_place(place: Place, path: &str, name: &str, others: usize) -> Place {
    let mark = format!("{{{name}}}");
    let braces = path.match_indices('{').nth(others).map_or(0, |(at, _)| at);
    let at = path[braces..].find(&mark).map_or(0, |at| at + braces);
    place.part(at, at + mark.len())
}

fn segment(text: &str) -> Option<Segment> {
    match text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        Some(name) => is_word(name, "_").then(|| Segment::Parameter(name.to_owned())),
        None => is_literal_segment(text).then(|| Segment::Literal(text.to_owned())),
    }
}

/// Whether a text is a valid path segment. Segments such as `..` are invalid.
pub(in crate::resolve) fn is_literal_segment(text: &str) -> bool {
    is_word(text, "-_.") && text != "." && text != ".."
}

fn is_word(text: &str, extra: &str) -> bool {
    !text.is_empty() && text.chars().all(|character| character.is_ascii_alphanumeric() || extra.contains(character))
}

/// Reports a path that is not below the base path of its host.
pub(super) fn check_base_path(host: &Host, path: &PathTemplate, diagnostics: &mut Diagnostics) {
    let Some(base) = &host.base_path else { return };
    let below = path.text.strip_prefix(base.value.as_str()).is_some_and(|rest| rest.starts_with('/'));
    if !below {
        diagnostics.push(
            Diagnostic::error(
                Id::Malformed,
                path.place,
                format!("the path is outside of the base path of the host `{}`", host.id.value),
            )
            .expected(format!("a path below `{}`", base.value))
            .related(base.place, "the host's base path")
            .help(format!("write the full path, such as `{}{}`", base.value, path.text))
            .cause(&host.id.value),
        );
    }
}

/// Reports parameters that are only in the path or only declared. A pair of both is one error.
pub(super) fn check_declared(
    path: &PathTemplate,
    undeclared: &[&str],
    superfluous: &[&Entry],
    diagnostics: &mut Diagnostics,
) {
    for (index, name) in undeclared.iter().enumerate() {
        let place = parameter_place(path.place, &path.text, name, 0);
        let mut diagnostic =
            Diagnostic::error(Id::PathMismatch, place, format!("undeclared path parameter `{{{name}}}`"))
                .expected(format!("`{name}` under `path`"));
        diagnostic = match superfluous.get(index) {
            Some(entry) => diagnostic
                .related(entry.key.place, "declared here, but not in the path")
                .help(format!("did you mean `{{{}}}`?", entry.key.value)),
            None => diagnostic.help(format!("add `path: {{ {name}: {{ type: string, doc: ... }} }}`")),
        };
        diagnostics.push(diagnostic);
    }
    for entry in superfluous.iter().skip(undeclared.len()) {
        let name = &entry.key.value;
        diagnostics.push(
            Diagnostic::error(Id::PathMismatch, entry.key.place, format!("path parameter `{name}` is not in the path"))
                .expected(format!("a parameter in `{}`", path.text))
                .related(path.place, "the path")
                .help(format!("write `{{{name}}}` in the path, or remove it here")),
        );
    }
}
