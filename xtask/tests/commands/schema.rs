//! The schema that editors use is the one that the format makes, and every file of the spec points to it.

use crate::support::{Workshop, repository};

#[test]
fn the_committed_schema_is_up_to_date() {
    let workshop = Workshop::new();
    workshop.run(&["schema", "--check"]).exits(0);
    let text = workshop.read("spec/schema.json");
    workshop.write("spec/schema.json", &text.replacen("boolean", "bolean", 1));
    let outcome = workshop.run(&["schema", "--check"]).exits(1);
    assert!(outcome.stdout.contains("cargo xtask schema") && outcome.stdout.contains("bolean"), "{}", outcome.stdout);
    workshop.run(&["schema"]).exits(0);
    assert_eq!(workshop.read("spec/schema.json"), text);
}

#[test]
fn every_file_of_the_spec_names_the_schema_in_its_first_line() {
    let spec = repository().join("spec");
    for entry in std::fs::read_dir(&spec).expect("the spec is there").flatten() {
        if entry.path().is_dir() {
            for file in std::fs::read_dir(entry.path()).expect("folders can be read").flatten() {
                first_line(&file.path(), "# yaml-language-server: $schema=../schema.json");
            }
        } else if entry.path().extension().is_some_and(|end| end == "yaml") {
            first_line(&entry.path(), "# yaml-language-server: $schema=schema.json");
        }
    }
}

fn first_line(path: &std::path::Path, expected: &str) {
    let text = std::fs::read_to_string(path).expect("files can be read");
    assert_eq!(text.lines().next(), Some(expected), "{}", path.display());
}
