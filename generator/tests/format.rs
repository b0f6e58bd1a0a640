//! The format, its description, its schema and the obstacle course agree.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use api_client_generator::schema;
use api_client_generator::source::is_part;
use serde_json::Value;
use support::{Files, base, change, folder, spec};

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn obstacle_course() -> Files {
    let mut files = Files::new();
    support::collect(&repository("generator/tests/specs/obstacle_course"), "", &mut files);
    files
}

/// A use of a key of the format: its location, and its definition in the schema.
struct Use {
    file: String,
    definition: String,
    key: String,
    pointer: String,
}

/// Returns every use of every key in the YAML files.
fn uses(files: &Files) -> Vec<Use> {
    let schema = schema::schema();
    let mut uses = Vec::new();
    for (file, content) in files.iter().filter(|(file, _)| !file.starts_with("guides/")) {
        let Some(json) = json(content) else { continue };
        let definition = match file.as_str() {
            "api.yaml" => "API",
            "documented.yaml" => "documented_list",
            "vendor_names.yaml" => "names_of_the_vendor",
            "acknowledged.yaml" => "acknowledged_changes",
            "known_mistakes.yaml" => "known_mistakes",
            name if name.ends_with("/types.yaml") => "file_of_shared_types",
            name if name.ends_with("/events.yaml") => "file_of_events",
            _ => "section",
        };
        let reference = serde_json::json!({ "$ref": format!("#/definitions/{definition}") });
        walk(&schema, &reference, &json, file, "", &mut uses);
    }
    uses
}

fn json(content: &[u8]) -> Option<Value> {
    serde_yaml::from_slice::<serde_yaml::Value>(content).ok().and_then(|yaml| serde_json::to_value(yaml).ok())
}

fn walk(schema: &Value, rule: &Value, value: &Value, file: &str, pointer: &str, uses: &mut Vec<Use>) {
    for choice in ["allOf", "anyOf"].iter().filter_map(|key| rule[key].as_array()).flatten() {
        walk(schema, choice, value, file, pointer, uses);
    }
    let Some(map) = value.as_object() else { return };
    if rule["additionalProperties"].is_object() {
        for (key, value) in map {
            walk(schema, &rule["additionalProperties"], value, file, &join(pointer, key), uses);
        }
    }
    let Some(definition) = rule["$ref"].as_str().and_then(|path| path.strip_prefix("#/definitions/")) else { return };
    let properties = &schema["definitions"][definition]["properties"];
    for (key, value) in map.iter().filter(|(key, _)| properties.get(key.as_str()).is_some()) {
        let pointer = join(pointer, key);
        walk(schema, &properties[key.as_str()], value, file, &pointer, uses);
        uses.push(Use { file: file.into(), definition: definition.into(), key: key.clone(), pointer });
    }
}

fn join(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// Returns every key of every definition.
fn keys() -> BTreeSet<(String, String)> {
    let schema = schema::schema();
    let definitions = schema["definitions"].as_object().expect("the schema has definitions");
    let keys = definitions.iter().flat_map(|(definition, rule)| {
        let properties = rule["properties"].as_object().into_iter().flat_map(|properties| properties.keys());
        properties.map(|key| (definition.clone(), key.clone()))
    });
    keys.collect()
}

#[test]
fn the_obstacle_course_has_every_key_of_the_format() {
    let used: BTreeSet<(String, String)> =
        uses(&obstacle_course()).into_iter().map(|found| (found.definition, found.key)).collect();
    let unused: Vec<_> = keys().into_iter().filter(|key| !used.contains(key)).collect();
    assert!(unused.is_empty(), "the obstacle course does without {unused:?}");
}

#[test]
fn every_key_is_in_the_readme_of_the_spec() {
    let description = fs::read_to_string(repository("spec/README.md")).expect("the description is there");
    let code: String = description.split('`').skip(1).step_by(2).collect::<Vec<_>>().join("\n");
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    let described: BTreeSet<&str> = code.split(|character| !is_word(character)).collect();
    let missing: Vec<_> = keys().into_iter().filter(|(_, key)| !described.contains(key.as_str())).collect();
    assert!(missing.is_empty(), "spec/README.md does not describe {missing:?}");
}

/// The schema rejects a file exactly if the reader reports an error in its shape.
#[test]
fn the_schema_and_the_reader_agree() {
    let validator = jsonschema::validator_for(&schema::schema()).expect("the schema is one");
    let mut specs = vec![("the base".to_owned(), base()), ("the obstacle course".to_owned(), obstacle_course())];
    for entry in fs::read_dir(folder()).expect("the corpus is there").flatten().filter(|entry| entry.path().is_file()) {
        let mut files = base();
        change(&mut files, &fs::read_to_string(entry.path()).expect("cases can be read"));
        specs.push((entry.path().display().to_string(), files));
    }
    for (name, files) in specs {
        let spec = spec(&files);
        let findings = spec.resolve().err().unwrap_or_default();
        let is_readable = |file: &str| {
            let unreadable =
                |code: &str| ["E00", "E0101", "E0102", "E0103", "E0108"].iter().any(|start| code.starts_with(start));
            !findings
                .iter()
                .any(|found| spec.sources().file(found.place.file).name == file && unreadable(found.id.code()))
        };
        let is_read = |file: &str| is_part(file) && !file.starts_with("guides/") && is_readable(file);
        for (file, content) in files.iter().filter(|(file, _)| is_read(file)) {
            let Some(json) = json(content) else { continue };
            let misshapen = findings.iter().any(|found| {
                let says = |source: &str| found.origin.file().replace('\\', "/").ends_with(source);
                let is_of_shape = says("source/shape.rs") || says("source/mod.rs");
                spec.sources().file(found.place.file).name == *file && is_of_shape
            });
            let refused: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
            assert_eq!(misshapen, !refused.is_empty(), "{name}: {file}: the schema says {refused:?}");
        }
    }
}

/// Sets each key of the format to an invalid value.
#[test]
fn an_invalid_value_is_reported_at_its_location() {
    const BROKEN: &str = "broken-here";
    let course = obstacle_course();
    let mut first: BTreeMap<(String, String), Use> = BTreeMap::new();
    for found in uses(&course) {
        first.entry((found.definition.clone(), found.key.clone())).or_insert(found);
    }
    for ((definition, key), found) in first {
        let mut json = json(&course[&found.file]).expect("the course is YAML");
        let value = json.pointer_mut(&found.pointer).expect("the value is there");
        // A list is invalid for a key with a mapping.
        *value =
            if value.is_object() { serde_json::json!([BROKEN]) } else { serde_json::json!({ BROKEN: [[BROKEN]] }) };
        let text = json.to_string();
        let place = text.find(BROKEN).expect("the value was broken");
        let mut files = course.clone();
        files.insert(found.file.clone(), text.into_bytes());
        let spec = spec(&files);
        let Err(mistakes) = spec.resolve() else {
            panic!("`{key}` of {definition} may be anything: {}", found.pointer)
        };
        let near = mistakes.iter().any(|mistake| {
            let distance = (mistake.place.start as usize).abs_diff(place);
            spec.sources().file(mistake.place.file).name == found.file && distance < 40 + key.len()
        });
        let text = mistakes.render(spec.sources(), api_client_generator::diagnostics::Style::Plain);
        assert!(near, "`{key}` of {definition} at {} is not reported at its place:\n{text:.3000}", found.pointer);
    }
}
