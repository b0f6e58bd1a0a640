//! The generator and its runtime contain no word of the API of this repository. The words come from the spec, so new
//! words are checked too.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_yaml::Value;

/// Words of the spec that are common to all programs.
const COMMON: &[&str] = &["and", "api", "calls", "com", "http", "https", "platform", "the"];

#[test]
fn generator_and_runtime_contain_no_word_of_the_api() {
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

/// Returns the names of the vendor, its hosts, products, headers, credentials and codes.
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
    // Compound names are checked as a whole, because their parts are common words.
    let mut whole = BTreeSet::new();
    for (_, host) in api["hosts"].as_mapping().into_iter().flatten() {
        whole.extend(host["auth"]["header"].as_str().map(str::to_lowercase));
    }
    for key in ["credentials", "configuration"] {
        for (name, _) in api[key].as_mapping().into_iter().flatten() {
            whole.extend(name.as_str().map(str::to_lowercase));
        }
    }
    // Compound names of sections are words of this API, such as `group_call`. Single words such as `user` are common.
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
        // Tests of the commands use a copy of this repository's spec, and `hardest` has operations of it.
        let is_about_the_api = path.ends_with("cli/tests") || path.ends_with("specs/hardest");
        if path.is_dir() && !is_about_the_api {
            collect(&path, files);
        } else if path.is_file() {
            files.push(path);
        }
    }
}
