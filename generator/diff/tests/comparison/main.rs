//! Tests of the comparison with every key of the format.

mod cases;
mod changelog;
mod derived;
mod forms;
mod impacts;
mod mutants;
mod programs;
mod properties;
mod rules;
mod semver;
mod surfaces;
mod table;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use api_client_diff::{Change, Diff, Discovery, Level, Side, diff};
use api_client_generator::source::InputFile;
use api_client_generator::{Resolved, Spec};

/// Returns a path in the repository.
fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn load(path: &str) -> Spec {
    Spec::load(&repository(path)).expect("the folder is there")
}

const OBSTACLE_COURSE: &str = "generator/tests/specs/obstacle_course";

fn resolved(spec: &Spec) -> Resolved {
    match spec.resolve() {
        Ok(resolved) => resolved,
        Err(mistakes) => panic!("{}", mistakes.render(spec.sources(), api_client_generator::diagnostics::Style::Plain)),
    }
}

/// Returns the spec that consists of these files.
fn spec_of(files: &BTreeMap<String, String>) -> Spec {
    let inputs = files.iter().map(|(name, text)| InputFile {
        path: Path::new("spec").join(name),
        name: name.clone(),
        content: Ok(text.clone().into_bytes()),
    });
    Spec::from_files(inputs.collect(), Path::new("spec"))
}

fn compare(old: &Spec, new: &Spec) -> Diff {
    let (old_model, new_model) = (resolved(old), resolved(new));
    diff(Side { spec: old, resolved: &old_model }, Side { spec: new, resolved: &new_model })
}

/// Returns a change in one line: kind, direction, impact and detection.
pub(crate) fn line(change: &Change) -> String {
    let verdict = change.verdict();
    let levels = [("wire", verdict.wire), ("source", verdict.source), ("behavior", verdict.behavior)];
    let levels = levels.iter().filter(|(_, level)| *level > Level::None);
    let levels: Vec<String> = levels.map(|(axis, level)| format!("{axis} {}", level.as_str())).collect();
    let levels = if levels.is_empty() { "docs".to_owned() } else { levels.join(", ") };
    format!("{} ({}): {levels}; {}", change.kind, change.direction.as_str(), detection(verdict.detected_by))
}

/// Returns the short form of how users detect a change, as in the tables of the tests.
fn detection(detected_by: Discovery) -> &'static str {
    match detected_by {
        Discovery::Nothing => "nothing to find",
        Discovery::Warning => "warning",
        Discovery::CompileError => "compile error",
        Discovery::RunTime => "at run time",
        Discovery::Silently => "silently",
    }
}

/// Returns the same line with the id of the change.
pub(crate) fn line_with_id(change: &Change) -> String {
    let follows = if change.follows { " (follows)" } else { "" };
    format!("{} {}{follows}", change.id, line(change))
}

/// Returns the base of the corpus with replaced text. A replacement without an old text adds a file.
fn base(replacements: &[(&str, &str, &str)]) -> Spec {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/corpus/base");
    let names = ["api.yaml", "documented.yaml", "shop/items.yaml", "shop/types.yaml"].map(|name| (name, ""));
    let added = replacements.iter().filter(|(_, from, _)| from.is_empty()).map(|(name, _, text)| (*name, *text));
    let inputs = names.into_iter().chain(added).map(|(name, text)| {
        let mut text = text.to_owned();
        if text.is_empty() {
            text = fs::read_to_string(folder.join(name)).expect("the base is there");
        }
        for (_, from, to) in replacements.iter().filter(|(file, from, _)| *file == name && !from.is_empty()) {
            assert!(text.contains(from), "{name} has `{from}`");
            text = text.replacen(from, to, 1);
        }
        InputFile { path: Path::new("spec").join(name), name: name.to_owned(), content: Ok(text.into_bytes()) }
    });
    Spec::from_files(inputs.collect(), Path::new("spec"))
}
