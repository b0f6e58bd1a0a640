//! `api-client book`: the source of the API reference.

use crate::support::{Workshop, copy, repository};

fn workshop() -> Workshop {
    let workshop = Workshop::empty();
    copy(&repository().join("generator/tests/specs/lending"), &workshop.path("spec"));
    workshop
}

#[test]
fn changelog_becomes_a_page_if_it_exists() {
    let workshop = workshop();
    workshop.run(&["book"]).exits(0);
    assert!(!workshop.path("target/book/src/change-log.md").exists());
    workshop.write("CHANGELOG.md", "# Changelog\n\nThe first version.\n");
    workshop.run(&["book"]).exits(0);
    assert!(workshop.read("target/book/src/change-log.md").contains("The first version."));
    // A page without a source is removed.
    std::fs::remove_file(workshop.path("CHANGELOG.md")).expect("files can be removed");
    workshop.run(&["book"]).exits(0);
    assert!(!workshop.path("target/book/src/change-log.md").exists());
}

#[test]
fn unreadable_changelog_is_an_error() {
    let workshop = workshop();
    std::fs::create_dir(workshop.path("notes")).expect("folders can be created");
    let outcome = workshop.run(&["book", "--changelog", "notes"]).exits(2);
    assert!(outcome.stderr.contains("can't read the changelog notes"), "{}", outcome.stderr);
}

#[test]
fn book_is_never_written_into_the_spec() {
    let outcome = workshop().run(&["book", "--out", "spec/book"]).exits(2);
    assert!(outcome.stderr.contains("nothing was written"), "{}", outcome.stderr);
}

#[test]
fn errors_of_the_spec_are_reported() {
    let workshop = workshop();
    workshop.edit("spec/api.yaml", "version: 1.2.0", "version: one");
    let outcome = workshop.run(&["book"]).exits(1);
    assert!(outcome.stderr.contains("api.yaml"), "{}", outcome.stderr);
    assert!(!workshop.path("target/book").exists());
}
