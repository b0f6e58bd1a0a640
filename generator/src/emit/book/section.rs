//! The page of a section: its operations. The page of the events of a product.

use serde_json::Value;

use super::super::{Context, prose};
use super::{RATE_LIMITS, RUST, error_page, number, page_of_file, readable};
use crate::model::{Operation, OperationId, SectionId};
use crate::openapi::Part;

pub(super) fn operations(context: &Context<'_>, part: &Part, id: SectionId) -> String {
    let product = &context.api.products[part.product];
    let section = &product.sections[id];
    let names = &context.names[part.product];
    let mut parts = vec![
        format!("# {}: {}", prose::escape(&product.title), prose::escape(&section.title)),
        prose::escape(&section.doc),
        vendor_page(section.docs.as_deref()),
    ];
    let rows: Vec<String> = section
        .operations
        .iter()
        .map(|operation| {
            let name = &operation.name.value;
            format!("- [`{name}`](#{name}): {}", prose::escape(&operation.summary).replace('\n', " "))
        })
        .collect();
    parts.push(rows.join("\n"));
    let script = script_of(&section.file);
    for (index, operation, _) in names.sections[id].operations(section) {
        let id = OperationId { product: part.product, section: id, index };
        parts.extend(self::operation(context, part, id, operation, &script));
    }
    prose::paragraphs(&parts) + "\n"
}

fn operation(context: &Context<'_>, part: &Part, id: OperationId, operation: &Operation, script: &str) -> Vec<String> {
    let name = &operation.name.value;
    let request = format!("{} {}", operation.method.as_str(), operation.path.text);
    let mut parts = vec![
        format!("## {} {{#{name}}}", prose::code(name)),
        // Not a paragraph of Markdown, because the style of the page depends on the class.
        format!("<p class=\"request\"><code>{}</code></p>", html(&request)),
    ];
    let notes = operation.notes.deprecated.as_ref();
    parts.extend(notes.map(|note| format!("> Deprecated: {}", prose::escape(&note.to_string()).replace('\n', " "))));
    let doc = context.method_doc(id);
    // The example follows the parameters.
    let (before, after) = doc.split_once("# Details\n").unwrap_or((&doc, ""));
    let before = before.split_once("# Examples\n").map_or(before, |(before, _)| before);
    parts.push(with_error_pages(context, operation, readable(context, &with_lines_for_headings(before), "../")));
    parts.push(parameters(operation));
    if let Some(source) = context.call_example(id) {
        let source = visible(&source);
        // The fence is longer than each fence inside the example.
        let longest = source.split(|character| character != '`').map(str::len).max().unwrap_or_default();
        let fence = "`".repeat(longest.max(2) + 1);
        let info = RUST.trim_start_matches('`');
        parts.push(format!("**Rust**\n\n{fence}{info}\n{}\n{fence}", source.trim_end()));
    }
    if let Some((path, method)) = request_of(part, &operation.id) {
        parts.push(schema(script, &method, &path));
    }
    parts.push(format!("**Details**\n\n{}{}", readable(context, after, "../"), facts(context, operation)));
    parts
}

/// Links from the errors of an operation to the catalog.
fn with_error_pages(context: &Context<'_>, operation: &Operation, mut text: String) -> String {
    let page = error_page(&context.api.error_formats[context.api.hosts[operation.host].errors]);
    for (code, _) in context.api.errors_of(operation) {
        let (number, name) = (code.code, prose::code(&code.name.value));
        let link = format!("* [{number} {name}](../{page}#{number})");
        text = text.replacen(&format!("* {number} {name}"), &link, 1);
    }
    text
}

/// Links to the pages about facts that many operations share.
fn facts(context: &Context<'_>, operation: &Operation) -> String {
    let host = &context.api.hosts[operation.host];
    let format = &context.api.error_formats[host.errors];
    let mut text = format!("* [Error codes](../{})", error_page(format));
    if let Some(limit) = host.rate_limit {
        let limit = &context.api.rate_limits[limit];
        text.push_str(&format!("\n* [Rate limits](../{RATE_LIMITS}#{})", limit.id.value));
    }
    text
}

/// Headings inside an operation are bold lines, so that the search finds whole operations.
fn with_lines_for_headings(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        match line.strip_prefix("# ") {
            Some(heading) => out.push_str(&format!("**{heading}**\n\n")),
            None => out.push_str(&format!("{line}\n")),
        }
    }
    out
}

/// The names of the parameters.
fn parameters(operation: &Operation) -> String {
    let names = |required: bool| {
        let chosen = operation.parameters.iter().filter(|parameter| parameter.is_argument());
        let names = chosen.filter(|parameter| parameter.required == required);
        let names: Vec<String> = names.map(|parameter| prose::code(&parameter.name.value)).collect();
        names.join(", ")
    };
    let lines = [("Required", names(true)), ("Optional", names(false))];
    let lines = lines.iter().filter(|(_, names)| !names.is_empty());
    lines.map(|(title, names)| format!("{title}: {names}")).collect::<Vec<_>>().join("\\\n")
}

/// The place where a script renders the OpenAPI document of one request.
fn schema(script: &str, method: &str, path: &str) -> String {
    format!(
        "<details class=\"schema\" data-document=\"{}\" data-method=\"{}\" data-path=\"{}\"><summary>Parameters, request \
         and responses with all fields</summary><div></div></details>",
        html(script),
        html(method),
        html(path)
    )
}

/// The script with the OpenAPI document of a page, relative to the page.
fn script_of(file: &str) -> String {
    let page = page_of_file(file);
    let name = page.rsplit('/').next().unwrap_or_default();
    format!("{}.openapi.js", name.trim_end_matches(".md"))
}

/// The path and the method of an operation in the OpenAPI document. If it has several paths, this is the first.
fn request_of(part: &Part, id: &str) -> Option<(String, String)> {
    let paths = part.document["paths"].as_object()?;
    let objects = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().into_iter().flatten();
        methods.map(move |(method, object)| (path, method, object))
    });
    let mut matching = objects.filter(|(_, _, object)| {
        let own = object["operationId"].as_str().unwrap_or_default();
        let is_own = own.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        is_own || object["x-operations"].get(id).is_some()
    });
    matching.next().map(|(path, method, _)| (path.clone(), method.clone()))
}

/// The lines of an example that rustdoc shows.
fn visible(source: &str) -> String {
    let lines = source.lines().filter(|line| *line != "#" && !line.starts_with("# "));
    lines.map(|line| format!("{line}\n")).collect()
}

pub(super) fn events(context: &Context<'_>, part: &Part) -> String {
    let product = &context.api.products[part.product];
    let Some(events) = &product.events else { return String::new() };
    let mut parts = vec![
        format!("# {}: {}", prose::escape(&product.title), prose::escape(&events.title)),
        prose::escape(&events.doc),
        vendor_page(events.docs.as_deref()),
        format!("{}. The field `{}` selects the event.", number(events.events.len(), "event"), events.by.value),
    ];
    if let Some(signature) = &events.signature {
        let credential = &context.api.credentials[signature.credential].id.value;
        parts.push(format!(
            "The header {} contains the signature: `{}` of the raw body with the key `{credential}`, encoded as `{}`.",
            prose::code(&signature.header),
            signature.algorithm.as_str(),
            signature.encoding.as_str()
        ));
        parts.push(prose::unverified(signature.unverified.as_ref()));
    }
    let script = script_of(&events.file);
    for event in &events.events {
        let value = &event.value.value;
        parts.push(format!("## {}", prose::code(value)));
        parts.push(prose::escape(&event.doc));
        parts.push(prose::unverified(event.unverified.as_ref()));
        let example: Option<Value> = event.example.as_ref().and_then(|text| serde_json::from_str(text).ok());
        parts.extend(example.map(|example| format!("```json\n{example:#}\n```")));
        parts.push(schema(&script, "webhook", value));
        parts.push(format!("Evidence: {}", super::coverage::name_of(event.evidence)));
    }
    prose::paragraphs(&parts) + "\n"
}

fn vendor_page(url: Option<&str>) -> String {
    url.map(|url| format!("[Page of the vendor]({url})")).unwrap_or_default()
}

/// A text as content or attribute of HTML.
fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
