//! The documentation of an operation.

use super::example::CallExample;
use super::operation::response_note;
use super::{Context, prose};
use crate::model::{ErrorKind, Evidence, Operation, OperationId, PaginationKind, Parameter, Response, Stability};
use crate::naming::{OperationNames, required_parameters};

impl Context<'_> {
    /// The documentation of the method that creates a request.
    pub(super) fn method_doc(&self, id: OperationId) -> String {
        let (operation, names) = (self.api.operation(id), &self.names[id]);
        let mut parts = vec![prose::escape(&operation.summary)];
        parts.extend(operation.notes.doc.as_ref().map(|doc| prose::escape(doc)));
        parts.extend(operation.substitute.as_ref().map(|reason| {
            format!(
                "This method replaces a documented endpoint that the client does not call. {}",
                prose::escape(reason)
            )
        }));
        parts.extend(
            self.scope(operation)
                .map(|(id, doc)| format!("Requires a token of the kind `{id}`: {}", prose::escape(doc))),
        );
        parts.extend(self.paging(operation, names));
        parts.extend(job(operation, names));
        parts.push(match &operation.response {
            Response::Unknown => "The response is not documented, so it is returned as JSON.".into(),
            _ if names.response.is_none() => response_note(operation),
            _ => String::new(),
        });
        parts.extend(self.argument_list(operation, names));
        parts.extend(self.error_list(operation));
        parts.extend(self.call_example(id).map(|example| format!("# Examples\n```no_run\n{example}```")));
        parts.push(self.details(operation));
        prose::paragraphs(&parts)
    }

    /// The first example of an operation, as in its documentation.
    pub(super) fn call_example(&self, id: OperationId) -> Option<String> {
        let example = self.api.operation(id).examples.first()?;
        Some(CallExample::new(self, id, example).documentation())
    }

    /// The facts that few readers need, at the end of the documentation.
    fn details(&self, operation: &Operation) -> String {
        let host = &self.api.hosts[operation.host].id.value;
        let mut lines = vec![format!(
            "Endpoint: {} on the host [`{host}`](crate::hosts::{})",
            prose::code(&format!("{} {}", operation.method.as_str(), operation.path.text)),
            self.names[operation.host].constant
        )];
        match operation.stability {
            Stability::Stable => {}
            stability => lines.push(format!("Stability: {stability}")),
        }
        let evidence = match operation.evidence {
            Evidence::Documented => "documented",
            Evidence::OfficialSdk => "official SDK",
            Evidence::Observed => "observed",
            Evidence::Inferred => "inferred",
        };
        let unverified = operation.notes.unverified.as_ref();
        // Below `documented`, the text begins with the source, which is no doubt about the operation.
        let (source, doubt) =
            if operation.evidence == Evidence::Documented { (None, unverified) } else { (unverified, None) };
        let source = source.map(|text| format!(". {}", prose::escape(text))).unwrap_or_default();
        lines.push(format!("Evidence: [{evidence}](crate#evidence-levels){source}"));
        let rate_limit = self.api.rate_class(operation);
        lines.extend(rate_limit.map(|(class, doc)| format!("Rate limit: `{}`. {}", class.value, prose::escape(doc))));
        lines.extend(operation.docs.as_ref().map(|url| format!("Documentation: [page of the vendor]({url})")));
        lines.push(prose::unverified(doubt));
        lines.push(prose::correction(operation.notes.correction.as_ref()));
        let lines = lines.iter().filter(|line| !line.is_empty()).map(|line| format!("* {}", line.replace('\n', " ")));
        format!("# Details\n{}", lines.collect::<Vec<_>>().join("\n"))
    }

    fn paging(&self, operation: &Operation, names: &OperationNames) -> Option<String> {
        let pagination = operation.pagination.as_ref()?;
        let request = &names.request;
        Some(match &self.api.pagination_styles[pagination.style].kind {
            PaginationKind::Cursor { backwards: Some(_), .. } => format!(
                "Returns one page. [`items`]({request}::items) reads from this page to the end of the list, and \
                 [`items_backwards`]({request}::items_backwards) reads from this page back to the beginning."
            ),
            PaginationKind::Window { .. } => format!(
                "Returns one page. [`items`]({request}::items) reads from the given position to the end of the list, \
                 and [`items_backwards`]({request}::items_backwards) reads from the given position back to the beginning."
            ),
            _ => format!(
                "Returns one page. [`items`]({request}::items) reads the items of all pages, and \
                 [`pages`]({request}::pages) reads all pages."
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

    /// The important error codes, each with its predicate.
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

/// The paragraph about the job whose state an operation returns.
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
    let mut text = format!(
        "Returns the state of a long-running job. [`wait`]({request}::wait) polls until {state} is {}.",
        list(&job.done)
    );
    text.push_str(&match job.failed.as_slice() {
        [] => " The state of a failed job is not known, so `wait` polls a failed job until the maximum wait is over."
            .into(),
        failed => format!(" If {state} is {}, `wait` returns an error.", list(failed)),
    });
    if let Some(progress) = &job.progress {
        let [done, total] = progress.each_ref().map(|path| prose::code(&path.join(".")));
        text.push_str(&format!(" {done} and {total} contain the progress."));
    }
    Some(text)
}
