//! The API reference as the source of an mdBook: pages in Markdown, and an OpenAPI document for each section.
//!
//! The pages are complete without scripts. A script renders the OpenAPI document of an operation when a reader opens
//! it, because rendering all operations of a section takes seconds.

mod coverage;
mod errors;
mod product;
mod rate_limits;
mod section;
mod start;

use serde_json::json;

use super::{Context, guides, prose};
use crate::links;
use crate::markdown;
use crate::model::{ErrorFormat, OperationId, Product, Section, SectionId};
use crate::naming::ProductNames;
use crate::openapi::Part;
use crate::output::FileSet;

// Ids contain no hyphen, so no product or section has one of these paths.
/// The page with the evidence levels.
const COVERAGE: &str = "coverage-and-evidence.md";
/// The page that lists the pages with error codes.
const ERRORS: &str = "error-codes.md";
/// The page with the rate limits.
const RATE_LIMITS: &str = "rate-limits.md";
/// The page with the changelog.
const CHANGELOG: &str = "change-log.md";

/// Returns the files of the book. `changelog` is the Markdown of the changelog, if the client has one.
pub(crate) fn emit(context: &Context<'_>, parts: &[Part], changelog: Option<&str>) -> FileSet {
    let mut files = FileSet::default();
    let mut page = |path: &str, text: String| files.add(format!("src/{path}"), text);
    page("README.md", start::page(context));
    for (guide, _) in guides::guides(context) {
        let text = format!("# {}\n\n{}", prose::escape(&guide.title), guides::whole(context, guide));
        page(&format!("guides/{}.md", guide.name.value), readable(context, &text, "../"));
    }
    for (id, product, names) in context.products() {
        page(&overview_of(product), product::page(context, id, product, names));
    }
    for part in parts {
        let product = &context.api.products[part.product];
        let text = match part.section {
            Some(section) => section::operations(context, part, section),
            None => section::events(context, part),
        };
        let Some(path) = path_of(product, part) else { continue };
        page(&path, text);
        // A script, because browsers do not read files of other formats from a local disk.
        let document = format!("window.openapiDocument = {};\n", part.document);
        page(&format!("{}.openapi.js", path.trim_end_matches(".md")), document);
    }
    page(ERRORS, errors::overview(context));
    for (id, format) in context.api.error_formats.with_ids() {
        page(&error_page(format), errors::page(context, id, format));
    }
    page(RATE_LIMITS, rate_limits::page(context));
    page(COVERAGE, coverage::page(context));
    if let Some(changelog) = changelog {
        page(CHANGELOG, outside_of_repository(changelog));
    }
    page("SUMMARY.md", summary(context, parts, changelog.is_some()));
    files.add("book.toml".into(), settings(context));
    files.add("reference.js".into(), include_str!("../../../templates/book/reference.js").into());
    files.add("reference.css".into(), include_str!("../../../templates/book/reference.css").into());
    files
}

/// The page of a section or of the events of a product.
fn path_of(product: &Product, part: &Part) -> Option<String> {
    let file = match part.section {
        Some(section) => &product.sections[section].file,
        None => &product.events.as_ref()?.file,
    };
    Some(page_of_file(file))
}

/// The page that lists the sections of a product.
fn overview_of(product: &Product) -> String {
    format!("{}-overview.md", product.id.value)
}

fn page_of_file(file: &str) -> String {
    format!("{}.md", file.strip_suffix(".yaml").unwrap_or(file))
}

/// The list of all pages, which mdBook shows beside each page.
fn summary(context: &Context<'_>, parts: &[Part], has_changelog: bool) -> String {
    let mut text = format!("# Summary\n\n[{}](README.md)\n", prose::escape(&context.api.name));
    if guides::guides(context).next().is_some() {
        text.push_str("\n# Guides\n\n");
        for (guide, _) in guides::guides(context) {
            text.push_str(&entry(&guide.title, &format!("guides/{}.md", guide.name.value)));
        }
    }
    text.push_str("\n# Operations\n\n");
    for (id, product, _) in context.products() {
        text.push_str(&entry(&product.title, &overview_of(product)));
        for part in parts.iter().filter(|part| part.product == id) {
            let (Some(path), Some(title)) = (path_of(product, part), title_of(product, part)) else { continue };
            text.push_str(&format!("  {}", entry(title, &path)));
        }
    }
    text.push_str("\n# About the API\n\n");
    text.push_str(&entry("Error codes", ERRORS));
    for format in &context.api.error_formats {
        text.push_str(&format!("  {}", entry(&format.id.value, &error_page(format))));
    }
    let pages = [("Rate limits", RATE_LIMITS), ("Coverage and evidence", COVERAGE)];
    for (title, path) in pages.into_iter().chain(has_changelog.then_some(("Changelog", CHANGELOG))) {
        text.push_str(&entry(title, path));
    }
    text
}

fn title_of<'a>(product: &'a Product, part: &Part) -> Option<&'a str> {
    match part.section {
        Some(section) => Some(&product.sections[section].title),
        None => product.events.as_ref().map(|events| events.title.as_str()),
    }
}

fn entry(title: &str, path: &str) -> String {
    format!("- [{}]({path})\n", prose::escape(title))
}

/// The settings of mdBook.
fn settings(context: &Context<'_>) -> String {
    // Strings of JSON are strings of TOML too.
    let [title, description] = [&context.api.name, &context.api.package.description].map(|text| json!(text));
    format!(
        "[book]\ntitle = {title}\ndescription = {description}\nlanguage = \"en\"\n\n{}",
        include_str!("../../../templates/book/book.toml.txt")
    )
}

/// A text of rustdoc as a text of the book. Links to methods of operations lead to their pages, and other links to items
/// become plain text. Hidden lines of examples are removed. `root` is the path to the root of the book.
fn readable(context: &Context<'_>, text: &str, root: &str) -> String {
    let linked = links::rewritten(text, |found| match links::Target::of(found.target) {
        // An escaped bracket is no link.
        links::Target::Item if !found.before.ends_with('\\') => Some(match page_of_item(context, found.target) {
            Some(page) => format!("[{}]({root}{page})", found.label),
            None => found.label.to_owned(),
        }),
        _ => None,
    });
    let mut out = String::with_capacity(linked.len());
    let mut fence: Option<bool> = None;
    for line in linked.lines() {
        if let Some(info) = line.trim_start().strip_prefix("```") {
            fence = match fence {
                None => Some(markdown::is_rust_block(info)),
                Some(_) => None,
            };
            out.push_str(if fence == Some(true) { RUST } else { line });
        } else if fence == Some(true) && (line == "#" || line.starts_with("# ")) {
            continue;
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

/// The beginning of an example. Without `ignore`, mdBook adds a `main` function.
const RUST: &str = "```rust,ignore";

/// The page of the operation to whose method a link leads.
fn page_of_item(context: &Context<'_>, target: &str) -> Option<String> {
    if target == "crate#evidence-levels" {
        return Some(format!("{COVERAGE}#evidence"));
    }
    let mut path = target.strip_prefix("crate::")?.split("::");
    let (product, section, _, method) = (path.next()?, path.next()?, path.next()?, path.next()?);
    let (_, product, names) = context.products().find(|(_, _, names)| names.module == product)?;
    let (_, section, names) = names.sections(product).find(|(_, _, names)| names.module == section)?;
    let (_, operation, _) = names.operations(section).find(|(_, _, names)| names.method == method)?;
    Some(format!("{}#{}", page_of_file(&section.file), operation.name.value))
}

/// A link to an operation. The link text is its name. `root` is the path to the root of the book.
fn link_to(context: &Context<'_>, id: OperationId, root: &str) -> String {
    let operation = context.api.operation(id);
    let section = &context.api.products[id.product].sections[id.section];
    format!("[`{0}`]({root}{1}#{0})", operation.name.value, page_of_file(&section.file))
}

/// The sections with operations.
fn sections<'a>(product: &'a Product, names: &'a ProductNames) -> impl Iterator<Item = (SectionId, &'a Section)> {
    let all = names.sections(product).map(|(id, section, _)| (id, section));
    all.filter(|(_, section)| !section.operations.is_empty())
}

/// The page with the codes of an error format.
fn error_page(format: &ErrorFormat) -> String {
    format!("{}-error-codes.md", format.id.value)
}

/// A text as a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

/// Markdown in which links to files of the repository become plain text.
fn outside_of_repository(text: &str) -> String {
    links::rewritten(text, |found| match links::Target::of(found.target) {
        links::Target::Url | links::Target::Heading(_) => None,
        _ => Some(found.label.to_owned()),
    })
}

fn number(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
