//! The source of the API reference: complete pages, and links that lead somewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use api_client_generator::output::FileSet;
use api_client_generator::{Resolved, Settings, Spec};
use serde_json::Value;

fn specs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tests = std::fs::read_dir(folder.join("tests/specs")).expect("the specs of tests can be listed");
    let tests = tests.map(|entry| entry.expect("an entry can be read").path());
    tests.chain([folder.join("../spec")]).collect()
}

fn book(path: &Path) -> (Resolved, FileSet) {
    let spec = Spec::load(path).expect("the spec can be read");
    let resolved = spec.resolve().unwrap_or_else(|errors| panic!("{}: {errors:?}", path.display()));
    let files =
        resolved.book(&Settings::default(), Some("# Changelog\n\n[A file](docs/a.md) [b](https://b.example)\n"));
    (resolved, files.unwrap_or_else(|errors| panic!("{}: {errors:?}", path.display())))
}

fn text<'f>(files: &'f FileSet, path: &str) -> &'f str {
    files.get(path).unwrap_or_else(|| panic!("the book has no {path}"))
}

fn is_page(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "md")
}

fn page_of(file: &str) -> String {
    format!("src/{}", file.replace(".yaml", ".md"))
}

#[test]
fn each_operation_event_and_error_code_has_a_heading() {
    for path in specs() {
        let (resolved, files) = book(&path);
        let api = resolved.api();
        for product in &api.products {
            for section in product.sections.iter().filter(|section| !section.operations.is_empty()) {
                let page = text(&files, &page_of(&section.file));
                for operation in &section.operations {
                    let name = &operation.name.value;
                    assert!(page.contains(&format!("\n## `{name}` {{#{name}}}\n")), "{path:?}: {}", operation.id);
                }
            }
            if let Some(events) = &product.events {
                let page = text(&files, &page_of(&events.file));
                for event in &events.events {
                    assert!(
                        page.contains(&format!("\n## `{}`\n", event.value.value)),
                        "{path:?}: {}",
                        event.value.value
                    );
                }
            }
        }
        for format in &api.error_formats {
            let page = text(&files, &format!("src/{}-error-codes.md", format.id.value));
            for code in &format.codes {
                assert!(page.contains(&format!("\n## {} ", code.code)), "{path:?}: {}", code.code);
            }
        }
    }
}

/// The script of a page finds each request that the page shows, and each component that the request uses.
#[test]
fn documents_contain_the_requests_of_their_page() {
    for path in specs() {
        let (resolved, files) = book(&path);
        let mut requests = 0;
        for (page, content) in files.iter().filter(|(page, _)| is_page(page)) {
            for part in content.split("<details class=\"schema\"").skip(1) {
                let attribute = |name: &str| {
                    let (_, rest) = part.split_once(&format!("data-{name}=\"")).expect("the attribute exists");
                    rest.split('"').next().unwrap_or_default().to_owned()
                };
                let (folder, _) = page.rsplit_once('/').expect("pages are in a folder");
                let script = text(&files, &format!("{folder}/{}", attribute("document")));
                let json = script.strip_prefix("window.openapiDocument = ").and_then(|json| json.strip_suffix(";\n"));
                let document: Value = serde_json::from_str(json.expect("the script sets the document")).expect("JSON");
                let (method, request) = (attribute("method"), attribute("path"));
                let found = match method.as_str() {
                    "webhook" => &document["webhooks"][&request],
                    method => &document["paths"][&request][method],
                };
                assert!(found.is_object(), "{path:?}: {page} has no {method} {request}");
                for reference in references(found) {
                    let pointer = reference.strip_prefix('#').expect("references stay in the document");
                    assert!(document.pointer(pointer).is_some(), "{path:?}: {page} has no {reference}");
                }
                requests += 1;
            }
        }
        let api = resolved.api();
        let events = api.products.iter().flat_map(|product| &product.events).map(|events| events.events.len());
        assert_eq!(requests, api.operations().count() + events.sum::<usize>(), "{path:?}");
    }
}

fn references(value: &Value) -> BTreeSet<&str> {
    match value {
        Value::Object(object) => {
            let own = object.get("$ref").and_then(Value::as_str);
            own.into_iter().chain(object.values().flat_map(references)).collect()
        }
        Value::Array(values) => values.iter().flat_map(references).collect(),
        _ => BTreeSet::new(),
    }
}

#[test]
fn links_lead_to_pages_of_the_book() {
    for path in specs() {
        let (_, files) = book(&path);
        let pages: BTreeMap<&str, &str> = files.iter().filter(|(page, _)| is_page(page)).collect();
        let summary = text(&files, "src/SUMMARY.md");
        for (page, content) in &pages {
            let name = page.strip_prefix("src/").expect("all pages are in `src`");
            assert!(name == "SUMMARY.md" || summary.contains(&format!("]({name})")), "{path:?}: {page} is not listed");
            let mut is_code = false;
            for line in content.lines() {
                is_code ^= line.trim_start().starts_with("```");
                if is_code {
                    continue;
                }
                // Inline code and an escaped bracket are no links.
                let line: String = line.split('`').step_by(2).collect();
                let line = line.replace("\\](", "");
                for target in line.split("](").skip(1).map(|rest| rest.split(')').next().unwrap_or_default()) {
                    if target.starts_with("http") || target.starts_with('#') {
                        continue;
                    }
                    let (file, heading) = target.split_once('#').unwrap_or((target, ""));
                    let folder = Path::new(page).parent().expect("pages are in a folder");
                    let found = pages.get(normal(&folder.join(file)).as_str());
                    let found = found.unwrap_or_else(|| panic!("{path:?}: {page}: broken link {target}"));
                    let is_operation = heading.contains('_');
                    let has_heading = found.contains(&format!("{{#{heading}}}"));
                    assert!(!is_operation || has_heading, "{path:?}: {page}: no heading for {target}");
                }
            }
        }
    }
}

/// The path without `..`.
fn normal(path: &Path) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in path.iter().map(|part| part.to_string_lossy().into_owned()) {
        if part == ".." { drop(parts.pop()) } else { parts.push(part) }
    }
    parts.join("/")
}

#[test]
fn links_of_the_changelog_to_other_files_become_text() {
    let (_, files) = book(&specs()[0]);
    assert_eq!(text(&files, "src/change-log.md"), "# Changelog\n\nA file [b](https://b.example)\n");
}

#[test]
fn changelog_is_optional() {
    let spec = Spec::load(&specs()[0]).expect("the spec can be read");
    let files = spec.resolve().expect("the spec is valid").book(&Settings::default(), None).expect("a book");
    assert!(files.get("src/change-log.md").is_none());
    assert!(!text(&files, "src/SUMMARY.md").contains("Changelog"));
}
