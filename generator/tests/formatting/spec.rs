//! Tests with the files of the repository, also in other layouts.

use std::path::Path;

use api_client_generator::source::read_folder;
use serde_yaml::{Mapping, Value};

use crate::writer::{Random, Writer};
use crate::{assert_same_values, format};

/// Returns the name and text of every file of the specs in the repository.
fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders = ["spec", "generator/tests/specs/lending"].map(|folder| root.join(folder));
    let inputs = folders.iter().flat_map(|folder| read_folder(folder).expect("the spec can be read"));
    let text = |content: Result<Vec<u8>, String>| String::from_utf8(content.expect("it can be read"));
    inputs
        .filter(|input| !input.is_guide())
        .map(|input| (input.name, text(input.content).expect("the file is UTF-8")))
        .collect()
}

#[test]
fn the_files_keep_their_values_and_comments() {
    for (name, text) in files() {
        let formatted = format(&name, &text);
        assert_same_values(&text, &formatted);
        assert_eq!(formatted.matches("# ").count(), text.matches("# ").count(), "{name}");
        assert_eq!(format(&name, &formatted), formatted, "{name} twice");
    }
}

/// The layout does not depend on the former layout.
#[test]
fn the_former_layout_is_ignored() {
    for (name, text) in files() {
        let value: Value = serde_yaml::from_str(&text).expect("the file is YAML");
        let is_comment = |line: &&str| !line.trim_start().starts_with('#');
        let bare: Vec<&str> = text.lines().filter(is_comment).collect();
        let expected = format(&name, &(bare.join("\n") + "\n"));
        for seed in 1..=6 {
            let mut random = Random::new(seed);
            let shuffled = shuffle_known_keys(&value, &mut random);
            let (other, _) = Writer::new(&mut random, 0).document(&shuffled);
            assert_eq!(format(&name, &other), expected, "{name}, seed {seed}\n--- from ---\n{other}");
        }
    }
}

#[test]
fn comments_anywhere_in_the_files_are_kept() {
    for (name, text) in files() {
        let value: Value = serde_yaml::from_str(&text).expect("the file is YAML");
        for seed in 1..=6 {
            let mut random = Random::new(seed);
            let shuffled = shuffle_known_keys(&value, &mut random);
            let (other, comments) = Writer::new(&mut random, 15).document(&shuffled);
            let formatted = format(&name, &other);
            assert_same_values(&text, &formatted);
            let kept = (1..=comments).filter(|comment| formatted.matches(&format!("# c{comment}.")).count() == 1);
            assert_eq!(kept.count(), comments, "{name}, seed {seed}");
            assert_eq!(format(&name, &formatted), formatted, "{name} twice, seed {seed}");
        }
    }
}

/// Shuffles the keys of the file, and those of its operations and types.
fn shuffle_known_keys(value: &Value, random: &mut Random) -> Value {
    let Value::Mapping(file) = value else { panic!("a file is a mapping") };
    let entries = file.iter().map(|(key, value)| {
        let is_named = key.as_str().is_some_and(|key| ["operations", "types"].contains(&key));
        let value = match value {
            Value::Mapping(named) if is_named => Value::Mapping(
                named.iter().map(|(name, definition)| (name.clone(), shuffle(definition, random))).collect(),
            ),
            _ => value.clone(),
        };
        (key.clone(), value)
    });
    let file = Value::Mapping(entries.collect());
    shuffle(&file, random)
}

fn shuffle(value: &Value, random: &mut Random) -> Value {
    let Value::Mapping(entries) = value else { return value.clone() };
    let mut left: Vec<(Value, Value)> = entries.clone().into_iter().collect();
    let mut mixed = Mapping::new();
    while !left.is_empty() {
        let (key, value) = left.swap_remove(random.below(left.len()));
        mixed.insert(key, value);
    }
    Value::Mapping(mixed)
}
