//! Long-running jobs of operations.

use super::Context;
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Enum, Field, Job, Object, Response, Type, TypeShape};
use crate::resolve::unknown;
use crate::source::node::Node;
use crate::source::{Place, Text};

/// The limits of the poll interval in seconds.
const INTERVALS: std::ops::RangeInclusive<u64> = 1..=3600;

impl Context<'_> {
    /// Reads the job of an operation, and checks it against the response.
    pub(super) fn job(
        &self,
        node: &Node,
        (response, answered): (&Response, Place),
        is_idempotent: bool,
        diagnostics: &mut Diagnostics,
    ) -> Option<Job> {
        let before = diagnostics.len();
        if !is_idempotent {
            diagnostics.push(
                Diagnostic::error(Id::Contradiction, node.place, "the operation of a job is not idempotent")
                    .expected("an idempotent operation, because polling repeats it")
                    .help("move `job` to the operation that reads the job, or add `idempotent: true`"),
            );
        }
        let state = node.text("state")?;
        let Some(object) = self.answered(response) else {
            diagnostics.push(
                Diagnostic::error(Id::Contradiction, state.place, "the response of a job is not an object")
                    .expected("a response with fields")
                    .related(answered, "the response is declared here")
                    .help("describe the response, or remove `job`"),
            );
            return None;
        };
        let values =
            self.field_at(object, &state, diagnostics).and_then(|field| self.values(field, &state, diagnostics));
        let (done, failed) = (node.texts("done"), node.texts("failed"));
        if done.is_empty() && node.get("done").is_some_and(|node| !node.is_damaged) {
            diagnostics.push(
                Diagnostic::error(Id::Contradiction, node.key_place("done"), "the job has no terminal state")
                    .expected("at least one value under `done`")
                    .help("add the values of the state for a job that has succeeded"),
            );
        }
        check_values(&done, &failed, values, diagnostics);
        let every = node.get("every").and_then(|node| interval(node, diagnostics));
        let progress = node.get("progress").and_then(|node| {
            let (done, total) = (node.text("done")?, node.text("total")?);
            self.check_count(object, &done, diagnostics);
            self.check_count(object, &total, diagnostics);
            Some([path(&done), path(&total)])
        });
        let texts = |texts: Vec<Text>| texts.into_iter().map(|text| text.value).collect();
        let job = Job { state: path(&state), done: texts(done), failed: texts(failed), every, progress };
        (diagnostics.len() == before).then_some(job)
    }

    /// Returns the fields of a response.
    fn answered<'r>(&'r self, response: &'r Response) -> Option<&'r Object> {
        match response {
            Response::Object(object) => Some(object),
            Response::Type { type_, .. } => self.api.object(type_),
            Response::Unknown | Response::None => None,
        }
    }

    /// Returns the field at a path.
    fn field_at<'r>(&'r self, object: &'r Object, path: &Text, diagnostics: &mut Diagnostics) -> Option<&'r Field> {
        let (mut object, mut names) = (object, path.value.split('.'));
        let mut name = names.next()?;
        loop {
            let known: Vec<&str> = object.fields.iter().map(|field| field.name.value.as_str()).collect();
            let Some(field) = object.fields.iter().find(|field| field.name.value == name) else {
                diagnostics.push_with(|| unknown(path.place, "field of the response", name, &known));
                return None;
            };
            let Some(next) = names.next() else { return Some(field) };
            let inner = Some(field).filter(|field| !field.sensitive).and_then(|field| self.api.object(&field.type_));
            let Some(inner) = inner else {
                diagnostics.push(
                    Diagnostic::error(
                        Id::Contradiction,
                        path.place,
                        format!("`{name}` is not an object, so it has no field `{next}`"),
                    )
                    .expected("a path in which each field except the last is an object")
                    .help("remove the rest of the path, or correct the type of the field"),
                );
                return None;
            };
            (object, name) = (inner, next);
        }
    }

    /// Returns the known values of a state, if they are known; `None` if the field cannot be a state.
    fn values<'r>(&'r self, field: &'r Field, path: &Text, diagnostics: &mut Diagnostics) -> Option<&'r Enum> {
        // Error messages contain the states.
        let is_shown = !field.sensitive && !field.private;
        match self.api.target(&field.type_) {
            Type::String if is_shown => return None,
            Type::Named(id) if is_shown => {
                if let TypeShape::Enum(values) = &self.api.type_definition(*id).shape {
                    return Some(values);
                }
            }
            _ => {}
        }
        diagnostics.push(
            Diagnostic::error(Id::Contradiction, path.place, format!("invalid state field `{}` of a job", path.value))
                .expected("an enum or a string, neither `sensitive` nor `private`")
                .related(field.name.place, "the field")
                .help("use the field with the state of the job"),
        );
        None
    }

    fn check_count(&self, object: &Object, path: &Text, diagnostics: &mut Diagnostics) {
        let Some(field) = self.field_at(object, path, diagnostics) else { return };
        if *self.api.target(&field.type_) != Type::Int {
            diagnostics.push(
                Diagnostic::error(Id::Contradiction, path.place, format!("invalid progress field `{}`", path.value))
                    .expected("a field of the type `int`")
                    .help("use a field with a number, or remove `progress`"),
            );
        }
    }
}

fn path(text: &Text) -> Vec<String> {
    text.value.split('.').map(str::to_owned).collect()
}

fn check_values(done: &[Text], failed: &[Text], known: Option<&Enum>, diagnostics: &mut Diagnostics) {
    let mut seen: Vec<&str> = Vec::new();
    for value in done.iter().chain(failed) {
        if seen.contains(&value.value.as_str()) {
            diagnostics.push(
                Diagnostic::error(Id::Contradiction, value.place, format!("duplicate `{}`", value.value))
                    .expected("each value once, under `done` or `failed`")
                    .help("remove one of the two"),
            );
        }
        seen.push(&value.value);
        if let Some(values) = known {
            let known: Vec<&str> = values.values.iter().map(|known| known.value.value.as_str()).collect();
            if !known.contains(&value.value.as_str()) {
                diagnostics.push_with(|| unknown(value.place, "state", &value.value, &known));
            }
        }
    }
}

/// Reads the poll interval in seconds.
fn interval(node: &Node, diagnostics: &mut Diagnostics) -> Option<u64> {
    let scalar = node.as_scalar()?;
    let seconds = scalar.text.parse().ok().filter(|seconds| INTERVALS.contains(seconds));
    if seconds.is_none() {
        diagnostics.push(
            Diagnostic::error(Id::Contradiction, node.place, format!("invalid poll interval `{}`", scalar.text))
                .expected(format!("a number of seconds from {} to {}", INTERVALS.start(), INTERVALS.end()))
                .help("write the seconds between two polls, or remove `every`"),
        );
    }
    seconds
}
