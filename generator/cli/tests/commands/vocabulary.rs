//! The generator and its runtime know no API: none of the words that belong to the API of this
//! repository may appear in them. The words come from its spec, so that a new one is watched from
//! the day it is written.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_yaml::Value;

/// Words of the spec that every program uses: a call is what a client makes, whatever the API.
const COMMON: &[&str] = &["and", "api", "calls", "com", "http", "https", "platform", "the"];

#[test]
fn the_generator_and_the_runtime_contain_no_word_of_the_api() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = fs::read_to_string(root.join("spec/api.yaml")).expect("the spec has an api.yaml");
    let api: Value = serde_yaml::from_str(&text).expect("api.yaml is YAML");
    let words = words(&api);
    assert!(words.len() >= 10, "the words of the API were not found: {words:?}");
    let mut files = Vec::new();
    collect(&root.join("generator"), &mut files);
    assert!(files.len() > 50, "the files of the generator were not found");
    let mut found = Vec::new();
    for file in files {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        for (number, line) in text.lines().enumerate() {
            let line = line.to_lowercase();
            for word in words.iter().filter(|word| contains_word(&line, word)) {
                found.push(format!("{}:{}: {word}", file.display(), number + 1));
            }
        }
    }
    assert!(found.is_empty(), "words of the API in the generator:\n{}", found.join("\n"));
}

/// Names of the vendor, its hosts, products, headers, credentials and codes.
fn words(api: &Value) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let mut add = |text: &str| {
        let parts = text.split(|character: char| !character.is_ascii_alphanumeric()).map(str::to_lowercase);
        words.extend(parts.filter(|word| word.len() > 2 && !COMMON.contains(&word.as_str())));
    };
    for key in ["crate", "name"] {
        add(api[key].as_str().unwrap_or_default());
    }
    for key in ["hosts", "products"] {
        for (name, value) in api[key].as_mapping().into_iter().flatten() {
            add(name.as_str().unwrap_or_default());
            add(value["url"].as_str().unwrap_or_default());
        }
    }
    // Compound names are watched as a whole: their parts are everyday words.
    let mut whole = BTreeSet::new();
    for (_, host) in api["hosts"].as_mapping().into_iter().flatten() {
        whole.extend(host["auth"]["header"].as_str().map(str::to_lowercase));
    }
    for key in ["credentials", "configuration"] {
        for (name, _) in api[key].as_mapping().into_iter().flatten() {
            whole.extend(name.as_str().map(str::to_lowercase));
        }
    }
    // Sections of the documentation: `group_call` is a word of this API, `user` is one of many.
    let documented = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/documented.yaml"));
    let documented: Value = serde_yaml::from_str(&documented.unwrap_or_default()).unwrap_or_default();
    for (_, product) in documented["documented"].as_mapping().into_iter().flatten() {
        for (section, _) in product["sections"].as_mapping().into_iter().flatten() {
            whole.extend(section.as_str().filter(|id| id.contains('_')).map(str::to_lowercase));
        }
    }
    for (_, format) in api["errors"].as_mapping().into_iter().flatten() {
        for (code, _) in format["codes"].as_mapping().into_iter().flatten() {
            whole.extend(code.as_u64().map(|code| code.to_string()));
        }
    }
    words.extend(whole);
    words
}

fn contains_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        let after = line[start + word.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}
