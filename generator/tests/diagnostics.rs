//! Tests of all diagnostics: their text, and the page that explains them.
//!
//! A case is a file of `tests/corpus` that says what it changes of a small spec in which nothing is
//! wrong. To add one, write the file, run the test, read what it prints, and accept it with
//! `INSTA_UPDATE=always cargo test -p api-client-generator --test diagnostics`.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use api_client_generator::diagnostics::{Diagnostics, Id, Range, Report, Severity, Style};
use support::{Files, base, change, folder, spec};

/// Returns the diagnostics of the base spec with these changes, and their text.
fn findings(changes: &str) -> (Diagnostics, String) {
    let mut files: Files = base();
    change(&mut files, changes);
    let spec = spec(&files);
    let findings = match spec.resolve() {
        Ok(resolved) => match resolved.openapi() {
            Ok(_) => resolved.warnings().clone(),
            Err(mistakes) => mistakes,
        },
        Err(mistakes) => mistakes,
    };
    let text = findings.render(spec.sources(), Style::Plain);
    (findings, text)
}

fn cases() -> Vec<String> {
    let entries = fs::read_dir(folder()).expect("the corpus is there").flatten();
    let files = entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "yaml"));
    files.map(|path| fs::read_to_string(path).expect("cases can be read")).collect()
}

#[test]
fn the_base_spec_is_valid() {
    assert_eq!(findings("").1, "");
}

#[test]
fn each_broken_spec_is_explained() {
    insta::glob!("corpus/*.yaml", |path| {
        let changes = fs::read_to_string(path).expect("cases can be read");
        let (_, text) = findings(&changes);
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(text);
        });
    });
}

#[test]
fn reports_for_programs_match_their_schema_and_the_text() {
    let schema = serde_json::from_str(&Report::json_schema()).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    for case in cases().iter().map(String::as_str).chain([""]) {
        let mut files: Files = base();
        change(&mut files, case);
        let spec = spec(&files);
        let (findings, text) = findings(case);
        let report = findings.report(spec.sources());
        let json: serde_json::Value = serde_json::from_str(&report.json()).expect("the report is JSON");
        let refused: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(refused.is_empty(), "{case}\n{refused:?}");
        assert_eq!(
            (report.errors + report.warnings, report.diagnostics.len()),
            (findings.len(), findings.iter().count())
        );
        for (entry, found) in report.diagnostics.iter().zip(findings.iter()) {
            let Range { file, line, column, end_line, end_column } = &entry.location;
            let start = format!("{}:{line}:{column}", file.escape_debug());
            assert_eq!(start, spec.sources().describe(found.place).to_string());
            assert!((line, column) <= (end_line, end_column), "{:?}", entry.location);
            assert!(text.contains(entry.code), "{entry:?} is missing in:\n{text}");
        }
    }
}

/// A diagnostic without a test could be reported at the wrong location, or not at all.
#[test]
fn every_diagnostic_has_a_test() {
    let tried: BTreeSet<(String, u32)> = cases()
        .iter()
        .flat_map(|case| findings(case).0.iter().map(|found| found.origin).collect::<Vec<_>>())
        .map(|origin| (file_name(origin.file()), origin.line()))
        .collect();
    let mut untried = Vec::new();
    visit(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut |path, text| {
        let name = file_name(&path.to_string_lossy());
        // The formatter reports its own bugs; its tests cover them.
        if name.starts_with("formatting/") {
            return;
        }
        let lines = text
            .lines()
            .zip(1..)
            .filter(|(line, _)| line.contains("Diagnostic::error(") || line.contains("Diagnostic::warning("));
        untried.extend(lines.map(|(_, number)| (name.clone(), number)).filter(|site| !tried.contains(site)));
    });
    assert!(untried.is_empty(), "no case of tests/corpus leads to the diagnostics at {untried:#?}");
}

/// Returns the path below `src`.
fn file_name(path: &str) -> String {
    path.replace('\\', "/").rsplit_once("/src/").map_or_else(String::new, |(_, name)| name.to_owned())
}

fn visit(folder: &Path, look: &mut dyn FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).expect("sources can be read").flatten() {
        if entry.path().is_dir() {
            visit(&entry.path(), look);
        } else if entry.path().extension().is_some_and(|end| end == "rs") {
            look(&entry.path(), &fs::read_to_string(entry.path()).expect("sources can be read"));
        }
    }
}

#[test]
fn each_page_has_an_example_and_its_fix() {
    for id in Id::ALL {
        let page = id.page();
        assert!(page.starts_with(&format!("# {}: ", id.code())), "the page of {} has its code as title", id.code());
        let (wrong, right) = (example(page, "Wrong"), example(page, "Right"));
        let (found, text) = findings(&wrong);
        let diagnostic = found.iter().find(|found| found.id == *id);
        let Some(diagnostic) = diagnostic else { panic!("the wrong example of {}:\n{text}", id.code()) };
        let expected = if id.code().starts_with('W') { Severity::Warning } else { Severity::Error };
        assert_eq!(diagnostic.severity, expected, "the severity of {}", id.code());
        let (found, text) = findings(&right);
        let is_mended = !found.iter().any(|found| found.id == *id || found.severity == Severity::Error);
        assert!(is_mended, "the right example of {}:\n{text}", id.code());
    }
}

/// Returns the code block under a heading.
fn example(page: &str, heading: &str) -> String {
    let (_, rest) = page.split_once(&format!("## {heading}\n")).unwrap_or_else(|| panic!("no `{heading}` in:\n{page}"));
    let (_, rest) = rest.split_once("```yaml\n").expect("an example is a block");
    rest.split_once("```").expect("a block has an end").0.to_owned()
}
