//! The first page.

use super::super::{Context, guides, prose};
use super::{COVERAGE, ERRORS, RATE_LIMITS, number, overview_of, readable};

pub(super) fn page(context: &Context<'_>) -> String {
    let api = context.api;
    let mut parts = vec![
        format!("# {}", prose::escape(&api.name)),
        prose::escape(&api.package.description),
        format!(
            "This reference has {}. Each operation has its request, an example, its errors, its rate limit and the \
             evidence for its description. Press `s` to search all pages.",
            number(api.operations().count(), "operation")
        ),
    ];
    let list: Vec<String> = guides::guides(context)
        .map(|(guide, _)| {
            let summary = readable(context, &guide.summary.replace('\n', " "), "");
            // Links of guides are relative to their folder.
            let summary = crate::links::rewritten(&summary, |found| {
                let (name, heading) = crate::links::guide(found.target)?;
                Some(format!("[{}](guides/{name}.md{heading})", found.label))
            });
            format!("- [{}](guides/{}.md): {}", prose::escape(&guide.title), guide.name.value, summary.trim())
        })
        .collect();
    if let Some(first) = guides::guides(context).next() {
        parts.push(format!(
            "New here? Start with [{}](guides/{}.md).",
            prose::escape(&first.0.title),
            first.0.name.value
        ));
    }
    parts.push("## Operations".into());
    for (_, product, _) in context.products() {
        parts.push(format!(
            "### [{}]({})\n\n{} ({})",
            prose::escape(&product.title),
            overview_of(product),
            prose::escape(&product.doc),
            number(product.operations().count(), "operation")
        ));
    }
    if !list.is_empty() {
        parts.push("## Guides".into());
        parts.push(list.join("\n"));
    }
    parts.push("## About the API".into());
    parts.push(format!(
        "- [Error codes]({ERRORS})\n- [Rate limits]({RATE_LIMITS})\n- [Coverage and evidence]({COVERAGE})"
    ));
    prose::paragraphs(&parts) + "\n"
}
