//! `POST /v1/items/{item_id}`: method and path, checked against the declared parameters.

use crate::diagnostics::{Diagnostic, Diagnostics, Id, suggest};
use crate::model::{Host, Method, PathTemplate, Segment};
use crate::source::node::Entry;
use crate::source::shape::list;
use crate::source::{Place, Text};

/// The method and the path of a request.
pub(super) fn parse(text: &Text, diagnostics: &mut Diagnostics) -> Option<(Method, PathTemplate)> {
    let Some((word, path)) = text.value.split_once(' ') else {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, text.place, format!("`{}` is no request", text.value))
                .expected("a method and a path, such as `GET /v1/items/{item_id}`")
                .help("put one blank between the method and the path"),
        );
        return None;
    };
    let method = Method::parse(word);
    if method.is_none() {
        diagnostics.push(
            Diagnostic::error(Id::UnknownValue, text.place.part(0, word.len()), format!("`{word}` is no method"))
                .expected(format!("one of {}", list(Method::WORDS)))
                .help(
                    suggest::did_you_mean(word, Method::WORDS)
                        .unwrap_or_else(|| "methods are written in capitals".into()),
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
            Diagnostic::error(Id::Malformed, place, format!("`{path}` is no path"))
                .expected("segments of letters, digits, `-`, `_`, `.` or one `{parameter}`, each after a `/`")
                .help(if path.contains("://") {
                    "write the path only: hosts are in api.yaml"
                } else if path.contains('?') {
                    "declare the parameters of the query under `query`"
                } else if path.contains("/:") {
                    "parameters are written in braces, as in `/items/{item_id}`"
                } else {
                    "a path starts with `/`, and has no empty segment and no blank"
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
                    format!("`{{{name}}}` is twice in the path"),
                )
                .expected("each parameter once")
                .help("give the second one another name"),
            );
            return None;
        }
        names.push(name);
    }
    Some(PathTemplate { text: path.to_owned(), place, segments })
}

/// The place of a parameter in the path, looked for behind as many others.
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

/// Whether a text is a segment of a path. A client must never send one that leads up.
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
            .help(format!("write the path in full, as in `{}{}`", base.value, path.text))
            .cause(&host.id.value),
        );
    }
}

/// Reports what is in the path only, or in the declarations only; both together are one mistake.
pub(super) fn check_declared(
    path: &PathTemplate,
    undeclared: &[&str],
    superfluous: &[&Entry],
    diagnostics: &mut Diagnostics,
) {
    for (index, name) in undeclared.iter().enumerate() {
        let place = parameter_place(path.place, &path.text, name, 0);
        let mut diagnostic =
            Diagnostic::error(Id::PathMismatch, place, format!("`{{{name}}}` in the path is not declared"))
                .expected(format!("`{name}` under `path`"));
        diagnostic = match superfluous.get(index) {
            Some(entry) => diagnostic
                .related(entry.key.place, "declared, but not in the path")
                .help(format!("did you mean `{{{}}}`?", entry.key.value)),
            None => diagnostic.help(format!("add `path: {{ {name}: {{ type: string, doc: ... }} }}`")),
        };
        diagnostics.push(diagnostic);
    }
    for entry in superfluous.iter().skip(undeclared.len()) {
        let name = &entry.key.value;
        diagnostics.push(
            Diagnostic::error(Id::PathMismatch, entry.key.place, format!("`{name}` is not in the path"))
                .expected(format!("a parameter of `{}`", path.text))
                .related(path.place, "the path")
                .help(format!("write `{{{name}}}` in the path, or remove it here")),
        );
    }
}
