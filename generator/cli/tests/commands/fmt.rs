//! The canonical layout of the spec's files.

use crate::support::Workshop;

#[test]
fn spec_is_formatted() {
    let workshop = Workshop::new();
    let outcome = workshop.run(&["fmt", "--check"]).exits(0);
    assert!(outcome.stdout.contains("are in the canonical layout"), "{}", outcome.stdout);
}

#[test]
fn only_unformatted_files_are_shown_or_changed() {
    let workshop = Workshop::new();
    let original = workshop.read("spec/api.yaml");
    workshop.edit("spec/api.yaml", "\nformat: 1\n", "\nformat:    1 # the version\n");
    let edited = workshop.read("spec/api.yaml");

    let outcome = workshop.run(&["fmt", "--check"]).exits(1);
    assert!(outcome.stdout.contains("-format:    1 # the version\n+format: 1 # the version\n"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("1 files are not in the canonical layout"), "{}", outcome.stdout);
    assert_eq!(workshop.read("spec/api.yaml"), edited, "a check writes nothing");

    let outcome = workshop.run(&["fmt"]).exits(0);
    let written: Vec<&str> = outcome.stdout.lines().filter(|line| line.starts_with("formatted ")).collect();
    assert_eq!(written.len(), 1, "{}", outcome.stdout);
    assert_eq!(workshop.read("spec/api.yaml"), original.replacen("format: 1\n", "format: 1 # the version\n", 1));
    workshop.run(&["fmt", "--check", "--quiet"]).exits(0);
}

#[test]
fn no_file_is_written_if_a_file_is_invalid() {
    let workshop = Workshop::new();
    workshop.edit("spec/api.yaml", "\nformat: 1\n", "\nformat:    1\n");
    workshop.write("spec/calls/broken.yaml", "format: [1\n");
    let before = workshop.read("spec/api.yaml");
    for arguments in [&["fmt"][..], &["fmt", "--check"]] {
        let outcome = workshop.run(arguments).exits(1);
        assert!(outcome.stderr.contains("error[E0101]"), "{}", outcome.stderr);
    }
    assert_eq!(workshop.read("spec/api.yaml"), before);
    Workshop::empty().run(&["fmt"]).exits(2);
}
