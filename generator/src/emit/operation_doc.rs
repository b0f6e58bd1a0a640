//! What is written about an operation.

use super::example::CallExample;
use super::operation::response_note;
use super::{Context, prose};
use crate::model::{ErrorKind, Operation, OperationId, PaginationKind, Parameter, Response, Stability};
use crate::naming::{OperationNames, required_parameters};

impl Context<'_> {
    /// The documentation of the method that starts a request.
    pub(super) fn method_doc(&self, id: OperationId) -> String {
        let (operation, names) = (self.api.operation(id), &self.names[id]);
        let mut parts = vec![prose::escape(&operation.summary), self.endpoint_line(operation)];
        parts.extend(operation.notes.doc.as_ref().map(|doc| prose::escape(doc)));
        parts.extend(operation.substitute.as_ref().map(|reason| {
            format!("Stands in for an endpoint that has no request of its own: {}", prose::escape(reason))
        }));
        parts.push(prose::unverified(operation.notes.unverified.as_ref()));
        parts.push(prose::correction(operation.notes.correction.as_ref()));
        parts.extend(self.conditions(operation));
        parts.extend(self.paging(operation, names));
        parts.extend(job(operation, names));
        parts.push(match &operation.response {
            Response::Unknown => {
                "What the server answers is not documented, so the answer is the JSON as it came.".into()
            }
            _ if names.response.is_none() => response_note(operation),
            _ => String::new(),
        });
        parts.extend(self.argument_list(operation, names));
        parts.extend(self.error_list(operation));
        if let Some(example) = operation.examples.first() {
            let call = CallExample::new(self, id, example);
            parts.push(format!("# Example\n```no_run\n{}```", call.documentation()));
        }
        prose::paragraphs(&parts)
    }

    fn endpoint_line(&self, operation: &Operation) -> String {
        let host = &self.api.hosts[operation.host].id.value;
        let docs = operation.docs.as_ref().map(|url| format!(" · [vendor's documentation]({url})")).unwrap_or_default();
        let evidence = operation.evidence.as_str().replace('_', " ");
        let stability = match operation.stability {
            Stability::Stable => String::new(),
            stability => format!(" · {stability}"),
        };
        format!(
            "`{} {}` on the host `{host}` · evidence: {evidence}{stability}{docs}",
            operation.method.as_str(),
            operation.path.text
        )
    }

    /// What a call needs or counts for beside its arguments.
    fn conditions(&self, operation: &Operation) -> Vec<String> {
        let scope = self
            .scope(operation)
            .map(|(id, doc)| format!("Needs a credential of the kind `{id}`: {}", prose::escape(doc)));
        let class = self
            .api
            .rate_class(operation)
            .map(|(class, doc)| format!("Counts for the rate limit `{}`: {}", class.value, prose::escape(doc)));
        scope.into_iter().chain(class).collect()
    }

    fn paging(&self, operation: &Operation, names: &OperationNames) -> Option<String> {
        let pagination = operation.pagination.as_ref()?;
        let request = &names.request;
        Some(match &self.api.pagination_styles[pagination.style].kind {
            PaginationKind::Cursor { backwards: Some(_), .. } => format!(
                "A page at a time; from this page, [`items`]({request}::items) goes on to the last page and \
                 [`items_backwards`]({request}::items_backwards) to the first one."
            ),
            PaginationKind::Window { .. } => format!(
                "A page at a time; [`items`]({request}::items) goes on from the given item to the end, \
                 [`items_backwards`]({request}::items_backwards) to the beginning."
            ),
            _ => format!(
                "A page at a time; [`items`]({request}::items) and [`pages`]({request}::pages) go through all of them."
            ),
        })
    }

    fn argument_list(&self, operation: &Operation, names: &OperationNames) -> Option<String> {
        if names.required.is_some() {
            return None;
        }
        let one_line = |text: &str| text.replace('\n', " ").replace("  ", " ");
        let required = required_parameters(operation).map(|(index, parameter)| {
            format!("* `{}`: {}", names.parameters[index].name, one_line(&self.parameter_doc(parameter)))
        });
        let groups = names.groups(operation).map(|(group, group_names)| {
            let parameters = group.parameters.iter().map(|index| &operation.parameters[*index]);
            let choices: Vec<String> = parameters.map(|parameter| format!("`{}`", parameter.name.value)).collect();
            format!("* `{}`: exactly one of {}.", group_names.argument, choices.join(", "))
        });
        let lines: Vec<String> = required.chain(groups).collect();
        (!lines.is_empty()).then(|| format!("# Arguments\n{}", lines.join("\n")))
    }

    /// The codes that matter, each with the predicate of the error that knows it.
    fn error_list(&self, operation: &Operation) -> Option<String> {
        let lines: Vec<String> = self
            .api
            .errors_of(operation)
            .map(|(code, doc)| {
                let predicate = match code.kind {
                    ErrorKind::Other => String::new(),
                    ErrorKind::Denied => " ([`is_permission_denied`](crate::Error::is_permission_denied))".into(),
                    kind => format!(" ([`is_{kind}`](crate::Error::is_{kind}))"),
                };
                let doc = prose::escape(doc).replace('\n', " ");
                format!("* {} {}{predicate}: {doc}", code.code, prose::code(&code.name.value))
            })
            .collect();
        (!lines.is_empty()).then(|| format!("# Errors\n{}", lines.join("\n")))
    }

    /// The documentation of a parameter.
    #[allow(clippy::unused_self, reason = "reads like its neighbours")]
    pub(super) fn parameter_doc(&self, parameter: &Parameter) -> String {
        let notes = &parameter.notes;
        let doc = notes.doc.as_ref().map_or_else(|| prose::wire_name(&parameter.name.value), |doc| prose::escape(doc));
        let limits = parameter.limits.iter().map(|limit| prose::escape(limit));
        let first = std::iter::once(doc).chain(limits).collect::<Vec<_>>().join(" ");
        prose::paragraphs(&[
            first,
            prose::unverified(notes.unverified.as_ref()),
            prose::correction(notes.correction.as_ref()),
        ])
    }
}

/// What is said about the job that an operation shows.
fn job(operation: &Operation, names: &OperationNames) -> Option<String> {
    let (job, request) = (operation.job.as_ref()?, &names.request);
    let list = |values: &[String]| {
        let values: Vec<String> = values.iter().map(|value| prose::code(value)).collect();
        match values.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
            None => String::new(),
        }
    };
    let state = prose::code(&job.state.join("."));
    let mut text =
        format!("Shows a long-running job: [`wait`]({request}::wait) waits until {state} is {}.", list(&job.done));
    text.push_str(&match job.failed.as_slice() {
        [] => " How it shows that it has failed is not known, so that only the limit of the waiting ends one.".into(),
        failed => format!(" A job that ends as {} is an error.", list(failed)),
    });
    if let Some(progress) = &job.progress {
        let [done, total] = progress.each_ref().map(|path| prose::code(&path.join(".")));
        text.push_str(&format!(" {done} of {total} says how much of it is done."));
    }
    Some(text)
}
