//! Operations in a document.

use serde_json::{Value, json};

use super::bodies::Body;
use super::document::Document;
use super::parameters::Described;
use super::paths::Route;
use super::responses::SuccessResponse;
use super::schemas::{note, put};
use super::{Object, text};
use crate::model::{BackwardsCursor, Job, Operation, Pagination, PaginationKind, PaginationStyle, Stability};

/// An operation, or several operations with one request that were merged.
#[derive(Clone, Debug)]
pub(super) struct Merged {
    pub(super) parameters: Vec<Described>,
    pub(super) body: Option<Body>,
    pub(super) success: SuccessResponse,
    pub(super) security: Vec<Value>,
}

impl<'a> Document<'a> {
    /// Returns the operation object of the operations with one path and method, the main one first.
    pub(super) fn operation(&self, routes: &[&Route<'a>], path_names: &[String], id: &str) -> Value {
        let main = routes[0].operation;
        // Other parts of the export write the other keys.
        let Operation {
            summary,
            docs,
            host,
            notes,
            id: _,
            name: _,
            documented: _,
            substitute: _,
            variant_of: _,
            method: _,
            path: _,
            idempotent: _,
            scope: _,
            rate_limit: _,
            parameters: _,
            one_of: _,
            encoding: _,
            response: _,
            can_be_empty: _,
            response_notes: _,
            pagination: _,
            is_unpaged: _,
            job: _,
            errors: _,
            evidence: _,
            stability: _,
            examples: _,
        } = main;
        let merged = self.merge(routes, path_names);
        let mut object = json!({ "tags": self.tags_of(routes), "summary": summary });
        let mut parts = self.said_of_operation(main);
        parts.insert(1, said_of_variants(&routes[1..]));
        put(&mut object, "description", text::paragraphs(&parts).into());
        if let Some(url) = docs {
            put(&mut object, "externalDocs", json!({ "url": url, "description": "The vendor's documentation" }));
        }
        put(&mut object, "operationId", id.into());
        if !merged.parameters.is_empty() {
            put(&mut object, "parameters", merged.parameters.iter().map(Described::to_json).collect());
        }
        if let Some(body) = &merged.body {
            put(&mut object, "requestBody", body.to_json());
        }
        put(&mut object, "responses", self.responses(main, &merged.success));
        note(&mut object, notes);
        if routes.iter().any(|route| route.operation.notes.deprecated.is_none()) {
            object.as_object_mut().map(|object| object.remove("deprecated"));
        }
        put(&mut object, "security", merged.security.into());
        if !self.is_usual_host(*host) {
            put(&mut object, "servers", json!([self.server(&self.api.hosts[*host])]));
        }
        for (key, value) in self.facts(main) {
            put(&mut object, &key, value);
        }
        if routes.len() > 1 {
            let operations = routes.iter().map(|route| {
                let mut facts = self.facts(route.operation);
                facts.insert("summary".into(), route.operation.summary.as_str().into());
                (route.operation.id.clone(), Value::from(facts))
            });
            put(&mut object, "x-operations", operations.collect::<Object>().into());
        }
        object
    }

    /// Returns the description of an operation.
    fn said_of_operation(&self, operation: &Operation) -> Vec<String> {
        let mut notes = text::of(&operation.notes).into_iter();
        let mut parts = vec![notes.next().unwrap_or_default()];
        parts.extend(operation.substitute.as_ref().map(|reason| {
            format!("Covers a documented endpoint that has no request of its own: {}", text::escape(reason))
        }));
        parts.extend(self.scope_of(operation));
        parts.extend(
            self.api
                .rate_class(operation)
                .map(|(class, doc)| format!("Counts towards the rate limit `{}`: {}", class.value, text::escape(doc))),
        );
        parts.extend(self.paging_of(operation));
        parts.extend(job_of(operation));
        parts.extend(match operation.stability {
            Stability::Stable => None,
            unstable => Some(format!("The vendor calls it {unstable}.")),
        });
        parts.extend(notes);
        parts.push(text::evidence(operation.evidence).to_owned());
        parts
    }

    fn scope_of(&self, operation: &Operation) -> Option<String> {
        let auth = self.api.hosts[operation.host].auth.as_ref()?;
        let (id, doc) = &self.api.credentials[auth.credential].scopes[operation.scope?];
        Some(format!("Requires a credential of the kind `{}`: {}", id.value, text::escape(doc)))
    }

    fn paging_of(&self, operation: &Operation) -> Option<String> {
        let pagination = operation.pagination.as_ref()?;
        Some(match &self.api.pagination_styles[pagination.style].kind {
            PaginationKind::Cursor { request, response, has_more: _, repeats_last: _, limit: _, backwards: _ } => {
                format!("Paginated: the next page is requested with `{response}` of the response as `{request}`.")
            }
            PaginationKind::Offset { request, limit: _, total: _, next: _ } => {
                format!("Paginated: `{request}` is the number of items before the page.")
            }
            PaginationKind::Window { anchor, item, before: _, after: _, replaces: _, inclusive: _, reverse: _ } => {
                format!("Paginated: the next page is requested with `{item}` of the last item as `{anchor}`.")
            }
        })
    }

    /// Returns the properties of an operation that OpenAPI has no key for.
    fn facts(&self, operation: &Operation) -> Object {
        let mut facts = json!({ "x-evidence": operation.evidence.as_str() });
        match operation.stability {
            Stability::Stable => {}
            unstable => put(&mut facts, "x-stability", unstable.as_str().into()),
        }
        if operation.idempotent != operation.method.is_idempotent() {
            put(&mut facts, "x-idempotent", operation.idempotent.into());
        }
        if let Some(limit) = self.api.hosts[operation.host].rate_limit {
            let mut value = json!({ "limit": self.api.rate_limits[limit].id.value });
            if let Some((class, _)) = self.api.rate_class(operation) {
                put(&mut value, "class", class.value.as_str().into());
            }
            put(&mut facts, "x-rate-limit", value);
        }
        if let Some(pagination) = &operation.pagination {
            put(&mut facts, "x-pagination", self.pagination(pagination));
        }
        if let Some(job) = &operation.job {
            put(&mut facts, "x-job", facts_of(job));
        }
        let errors = self.api.errors_of(operation).map(|(code, doc)| (code.code.to_string(), doc.into()));
        let errors: Object = errors.collect();
        if !errors.is_empty() {
            put(&mut facts, "x-errors", errors.into());
        }
        let documented: Vec<&str> =
            operation.documented.iter().map(|index| self.api.documented[*index].id.as_str()).collect();
        if !documented.is_empty() {
            put(&mut facts, "x-documented", documented.into());
        }
        facts.as_object().cloned().unwrap_or_default()
    }

    fn pagination(&self, pagination: &Pagination) -> Value {
        // The type of an item is in the schema of the response.
        let Pagination { style, items, item: _ } = pagination;
        let PaginationStyle { kind, id: _, doc: _ } = &self.api.pagination_styles[*style];
        let mut value = match kind {
            PaginationKind::Cursor { request, response, has_more, repeats_last, limit, backwards } => {
                let mut cursor = json!({
                    "kind": "cursor", "request": request, "response": response, "has_more": has_more, "limit": limit,
                });
                if *repeats_last {
                    cursor["repeats_last"] = true.into();
                }
                if let Some(BackwardsCursor { request, response, has_more }) = backwards {
                    let mut back = json!({ "request": request, "response": response });
                    if let Some(has_more) = has_more {
                        back["has_more"] = has_more.as_str().into();
                    }
                    cursor["backwards"] = back;
                }
                cursor
            }
            PaginationKind::Offset { request, limit, total, next } => {
                json!({ "kind": "offset", "request": request, "limit": limit, "total": total, "next": next })
            }
            PaginationKind::Window { anchor, item, before, after, replaces: _, inclusive: _, reverse: _ } => {
                json!({ "kind": "window", "anchor": anchor, "item": item, "before": before, "after": after })
            }
        };
        if let Some(object) = value.as_object_mut() {
            object.retain(|_, value| !value.is_null());
            object.insert("items".into(), items.as_str().into());
        }
        value
    }
}

/// Describes the job of an operation.
fn job_of(operation: &Operation) -> Option<String> {
    let job = operation.job.as_ref()?;
    let list = |values: &[String]| values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(" or ");
    let failed = match job.failed.as_slice() {
        [] => String::new(),
        failed => format!(" It has failed if the value is {}.", list(failed)),
    };
    Some(format!(
        "Returns the state of a long-running job. The job has succeeded if `{}` is {}.{failed}",
        job.state.join("."),
        list(&job.done)
    ))
}

/// Returns the job of an operation for programs.
fn facts_of(job: &Job) -> Value {
    let Job { state, done, failed, every, progress } = job;
    let mut value = json!({ "state": state.join("."), "done": done });
    if !failed.is_empty() {
        put(&mut value, "failed", failed.clone().into());
    }
    if let Some(seconds) = every {
        put(&mut value, "every", (*seconds).into());
    }
    if let Some([done, total]) = progress {
        put(&mut value, "progress", json!({ "done": done.join("."), "total": total.join(".") }));
    }
    value
}

/// Describes the operations that were merged into one.
fn said_of_variants(variants: &[&Route<'_>]) -> String {
    if variants.is_empty() {
        return String::new();
    }
    let lines = variants.iter().map(|route| {
        let operation = route.operation;
        let doc = operation.notes.doc.as_deref().map(|doc| format!(" {}", text::escape(doc))).unwrap_or_default();
        format!("- `{}`: {}{}", operation.name.value, text::escape(&operation.summary), doc.replace('\n', " "))
    });
    format!("Operations with the same request and different parameters:\n\n{}", lines.collect::<Vec<_>>().join("\n"))
}
