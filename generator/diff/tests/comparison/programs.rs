//! The formats for programs: each is validated with its schema, for reports of every kind of change.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::{base, repository, resolved, spec_of};
use api_client_diff::report::{Accepted, Context, Policy, Report, RustItem, State};
use api_client_diff::{ChangeKind, Side, diff, example_specs, render};
use api_client_generator::Spec;

/// A text that tries to break out of its place in each format.
const HOSTILE: &str = "HOSTILE \u{0} \u{1b}[31m ]]> --> <failure> \" ' & % , : \r\n::error::gone\n\u{fffe}";

fn report(old: &Spec, new: &Spec) -> Report {
    let (old_model, new_model) = (resolved(old), resolved(new));
    let sides = [Side { spec: old, resolved: &old_model }, Side { spec: new, resolved: &new_model }];
    let state = |name: &str| State {
        name: name.into(),
        commit: None,
        folder: "my spec/".into(),
        version: old_model.api().package.version.clone(),
    };
    let (states, policy) = ([state("main"), state("working-tree")], Policy::default());
    Report::new(
        &diff(sides[0], sides[1]),
        &Context { sides, states, program: "api-client", clients: None, client_is_stale: false, policy },
    )
}

/// Returns reports of all kinds of change, a report with everything that reports can contain, and one without changes.
fn reports() -> Vec<Report> {
    let examples = ChangeKind::all().step_by(3).map(|kind| {
        let specs = example_specs(kind.id()).expect("each rule has an example");
        report(&spec_of(&specs.old), &spec_of(&specs.bad))
    });
    let mut reports: Vec<Report> = examples.collect();
    let mut full = reports.iter().find(|report| report.entries.len() > 1).expect("some examples need several").clone();
    full.unexplained.push(RustItem { old: Some(HOSTILE.into()), new: None });
    full.entries[0].old = Some(HOSTILE.into());
    full.entries[0].rust.items.push(RustItem { old: None, new: Some(HOSTILE.into()) });
    full.entries[1].acknowledged = Some(Accepted { reason: HOSTILE.into(), by: None, until: Some("2030-01".into()) });
    reports.push(full);
    let unchanged = base(&[]);
    reports.push(report(&unchanged, &unchanged));
    reports
}

/// Returns the number of results: each change, each finding, and one for all unexplained items.
fn number_of_results(report: &Report) -> usize {
    report.entries.len() + report.findings.len() + usize::from(!report.unexplained.is_empty())
}

fn validate(schema: &Value, document: &str) -> Result<(), String> {
    let document: Value = serde_json::from_str(document).map_err(|error| error.to_string())?;
    let validator = jsonschema::validator_for(schema).expect("the schema is one");
    let errors: Vec<String> =
        validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    if errors.is_empty() { Ok(()) } else { Err(errors.join("\n")) }
}

#[test]
fn json_matches_the_published_schema() {
    let published = repository("tools/diff/report.schema.json");
    let text = fs::read_to_string(&published).unwrap_or_default();
    assert!(
        text == render::json_schema(),
        "out of date; to update it: cargo xtask schema report --output tools/diff/report.schema.json"
    );
    let schema: Value = serde_json::from_str(&text).expect("it is JSON");
    let reports = reports();
    for report in &reports {
        let document = render::json(report);
        validate(&schema, &document).unwrap_or_else(|errors| panic!("{errors}\n{document}"));
        assert_eq!(document, render::json(report), "it is the same each time");
    }
    // The schema rejects invalid documents.
    let right: Value = serde_json::from_str(&render::json(&reports[0])).expect("it is JSON");
    for (pointer, wrong) in [
        ("/entries/0/verdict/wire", json!("huge")),
        ("/entries/0/kind", json!("no-such-kind")),
        ("/entries", json!({})),
    ] {
        let mut document = right.clone();
        *document.pointer_mut(pointer).expect("it is there") = wrong;
        assert!(validate(&schema, &document.to_string()).is_err(), "{pointer}");
    }
}

/// Returns the schema of SARIF from the package of a library.
fn sarif_schema() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--manifest-path"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .output()
        .expect("cargo can be run");
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("cargo metadata: {error}: {}", String::from_utf8_lossy(&output.stderr));
    });
    let packages = metadata["packages"].as_array().expect("there are packages");
    let package = packages.iter().find(|package| package["name"] == "serde-sarif").expect("it is a dependency");
    let manifest = PathBuf::from(package["manifest_path"].as_str().expect("it is on disk"));
    let text =
        fs::read_to_string(manifest.with_file_name("src").join("schema.json")).expect("its package has the schema");
    let mut schema: Value = serde_json::from_str(&text).expect("it is JSON");
    // The pattern is no valid regular expression, and belongs to a property that is not written here.
    for of in ["run", "toolComponent"] {
        let pointer = format!("/definitions/{of}/properties/language");
        schema.pointer_mut(&pointer).and_then(Value::as_object_mut).expect("it is there").remove("pattern");
    }
    schema
}

#[test]
fn sarif_matches_its_schema_and_has_all_locations() {
    let schema = sarif_schema();
    for report in &reports() {
        let document = render::sarif(report);
        validate(&schema, &document).unwrap_or_else(|errors| panic!("{errors}\n{document}"));
        let log: Value = serde_json::from_str(&document).expect("it is JSON");
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().expect("there are rules");
        let results = run["results"].as_array().expect("there are results");
        assert_eq!(results.len(), number_of_results(report));
        for (result, entry) in results.iter().zip(&report.entries) {
            let rule = result["ruleIndex"].as_u64().and_then(|index| rules.get(usize::try_from(index).ok()?));
            assert_eq!(rule.map(|rule| &rule["id"]), Some(&result["ruleId"]));
            let place = &result["locations"][0]["physicalLocation"];
            assert_eq!(place["region"]["startLine"], json!(entry.new_location.line));
            let uri = place["artifactLocation"]["uri"].as_str().unwrap_or_default();
            assert!(uri.starts_with("my%20spec/"), "{uri}");
            assert_eq!(result["suppressions"] == json!([]), entry.acknowledged.is_none());
        }
    }
    // Results above the limit are counted.
    let mut huge = reports().swap_remove(0);
    let entry = huge.entries[0].clone();
    (huge.entries, huge.findings) = (vec![entry; 5_010], Vec::new());
    let log: Value = serde_json::from_str(&render::sarif(&huge)).expect("it is JSON");
    let run = &log["runs"][0];
    assert_eq!(run["results"].as_array().map(Vec::len), Some(5_000));
    let note = &run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
    assert!(note.as_str().is_some_and(|text| text.starts_with("10 more changes")), "{note}");
}

#[test]
fn annotations_are_one_line_each_and_at_most_ten() {
    let mut reports = reports();
    for report in &reports {
        let text = render::github(report);
        assert_eq!(text.is_empty(), report.is_empty(), "{text}");
        for line in text.lines() {
            let is_command = ["::error ", "::warning ", "::notice "].iter().any(|command| line.starts_with(command));
            assert!(is_command && !line.contains('\r'), "{line}");
            let (properties, _) = line[2..].split_once("::").expect("a message follows");
            let file = properties.split("file=").nth(1).map(|rest| rest.split(',').next().unwrap_or_default());
            assert!(file.is_none_or(|file| file.starts_with("my spec/")), "{line}");
        }
    }
    let mut many = reports.swap_remove(0);
    let entry = many.entries[0].clone();
    (many.entries, many.findings) = (vec![entry; 25], Vec::new());
    let text = render::github(&many);
    assert_eq!(text.lines().count(), 10, "{text}");
    assert!(text.contains("and 16 more"), "{text}");
}
